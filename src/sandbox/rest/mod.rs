//! The REST interface: one funnel that records, strikes, checks and answers.

mod channels;
mod commands;
mod content;
mod interactions;
mod messages;

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, FromRequest, Multipart, Request, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderName};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::Shared;
use super::error::ApiError;
use super::faults::Fault;
use super::gateway::current_user;
use super::net::Scissors;
use super::payload;
use super::record::{Recorded, RecordedFile};
use super::seed;
use super::snowflake::Snowflake;
use super::world::World;

pub(super) use messages::announce;

/// The largest request that Discord takes.
const MAX_REQUEST: usize = 25 * 1024 * 1024;

/// Requests that are remembered; far more than any test makes.
const MAX_RECORDED: usize = 20_000;

/// A request, read and split.
pub(super) struct Call {
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) query: String,
    pub(super) authorized: bool,
    pub(super) content_type: Option<String>,
    pub(super) body: Value,
    pub(super) files: Vec<RecordedFile>,
}

impl Call {
    fn flag(&self, name: &str) -> bool {
        self.query.split('&').any(|pair| {
            pair.split_once('=')
                .is_some_and(|(key, value)| key == name && matches!(value, "true" | "1" | "True"))
        })
    }
}

/// What a route answers when it succeeds.
pub(super) enum Answer {
    Json(Value),
    Created(Value),
    Empty,
}

type Outcome = Result<Answer, ApiError>;

/// Every request that is not the gateway, a file or the page.
pub(super) async fn handle(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(scissors): ConnectInfo<Scissors>,
    request: Request,
) -> Response {
    if !request.uri().path().starts_with("/api/") {
        return StatusCode::NOT_FOUND.into_response();
    }
    let call = match read(&shared, request).await {
        Ok(call) => call,
        Err(error) => return respond(&Err(error), StatusCode::OK),
    };
    let path = call.path.clone();
    let segments: Vec<&str> = path
        .split('/')
        .filter(|segment| !segment.is_empty())
        .collect();
    let fault = shared.world().faults.take(&segments);
    let arrived = shared.started.elapsed();
    match fault {
        Some(Fault::CutBefore) => {
            record(&shared, arrived, &call, None);
            return cut(&scissors).await;
        }
        Some(Fault::Status(status)) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            let text = status.canonical_reason().unwrap_or("Error");
            let refused = ApiError::new(status, 0, format!("{}: {text}", status.as_u16()));
            record(&shared, arrived, &call, Some((status, refused.body())));
            return respond(&Err(refused), status);
        }
        Some(Fault::RateLimited {
            retry_after,
            global,
        }) => {
            let body = json!({"message": "You are being rate limited.", "retry_after": retry_after, "global": global});
            record(
                &shared,
                arrived,
                &call,
                Some((StatusCode::TOO_MANY_REQUESTS, body.clone())),
            );
            return rate_limited(&body, retry_after, global);
        }
        Some(Fault::Slow(delay)) => tokio::time::sleep(delay).await,
        Some(Fault::CutAfter) | None => {}
    }
    let outcome = {
        let mut world = shared.world();
        route(&shared, &mut world, &call, &segments)
    };
    let (status, body) = match &outcome {
        Ok(Answer::Json(body)) => (StatusCode::OK, body.clone()),
        Ok(Answer::Created(body)) => (StatusCode::CREATED, body.clone()),
        Ok(Answer::Empty) => (StatusCode::NO_CONTENT, Value::Null),
        Err(refused) => (refused.status, refused.body()),
    };
    if fault == Some(Fault::CutAfter) {
        record(&shared, arrived, &call, None);
        return cut(&scissors).await;
    }
    record(&shared, arrived, &call, Some((status, body)));
    respond(&outcome, status)
}

