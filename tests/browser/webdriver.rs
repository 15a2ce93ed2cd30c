//! A small client of chromedriver: what these tests need of the WebDriver protocol, and no more.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// How long the page has for anything.
const PATIENCE: Duration = Duration::from_secs(10);

/// Keys without a letter, as WebDriver names them.
pub mod key {
    pub const ENTER: &str = "\u{E007}";
    pub const TAB: &str = "\u{E004}";
    pub const ESCAPE: &str = "\u{E00C}";
    pub const BACKSPACE: &str = "\u{E003}";
    pub const DOWN: &str = "\u{E015}";
    pub const UP: &str = "\u{E013}";
}

/// A browser with one window.
pub struct Browser {
    driver: Child,
    http: reqwest::Client,
    session: String,
}

/// Whether there is a browser; in CI there must be.
pub fn present() -> bool {
    let there = ["/usr/bin/chromium", "/usr/bin/chromedriver"]
        .iter()
        .all(|path| Path::new(path).exists());
    assert!(
        there || std::env::var_os("CI").is_none(),
        "CI needs Debian's packages chromium and chromium-driver"
    );
    there
}

impl Browser {
    pub async fn start() -> Self {
        let mut driver = Command::new("/usr/bin/chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts");
        let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines();
        let port = loop {
            let line = lines.next().expect("chromedriver says its port").unwrap();
            if let Some(port) = line.strip_prefix("ChromeDriver was started successfully on port ")
            {
                break port.trim_end_matches('.').to_owned();
            }
        };
        // Whatever else it says must not fill the pipe.
        std::thread::spawn(move || lines.for_each(drop));
        let http = reqwest::Client::new();
        let base = format!("http://127.0.0.1:{port}/session");
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "goog:chromeOptions": {"args": [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                "--force-color-profile=srgb", "--window-size=1280,800", "--lang=en-US",
            ]},
            "goog:loggingPrefs": {"browser": "ALL"},
        }}});
        let answer = http
            .post(&base)
            .body(wanted.to_string())
            .send()
            .await
            .unwrap()
            .text()
            .await
            .unwrap();
        let answer: Value = serde_json::from_str(&answer).unwrap();
        let id = answer["value"]["sessionId"]
            .as_str()
            .unwrap_or_else(|| panic!("no session: {answer}"))
            .to_owned();
        Self {
            driver,
            http,
            session: format!("{base}/{id}"),
        }
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        let answer = self
            .http
            .post(format!("{}{path}", self.session))
            .body(body.to_string())
            .send()
            .await
            .unwrap();
        let text = answer.text().await.unwrap();
        let answer: Value = serde_json::from_str(&text).unwrap();
        assert!(
            answer["value"]["error"].is_null(),
            "{path}: {}",
            answer["value"]
        );
        answer["value"].clone()
    }

    pub async fn open(&self, address: &str) {
        self.post("/url", json!({"url": address})).await;
    }

    async fn developer(&self, command: &str, parameters: Value) {
        self.post(
            "/goog/cdp/execute",
            json!({"cmd": command, "params": parameters}),
        )
        .await;
    }

    pub async fn size(&self, width: u32, height: u32) {
        let metrics =
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.developer("Emulation.setDeviceMetricsOverride", metrics)
            .await;
    }

    /// `light` or `dark`, as the system would prefer it.
    pub async fn colours(&self, scheme: &str) {
        let features = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
        self.developer("Emulation.setEmulatedMedia", features).await;
    }

    /// Runs a script's function body and returns its value.
    pub async fn run(&self, script: &str) -> Value {
        self.post("/execute/sync", json!({"script": script, "args": []}))
            .await
    }

    /// Waits until an expression is true, and says what the page showed if it never is.
    pub async fn wait(&self, expression: &str) {
        let end = Instant::now() + PATIENCE;
        loop {
            if self.run(&format!("return Boolean({expression})")).await == json!(true) {
                return;
            }
            if Instant::now() > end {
                let shown = self.run("return document.body.innerText").await;
                panic!(
                    "never true: {expression}\n{}",
                    shown.as_str().unwrap_or_default()
                );
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }

    /// Waits until the messages contain a text.
    pub async fn reads(&self, text: &str) {
        self.wait(&format!(
            "document.getElementById('log').innerText.replace(/\\s+/g, ' ').includes({})",
            json!(text)
        ))
        .await;
    }

    /// Types, wherever the focus is; `key` has the keys without letters.
    pub async fn keys(&self, text: &str) {
        let steps: Vec<_> = text
            .chars()
            .flat_map(|letter| {
                [
                    json!({"type": "keyDown", "value": letter.to_string()}),
                    json!({"type": "keyUp", "value": letter.to_string()}),
                ]
            })
            .collect();
        let actions = json!({"actions": [{"type": "key", "id": "keyboard", "actions": steps}]});
        self.post("/actions", actions).await;
    }

    /// Clicks an element as a mouse would; the expression yields it.
    pub async fn click(&self, expression: &str) {
        self.wait(expression).await;
        let element = self.run(&format!("return {expression}")).await;
        let id = element
            .as_object()
            .and_then(|one| one.values().next())
            .and_then(Value::as_str)
            .unwrap()
            .to_owned();
        self.post(&format!("/element/{id}/click"), json!({})).await;
    }

    /// What a screen reader calls each element that a selector finds and that is shown.
    pub async fn names(&self, selector: &str) -> Vec<(String, String)> {
        let script = format!(
            "return [...document.querySelectorAll({})].filter((one) => one.checkVisibility())",
            json!(selector)
        );
        let mut names = Vec::new();
        for element in self.run(&script).await.as_array().into_iter().flatten() {
            let id = element
                .as_object()
                .and_then(|one| one.values().next())
                .and_then(Value::as_str)
                .unwrap();
            let answer = self
                .http
                .get(format!("{}/element/{id}/computedlabel", self.session))
                .send()
                .await
                .unwrap();
            let answer: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
            let markup = self
                .post("/execute/sync", json!({"script": "return arguments[0].outerHTML.slice(0, 120)", "args": [element]}))
                .await;
            names.push((
                markup.as_str().unwrap_or_default().to_owned(),
                answer["value"].as_str().unwrap_or_default().to_owned(),
            ));
        }
        names
    }

    /// Clicks the button or menu entry with this text; the last one if there are several.
    pub async fn press(&self, text: &str) {
        let buttons = "[...document.querySelectorAll('button')]";
        self.click(&format!(
            "{buttons}.filter((one) => one.innerText.trim() === {} && one.offsetParent).at(-1)",
            json!(text)
        ))
        .await;
    }

    /// What the browser complained about.
    pub async fn complaints(&self) -> Vec<String> {
        let log = self.post("/se/log", json!({"type": "browser"})).await;
        log.as_array()
            .into_iter()
            .flatten()
            .filter(|entry| entry["level"] == "SEVERE" || entry["level"] == "WARNING")
            .map(|entry| entry["message"].as_str().unwrap_or_default().to_owned())
            .collect()
    }

    /// Saves a picture of the window where `CERTWISE_PICTURES` says, if it says so.
    pub async fn picture(&self, name: &str) {
        let Some(folder) = std::env::var_os("CERTWISE_PICTURES") else {
            return;
        };
        let answer = self
            .http
            .get(format!("{}/screenshot", self.session))
            .send()
            .await
            .unwrap();
        let answer: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
        let bytes = decode(answer["value"].as_str().unwrap());
        std::fs::write(Path::new(&folder).join(format!("{name}.png")), bytes).unwrap();
    }

    pub async fn close(self) {
        self.http.delete(&self.session).send().await.unwrap();
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // It is gone already if the session was closed in order.
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// Base64, as WebDriver sends pictures.
fn decode(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let (mut bits, mut held) = (0_u32, 0);
    for letter in text.bytes() {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => continue,
        };
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
        }
    }
    bytes
}
