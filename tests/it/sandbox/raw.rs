//! A bot made of bare requests, so that the stand-in is not judged by one library alone.

use std::time::Duration;

use certwise::sandbox::{Sandbox, SandboxOptions, Snowflake, seed};
use futures_util::{SinkExt, StreamExt};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// GUILDS and DIRECT_MESSAGES.
pub(super) const INTENTS: u64 = 1 | (1 << 12);

pub(super) struct Rest {
    client: reqwest::Client,
    url: String,
    token: String,
}

impl Rest {
    pub(super) fn new(sandbox: &Sandbox) -> Self {
        Self {
            client: reqwest::Client::new(),
            url: sandbox.api_url(),
            token: format!("Bot {}", sandbox.token()),
        }
    }

    pub(super) async fn try_call(
        &self,
        method: &str,
        path: &str,
        body: &Value,
    ) -> reqwest::Result<Response> {
        self.client
            .request(
                Method::from_bytes(method.as_bytes()).unwrap(),
                format!("{}/api/v10{path}", self.url),
            )
            .header("authorization", &self.token)
            .header("content-type", "application/json")
            .body(if body.is_null() {
                String::new()
            } else {
                body.to_string()
            })
            .send()
            .await
    }

    /// Status and body of the answer.
    pub(super) async fn call(&self, method: &str, path: &str, body: Value) -> (u16, Value) {
        let response = self.try_call(method, path, &body).await.unwrap();
        let status = response.status().as_u16();
        let text = response.text().await.unwrap();
        (status, serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    /// Sends a form with `payload_json` and one file.
    pub(super) async fn upload(
        &self,
        path: &str,
        payload: &Value,
        filename: &str,
        bytes: &str,
    ) -> (u16, Value) {
        let part = |head: &str, body: &str| format!("--frontier\r\n{head}\r\n\r\n{body}\r\n");
        let body = part(
            "Content-Disposition: form-data; name=\"payload_json\"\r\nContent-Type: application/json",
            &payload.to_string(),
        ) + &part(
            &format!("Content-Disposition: form-data; name=\"files[0]\"; filename=\"{filename}\""),
            bytes,
        ) + "--frontier--\r\n";
        let response = self
            .client
            .post(format!("{}/api/v10{path}", self.url))
            .header("authorization", &self.token)
            .header("content-type", "multipart/form-data; boundary=frontier")
            .body(body)
            .send()
            .await
            .unwrap();
        let status = response.status().as_u16();
        let text = response.text().await.unwrap();
        (status, serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    pub(super) async fn register(&self, commands: Value) {
        let path = format!("/applications/{}/commands", seed::APPLICATION);
        let (status, body) = self.call("PUT", &path, commands).await;
        assert_eq!(status, 200, "{body}");
    }

    pub(super) async fn callback(&self, interaction: &Value, body: Value) -> (u16, Value) {
        let path = format!(
            "/interactions/{}/{}/callback",
            text(&interaction["id"]),
            text(&interaction["token"])
        );
        self.call("POST", &path, body).await
    }

    pub(super) async fn webhook(
        &self,
        method: &str,
        interaction: &Value,
        rest: &str,
        body: Value,
    ) -> (u16, Value) {
        let path = format!(
            "/webhooks/{}/{}{rest}",
            seed::APPLICATION,
            text(&interaction["token"])
        );
        self.call(method, &path, body).await
    }
}

pub(super) fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

pub(super) fn id(value: &Value) -> Snowflake {
    text(value).parse().unwrap()
}

pub(super) struct Gateway {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Gateway {
    /// Connects and reads HELLO.
    pub(super) async fn connect(sandbox: &Sandbox) -> Self {
        let url = format!("ws://{}/gateway?v=10&encoding=json", sandbox.address());
        let (socket, _) = connect_async(url).await.unwrap();
        let mut gateway = Self { socket };
        let hello = gateway.next().await.unwrap();
        assert_eq!(hello["op"], 10);
        assert!(hello["d"]["heartbeat_interval"].is_u64());
        gateway
    }

    pub(super) async fn send(&mut self, payload: Value) {
        self.socket
            .send(Message::text(payload.to_string()))
            .await
            .unwrap();
    }

    /// The next payload, or the code with which the connection was closed (0 for a cut).
    pub(super) async fn next(&mut self) -> Result<Value, u16> {
        let wait = Duration::from_secs(10);
        match tokio::time::timeout(wait, self.socket.next())
            .await
            .expect("something within ten seconds")
        {
            Some(Ok(Message::Text(text))) => Ok(serde_json::from_str(&text).unwrap()),
            Some(Ok(Message::Close(frame))) => Err(frame.map_or(1005, |frame| frame.code.into())),
            _ => Err(0),
        }
    }

    pub(super) async fn identify(&mut self, token: &str, intents: u64) {
        self.send(json!({"op": 2, "d": {
            "token": token, "intents": intents, "properties": {"os": "linux", "browser": "test", "device": "test"}
        }}))
        .await;
    }

    /// Connects, identifies and reads on to the last GUILD_CREATE; READY.
    pub(super) async fn ready(sandbox: &Sandbox, intents: u64) -> (Self, Value) {
        let mut gateway = Self::connect(sandbox).await;
        gateway.identify(sandbox.token(), intents).await;
        let ready = gateway.next().await.unwrap();
        assert_eq!(ready["t"], "READY");
        if intents & 1 != 0 {
            for _ in 0..ready["d"]["guilds"].as_array().unwrap().len() {
                assert_eq!(gateway.next().await.unwrap()["t"], "GUILD_CREATE");
            }
        }
        (gateway, ready)
    }

    pub(super) async fn event(&mut self, name: &str) -> Value {
        for _ in 0..20 {
            let payload = self.next().await.unwrap();
            if payload["t"] == name {
                return payload["d"].clone();
            }
        }
        panic!("no {name} among twenty payloads");
    }
}

/// A stand-in, REST, and a gateway that is ready.
pub(super) async fn bot(options: SandboxOptions) -> (Sandbox, Rest, Gateway) {
    let sandbox = Sandbox::start(options).await.unwrap();
    let rest = Rest::new(&sandbox);
    let (gateway, _) = Gateway::ready(&sandbox, INTENTS).await;
    (sandbox, rest, gateway)
}
