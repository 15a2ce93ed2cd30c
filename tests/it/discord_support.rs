//! The real bot, connected to the stand-in, with a handler that a test scripts.

use std::future::Future;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use certwise::catalog::load_embedded;
use certwise::discord::{Handler, RunError, RunOptions, run};
use certwise::domain::{Snowflake, parse_date};
use certwise::reply::{Button, CustomId, Reply, Row, Target};
use certwise::sandbox::{Recorded, Sandbox, SandboxOptions};
use certwise::service::{Catalogs, Clock, Request, Response, Service, ServiceOptions, Snapshot};
use certwise::store::{MemoryStore, Store};
use secrecy::SecretString;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::conformance::{Body, assert_conforms};

/// Long enough for anything on the loopback interface, short enough for a hanging test.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// What the handler does with a request.
pub enum Plan {
    /// Answers at once.
    Now(Response),
    /// Answers after a while.
    After(Duration, Response),
    /// Breaks down.
    Panic,
}

/// What the handler was told.
#[derive(Default)]
pub struct Told {
    pub requests: Mutex<Vec<Request>>,
    pub delivered: Mutex<Vec<(u64, bool)>>,
    pub joined: Mutex<Vec<u64>>,
    pub left: Mutex<Vec<u64>>,
}

impl Told {
    pub fn last(&self) -> Request {
        self.requests.lock().unwrap().last().cloned().unwrap()
    }

    pub fn count(&self) -> usize {
        self.requests.lock().unwrap().len()
    }
}

struct Script<F> {
    plan: F,
    told: Arc<Told>,
}

#[async_trait]
impl<F: Fn(&Request) -> Plan + Send + Sync + 'static> Handler for Script<F> {
    async fn handle(&self, request: Request) -> Response {
        let plan = (self.plan)(&request);
        self.told.requests.lock().unwrap().push(request);
        match plan {
            Plan::Now(response) => response,
            Plan::After(time, response) => {
                tokio::time::sleep(time).await;
                response
            }
            Plan::Panic => panic!("as the test wants it"),
        }
    }

    async fn notice_delivered(&self, key: u64, delivered: bool) {
        self.told.delivered.lock().unwrap().push((key, delivered));
    }

    async fn guild_joined(&self, guild: Snowflake) {
        self.told.joined.lock().unwrap().push(guild.0);
    }

    async fn guild_left(&self, guild: Snowflake) {
        self.told.left.lock().unwrap().push(guild.0);
    }
}

/// A bot connected to a stand-in.
pub struct Bench {
    pub sandbox: Sandbox,
    pub told: Arc<Told>,
    stop: Option<oneshot::Sender<()>>,
    running: JoinHandle<Result<(), RunError>>,
}

impl Bench {
    /// Starts both, and waits until the bot is ready.
    pub async fn start(plan: impl Fn(&Request) -> Plan + Send + Sync + 'static) -> Self {
        Self::start_with(SandboxOptions::default(), plan).await
    }

    pub async fn start_with(
        options: SandboxOptions,
        plan: impl Fn(&Request) -> Plan + Send + Sync + 'static,
    ) -> Self {
        let sandbox = Sandbox::start(options).await.unwrap();
        Self::join(sandbox, plan).await
    }

    /// Connects a bot to a stand-in that runs already.
    pub async fn join(
        sandbox: Sandbox,
        plan: impl Fn(&Request) -> Plan + Send + Sync + 'static,
    ) -> Self {
        let told = Arc::new(Told::default());
        let handler = Script {
            plan,
            told: Arc::clone(&told),
        };
        Self::connect(sandbox, Arc::new(handler), told).await
    }

    /// Starts a stand-in and the bot as it is, with the shipped catalogue on a fixed day.
    pub async fn start_whole() -> Self {
        let sandbox = Sandbox::start(SandboxOptions::default()).await.unwrap();
        Self::connect(sandbox, Arc::new(service()), Arc::default()).await
    }

