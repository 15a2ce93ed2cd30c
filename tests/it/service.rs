//! What the service remembers, forgets and keeps apart.

use std::collections::BTreeMap;
use std::sync::Arc;

use certwise::catalog::load_embedded;
use certwise::command::{Call, OptionValue};
use certwise::domain::{Asker, Place, Snowflake, parse_date};
use certwise::reply::{Reply, Row, Target, Visibility, plain_text};
use certwise::service::{
    Catalogs, Clock, Delivery, Input, Request, Response, Service, ServiceOptions, Snapshot,
};
use certwise::store::{MemoryStore, Store};

const MIA: Snowflake = Snowflake(11);
const NOAH: Snowflake = Snowflake(12);
const IN_DM: Place = Place::Direct {
    channel: Snowflake(21),
};
const IN_SERVER: Place = Place::Server {
    guild: Snowflake(31),
    channel: Snowflake(22),
    installed: true,
};

fn service(per_minute: u32) -> Service {
    let clock = Clock::new(parse_date("2026-11-22"));
    let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
    let base = Snapshot::new(load_embedded().unwrap()).unwrap();
    let catalogs = Arc::new(Catalogs::new(base, Arc::clone(&store), clock.clone(), None));
    Service::new(ServiceOptions {
        catalogs,
        store,
        clock,
        direct_messages_per_minute: per_minute,
        keep_gaps_days: 90,
        home_guild: None,
    })
}

fn request(user: Snowflake, place: Place, input: Input) -> Request {
    let asker = Asker {
        user,
        name: "Mia".to_owned(),
        manages_server: false,
        roles: Vec::new(),
    };
    Request {
        id: Snowflake(1),
        asker,
        place,
        input,
    }
}

async fn say(service: &Service, user: Snowflake, text: &str) -> Response {
    service
        .handle(request(user, IN_DM, Input::Text(text.to_owned())))
        .await
}

async fn ask(service: &Service, question: &str) -> Response {
    let options = BTreeMap::from([(
        "question".to_owned(),
        OptionValue::Text(question.to_owned()),
    )]);
    let call = Call {
        path: vec!["ask".to_owned()],
        options,
    };
    service
        .handle(request(MIA, IN_SERVER, Input::Command(call)))
        .await
}

async fn press(
    service: &Service,
    place: Place,
    custom_id: &str,
    quote: Option<&str>,
    by_asker: bool,
) -> Response {
    let input = Input::Component {
        custom_id: custom_id.to_owned(),
        values: Vec::new(),
        by_asker,
        quote: quote.map(str::to_owned),
    };
    service.handle(request(MIA, place, input)).await
}

fn message(response: Response) -> (Reply, Delivery) {
    match response {
        Response::Message {
            reply, delivery, ..
        } => (*reply, delivery),
        other => panic!("a message was due, not {other:?}"),
    }
}

/// What the button with this label carries.
fn button(reply: &Reply, label: &str) -> String {
    let buttons = reply.rows.iter().filter_map(|row| match row {
        Row::Buttons(buttons) => Some(buttons),
        Row::Select(_) => None,
    });
    let found = buttons.flatten().find(|button| button.label == label);
    match &found
        .unwrap_or_else(|| panic!("no button {label}: {reply:#?}"))
        .target
    {
        Target::Action(id) => id.as_str().to_owned(),
        Target::Link(link) => panic!("a link: {link}"),
    }
}

#[tokio::test]
async fn what_somebody_refuses_is_remembered_behind_a_button_or_asked_for_again() {
    let question = "which generative ai cert should i take? i am a developer. not aws please";
    let first = service(30);
    let (reply, _) = message(say(&first, MIA, question).await);
    assert!(
        !plain_text(&reply).contains("AWS Generative"),
        "{}",
        plain_text(&reply)
    );
    let change = button(&reply, "Change my details");

    let (form, _) = message(press(&first, IN_DM, &change, None, true).await);
    let (again, _) =
        message(press(&first, IN_DM, &button(&form, "Show my advice"), None, true).await);
    assert_eq!(
        again.title, reply.title,
        "the same advice, still without AWS"
    );

    let restarted = service(30);
    let (forgotten, delivery) = message(press(&restarted, IN_DM, &change, None, true).await);
    assert_eq!(forgotten.title.as_deref(), Some("Please tell me again"));
    assert_eq!(
        (forgotten.visibility, delivery),
        (Visibility::Private, Delivery::New)
    );
}

#[tokio::test]
async fn a_quoted_question_needs_no_memory() {
    let question = "which generative ai cert should i take? i am a developer. not aws please";
    let (reply, _) = message(ask(&service(30), question).await);
    assert!(reply.quote.is_some(), "nobody else sees what was asked");
    let change = button(&reply, "Change my details");
    let restarted = service(30);
    let (form, _) = message(press(&restarted, IN_SERVER, &change, Some(question), true).await);
    let show = button(&form, "Show my advice");
    let (again, _) = message(press(&restarted, IN_SERVER, &show, Some(question), true).await);
    assert_eq!(again.title, reply.title);
}

#[tokio::test]
async fn a_stranger_gets_a_reply_of_their_own() {
    let service = service(30);
    let (reply, _) = message(ask(&service, "how much is the google pmle exam?").await);
    let plan = button(&reply, "Plan");
    let (_, asker) = message(press(&service, IN_SERVER, &plan, None, true).await);
    assert_eq!(asker, Delivery::Replace);
    let (other, stranger) = message(press(&service, IN_SERVER, &plan, None, false).await);
    assert_eq!(
        (other.visibility, stranger),
        (Visibility::Private, Delivery::New)
    );
}

#[tokio::test]
async fn people_have_conversations_of_their_own() {
    let service = service(30);
    say(&service, MIA, "tell me about the google pmle exam").await;
    let (mia, _) = message(say(&service, MIA, "and how much is it?").await);
    assert!(plain_text(&mia).contains("$200"), "{}", plain_text(&mia));
    let noah = say(&service, NOAH, "and how much is it?").await;
    let stranger = say(&self::service(30), NOAH, "and how much is it?").await;
    assert_eq!(
        noah, stranger,
        "nothing of Mia's conversation shows in Noah's"
    );
}

#[tokio::test]
async fn too_many_messages_are_told_once_and_then_not_answered() {
    let service = service(2);
    for _ in 0..2 {
        message(say(&service, MIA, "hello").await);
    }
    let (warning, _) = message(say(&service, MIA, "hello").await);
    assert_eq!(warning.title.as_deref(), Some("One moment, please"));
    assert_eq!(say(&service, MIA, "hello").await, Response::Silence);
    message(say(&service, NOAH, "hello").await);
}

#[tokio::test]
async fn what_is_too_old_or_not_ours_gets_a_polite_answer() {
    let service = service(30);
    for custom_id in [
        "",
        "0x",
        "1",
        "1?",
        "9s0/cgoogle-pmle/",
        "1s0/cno-such-entry/",
        "💥",
    ] {
        let (reply, _) = message(press(&service, IN_SERVER, custom_id, None, true).await);
        assert!(!reply.text.is_empty(), "{custom_id:?}");
    }
}
