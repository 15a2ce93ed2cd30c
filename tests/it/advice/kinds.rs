//! Every kind of question, and ids of another kind than the question expects.

use certwise::advice::{
    Answer, Body, Caution, CostList, PrerequisiteCheck, Reason, WhyNot, Win, answer,
};
use certwise::domain::{
    BrowseFilter, CredentialKind, DeclineKind, EntryId, Goal, Intent, Profile, Question, Refusals,
    RefusedKind, State,
};

use super::support::{SHIPPED, day, id, profile, recommend};

const TODAY: &str = "2026-11-22";

fn ask(question: &Question) -> Answer {
    answer(&SHIPPED, question, day(TODAY))
}

fn listed(filter: BrowseFilter) -> Vec<EntryId> {
    let Body::Browse { found, .. } = ask(&Question::Browse(filter)).body else {
        panic!("no list");
    };
    found
}

fn names(ids: &[certwise::domain::EntryId]) -> Vec<&str> {
    ids.iter().map(certwise::domain::EntryId::as_str).collect()
}

#[test]
fn any_id_gets_an_answer_of_its_own_kind() {
    for (entry, intent) in [
        ("google-pmle", Intent::CertInfo),
        ("kaggle-learn", Intent::CertInfo),
        ("faq-degree", Intent::Faq),
        ("employers", Intent::Employers),
        ("stack-ml-engineer", Intent::Stack),
        ("career-mid", Intent::CareerStage),
        ("when-aws", Intent::Advise),
    ] {
        let asked = Question::Card(id(entry));
        assert_eq!(ask(&asked).intent(), intent, "{entry}");
    }
    let costs = Question::Costs {
        entry: id("faq-worth-it"),
        profile: Profile::default(),
    };
    assert_eq!(
        ask(&costs).question,
        Question::Faq(Some(id("faq-worth-it")))
    );
}

#[test]
fn an_unknown_id_is_declined_and_nothing_is_made_up() {
    let answer = ask(&Question::Card(id("cissp")));
    assert_eq!(answer.intent(), Intent::Unknown);
    assert!(matches!(
        answer.body,
        Body::Decline {
            kind: DeclineKind::NotInCatalogue,
            ..
        }
    ));
    assert!(answer.recommended.is_empty());
}

#[test]
fn a_retired_exam_is_answered_with_its_end_and_its_successor() {
    let answer = ask(&Question::Status(id("aws-mls")));
    let Body::Status { status, .. } = &answer.body else {
        panic!("no status");
    };
    assert_eq!(status.state, State::Retired);
    assert_eq!(status.last_day, Some(day("2026-03-31")));
    assert_eq!(answer.recommended, vec![id("aws-mla")]);
    let before = certwise::advice::answer(
        &SHIPPED,
        &Question::Status(id("aws-mls")),
        day("2026-03-31"),
    );
    let Body::Status { status, .. } = &before.body else {
        panic!("no status");
    };
    assert_eq!((status.state, status.ends_soon), (State::Open, true));
}

#[test]
fn nothing_known_asks_back_and_shows_what_holds_for_most() {
    let answer = ask(&Question::Advise(Profile::default()));
    let Body::Guided {
        missing,
        situations,
    } = &answer.body
    else {
        panic!("not guided");
    };
    assert!(!missing.is_empty() && !situations.is_empty());
    assert!(
        situations
            .iter()
            .all(|row| !["aws-mls", "azure-ai-102"].contains(&row.pick.as_str()))
    );
    assert!(names(&answer.recommended).contains(&"ibm-ai-engineering"));
}

#[test]
fn a_pick_says_why_and_what_speaks_against_it() {
    let (_, advice) = recommend(&SHIPPED, "is=developer on=aws years=1", TODAY);
    let first = advice.first.unwrap();
    assert!(
        first
            .reasons
            .contains(&Reason::PlatformMatch(certwise::domain::Platform::Aws))
    );
    assert!(first.cautions.contains(&Caution::Beta));
    let over: Vec<_> = advice
        .not_now
        .iter()
        .filter(|left| matches!(left.because[0], WhyNot::Over { .. }))
        .map(|left| left.entry.as_str())
        .collect();
    assert_eq!(over, ["aws-mls"], "what the article recommends is told of");
}

#[test]
fn a_hundred_dollars_over_the_budget_is_told_as_such() {
    let (_, advice) = recommend(&SHIPPED, "is=developer on=aws years=3 budget=200", TODAY);
    let left = advice
        .not_now
        .iter()
        .find(|left| left.entry == id("aws-genai-dev"))
        .expect("just out of reach");
    assert!(matches!(
        left.because[..],
        [WhyNot::OverBudget { by, .. }] if by == super::support::dollars(100)
    ));
}

#[test]
fn a_date_names_the_pace_that_it_takes() {
    let (_, advice) = recommend(&SHIPPED, "is=developer on=azure by=2027-01-10", TODAY);
    assert!(
        advice
            .first
            .unwrap()
            .cautions
            .iter()
            .any(|caution| matches!(
                caution,
                Caution::PaceNeeded {
                    hours_per_week: 12,
                    ..
                }
            ))
    );
}

