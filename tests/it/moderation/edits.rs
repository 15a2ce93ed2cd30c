//! Edit, publish, undo; add, retire, remove.

use super::world::{World, ada, mia, mo, otto};

#[tokio::test]
async fn an_edit_is_previewed_published_and_taken_back() {
    let world = World::new();
    assert!(world.reads(&mia(), "google-pmle").await.contains("$200"));
    let opened = world
        .call(&mo(), "catalog edit", &[("entry", "google-pmle")])
        .await;
    let form = opened.form();
    assert_eq!(form.title, "Name and text");
    assert!(form.inputs.len() <= 5);
    let short = form.inputs.iter().find(|input| input.name == "short");
    assert!(!short.unwrap().value.is_empty(), "filled with today's text");
    let nothing = world.fill(&mo(), &form, &[]).await;
    nothing.says(&["Nothing changed"]);
    let cost = world.choose(&mo(), &nothing, "c").await;
    let fee = cost.form().inputs[0].value.clone();
    assert_eq!(fee, "$200");

    let unsourced = world.fill(&mo(), &cost.form(), &[("fee", "$250")]).await;
    unsourced.says(&["A fact has changed: say where you read it"]);
    let again = world.press(&mo(), &unsourced, "Edit again").await;
    assert_eq!(
        again.form().inputs[0].value,
        "$250",
        "what was typed is kept"
    );

    let typed = [("source", "https://cloud.google.com/fees")];
    let draft = world.fill(&mo(), &again.form(), &typed).await;
    draft.says(&[
        "fee › amount: ~~200~~ → 250",
        "fee › checked",
        "22 November 2026",
        "Will read",
        "$250",
        "cloud.google.com",
    ]);
    assert!(
        world.reads(&mia(), "google-pmle").await.contains("$200"),
        "not yet"
    );
    let whole = world.press(&mo(), &draft, "See the replies").await;
    whole.says(&["$250"]);

    let published = world.press(&mo(), &draft, "Publish").await;
    published.says(&["Published as #1", "Mo edited"]);
    let text = world.reads(&mia(), "google-pmle").await;
    assert!(
        text.contains("$250") && text.contains("cloud.google.com"),
        "{text}"
    );
    assert!(
        world.reads(&otto(), "google-pmle").await.contains("$200"),
        "another server"
    );
    let direct = mia().in_direct_messages();
    assert!(
        world.reads(&direct, "google-pmle").await.contains("$200"),
        "direct messages"
    );

    let undone = world.press(&ada(), &published, "Undo").await;
    undone.says(&["Published as #2", "Ada took back #1"]);
    assert!(world.reads(&mia(), "google-pmle").await.contains("$200"));
    world
        .press(&ada(), &published, "Undo")
        .await
        .says(&["was taken back by #2 already"]);
    let redone = world.press(&mo(), &undone, "Undo").await;
    redone.says(&["Published as #3"]);
    assert!(world.reads(&mia(), "google-pmle").await.contains("$250"));
}
