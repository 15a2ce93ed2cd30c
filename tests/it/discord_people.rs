//! What people press, choose, fill in and share; in servers, in direct messages, with and without
//! the bot as a member.

use std::collections::BTreeMap;

use certwise::command::OptionValue;
use certwise::domain::{Place, Snowflake};
use certwise::reply::{CustomId, File, Form, Input as FormInput, Reply, Visibility};
use certwise::sandbox::{Arg, DmRefusal, Outcome, Place as Where, Upload, seed};
use certwise::service::{Delivery, Input, Notice, NoticeTarget, Response};

use super::discord_support::{Bench, PATIENCE, Plan, says, sent, with_button};

fn number(id: certwise::sandbox::Snowflake) -> Snowflake {
    Snowflake(id.to_string().parse().unwrap())
}

fn private(text: &str) -> Reply {
    Reply {
        visibility: Visibility::Private,
        ..says(text)
    }
}

/// The first command shows a button; pressing it gets this.
async fn with_press(pressed: impl Fn(bool) -> Response + Send + Sync + 'static) -> Bench {
    Bench::start(move |request| match &request.input {
        Input::Component { by_asker, .. } => Plan::Now(pressed(*by_asker)),
        _ => Plan::Now(Response::message(with_button("Press.", "1go"))),
    })
    .await
}

#[tokio::test]
async fn who_asked_changes_the_message_and_a_stranger_gets_a_private_reply() {
    let bench = with_press(|by_asker| {
        if by_asker {
            Response::replace(says("Changed."))
        } else {
            Response::message(private("For you alone."))
        }
    })
    .await;
    let ran = bench
        .sandbox
        .run_command(seed::MIA, seed::STUDY_GROUP_GENERAL, "about", &[])
        .unwrap();
    let message = ran.message().await.unwrap();
    let stranger = bench
        .sandbox
        .press(seed::NOAH, message.id(), "1go")
        .unwrap();
    let Outcome::Message(reply) = stranger.outcome().await else {
        panic!("no message")
    };
    assert!(reply.is_private());
    let asker = bench.sandbox.press(seed::MIA, message.id(), "1go").unwrap();
    let Outcome::Updated(changed) = asker.outcome().await else {
        panic!("not changed")
    };
    assert_eq!(changed.text(), "Changed.");
    assert_eq!(
        changed.buttons(),
        [""; 0],
        "nothing of the old message stays"
    );
    bench.finish().await;
}

#[tokio::test]
async fn a_press_carries_the_quoted_question_and_the_chosen_values() {
    let bench = Bench::start(|request| match &request.input {
        Input::Text(_) => {
            let mut reply = with_button("Answer.", "1go");
            reply.quote = Some("what about \\*this\\*?".to_owned());
            reply
                .rows
                .push(certwise::reply::Row::Select(certwise::reply::Select {
                    id: CustomId::new("1choose").unwrap(),
                    placeholder: "Choose".to_owned(),
                    options: ["a", "b"]
                        .map(|value| certwise::reply::SelectOption {
                            label: value.to_uppercase(),
                            value: value.to_owned(),
                            description: None,
                            chosen: false,
                        })
                        .to_vec(),
                    choose: (1, 2),
                }));
            Plan::Now(Response::message(reply))
        }
        _ => Plan::Now(Response::replace(says("Changed."))),
    })
    .await;
    let said = bench.sandbox.send_dm(seed::NOAH, "what about *this*?");
    let message = bench
        .sandbox
        .replies_after(said, 1, PATIENCE)
        .await
        .remove(0);
    let chosen = bench
        .sandbox
        .select(seed::NOAH, message.id(), "1choose", &["b", "a"])
        .unwrap();
    assert!(matches!(chosen.outcome().await, Outcome::Updated(_)));
    assert_eq!(
        bench.told.last().input,
        Input::Component {
            custom_id: "1choose".to_owned(),
            values: vec!["b".to_owned(), "a".to_owned()],
            by_asker: true,
            quote: Some("what about *this*?".to_owned()),
        }
    );
    bench.finish().await;
}

