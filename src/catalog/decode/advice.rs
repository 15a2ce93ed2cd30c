//! The entries around the certifications: resources, questions, guides, paths, stages, situations.

use super::fee::{fee, preparation, variants};
use super::reader::{Bounds, Reader};
use super::{
    ALIAS, CREDENTIAL, LEARNABLE, MOST_ALIASES, NAME, PROSE, SENTENCE, SHORT, SHOWN, notes,
    provenance,
};
use crate::domain::{
    Entry, EntryId, FaqEntry, GuideEntry, GuidePoint, Pick, Resource, Situation, Stack, StackStep,
    Stage, When,
};

pub(super) fn resource(reader: &Reader<'_>, id: Option<EntryId>) -> Option<Entry> {
    let name = reader.text("name", NAME);
    let short = reader.text("short", SHORT);
    let provider = reader.slug("provider", "kaggle");
    let platform = reader.optional_word("platform");
    let aliases = reader.texts("aliases", ALIAS, MOST_ALIASES);
    let topics = reader.words("topics");
    let summary = reader.text("summary", SENTENCE);
    let text = reader.text("text", PROSE);
    let url = reader.link("url");
    let price = reader.word("price");
    let suits = reader.optional_text("suits", SENTENCE);
    let prepares = reader.entries("prepares", CREDENTIAL);
    let catch = reader.optional_text("catch", SENTENCE);
    let fee = fee(reader);
    let variants = variants(reader);
    let preparation = preparation(reader);
    let notes = notes(reader);
    let provenance = provenance(reader);
    reader.finish();
    Some(Entry::Resource(Box::new(Resource {
        id: id?,
        name: name?,
        short: short?,
        provider: provider?,
        platform,
        aliases,
        topics,
        summary: summary?,
        text: text?,
        url,
        price: price?,
        suits,
        prepares,
        catch,
        fee,
        variants,
        preparation,
        notes,
        provenance: provenance?,
    })))
}

pub(super) fn faq(reader: &Reader<'_>, id: Option<EntryId>) -> Option<Entry> {
    let question = reader.text("question", NAME);
    let short = reader.text("short", SHORT);
    let aliases = reader.texts("aliases", ALIAS, MOST_ALIASES);
    let answer = reader.text("answer", PROSE);
    let more = reader.optional_text("more", PROSE);
    let related = reader.entries("related", SHOWN);
    let provenance = provenance(reader);
    reader.finish();
    Some(Entry::Faq(FaqEntry {
        id: id?,
        question: question?,
        short: short?,
        aliases,
        answer: answer?,
        more,
        related,
        provenance: provenance?,
    }))
}

pub(super) fn guide(reader: &Reader<'_>, id: Option<EntryId>) -> Option<Entry> {
    let name = reader.text("name", NAME);
    let short = reader.text("short", SHORT);
    let aliases = reader.texts("aliases", ALIAS, MOST_ALIASES);
    let summary = reader.text("summary", SENTENCE);
    let text = reader.text("text", PROSE);
    let points = reader
        .tables("points", 20)
        .iter()
        .filter_map(|point| {
            let title = point.text("title", NAME);
            let text = point.text("text", PROSE);
            point.finish();
            Some(GuidePoint {
                title: title?,
                text: text?,
            })
        })
        .collect();
    let more = reader.optional_text("more", PROSE);
    let related = reader.entries("related", SHOWN);
    let provenance = provenance(reader);
    reader.finish();
    Some(Entry::Guide(GuideEntry {
        id: id?,
        name: name?,
        short: short?,
        aliases,
        summary: summary?,
        text: text?,
        points,
        more,
        related,
        provenance: provenance?,
    }))
}

