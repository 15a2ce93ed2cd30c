//! What is read from a text, by the question that it becomes: names, references to what was said,
//! refusals, and where to stop.

use certwise::catalog::load_embedded;
use certwise::domain::{DeclineKind, EntryId, Question, parse_date};
use certwise::language::{Conversation, Understanding};
use certwise::service::{Snapshot, Told, talk};

fn told(turns: &[&str]) -> Told {
    let snapshot = Snapshot::new(load_embedded().unwrap()).unwrap();
    let today = parse_date("2026-11-22").unwrap();
    let mut conversation = Conversation::default();
    let mut last = None;
    for turn in turns {
        let told = talk(
            &snapshot.lexicon,
            &snapshot.context(today),
            turn,
            &conversation,
        );
        conversation = told.conversation.clone();
        last = Some(told);
    }
    last.unwrap()
}

fn understood(turns: &[&str]) -> Understanding {
    told(turns).understanding
}

/// The kind of question with the ids that it is about, as `cost google-pmle`.
fn shown(question: &Question) -> String {
    let ids: Vec<&str> = match question {
        Question::Exam(entry) => return format!("exam {entry}"),
        Question::Compare { entries, .. } => entries.iter().map(EntryId::as_str).collect(),
        _ => question.entry().map(EntryId::as_str).into_iter().collect(),
    };
    [question.intent().slug()]
        .into_iter()
        .chain(ids)
        .collect::<Vec<_>>()
        .join(" ")
}

fn becomes(turns: &[&str], expected: &str) {
    let understanding = understood(turns);
    assert_eq!(
        shown(&understanding.question),
        expected,
        "{turns:?}: {:?}",
        understanding.explanation
    );
}

#[test]
fn names_are_found_whatever_they_look_like() {
    for (text, expected) in [
        ("gogle ml enginer cost?", "cost google-pmle"),
        (
            "how much is amazon's genai developer exam",
            "cost aws-genai-dev",
        ),
        ("microsoft cert for mlops people?", "cert_info azure-ai-300"),
        // The provider is said once.
        (
            "difference between databricks ml pro and genai engineer",
            "compare databricks-ml-pro databricks-genai-engineer",
        ),
        (
            "which is harder, aws ai practitioner or ml engineer associate?",
            "compare aws-ai-practitioner aws-mla",
        ),
        (
            "do i need cloud practitioner before ai practitioner",
            "prerequisites aws-ai-practitioner",
        ),
    ] {
        becomes(&[text], expected);
    }
}

#[test]
fn the_sitting_itself_is_answered_with_what_is_known_of_it() {
    for (text, fact) in [
        ("how many questions are on the pmle exam", "50–60 questions"),
        ("google pmle which languages", "Japanese"),
        (
            "failed the pmle, how long do i have to wait to retake it?",
            "14 days",
        ),
    ] {
        let told = told(&[text]);
        assert_eq!(
            shown(&told.understanding.question),
            "exam google-pmle",
            "{text}"
        );
        let reply = certwise::reply::plain_text(&told.reply);
        assert!(
            reply.contains(fact),
            "{text}: {fact} is missing in:\n{reply}"
        );
    }
}

#[test]
fn turns_are_about_what_was_spoken_of() {
    for (turns, expected) in [
        (
            &["pmle price", "and how long is it valid?"][..],
            "renewal google-pmle",
        ),
        (
            &["is ai-102 still open?", "and what does the new one cost"],
            "cost azure-ai-103",
        ),
        (
            &["tell me about ai-103", "do i need az-900 before it?"],
            "prerequisites azure-ai-103",
        ),
        (
            &[
                "real questions for pmle please",
                "fine. how do i prepare properly then?",
            ],
            "plan google-pmle",
        ),
        (
            &["nvidia certificate price", "no i mean the llm exam"],
            "cost nvidia-nca-genl",
        ),
        (
            &["ai-901 vs ai-103", "and for somebody who doesn't code?"],
            "compare azure-ai-901 azure-ai-103",
        ),
        (&["plan for pmle", "6 hours a week"], "plan google-pmle"),
    ] {
        becomes(turns, expected);
    }
    let both = understood(&["pmle or ai-103", "what do the two cost"]);
    let asked: Vec<String> = std::iter::once(&both.question)
        .chain(&both.others)
        .map(shown)
        .collect();
    assert_eq!(asked, ["cost google-pmle", "cost azure-ai-103"]);
}

#[test]
fn why_is_answered_with_the_reasons() {
    let told = told(&["best ml cert for a senior python dev?", "why?"]);
    assert_eq!(told.reply.title.as_deref(), Some("Why this answer"));
}

#[test]
fn what_is_refused_or_held_is_never_recommended() {
    for (turns, never) in [
        (&["gen ai cert, w/o aws pls"][..], "aws-"),
        (
            &[
                "we had azure, it was a mess, never again. gcp now. what should our python devs certify in for ml",
            ],
            "azure-",
        ),
        (
            &[
                "Got harvard's data science thing in 2022. Don't want a second university one. Where do I pick up python ML?",
            ],
            "stanford-",
        ),
        (
            &[
                "which ml cert next? I've done IBM AI Engineering and the deeplearning.ai tensorflow one",
            ],
            "dlai-tensorflow",
        ),
        (
            &["i use copilot at work, which cert? not interested in cloud exams"],
            "azure-ai",
        ),
        (
            &["best cert for an aws dev", "i already have that one"],
            "aws-mls",
        ),
    ] {
        let recommended = told(turns).answer.recommended;
        assert!(
            !recommended.iter().any(|id| id.as_str().starts_with(never)),
            "{turns:?}: {recommended:?}"
        );
    }
}

#[test]
fn an_exam_that_is_wanted_done_is_not_held() {
    let told = told(&["i want ai-103 done by end of january, about 8h a week"]);
    assert!(told.conversation.profile.held.is_empty());
}

#[test]
fn a_vague_text_is_asked_back_about_and_other_talk_is_declined() {
    for text in ["certs", "certificates?"] {
        assert!(
            matches!(understood(&[text]).question, Question::Advise(_)),
            "{text}"
        );
    }
    for text in [
        "what is the best way to encode categorical variables in xgboost",
        "my manager keeps rescheduling our one on one, normal?",
        "google sheets formula to count cells",
    ] {
        let question = understood(&[text]).question;
        assert!(
            matches!(
                question,
                Question::Decline {
                    kind: DeclineKind::Unsure,
                    ..
                }
            ),
            "{text}: {question:?}"
        );
    }
}

#[test]
fn what_a_text_is_also_about_is_offered_below_the_answer() {
    let told = told(&["is a phd needed to be a data scientist, or would projects do"]);
    for related in &told.understanding.related {
        assert!(
            told.answer.entries.contains(related),
            "{related} is not named"
        );
    }
    let buttons = serde_json::to_string(&certwise::reply::plain_text(&told.reply)).unwrap();
    assert!(buttons.contains("Build the skill"), "{buttons}");
}
