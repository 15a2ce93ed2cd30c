//! One certification, and the tables that only certifications have.

use super::fee::{fee, money, preparation, variants};
use super::reader::{Bounds, Reader};
use super::{
    ALIAS, CODE, CREDENTIAL, LEARNABLE, MOST_ALIASES, NAME, PHRASE, SENTENCE, SHORT, notes,
    provenance,
};
use crate::domain::{
    ArticleOpinion, Certification, Claim, Entry, EntryId, Exam, Prerequisites, Renewal, Retake,
    RetakeFee, State, StatusStep, Validity, ValidityPeriod,
};

pub(super) fn certification(reader: &Reader<'_>, id: Option<EntryId>) -> Option<Entry> {
    let name = reader.text("name", NAME);
    let short = reader.text("short", SHORT);
    let code = reader.optional_text("code", CODE);
    let provider = reader.slug("provider", "aws");
    let platform = reader.optional_word("platform");
    let kind = reader.word("kind");
    let level = reader.word("level");
    let aliases = reader.texts("aliases", ALIAS, MOST_ALIASES);
    let topics = reader.words("topics");
    let summary = reader.text("summary", SENTENCE);
    let covers = reader.texts("covers", PHRASE, 10);
    let hands_on = reader.boolean("hands_on").unwrap_or(false);
    let url = reader.link("url");
    let article = reader.table("article").map(|table| opinion(&table));
    let status = status(reader);
    let fee = fee(reader);
    let variants = variants(reader);
    if !reader.has("fee") && !reader.has("variant") {
        let hint = "add [fee] with amount, source and checked; \
                    kind = \"unpublished\" where the vendor names no price";
        reader.refuse_table("no price is given", hint);
    }
    let exam = reader.table("exam").and_then(|table| exam(&table));
    let preparation = preparation(reader);
    let validity = reader.table("validity").and_then(|table| validity(&table));
    let prerequisites = reader
        .table("prerequisites")
        .and_then(|table| prerequisites(&table));
    let retake = reader.table("retake").and_then(|table| retake(&table));
    let claims = claims(reader);
    let notes = notes(reader);
    reader.finish();
    Some(Entry::Certification(Box::new(Certification {
        id: id?,
        name: name?,
        short: short?,
        code,
        provider: provider?,
        platform,
        kind: kind?,
        level: level?,
        aliases,
        topics,
        summary: summary?,
        covers,
        hands_on,
        url,
        article,
        status,
        fee,
        variants,
        exam,
        preparation,
        validity,
        prerequisites,
        retake,
        claims,
        notes,
    })))
}

fn opinion(table: &Reader<'_>) -> ArticleOpinion {
    let opinion = ArticleOpinion {
        tier: table
            .number("tier", Bounds::whole(1, 4))
            .map(|tier| tier as u8),
        suits: table.optional_text("suits", SENTENCE),
        verdict: table.optional_text("verdict", SENTENCE),
        prepare: table.optional_text("prepare", SENTENCE),
    };
    table.finish();
    opinion
}

fn status(reader: &Reader<'_>) -> Vec<StatusStep> {
    if !reader.has("status") {
        let hint = "add [[status]] with state, source and checked";
        reader.refuse_table("no status is given", hint);
    }
    let mut steps: Vec<StatusStep> = Vec::new();
    for (index, table) in reader.tables("status", 12).iter().enumerate() {
        let Some(step) = status_step(table) else {
            continue;
        };
        if !step.planned && index > 0 {
            let before = steps.iter().rev().find(|before| !before.planned);
            match (before.and_then(StatusStep::begins), step.begins()) {
                (Some(before), Some(begins)) if begins < before => table.refuse_table(
                    "this status begins before the one above it",
                    "put the steps in the order in which they happen",
                ),
                (_, None) if before.is_some() => table.refuse_table(
                    "a later status needs its day",
                    "add from = 2026-06-01, or last_day for an end",
                ),
                _ => {}
            }
        }
        steps.push(step);
    }
    steps
}

fn status_step(table: &Reader<'_>) -> Option<StatusStep> {
    let state = table.word("state");
    let from = table.date("from");
    let last_day = table.date("last_day");
    let successors = table.entries("successors", CREDENTIAL);
    let planned = table.boolean("planned").unwrap_or(false);
    let note = table.optional_text("note", SENTENCE);
    let provenance = provenance(table);
    if let Some(state) = state {
        let ends = matches!(state, State::Retired | State::Closed);
        for key in ["last_day", "successors"] {
            if !ends && table.has(key) {
                let what = format!("a state \"{}\" has no \"{key}\"", state.slug());
                let hint = "add a [[status]] with state = \"retired\" for the end";
                table.refuse(key, what, hint);
            }
        }
        if from.is_some() && last_day.is_some() {
            let hint = "an end has last_day only: it is still open on that day";
            table.refuse("from", "\"from\" beside \"last_day\"", hint);
        }
    }
    table.finish();
    Some(StatusStep {
        state: state?,
        from,
        last_day,
        successors,
        planned,
        note,
        provenance: provenance?,
    })
}

