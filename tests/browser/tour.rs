//! The tour of the README, walked in the browser. With `CERTWISE_PICTURES=docs` it makes the
//! README's pictures anew.

use super::real::{Program, answers, opened, typing};
use super::webdriver::{self, Browser, key};
use super::{ONE, be};

/// Leaves the message box empty.
async fn empty(browser: &Browser) {
    typing(browser).await;
    browser.keys(key::ESCAPE).await;
    browser
        .run("document.getElementById('composer-input').value = ''")
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_readme_shows_members() {
    if !webdriver::present() {
        return;
    }
    let _alone = ONE.lock().await;
    let program = Program::start();
    let browser = Browser::start().await;
    opened(&browser, &program).await;
    browser.size(1000, 700).await;
    empty(&browser).await;

    browser.keys(&format!("/cert{}gogle ml", key::ENTER)).await;
    browser
        .wait("document.querySelector('.suggestion')?.innerText.includes('Google')")
        .await;
    browser.picture("autocomplete").await;
    browser.keys(&format!("{0}{0}", key::ESCAPE)).await;

    browser.size(1000, 780).await;
    browser.keys(&format!("/advise{0}", key::ENTER)).await;
    browser
        .wait("document.activeElement.classList.contains('more')")
        .await;
    browser.keys(key::ENTER).await;
    browser
        .wait("document.querySelectorAll('.select-opener').length >= 3")
        .await;
    browser.picture("advise-form").await;
    browser.press("Dismiss message").await;

    browser.size(1000, 820).await;
    typing(&browser).await;
    browser.keys("/ask im a java dev, company is on azure, got like $200 and 2 months, what should i take").await;
    browser.keys(&format!("{0}{0}", key::ENTER)).await;
    answers(&browser, 1).await;
    browser.reads("Take").await;
    browser.picture("advice").await;

    browser.size(1000, 760).await;
    browser
        .click("document.querySelector('#places button')")
        .await;
    browser
        .wait("document.getElementById('title').innerText === '@ certwise'")
        .await;
    typing(&browser).await;
    browser
        .keys(&format!(
            "is the ibm one any good or just a badge{}",
            key::ENTER
        ))
        .await;
    answers(&browser, 1).await;
    browser
        .keys(&format!("and how much is it?{}", key::ENTER))
        .await;
    answers(&browser, 2).await;
    browser.reads("costs").await;
    browser.picture("direct-message").await;

    browser.size(360, 740).await;
    browser.colours("dark").await;
    browser
        .keys(&format!("something free?{}", key::ENTER))
        .await;
    answers(&browser, 3).await;
    browser.picture("phone").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_readme_shows_moderators() {
    if !webdriver::present() {
        return;
    }
    let _alone = ONE.lock().await;
    let program = Program::start();
    let browser = Browser::start().await;
    opened(&browser, &program).await;
    browser.size(1000, 820).await;
    empty(&browser).await;
    be(&browser, "Ada").await;
    typing(&browser).await;
    browser
        .keys(&format!("/catalog edit{}kaggle", key::ENTER))
        .await;
    browser
        .wait("document.querySelector('.suggestion')?.innerText.includes('Kaggle')")
        .await;
    browser.keys(&format!("{0}{0}", key::ENTER)).await;
    browser.wait("document.querySelector('dialog[open]')").await;
    browser.picture("moderate-form").await;
    browser.run("const name = document.querySelectorAll('dialog .field')[0].querySelector('input'); name.value = 'Kaggle Learn (free)'; name.dispatchEvent(new Event('input'))").await;
    browser.press("Submit").await;
    browser.wait("!document.querySelector('dialog')").await;
    browser.wait("[...document.querySelectorAll('.button')].some((one) => one.innerText.trim() === 'Publish')").await;
    browser.size(1000, 1080).await;
    browser.picture("moderate-preview").await;
    browser.size(1000, 820).await;
    browser.press("Publish").await;
    browser.wait("[...document.querySelectorAll('.button')].some((one) => one.innerText.trim() === 'Undo')").await;
    browser.picture("moderate-published").await;
    typing(&browser).await;
    browser
        .keys(&format!("/catalog history{0}", key::ENTER))
        .await;
    browser
        .wait("document.activeElement.classList.contains('more')")
        .await;
    browser.keys(key::ENTER).await;
    answers(&browser, 2).await;
    browser.reads("used /catalog history").await;
    browser.picture("moderate-history").await;
    browser.close().await;
}
