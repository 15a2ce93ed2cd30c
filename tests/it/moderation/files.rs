//! Export, import, review.

use certwise::catalog::load_document;
use certwise::command::{Attachment, Call, OptionValue};
use certwise::domain::Snowflake;
use certwise::service::Input;

use super::world::{Got, HERE, Someone, World, mia, mo, move_base, otto};

pub(super) async fn import(world: &World, who: &Someone, text: &[u8]) -> Got {
    let file = Attachment {
        name: "catalog.toml".to_owned(),
        size: text.len() as u64,
        bytes: Some(text.to_vec()),
    };
    let path = ["catalog", "import"].map(str::to_owned).to_vec();
    let options = [("file".to_owned(), OptionValue::Attachment(file))].into();
    world
        .send(who, Input::Command(Call { path, options }))
        .await
}

#[tokio::test]
async fn an_export_taken_back_changes_nothing_and_an_edited_one_is_previewed() {
    let world = World::new();
    world.publish_fee(&mo(), "google-pmle", "$250").await;
    let exported = world.call(&mo(), "catalog export", &[]).await;
    let file = exported.reply().files[0].clone();
    assert_eq!(file.name, "catalog.toml");
    assert!(
        file.bytes.len() < 4 * 1024 * 1024,
        "{} bytes",
        file.bytes.len()
    );
    let text = String::from_utf8(file.bytes.clone()).unwrap();
    let loaded = load_document(&text).unwrap();
    let effective = world.catalogs.effective(HERE).await.unwrap();
    assert_eq!(loaded.raw, effective.snapshot.loaded.raw);
    import(&world, &mo(), &file.bytes)
        .await
        .says(&["Nothing to import"]);

    let edited = text.replace("amount = 250", "amount = 275");
    let draft = import(&world, &mo(), edited.as_bytes()).await;
    draft.says(&["fee › amount: ~~250~~ → 275", "Will read"]);
    world
        .press(&mo(), &draft, "Publish")
        .await
        .says(&["Mo imported a file"]);
    assert!(world.reads(&mia(), "google-pmle").await.contains("$275"));
    // The other server takes the first export over: it gets the first edit, not the second.
    let draft = import(&world, &otto(), &file.bytes).await;
    world
        .press(&otto(), &draft, "Publish")
        .await
        .says(&["Published as #1"]);
    assert!(world.reads(&otto(), "google-pmle").await.contains("$250"));
}

#[tokio::test]
async fn a_part_is_enough_and_what_is_wrong_is_told() {
    let world = World::new();
    for (text, told) in [
        (&b"[[faq]]\nid = 3"[..], "no id"),
        (b"[[faq]]\nid = \"new-one\"", "local-new-one"),
        (b"id = ", "not valid TOML"),
        (b"[[faq]]\nid = \"google-pmle\"", "is a certification here"),
        (b"[[nonsense]]\nid = \"x\"", "no part of a catalogue"),
        (b"\xff\xfe", "not UTF-8"),
        (
            b"[[faq]]\nid = \"local-x\"\nquestion = \"Q?\"",
            "does not pass the check",
        ),
    ] {
        let got = import(&world, &mo(), text).await;
        got.says(&[told]);
        assert!(!got.labels().contains(&"Publish".to_owned()));
    }
    let huge = import(&world, &mo(), &vec![b'#'; 4100 * 1024]).await;
    huge.says(&["4,096 KiB is the most"]);
    let part = br#"
[[faq]]
id = "local-x"
question = "Is there cake?"
short = "Cake?"
answer = "Yes."
source = "article"
checked = 2026-01-09
"#;
    let draft = import(&world, &mo(), part).await;
    draft.says(&["New: FAQ entry", "Is there cake?"]);
    world
        .press(&mo(), &draft, "Publish")
        .await
        .says(&["Published as #1"]);
    let export = world.call(&mo(), "catalog export", &[]).await;
    let text = String::from_utf8(export.reply().files[0].bytes.clone()).unwrap();
    assert!(text.contains("Is there cake?") && text.contains("google-pmle"));
}

#[tokio::test]
async fn review_lists_what_is_old_and_still_true_renews_it() {
    let world = World::new();
    let list = world.call(&mo(), "catalog review", &[]).await;
    list.says(&["What needs another look"]);
    let labels = list.labels();
    assert!(labels.contains(&"1. Still true".to_owned()), "{labels:?}");
    let renewed = world.press(&mo(), &list, "1. Still true").await;
    renewed.says(&["Published as #1", "Mo checked again"]);
    let revision = world.store.revision(HERE, 1).await.unwrap().unwrap();
    assert!(revision.changes.iter().all(|change| {
        let field = change.field.to_string();
        field.ends_with("checked")
            || field == "status"
            || change.after.as_ref().is_some_and(toml::Value::is_array)
    }));
    world
        .press(&mo(), &list, "1. Still true")
        .await
        .says(&["checked today already"]);
    let form = world.press(&mo(), &list, "2. Edit").await;
    assert!(form.form().inputs.len() > 1);
    world.press(&mo(), &list, "More ▶").await.says(&["5."]);
}

#[tokio::test]
async fn a_revision_that_the_base_has_overtaken_is_listed_not_dropped() {
    let world = World::new();
    world.publish_fee(&mo(), "google-pmle", "$250").await;
    move_base(&world.catalogs);
    let card = world.reads(&mia(), "google-pmle").await;
    assert!(card.contains("$222"), "the base answers: {card}");
    let list = world.call(&mo(), "catalog review", &[]).await;
    list.says(&["Set aside", "#1", "200", "222"]);
    world
        .call(&mo(), "catalog history", &[])
        .await
        .says(&["Set aside"]);
    assert_eq!(world.store.head(HERE).await.unwrap(), 1);
    let effective = world.catalogs.effective(Snowflake(HERE.0)).await.unwrap();
    assert_eq!(effective.set_aside.len(), 1);
}
