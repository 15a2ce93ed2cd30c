//! Out as a file, and back in.

use certwise::sandbox::{Arg, Pending, Snowflake, Upload};

use super::{Person, Stage, THERE};

const PART: &str = "[[faq]]\nid = \"local-cake\"\nquestion = \"Is there cake?\"\nshort = \"Cake?\"\nanswer = \"Yes.\"\nsource = \"article\"\nchecked = 2026-01-09\n";

impl Person<'_> {
    pub(super) fn imports(&self, bytes: &[u8]) -> Pending {
        let file = Upload {
            filename: "part.toml".to_owned(),
            content_type: Some("application/toml".to_owned()),
            bytes: bytes.to_vec(),
        };
        self.call("catalog import", &[("file", Arg::File(file))])
    }

    async fn exports(&self) -> Vec<u8> {
        let words = ["The catalogue of this server"];
        let exported = self.says("catalog export", &[], &words).await;
        let id: u64 = exported.attachments()[0]["id"]
            .as_str()
            .unwrap()
            .parse()
            .unwrap();
        self.stage.sandbox.file(Snowflake::new(id)).unwrap().bytes
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_export_goes_out_and_comes_back() {
    let stage = Stage::open().await;
    let (ada, mia) = (stage.ada(), stage.mia());
    let draft = ada.drafts("$250").await;
    ada.publishes(&draft, &["Published as #1"]).await;
    let exported = ada.exports().await;
    ada.reads(&ada.imports(&exported), &["Nothing to import"])
        .await;
    let edited = String::from_utf8(exported)
        .unwrap()
        .replace("amount = 250", "amount = 275");
    let words = ["~~250~~ → **275**", "Will read"];
    let draft = ada.reads(&ada.imports(edited.as_bytes()), &words).await;
    ada.publishes(&draft, &["Ada imported a file"]).await;
    mia.sees("$275").await;

    // A part is enough, and it stays in the server that took it.
    let draft = ada
        .reads(&ada.imports(PART.as_bytes()), &["Is there cake?"])
        .await;
    ada.publishes(&draft, &["Published as #3"]).await;
    let asked = [("question", "Is there cake?".into())];
    mia.says("faq", &asked, &["Yes."]).await;
    let there = ada.at(THERE).exports().await;
    let there = String::from_utf8(there).unwrap();
    assert!(!there.contains("local-cake") && !there.contains("amount = 275"));
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_cannot_be_taken_says_why() {
    let stage = Stage::open().await;
    let ada = stage.ada();
    let huge = "#".repeat(4100 * 1024);
    let unchecked = PART.replace("Yes.", "Yes, ask @everyone.");
    for (file, words) in [
        (&b"[[faq]\nid ="[..], "Line 1 is not valid TOML"),
        (b"just some words", "not valid TOML"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"[[faq]]\nid = 3", "no id"),
        (b"[[faq]]\nid = \"new-one\"", "local-new-one"),
        (b"[[faq]]\nid = \"google-pmle\"", "is a certification here"),
        (b"[[nonsense]]\nid = \"x\"", "no part of a catalogue"),
        (huge.as_bytes(), "4,096 KiB is the most"),
        (unchecked.as_bytes(), "does not pass the check"),
    ] {
        let refused = ada.reads(&ada.imports(file), &[words]).await;
        assert_eq!(refused.button("Publish"), None);
        assert!(refused.is_private());
    }
    ada.says("catalog history", &[], &["Nothing was changed here yet"])
        .await;
    stage.close().await;
}