#[tokio::test]
async fn a_form_comes_back_with_what_was_typed() {
    let bench = Bench::start(|request| match &request.input {
        Input::Form { .. } => Plan::Now(Response::message(private("Noted."))),
        _ => Plan::Now(Response::Form(Form {
            id: CustomId::new("1form").unwrap(),
            title: "What should change?".to_owned(),
            inputs: vec![
                FormInput {
                    name: "fee".to_owned(),
                    label: "Fee".to_owned(),
                    value: "200".to_owned(),
                    placeholder: None,
                    multiline: false,
                    required: true,
                    max_length: 100,
                },
                FormInput {
                    name: "note".to_owned(),
                    label: "Note".to_owned(),
                    value: String::new(),
                    placeholder: Some("Where you read it".to_owned()),
                    multiline: true,
                    required: false,
                    max_length: 4_000,
                },
            ],
        })),
    })
    .await;
    let opened = bench
        .sandbox
        .run_command(
            seed::ADA,
            seed::STUDY_GROUP_GENERAL,
            "catalog edit",
            &[("entry", "google-pmle".into())],
        )
        .unwrap();
    let Outcome::Modal(modal) = opened.outcome().await else {
        panic!("no form")
    };
    assert_eq!(modal.field("Fee").unwrap().value, "200");
    assert!(bench.told.last().asker.manages_server);
    let sent = bench
        .sandbox
        .submit_modal(&opened, &[("note", "line one\nline two")])
        .unwrap();
    assert!(sent.message().await.unwrap().is_private());
    let request = bench.told.last();
    let Input::Form {
        custom_id,
        values,
        from_message,
    } = request.input
    else {
        panic!("not a form")
    };
    assert_eq!(custom_id, "1form");
    assert!(!from_message);
    let expected: BTreeMap<String, String> = [("fee", "200"), ("note", "line one\nline two")]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
    assert_eq!(values, expected);
    assert!(matches!(
        request.place,
        Place::Server {
            installed: true,
            ..
        }
    ));
    bench.finish().await;
}

#[tokio::test]
async fn each_server_is_told_apart_and_a_members_own_installation_is_no_servers() {
    let bench = Bench::start(|_| Plan::Now(Response::message(says("Here.")))).await;
    for (place, guild, installed) in [
        (
            Where::Channel(seed::STUDY_GROUP_GENERAL),
            seed::STUDY_GROUP,
            true,
        ),
        (
            Where::Channel(seed::DATA_GUILD_GENERAL),
            seed::DATA_GUILD,
            true,
        ),
        (
            Where::UserInstalled(seed::BOOK_CLUB_GENERAL),
            seed::BOOK_CLUB,
            false,
        ),
    ] {
        let ran = bench
            .sandbox
            .run_command(seed::MIA, place, "about", &[])
            .unwrap();
        ran.outcome().await;
        let Place::Server {
            guild: told,
            installed: by_server,
            ..
        } = bench.told.last().place
        else {
            panic!("not a server")
        };
        assert_eq!((told, by_server), (number(guild), installed));
    }
    let ran = bench
        .sandbox
        .run_command(seed::MIA, Where::Dm, "about", &[])
        .unwrap();
    ran.outcome().await;
    assert!(matches!(bench.told.last().place, Place::Direct { .. }));
    bench.finish().await;
}

#[tokio::test]
async fn choices_are_offered_while_typing() {
    let bench = Bench::start(|request| match &request.input {
        Input::Autocomplete { .. } => {
            Plan::Now(Response::Choices(vec![certwise::command::Choice {
                label: "Google PMLE".to_owned(),
                value: "google-pmle".to_owned(),
            }]))
        }
        _ => Plan::Now(Response::message(says("Here."))),
    })
    .await;
    let typing = bench
        .sandbox
        .autocomplete(
            seed::MIA,
            seed::STUDY_GROUP_GENERAL,
            "compare",
            &[("first", "aws-mla".into()), ("second", "pml".into())],
            "second",
        )
        .unwrap();
    let Outcome::Choices(choices) = typing.outcome().await else {
        panic!("no choices")
    };
    assert_eq!(choices[0].value, "google-pmle");
    let Input::Autocomplete {
        call,
        option,
        typed,
    } = bench.told.last().input
    else {
        panic!("not typing")
    };
    assert_eq!((option.as_str(), typed.as_str()), ("second", "pml"));
    assert_eq!(
        call.options,
        [("first".to_owned(), OptionValue::Text("aws-mla".to_owned()))].into()
    );
    bench.finish().await;
}