#[test]
fn the_step_before_comes_with_what_is_a_step_above() {
    let (_, advice) = recommend(&SHIPPED, "is=beginner", TODAY);
    assert_eq!(advice.before[0].entry, id("kaggle-learn"));
}

#[test]
fn everything_refused_is_said_honestly() {
    let all: Vec<String> = SHIPPED
        .certifications()
        .map(|certification| certification.id.to_string())
        .chain(SHIPPED.resources().map(|resource| resource.id.to_string()))
        .collect();
    let text = format!("is=developer not={}", all.join(","));
    let (answer, advice) = recommend(&SHIPPED, &text, TODAY);
    assert_eq!(advice.first, None);
    assert!(answer.recommended.is_empty());
    assert!(!advice.not_now.is_empty());
}

/// Each kind that somebody can turn down, with what is of that kind and what is not.
#[test]
fn a_kind_that_is_turned_down_is_all_of_that_kind() {
    for (kind, of_it, not_of_it) in [
        (RefusedKind::Universities, "stanford-ml", "dlai-pytorch"),
        (RefusedKind::Courses, "harvard-data-science", "google-pmle"),
        (RefusedKind::Exams, "google-pmle", "ibm-ai-engineering"),
        (RefusedKind::Subscriptions, "ibm-ai-engineering", "aws-mla"),
        (RefusedKind::Renewals, "google-pmle", "azure-fundamentals"),
        (RefusedKind::Basics, "azure-ai-901", "azure-ai-103"),
        (RefusedKind::Advanced, "google-pmle", "azure-ai-103"),
        (
            RefusedKind::Long,
            "ibm-ai-engineering",
            "google-ai-essentials",
        ),
        (RefusedKind::Long, "mit-ml-ai", "aws-ai-practitioner"),
        (RefusedKind::Vendors, "nvidia-nca-genl", "certnexus-caip"),
        (
            RefusedKind::Vendors,
            "microsoft-learn",
            "harvard-data-science",
        ),
    ] {
        let refused = Refusals {
            kinds: [kind].into(),
            ..Refusals::default()
        };
        assert!(SHIPPED.refuses(&refused, &id(of_it)), "{kind:?}: {of_it}");
        assert!(
            !SHIPPED.refuses(&refused, &id(not_of_it)),
            "{kind:?}: {not_of_it}"
        );
    }
    // General advice is nothing to turn down.
    let all = Refusals {
        kinds: RefusedKind::ALL.iter().copied().collect(),
        ..Refusals::default()
    };
    assert!(!SHIPPED.refuses(&all, &id("employers")));
}

/// Help with the price of what is turned down is turned down with it.
#[test]
fn what_leads_only_to_something_refused_is_refused() {
    let aid = id("ibm-financial-aid");
    let prepares = &SHIPPED.resource(&aid).expect("the aid").prepares;
    let courses = Refusals {
        kinds: [RefusedKind::Courses].into(),
        ..Refusals::default()
    };
    assert!(prepares.iter().all(|id| SHIPPED.refuses(&courses, id)));
    assert!(SHIPPED.refuses(&courses, &aid));
}

#[test]
fn a_comparison_says_for_whom_each_wins() {
    let question = Question::Compare {
        entries: vec![
            id("google-pmle"),
            id("ibm-ai-engineering"),
            id("google-pmle"),
        ],
        profile: profile("is=beginner"),
    };
    let answer = ask(&question);
    let Body::Compare(comparison) = &answer.body else {
        panic!("no comparison");
    };
    assert_eq!(comparison.entries.len(), 2, "repetitions are dropped");
    assert_eq!(comparison.best, Some(id("ibm-ai-engineering")));
    let wins = |entry: &str| {
        comparison
            .winners
            .iter()
            .find(|winner| winner.entry == id(entry))
            .map(|winner| winner.wins.clone())
            .unwrap_or_default()
    };
    assert!(wins("ibm-ai-engineering").contains(&Win::EasiestStart));
    assert!(wins("google-pmle").contains(&Win::MostDemanding));
}

#[test]
fn a_comparison_with_something_over_names_what_took_its_place() {
    let question = Question::Compare {
        entries: vec![id("aws-mls"), id("google-pmle")],
        profile: Profile::default(),
    };
    let answer = ask(&question);
    let Body::Compare(comparison) = &answer.body else {
        panic!("no comparison");
    };
    assert_eq!(comparison.entries[0].successor, Some(id("aws-mla")));
    assert_eq!(comparison.winners.len(), 1);
    assert_eq!(comparison.winners[0].wins, vec![Win::OnlyOpen]);
    assert!(!answer.recommended.contains(&id("aws-mls")));
}

