//! Discord's REST interface, as far as this bot uses it.

use std::time::Duration;

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use reqwest::multipart::{Form, Part};
use reqwest::{Client, Method, Response, Url};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::Value;
use serenity::all::{ApplicationId, ChannelId, InteractionId};
use serenity::http::{Http, HttpBuilder, LightMethod, Request, Route};

use crate::reply::File;

use super::retry::Failure;

const DISCORD: &str = "https://discord.com";
const AGENT: &str = concat!("DiscordBot (certwise, ", env!("CARGO_PKG_VERSION"), ")");
const CONNECT_WITHIN: Duration = Duration::from_secs(2);

/// The REST interface.
pub(super) struct Rest {
    client: Client,
    http: Http,
    authorization: SecretString,
    origin: Option<String>,
}

/// What `/gateway/bot` says.
#[derive(Debug, Default, Deserialize)]
pub(super) struct GatewayInfo {
    /// Where to connect.
    pub(super) url: String,
    /// Recommended number of shards.
    #[serde(default)]
    pub(super) shards: u32,
    /// How often the bot may still identify, where that is told.
    pub(super) session_start_limit: Option<SessionStartLimit>,
}

/// How often the bot may still identify.
#[derive(Debug, Default, Deserialize)]
pub(super) struct SessionStartLimit {
    pub(super) remaining: u64,
    /// Milliseconds until the count starts anew.
    pub(super) reset_after: u64,
}

/// A request that can be made again.
pub(super) struct Call<'a> {
    pub(super) route: Route<'a>,
    pub(super) method: LightMethod,
    /// JSON; empty for none.
    pub(super) body: Vec<u8>,
    pub(super) files: &'a [File],
}

impl Rest {
    /// A connection to Discord, or to another origin.
    pub(super) fn new(token: &SecretString, origin: Option<&Url>) -> Result<Self, reqwest::Error> {
        let mut client = Client::builder()
            .use_rustls_tls()
            .connect_timeout(CONNECT_WITHIN)
            .tcp_nodelay(true)
            .redirect(reqwest::redirect::Policy::none());
        if origin.is_some() {
            client = client.no_proxy();
        }
        let client = client.build()?;
        let origin = origin.map(|url| url.as_str().trim_end_matches('/').to_owned());
        let token = token.expose_secret().trim();
        let bare = token.strip_prefix("Bot ").unwrap_or(token);
        Ok(Self {
            http: http(bare, client.clone(), origin.as_deref()),
            client,
            authorization: SecretString::new(format!("Bot {bare}")),
            origin,
        })
    }

    /// serenity's own client to the same place; it is what the gateway asks for its address.
    pub(super) fn for_gateway(&self) -> Http {
        http(
            self.authorization.expose_secret(),
            self.client.clone(),
            self.origin.as_deref(),
        )
    }

    /// The client beneath, for attachments.
    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    /// Makes the request once.
    pub(super) async fn attempt(&self, call: &Call<'_>) -> Result<Value, Failure> {
        let response = match &self.http.ratelimiter {
            Some(limiter) if is_limited(call) => {
                let body = (!call.body.is_empty()).then(|| call.body.clone());
                limiter
                    .perform(Request::new(call.route, call.method).body(body))
                    .await
                    .map_err(|error| match error {
                        serenity::Error::Http(serenity::http::HttpError::Request(error)) => {
                            unanswered(&error)
                        }
                        _ => Failure::Unclear,
                    })?
            }
            _ => self
                .build(call)?
                .send()
                .await
                .map_err(|error| unanswered(&error))?,
        };
        read(response).await
    }

    fn build(&self, call: &Call<'_>) -> Result<reqwest::RequestBuilder, Failure> {
        let mut address = call.route.path().into_owned();
        if let Some(origin) = &self.origin {
            address = address.replacen(DISCORD, origin, 1);
        }
        let request = self
            .client
            .request(method(call.method), address)
            .header(USER_AGENT, AGENT)
            .header(AUTHORIZATION, self.authorization.expose_secret());
        if call.body.is_empty() {
            return Ok(request);
        }
        if call.files.is_empty() {
            return Ok(request
                .header(CONTENT_TYPE, "application/json")
                .body(call.body.clone()));
        }
        let json = Part::bytes(call.body.clone())
            .mime_str("application/json")
            .map_err(|_| Failure::NoConnection)?;
        let mut form = Form::new().part("payload_json", json);
        for (index, file) in call.files.iter().enumerate() {
            let part = Part::bytes(file.bytes.clone()).file_name(file.name.clone());
            form = form.part(format!("files[{index}]"), part);
        }
        Ok(request.multipart(form))
    }
}

fn http(token: &str, client: Client, origin: Option<&str>) -> Http {
    let builder = HttpBuilder::new(token).client(client);
    match origin {
        // With its limiter on, serenity ignores the proxy and sends the token to discord.com.
        Some(origin) => builder.proxy(origin).ratelimiter_disabled(true),
        None => builder,
    }
    .build()
}

/// Whether serenity's limiter minds this request. Answers to interactions are outside Discord's
/// limits, and the limiter would remember a bucket for each of them for ever; it cannot carry files.
fn is_limited(call: &Call<'_>) -> bool {
    let interaction = matches!(
        call.route,
        Route::InteractionResponse { .. }
            | Route::WebhookOriginalInteractionResponse { .. }
            | Route::WebhookFollowupMessages { .. }
    );
    !interaction && call.files.is_empty()
}

fn method(method: LightMethod) -> Method {
    method.reqwest_method()
}

fn unanswered(error: &reqwest::Error) -> Failure {
    if error.is_connect() {
        Failure::NoConnection
    } else if error.is_timeout() {
        Failure::TimedOut
    } else {
        Failure::Unclear
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Refusal {
    code: i64,
    message: String,
    retry_after: Option<f64>,
}

async fn read(response: Response) -> Result<Value, Failure> {
    let status = response.status();
    let header = response
        .headers()
        .get("retry-after")
        .and_then(|value| value.to_str().ok()?.parse::<f64>().ok());
    let body = response.bytes().await.map_err(|_| Failure::Unclear)?;
    if status.is_success() {
        return Ok(serde_json::from_slice(&body).unwrap_or_default());
    }
    let refusal: Refusal = serde_json::from_slice(&body).unwrap_or_default();
    Err(match status.as_u16() {
        429 => Failure::TooMany {
            retry_after: refusal
                .retry_after
                .or(header)
                .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
                .unwrap_or(Duration::from_secs(1)),
        },
        server @ 500.. => Failure::Server(server),
        status => Failure::Refused {
            status,
            code: refusal.code,
            message: refusal.message,
        },
    })
}

/// The address of an interaction's first answer.
pub(super) fn callback(id: u64, token: &str) -> Route<'_> {
    Route::InteractionResponse {
        interaction_id: InteractionId::new(id),
        token,
    }
}

/// The first answer, once it is there.
pub(super) fn original(application: u64, token: &str) -> Route<'_> {
    Route::WebhookOriginalInteractionResponse {
        application_id: ApplicationId::new(application),
        token,
    }
}

/// Where follow-ups go.
pub(super) fn follow_ups(application: u64, token: &str) -> Route<'_> {
    Route::WebhookFollowupMessages {
        application_id: ApplicationId::new(application),
        token,
    }
}

/// Where messages of a channel go.
pub(super) fn messages(channel: u64) -> Route<'static> {
    Route::ChannelMessages {
        channel_id: ChannelId::new(channel),
    }
}
