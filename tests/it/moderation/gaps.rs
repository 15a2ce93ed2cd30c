//! Unanswered questions become answers.

use std::sync::Arc;

use certwise::domain::{Snowflake, parse_date};
use certwise::service::Input;
use certwise::store::{MemoryStore, Store};

use super::world::{Got, HERE, Someone, THERE, World, ada, mia, mo, otto};

const QUESTION: &str = "terraform associate exam tips";

async fn ask(world: &World, who: &Someone, text: &str) -> Got {
    world.call(who, "ask", &[("question", text)]).await
}

async fn kept(store: &Arc<dyn Store>, guild: Snowflake) -> Vec<String> {
    let since = parse_date("2026-01-01").unwrap();
    let gaps = store.gaps(guild, since).await.unwrap();
    gaps.into_iter().map(|gap| gap.text).collect()
}

#[tokio::test]
async fn an_unanswered_question_is_attached_and_matched_from_then_on() {
    let world = World::new();
    ask(
        &world,
        &mia(),
        &format!("{QUESTION} mail me: mia@example.com"),
    )
    .await;
    ask(&world, &mia(), QUESTION).await;
    let list = world.call(&mo(), "catalog gaps", &[]).await;
    list.says(&["2×", "terraform associate", "Who asked is not kept"]);
    assert!(!list.text().contains("mia@example.com"));
    world
        .call(&otto(), "catalog gaps", &[])
        .await
        .says(&["Every question of late was answered"]);
    let first = world
        .store
        .gaps(HERE, parse_date("2026-01-01").unwrap())
        .await
        .unwrap()[0]
        .id;
    let one = world.choose(&mo(), &list, &first.0.to_string()).await;
    let form = world.press(&mo(), &one, "Attach to an entry").await.form();
    world
        .fill(&mo(), &form, &[("entry", "nothing of that name")])
        .await
        .says(&["No entry is called"]);
    let draft = world.fill(&mo(), &form, &[("entry", "faq-degree")]).await;
    draft.says(&["terraform associate"]);
    world
        .press(&mo(), &draft, "Publish")
        .await
        .says(&["attached a wording"]);
    let direct = world
        .call(&mia(), "faq", &[("question", "faq-degree")])
        .await;
    let answer = ask(&world, &mia(), QUESTION).await;
    assert_eq!(
        answer.reply().title,
        direct.reply().title,
        "{}",
        answer.text()
    );
    let elsewhere = ask(&world, &otto(), QUESTION).await;
    assert_ne!(elsewhere.reply().title, direct.reply().title);
    world
        .call(&mo(), "catalog gaps", &[])
        .await
        .says(&["Every question of late was answered"]);
}

#[tokio::test]
async fn a_question_becomes_an_entry_or_is_dismissed() {
    let world = World::new();
    ask(&world, &mia(), QUESTION).await;
    ask(&world, &mia(), "cka vs ckad").await;
    let list = world.call(&mo(), "catalog gaps", &[]).await;
    let gaps = world
        .store
        .gaps(HERE, parse_date("2026-01-01").unwrap())
        .await
        .unwrap();
    let zurble = gaps
        .iter()
        .find(|gap| gap.text.contains("terraform"))
        .unwrap();
    let other = gaps.iter().find(|gap| gap.text.contains("ckad")).unwrap();
    let one = world.choose(&mo(), &list, &zurble.id.0.to_string()).await;
    let form = world.press(&mo(), &one, "New FAQ entry").await.form();
    assert!(
        form.inputs[0].value.contains("terraform"),
        "filled with the question"
    );
    let typed = [("short", "The Terraform exam"), ("answer", "It does.")];
    let draft = world.fill(&mo(), &form, &typed).await;
    world
        .press(&mo(), &draft, "Publish")
        .await
        .says(&["Published as #1"]);
    ask(&world, &mia(), QUESTION).await.says(&["It does."]);
    let list = world.call(&mo(), "catalog gaps", &[]).await;
    let one = world.choose(&mo(), &list, &other.id.0.to_string()).await;
    world.press(&mo(), &one, "Dismiss").await.says(&["deleted"]);
    assert_eq!(kept(&world.store, HERE).await, Vec::<String>::new());
}

#[tokio::test]
async fn wordings_for_different_entries_are_in_nobodys_way() {
    let world = World::new();
    let (first, second) = (QUESTION, "is the hashicorp vault associate hard");
    let mut drafts = Vec::new();
    for (who, question, entry) in [(mo(), first, "faq-degree"), (ada(), second, "faq-worth-it")] {
        ask(&world, &mia(), question).await;
        let gaps = world.store.gaps(HERE, parse_date("2026-01-01").unwrap());
        let gaps = gaps.await.unwrap();
        let gap = gaps.iter().find(|gap| gap.text == question).unwrap();
        let list = world.call(&who, "catalog gaps", &[]).await;
        let one = world.choose(&who, &list, &gap.id.0.to_string()).await;
        let form = world.press(&who, &one, "Attach to an entry").await.form();
        drafts.push((
            who.clone(),
            world.fill(&who, &form, &[("entry", entry)]).await,
        ));
    }
    for ((who, draft), words) in drafts.iter().zip(["Published as #1", "Published as #2"]) {
        world.press(who, draft, "Publish").await.says(&[words]);
    }
}

#[tokio::test]
async fn whose_question_goes_where() {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
    let world = World::with_home(Arc::clone(&store), Some(THERE));
    let direct = mia().in_direct_messages();
    world.send(&direct, Input::Text(QUESTION.to_owned())).await;
    assert!(kept(&store, HERE).await.is_empty());
    assert_eq!(
        kept(&store, THERE).await.len(),
        1,
        "the home server's moderators see it"
    );
    let menu = |author: u64| Input::AnswerThis {
        text: format!("{QUESTION} {author}"),
        author: Snowflake(author),
        message: Snowflake(77),
    };
    let others = world.send(&mia(), menu(99)).await;
    assert!(kept(&store, HERE).await.is_empty(), "somebody else's words");
    assert!(!others.labels().contains(&"Not what I asked".to_owned()));
    world.send(&mia(), menu(3)).await;
    assert_eq!(kept(&store, HERE).await.len(), 1, "one's own");

    let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
    let world = World::over(Arc::clone(&store));
    world.send(&direct, Input::Text(QUESTION.to_owned())).await;
    assert!(kept(&store, HERE).await.is_empty() && kept(&store, Snowflake(0)).await.is_empty());

    let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
    let world = World::build(Arc::clone(&store), None, 0);
    ask(&world, &mia(), QUESTION).await;
    assert!(kept(&store, HERE).await.is_empty(), "0 days keep none");
}

#[tokio::test]
async fn not_what_i_asked_keeps_the_quoted_question() {
    let world = World::new();
    let press = Input::Component {
        custom_id: certwise::reply::Action::NotWhatIAsked
            .encode()
            .unwrap()
            .as_str()
            .to_owned(),
        values: Vec::new(),
        by_asker: true,
        quote: Some("is the ibm one any good, call 0170 1234567".to_owned()),
    };
    world.send(&mia(), press).await;
    let kept = kept(&world.store, HERE).await;
    assert_eq!(kept, ["is the ibm one any good, call [number]"]);
}