async fn answer_this(bench: &Bench) -> (certwise::sandbox::Snowflake, certwise::sandbox::Message) {
    let question = bench
        .sandbox
        .write(seed::NOAH, seed::STUDY_GROUP_GENERAL, "which cert first?");
    let asked = bench
        .sandbox
        .message_menu(seed::MIA, question, "Answer this")
        .unwrap();
    (question, asked.message().await.unwrap())
}

fn sharing() -> impl Fn(&certwise::service::Request) -> Plan + Send + Sync {
    |request| match &request.input {
        Input::AnswerThis { message, .. } => {
            let mut reply = with_button("Privately.", &format!("1share.{}", message.0));
            reply.visibility = Visibility::Private;
            Plan::Now(Response::message(reply))
        }
        Input::Component { custom_id, .. } => {
            let under = custom_id.trim_start_matches("1share.").parse().unwrap();
            let Response::Message { reply, .. } = Response::message(says("For all.")) else {
                unreachable!("a message is a message")
            };
            Plan::Now(Response::Message {
                reply,
                delivery: Delivery::Under(Snowflake(under)),
                then: Vec::new(),
                notify: Vec::new(),
            })
        }
        _ => Plan::Panic,
    }
}

#[tokio::test]
async fn answer_this_is_private_until_it_is_shared_under_the_message() {
    let bench = Bench::start(sharing()).await;
    let (question, answer) = answer_this(&bench).await;
    assert!(answer.is_private());
    let Input::AnswerThis { text, author, .. } = bench.told.last().input else {
        panic!("not the menu")
    };
    assert_eq!(text, "which cert first?");
    assert_eq!(author, number(seed::NOAH));
    let id = answer.button("Go on").unwrap().to_owned();
    for _ in 0..2 {
        let shared = bench.sandbox.press(seed::MIA, answer.id(), &id).unwrap();
        assert_eq!(shared.outcome().await, Outcome::Acknowledged);
    }
    bench.sandbox.replies_after(question, 2, PATIENCE).await;
    let requests = bench.sandbox.requests();
    let (stopped, sandbox) = bench.stop().await;
    stopped.unwrap();
    let seen = sandbox.messages(seed::NOAH, seed::STUDY_GROUP_GENERAL);
    assert_eq!(
        seen.len(),
        2,
        "the question and one answer, though Share was pressed twice"
    );
    assert_eq!(seen[1].text(), "For all.");
    assert_eq!(
        seen[1].raw["message_reference"]["message_id"],
        question.to_string()
    );
    super::discord_support::judge(&requests);
    sandbox.stop().await;
}

#[tokio::test]
async fn sharing_where_the_bot_may_not_write_answers_the_press() {
    let bench = Bench::start(sharing()).await;
    bench.sandbox.mute_bot(seed::STUDY_GROUP_GENERAL, true);
    let (_, answer) = answer_this(&bench).await;
    let id = answer.button("Go on").unwrap().to_owned();
    let shared = bench.sandbox.press(seed::MIA, answer.id(), &id).unwrap();
    let found = shared.followups(1).await;
    assert_eq!(found[0].text(), "For all.");
    assert!(!found[0].is_private());
    bench.finish().await;
}

#[tokio::test]
async fn an_attached_file_is_read_within_bounds() {
    let bench = Bench::start(|_| Plan::Now(Response::message(private("Read.")))).await;
    for (size, read) in [(20, true), (4 * 1024 * 1024 + 1, false)] {
        let file = Upload {
            filename: "catalog.toml".to_owned(),
            content_type: None,
            bytes: vec![b'#'; size],
        };
        let ran = bench
            .sandbox
            .run_command(
                seed::ADA,
                seed::STUDY_GROUP_GENERAL,
                "catalog import",
                &[("file", Arg::File(file))],
            )
            .unwrap();
        ran.outcome().await;
        let Input::Command(call) = bench.told.last().input else {
            panic!("not a command")
        };
        assert_eq!(call.path, ["catalog", "import"]);
        let Some(OptionValue::Attachment(file)) = call.options.get("file") else {
            panic!("no file")
        };
        assert_eq!(file.name, "catalog.toml");
        assert_eq!(file.size, size as u64);
        assert_eq!(file.bytes.as_ref().map(Vec::len), read.then_some(size));
    }
    bench.finish().await;
}

