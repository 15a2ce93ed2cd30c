//! The whole bot on the stand-in: every command, every option, every button.

use std::collections::{BTreeSet, VecDeque};

use certwise::command::{Audience, COMMANDS, Command, CommandKind, CommandOption, ValueKind};
use certwise::reply::Visibility;
use certwise::sandbox::{Arg, Message, Outcome, Pending, Place, Sandbox, Snowflake, seed};

use super::discord_support::{Bench, PATIENCE};

const CHANNEL: Snowflake = seed::STUDY_GROUP_GENERAL;

fn member_commands() -> impl Iterator<Item = &'static Command> {
    COMMANDS.iter().filter(|command| {
        command.kind == CommandKind::Slash && command.audience == Audience::Members
    })
}

/// What a person would see; a broken-down handler is no answer.
async fn message(pending: &Pending) -> Message {
    let message = pending.message().await;
    let message = message.unwrap_or_else(|| panic!("no answer to {}", pending.payload()));
    let text = message.text();
    assert!(!text.trim().is_empty(), "an empty answer");
    assert!(
        !text.contains("went wrong on my side"),
        "{}",
        pending.payload()
    );
    assert!(!message.pings_anyone(), "{text}");
    message
}

/// Choices for an option while it is being typed.
async fn offered(
    sandbox: &Sandbox,
    command: &Command,
    others: &[(&str, Arg)],
    option: CommandOption,
    typed: &str,
) -> Vec<String> {
    let mut given = others.to_vec();
    given.push((option.name, typed.into()));
    let typing = sandbox
        .autocomplete(seed::MIA, CHANNEL, command.name, &given, option.name)
        .unwrap();
    let Outcome::Choices(choices) = typing.outcome().await else {
        panic!("no choices for {} of {}", option.name, command.name)
    };
    choices
        .iter()
        .map(|choice| choice.value.as_str().unwrap().to_owned())
        .collect()
}

/// A value that the option takes.
async fn value(
    sandbox: &Sandbox,
    command: &Command,
    others: &[(&str, Arg)],
    option: CommandOption,
) -> Arg {
    match option.value {
        kind if kind.is_autocompleted() => {
            let choices = offered(sandbox, command, others, option, "").await;
            assert!(!choices.is_empty(), "{} of {}", option.name, command.name);
            choices[0].clone().into()
        }
        // A fact: the answer to a personal question is private.
        ValueKind::Text(_) => "what does the google pmle cost?".into(),
        ValueKind::Budget => "$200".into(),
        ValueKind::OneOf(vocabulary) => vocabulary.choices()[0].value.clone().into(),
        ValueKind::Number(least, most) => (least + 2).min(most).into(),
        ValueKind::Flag => true.into(),
        other => panic!("{other:?} is no option of members"),
    }
}

async fn fill(
    sandbox: &Sandbox,
    command: &'static Command,
    wanted: impl Fn(&CommandOption) -> bool,
) -> Vec<(&'static str, Arg)> {
    let mut given = Vec::new();
    for option in command
        .options
        .iter()
        .copied()
        .filter(|option| wanted(option))
    {
        let value = value(sandbox, command, &given, option).await;
        given.push((option.name, value));
    }
    given
}

#[tokio::test]
async fn every_command_answers_with_and_without_options() {
    let bench = Bench::start_whole().await;
    let sandbox = &bench.sandbox;
    for command in member_commands() {
        for (all, private) in [
            (false, None),
            (true, None),
            (true, Some(true)),
            (true, Some(false)),
        ] {
            let mut options = fill(sandbox, command, |option| all || option.required).await;
            match private {
                Some(_) if !command.takes_private => continue,
                Some(private) => options.push(("private", private.into())),
                None => {}
            }
            let ran = sandbox
                .run_command(seed::MIA, CHANNEL, command.name, &options)
                .unwrap();
            let answer = message(&ran).await;
            let expected = private.unwrap_or(command.visibility == Visibility::Private);
            assert_eq!(
                answer.is_private(),
                expected,
                "{} {options:?}: {}",
                command.name,
                answer.text()
            );
        }
    }
    bench.finish().await;
}

#[tokio::test]
async fn every_option_with_names_offers_them() {
    let bench = Bench::start_whole().await;
    for command in member_commands() {
        for option in command.options {
            if !option.value.is_autocompleted() {
                continue;
            }
            for typed in ["", "g", "gogle", "zzzz", "🦀", &"x".repeat(90)] {
                let choices = offered(&bench.sandbox, command, &[], *option, typed).await;
                assert!(choices.len() <= 25);
                assert!(!choices.is_empty() || !typed.is_empty(), "{}", command.name);
            }
        }
    }
    bench.finish().await;
}

