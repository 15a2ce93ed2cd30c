//! Files that people attach, fetched within bounds and from nowhere but Discord.

use std::time::Duration;

use reqwest::{Client, Url};

use crate::command::OptionValue;
use crate::service::{Input, Request};

use super::decode::Upload;

/// The largest file that is read.
const MOST_BYTES: usize = 4 * 1024 * 1024;
const WITHIN: Duration = Duration::from_secs(10);
/// Where Discord keeps attachments.
const HOSTS: [&str; 2] = ["cdn.discordapp.com", "media.discordapp.net"];

/// Puts the files' bytes into the request, as far as they can be had.
pub(super) async fn fetch(
    client: &Client,
    origin: Option<&Url>,
    uploads: &[Upload],
    request: &mut Request,
) {
    let Input::Command(call) = &mut request.input else {
        return;
    };
    for upload in uploads {
        if let Some(OptionValue::Attachment(file)) = call.options.get_mut(&upload.option)
            && file.size <= MOST_BYTES as u64
        {
            file.bytes = download(client, origin, &upload.url).await;
        }
    }
}

async fn download(client: &Client, origin: Option<&Url>, url: &str) -> Option<Vec<u8>> {
    let url = Url::parse(url).ok().filter(|url| is_allowed(url, origin))?;
    let mut response = client.get(url).timeout(WITHIN).send().await.ok()?;
    if !response.status().is_success() {
        return None;
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.ok()? {
        // The announced size is not to be trusted.
        if bytes.len() + chunk.len() > MOST_BYTES {
            return None;
        }
        bytes.extend_from_slice(&chunk);
    }
    Some(bytes)
}

fn is_allowed(url: &Url, origin: Option<&Url>) -> bool {
    let discord =
        url.scheme() == "https" && url.host_str().is_some_and(|host| HOSTS.contains(&host));
    discord || origin.is_some_and(|origin| origin.origin() == url.origin())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_from_discord_only() {
        let origin = Url::parse("http://127.0.0.1:8790").unwrap();
        let allowed = |text: &str| is_allowed(&Url::parse(text).unwrap(), Some(&origin));
        assert!(allowed("https://cdn.discordapp.com/attachments/1/2/a.toml"));
        assert!(allowed("http://127.0.0.1:8790/attachments/1/a.toml"));
        for other in [
            "http://cdn.discordapp.com/a",
            "https://cdn.discordapp.com.evil.example/a",
            "https://evil.example/cdn.discordapp.com",
            "http://127.0.0.1:8791/a",
            "http://169.254.169.254/latest",
            "file:///etc/passwd",
        ] {
            assert!(!allowed(other), "{other}");
        }
    }
}