#[test]
fn prerequisites_are_held_against_the_profile() {
    let question = Question::Prerequisites {
        entry: id("aws-genai-dev"),
        profile: profile("is=beginner years=0"),
    };
    let answer = ask(&question);
    let Body::Prerequisites(needed) = &answer.body else {
        panic!("no prerequisites");
    };
    assert!(!needed.formal);
    assert_eq!(needed.ready, Some(false));
    assert!(needed.checks.contains(&PrerequisiteCheck::Years {
        years: 2,
        met: Some(false)
    }));
    assert_eq!(
        names(&answer.entries),
        ["aws-genai-dev", "aws-ai-practitioner"]
    );
}

#[test]
fn renewal_is_dated_from_today() {
    let Body::Renewal(renewal) = ask(&Question::Renewal(id("google-pmle"))).body else {
        panic!("no renewal");
    };
    assert_eq!(renewal.expires_if_earned_today, Some(day("2028-11-22")));
    let Body::Renewal(renewal) = ask(&Question::Renewal(id("aws-ai-practitioner"))).body else {
        panic!("no renewal");
    };
    assert!(renewal.renewed_by.contains(&id("aws-genai-dev")));
}

#[test]
fn a_paid_course_is_not_called_free() {
    let answer = ask(&Question::Free {
        entry: Some(id("google-ai-essentials")),
        topic: None,
    });
    let Body::Free(free) = &answer.body else {
        panic!("no free options");
    };
    assert_eq!(free.entry_is_free, Some(false));
    assert!(names(&answer.entries).contains(&"google-ai-essentials-promo"));
    let answer = ask(&Question::Free {
        entry: None,
        topic: Some(Goal::DataScience),
    });
    assert_eq!(answer.entries[0], id("kaggle-learn"));
}

#[test]
fn years_choose_the_stage() {
    for (years, stage) in [
        (0, "career-early"),
        (2, "career-early"),
        (3, "career-mid"),
        (7, "career-mid"),
        (8, "career-senior"),
        (60, "career-senior"),
    ] {
        let answer = ask(&Question::Career { years: Some(years) });
        assert_eq!(names(&answer.entries), [stage], "{years} years");
    }
    assert_eq!(ask(&Question::Career { years: None }).entries.len(), 3);
}

#[test]
fn the_catalogue_lists_what_is_over_last() {
    let found = listed(BrowseFilter {
        tier: Some(1),
        ..BrowseFilter::default()
    });
    assert_eq!(found[0], id("google-pmle"));
    assert!(found[1..].contains(&id("aws-mls")) && found[1..].contains(&id("azure-ai-102")));
}

#[test]
fn the_catalogue_lists_what_leads_to_a_goal_its_main_topic_first() {
    let found = listed(BrowseFilter {
        topic: Some(Goal::GenerativeAi),
        ..BrowseFilter::default()
    });
    let place = |wanted: &str| found.iter().position(|found| *found == id(wanted));
    assert!(place("aws-genai-dev") < place("google-pmle"), "{found:?}");
    assert!(place("dlai-tensorflow").is_none(), "{found:?}");
}

#[test]
fn the_catalogue_lists_one_kind() {
    let found = listed(BrowseFilter {
        kind: Some(CredentialKind::University),
        ..BrowseFilter::default()
    });
    let mut found: Vec<&str> = found.iter().map(EntryId::as_str).collect();
    found.sort_unstable();
    assert_eq!(found, ["harvard-data-science", "mit-ml-ai", "stanford-ml"]);
}

#[test]
fn a_budget_buys_exams_only_where_exams_are_asked_for() {
    let list = |kind| {
        let question = Question::CostList { budget: None, kind };
        let Body::CostList(list) = ask(&question).body else {
            panic!("no list");
        };
        list
    };
    let listed = |list: &CostList, wanted: &str| {
        list.within.iter().any(|item| item.cost.entry == id(wanted))
    };
    let (all, exams) = (list(None), list(Some(CredentialKind::Exam)));
    assert!(listed(&all, "google-ai-essentials") && listed(&all, "google-pmle"));
    assert!(!listed(&exams, "google-ai-essentials") && listed(&exams, "google-pmle"));
}

#[test]
fn a_path_offers_what_can_be_taken_today() {
    let Body::Stack { steps, .. } = ask(&Question::Stack(Some(id("stack-ml-engineer")))).body
    else {
        panic!("no path");
    };
    assert!(steps.len() >= 3);
    assert!(!steps.concat().contains(&id("aws-mls")));
}

#[test]
fn readings_that_lead_nowhere_are_not_offered() {
    let answer = ask(&Question::Clarify(vec![
        Question::Card(id("google-pmle")),
        Question::Card(id("cissp")),
        Question::Card(id("google-genai-leader")),
    ]));
    assert_eq!(
        names(&answer.entries),
        ["google-pmle", "google-genai-leader"]
    );
    let single = ask(&Question::Clarify(vec![
        Question::Card(id("cissp")),
        Question::Status(id("google-pmle")),
    ]));
    assert_eq!(single.question, Question::Status(id("google-pmle")));
}
