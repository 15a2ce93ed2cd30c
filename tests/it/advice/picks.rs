//! Profiles and the picks that a fair expert would give on 22 November 2026, over the catalogue
//! that is shipped.

use super::support::{SHIPPED, recommend};

const TODAY: &str = "2026-11-22";

/// What is known about somebody; first picks that are right for them; what would be wrong anywhere
/// among the recommended.
struct Case(&'static str, &'static str, &'static str);

#[rustfmt::skip]
const CASES: &[Case] = &[
    // Beginners: the programme that builds, with Python before it; literacy for who won't code.
    Case("is=beginner", "ibm-ai-engineering", "google-pmle aws-genai-dev"),
    Case("is=beginner codes=yes", "ibm-ai-engineering", "google-pmle"),
    Case("is=beginner codes=no", "google-ai-essentials", "ibm-ai-engineering google-pmle"),
    Case("is=career-changer", "ibm-ai-engineering", "google-pmle aws-mla"),
    Case("is=career-changer wants=data-science", "ibm-ai-engineering", "google-pmle"),
    Case("is=student", "ibm-ai-engineering", "google-pmle"),
    Case("is=student wants=generative-ai", "ibm-ai-engineering", "aws-genai-dev"),
    Case("is=student wants=deep-learning", "ibm-ai-engineering dlai-pytorch", "nvidia-dli"),
    Case("is=student on=aws", "aws-ai-practitioner", "aws-mls aws-genai-dev aws-mla"),
    Case("is=beginner on=azure", "azure-ai-901", "azure-ai-102 azure-ai-300"),
    Case("is=beginner on=google-cloud", "ibm-ai-engineering", "google-pmle"),
    Case("is=beginner on=aws wants=ml-engineering", "aws-ai-practitioner ibm-ai-engineering", "aws-mls aws-genai-dev"),
    Case("wants=start", "ibm-ai-engineering", "google-pmle"),
    // Little or no money.
    Case("wants=free", "kaggle-learn", "google-pmle ibm-ai-engineering"),
    Case("wants=free on=azure", "microsoft-learn", "azure-ai-103"),
    Case("wants=free on=aws", "aws-skill-builder", "aws-mla aws-genai-dev"),
    Case("is=developer budget=0", "kaggle-learn microsoft-learn aws-skill-builder", "google-pmle azure-ai-103"),
    Case("is=career-changer monthly=30-EUR", "kaggle-learn ibm-financial-aid", "google-pmle ibm-ai-engineering"),
    Case("is=student monthly=50", "ibm-ai-engineering", "google-pmle"),
    Case("is=non-technical budget=20", "google-ai-essentials-promo kaggle-learn microsoft-learn oracle-agentic-ai", "google-genai-leader"),
    // People who do not build.
    Case("is=non-technical", "google-ai-essentials", "ibm-ai-engineering google-pmle"),
    Case("is=non-technical wants=literacy", "google-ai-essentials", "ibm-ai-engineering"),
    Case("is=non-technical wants=product", "google-ai-essentials google-genai-leader", "ibm-ai-engineering"),
    Case("is=non-technical wants=product on=azure", "google-ai-essentials azure-ai-901", "azure-ai-103"),
    Case("is=executive wants=generative-ai", "google-genai-leader", "aws-genai-dev"),
    Case("is=executive wants=prestige", "stanford-ml mit-ml-ai", "kaggle-learn"),
    Case("is=executive wants=prestige budget=1000", "harvard-data-science", "stanford-ml mit-ml-ai"),
    Case("is=non-technical wants=ml-engineering", "ibm-ai-engineering", "google-pmle"),
    Case("codes=no", "google-ai-essentials", "ibm-ai-engineering"),
    // AWS: what is retired never, the professional exam from two years on.
    Case("on=aws", "aws-mla", "aws-mls"),
    Case("is=developer on=aws", "aws-mla", "aws-mls"),
    Case("is=developer on=aws years=0", "aws-ai-practitioner", "aws-mls aws-genai-dev aws-mla"),
    Case("is=developer on=aws years=1", "aws-mla", "aws-mls"),
    Case("is=developer on=aws years=2", "aws-genai-dev", "aws-mls"),
    Case("is=ml-engineer on=aws years=5", "aws-genai-dev", "aws-mls aws-ai-practitioner"),
    Case("is=developer on=aws wants=generative-ai years=2", "aws-genai-dev", "aws-mls"),
    Case("is=developer on=aws years=3 budget=200", "aws-mla", "aws-genai-dev aws-mls"),
    Case("is=developer on=aws years=3 budget=100", "aws-ai-practitioner", "aws-genai-dev aws-mla"),
    Case("is=developer on=aws wants=mlops", "aws-mla", "aws-mls azure-ai-300"),
    // Azure: AI-102 never.
    Case("on=azure", "azure-ai-103", "azure-ai-102"),
    Case("is=developer on=azure", "azure-ai-103", "azure-ai-102"),
    Case("is=developer on=azure budget=200 by=2027-01-22", "azure-ai-103", "azure-ai-102"),
    Case("is=developer on=azure years=0", "azure-ai-901", "azure-ai-102"),
    Case("is=developer on=azure budget=100", "azure-ai-901 azure-fundamentals", "azure-ai-103"),
    Case("is=developer on=azure budget=150-EUR", "azure-ai-103", "azure-ai-102"),
    Case("is=ml-engineer on=azure wants=mlops", "azure-ai-300", "azure-ai-102"),
    Case("is=data-scientist on=azure wants=data-science", "azure-ai-300", "azure-ai-102 azure-ai-901"),
    Case("is=developer on=azure wants=generative-ai", "azure-ai-103", "azure-ai-102 aws-genai-dev"),
    // Google Cloud.
    Case("on=google-cloud", "google-pmle", "aws-mla azure-ai-103"),
    Case("on=google-cloud years=4", "google-pmle", "aws-mla"),
    Case("is=developer on=google-cloud", "google-pmle", "aws-genai-dev"),
    Case("is=developer on=google-cloud years=0", "ibm-ai-engineering google-skills", "google-pmle"),
    Case("is=data on=google-cloud years=3", "google-pmle", "aws-mla"),
    Case("is=developer on=google-cloud budget=100", "google-genai-leader", "google-pmle"),
    // Databricks, NVIDIA, big data.
    Case("is=data on=databricks", "databricks-ml-pro", "aws-mls"),
    Case("is=data wants=big-data", "databricks-ml-pro", "aws-mls"),
    Case("is=developer on=databricks wants=generative-ai", "databricks-genai-engineer", "aws-genai-dev"),
    Case("is=developer on=nvidia", "nvidia-nca-genl", "google-ai-essentials"),
    // A subject without a platform.
    Case("wants=generative-ai", "aws-genai-dev", "aws-mls"),
    Case("wants=generative-ai not=aws", "databricks-genai-engineer azure-ai-103 google-genai-leader", "aws-genai-dev aws-ai-practitioner aws-mla"),
    Case("wants=deep-learning", "dlai-pytorch", "google-ai-essentials"),
    Case("is=ml-engineer wants=deep-learning", "dlai-pytorch nvidia-dli", "google-ai-essentials"),
    Case("is=ml-engineer wants=mlops", "google-pmle azure-ai-300", "aws-mls"),
    Case("is=data", "ibm-ai-engineering", "aws-mls"),
    Case("is=data-scientist", "google-pmle", "google-ai-essentials"),
    Case("is=developer", "google-pmle azure-ai-103", "aws-mls azure-ai-102"),
    Case("is=developer on=any", "google-pmle azure-ai-103", "aws-mls azure-ai-102"),
    Case("is=researcher wants=prestige", "stanford-ml mit-ml-ai", "google-ai-essentials"),
    Case("years=10", "google-pmle", "aws-mls"),
    // What is held is not taken again; what comes next is.
    Case("holds=aws-ai-practitioner", "aws-mla", "aws-ai-practitioner aws-mls aws-cloud-practitioner"),
    Case("holds=aws-mls", "aws-genai-dev", "aws-mls aws-ai-practitioner"),
    Case("holds=azure-ai-102", "azure-ai-103", "azure-ai-102 azure-ai-901"),
    Case("holds=ibm-ai-engineering", "google-pmle aws-mla dlai-pytorch", "ibm-ai-engineering google-ai-essentials"),
    Case("holds=google-pmle", "aws-genai-dev databricks-ml-pro nvidia-dli", "google-pmle ibm-ai-engineering google-genai-leader"),
    Case("is=developer on=azure holds=azure-ai-103", "azure-ai-300", "azure-ai-103 azure-ai-901 azure-ai-102"),
    Case("is=developer on=aws holds=aws-ai-practitioner", "aws-mla", "aws-ai-practitioner aws-mls"),
    Case("is=ml-engineer on=google-cloud holds=google-pmle", "nvidia-dli databricks-genai-engineer databricks-ml-pro", "google-pmle google-genai-leader ibm-ai-engineering"),
    // What is refused never comes up.
    Case("is=beginner not=@ibm", "google-ai-essentials dlai-ml-specialization", "ibm-ai-engineering ibm-financial-aid"),
    Case("is=developer on=aws not=aws", "google-pmle azure-ai-103", "aws-mla aws-genai-dev aws-ai-practitioner aws-skill-builder"),
    Case("is=developer not=aws,azure,google-cloud", "databricks-genai-engineer ibm-ai-engineering", "google-pmle azure-ai-103 aws-genai-dev"),
    // Too little time.
    Case("is=developer on=google-cloud by=2026-12-01", "google-genai-leader", "google-pmle ibm-ai-engineering"),
    Case("is=beginner by=2026-12-15 hours=5", "google-ai-essentials", "ibm-ai-engineering"),
];

#[test]
fn profiles_get_what_a_fair_expert_would_recommend() {
    let mut wrong = Vec::new();
    for Case(profile, right, banned) in CASES {
        let (answer, recommendation) = recommend(&SHIPPED, profile, TODAY);
        let first = recommendation
            .first
            .as_ref()
            .map(|picked| picked.entry.as_str());
        if !first.is_some_and(|first| right.split(' ').any(|right| right == first)) {
            wrong.push(format!("{profile}: first is {first:?}, not one of {right}"));
        }
        for recommended in &answer.recommended {
            if banned
                .split(' ')
                .any(|banned| banned == recommended.as_str())
            {
                wrong.push(format!("{profile}: {recommended} must not be recommended"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(CASES.len() >= 60);
}
