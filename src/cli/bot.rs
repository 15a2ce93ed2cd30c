//! `run` and `sandbox`: the bot, connected to Discord or to the local stand-in.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use secrecy::SecretString;
use tokio::sync::Notify;

use crate::config::Config;
use crate::discord::{self, GatewayWatch, Handler, RunOptions, logging};
use crate::ops;
use crate::sandbox::{Restart, Sandbox, SandboxOptions};
use crate::service::{Catalogs, Clock, Service, ServiceOptions};
use crate::store::{MemoryStore, Retention, SqliteStore, Store};

use super::{Common, UNUSABLE, load};

/// What `run` says without a token.
const NO_TOKEN: &str = "\
certwise: there is no bot token.

To run the bot on Discord:
  1. Open https://discord.com/developers/applications, create an application, and open its Bot page.
  2. Press Reset Token, copy the token, and start again with it in the environment:
       DISCORD_TOKEN=… certwise run
     or put it into a file and name that file as token_file under [discord] in config.toml.
  3. Open the invite link that is printed at the start.

To try it without an account or a token: certwise sandbox
";

/// How long what is being written to disk may take at the end.
const LEAVE_WITHIN: Duration = Duration::from_millis(400);

/// Everything that a bot needs but the connection.
struct Parts {
    catalogs: Arc<Catalogs>,
    store: Arc<dyn Store>,
    folder: Option<PathBuf>,
    clock: Clock,
    config: Config,
}

impl Parts {
    fn new(
        common: &Common,
        config: &Config,
        clock: &Clock,
        store: Arc<dyn Store>,
    ) -> anyhow::Result<Self> {
        let base = load::snapshot(common, config, clock)?;
        let catalogs = Arc::new(Catalogs::new(
            base,
            Arc::clone(&store),
            clock.clone(),
            config.home_guild(),
        ));
        Ok(Self {
            catalogs,
            store,
            folder: load::folder(common, config),
            clock: clock.clone(),
            config: config.clone(),
        })
    }

    fn service(&self) -> Arc<dyn Handler> {
        Arc::new(Service::new(ServiceOptions {
            catalogs: Arc::clone(&self.catalogs),
            store: Arc::clone(&self.store),
            clock: self.clock.clone(),
            direct_messages_per_minute: self.config.limits.direct_messages_per_minute,
            keep_gaps_days: self.config.moderation.keep_gaps_days,
            home_guild: self.config.home_guild(),
        }))
    }

    /// What runs beside the bot, until the runtime ends.
    fn start_helpers(&self) {
        if let Some(folder) = &self.folder {
            let watch = ops::watch_catalog(
                Arc::clone(&self.catalogs),
                folder.clone(),
                self.clock.clone(),
                ops::LOOK_EVERY,
            );
            tokio::spawn(watch);
        }
        let retention = Retention {
            gap_days: self.config.moderation.keep_gaps_days,
        };
        tokio::spawn(ops::keep_house(
            Arc::clone(&self.store),
            self.clock.clone(),
            retention,
        ));
    }
}

/// The bot on Discord.
pub(super) fn run(common: &Common, config: &Config, clock: &Clock) -> anyhow::Result<ExitCode> {
    let Some(token) = config.token()? else {
        std::io::stderr().write_all(NO_TOKEN.as_bytes())?;
        return Ok(ExitCode::from(UNUSABLE));
    };
    let watch = logging::init(&config.log)?;
    to_the_end(async {
        let store = SqliteStore::open(&config.resolve(&config.store.path))?;
        let parts = Parts::new(common, config, clock, Arc::new(store))?;
        parts.start_helpers();
        let options = RunOptions {
            token,
            api_url: config.api_url(),
            shards: config.discord.shards,
            watch: Some(watch),
        };
        discord::run(options, parts.service(), ops::asked_to_stop()).await?;
        Ok(ExitCode::SUCCESS)
    })
}

/// The same bot, connected to a stand-in for Discord on this machine.
pub(super) fn sandbox(
    common: &Common,
    config: &Config,
    clock: &Clock,
    port: u16,
    out: &mut impl Write,
) -> anyhow::Result<ExitCode> {
    let mut watch = Some(logging::init(&config.log)?);
    to_the_end(async {
        let restart = Arc::new(Notify::new());
        let asked = Arc::clone(&restart);
        let sandbox = Sandbox::start(SandboxOptions {
            port,
            restart: Some(Restart::new(move || asked.notify_one())),
            ..SandboxOptions::default()
        })
        .await
        .with_context(|| format!("port {port} of this machine cannot be used; try --port 0"))?;
        // In one write: whoever reads the address alone may close the pipe after it.
        let lines = format!(
            "{}\nOpen it in a browser; Ctrl-C ends.\n",
            sandbox.page_url()
        );
        out.write_all(lines.as_bytes())?;
        out.flush()?;
        let parts = Parts::new(common, config, clock, Arc::new(MemoryStore::default()))?;
        parts.start_helpers();
        loop {
            let options = sandbox_options(&sandbox, watch.take());
            let mut stopped = false;
            let stop = async {
                tokio::select! {
                    () = ops::asked_to_stop() => stopped = true,
                    () = restart.notified() => {}
                }
            };
            let result = discord::run(options, parts.service(), stop).await;
            if stopped || result.is_err() {
                sandbox.stop().await;
                result?;
                return Ok(ExitCode::SUCCESS);
            }
        }
    })
}

fn sandbox_options(sandbox: &Sandbox, watch: Option<GatewayWatch>) -> RunOptions {
    RunOptions {
        token: SecretString::new(sandbox.token().to_owned()),
        api_url: Some(sandbox.api_url()),
        shards: None,
        watch,
    }
}

/// Runs to the end, then leaves. After some close codes serenity is left with a task that never
/// rests, and whoever waits for that task never ends.
fn to_the_end<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("starting the program's threads")?;
    let result = runtime.block_on(work);
    runtime.shutdown_timeout(LEAVE_WITHIN);
    result
}
