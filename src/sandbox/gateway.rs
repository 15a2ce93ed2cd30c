//! The gateway: sessions, their events, and one task for each connection.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::extract::ws::{CloseFrame, Message, WebSocket};
use serde_json::{Value, json};
use tokio::sync::{mpsc, watch};

use super::Shared;
use super::faults::GatewayFault;
use super::payload;
use super::seed;
use super::snowflake::Snowflake;
use super::world::World;

/// Intent bits.
pub(super) mod intent {
    pub(in crate::sandbox) const GUILDS: u64 = 1 << 0;
    pub(in crate::sandbox) const GUILD_MEMBERS: u64 = 1 << 1;
    pub(in crate::sandbox) const GUILD_PRESENCES: u64 = 1 << 8;
    pub(in crate::sandbox) const GUILD_MESSAGES: u64 = 1 << 9;
    pub(in crate::sandbox) const DIRECT_MESSAGES: u64 = 1 << 12;
    pub(in crate::sandbox) const DIRECT_MESSAGE_TYPING: u64 = 1 << 14;
    pub(in crate::sandbox) const MESSAGE_CONTENT: u64 = 1 << 15;
    pub(in crate::sandbox) const PRIVILEGED: u64 =
        GUILD_MEMBERS | GUILD_PRESENCES | MESSAGE_CONTENT;
    /// Every bit that Discord gives a meaning.
    pub(in crate::sandbox) const KNOWN: u64 = 0x0331_FFFF;
}

/// Sent events that are kept for a resume.
const BACKLOG: usize = 1_000;
/// Discord closes a connection after more than this many sends in a minute.
const SENDS_PER_MINUTE: usize = 120;
/// The largest payload that the bot may send.
const MAX_PAYLOAD: usize = 4_096;

enum Outgoing {
    Text(String),
    Close(u16),
    Cut,
}

struct Link {
    connection: u64,
    out: mpsc::UnboundedSender<Outgoing>,
}

/// One session of the bot, which outlives its connections.
pub(super) struct Session {
    id: String,
    shard: u32,
    shards: u32,
    intents: u64,
    seq: u64,
    backlog: VecDeque<(u64, String)>,
    link: Option<Link>,
    unlinked: Option<Instant>,
}

/// What the stand-in knows of the gateway.
#[derive(Default)]
pub(super) struct Gateway {
    sessions: Vec<Session>,
    connections: u64,
    /// How often the bot identified.
    pub(super) identifies: u64,
    /// How often it resumed.
    pub(super) resumes: u64,
    /// How often it connected at all.
    pub(super) connects: u64,
    identify_times: Vec<(u32, Instant)>,
    /// Faults for connections yet to come.
    pub(super) hello_delay: Option<Duration>,
    pub(super) close_on_identify: Option<u16>,
    pub(super) invalidate_on_identify: u32,
    /// How many of the next events are delivered twice.
    pub(super) duplicate_next: u32,
    /// The connections that get no more heartbeat acknowledgements: all up to this number.
    deaf_up_to: u64,
}

impl Gateway {
    /// Whether a shard of the bot is connected and ready.
    pub(super) fn connected(&self) -> usize {
        self.sessions
            .iter()
            .filter(|session| session.link.is_some())
            .count()
    }

    /// Makes something go wrong on every connection that is ready now.
    pub(super) fn strike(&mut self, fault: GatewayFault) {
        if fault == GatewayFault::NoHeartbeatAck {
            self.deaf_up_to = self.connections;
            return;
        }
        for session in &mut self.sessions {
            let Some(link) = &session.link else { continue };
            // A send fails only when the connection is gone already.
            let _ = link.out.send(match fault {
                GatewayFault::Cut | GatewayFault::NoHeartbeatAck => Outgoing::Cut,
                GatewayFault::Close(code) => Outgoing::Close(code),
                GatewayFault::Reconnect => Outgoing::Text(json!({"op": 7, "d": null}).to_string()),
                GatewayFault::InvalidSession { resumable } => {
                    Outgoing::Text(json!({"op": 9, "d": resumable}).to_string())
                }
            });
        }
        match fault {
            // After these Discord has forgotten the session.
            GatewayFault::InvalidSession { resumable: false }
            | GatewayFault::Close(1000 | 1001 | 4004 | 4006 | 4007 | 4009..=4014) => {
                self.sessions.clear();
            }
            _ => {}
        }
    }
}

/// Whether an event may be delivered twice by the fault of that name.
fn repeatable(event: &str) -> bool {
    matches!(event, "INTERACTION_CREATE" | "MESSAGE_CREATE")
}

