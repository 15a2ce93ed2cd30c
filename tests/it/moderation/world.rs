//! A server with moderators and members, driven as an entrance drives the service.

use std::collections::BTreeMap;
use std::sync::Arc;

use certwise::catalog::{export, load_document, load_embedded};
use certwise::command::{Call, OptionValue};
use certwise::domain::{Asker, Place, Snowflake, parse_date};
use certwise::reply::{Form, Reply, Row, Target, plain_text};
use certwise::service::{
    Catalogs, Clock, Input, Notice, Request, Response, Service, ServiceOptions, Snapshot,
};
use certwise::store::{MemoryStore, Store};

pub const HERE: Snowflake = Snowflake(100);
pub const THERE: Snowflake = Snowflake(200);
pub const TODAY: &str = "2026-11-22";

/// Somebody somewhere.
#[derive(Clone)]
pub struct Someone {
    pub asker: Asker,
    pub place: Place,
}

impl Someone {
    fn new(id: u64, name: &str, manages_server: bool, guild: Snowflake) -> Self {
        Self {
            asker: Asker {
                user: Snowflake(id),
                name: name.to_owned(),
                manages_server,
                roles: Vec::new(),
            },
            place: Place::Server {
                guild,
                channel: Snowflake(guild.0 + 1),
                installed: true,
            },
        }
    }

    pub fn at(mut self, place: Place) -> Self {
        self.place = place;
        self
    }

    pub fn in_direct_messages(self) -> Self {
        let channel = Snowflake(self.asker.user.0 + 5000);
        self.at(Place::Direct { channel })
    }

    pub fn with_role(mut self, role: u64) -> Self {
        self.asker.roles.push(Snowflake(role));
        self
    }
}

/// A moderator of the first server.
pub fn mo() -> Someone {
    Someone::new(1, "Mo", true, HERE)
}

/// Another one.
pub fn ada() -> Someone {
    Someone::new(2, "Ada", true, HERE)
}

/// A member of the first server.
pub fn mia() -> Someone {
    Someone::new(3, "Mia", false, HERE)
}

/// A moderator of the other server.
pub fn otto() -> Someone {
    Someone::new(4, "Otto", true, THERE)
}

/// The service with its store.
pub struct World {
    pub service: Service,
    pub store: Arc<dyn Store>,
    pub catalogs: Arc<Catalogs>,
    pub requests: std::sync::atomic::AtomicU64,
}

impl World {
    pub fn new() -> Self {
        Self::over(Arc::new(MemoryStore::default()))
    }

    pub fn over(store: Arc<dyn Store>) -> Self {
        Self::with_home(store, None)
    }

    pub fn with_home(store: Arc<dyn Store>, home_guild: Option<Snowflake>) -> Self {
        Self::build(store, home_guild, 90)
    }

    pub fn build(store: Arc<dyn Store>, home_guild: Option<Snowflake>, keep: u16) -> Self {
        let clock = Clock::new(parse_date(TODAY));
        let base = Snapshot::new(load_embedded().unwrap()).unwrap();
        let catalogs = Arc::new(Catalogs::new(
            base,
            Arc::clone(&store),
            clock.clone(),
            home_guild,
        ));
        let service = Service::new(ServiceOptions {
            catalogs: Arc::clone(&catalogs),
            store: Arc::clone(&store),
            clock,
            direct_messages_per_minute: 60,
            keep_gaps_days: keep,
            home_guild,
        });
        Self {
            service,
            store,
            catalogs,
            requests: std::sync::atomic::AtomicU64::new(1),
        }
    }

    pub async fn send(&self, who: &Someone, input: Input) -> Got {
        let id = self
            .requests
            .fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let request = Request {
            id: Snowflake(id),
            asker: who.asker.clone(),
            place: who.place.clone(),
            input,
        };
        Got(self.service.handle(request).await)
    }

    /// `call("catalog edit", &[("entry", "aws-mls")])`; values that are numbers or ids are told by
    /// their option.
    pub async fn call(&self, who: &Someone, path: &str, options: &[(&str, &str)]) -> Got {
        let options = options
            .iter()
            .map(|(name, value)| {
                let value = match *name {
                    "revision" => OptionValue::Integer(value.parse().unwrap()),
                    "moderator_role" | "public_channel" | "suggestion_channel" => {
                        OptionValue::Id(Snowflake(value.parse().unwrap()))
                    }
                    "second_approver" => OptionValue::Flag(*value == "true"),
                    _ => OptionValue::Text((*value).to_owned()),
                };
                ((*name).to_owned(), value)
            })
            .collect();
        let path = path.split(' ').map(str::to_owned).collect();
        self.send(who, Input::Command(Call { path, options })).await
    }

