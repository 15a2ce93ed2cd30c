//! Who may, and where: checked by the bot itself for each command, button, select and form.

use certwise::sandbox::{Arg, Message, Place, Upload, seed};

use super::{HERE, Person, Stage, THERE};

const REFUSED: &[&str] = &["Not here", "for the moderators of this server"];

impl Stage {
    /// Bo, who holds a role that no server has named. Discord shows him the commands all the same,
    /// as a server's own settings may.
    fn bo(&self) -> Person<'_> {
        let sandbox = &self.sandbox;
        sandbox.show_command(seed::STUDY_GROUP, "catalog", seed::KEEPERS);
        self.person(seed::BO)
    }
}

fn calls() -> Vec<(&'static str, Vec<(&'static str, Arg)>)> {
    let entry = || ("entry", Arg::from("google-pmle"));
    let file = Upload {
        filename: "part.toml".to_owned(),
        content_type: None,
        bytes: b"[[faq]]\nid = \"local-x\"\n".to_vec(),
    };
    vec![
        ("catalog edit", vec![entry()]),
        ("catalog edit", vec![("entry", "no such thing".into())]),
        ("catalog add", vec![("kind", "faq".into())]),
        (
            "catalog retire",
            vec![("name", "google-pmle".into()), ("on", "2027-01-01".into())],
        ),
        ("catalog remove", vec![entry()]),
        ("catalog history", vec![]),
        ("catalog undo", vec![("revision", 1.into())]),
        ("catalog review", vec![]),
        ("catalog gaps", vec![]),
        ("catalog suggestions", vec![]),
        ("catalog export", vec![]),
        ("catalog import", vec![("file", file.into())]),
        ("catalog settings", vec![("second_approver", true.into())]),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_is_refused_each_command_whatever_discord_shows() {
    let stage = Stage::open().await;
    let (ada, bo, mia) = (stage.ada(), stage.bo(), stage.mia());
    let draft = ada.drafts("$250").await;
    ada.publishes(&draft, &["Published as #1"]).await;
    for (path, options) in calls() {
        assert!(mia.is_not_offered(path), "{path}");
        let refused = bo.says(path, &options, REFUSED).await;
        assert!(refused.components().is_empty() && refused.attachments().is_empty());
    }
    let found = bo.offered("catalog edit", "entry", "google").await;
    assert_eq!(found, Vec::<String>::new(), "nothing is offered either");
    assert!(
        !ada.offered("catalog edit", "entry", "google")
            .await
            .is_empty()
    );
    // Only servers have moderators, and only where the bot is installed.
    let club = Place::UserInstalled(seed::BOOK_CLUB_GENERAL);
    for elsewhere in [Place::Dm, club, Place::UserInstalled(HERE)] {
        for (path, _) in calls() {
            assert!(mia.at(elsewhere).is_not_offered(path), "{path}");
        }
    }
    mia.sees("$250").await;
    let words = ["A second moderator approves:** no"];
    ada.says("catalog settings", &[], &words).await;
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_role_that_is_lost_stops_each_button_select_and_form() {
    let stage = Stage::open().await;
    let (ada, bo, mia) = (stage.ada(), stage.bo(), stage.mia());
    let role = [("moderator_role", seed::KEEPERS.into())];
    let words = ["may moderate now", "Integrations", "/catalog"];
    let set = ada.says("catalog settings", &role, &words).await;
    assert!(!set.pings_anyone(), "the role is named, not called");

    // Everything that a moderator can have before them.
    mia.says(
        "ask",
        &[("question", "terraform associate tips".into())],
        &[],
    )
    .await;
    for change in ["It is $250 now", "It closed"] {
        let change = [("entry", "google-pmle".into()), ("change", change.into())];
        mia.says("suggest", &change, &["Thank you"]).await;
    }
    let first = bo.drafts("$240").await;
    let published = bo
        .publishes(&first, &["Published as #1", "Bo edited"])
        .await;
    let second = ada.drafts("$245").await;
    ada.publishes(&second, &["Published as #2"]).await;
    let mut messages: Vec<Message> = vec![published];
    let history = bo.says("catalog history", &[], &["#1"]).await;
    messages.push(bo.presses(&history, "#2", &["By Ada"]).await);
    messages.push(history);
    let undo = [("revision", 1.into())];
    messages.push(bo.says("catalog undo", &undo, &["Not taken back"]).await);
    messages.push(bo.says("catalog review", &[], &["another look"]).await);
    messages.push(bo.says("catalog settings", &[], &["Moderators"]).await);
    for (list, one) in [
        ("catalog gaps", "Unanswered question"),
        ("catalog suggestions", "Suggestion: "),
    ] {
        let list = bo.says(list, &[], &[]).await;
        messages.push(bo.chooses(&list, None, &[one]).await);
        messages.push(list);
    }
    let draft = bo.drafts("$250").await;
    let cost = || bo.choose(&draft, Some("c"));
    let unsourced = [("fee", "$251"), ("source", "")];
    let (form, _) = bo.opens(cost).await;
    let words = ["say where you read it"];
    messages.push(bo.sends(&form, &unsourced, &words).await);
    let (page, _) = bo.opens(cost).await;
    let gap = messages.iter().find(|one| one.button("Dismiss").is_some());
    let (attach, _) = bo
        .opens(|| bo.press(gap.unwrap(), "Attach to an entry"))
        .await;
    let suggested = messages.iter().find(|one| one.button("Decline").is_some());
    let (decline, _) = bo.opens(|| bo.press(suggested.unwrap(), "Decline")).await;
    messages.push(draft);

    stage
        .sandbox
        .revoke_role(seed::STUDY_GROUP, seed::BO, seed::KEEPERS);
    let mut pressed = 0;
    for message in &messages {
        for component in message.components() {
            let id = component["custom_id"].as_str().unwrap();
            let used = if component["type"] == 2 {
                stage.sandbox.press(seed::BO, message.id(), id)
            } else {
                let value = component["options"][0]["value"].as_str().unwrap();
                stage.sandbox.select(seed::BO, message.id(), id, &[value])
            };
            bo.reads(&used.unwrap(), REFUSED).await;
            pressed += 1;
        }
    }
    assert!(pressed >= 25, "{pressed}");
    bo.sends(&page, &[("fee", "$1"), ("source", "mine")], REFUSED)
        .await;
    bo.sends(&attach, &[("entry", "faq-degree")], REFUSED).await;
    bo.sends(&decline, &[("reason", "No.")], REFUSED).await;
    mia.sees("$245").await;
    ada.says("catalog gaps", &[], &["terraform"]).await;
    ada.says("catalog suggestions", &[], &["It closed"]).await;
    ada.says("catalog history", &[], &["#2"]).await;
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_named_role_moderates_until_the_server_takes_it_off() {
    let stage = Stage::open().await;
    let (ada, bo) = (stage.ada(), stage.bo());
    bo.says("catalog review", &[], REFUSED).await;
    let role = [("moderator_role", seed::KEEPERS.into())];
    let set = ada
        .says("catalog settings", &role, &["may moderate now"])
        .await;
    bo.says("catalog review", &[], &["another look"]).await;
    assert!(
        !bo.offered("catalog edit", "entry", "google")
            .await
            .is_empty()
    );
    // Who moderates stays with whoever manages the server; the rest is theirs.
    let words = ["is set by whoever has *Manage Server*"];
    let (more, alone) = (
        ("moderator_role", seed::KEEPERS),
        ("second_approver", false),
    );
    bo.says("catalog settings", &[(more.0, more.1.into())], &words)
        .await;
    bo.says("catalog settings", &[(alone.0, alone.1.into())], &words)
        .await;
    let public = [("public_replies", "everywhere".into())];
    let shown = bo.says("catalog settings", &public, &["has changed"]).await;
    assert_eq!(shown.button("Take the roles off"), None);
    // The other server has not named it.
    stage
        .sandbox
        .show_command(seed::DATA_GUILD, "catalog", seed::DATA_GUILD_MODERATORS);
    assert!(bo.at(THERE).is_not_offered("catalog review"));
    ada.presses(&set, "Take the roles off", &["no role"]).await;
    bo.says("catalog review", &[], REFUSED).await;
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_server_writes_is_nowhere_else_not_even_offered() {
    let stage = Stage::open().await;
    let (ada, mia) = (stage.ada(), stage.mia());
    let add = || ada.call("catalog add", &[("kind", "faq".into())]);
    let entry = [
        ("question", "Where is the quiet room?"),
        ("short", "Quiet room"),
        ("answer", "Second floor."),
    ];
    let draft = ada.fills(add, &entry, &["New: FAQ entry"]).await;
    ada.publishes(&draft, &["Published as #1"]).await;
    let offered = async |place: Place| {
        let found = mia.at(place).offered("faq", "question", "quiet").await;
        found.iter().any(|name| name.contains("quiet room"))
    };
    assert!(offered(HERE.into()).await);
    let asked = [("question", "Where is the quiet room?".into())];
    mia.says("faq", &asked, &["Second floor."]).await;
    let club = Place::UserInstalled(seed::BOOK_CLUB_GENERAL);
    for elsewhere in [THERE.into(), Place::Dm, club, Place::UserInstalled(HERE)] {
        assert!(!offered(elsewhere).await, "{elsewhere:?}");
        let answer = mia.at(elsewhere).says("faq", &asked, &[]).await;
        assert!(!answer.text().contains("Second floor."), "{elsewhere:?}");
    }
    // Its history, its numbers and its export are this server's as well.
    let there = ada.at(THERE);
    there
        .says("catalog history", &[], &["Nothing was changed here yet"])
        .await;
    let undo = [("revision", 1.into())];
    there.says("catalog undo", &undo, &["no revision #1"]).await;
    let local = [("entry", "Quiet room".into())];
    let refused = there.says("catalog remove", &local, &[]).await;
    assert!(!refused.text().contains("Second floor."));
    stage.close().await;
}