#[tokio::test]
async fn files_go_out_with_their_descriptions() {
    let bench = Bench::start(|_| {
        let mut reply = says("The catalogue.");
        for name in ["catalog.toml", "picture.png"] {
            reply.files.push(File {
                name: name.to_owned(),
                description: Some(format!("what {name} shows")),
                bytes: name.as_bytes().to_vec(),
            });
        }
        Plan::Now(Response::message(reply))
    })
    .await;
    let ran = bench
        .sandbox
        .run_command(seed::MIA, seed::STUDY_GROUP_GENERAL, "about", &[])
        .unwrap();
    let message = ran.message().await.unwrap();
    let shown: Vec<_> = message
        .attachments()
        .iter()
        .map(|file| (file["filename"].clone(), file["description"].clone()))
        .collect();
    assert_eq!(
        shown,
        [
            ("catalog.toml".into(), "what catalog.toml shows".into()),
            ("picture.png".into(), "what picture.png shows".into()),
        ]
    );
    let said = bench.sandbox.send_dm(seed::NOAH, "again");
    let replies = bench.sandbox.replies_after(said, 1, PATIENCE).await;
    assert_eq!(replies[0].attachments().len(), 2);
    bench.finish().await;
}

fn notifying(to: NoticeTarget) -> impl Fn(&certwise::service::Request) -> Plan + Send + Sync {
    move |_| {
        Plan::Now(Response::Message {
            reply: Box::new(private("Accepted.")),
            delivery: Delivery::New,
            then: vec![private("By the way.")],
            notify: vec![Notice {
                key: 7,
                to,
                reply: says("Your suggestion was accepted."),
            }],
        })
    }
}

#[tokio::test]
async fn others_are_told_and_what_cannot_be_delivered_is_reported() {
    let to = NoticeTarget::User(number(seed::NOAH));
    let bench = Bench::start(notifying(to)).await;
    let run = || {
        bench
            .sandbox
            .run_command(
                seed::ADA,
                seed::STUDY_GROUP_GENERAL,
                "catalog suggestions",
                &[],
            )
            .unwrap()
    };
    let ran = run();
    let followed = ran.followups(1).await;
    assert_eq!(followed[0].text(), "By the way.");
    assert!(followed[0].is_private());
    bench
        .until("the first notice", |told| {
            !told.delivered.lock().unwrap().is_empty()
        })
        .await;
    let seen = bench.sandbox.messages(seed::NOAH, Where::Dm);
    assert_eq!(seen[0].text(), "Your suggestion was accepted.");
    bench
        .sandbox
        .refuse_dms(seed::NOAH, Some(DmRefusal::CannotMessage));
    run();
    bench
        .until("the second notice", |told| {
            told.delivered.lock().unwrap().len() == 2
        })
        .await;
    assert_eq!(
        *bench.told.delivered.lock().unwrap(),
        [(7, true), (7, false)]
    );
    bench.finish().await;
}

#[tokio::test]
async fn a_channel_can_be_told() {
    let to = NoticeTarget::Channel(number(seed::DATA_GUILD_GENERAL));
    let bench = Bench::start(notifying(to)).await;
    bench
        .sandbox
        .run_command(
            seed::ADA,
            seed::STUDY_GROUP_GENERAL,
            "catalog suggestions",
            &[],
        )
        .unwrap();
    bench
        .until("the notice", |told| {
            told.delivered.lock().unwrap().len() == 1
        })
        .await;
    let seen = bench.sandbox.messages(seed::MIA, seed::DATA_GUILD_GENERAL);
    assert_eq!(seen[0].text(), "Your suggestion was accepted.");
    let requests = bench.finish().await;
    assert_eq!(sent(&requests, "/channels/").len(), 1);
}

#[tokio::test]
async fn a_server_that_sends_the_bot_away_is_told_from_one_in_trouble() {
    let bench = Bench::start(|_| Plan::Now(Response::Silence)).await;
    bench
        .until("both servers", |told| {
            told.joined.lock().unwrap().len() == 2
        })
        .await;
    bench.sandbox.guild_outage(seed::STUDY_GROUP);
    bench.sandbox.remove_bot(seed::DATA_GUILD);
    bench
        .until("the server left", |told| {
            !told.left.lock().unwrap().is_empty()
        })
        .await;
    assert_eq!(
        *bench.told.left.lock().unwrap(),
        [number(seed::DATA_GUILD).0]
    );
    bench.sandbox.add_bot(seed::DATA_GUILD);
    bench
        .until("the server is back", |told| {
            told.joined
                .lock()
                .unwrap()
                .contains(&number(seed::DATA_GUILD).0)
        })
        .await;
    bench.finish().await;
}
