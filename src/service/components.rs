//! Buttons and selects. Anyone may press: only the asker's press changes the message, a stranger
//! gets a reply of their own.

use crate::advice::answer;
use crate::domain::{Profile, Question, Snowflake};
use crate::language::{Conversation, Understanding, understand};
use crate::reply::{
    self, Action, Button, ButtonStyle, GuidePage, Notice, Reply, ReplyContext, Row, Target,
    Visibility,
};

use super::answering::{Service, visitor, who};
use super::desk::{Origin, keeps_replies_private};
use super::{Delivery, Request, Response, Snapshot, tell};

/// What is known about a press.
pub(super) struct Press<'a> {
    /// What was chosen in a select.
    pub(super) values: &'a [String],
    /// Whether whoever pressed is who asked for the message.
    pub(super) by_asker: bool,
    /// The question that the message quotes.
    pub(super) quote: Option<&'a str>,
}

impl Service {
    pub(super) async fn component(
        &self,
        request: &Request,
        custom_id: &str,
        press: &Press<'_>,
        snapshot: &Snapshot,
    ) -> Response {
        let Some(mut action) = Action::decode(custom_id) else {
            return private(self.out_of_date(snapshot));
        };
        if let Some(profile) = action.profile_mut() {
            match self.said_before(request, press, snapshot) {
                Some(said_before) => profile.recall(&said_before),
                None if Action::leaves_out(custom_id) => {
                    return private(reply::notice(&self.context(snapshot), Notice::Forgotten));
                }
                None => {}
            }
        }
        match action {
            Action::Show { question, page } => {
                in_place(press, tell(&self.context(snapshot), &question, page).1)
            }
            Action::Why(question) => private(self.why(request, press, &question, snapshot)),
            Action::Guide { profile, page } => self.guide(press, &profile, page, snapshot),
            Action::Choose { field, profile } => {
                let value = press.values.first().map_or("", String::as_str);
                match field.choose(value, &profile) {
                    Some(profile) => self.guide(press, &profile, field.page(), snapshot),
                    None => private(self.out_of_date(snapshot)),
                }
            }
            Action::Open => {
                let Some(id) = press.values.first().and_then(|value| value.parse().ok()) else {
                    return private(self.out_of_date(snapshot));
                };
                in_place(
                    press,
                    tell(&self.context(snapshot), &Question::Card(id), 0).1,
                )
            }
            Action::Pace(question) => {
                let hours = press.values.first().and_then(|value| value.parse().ok());
                let question = at_pace(question, hours);
                in_place(press, tell(&self.context(snapshot), &question, 0).1)
            }
            Action::Share { question, under } => {
                if !self.desk.allows_public(&request.place).await {
                    return private(keeps_replies_private());
                }
                self.share(&question, under, press, snapshot)
            }
            Action::Cancel => in_place(
                press,
                reply::notice(&self.context(snapshot), Notice::Cancelled),
            ),
            Action::NotWhatIAsked => {
                let said = press.quote.map(str::to_owned).or_else(|| {
                    let memory = self.recall(who(&request.asker, &request.place));
                    memory.map(|memory| memory.last_text)
                });
                if let Some(text) = said {
                    let origin = Origin::OwnWords;
                    self.desk.record_gap(&request.place, origin, &text).await;
                }
                private(reply::notice(
                    &self.context(snapshot),
                    Notice::NotWhatIAsked,
                ))
            }
            Action::ReportOutdated(entry) => self.desk.report(visitor(request), &entry).await,
            Action::DeleteMyData { confirmed: false } => private(ask_to_delete()),
            Action::DeleteMyData { confirmed: true } => {
                self.forget(request.asker.user);
                let reply = self.desk.delete_my_data(request.asker.user).await;
                in_place(press, reply)
            }
            Action::Moderation(payload) => {
                let visitor = visitor(request);
                let response = self.desk.component(visitor, &payload, press.values).await;
                match response {
                    // Only the asker's press may change the message.
                    Response::Message {
                        reply,
                        delivery: Delivery::Replace,
                        then,
                        notify,
                    } if !press.by_asker => Response::Message {
                        reply,
                        delivery: Delivery::New,
                        then,
                        notify,
                    },
                    other => other,
                }
            }
        }
    }