fn exam(table: &Reader<'_>) -> Option<Exam> {
    let small = |key, most| {
        table
            .number(key, Bounds::whole(1, most))
            .map(|number| number as u16)
    };
    let minutes = small("minutes", 1000);
    let questions = table
        .span("questions", Bounds::whole(1, 1000))
        .map(|(low, high)| (low as u16, high as u16));
    let scored = small("scored", 1000);
    let pass = small("pass", 10_000);
    let pass_published = table.boolean("pass_published").unwrap_or(true);
    if pass.is_some() && !pass_published {
        let hint = "delete one of the two";
        table.refuse("pass", "a pass mark that is said not to be published", hint);
    }
    if let (Some(scored), Some((_, most))) = (scored, questions)
        && scored > most
    {
        let hint = "\"scored\" counts those of the questions that give points";
        table.refuse("scored", "more scored questions than questions", hint);
    }
    let languages = table.texts("languages", PHRASE, 30);
    let delivery = table.optional_text("delivery", SENTENCE);
    let note = table.optional_text("note", SENTENCE);
    let provenance = provenance(table);
    table.finish();
    Some(Exam {
        minutes,
        questions,
        scored,
        pass,
        pass_published,
        languages,
        delivery,
        note,
        provenance: provenance?,
    })
}

fn validity(table: &Reader<'_>) -> Option<Validity> {
    let months = table.number("months", Bounds::whole(1, 240));
    let forever = table.boolean("never_expires").unwrap_or(false);
    let unknown = table.boolean("unknown").unwrap_or(false);
    let period = match (table.has("months"), forever, unknown) {
        (true, false, false) => months.map(|months| ValidityPeriod::Months(months as u16)),
        (false, true, false) => Some(ValidityPeriod::Forever),
        (false, false, true) => Some(ValidityPeriod::Unknown),
        _ => {
            let hint = "write one of months = 24, never_expires = true, unknown = true";
            table.refuse_table("validity needs exactly one period", hint);
            None
        }
    };
    let renewal = if table.has("renewal") {
        table.word("renewal")
    } else {
        Some(Renewal::Unknown)
    };
    let renewal_fee = money(table, "renewal_fee", "renewal_currency");
    let renews = table.entries("renews", CREDENTIAL);
    let note = table.optional_text("note", SENTENCE);
    let provenance = provenance(table);
    table.finish();
    Some(Validity {
        period: period?,
        renewal: renewal?,
        renewal_fee,
        renews,
        note,
        provenance: provenance?,
    })
}

fn prerequisites(table: &Reader<'_>) -> Option<Prerequisites> {
    let required = table.optional_text("required", SENTENCE);
    let recommended = table.optional_text("recommended", SENTENCE);
    let years = table
        .number("years", Bounds::whole(0, 40))
        .map(|years| years as u8);
    let skills = table.texts("skills", PHRASE, 20);
    let before = table.entries("before", LEARNABLE);
    let article = table.optional_text("article", SENTENCE);
    let provenance = provenance(table);
    table.finish();
    Some(Prerequisites {
        required,
        recommended,
        years,
        skills,
        before,
        article,
        provenance: provenance?,
    })
}

fn retake(table: &Reader<'_>) -> Option<Retake> {
    let wait_days = table
        .numbers("wait_days", Bounds::whole(0, 3650), 10)
        .into_iter()
        .map(|days| days as u16)
        .collect();
    let small = |key| {
        table
            .number(key, Bounds::whole(1, 120))
            .map(|number| number as u8)
    };
    let max_attempts = small("max_attempts");
    let per_months = small("per_months");
    let fee = if table.has("fee") {
        table.word("fee")
    } else {
        Some(RetakeFee::Unknown)
    };
    let note = table.optional_text("note", SENTENCE);
    let provenance = provenance(table);
    table.finish();
    Some(Retake {
        wait_days,
        max_attempts,
        per_months,
        fee: fee?,
        note,
        provenance: provenance?,
    })
}

fn claims(reader: &Reader<'_>) -> Vec<Claim> {
    reader
        .tables("claim", 12)
        .iter()
        .filter_map(|claim| {
            let text = claim.text("text", SENTENCE);
            let finding = claim.text("finding", SENTENCE);
            let provenance = provenance(claim);
            claim.finish();
            Some(Claim {
                text: text?,
                finding: finding?,
                provenance: provenance?,
            })
        })
        .collect()
}