impl World {
    /// Sends an event to the sessions that asked for it.
    pub(super) fn dispatch(
        &mut self,
        event: &str,
        guild: Option<Snowflake>,
        intents: u64,
        data: &Value,
    ) {
        let from_bot = data["author"]["id"] == json!(seed::BOT);
        let times = if self.gateway.duplicate_next > 0 && repeatable(event) && !from_bot {
            self.gateway.duplicate_next -= 1;
            2
        } else {
            1
        };
        for session in &mut self.gateway.sessions {
            let shard = guild.map_or(0, |guild| guild.shard(session.shards));
            if session.shard != shard || (intents != 0 && session.intents & intents == 0) {
                continue;
            }
            let data = redacted(event, guild, session.intents, data);
            for _ in 0..times {
                session.push(event, &data);
            }
        }
    }

    fn start_session(&mut self, shard: u32, shards: u32, intents: u64, link: Link) -> String {
        let id = format!("{:016x}{:016x}", self.ids.next().get(), std::process::id());
        let guilds: Vec<_> = self
            .guilds
            .values()
            .filter(|guild| guild.bot_installed && guild.id.shard(shards) == shard)
            .map(|guild| (guild.id, payload::guild_create(self, guild)))
            .collect();
        let unavailable: Vec<_> = guilds
            .iter()
            .map(|(id, _)| json!({"id": id, "unavailable": true}))
            .collect();
        let ready = json!({
            "v": 10,
            "user": self.users.get(&seed::BOT).map(current_user),
            "guilds": unavailable,
            "session_id": id,
            "session_type": "normal",
            "resume_gateway_url": format!("{}/gateway", self.origin.replacen("http", "ws", 1)),
            "shard": [shard, shards],
            "application": {"id": seed::APPLICATION, "flags": 1 << 19},
            "private_channels": [],
            "relationships": [],
            "presences": [],
            "geo_ordered_rtc_regions": [],
            "_trace": ["sandbox"],
        });
        let mut session = Session {
            id: id.clone(),
            shard,
            shards,
            intents,
            seq: 0,
            backlog: VecDeque::new(),
            link: Some(link),
            unlinked: None,
        };
        session.push("READY", &ready);
        if intents & intent::GUILDS != 0 {
            for (_, guild) in guilds {
                session.push("GUILD_CREATE", &guild);
            }
        }
        // A session that was left for minutes can no longer be resumed.
        self.gateway.sessions.retain(|session| {
            session
                .unlinked
                .is_none_or(|since| since.elapsed() < Duration::from_secs(180))
        });
        self.gateway.sessions.push(session);
        id
    }
}

/// The bot as it sees itself.
pub(super) fn current_user(user: &super::world::User) -> Value {
    let mut object = payload::user(user);
    if let Some(map) = object.as_object_mut() {
        map.extend(
            [
                ("verified", json!(true)),
                ("mfa_enabled", json!(true)),
                ("email", Value::Null),
                ("locale", json!(user.locale)),
            ]
            .map(|(key, value)| (key.to_owned(), value)),
        );
    }
    object
}

/// Withholds a message's content from a bot without the intent for it.
fn redacted(event: &str, guild: Option<Snowflake>, intents: u64, data: &Value) -> Value {
    let mut data = data.clone();
    let open = guild.is_none()
        || intents & intent::MESSAGE_CONTENT != 0
        || data["author"]["id"] == json!(seed::BOT)
        || data["mentions"]
            .as_array()
            .is_some_and(|mentions| mentions.iter().any(|user| user["id"] == json!(seed::BOT)));
    if matches!(event, "MESSAGE_CREATE" | "MESSAGE_UPDATE") && !open {
        data["content"] = json!("");
        for key in ["embeds", "attachments", "components"] {
            data[key] = json!([]);
        }
    }
    data
}

impl Session {
    fn push(&mut self, event: &str, data: &Value) {
        self.seq += 1;
        let text = json!({"op": 0, "s": self.seq, "t": event, "d": data}).to_string();
        if let Some(link) = &self.link {
            let _ = link.out.send(Outgoing::Text(text.clone()));
        }
        self.backlog.push_back((self.seq, text));
        if self.backlog.len() > BACKLOG {
            self.backlog.pop_front();
        }
    }
}

/// What to do after a payload of the bot.
enum Step {
    Go,
    Close(u16),
    Send(Value),
}