    /// Presses the button with this label.
    pub async fn press(&self, who: &Someone, got: &Got, label: &str) -> Got {
        self.press_id(who, &got.button(label), &[]).await
    }

    pub async fn press_id(&self, who: &Someone, custom_id: &str, values: &[&str]) -> Got {
        let input = Input::Component {
            custom_id: custom_id.to_owned(),
            values: values.iter().map(|value| (*value).to_owned()).collect(),
            by_asker: true,
            quote: None,
        };
        self.send(who, input).await
    }

    /// Chooses a value from the select in a message.
    pub async fn choose(&self, who: &Someone, got: &Got, value: &str) -> Got {
        let select = got.reply().rows.iter().find_map(|row| match row {
            Row::Select(select) => Some(select.id.as_str().to_owned()),
            Row::Buttons(_) => None,
        });
        self.press_id(who, &select.expect("a select"), &[value])
            .await
    }

    /// Sends a form as it was opened, with these inputs changed.
    pub async fn fill(&self, who: &Someone, form: &Form, typed: &[(&str, &str)]) -> Got {
        let mut values: BTreeMap<String, String> = form
            .inputs
            .iter()
            .map(|input| (input.name.clone(), input.value.clone()))
            .collect();
        for (name, value) in typed {
            let known = values.insert((*name).to_owned(), (*value).to_owned());
            assert!(known.is_some(), "the form has no input {name}: {form:?}");
        }
        let input = Input::Form {
            custom_id: form.id.as_str().to_owned(),
            values,
            from_message: false,
        };
        self.send(who, input).await
    }

    /// What a member reads about an entry.
    pub async fn reads(&self, who: &Someone, entry: &str) -> String {
        self.call(who, "cert", &[("name", entry)]).await.text()
    }

    /// Edits the fee of an entry up to the draft.
    pub async fn draft_fee(&self, who: &Someone, entry: &str, fee: &str) -> Got {
        let opened = self.call(who, "catalog edit", &[("entry", entry)]).await;
        let draft = self.fill(who, &opened.form(), &[]).await;
        let cost = self.choose(who, &draft, "c").await;
        let typed = [("fee", fee), ("source", "https://vendor.example/fees")];
        self.fill(who, &cost.form(), &typed).await
    }

    /// Edits the fee of an entry and publishes it.
    pub async fn publish_fee(&self, who: &Someone, entry: &str, fee: &str) -> Got {
        let draft = self.draft_fee(who, entry, fee).await;
        self.press(who, &draft, "Publish").await
    }
}

/// The operator changes the fee of the Google exam to $222.
pub fn move_base(catalogs: &Catalogs) {
    let text = export(&catalogs.base().loaded.raw);
    let start = text.find("id = \"google-pmle\"").unwrap();
    let (head, tail) = text.split_at(start);
    let moved = format!("{head}{}", tail.replacen("amount = 200", "amount = 222", 1));
    catalogs.replace_base(Snapshot::new(load_document(&moved).unwrap()).unwrap());
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Got(pub Response);

impl Got {
    pub fn reply(&self) -> &Reply {
        match &self.0 {
            Response::Message { reply, .. } => reply,
            other => panic!("no message: {other:?}"),
        }
    }

    pub fn form(&self) -> Form {
        match &self.0 {
            Response::Form(form) => form.clone(),
            Response::Message { reply, .. } => panic!("no form: {}", plain_text(reply)),
            other => panic!("no form: {other:?}"),
        }
    }

    pub fn text(&self) -> String {
        plain_text(self.reply())
    }

    pub fn then(&self) -> &[Reply] {
        match &self.0 {
            Response::Message { then, .. } => then,
            _ => &[],
        }
    }

    pub fn notify(&self) -> &[Notice] {
        match &self.0 {
            Response::Message { notify, .. } => notify,
            _ => &[],
        }
    }

    pub fn labels(&self) -> Vec<String> {
        let rows = self.reply().rows.iter();
        rows.flat_map(|row| match row {
            Row::Buttons(buttons) => buttons.iter().map(|button| button.label.clone()).collect(),
            Row::Select(_) => Vec::new(),
        })
        .collect()
    }

    /// The custom id of the button with this label.
    pub fn button(&self, label: &str) -> String {
        for row in &self.reply().rows {
            let Row::Buttons(buttons) = row else { continue };
            for button in buttons {
                if let Target::Action(id) = &button.target
                    && button.label == label
                {
                    return id.as_str().to_owned();
                }
            }
        }
        panic!(
            "no button {label:?} among {:?}: {}",
            self.labels(),
            self.text()
        );
    }

    /// Asserts that all of these stand in the message.
    pub fn says(&self, parts: &[&str]) -> &Self {
        let text = self.text();
        for part in parts {
            assert!(text.contains(part), "{part:?} is missing in:\n{text}");
        }
        self
    }
}
