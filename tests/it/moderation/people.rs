//! Who may, and where; members who help; what is kept about people.

use certwise::domain::{Place, Snowflake};
use certwise::reply::{Action, Visibility};
use certwise::service::NoticeTarget;

use super::world::{HERE, World, ada, mia, mo, otto};

#[tokio::test]
async fn nobody_but_moderators_gets_anywhere() {
    let world = World::new();
    let draft = world.draft_fee(&mo(), "google-pmle", "$250").await;
    let opened = world
        .call(&mo(), "catalog edit", &[("entry", "google-pmle")])
        .await;
    let form = opened.form();
    let foreign_app = mo().at(Place::Server {
        guild: HERE,
        channel: Snowflake(101),
        installed: false,
    });
    let channel = Snowflake(9);
    for who in [
        mia(),
        foreign_app,
        mo().in_direct_messages(),
        mo().at(Place::Private { channel }),
        mo().at(Place::Terminal),
    ] {
        for (path, options) in [
            ("catalog edit", vec![("entry", "google-pmle")]),
            ("catalog edit", vec![("entry", "no such thing")]),
            ("catalog add", vec![("kind", "faq")]),
            (
                "catalog retire",
                vec![("name", "google-pmle"), ("on", "2027-01-01")],
            ),
            ("catalog remove", vec![("entry", "google-pmle")]),
            ("catalog history", vec![]),
            ("catalog undo", vec![("revision", "1")]),
            ("catalog review", vec![]),
            ("catalog gaps", vec![]),
            ("catalog suggestions", vec![]),
            ("catalog export", vec![]),
            ("catalog settings", vec![("second_approver", "true")]),
        ] {
            let got = world.call(&who, path, &options).await;
            got.says(&["Not here"]);
            assert_eq!(got.reply().visibility, Visibility::Private);
        }
        for label in draft.labels() {
            world
                .press_id(&who, &draft.button(&label), &[])
                .await
                .says(&["Not here"]);
        }
        world
            .fill(&who, &form, &[("name", "Mine")])
            .await
            .says(&["Not here"]);
    }
    assert_eq!(world.store.head(HERE).await.unwrap(), 0);
    // Another moderator cannot publish somebody's draft, another server's cannot even see it.
    let publish = draft.button("Publish");
    world
        .press_id(&ada(), &publish, &[])
        .await
        .says(&["belongs to another moderator"]);
    world
        .press_id(&otto(), &publish, &[])
        .await
        .says(&["This draft is gone"]);
    world
        .press(&mo(), &draft, "Publish")
        .await
        .says(&["Published"]);
}

#[tokio::test]
async fn a_permission_that_was_lost_counts_at_publish() {
    let world = World::new();
    let draft = world.draft_fee(&mo(), "google-pmle", "$250").await;
    let mut former = mo();
    former.asker.manages_server = false;
    world
        .press(&former, &draft, "Publish")
        .await
        .says(&["Not here"]);
    assert_eq!(world.store.head(HERE).await.unwrap(), 0);
}

#[tokio::test]
async fn a_named_role_moderates_and_discord_needs_a_step() {
    let world = World::new();
    let keeper = mia().with_role(55);
    world
        .call(&keeper, "catalog review", &[])
        .await
        .says(&["Not here"]);
    let set = world
        .call(&mo(), "catalog settings", &[("moderator_role", "55")])
        .await;
    set.says(&["may moderate now", "Integrations", "/catalog"]);
    world
        .call(&keeper, "catalog review", &[])
        .await
        .says(&["another look"]);
    world
        .call(&mo(), "catalog settings", &[("moderator_role", "100")])
        .await
        .says(&["That is everybody"]);
    let off = set.button("Take the roles off");
    let words = ["is set by whoever has"];
    world.press_id(&keeper, &off, &[]).await.says(&words);
    world.press(&mo(), &set, "Take the roles off").await;
    world
        .call(&keeper, "catalog review", &[])
        .await
        .says(&["Not here"]);
}

#[tokio::test]
async fn a_suggestion_is_accepted_and_the_member_told() {
    let world = World::new();
    world
        .call(&mo(), "catalog settings", &[("suggestion_channel", "777")])
        .await;
    let change = [
        ("entry", "google-pmle"),
        ("change", "It is $250 now, @everyone"),
    ];
    let sent = world.call(&mia(), "suggest", &change).await;
    sent.says(&["Thank you"]);
    assert_eq!(sent.notify()[0].to, NoticeTarget::Channel(Snowflake(777)));
    assert!(!sent.notify()[0].reply.text.contains("@everyone"));
    let queue = world.call(&ada(), "catalog suggestions", &[]).await;
    queue.says(&["Mia", "It is $250 now"]);
    let one = world.choose(&ada(), &queue, "1").await;
    let form = world.press(&ada(), &one, "Accept").await.form();
    let draft = world.fill(&ada(), &form, &[]).await;
    let cost = world.choose(&ada(), &draft, "c").await.form();
    let typed = [("fee", "$250"), ("source", "https://vendor.example")];
    let draft = world.fill(&ada(), &cost, &typed).await;
    let published = world.press(&ada(), &draft, "Publish").await;
    published.says(&["Published as #1"]);
    let notice = &published.notify()[0];
    assert_eq!(notice.to, NoticeTarget::User(Snowflake(3)));
    assert!(notice.reply.text.contains("in the catalogue now"));
    world.service.notice_delivered(notice.key, true).await;
    assert!(world.call(&mia(), "help", &[]).await.then().is_empty());
    world
        .press(&ada(), &one, "Accept")
        .await
        .says(&["accepted with #1 already"]);
}

