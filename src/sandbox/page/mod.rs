//! The page on which people try the bot: plain files, and one socket.
//!
//! Whoever knows the random key in the address may use it. The `Host` and `Origin` headers are
//! checked, so that no other page in the same browser can reach it by a name of its own.

mod action;
mod state;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Query, Request, State};
use axum::http::header::{CONTENT_TYPE, HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::{Arg, Sandbox, Upload, key};
use state::View;

const INDEX: &str = include_str!("index.html");
/// The page's files: name, media type, text.
const FILES: [(&str, &str, &str); 9] = [
    (
        "style.css",
        "text/css; charset=utf-8",
        include_str!("style.css"),
    ),
    ("icon.svg", "image/svg+xml", include_str!("icon.svg")),
    ("app.js", JAVASCRIPT, include_str!("app.js")),
    ("dom.js", JAVASCRIPT, include_str!("dom.js")),
    ("markdown.js", JAVASCRIPT, include_str!("markdown.js")),
    ("messages.js", JAVASCRIPT, include_str!("messages.js")),
    ("composer.js", JAVASCRIPT, include_str!("composer.js")),
    ("dialog.js", JAVASCRIPT, include_str!("dialog.js")),
    ("panel.js", JAVASCRIPT, include_str!("panel.js")),
];
const JAVASCRIPT: &str = "text/javascript; charset=utf-8";

/// Changes that come close together are shown together.
const SETTLE: Duration = Duration::from_millis(8);
/// A file that a person may attach.
const MAX_UPLOAD: usize = 10 * 1024 * 1024;

/// What the page's routes share.
pub(super) struct Page {
    sandbox: Sandbox,
    key: String,
    uploads: Mutex<BTreeMap<String, Upload>>,
}

impl Page {
    pub(super) fn new(sandbox: Sandbox, key: String) -> Arc<Self> {
        Arc::new(Self {
            sandbox,
            key,
            uploads: Mutex::default(),
        })
    }

    /// Takes an uploaded file as the value of an option.
    fn taken(&self, upload: &str) -> Option<Arg> {
        let mut uploads = self.uploads.lock().unwrap_or_else(PoisonError::into_inner);
        uploads.remove(upload).map(Arg::File)
    }
}

/// The key that a page's address carries.
pub(super) fn new_key() -> String {
    format!("{:032x}", key::random())
}

/// The page's routes.
pub(super) fn routes(page: Arc<Page>) -> Router {
    Router::new()
        .route("/", get(index))
        .route("/page/{file}", get(file))
        .route("/page/socket", get(socket))
        .route("/page/upload", post(upload))
        .with_state(page)
}

/// Refuses requests that came by another name than the loopback interface's.
pub(super) async fn local_only(State(port): State<u16>, request: Request, next: Next) -> Response {
    let local = |value: Option<&HeaderValue>, scheme: &str| {
        value
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| {
                value == format!("{scheme}127.0.0.1:{port}")
                    || value == format!("{scheme}localhost:{port}")
            })
    };
    let headers = request.headers();
    let origin = headers.get(ORIGIN);
    if local(headers.get(HOST), "") && (origin.is_none() || local(origin, "http://")) {
        return next.run(request).await;
    }
    (
        StatusCode::FORBIDDEN,
        "This stand-in answers on the loopback interface only.",
    )
        .into_response()
}

#[derive(serde::Deserialize)]
struct Key {
    key: Option<String>,
    name: Option<String>,
}

impl Page {
    fn opened_by(&self, key: &Key) -> bool {
        key.key.as_deref() == Some(&self.key)
    }
}

fn forbidden() -> Response {
    (
        StatusCode::FORBIDDEN,
        "This address lacks its key. Use the whole address that certwise printed when it started.\n",
    )
        .into_response()
}

fn guarded(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in [
        (
            "content-security-policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
             form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
        ),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cache-control", "no-store"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

async fn index(State(page): State<Arc<Page>>, Query(key): Query<Key>) -> Response {
    if !page.opened_by(&key) {
        return forbidden();
    }
    guarded(([(CONTENT_TYPE, "text/html; charset=utf-8")], INDEX).into_response())
}

async fn file(axum::extract::Path(name): axum::extract::Path<String>) -> Response {
    match FILES.iter().find(|(file, _, _)| *file == name) {
        Some((_, kind, text)) => guarded(([(CONTENT_TYPE, *kind)], *text).into_response()),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn upload(
    State(page): State<Arc<Page>>,
    Query(key): Query<Key>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Response {
    if !page.opened_by(&key) {
        return forbidden();
    }
    if bytes.len() > MAX_UPLOAD {
        return (
            StatusCode::PAYLOAD_TOO_LARGE,
            "Your files are too powerful! Max file size: 10 MB",
        )
            .into_response();
    }
    let id = format!("{:032x}", key::random());
    let upload = Upload {
        filename: key.name.unwrap_or_else(|| "file".to_owned()),
        content_type: headers
            .get(CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok())
            .map(str::to_owned),
        bytes: bytes.to_vec(),
    };
    let mut uploads = page.uploads.lock().unwrap_or_else(PoisonError::into_inner);
    uploads.insert(id.clone(), upload);
    guarded(axum::Json(json!({"upload": id})).into_response())
}

async fn socket(
    State(page): State<Arc<Page>>,
    Query(key): Query<Key>,
    upgrade: WebSocketUpgrade,
) -> Response {
    if !page.opened_by(&key) {
        return forbidden();
    }
    upgrade.on_upgrade(move |socket| serve(page, socket))
}

/// One open page: shows what changes, does what is asked.
async fn serve(page: Arc<Page>, mut socket: WebSocket) {
    let shared = Arc::clone(&page.sandbox.shared);
    let mut version = shared.version.subscribe();
    let mut stopping = shared.stopping.subscribe();
    let (answers, mut answered) = mpsc::unbounded_channel::<Value>();
    let mut view = View::default();
    let mut shown = BTreeMap::new();
    loop {
        for (topic, value) in view.topics(&page.sandbox) {
            let text = json!({"topic": topic, "value": value}).to_string();
            if shown.get(topic) != Some(&text) {
                if socket
                    .send(Message::Text(text.clone().into()))
                    .await
                    .is_err()
                {
                    return;
                }
                shown.insert(topic, text);
            }
        }
        tokio::select! {
            changed = version.changed() => {
                if changed.is_err() {
                    return;
                }
                tokio::time::sleep(SETTLE).await;
                version.borrow_and_update();
            }
            _ = stopping.changed() => return,
            // What depends on the clock alone: typing, and answers that never came.
            () = tokio::time::sleep(Duration::from_secs(1)) => {}
            Some(answer) = answered.recv() => {
                if socket.send(Message::Text(answer.to_string().into())).await.is_err() {
                    return;
                }
            }
            message = socket.recv() => match message {
                Some(Ok(Message::Text(text))) => {
                    let Ok(request) = serde_json::from_str::<Value>(&text) else { return };
                    if request["do"] == "view" {
                        view = View::read(&page.sandbox, &request);
                    } else {
                        action::perform(&page, &view, request, answers.clone());
                    }
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Binary(_))) => {}
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
            },
        }
    }
}