/// One connection of the bot, from HELLO to its end.
pub(super) async fn serve(shared: Arc<Shared>, mut socket: WebSocket, version: Option<String>) {
    if version.as_deref() != Some("10") {
        close(&mut socket, 4012).await;
        return;
    }
    let (out, mut outgoing) = mpsc::unbounded_channel();
    let (connection, delay) = {
        let mut world = shared.world();
        world.gateway.connections += 1;
        world.gateway.connects += 1;
        (world.gateway.connections, world.gateway.hello_delay.take())
    };
    if let Some(delay) = delay {
        tokio::time::sleep(delay).await;
    }
    let interval = shared.options.heartbeat_interval;
    let hello = json!({"op": 10, "d": {"heartbeat_interval": interval.as_millis() as u64, "_trace": ["sandbox"]}});
    if socket.send(text(hello.to_string())).await.is_err() {
        return;
    }
    let mut state = Connection {
        shared: Arc::clone(&shared),
        number: connection,
        out,
        session: None,
        sent: VecDeque::new(),
    };
    // Discord waits a little longer than one interval for a late heartbeat.
    let patience = interval + interval / 2;
    let mut last_heartbeat = Instant::now();
    let mut stop = shared.stopping.subscribe();
    loop {
        let deadline = last_heartbeat + patience;
        tokio::select! {
            () = stopped(&mut stop) => {
                close(&mut socket, 1001).await;
                break;
            }
            () = tokio::time::sleep_until(deadline.into()) => {
                close(&mut socket, 4009).await;
                break;
            }
            message = outgoing.recv() => match message {
                Some(Outgoing::Text(payload)) => {
                    if socket.send(text(payload)).await.is_err() {
                        break;
                    }
                }
                Some(Outgoing::Close(code)) => {
                    close(&mut socket, code).await;
                    break;
                }
                Some(Outgoing::Cut) | None => break,
            },
            message = socket.recv() => {
                let payload = match message {
                    Some(Ok(Message::Text(payload))) => Bytes::from(payload),
                    Some(Ok(Message::Binary(payload))) => payload,
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
                    Some(Ok(Message::Close(frame))) => {
                        state.left(frame.is_none_or(|frame| matches!(frame.code, 1000 | 1001)));
                        break;
                    }
                    Some(Err(_)) | None => break,
                };
                if is_heartbeat(&payload) {
                    last_heartbeat = Instant::now();
                }
                match state.receive(&payload) {
                    Step::Go => {}
                    Step::Send(answer) => {
                        if socket.send(text(answer.to_string())).await.is_err() {
                            break;
                        }
                    }
                    Step::Close(code) => {
                        close(&mut socket, code).await;
                        break;
                    }
                }
            }
        }
    }
    state.unlink();
    shared.changed();
}

async fn stopped(stop: &mut watch::Receiver<bool>) {
    // An error means that the stand-in itself is gone: the same thing.
    let _ = stop.wait_for(|stopping| *stopping).await;
}

fn text(payload: String) -> Message {
    Message::Text(payload.into())
}

fn is_heartbeat(payload: &[u8]) -> bool {
    serde_json::from_slice::<Value>(payload).is_ok_and(|payload| payload["op"] == json!(1))
}

async fn close(socket: &mut WebSocket, code: u16) {
    let reason = match code {
        4000 => "Unknown error.",
        4001 => "Unknown opcode.",
        4002 => "Error while decoding payload.",
        4003 => "Not authenticated.",
        4004 => "Authentication failed.",
        4005 => "Already authenticated.",
        4007 => "Invalid seq.",
        4008 => "Rate limited.",
        4009 => "Session timed out.",
        4010 => "Invalid shard.",
        4011 => "Sharding required.",
        4012 => "Invalid API version.",
        4013 => "Invalid intent(s).",
        4014 => "Disallowed intent(s).",
        _ => "",
    };
    // The other side may be gone already; then there is nobody to tell.
    let _ = socket
        .send(Message::Close(Some(CloseFrame {
            code,
            reason: reason.into(),
        })))
        .await;
    // Leave the bot a moment to read the close frame before the connection goes.
    let _ = tokio::time::timeout(Duration::from_millis(500), async {
        while let Some(Ok(message)) = socket.recv().await {
            if matches!(message, Message::Close(_)) {
                break;
            }
        }
    })
    .await;
}

struct Connection {
    shared: Arc<Shared>,
    number: u64,
    out: mpsc::UnboundedSender<Outgoing>,
    session: Option<String>,
    sent: VecDeque<Instant>,
}

impl Connection {
    fn receive(&mut self, payload: &[u8]) -> Step {
        let now = Instant::now();
        self.sent
            .retain(|at| now.duration_since(*at) < Duration::from_secs(60));
        self.sent.push_back(now);
        if self.sent.len() > SENDS_PER_MINUTE {
            return Step::Close(4008);
        }
        if payload.len() > MAX_PAYLOAD {
            return Step::Close(4002);
        }
        let Ok(payload) = serde_json::from_slice::<Value>(payload) else {
            return Step::Close(4002);
        };
        let data = &payload["d"];
        match payload["op"].as_u64() {
            Some(1) if self.shared.world().gateway.deaf_up_to >= self.number => Step::Go,
            Some(1) => Step::Send(json!({"op": 11, "d": null})),
            Some(2 | 6) if self.session.is_some() => Step::Close(4005),
            Some(2) => self.identify(data),
            Some(6) => self.resume(data),
            Some(3 | 4 | 8 | 31) if self.session.is_none() => Step::Close(4003),
            Some(3 | 4 | 8 | 31) => Step::Go,
            _ => Step::Close(4001),
        }
    }

