//! The program itself: `certwise sandbox`, with the real bot behind the page.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use super::webdriver::{self, Browser, key};
use super::{ONE, be};

pub(super) struct Program {
    process: Child,
    page: String,
}

impl Program {
    /// Starts it; the first line that it prints is the page's address.
    pub(super) fn start() -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_certwise"))
            .args(["sandbox", "--port", "0", "--today", "2026-11-22"])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let page = lines.next().unwrap().unwrap();
        assert!(page.starts_with("http://127.0.0.1:"), "{page}");
        // Whatever else it says must find a reader.
        std::thread::spawn(move || lines.for_each(drop));
        Self { process, page }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Nothing is lost with it: the sandbox keeps everything in memory.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

pub(super) async fn opened(browser: &Browser, program: &Program) {
    browser.size(1280, 800).await;
    browser.open(&program.page).await;
    browser
        .wait("document.querySelector('#status.online')")
        .await;
    browser
        .click("document.getElementById('composer-input')")
        .await;
    browser.keys("/").await;
    browser
        .wait("document.querySelectorAll('.suggestion').length > 10")
        .await;
}

pub(super) async fn typing(browser: &Browser) {
    browser
        .click("document.getElementById('composer-input')")
        .await;
}

/// The number of messages of the bot that are shown and complete.
const ANSWERS: &str = "[...document.querySelectorAll('.message')].filter((one) => one.querySelector('.author.bot') && !one.querySelector('.thinking')).length";

pub(super) async fn answers(browser: &Browser, count: usize) {
    browser.wait(&format!("{ANSWERS} >= {count}")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_from_the_first_slash_to_a_private_answer() {
    if !webdriver::present() {
        return;
    }
    let _alone = ONE.lock().await;
    let program = Program::start();
    let browser = Browser::start().await;
    opened(&browser, &program).await;
    browser.picture("tour-commands").await;

    // A slash command by keyboard, with a slip of the finger in the name.
    browser.keys(&format!("cert{}gogle ml", key::ENTER)).await;
    browser
        .wait("document.querySelector('.suggestion')?.innerText.includes('Google')")
        .await;
    browser.picture("tour-autocomplete").await;
    browser.keys(&format!("{0}{0}", key::ENTER)).await;
    answers(&browser, 1).await;
    browser.reads("used /cert").await;
    browser.picture("tour-cert").await;
    browser.press("Costs").await;
    answers(&browser, 1).await;
    browser.picture("tour-costs").await;

    // Guided advice: selects, privately.
    typing(&browser).await;
    browser.keys(&format!("/advise{0}{0}", key::ENTER)).await;
    browser
        .wait("document.querySelector('.select-opener')")
        .await;
    browser.reads("Only you can see this").await;
    browser.picture("tour-advise").await;

    be(&browser, "Noah").await;
    browser
        .wait("!document.getElementById('log').innerText.includes('Only you can see this')")
        .await;
    browser.picture("tour-noah").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_survives_the_bots_restart() {
    if !webdriver::present() {
        return;
    }
    let _alone = ONE.lock().await;
    let program = Program::start();
    let browser = Browser::start().await;
    opened(&browser, &program).await;
    browser
        .keys(&format!("{}{}", key::ESCAPE, key::BACKSPACE))
        .await;
    browser
        .click("document.querySelector('#places button')")
        .await;
    browser
        .wait("document.getElementById('title').innerText === '@ certwise'")
        .await;
    typing(&browser).await;
    browser
        .keys(&format!(
            "how long does the google ml engineer cert take?{}",
            key::ENTER
        ))
        .await;
    answers(&browser, 1).await;
    browser
        .keys(&format!("and how much is it?{}", key::ENTER))
        .await;
    answers(&browser, 2).await;
    browser.reads("$200").await;
    browser.picture("tour-dm").await;

    browser.click("document.getElementById('open-panel')").await;
    browser.press("Restart the bot").await;
    browser
        .wait("document.getElementById('panel').innerText.includes('connected 2 times')")
        .await;
    browser
        .wait("document.querySelector('#status.online')")
        .await;
    browser.keys(key::ESCAPE).await;
    answers(&browser, 2).await;
    // A button from before the restart still works.
    let before = browser.run("return document.querySelectorAll('.message').length + document.getElementById('log').innerText").await;
    browser
        .click("[...document.querySelectorAll('.message .button:not(.style-5)')].at(-1)")
        .await;
    browser.wait(&format!("document.querySelectorAll('.message').length + document.getElementById('log').innerText !== {before} || document.querySelector('dialog')")).await;
    browser
        .wait("!document.getElementById('log').innerText.includes('failed')")
        .await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_message_menu_answers_privately() {
    if !webdriver::present() {
        return;
    }
    let _alone = ONE.lock().await;
    let program = Program::start();
    let browser = Browser::start().await;
    opened(&browser, &program).await;
    browser
        .keys(&format!("{0}{1}", key::ESCAPE, key::BACKSPACE))
        .await;
    browser
        .keys(&format!(
            "is the ibm one any good or just a badge?{}",
            key::ENTER
        ))
        .await;
    browser.reads("is the ibm one any good").await;
    be(&browser, "Noah").await;
    browser
        .run("document.querySelector('.tools button').focus()")
        .await;
    browser.keys(&format!("{0}{0}", key::ENTER)).await;
    browser.reads("Only you can see this").await;
    browser.reads("IBM").await;
    browser.picture("tour-answer-this").await;
    be(&browser, "Mia").await;
    browser
        .wait("!document.getElementById('log').innerText.includes('Only you can see this')")
        .await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn members_are_not_shown_the_commands_of_moderators() {
    if !webdriver::present() {
        return;
    }
    let _alone = ONE.lock().await;
    let program = Program::start();
    let browser = Browser::start().await;
    opened(&browser, &program).await;
    let shown = "[...document.querySelectorAll('.suggestion .main')].some((one) => one.innerText.startsWith('/catalog'))";
    browser.keys("cat").await;
    browser.wait(&format!("!{shown}")).await;
    be(&browser, "Ada").await;
    browser
        .run("document.getElementById('composer-input').value = ''")
        .await;
    typing(&browser).await;
    browser.keys("/cat").await;
    browser.wait(shown).await;
    browser.picture("tour-catalog").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bot_recovers_from_what_the_panel_breaks() {
    if !webdriver::present() {
        return;
    }
    let _alone = ONE.lock().await;
    let program = Program::start();
    let browser = Browser::start().await;
    opened(&browser, &program).await;
    browser
        .keys(&format!("{}{}", key::ESCAPE, key::BACKSPACE))
        .await;
    for (number, fault) in ["500", "429", "cut_before", "cut_after", "slow", "duplicate"]
        .iter()
        .enumerate()
    {
        browser.run(&format!("document.getElementById('panel').hidden = false; document.getElementById('fault').value = '{fault}'")).await;
        browser.press("Switch on").await;
        if *fault != "duplicate" {
            browser
                .wait("document.querySelector('.active-faults').innerText !== ''")
                .await;
        }
        typing(&browser).await;
        browser.keys(&format!("/about{0}{0}", key::ENTER)).await;
        answers(&browser, number + 1).await;
        let shown = browser.run(&format!("return {ANSWERS}")).await;
        assert_eq!(shown, number + 1, "{fault}");
    }
    let log = browser
        .run("return document.getElementById('log').innerText")
        .await;
    assert!(!log.as_str().unwrap().contains("did not respond"), "{log}");
    browser.picture("tour-faults").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn replies_fit_a_phone() {
    if !webdriver::present() {
        return;
    }
    let _alone = ONE.lock().await;
    let program = Program::start();
    let browser = Browser::start().await;
    opened(&browser, &program).await;
    browser
        .keys(&format!("{}{}", key::ESCAPE, key::BACKSPACE))
        .await;
    browser.size(360, 740).await;
    browser.colours("dark").await;
    for (name, line) in [
        (
            "ask",
            "/ask which certification for a java developer on azure with $200 and two months",
        ),
        (
            "compare",
            "/compare\u{E007}google ml\u{E007}aws gen\u{E007}",
        ),
        ("help", "/help\u{E007}"),
    ] {
        typing(&browser).await;
        let before = browser
            .run(&format!("return {ANSWERS}"))
            .await
            .as_u64()
            .unwrap();
        browser.keys(line).await;
        if name == "ask" {
            browser.keys(key::ENTER).await;
        }
        browser.keys(key::ENTER).await;
        if name == "compare" {
            browser
                .wait("document.activeElement.classList.contains('more') || document.getElementById('composer-input')")
                .await;
            browser.picture("phone-compare-typing").await;
            browser.keys(key::ENTER).await;
        }
        answers(&browser, usize::try_from(before).unwrap() + 1).await;
        browser
            .wait("(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight < 2)(document.getElementById('log'))")
            .await;
        browser.picture(&format!("phone-{name}")).await;
        let over = browser
            .run("return [...document.querySelectorAll('#log *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest('.hidden, .origin')).map((one) => one.className)")
            .await;
        assert_eq!(over, serde_json::json!([]), "{name}");
    }
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_moderator_edits_publishes_and_undoes() {
    if !webdriver::present() {
        return;
    }
    let _alone = ONE.lock().await;
    let program = Program::start();
    let browser = Browser::start().await;
    opened(&browser, &program).await;
    browser
        .keys(&format!("{}{}", key::ESCAPE, key::BACKSPACE))
        .await;
    be(&browser, "Ada").await;
    typing(&browser).await;
    browser
        .keys(&format!("/catalog edit{}pmle", key::ENTER))
        .await;
    browser
        .wait("document.querySelector('.suggestion')?.innerText.includes('Google')")
        .await;
    browser.keys(&format!("{0}{0}", key::ENTER)).await;
    tokio::time::sleep(std::time::Duration::from_millis(1500)).await;
    browser.picture("tour-edit-1").await;
    browser.run("const name = document.querySelectorAll('dialog .field')[1].querySelector('input'); name.value = 'Google PMLE'; name.dispatchEvent(new Event('input'))").await;
    browser.press("Submit").await;
    browser.wait("!document.querySelector('dialog')").await;
    answers(&browser, 1).await;
    browser.picture("tour-edit-2").await;
    browser.press("Publish").await;
    browser.wait("[...document.querySelectorAll('.button')].some((one) => one.innerText.trim() === 'Undo')").await;
    browser.picture("tour-edit-3").await;

    // Members of this server see it at once, the other server does not.
    be(&browser, "Mia").await;
    for (place, name) in [(1, "Google PMLE"), (2, "Google Professional ML Engineer")] {
        browser
            .click(&format!(
                "document.querySelectorAll('#places button')[{place}]"
            ))
            .await;
        typing(&browser).await;
        browser.keys(&format!("/costs{}", key::ENTER)).await;
        browser
            .wait("document.activeElement.classList.contains('more')")
            .await;
        browser
            .keys(&format!("name{0}pmle{0}{0}", key::ENTER))
            .await;
        browser.reads(&format!("What {name} costs")).await;
    }

    be(&browser, "Ada").await;
    browser
        .click("document.querySelectorAll('#places button')[1]")
        .await;
    browser.press("Undo").await;
    browser.reads("Ada took back #1").await;
    browser.picture("tour-edit-4").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn news_elsewhere_are_marked_until_they_are_read() {
    if !webdriver::present() {
        return;
    }
    let _alone = ONE.lock().await;
    let program = Program::start();
    let browser = Browser::start().await;
    opened(&browser, &program).await;
    browser
        .keys(&format!("{}{}", key::ESCAPE, key::BACKSPACE))
        .await;
    be(&browser, "Noah").await;
    be(&browser, "Mia").await;
    browser
        .keys(&format!("hello everybody{}", key::ENTER))
        .await;
    browser.reads("hello everybody").await;
    browser
        .click("document.querySelectorAll('#places button')[2]")
        .await;
    browser
        .wait("document.querySelectorAll('#places [aria-current]')[0] === document.querySelectorAll('#places button')[2]")
        .await;
    be(&browser, "Noah").await;
    browser
        .wait("document.querySelectorAll('#places button')[1].querySelector('.dot')")
        .await;
    browser
        .click("document.querySelectorAll('#places button')[1]")
        .await;
    browser.reads("hello everybody").await;
    browser.wait("!document.querySelector('.dot')").await;
    browser.close().await;
}