    /// Reads a quoted text again, without answering it.
    fn understood(&self, snapshot: &Snapshot, text: &str) -> Understanding {
        let (lexicon, today) = (&snapshot.lexicon, self.clock.today());
        understand(
            lexicon,
            &snapshot.catalog,
            text,
            &Conversation::default(),
            today,
        )
    }

    /// What the asker said that they hold or refuse: in the words that the message quotes, else in
    /// the conversation. `None` where neither is there (any more).
    fn said_before(
        &self,
        request: &Request,
        press: &Press<'_>,
        snapshot: &Snapshot,
    ) -> Option<Profile> {
        if let Some(text) = press.quote {
            return Some(self.understood(snapshot, text).conversation.profile);
        }
        let memory = self.recall(who(&request.asker, &request.place))?;
        Some(memory.conversation.profile)
    }

    /// How the question was understood comes from the message's quote, or from the conversation.
    fn why(
        &self,
        request: &Request,
        press: &Press<'_>,
        question: &Question,
        snapshot: &Snapshot,
    ) -> Reply {
        let today = self.clock.today();
        let understood = match press.quote {
            Some(text) => self.understood(snapshot, text).explanation,
            None => self
                .recall(who(&request.asker, &request.place))
                .filter(|memory| memory.conversation.question.as_ref() == Some(question))
                .map_or_else(Vec::new, |memory| memory.explanation),
        };
        let understood = understood.join("; ");
        let context = ReplyContext {
            understood: Some(understood.as_str()).filter(|text| !text.is_empty()),
            ..self.context(snapshot)
        };
        reply::why(&context, &answer(&snapshot.catalog, question, today))
    }

    fn guide(
        &self,
        press: &Press<'_>,
        profile: &Profile,
        page: GuidePage,
        snapshot: &Snapshot,
    ) -> Response {
        in_place(
            press,
            reply::guide_form(&self.context(snapshot), profile, page),
        )
    }

    fn share(
        &self,
        question: &Question,
        under: Option<Snowflake>,
        press: &Press<'_>,
        snapshot: &Snapshot,
    ) -> Response {
        let (_, mut reply) = tell(&self.context(snapshot), question, 0);
        reply.quote = press.quote.and_then(reply::quote);
        reply.visibility = Visibility::Public;
        Response::Message {
            reply: Box::new(reply),
            delivery: under.map_or(Delivery::New, Delivery::Under),
            then: Vec::new(),
            notify: Vec::new(),
        }
    }
}

/// Deleting cannot be undone, so it is asked for twice.
fn ask_to_delete() -> Reply {
    let button = |label: &str, style, action: &Action| {
        Some(Button {
            label: label.to_owned(),
            style,
            target: Target::Action(action.encode()?),
            disabled: false,
        })
    };
    let confirmed = Action::DeleteMyData { confirmed: true };
    let buttons = [
        button("Delete my data", ButtonStyle::Danger, &confirmed),
        button("Keep it", ButtonStyle::Secondary, &Action::Cancel),
    ];
    reply::fit(Reply {
        title: Some("Delete what is kept about you?".to_owned()),
        text: "Your suggestions, your unpublished changes and our conversation go. Changes that you published as a moderator stay in the catalogue, but no longer carry your name. This cannot be undone.".to_owned(),
        rows: vec![Row::Buttons(buttons.into_iter().flatten().collect())],
        ..Reply::default()
    })
}

fn in_place(press: &Press<'_>, reply: Reply) -> Response {
    if press.by_asker {
        Response::replace(reply)
    } else {
        private(reply)
    }
}

fn private(mut reply: Reply) -> Response {
    reply.visibility = Visibility::Private;
    Response::message(reply)
}

/// The question asked again for another pace.
fn at_pace(mut question: Question, hours: Option<u8>) -> Question {
    match &mut question {
        Question::Plan { hours_per_week, .. } => *hours_per_week = hours,
        Question::Advise(profile)
        | Question::Costs { profile, .. }
        | Question::Compare { profile, .. }
        | Question::Duration { profile, .. } => profile.hours_per_week = hours,
        _ => {}
    }
    question
}