    fn link(&self) -> Link {
        Link {
            connection: self.number,
            out: self.out.clone(),
        }
    }

    fn identify(&mut self, data: &Value) -> Step {
        let shared = Arc::clone(&self.shared);
        let mut world = shared.world();
        world.gateway.identifies += 1;
        if let Some(code) = world.gateway.close_on_identify.take() {
            return Step::Close(code);
        }
        if world.gateway.invalidate_on_identify > 0 {
            world.gateway.invalidate_on_identify -= 1;
            return Step::Send(json!({"op": 9, "d": false}));
        }
        let token = data["token"].as_str().unwrap_or_default();
        let beyond = world.gateway.identifies > shared.options.session_starts;
        if token.strip_prefix("Bot ").unwrap_or(token) != shared.options.token || beyond {
            return Step::Close(4004);
        }
        let Some(intents) = data["intents"].as_u64() else {
            return Step::Close(4013);
        };
        if intents & !intent::KNOWN != 0 {
            return Step::Close(4013);
        }
        if intents & intent::PRIVILEGED & !shared.options.privileged_intents != 0 {
            return Step::Close(4014);
        }
        if !data["properties"].is_object() {
            return Step::Close(4002);
        }
        let shard = match &data["shard"] {
            Value::Null => Some((0, 1)),
            shard => shard[0].as_u64().zip(shard[1].as_u64()),
        };
        let Some((shard, shards)) =
            shard.filter(|(shard, shards)| shard < shards && *shards <= 1_000)
        else {
            return Step::Close(4010);
        };
        let (shard, shards) = (shard as u32, shards as u32);
        if shared.options.identify_interval {
            let key = shard % shared.options.max_concurrency.max(1);
            let now = Instant::now();
            world
                .gateway
                .identify_times
                .retain(|(_, at)| now.duration_since(*at) < Duration::from_secs(5));
            if world
                .gateway
                .identify_times
                .iter()
                .any(|(other, _)| *other == key)
            {
                return Step::Send(json!({"op": 9, "d": false}));
            }
            world.gateway.identify_times.push((key, now));
        }
        self.session = Some(world.start_session(shard, shards, intents, self.link()));
        drop(world);
        shared.changed();
        Step::Go
    }

    fn resume(&mut self, data: &Value) -> Step {
        let shared = Arc::clone(&self.shared);
        let mut world = shared.world();
        world.gateway.resumes += 1;
        let token = data["token"].as_str().unwrap_or_default();
        if token.strip_prefix("Bot ").unwrap_or(token) != shared.options.token {
            return Step::Close(4004);
        }
        let seen = data["seq"].as_u64().unwrap_or(0);
        let link = self.link();
        let found = world
            .gateway
            .sessions
            .iter_mut()
            .find(|session| data["session_id"] == json!(session.id));
        let Some(session) = found else {
            return Step::Send(json!({"op": 9, "d": false}));
        };
        if seen > session.seq {
            return Step::Close(4007);
        }
        let oldest = session
            .backlog
            .front()
            .map_or(session.seq + 1, |(seq, _)| *seq);
        if seen + 1 < oldest {
            return Step::Send(json!({"op": 9, "d": false}));
        }
        for (seq, text) in &session.backlog {
            if *seq > seen {
                let _ = link.out.send(Outgoing::Text(text.clone()));
            }
        }
        session.link = Some(link);
        session.unlinked = None;
        session.push("RESUMED", &json!({"_trace": ["sandbox"]}));
        self.session = Some(session.id.clone());
        drop(world);
        shared.changed();
        Step::Go
    }

    /// The bot closed the connection; a clean close ends its session as well.
    fn left(&mut self, clean: bool) {
        if let (true, Some(id)) = (clean, &self.session) {
            self.shared
                .world()
                .gateway
                .sessions
                .retain(|session| session.id != *id);
        }
    }

    /// The connection is gone: events are kept until the bot resumes.
    fn unlink(&mut self) {
        let mut world = self.shared.world();
        for session in &mut world.gateway.sessions {
            if session
                .link
                .as_ref()
                .is_some_and(|link| link.connection == self.number)
            {
                session.link = None;
                session.unlinked = Some(Instant::now());
            }
        }
    }
}
