//! Add, retire, remove; what does not pass the check.

use super::world::{World, mia, mo, otto};

#[tokio::test]
async fn an_end_shows_every_recommendation_that_it_changes() {
    let world = World::new();
    let opened = world
        .call(
            &mo(),
            "catalog retire",
            &[
                ("name", "google-pmle"),
                ("on", "2026-11-30"),
                ("successor", "google-ai-professional"),
            ],
        )
        .await;
    let form = opened.form();
    let value = |name: &str| {
        let input = form.inputs.iter().find(|input| input.name == name);
        input.unwrap().value.clone()
    };
    assert_eq!(value("state"), "retired");
    assert_eq!(value("day"), "2026-11-30");
    assert_eq!(value("successors"), "google-ai-professional");
    world
        .fill(&mo(), &form, &[])
        .await
        .says(&["say where you read it"]);
    let typed = [("source", "Google's announcement")];
    let draft = world.fill(&mo(), &form, &typed).await;
    draft.says(&[
        "state retired",
        "30 November 2026",
        "Recommendations that change",
    ]);
    // All of them: those without room in the draft's message stand under *See the replies*.
    let listed = |text: &str| text.lines().filter(|line| line.contains(" → ")).count();
    let mut fields = draft.reply().fields.iter();
    let field = fields.find(|field| field.name.starts_with("Recomm"));
    let field = field.unwrap();
    let count: usize = field.name.rsplit(' ').next().unwrap().parse().unwrap();
    let more = world.press(&mo(), &draft, "See the replies").await;
    let lists = std::iter::once(more.reply()).chain(more.then());
    let lists = lists.filter(|reply| {
        let title = reply.title.as_deref().unwrap_or_default();
        title.starts_with("More recommendations")
    });
    let rest: usize = lists.map(|reply| listed(&reply.text)).sum();
    assert_eq!(listed(&field.value) + rest, count, "{}", field.value);
    assert!(rest > 0, "{count} in all");
    world
        .press(&mo(), &draft, "Publish")
        .await
        .says(&["Mo retired"]);
    let card = world.reads(&mia(), "google-pmle").await;
    assert!(card.contains("30 November 2026"), "{card}");
    let elsewhere = world.reads(&otto(), "google-pmle").await;
    assert!(!elsewhere.contains("30 November 2026"));
}

#[tokio::test]
async fn an_entry_that_others_need_stays() {
    let world = World::new();
    let refused = world
        .call(&mo(), "catalog remove", &[("entry", "google-pmle")])
        .await;
    refused.says(&["Not removed", "faq-worth-it", "refer to"]);
    assert!(refused.labels().is_empty(), "nothing to press");
}

#[tokio::test]
async fn a_question_is_added_answered_and_removed_again() {
    let world = World::new();
    let form = world
        .call(&mo(), "catalog add", &[("kind", "faq")])
        .await
        .form();
    let typed = [
        ("question", "Does our club pay for exams?"),
        ("short", "Does the club pay?"),
        (
            "answer",
            "**Yes, once a year.** Ask <@1> or @everyone first.",
        ),
    ];
    let refused = world.fill(&mo(), &form, &typed).await;
    refused.says(&["does not pass the check", "mention"]);
    assert!(!refused.labels().contains(&"Publish".to_owned()));
    let again = world.press(&mo(), &refused, "Edit again").await.form();
    assert!(
        again.inputs[2].value.contains("once a year"),
        "nothing is lost"
    );
    let typed = [(
        "answer",
        "**Yes, once a year.** {{ fee(\"google-pmle\") }} at most.",
    )];
    let draft = world.fill(&mo(), &again, &typed).await;
    draft.says(&["New: FAQ entry", "local-does-our-club-pay", "$200 at most"]);
    world
        .press(&mo(), &draft, "Publish")
        .await
        .says(&["Mo added"]);
    let asked = [("question", "Does our club pay for exams?")];
    let answer = world.call(&mia(), "faq", &asked).await;
    answer.says(&["once a year", "$200", "this server's moderators"]);
    let elsewhere = world.call(&otto(), "faq", &asked).await;
    assert!(!elsewhere.text().contains("once a year"));

    let remove = [("entry", "Does the club pay?")];
    let draft = world.call(&mo(), "catalog remove", &remove).await;
    draft.says(&["Gone: FAQ entry"]);
    world
        .press(&mo(), &draft, "Publish")
        .await
        .says(&["Mo removed"]);
    let answer = world.call(&mia(), "faq", &asked).await;
    assert!(!answer.text().contains("once a year"));
}