    async fn connect(sandbox: Sandbox, handler: Arc<dyn Handler>, told: Arc<Told>) -> Self {
        let (stop, stopped) = oneshot::channel();
        let options = RunOptions {
            token: SecretString::new(sandbox.token().to_owned()),
            api_url: Some(sandbox.api_url()),
            shards: None,
            watch: None,
        };
        let running = tokio::spawn(run(options, handler, async {
            let _ = stopped.await;
        }));
        assert!(sandbox.connected(1, PATIENCE).await, "the bot connects");
        assert!(sandbox.registered(PATIENCE).await, "the bot registers");
        Self {
            sandbox,
            told,
            stop: Some(stop),
            running,
        }
    }

    /// Waits until something holds.
    pub async fn until(&self, what: &str, holds: impl Fn(&Told) -> bool) {
        let waited = async {
            while !holds(&self.told) {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        assert!(
            tokio::time::timeout(PATIENCE, waited).await.is_ok(),
            "waited in vain: {what}"
        );
    }

    /// Asks the bot to stop; its outcome and how long it took.
    pub fn stop(mut self) -> impl Future<Output = (Result<(), RunError>, Sandbox)> {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        async move {
            let ended = tokio::time::timeout(PATIENCE, self.running).await;
            let result = ended
                .expect("the bot stops")
                .expect("the bot does not panic");
            (result, self.sandbox)
        }
    }

    /// Stops both, and judges everything that the bot sent.
    pub async fn finish(self) -> Vec<Recorded> {
        let (result, sandbox) = self.stop().await;
        result.expect("the bot ends well");
        let requests = sandbox.requests();
        sandbox.stop().await;
        judge(&requests);
        requests
    }
}

/// The service as the program makes it, with nothing on disk.
pub fn service() -> Service {
    let clock = Clock::new(parse_date("2026-11-22"));
    let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
    let base = Snapshot::new(load_embedded().unwrap()).unwrap();
    Service::new(ServiceOptions {
        catalogs: Arc::new(Catalogs::new(base, Arc::clone(&store), clock.clone(), None)),
        store,
        clock,
        direct_messages_per_minute: 30,
        keep_gaps_days: 90,
        home_guild: None,
    })
}

/// Every body must be one that Discord takes.
pub fn judge(requests: &[Recorded]) {
    for request in requests {
        assert!(request.authorized, "{} without the token", request.path);
        let Some(body) = &request.body else { continue };
        let parts: Vec<&str> = request.path.trim_start_matches('/').split('/').collect();
        let kind = match (request.method.as_str(), parts.as_slice()) {
            ("PUT", ["applications", _, "commands"]) => Body::Commands,
            ("POST", ["interactions", _, _, "callback"]) => Body::Callback,
            ("PATCH", ["webhooks", _, _, "messages", _]) => Body::Edit,
            ("POST", ["webhooks", _, _]) => Body::FollowUp,
            ("POST", ["channels", _, "messages"]) => {
                let nonce = body["nonce"].as_str().unwrap_or_default();
                assert!(!nonce.is_empty() && nonce.len() <= 25, "{body}");
                assert_eq!(body["enforce_nonce"], true);
                Body::Message
            }
            ("POST", ["users", "@me", "channels"]) => continue,
            (method, _) => panic!("an unexpected request: {method} {}", request.path),
        };
        assert_conforms(kind, body);
    }
}

/// The requests to a place, in order.
pub fn sent<'a>(requests: &'a [Recorded], place: &str) -> Vec<&'a Recorded> {
    requests
        .iter()
        .filter(|request| request.path.contains(place) && request.method != "GET")
        .collect()
}

/// A public reply with this text.
pub fn says(text: &str) -> Reply {
    Reply {
        text: text.to_owned(),
        ..Reply::default()
    }
}

/// A public reply with one button that carries this.
pub fn with_button(text: &str, custom_id: &str) -> Reply {
    Reply {
        rows: vec![Row::Buttons(vec![Button {
            label: "Go on".to_owned(),
            style: certwise::reply::ButtonStyle::Secondary,
            target: Target::Action(CustomId::new(custom_id).unwrap()),
            disabled: false,
        }])],
        ..says(text)
    }
}
