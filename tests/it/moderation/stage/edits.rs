//! Edit, add, retire, remove.

use certwise::sandbox::{Place, seed};

use super::{HERE, Stage, THERE};

/// What is typed into a form, by the name of the input.
type Fields = &'static [(&'static str, &'static str)];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_edit_reaches_this_servers_members_and_nobody_else() {
    let stage = Stage::open().await;
    let (ada, mia) = (stage.ada(), stage.mia());
    mia.sees("$200").await;
    let unknown = [("entry", "no such thing".into())];
    ada.says("catalog edit", &unknown, &["no such thing"]).await;
    let open = || ada.call("catalog edit", &[("entry", "google-pmle".into())]);
    let (form, shown) = ada.opens(open).await;
    assert_eq!(shown.title, "Name and text");
    let name = &shown.field("Name").unwrap().value;
    assert!(name.contains("Machine Learning Engineer"), "{name}");
    let draft = ada.sends(&form, &[], &["Nothing changed"]).await;
    let pages = draft.selects()[0]["options"].as_array().unwrap().len();
    assert!(pages >= 6, "{pages} pages");

    // Without a source no fact is taken, not even where all is written as in the file.
    let (form, shown) = ada.opens(|| ada.choose(&draft, Some("t"))).await;
    let keys = &shown.field("All other keys").unwrap().value;
    let typed = keys.replace("amount = 200", "amount = 240");
    let words = ["`fee` has changed: say where you read it"];
    ada.sends(&form, &[("e", &typed)], &words).await;

    // Nothing of what was typed is lost.
    let cost = || ada.choose(&draft, Some("c"));
    let refused = ada
        .fills(cost, &[("fee", "$250")], &["say where you read it"])
        .await;
    let (form, shown) = ada.opens(|| ada.press(&refused, "Edit again")).await;
    assert_eq!(shown.field("Cost").unwrap().value, "$250");
    let source = [("source", "https://vendor.example/fees")];
    let draft = ada
        .sends(
            &form,
            &source,
            &["~~200~~ → **250**", "Will read", "Only you see this"],
        )
        .await;
    assert!(draft.is_private());
    let preview = ada.press(&draft, "See the replies");
    ada.reads(&preview, &["Preview", "$250"]).await;
    mia.sees("$200").await;

    let published = ada
        .publishes(&draft, &["Published as #1", "Ada edited"])
        .await;
    mia.sees("$250").await;
    let club = Place::UserInstalled(seed::BOOK_CLUB_GENERAL);
    for elsewhere in [
        Place::Channel(THERE),
        Place::Dm,
        club,
        Place::UserInstalled(HERE),
    ] {
        mia.at(elsewhere).sees("$200").await;
    }
    ada.presses(&published, "What changed", &["By Ada", "vendor.example"])
        .await;
    ada.presses(&published, "Undo", &["took back #1"]).await;
    mia.sees("$200").await;
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_is_added_corrected_and_removed() {
    let stage = Stage::open().await;
    let (ada, mia) = (stage.ada(), stage.mia());
    let add = || ada.call("catalog add", &[("kind", "faq".into())]);
    let wrong = [
        ("question", "Does our club pay for exams?"),
        ("short", "Does the club pay?"),
        ("answer", "**Yes, once a year.** Ask @everyone first."),
    ];
    let words = ["does not pass the check", "mention", "Nothing is lost"];
    let refused = ada.fills(add, &wrong, &words).await;
    assert_eq!(refused.button("Publish"), None);
    let (form, shown) = ada.opens(|| ada.press(&refused, "Edit again")).await;
    assert!(shown.field("Answer").unwrap().value.contains("@everyone"));
    let right = [("answer", "**Yes, once a year.**")];
    let words = ["New: FAQ entry", "local-does-our-club-pay"];
    let draft = ada.sends(&form, &right, &words).await;
    ada.publishes(&draft, &["Ada added"]).await;
    let asked = [("question", "Does our club pay for exams?".into())];
    mia.says("faq", &asked, &["once a year"]).await;

    let entry = [("entry", "Does the club pay?".into())];
    let gone = ada
        .says("catalog remove", &entry, &["Gone: FAQ entry"])
        .await;
    ada.publishes(&gone, &["Ada removed"]).await;
    mia.says("faq", &asked, &[]).await;
    let undo = [("revision", 2.into())];
    ada.says("catalog undo", &undo, &["took back #2"]).await;
    mia.says("faq", &asked, &["once a year"]).await;
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn certifications_resources_and_guides_are_added() {
    let stage = Stage::open().await;
    let (ada, mia) = (stage.ada(), stage.mia());
    let begin = async |kind: &str, fields: &[(&str, &str)], words: &[&str]| {
        let open = || ada.call("catalog add", &[("kind", kind.into())]);
        ada.fills(open, fields, words).await
    };
    let names = [
        ("name", "Acme Certified Prompt Plumber"),
        ("short", "Acme Plumber"),
        ("summary", "Plumbing for prompts."),
    ];
    let mut draft = begin("certification", &names, &["does not pass the check yet"]).await;
    let pages: [(&str, Fields, &str); 3] = [
        (
            "d",
            &[
                ("kind", "exam"),
                ("level", "associate"),
                ("provider", "acme"),
            ],
            "does not pass",
        ),
        (
            "c",
            &[("fee", "€99"), ("source", "https://acme.example/exam")],
            "",
        ),
        (
            "s",
            &[("state", "open"), ("source", "https://acme.example/exam")],
            "New: certification",
        ),
    ];
    for (page, fields, words) in pages {
        let open = || ada.choose(&draft, Some(page));
        let next = ada.fills(open, fields, &[words]).await;
        draft = next;
    }
    ada.publishes(&draft, &["Published as #1"]).await;
    let name = [("name", "Acme Plumber".into())];
    mia.says("cert", &name, &["€99", "acme.example"]).await;

    let names = [
        ("name", "Our reading circle"),
        ("short", "Reading circle"),
        ("summary", "Papers, every second Tuesday."),
        ("text", "Papers, every second Tuesday, in the library."),
    ];
    let draft = begin("resource", &names, &["does not pass"]).await;
    let price = [
        ("price", "free"),
        ("provider", "our-club"),
        ("topics", "mlops"),
    ];
    let open = || ada.choose(&draft, Some("d"));
    let draft = ada.fills(open, &price, &["New: resource"]).await;
    ada.publishes(&draft, &["Published as #2"]).await;
    mia.says("free", &[], &["Reading circle"]).await;

    let names = [
        ("name", "How we study here"),
        ("short", "How we study"),
        ("summary", "Together."),
        ("text", "Together, every **Tuesday**."),
    ];
    let draft = begin("guide", &names, &["New: guide entry"]).await;
    ada.publishes(&draft, &["Published as #3"]).await;
    let topic = [("topic", "How we study".into())];
    mia.says("guide", &topic, &["Together, every"]).await;
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_end_shows_what_changes_by_it_and_what_others_need_stays() {
    let stage = Stage::open().await;
    let (ada, mia) = (stage.ada(), stage.mia());
    let needed = [("entry", "google-pmle".into())];
    let words = ["Not removed", "refer to", "faq-worth-it"];
    let refused = ada.says("catalog remove", &needed, &words).await;
    assert!(refused.components().is_empty());

    let retire = |name: &str, on: &str, successor: &str| {
        let options = [
            ("name", name.into()),
            ("on", on.into()),
            ("successor", successor.into()),
        ];
        ada.call("catalog retire", &options)
    };
    let (name, next) = ("google-pmle", "google-ai-professional");
    for (refused, words) in [
        (retire(name, "2026-11-30", name), "own successor"),
        (retire(name, "some day", next), "some day"),
        (retire("faq-degree", "2026-11-30", next), "faq-degree"),
    ] {
        ada.reads(&refused, &[words]).await;
    }
    let open = || retire(name, "2026-11-30", next);
    let refused = ada.fills(open, &[], &["say where you read it"]).await;
    let source = [("source", "Google's announcement")];
    let again = || ada.press(&refused, "Edit again");
    let words = ["30 November 2026", "Recommendations that change"];
    let draft = ada.fills(again, &source, &words).await;
    ada.publishes(&draft, &["Ada retired"]).await;
    mia.sees("30 November 2026").await;
    stage.close().await;
}
