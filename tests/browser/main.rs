//! The sandbox's page in a real browser.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test may stop where the program may not"
)]

mod puppet;
mod real;
mod tour;
mod webdriver;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use certwise::sandbox::{Restart, Sandbox, SandboxOptions, seed};
use tokio::sync::{Mutex, MutexGuard};
use webdriver::{Browser, key};

/// One browser at a time is enough for the machine.
static ONE: Mutex<()> = Mutex::const_new(());

struct Scene {
    sandbox: Sandbox,
    browser: Browser,
    _alone: MutexGuard<'static, ()>,
}

/// The page, open, with the puppet behind it; `None` where there is no browser.
async fn scene(options: SandboxOptions) -> Option<Scene> {
    if !webdriver::present() {
        return None;
    }
    let alone = ONE.lock().await;
    let sandbox = Sandbox::start(options).await.unwrap();
    puppet::connect(&sandbox).await;
    let browser = Browser::start().await;
    browser.size(1280, 800).await;
    browser.open(&sandbox.page_url()).await;
    browser
        .wait("document.querySelector('#status.online')")
        .await;
    browser
        .click("document.getElementById('composer-input')")
        .await;
    Some(Scene {
        sandbox,
        browser,
        _alone: alone,
    })
}

/// Becomes somebody else.
async fn be(browser: &Browser, name: &str) {
    let script = format!(
        "const who = document.getElementById('who'); \
         who.value = [...who.options].find((one) => one.text.startsWith('{name}')).value; \
         who.dispatchEvent(new Event('change'));"
    );
    browser.run(&script).await;
    browser
        .wait(&format!(
            "document.getElementById('me-avatar').innerText === '{}'",
            &name[..1]
        ))
        .await;
}