/// Cuts the connection; the server drops this future with it.
async fn cut(scissors: &Scissors) -> Response {
    scissors.cut();
    tokio::time::sleep(Duration::from_secs(60)).await;
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

fn record(shared: &Shared, at: Duration, call: &Call, answer: Option<(StatusCode, Value)>) {
    let (status, response) = match answer {
        Some((status, response)) => (Some(status.as_u16()), response),
        None => (None, Value::Null),
    };
    let mut world = shared.world();
    if world.recorded.len() >= MAX_RECORDED {
        world.recorded.drain(..MAX_RECORDED / 2);
    }
    world.recorded.push(Recorded {
        at,
        method: call.method.to_string(),
        path: call.path.clone(),
        query: call.query.clone(),
        authorized: call.authorized,
        content_type: call.content_type.clone(),
        body: (!call.body.is_null()).then(|| call.body.clone()),
        files: call.files.clone(),
        status,
        response,
    });
    drop(world);
    shared.changed();
}

fn respond(outcome: &Outcome, status: StatusCode) -> Response {
    let mut response = match outcome {
        Ok(Answer::Json(body) | Answer::Created(body)) => {
            (status, axum::Json(body)).into_response()
        }
        Ok(Answer::Empty) => StatusCode::NO_CONTENT.into_response(),
        Err(refused) => (refused.status, axum::Json(refused.body())).into_response(),
    };
    let headers = response.headers_mut();
    for (name, value) in [
        ("x-ratelimit-limit", "50"),
        ("x-ratelimit-remaining", "49"),
        ("x-ratelimit-reset-after", "1.000"),
        ("x-ratelimit-bucket", "sandbox"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

fn rate_limited(body: &Value, retry_after: f64, global: bool) -> Response {
    let mut response = (StatusCode::TOO_MANY_REQUESTS, axum::Json(body)).into_response();
    let headers: &mut HeaderMap = response.headers_mut();
    let mut put = |name: &'static str, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    put("retry-after", &format!("{}", retry_after.ceil()));
    put("x-ratelimit-scope", if global { "global" } else { "user" });
    if global {
        put("x-ratelimit-global", "true");
    } else {
        put("x-ratelimit-limit", "5");
        put("x-ratelimit-remaining", "0");
        put("x-ratelimit-reset-after", &format!("{retry_after:.3}"));
        put("x-ratelimit-bucket", "sandbox");
    }
    response
}

async fn read(shared: &Shared, request: Request) -> Result<Call, ApiError> {
    let method = request.method().clone();
    let raw = request.uri().path();
    let path = ["/api/v10", "/api"]
        .iter()
        .find_map(|prefix| raw.strip_prefix(prefix))
        .unwrap_or(raw)
        .to_owned();
    let query = request.uri().query().unwrap_or_default().to_owned();
    let authorized = header(request.headers(), &AUTHORIZATION).as_deref()
        == Some(&format!("Bot {}", shared.options.token));
    let content_type = header(request.headers(), &CONTENT_TYPE);
    let mut call = Call {
        method,
        path,
        query,
        authorized,
        content_type,
        body: Value::Null,
        files: Vec::new(),
    };
    let too_large = || {
        ApiError::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            40005,
            "Request entity too large",
        )
    };
    let not_json = || ApiError::bad_request(50109, "The request body contains invalid JSON.");
    if call
        .content_type
        .as_deref()
        .is_some_and(|kind| kind.starts_with("multipart/form-data"))
    {
        let mut form = Multipart::from_request(request, &())
            .await
            .map_err(|_| ApiError::bad_request(50035, "Invalid Form Body"))?;
        while let Some(field) = form.next_field().await.map_err(|_| too_large())? {
            let part = field.name().unwrap_or_default().to_owned();
            let filename = field.file_name().map(str::to_owned);
            let content_type = field.content_type().map(str::to_owned);
            let bytes = field.bytes().await.map_err(|_| too_large())?;
            match filename {
                Some(filename) => call.files.push(RecordedFile {
                    part,
                    filename,
                    content_type,
                    bytes: bytes.to_vec(),
                }),
                None if part == "payload_json" => {
                    call.body = serde_json::from_slice(&bytes).map_err(|_| not_json())?;
                }
                None => {}
            }
        }
        return Ok(call);
    }
    let bytes = to_bytes(Body::new(request.into_body()), MAX_REQUEST)
        .await
        .map_err(|_| too_large())?;
    if !bytes.is_empty() {
        call.body = serde_json::from_slice(&bytes).map_err(|_| not_json())?;
    }
    Ok(call)
}

fn header(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

fn id(text: &str) -> Result<Snowflake, ApiError> {
    text.parse().map_err(|_| {
        ApiError::bad_request(
            50035,
            format!("Invalid Form Body: Value \"{text}\" is not snowflake."),
        )
    })
}

fn own_application(text: &str) -> Result<(), ApiError> {
    if id(text)? == seed::APPLICATION {
        Ok(())
    } else {
        Err(ApiError::forbidden(
            20012,
            "You are not authorized to perform this action on this application",
        ))
    }
}

fn route(shared: &Shared, world: &mut World, call: &Call, segments: &[&str]) -> Outcome {
    // Callbacks and follow-ups are authorized by the interaction's own token.
    let by_token = matches!(
        segments,
        ["interactions", _, _, "callback"] | ["webhooks", _, _, ..]
    );
    let open = matches!(segments, ["gateway"]);
    if !by_token && !open && !call.authorized {
        return Err(ApiError::unauthorized());
    }
    match (call.method.as_str(), segments) {
        ("GET", ["gateway"]) => Ok(Answer::Json(json!({"url": gateway_url(world)}))),
        ("GET", ["gateway", "bot"]) => Ok(Answer::Json(json!({
            "url": gateway_url(world),
            "shards": shared.options.shards,
            "session_start_limit": {
                "total": 1_000,
                "remaining": shared.options.session_starts.saturating_sub(world.gateway.identifies),
                "reset_after": 86_400_000,
                "max_concurrency": shared.options.max_concurrency,
            },
        }))),
        ("GET", ["applications" | "oauth2", "@me"] | ["oauth2", "applications", "@me"]) => {
            Ok(Answer::Json(application(world)))
        }
        ("GET", ["users", "@me"]) => Ok(Answer::Json(
            world
                .users
                .get(&seed::BOT)
                .map(current_user)
                .unwrap_or_default(),
        )),
        ("POST", ["interactions", interaction, token, "callback"]) => {
            interactions::callback(shared, world, call, id(interaction)?, token)
        }
        (_, ["webhooks", application, token, rest @ ..]) => {
            interactions::webhook(shared, world, call, application, token, rest)
        }
        (_, ["applications", application, "commands", rest @ ..]) => {
            own_application(application)?;
            commands::handle(world, call, None, rest)
        }
        (
            _,
            [
                "applications",
                application,
                "guilds",
                guild,
                "commands",
                rest @ ..,
            ],
        ) => {
            own_application(application)?;
            commands::handle(world, call, Some(id(guild)?), rest)
        }
        (_, ["users" | "guilds", ..]) => channels::handle(world, call, segments),
        (_, ["channels", channel]) => channels::channel(world, call, id(channel)?),
        (_, ["channels", channel, rest @ ..]) => messages::handle(world, call, id(channel)?, rest),
        _ => Err(ApiError::unknown_route()),
    }
}

fn gateway_url(world: &World) -> String {
    format!("{}/gateway", world.origin.replacen("http", "ws", 1))
}

fn application(world: &World) -> Value {
    json!({
        "id": seed::APPLICATION,
        "name": "certwise",
        "icon": null,
        "description": "",
        "summary": "",
        "type": null,
        "bot": world.users.get(&seed::BOT).map(payload::user),
        "bot_public": true,
        "bot_require_code_grant": false,
        "rpc_origins": [],
        "owner": world.users.get(&seed::OLIVE).map(payload::user),
        "team": null,
        "verify_key": "0000000000000000000000000000000000000000000000000000000000000000",
        "flags": 1 << 19,
        "flags_new": (1_u64 << 19).to_string(),
        "explicit_content_filter": 0,
        "eligible_oauth2_scopes": [],
        "approximate_user_authorization_count": 0,
        "hook": true,
        "integration_types_config": {"0": {}, "1": {}},
        "approximate_guild_count": world.guilds.values().filter(|guild| guild.bot_installed).count(),
        "approximate_user_install_count": world.users.values().filter(|user| user.installed_bot).count(),
        "redirect_uris": [],
        "interactions_endpoint_url": null,
        "role_connections_verification_url": null,
    })
}

/// A file that was uploaded to the stand-in.
pub(super) async fn download(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let file = request
        .uri()
        .path()
        .split('/')
        .rev()
        .nth(1)
        .and_then(|text| text.parse::<Snowflake>().ok())
        .and_then(|id| shared.world().files.get(&id).cloned());
    match file {
        Some(file) => (
            [
                (CONTENT_TYPE.as_str(), file.content_type.as_str()),
                ("x-content-type-options", "nosniff"),
                ("content-security-policy", "default-src 'none'; sandbox"),
            ],
            file.bytes,
        )
            .into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// How long ago an interaction was sent, at the moment of asking.
fn age(sent: Instant) -> Duration {
    sent.elapsed()
}