#[tokio::test]
async fn a_certification_is_added_page_by_page() {
    let world = World::new();
    let form = world
        .call(&mo(), "catalog add", &[("kind", "certification")])
        .await
        .form();
    let typed = [
        ("name", "Acme Certified Prompt Plumber"),
        ("short", "Acme Plumber"),
        ("summary", "Plumbing for prompts."),
    ];
    let draft = world.fill(&mo(), &form, &typed).await;
    draft.says(&["does not pass the check yet"]);
    let kind = world.choose(&mo(), &draft, "d").await.form();
    let typed = [
        ("kind", "exam"),
        ("level", "associate"),
        ("provider", "acme"),
    ];
    let draft = world.fill(&mo(), &kind, &typed).await;
    let cost = world.choose(&mo(), &draft, "c").await.form();
    let typed = [
        ("fee", "€99"),
        ("preparation", "1–2 months"),
        ("source", "https://acme.example/exam"),
    ];
    let draft = world.fill(&mo(), &cost, &typed).await;
    let status = world.choose(&mo(), &draft, "s").await.form();
    let typed = [("state", "open"), ("source", "https://acme.example/exam")];
    let draft = world.fill(&mo(), &status, &typed).await;
    draft.says(&["New: certification", "€99"]);
    world
        .press(&mo(), &draft, "Publish")
        .await
        .says(&["Published as #1"]);
    let card = world.reads(&mia(), "Acme Plumber").await;
    assert!(
        card.contains("€99") && card.contains("acme.example"),
        "{card}"
    );
}

#[tokio::test]
async fn everything_can_be_written_as_it_stands_in_the_file() {
    let world = World::new();
    let opened = world
        .call(&mo(), "catalog edit", &[("entry", "faq-degree")])
        .await;
    let draft = world.fill(&mo(), &opened.form(), &[]).await;
    let form = world.choose(&mo(), &draft, "t").await.form();
    let broken = world.fill(&mo(), &form, &[("c", "answer = ")]).await;
    broken.says(&["not valid TOML"]);
    let stray = world.fill(&mo(), &form, &[("c", "anser = \"x\"")]).await;
    stray.says(&["does not belong here"]);
    let draft = world
        .fill(
            &mo(),
            &form,
            &[("c", "answer = \"**It depends** on the job.\"")],
        )
        .await;
    draft.says(&["Before:", "It depends"]);
    world
        .press(&mo(), &draft, "Publish")
        .await
        .says(&["Published"]);
}

#[tokio::test]
async fn what_cannot_be_read_says_what_is_accepted() {
    let world = World::new();
    let opened = world
        .call(&mo(), "catalog edit", &[("entry", "aws-mla")])
        .await;
    let draft = world.fill(&mo(), &opened.form(), &[]).await;
    let cost = world.choose(&mo(), &draft, "c").await.form();
    let refused = world
        .fill(
            &mo(),
            &cost,
            &[("fee", "a lot @everyone"), ("preparation", "soon")],
        )
        .await;
    refused.says(&["Accepted: $300", "2–4 months"]);
    assert!(!refused.reply().text.contains("@everyone"), "it would ping");
    let status = world.choose(&mo(), &draft, "s").await.form();
    let typed = [("state", "gone"), ("day", "tomorrow"), ("source", "x")];
    world.fill(&mo(), &status, &typed).await.says(&["none of"]);
    let typed = [
        ("state", "retired"),
        ("successors", "no such thing at all"),
        ("day", "2027-01-01"),
    ];
    world
        .fill(&mo(), &status, &typed)
        .await
        .says(&["There is no entry"]);
}