pub(super) fn stack(reader: &Reader<'_>, id: Option<EntryId>) -> Option<Entry> {
    let name = reader.text("name", NAME);
    let short = reader.text("short", SHORT);
    let aliases = reader.texts("aliases", ALIAS, MOST_ALIASES);
    let summary = reader.text("summary", SENTENCE);
    let suits = reader.text("suits", SENTENCE);
    let more = reader.optional_text("more", PROSE);
    if !reader.has("step") {
        let hint = "add [[stack.step]] with title and text";
        reader.refuse_table("a stack without steps", hint);
    }
    let steps = reader
        .tables("step", 12)
        .iter()
        .filter_map(|step| {
            let title = step.text("title", NAME);
            let text = step.text("text", PROSE);
            let entries = step.entries("entries", LEARNABLE);
            let optional = step.boolean("optional").unwrap_or(false);
            step.finish();
            Some(StackStep {
                title: title?,
                text: text?,
                entries,
                optional,
            })
        })
        .collect();
    let related = reader.entries("related", SHOWN);
    let provenance = provenance(reader);
    reader.finish();
    Some(Entry::Stack(Stack {
        id: id?,
        name: name?,
        short: short?,
        aliases,
        summary: summary?,
        suits: suits?,
        steps,
        more,
        related,
        provenance: provenance?,
    }))
}

pub(super) fn stage(reader: &Reader<'_>, id: Option<EntryId>) -> Option<Entry> {
    let name = reader.text("name", NAME);
    let short = reader.text("short", SHORT);
    let aliases = reader.texts("aliases", ALIAS, MOST_ALIASES);
    let years = reader.years("years");
    if !reader.has("years") {
        let hint = "add years = [0, 2], or years = [8] without an end";
        reader.refuse_table("\"years\" is missing", hint);
    }
    let summary = reader.text("summary", SENTENCE);
    let text = reader.text("text", PROSE);
    let focus = reader.entries("focus", SHOWN);
    let avoid = reader.optional_text("avoid", SENTENCE);
    let provenance = provenance(reader);
    reader.finish();
    Some(Entry::Stage(Stage {
        id: id?,
        name: name?,
        short: short?,
        aliases,
        years: years?,
        summary: summary?,
        text: text?,
        focus,
        avoid,
        provenance: provenance?,
    }))
}

pub(super) fn situation(reader: &Reader<'_>, id: Option<EntryId>) -> Option<Entry> {
    if let Some(id) = &id
        && !id.as_str().starts_with("when-")
        && !id.is_local()
    {
        let hint = format!("call it \"when-{id}\"");
        reader.refuse("id", "the id of a situation begins with \"when-\"", hint);
    }
    let name = reader.text("name", NAME);
    let short = reader.text("short", SHORT);
    let order = reader.required_number("order", Bounds::whole(0, 100_000));
    let when = reader.table("when").map(|table| when(&table));
    let quick = reader.optional_text("quick", NAME);
    let guide = reader.boolean("guide").unwrap_or(false);
    let chosen = picks(reader, "picks");
    if chosen.is_empty() && !reader.has("picks") {
        let hint = "add picks = [{ entry = \"…\", because = \"…\" }]";
        reader.refuse_table("a situation without picks", hint);
    }
    let first = picks(reader, "first");
    let because = reader.text("because", SENTENCE);
    let article = reader.optional_text("article", SENTENCE);
    let provenance = provenance(reader);
    reader.finish();
    Some(Entry::Situation(Situation {
        id: id?,
        name: name?,
        short: short?,
        order: order? as u32,
        when: when.unwrap_or_default(),
        quick,
        guide,
        picks: chosen,
        first,
        because: because?,
        article,
        provenance: provenance?,
    }))
}

fn when(table: &Reader<'_>) -> When {
    let when = When {
        goal: table.words("goal"),
        background: table.words("background"),
        platform: table.words("platform"),
        years: table.years("years"),
        codes: table.boolean("codes"),
        budget_below: table
            .number("budget_below", Bounds::whole(0, 10_000_000))
            .map(|budget| budget as u32),
    };
    table.finish();
    when
}

fn picks(reader: &Reader<'_>, key: &'static str) -> Vec<Pick> {
    let mut picks: Vec<Pick> = Vec::new();
    for table in reader.tables(key, 8) {
        let entry = table.entry("entry", LEARNABLE);
        let because = table.text("because", SENTENCE);
        table.finish();
        let (Some(entry), Some(because)) = (entry, because) else {
            continue;
        };
        if picks.iter().any(|pick| pick.entry == entry) {
            let what = format!("\"{entry}\" is picked twice");
            table.refuse("entry", what, "delete one of them");
            continue;
        }
        picks.push(Pick { entry, because });
    }
    picks
}
