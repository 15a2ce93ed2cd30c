//! What is read from a text, by the question that it becomes: names, references to what was said,
//! refusals, and where to stop.

use certwise::catalog::load_embedded;
use certwise::domain::{DeclineKind, EntryId, Question, RefusedKind, parse_date};
use certwise::language::Understanding;
use certwise::service::{Snapshot, Told, converse};

fn told(turns: &[&str]) -> Told {
    let snapshot = Snapshot::new(load_embedded().unwrap()).unwrap();
    let today = parse_date("2026-11-22").unwrap();
    converse(&snapshot, turns, today).unwrap()
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

fn holds(text: &str) -> Vec<String> {
    let held = understood(&[text]).conversation.profile.held;
    held.iter().map(ToString::to_string).collect()
}

#[test]
fn who_has_a_voucher_or_notes_for_an_exam_does_not_hold_it() {
    for text in [
        "10 weeks till my AIP-C01 voucher dies. build me a schedule",
        "got a slot for the PMLE on friday, what do I bring",
        "all my PMLE notes are from 2025",
        "overslept my AZ-900 exam this morning",
        "does the TensorFlow exam include Keras",
        "my boss volunteered me for the aws gen ai developer pro cert",
    ] {
        assert_eq!(holds(text), Vec::<String>::new(), "{text}");
    }
    for (text, held) in [
        ("I've got the PMLE, what next", vec!["google-pmle"]),
        (
            "I have done IBM AI Engineering and the PMLE. what next",
            vec!["google-pmle", "ibm-ai-engineering"],
        ),
        (
            "Badge wall so far: AZ-900, AIF-C01. What is a step up?",
            vec!["aws-ai-practitioner", "azure-fundamentals"],
        ),
        (
            "12 AWS certs incl. AI practitioner. what's missing",
            vec!["aws-ai-practitioner"],
        ),
    ] {
        let found = holds(text);
        for id in held {
            assert!(found.iter().any(|found| found == id), "{text}: {found:?}");
        }
    }
}

#[test]
fn a_name_means_what_was_spoken_of_before_it() {
    for (turns, expected) in [
        (
            &[
                "compare ai-901 and aif-c01",
                "how long is the amazon one valid",
            ][..],
            "renewal aws-ai-practitioner",
        ),
        (
            &[
                "compare az-900 and clf-c02",
                "how long is the second one valid",
            ],
            "renewal aws-cloud-practitioner",
        ),
        (
            &[
                "google ai essentials or generative ai leader?",
                "not the first, the other. what would i pay",
            ],
            "cost google-genai-leader",
        ),
        (
            &[
                "price of the ibm certificate?",
                "no, the generative ai engineering one",
            ],
            "cost ibm-genai-engineering",
        ),
        (
            &[
                "is the anthropic claude cert a real thing",
                "can anyone take it",
            ],
            "prerequisites anthropic-claude",
        ),
        (
            &["genai leader is the one for managers right", "$$?"],
            "cost google-genai-leader",
        ),
    ] {
        becomes(turns, expected);
    }
}

#[test]
fn whole_kinds_can_be_turned_down() {
    let none_of = |turns: &[&str], ids: &[&str]| {
        let recommended = told(turns).answer.recommended;
        assert!(!recommended.is_empty(), "{turns:?} gets advice");
        for id in ids {
            assert!(
                recommended.iter().all(|found| found.as_str() != *id),
                "{turns:?} recommends {id}"
            );
        }
    };
    none_of(
        &["Teacher, no programming. I want something about AI, but no subscription please"],
        &["google-ai-essentials", "google-ai-professional"],
    );
    none_of(
        &[
            "need something with a real project in it",
            "not coursera please, never again",
        ],
        &[
            "ibm-ai-engineering",
            "dlai-pytorch",
            "dlai-ml-specialization",
        ],
    );
    none_of(
        &[
            "regulator allows azure only, anything amazon or google is banned. MLOps guy here, which exam?",
        ],
        &["google-pmle", "aws-mla", "aws-genai-dev"],
    );
    none_of(
        &["I worked for Amazon and I'm not giving them another cent. python dev, which ML cert?"],
        &["aws-mla", "aws-genai-dev", "aws-ai-practitioner"],
    );
    none_of(
        &[
            "which certificate for a python dev who wants into ml",
            "no chance. something else",
        ],
        &["google-pmle"],
    );
}

/// Sentences that nobody wrote the examples after.
#[test]
fn conditions_are_heard_in_whatever_words() {
    for (text, kind) in [
        (
            "lead data scientist here, databricks shop. give me something that is not an insult, please",
            RefusedKind::Basics,
        ),
        ("I only have this weekend. which one?", RefusedKind::Long),
        (
            "python dev. anything without an exam? proctors make me panic",
            RefusedKind::Exams,
        ),
        (
            "backend dev on gcp, sick of video courses, I'd rather sit a real exam",
            RefusedKind::Courses,
        ),
        (
            "which certificate is vendor neutral? procurement insists",
            RefusedKind::Vendors,
        ),
        (
            "I want something for life, nothing that expires",
            RefusedKind::Renewals,
        ),
        (
            "which ML certificate comes without a subscription?",
            RefusedKind::Subscriptions,
        ),
        (
            "done with academia, so no university programme. ML for a physicist?",
            RefusedKind::Universities,
        ),
    ] {
        let profile = understood(&[text]).conversation.profile;
        assert!(
            profile.refused.kinds.contains(&kind),
            "{text}: {:?}",
            profile.refused
        );
    }
    for text in [
        "how long is the PMLE exam?",
        "I have two months and eight hours a week. backend dev, which ML exam?",
        "is the AI-901 exam proctored?",
        "does my Azure cert expire?",
        "I study at a university, which certificate helps me most?",
        "which cloud vendor's ML exam is worth most?",
        "not aws please. which ML cert?",
    ] {
        let refused = understood(&[text]).conversation.profile.refused;
        assert!(refused.kinds.is_empty(), "{text}: {refused:?}");
    }
}

/// Names in sentences that no phrase covers: what is held, what is turned down, what is only named.
#[test]
fn stances_are_heard_in_whatever_words() {
    let held = |text| understood(&[text]).conversation.profile.held;
    let refused = |text| understood(&[text]).conversation.profile.refused;
    for text in [
        "AI-900 in the bag, what now",
        "finally earned my AI-900 last night!! next step?",
        "Certificates so far: AI-900. What should come after?",
    ] {
        assert!(!held(text).is_empty(), "{text}");
    }
    for text in [
        "fed up with Microsoft, which ML exam elsewhere?",
        "our procurement vetoed Microsoft. which ML exam then?",
        "Microsoft is a hard pass for me. ML cert for a python dev?",
    ] {
        assert!(
            refused(text)
                .providers
                .iter()
                .any(|id| id.as_str() == "microsoft"),
            "{text}"
        );
    }
    for text in [
        "we are a Microsoft house through and through, which exam?",
        "is AI-900 worth it?",
        "my colleague says AI-900 is easy, true?",
        "compare AI-901 and AIF-C01",
    ] {
        assert!(held(text).is_empty(), "{text}");
        assert!(refused(text).is_empty(), "{text}");
    }
}

#[test]
fn what_only_others_can_settle_is_declined_with_where_to_go() {
    for (text, kind, says) in [
        (
            "Pearson cancelled my AI-103 slot and my voucher is gone, can I get it back?",
            DeclineKind::Booking,
            "support",
        ),
        (
            "how much does a ML engineer with PMLE earn in Warsaw?",
            DeclineKind::Pay,
            "no figures on pay",
        ),
        (
            "will an AWS cert help with my H1B visa?",
            DeclineKind::Law,
            "authority",
        ),
    ] {
        let told = told(&[text]);
        assert_eq!(told.answer.declined(), Some(kind), "{text}");
        let reply = certwise::reply::plain_text(&told.reply);
        assert!(reply.contains(says), "{reply}");
    }
    // What the catalogue knows of the same things is answered.
    for text in [
        "how often may I retake AI-103 if I fail?",
        "who pays for the PMLE exam, me or my employer? what does it cost?",
        "I'm a lawyer and want a certificate on AI governance",
    ] {
        assert_eq!(told(&[text]).answer.declined(), None, "{text}");
    }
}

#[test]
fn lists_are_of_what_is_asked_for() {
    let genai = told(&["which of your certs are about generative ai?"]);
    let first: Vec<&str> = genai.answer.entries.iter().map(EntryId::as_str).collect();
    assert_eq!(first.first(), Some(&"aws-genai-dev"), "{first:?}");
    becomes(&["which universities offer ml certificates"], "browse");
    let priced = told(&["university ai certificates, price range?"]);
    assert!(
        priced
            .answer
            .entries
            .iter()
            .any(|id| id.as_str() == "harvard-data-science"),
        "{:?}",
        priced.answer.entries
    );
}

#[test]
fn somebody_in_despair_is_sent_to_people_and_not_to_exams() {
    for text in [
        "failed it for the third time. honestly i just want to disappear and not wake up",
        "failed PMLE again, i dont want to live anymore",
        "took the aws exam, failed. i keep thinking about hurting myself",
    ] {
        let told = told(&[text]);
        assert!(
            matches!(
                told.understanding.question,
                Question::Decline {
                    kind: DeclineKind::Distress,
                    ..
                }
            ),
            "{text}: {:?}",
            told.understanding.question
        );
        assert!(told.answer.entries.is_empty() && told.reply.rows.is_empty());
    }
    for text in [
        "this exam is killing me, how long to prepare for PMLE",
        "i am so tired of living with my parents, which cert gets me a job",
    ] {
        assert!(
            !matches!(understood(&[text]).question, Question::Decline { .. }),
            "{text}"
        );
    }
}
