//! Dated plans.

use certwise::advice::{Body, MilestoneKind, Plan, PlanWarning, answer};
use certwise::domain::{Question, days_between};

use super::support::{SHIPPED, catalog, certification, day, id};

fn plan(entry: &str, hours: Option<u8>, start: Option<&str>, deadline: Option<&str>) -> Plan {
    let question = Question::Plan {
        entry: id(entry),
        hours_per_week: hours,
        start: start.map(day),
        deadline: deadline.map(day),
    };
    match answer(&SHIPPED, &question, day("2026-11-22")).body {
        Body::Plan(plan) => *plan,
        other => panic!("no plan but {other:?}"),
    }
}

#[test]
fn hours_a_week_make_weeks_and_a_last_day() {
    // 160 hours at 10 a week.
    let plan = plan("ibm-ai-engineering", Some(10), Some("2027-01-04"), None);
    assert_eq!((plan.weeks, plan.start), (16, day("2027-01-04")));
    assert_eq!(days_between(plan.start, plan.finish), 16 * 7);
    assert!(plan.milestones.iter().map(|step| step.date).is_sorted());
    assert_eq!(plan.milestones[0].kind, MilestoneKind::Start);
    assert_eq!(
        plan.milestones.last().map(|step| &step.kind),
        Some(&MilestoneKind::Finish)
    );
}

#[test]
fn an_exam_is_booked_practised_and_sat() {
    let plan = plan("google-pmle", Some(10), None, None);
    assert_eq!(
        plan.start,
        day("2026-11-22"),
        "today, where no day is given"
    );
    let at = |wanted: &MilestoneKind| {
        plan.milestones
            .iter()
            .position(|step| step.kind == *wanted)
            .unwrap_or_else(|| panic!("{wanted:?} is missing"))
    };
    let (book, practice, exam) = (
        at(&MilestoneKind::BookExam),
        at(&MilestoneKind::Practice),
        at(&MilestoneKind::Exam),
    );
    assert!(book < practice && practice < exam);
    let covered: usize = plan
        .milestones
        .iter()
        .map(|step| match &step.kind {
            MilestoneKind::Cover { topics, .. } => topics.len(),
            _ => 0,
        })
        .sum();
    let covers = &SHIPPED.certification(&id("google-pmle")).unwrap().covers;
    assert_eq!(covered, covers.len(), "everything has its weeks");
    assert!(plan.warnings.contains(&PlanWarning::ExpectsYears(3)));
}

#[test]
fn a_date_without_hours_sets_the_pace() {
    let plan = plan("ibm-ai-engineering", None, None, Some("2027-01-31"));
    assert_eq!(plan.time.hours_per_week, 16);
    assert!(plan.finish <= day("2027-01-31"));
    assert!(!plan.time.pace_said);
}

#[test]
fn a_date_that_cannot_be_held_names_the_hours_that_it_would_take() {
    let plan = plan("ibm-ai-engineering", Some(5), None, Some("2027-01-31"));
    assert!(plan.warnings.contains(&PlanWarning::MissesDeadline {
        deadline: day("2027-01-31"),
        hours_per_week: 16,
    }));
}

#[test]
fn a_retired_exam_is_planned_as_its_successor() {
    let plan = plan("azure-ai-102", Some(8), None, None);
    assert_eq!(plan.entry, id("azure-ai-103"));
    assert_eq!(plan.instead_of, Some(id("azure-ai-102")));
}

#[test]
fn a_beta_and_its_announced_change_are_told() {
    let plan = plan("aws-mla", Some(8), None, None);
    assert!(plan.warnings.contains(&PlanWarning::Beta));
    assert!(
        plan.warnings
            .iter()
            .any(|warning| matches!(warning, PlanWarning::PlannedChange { .. }))
    );
}

#[test]
fn nonsense_stays_within_three_years_and_says_so() {
    let slow = plan("google-pmle", Some(0), None, None);
    assert!(slow.weeks <= 156);
    let eager = plan("google-pmle", Some(80), Some("2020-01-01"), None);
    assert!(
        eager.start >= day("2026-11-22"),
        "no plan begins in the past"
    );
    assert!(eager.warnings.contains(&PlanWarning::Unrealistic));
}

#[test]
fn the_last_day_of_an_ending_exam_bounds_the_plan() {
    let ending = certification(
        "ending",
        "exam",
        "associate",
        r#"
        [[certification.status]]
        state = "open"
        source = "notes"
        checked = 2026-11-01
        [[certification.status]]
        state = "retired"
        last_day = 2026-12-31
        successors = ["next"]
        source = "notes"
        checked = 2026-11-01
        [certification.fee]
        amount = 100
        source = "notes"
        checked = 2026-11-01
        "#,
    );
    let next = certification(
        "next",
        "exam",
        "associate",
        r#"
        [[certification.status]]
        state = "open"
        source = "notes"
        checked = 2026-11-01
        [certification.fee]
        amount = 100
        source = "notes"
        checked = 2026-11-01
        "#,
    );
    let catalog = catalog(&format!("{ending}{next}"));
    let plan = |hours| {
        let question = Question::Plan {
            entry: id("ending"),
            hours_per_week: Some(hours),
            start: None,
            deadline: None,
        };
        match answer(&catalog, &question, day("2026-11-22")).body {
            Body::Plan(plan) => plan,
            other => panic!("no plan but {other:?}"),
        }
    };
    let too_slow = PlanWarning::EndsBefore {
        last_day: day("2026-12-31"),
        successor: Some(id("next")),
    };
    assert!(plan(8).warnings.contains(&too_slow));
    assert!(!plan(40).warnings.contains(&too_slow));
}
