//! The files of the templates.

use stageplay_engine::read::Template;

/// Files of a folder below `playbooks/`, as a template.
macro_rules! template {
    ($name:literal: $($file:literal)*) => {
        Template { name: $name, files: &[$(($file, include_str!(concat!("../../playbooks/", $name, "/", $file)))),*] }
    };
}

/// A playbook of `playbooks/variants/` that extends one of them, as a template.
macro_rules! variant {
    ($name:literal) => {
        Template {
            name: $name,
            files: &[("playbook.play", include_str!(concat!("../../playbooks/variants/", $name, ".play")))],
        }
    };
}

/// One entry for each, with its calendar, tests and fixtures among the files.
pub const TEMPLATES: &[Template] = &[
    template!("expansion-arc":
        "account.play"
        "calendars/business-days.yaml"
        "fixtures/stories.yaml"
        "health.play"
        "journey.play"
        "keep.play"
        "metrics.play"
        "playbook.play"
        "plays.play"
        "risks.play"
        "tests/growth.play"
        "tests/health.play"
        "tests/keep.play"
        "tests/plays.play"
        "tests/rhythm.play"
        "tests/risks.play"
        "tests/stages.play"
    ),
    template!("b2b-health":
        "account.play"
        "calendars/business-days.yaml"
        "churn.play"
        "fixtures/stories.yaml"
        "growth.play"
        "health.play"
        "journey.play"
        "keep.play"
        "metrics.play"
        "onboarding.play"
        "playbook.play"
        "review.play"
        "risks.play"
        "tests/growth.play"
        "tests/health.play"
        "tests/keep.play"
        "tests/leaving.play"
        "tests/onboarding.play"
        "tests/pace.play"
        "tests/review.play"
        "tests/risks.play"
        "tests/urgency.play"
        "tests/voice.play"
        "tests/work.play"
        "voice.play"
    ),
    template!("onboarding":
        "account.play"
        "calendars/business-days.yaml"
        "fixtures/stories.yaml"
        "health.play"
        "journey.play"
        "metrics.play"
        "playbook.play"
        "plays-failures.play"
        "plays-plan.play"
        "plays-touch.play"
        "plays.play"
        "risks.play"
        "tests/building.play"
        "tests/endings.play"
        "tests/failures.play"
        "tests/first-value.play"
        "tests/health.play"
        "tests/phases.play"
        "tests/plan.play"
        "tests/stall-and-owner.play"
        "tests/tech-touch.play"
        "tests/touch.play"
        "tests/value.play"
        "touch.play"
    ),
    template!("customer-growth":
        "account.play"
        "answers.play"
        "build.play"
        "calendars/business-days.yaml"
        "feedback.play"
        "fixtures/stories.yaml"
        "grow.play"
        "health.play"
        "journey.play"
        "metrics.play"
        "part.play"
        "pathways.play"
        "playbook.play"
        "recovery.play"
        "rhythm.play"
        "risks.play"
        "stages.play"
        "tests/advocate.play"
        "tests/answers.play"
        "tests/build.play"
        "tests/calm.play"
        "tests/caps.play"
        "tests/expand.play"
        "tests/feedback.play"
        "tests/health.play"
        "tests/metrics.play"
        "tests/part.play"
        "tests/pathways.play"
        "tests/people.play"
        "tests/prepare.play"
        "tests/protect.play"
        "tests/recovery.play"
        "tests/rhythm.play"
        "tests/signals.play"
        "tests/stages.play"
        "tests/watch.play"
        "watch.play"
        "words.play"
    ),
    variant!("consultancy"),
    variant!("manufacturer"),
    variant!("seat-saas"),
    variant!("usage-infrastructure"),
];