/// A way to go on from a message.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Step {
    custom_id: String,
    value: Option<String>,
}

fn steps(message: &Message) -> Vec<Step> {
    let mut steps = Vec::new();
    for component in message.components() {
        let Some(custom_id) = component["custom_id"].as_str() else {
            continue;
        };
        if component["disabled"] == true {
            continue;
        }
        let options = component["options"].as_array();
        match options {
            None => steps.push(Step {
                custom_id: custom_id.to_owned(),
                value: None,
            }),
            Some(options) => steps.extend(options.iter().take(3).map(|option| Step {
                custom_id: custom_id.to_owned(),
                value: option["value"].as_str().map(str::to_owned),
            })),
        }
    }
    steps
}

/// As many presses as keep the test short.
const MOST_PRESSES: usize = 400;

#[tokio::test]
async fn every_button_leads_somewhere() {
    let bench = Bench::start_whole().await;
    let sandbox = &bench.sandbox;
    let mut open: VecDeque<(Message, Step)> = VecDeque::new();
    let mut known = BTreeSet::new();
    let mut add = |open: &mut VecDeque<(Message, Step)>, message: &Message| {
        for step in steps(message) {
            if known.insert(step.clone()) {
                open.push_back((message.clone(), step));
            }
        }
    };
    for command in member_commands() {
        for all in [false, true] {
            let options = fill(sandbox, command, |option| all || option.required).await;
            let ran = sandbox
                .run_command(seed::MIA, CHANNEL, command.name, &options)
                .unwrap();
            let answer = message(&ran).await;
            add(&mut open, &answer);
        }
    }
    let mut presses = 0;
    while let Some((on, step)) = open.pop_front() {
        presses += 1;
        if presses > MOST_PRESSES {
            break;
        }
        // The message may have been changed by an earlier press; old buttons work on.
        let fresh = sandbox.message(seed::MIA, on.id()).unwrap();
        if !steps(&fresh).contains(&step) {
            continue;
        }
        let pressed = match &step.value {
            None => sandbox.press(seed::MIA, on.id(), &step.custom_id),
            Some(value) => sandbox.select(seed::MIA, on.id(), &step.custom_id, &[value]),
        }
        .unwrap();
        match pressed.outcome().await {
            Outcome::Message(next) | Outcome::Updated(next) => {
                let text = next.text();
                assert!(
                    !text.contains("went wrong on my side"),
                    "{}",
                    step.custom_id
                );
                add(&mut open, &next);
            }
            Outcome::Modal(modal) => assert!(!modal.fields.is_empty()),
            other => panic!("{} led to {other:?}", step.custom_id),
        }
    }
    assert!(presses > 50, "only {presses} presses");
    bench.finish().await;
}

#[tokio::test]
async fn words_are_answered_in_direct_messages_and_from_the_menu() {
    let bench = Bench::start_whole().await;
    let sandbox = &bench.sandbox;
    for text in [
        "how much is the google pmle?",
        "and how long does it take?",
        "gogle ml enginer cost?",
        "**bold** @everyone <@123> https://example.com",
        "🦀🦀🦀",
        "\u{202e}drawkcab",
        &"long ".repeat(780),
    ] {
        let said = sandbox.send_dm(seed::NOAH, text);
        let replies = sandbox.replies_after(said, 1, PATIENCE).await;
        assert_eq!(replies.len(), 1, "{text}");
        assert!(!replies[0].pings_anyone());
        assert!(!replies[0].text().contains("went wrong"), "{text}");
    }
    let question = sandbox.write(seed::NOAH, CHANNEL, "is aws mls still open?");
    let asked = sandbox
        .message_menu(seed::MIA, question, "Answer this")
        .unwrap();
    let answer = message(&asked).await;
    assert!(answer.is_private());
    let share = answer
        .button("Share")
        .expect("a private answer can be shared")
        .to_owned();
    sandbox.press(seed::MIA, answer.id(), &share).unwrap();
    let shared = sandbox.replies_after(question, 2, PATIENCE).await;
    let public = shared.iter().find(|message| !message.is_private());
    assert!(public.is_some(), "{shared:?}");
    bench.finish().await;
}

#[tokio::test]
async fn nonsense_is_answered_with_what_is_accepted() {
    let bench = Bench::start_whole().await;
    for (command, option, value) in [
        ("costs", "budget", "-5"),
        ("costs", "name", "the certificate of nothing"),
        ("browse", "provider", "acme"),
        ("free", "topic", "zzzz"),
        ("faq", "question", "@everyone **who** pays?"),
    ] {
        let ran = bench
            .sandbox
            .run_command(seed::MIA, Place::Dm, command, &[(option, value.into())])
            .unwrap();
        message(&ran).await;
    }
    bench.finish().await;
}