#[tokio::test]
async fn where_direct_messages_are_closed_the_next_command_tells() {
    let world = World::new();
    let report = Action::ReportOutdated("google-pmle".parse().unwrap());
    let report = report.encode().unwrap();
    let form = world.press_id(&mia(), report.as_str(), &[]).await.form();
    assert!(form.title.starts_with("Outdated"));
    let sent = world.fill(&mia(), &form, &[("change", "It closed")]).await;
    sent.says(&["Thank you"]);
    let queue = world.call(&mo(), "catalog suggestions", &[]).await;
    let one = world.choose(&mo(), &queue, "1").await;
    let why = world.press(&mo(), &one, "Decline").await.form();
    let declined = world
        .fill(&mo(), &why, &[("reason", "It is *open*.")])
        .await;
    let notice = declined.notify()[0].clone();
    world.service.notice_delivered(notice.key, false).await;
    let next = world.call(&mia(), "help", &[]).await;
    assert_eq!(next.then().len(), 1);
    assert!(next.then()[0].text.contains("It is \\*open\\*."));
    assert_eq!(next.then()[0].visibility, Visibility::Private);
    assert!(
        world.call(&mia(), "help", &[]).await.then().is_empty(),
        "told once"
    );
    world
        .fill(&mo(), &why, &[("reason", "again")])
        .await
        .says(&["declined already"]);
}

#[tokio::test]
async fn suggestions_need_a_server_with_moderators() {
    let world = World::new();
    let change = [("entry", "google-pmle"), ("change", "x")];
    let direct = mia().in_direct_messages();
    world
        .call(&direct, "suggest", &change)
        .await
        .says(&["No moderators here"]);
}

#[tokio::test]
async fn deleting_my_data_leaves_the_catalogue() {
    let world = World::new();
    world.publish_fee(&mo(), "google-pmle", "$250").await;
    let change = [("entry", "google-pmle"), ("change", "It is $250 now")];
    world.call(&mo(), "suggest", &change).await;
    let ask = Action::DeleteMyData { confirmed: false }.encode().unwrap();
    let asked = world.press_id(&mo(), ask.as_str(), &[]).await;
    asked.says(&["cannot be undone"]);
    let done = world.press(&mo(), &asked, "Delete my data").await;
    done.says(&["1 suggestion", "a former moderator's"]);
    let history = world.call(&ada(), "catalog history", &[]).await;
    history.says(&["a former moderator edited"]);
    assert!(!history.text().contains("Mo edited"));
    assert!(world.reads(&mia(), "google-pmle").await.contains("$250"));
    world
        .call(&ada(), "catalog suggestions", &[])
        .await
        .says(&["No suggestion is waiting"]);
}

#[tokio::test]
async fn replies_are_public_where_the_server_wants_them() {
    let world = World::new();
    let seen = async || {
        let got = world.call(&mia(), "cert", &[("name", "google-pmle")]).await;
        got.reply().visibility
    };
    assert_eq!(seen().await, Visibility::Public);
    let set = async |options: &[(&str, &str)]| world.call(&mo(), "catalog settings", options).await;
    set(&[("public_replies", "never")])
        .await
        .says(&["every reply is private"]);
    assert_eq!(seen().await, Visibility::Private);
    set(&[("public_replies", "listed")]).await;
    assert_eq!(seen().await, Visibility::Private);
    set(&[("public_channel", "101")])
        .await
        .says(&["is on the list"]);
    assert_eq!(seen().await, Visibility::Public);
    set(&[("public_channel", "101")])
        .await
        .says(&["is off the list"]);
    assert_eq!(seen().await, Visibility::Private);
    let question = certwise::domain::Question::Card("google-pmle".parse().unwrap());
    let share = Action::Share {
        question,
        under: None,
    };
    let share = share.encode().unwrap();
    let shared = world.press_id(&mia(), share.as_str(), &[]).await;
    assert_eq!(shared.reply().visibility, Visibility::Private);
}

#[tokio::test]
async fn old_buttons_get_a_polite_answer() {
    let world = World::new();
    for payload in ["1mzzz", "1mf", "1mG9", "1mu5", "1mp77", "1m"] {
        let got = world.press_id(&mo(), payload, &[]).await;
        assert!(!got.text().is_empty(), "{payload}");
    }
}