impl Scene {
    /// Nothing on the page may have asked elsewhere, broken a rule, or thrown.
    async fn end(self) {
        assert_eq!(self.browser.complaints().await, [""; 0]);
        self.browser.close().await;
        self.sandbox.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slash_command_by_keyboard_alone_with_autocomplete() {
    let Some(scene) = scene(SandboxOptions::default()).await else {
        return;
    };
    let browser = &scene.browser;
    browser.keys("/").await;
    browser
        .wait("document.querySelectorAll('.suggestion').length === 8")
        .await;
    browser.picture("commands").await;
    browser.keys("cer").await;
    browser
        .wait("document.querySelectorAll('.suggestion').length === 1")
        .await;
    browser.keys(key::ENTER).await;
    browser.keys("goog").await;
    browser
        .wait("document.querySelector('.suggestion')?.innerText === 'Google PMLE'")
        .await;
    browser.picture("autocomplete").await;
    browser.keys(key::TAB).await;
    browser
        .wait("document.activeElement.classList.contains('more')")
        .await;
    browser.keys("pri").await;
    browser.keys(key::ENTER).await;
    browser.keys("t").await;
    browser.keys(key::ENTER).await;
    browser.keys(key::ENTER).await;
    browser.reads("google-pmle").await;
    browser.reads("Only you can see this").await;
    browser.picture("ephemeral").await;
    let ran = scene.sandbox.messages(seed::MIA, seed::STUDY_GROUP_GENERAL);
    assert!(ran[0].is_private());
    browser
        .wait("document.activeElement.id === 'composer-input'")
        .await;

    // A required option is asked for, and a number is a number.
    browser.keys(&format!("/cert{0}{0}", key::ENTER)).await;
    browser
        .keys(&format!("{}{}", key::ESCAPE, key::ENTER))
        .await;
    browser
        .wait("document.querySelector('.hint').innerText.includes('This option is required')")
        .await;
    browser.keys("free text").await;
    browser
        .wait("document.querySelector('.popup').innerText.includes('No options match')")
        .await;
    browser
        .keys(&format!(
            "{}{}hou{}abc{2}",
            key::ESCAPE,
            key::TAB,
            key::ENTER
        ))
        .await;
    browser
        .wait("document.querySelector('.hint').innerText.includes('Enter a whole number')")
        .await;
    browser
        .keys(&format!("{0}{0}{0}5{1}", key::BACKSPACE, key::ENTER))
        .await;
    browser.reads("free text").await;
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn buttons_selects_and_forms() {
    let Some(scene) = scene(SandboxOptions::default()).await else {
        return;
    };
    let browser = &scene.browser;
    browser
        .keys(&format!("/cert pmle{0}{1}{0}", key::ENTER, key::ESCAPE))
        .await;
    browser.reads("Answer first.").await;
    browser.press("Costs").await;
    browser.reads("It costs $200, Mia.").await;
    browser.picture("card").await;
    let focus = browser.run("return document.activeElement.innerText").await;
    assert_eq!(focus, "Costs", "a changed message keeps the focus");

    browser
        .click("document.getElementById('composer-input')")
        .await;
    browser.keys(&format!("/pick{0}{0}", key::ENTER)).await;
    browser
        .click("document.querySelector('.select-opener')")
        .await;
    browser.picture("select").await;
    browser.keys(&format!("{}{}", key::DOWN, key::ENTER)).await;
    browser.reads("Noted.").await;

    browser
        .click("document.getElementById('composer-input')")
        .await;
    browser.keys(&format!("/form{0}{0}", key::ENTER)).await;
    browser.wait("document.querySelector('dialog[open]')").await;
    browser.press("Submit").await;
    browser
        .wait("document.querySelector('dialog').innerText.includes('This field is required')")
        .await;
    browser.keys("because <b>it</b> is").await;
    browser.picture("form").await;
    browser.press("Submit").await;
    browser.reads("Saved: because <b>it</b> is").await;
    browser.wait("!document.querySelector('dialog')").await;
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn direct_messages_and_the_menu_of_a_message() {
    let Some(scene) = scene(SandboxOptions::default()).await else {
        return;
    };
    let browser = &scene.browser;
    browser
        .click("document.querySelector('#places button')")
        .await;
    browser
        .wait("document.getElementById('title').innerText === '@ certwise'")
        .await;
    browser.picture("dm-empty").await;
    browser
        .keys(&format!("which one should i take?{}", key::ENTER))
        .await;
    browser.reads("You said: which one should i take?").await;
    browser
        .keys(&format!("and how much is it?{}", key::ENTER))
        .await;
    browser.reads("You said: and how much is it?").await;
    browser.picture("dm").await;

    browser
        .click("document.querySelectorAll('#places button')[1]")
        .await;
    browser
        .wait("document.getElementById('title').innerText === '# general'")
        .await;
    browser
        .keys(&format!("is the ibm one any good?{}", key::ENTER))
        .await;
    browser.reads("is the ibm one any good?").await;
    browser
        .run("document.querySelector('.tools button').focus()")
        .await;
    browser.keys(key::ENTER).await;
    browser
        .wait("document.activeElement.innerText === 'Answer this'")
        .await;
    browser.picture("menu").await;
    browser.keys(key::ENTER).await;
    browser
        .reads("You asked about: is the ibm one any good?")
        .await;
    browser.press("Dismiss message").await;
    browser
        .wait("!document.getElementById('log').innerText.includes('You asked about')")
        .await;
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_do_not_see_each_others_private_replies() {
    let Some(scene) = scene(SandboxOptions::default()).await else {
        return;
    };
    let browser = &scene.browser;
    browser.keys(&format!("/pick{0}{0}", key::ENTER)).await;
    browser.reads("Tell me.").await;
    be(browser, "Noah").await;
    browser
        .wait("!document.getElementById('log').innerText.includes('Tell me.')")
        .await;
    browser
        .click("document.getElementById('composer-input')")
        .await;
    browser
        .keys(&format!("/cert pmle{0}{1}{0}", key::ENTER, key::ESCAPE))
        .await;
    browser.reads("Noah used /cert").await;
    be(browser, "Mia").await;
    browser.reads("Tell me.").await;
    browser.reads("Noah used /cert").await;
    // The other server knows nothing of it.
    browser
        .click("document.querySelectorAll('#places button')[2]")
        .await;
    browser.reads("Welcome!").await;
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_wrong_is_shown_as_discord_shows_it() {
    let options = SandboxOptions {
        answer_within: Duration::from_millis(1_500),
        ..SandboxOptions::default()
    };
    let Some(scene) = scene(options).await else {
        return;
    };
    let browser = &scene.browser;
    browser.keys(&format!("/think{0}{0}", key::ENTER)).await;
    browser.reads("certwise is thinking…").await;
    browser.picture("thinking").await;
    browser.reads("I thought about it.").await;

    browser.keys(&format!("/silent{0}{0}", key::ENTER)).await;
    browser.reads("The application did not respond").await;
    browser.press("Dismiss message").await;
    browser
        .wait("!document.getElementById('log').innerText.includes('did not respond')")
        .await;

    browser
        .click("document.getElementById('composer-input')")
        .await;
    browser.keys(&format!("/wrong{0}{0}", key::ENTER)).await;
    browser.reads("The application did not respond").await;
    browser
        .wait("document.getElementById('toasts').innerText.includes('Invalid Form Body – data.embeds.0.title: Must be 256 or fewer in length.')")
        .await;
    browser.picture("refused").await;
    browser
        .run("document.querySelectorAll('.toast').forEach((one) => one.remove())")
        .await;

    browser
        .keys(&format!("/cert pmle{0}{1}{0}", key::ENTER, key::ESCAPE))
        .await;
    browser.press("Break").await;
    browser.reads("This interaction failed").await;
    browser.picture("failed").await;
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn markdown_and_files_are_shown_and_nothing_in_them_is_run() {
    let Some(scene) = scene(SandboxOptions::default()).await else {
        return;
    };
    let browser = &scene.browser;
    browser.keys(&format!("/styles{0}{0}", key::ENTER)).await;
    browser.reads("<img src=x onerror=alert(1)>").await;
    for found in [
        "'.content strong', 'bold'",
        "'.content em', 'italic'",
        "'.content s', 'gone'",
        "'.content pre code', 'fn main() {}'",
        "'.content blockquote', 'quoted'",
        "'.content ul ul li', 'inner'",
        "'.content ol li', 'first'",
        "'.content a', 'a link'",
        "'.content .mention', '@Mia'",
        "'.content time', 'January 9, 2026'",
        "'.content [role=heading]', 'Heading'",
        "'.content .subtext', 'small print'",
    ] {
        let (selector, text) = found.split_once(", ").unwrap();
        let expression = format!("document.querySelector({selector})?.innerText.trim() === {text}");
        assert_eq!(
            browser.run(&format!("return {expression}")).await,
            true,
            "{found}"
        );
    }
    browser.reads("*not italic* snake_case_name").await;
    browser.picture("markdown").await;
    browser.keys(&format!("/files{0}{0}", key::ENTER)).await;
    browser.reads("catalogue.toml").await;
    browser.wait("document.querySelector('figure img')?.complete && document.querySelector('figure img').naturalWidth === 240").await;
    assert_eq!(
        browser
            .run("return document.querySelector('figure img').alt")
            .await,
        "A red square"
    );
    browser.picture("files").await;
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn narrow_and_wide_light_and_dark() {
    let Some(scene) = scene(SandboxOptions::default()).await else {
        return;
    };
    let browser = &scene.browser;
    browser
        .keys(&format!("/cert pmle{0}{1}{0}", key::ENTER, key::ESCAPE))
        .await;
    browser.keys(&format!("/pick{0}{0}", key::ENTER)).await;
    browser.reads("Tell me.").await;
    for scheme in ["light", "dark"] {
        browser.colours(scheme).await;
        for width in [360, 768, 1280] {
            browser.size(width, 740).await;
            browser.picture(&format!("{scheme}-{width}")).await;
            let over = browser
                .run("return document.documentElement.scrollWidth - innerWidth")
                .await;
            assert!(
                over.as_i64().unwrap() <= 0,
                "{scheme} {width}: too wide by {over}"
            );
            let cut = browser
                .run("return [...document.querySelectorAll('#log *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest('.hidden, .origin')).map((one) => one.className)")
                .await;
            assert_eq!(cut, serde_json::json!([]), "{scheme} {width}");
        }
    }
    browser.size(360, 740).await;
    browser
        .click("document.getElementById('open-places')")
        .await;
    browser
        .wait("document.activeElement.closest('#places')")
        .await;
    tokio::time::sleep(Duration::from_millis(250)).await;
    browser.picture("drawer-360").await;
    browser.keys(key::ESCAPE).await;
    browser
        .wait("!document.body.classList.contains('drawer')")
        .await;
    browser
        .click("document.getElementById('composer-input')")
        .await;
    browser.keys("/").await;
    browser.wait("document.querySelector('.suggestion')").await;
    browser.picture("commands-360").await;
    scene.end().await;
}

/// Texts whose contrast with their ground is below 4.5, as WCAG AA asks.
const FAINT: &str = r"
    const rgb = (text) => text.match(/[\d.]+/g).map(Number);
    const light = ([r, g, b]) => [r, g, b].map((one) => one / 255).map((one) => one <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
        .reduce((sum, one, at) => sum + one * [0.2126, 0.7152, 0.0722][at], 0);
    const found = [];
    for (const one of document.querySelectorAll('body *')) {
        const own = [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
        if (!own || !one.checkVisibility() || one.closest('.hidden, .skip, .spoiler, .name, :disabled, option')) continue;
        let ground = one;
        while (ground && rgb(getComputedStyle(ground).backgroundColor)[3] === 0) ground = ground.parentElement;
        const behind = ground ? rgb(getComputedStyle(ground).backgroundColor) : [255, 255, 255];
        const [a, b] = [light(rgb(getComputedStyle(one).color)), light(behind)].sort((x, y) => y - x);
        const ratio = (a + 0.05) / (b + 0.05);
        if (ratio < 4.5) found.push(`${one.className || one.tagName} ${one.textContent.slice(0, 20)} ${ratio.toFixed(2)}`);
    }
    return found;";

#[tokio::test(flavor = "multi_thread")]
async fn everything_can_be_read_and_has_a_name() {
    let Some(scene) = scene(SandboxOptions::default()).await else {
        return;
    };
    let browser = &scene.browser;
    for command in ["styles", "pick", "files"] {
        browser.keys(&format!("/{command}{0}{0}", key::ENTER)).await;
        browser.reads(&format!("used /{command}")).await;
    }
    browser
        .keys(&format!("/cert pmle{0}{1}{0}", key::ENTER, key::ESCAPE))
        .await;
    browser.press("Break").await;
    browser.reads("This interaction failed").await;
    browser.click("document.getElementById('open-panel')").await;
    browser
        .wait("!document.getElementById('panel').hidden")
        .await;
    browser
        .click("document.getElementById('composer-input')")
        .await;
    browser.keys("/").await;
    for scheme in ["light", "dark"] {
        browser.colours(scheme).await;
        assert_eq!(browser.run(FAINT).await, serde_json::json!([]), "{scheme}");
    }
    let names = browser
        .names("button, input, select, textarea, a, summary, [role=option], [role=listbox], [role=log], nav, aside, img")
        .await;
    assert!(names.len() > 30, "{}", names.len());
    for (markup, name) in names {
        assert!(!name.trim().is_empty(), "no name: {markup}");
    }
    // By Tab alone, from the link that leads past everything.
    browser.run("document.querySelector('.skip').focus()").await;
    let mut order = Vec::new();
    for _ in 0..9 {
        let at = browser
            .run("return document.activeElement.parentElement.closest('[id]')?.id ?? 'skip'")
            .await;
        if order.last() != Some(&at) {
            order.push(at);
        }
        browser.keys(key::TAB).await;
    }
    assert_eq!(
        serde_json::json!(order),
        serde_json::json!(["skip", "places", "channels", "me", "top", "main"])
    );
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_the_scenes_faults_and_a_restart() {
    let restarts = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&restarts);
    let options = SandboxOptions {
        restart: Some(Restart::new(move || {
            counted.fetch_add(1, Ordering::SeqCst);
        })),
        ..SandboxOptions::default()
    };
    let Some(scene) = scene(options).await else {
        return;
    };
    let browser = &scene.browser;
    browser
        .keys(&format!("/cert pmle{0}{1}{0}", key::ENTER, key::ESCAPE))
        .await;
    browser.reads("Answer first.").await;
    browser
        .run("document.querySelector('.tools button').focus()")
        .await;
    browser
        .keys(&format!("{}{}{}", key::ENTER, key::UP, key::ENTER))
        .await;
    browser
        .wait("document.getElementById('panel').innerText.includes('Answered after')")
        .await;
    browser.wait("document.querySelector('#panel pre').textContent.includes('authorizing_integration_owners')").await;
    browser.picture("panel").await;
    browser
        .run("document.getElementById('fault').value = '500'")
        .await;
    browser.press("Switch on").await;
    browser
        .wait("document.querySelector('.active-faults').innerText.includes('error 500')")
        .await;
    browser.press("All off").await;
    browser
        .wait("document.querySelector('.active-faults').innerText === ''")
        .await;
    browser.press("Restart the bot").await;
    browser.wait("true").await;
    for _ in 0..50 {
        if restarts.load(Ordering::SeqCst) == 1 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(restarts.load(Ordering::SeqCst), 1);
    // A new visit finds the conversation as it was, and its buttons work.
    browser.open(&scene.sandbox.page_url()).await;
    browser.reads("Answer first.").await;
    browser.press("Costs").await;
    browser.reads("It costs $200, Mia.").await;
    scene.end().await;
}

#[tokio::test]
async fn only_whoever_has_the_key_gets_in_and_only_by_the_loopback_interface() {
    let sandbox = Sandbox::start(SandboxOptions::default()).await.unwrap();
    let http = reqwest::Client::new();
    let page = sandbox.page_url();
    let root = sandbox.api_url();
    let status =
        async |request: reqwest::RequestBuilder| request.send().await.unwrap().status().as_u16();
    assert_eq!(status(http.get(&page)).await, 200);
    assert_eq!(status(http.get(&root)).await, 403);
    assert_eq!(status(http.get(format!("{root}/?key=00"))).await, 403);
    assert_eq!(
        status(http.get(&page).header("host", "evil.example")).await,
        403
    );
    assert_eq!(
        status(http.get(&page).header("origin", "http://evil.example")).await,
        403
    );
    assert_eq!(
        status(http.post(format!("{root}/page/upload?key=00")).body("x")).await,
        403
    );
    let answer = http.get(&page).send().await.unwrap();
    let policy = answer.headers()["content-security-policy"]
        .to_str()
        .unwrap();
    assert!(policy.starts_with("default-src 'none'"), "{policy}");
    assert!(page.starts_with("http://127.0.0.1:"));
    assert_eq!(page.split("key=").nth(1).unwrap().len(), 32);
}
