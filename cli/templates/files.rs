//! The files of the templates.

use stageplay_engine::read::Template;

/// Files of a folder below `playbooks/`, as a template.
macro_rules! template {
    ($name:literal: $($file:literal)*) => {
        Template { name: $name, files: &[$(($file, include_str!(concat!("../../playbooks/", $name, "/", $file)))),*] }
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
];
