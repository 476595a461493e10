//! Wording: scorecards, weights, bands, scales.

use super::super::checker::Checker;
use super::{joined, show_number};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::tree::{Name, Text};
use crate::types::Type;

const WEIGHTS: Code = Code(401);
const BANDS: Code = Code(402);
const STEPS: Code = Code(403);

pub(crate) fn card_without(name: &Name, missing: &[&str]) -> Diagnostic {
    let missing: Vec<String> = missing.iter().map(|part| (*part).to_owned()).collect();
    Diagnostic::error(Code(406), name.span, format!("`{}` needs {}", name.text, joined(&missing)))
        .help("a scorecard holds indicators such as `roi weight 100: …`, and `bands { … }`")
}

pub(crate) fn no_missing_policy(card: &Name, silent: &[Span]) -> Diagnostic {
    let message = format!("`{}` does not say what a missing value does", card.text);
    let error = Diagnostic::error(Code(206), card.span, message)
        .help("add `missing skip` (its weight goes to the others), `missing score N` or `missing last for D`");
    silent.iter().take(4).fold(error, |error, span| error.also(*span, "nothing is said for this one"))
}

pub(crate) fn no_weight(name: &Name) -> Diagnostic {
    Diagnostic::error(Code(206), name.span, format!("`{}` has no weight", name.text))
        .help("add `weight …`, or `weights equal` to what holds it")
}

pub(crate) fn weight_beside_equal(span: Span, equal: Span) -> Diagnostic {
    Diagnostic::error(WEIGHTS, span, "a weight beside `weights equal`")
        .also(equal, "all weigh the same here")
        .help("remove one of the two")
}

pub(crate) fn weights_sum(name: &Name, sum: f64, whole: Option<f64>, places: &[(Span, f64)], case: &str) -> Diagnostic {
    let show = |value: f64| show_number(value, &Type::Number);
    let right = match whole {
        Some(whole) if (whole - 100.0).abs() > 1e-9 => format!("100 or {} (its own weight)", show(whole)),
        _ => "100".to_owned(),
    };
    let place = if case.is_empty() { String::new() } else { format!(" where {case}") };
    let message = format!("the weights in `{}` add up to {}{place}, not to {right}", name.text, show(sum));
    let nearest = [Some(100.0), whole]
        .into_iter()
        .flatten()
        .min_by(|one, other| (one - sum).abs().total_cmp(&(other - sum).abs()));
    let error = places.iter().take(8).fold(
        Diagnostic::error(WEIGHTS, name.span, message).labelled(format!("{} in all", show(sum))),
        |error, (span, weight)| error.also(*span, show(*weight)),
    );
    match nearest {
        Some(right) if right > sum => error.help(format!("add {} to one of them", show(right - sum))),
        Some(right) => error.help(format!("take {} from one of them", show(sum - right))),
        None => error,
    }
}

pub(crate) fn lowest_with_cut(name: &Name, cut: Span) -> Diagnostic {
    Diagnostic::error(BANDS, cut, format!("`{}` is the lowest band: it takes all that is below the others", name.text))
        .help("leave it without `from` and `until below`, or add a band below it")
}

pub(crate) fn band_without_from(name: &Name) -> Diagnostic {
    Diagnostic::error(BANDS, name.span, format!("`{}` is not the lowest band, so it needs a `from`", name.text))
        .help("write where it begins, such as `from 50`, or put it last")
}

pub(crate) fn left_above_entry(name: &Name, until: Span, from: Span) -> Diagnostic {
    let message = format!("`{}` would be left at once: it is left above where it begins", name.text);
    Diagnostic::error(BANDS, until, message)
        .also(from, "it begins here")
        .help("write a smaller number after `until below`")
}

pub(crate) fn bands_ascend(name: &Name, from: Span, above: &Name, above_from: Span) -> Diagnostic {
    let message = format!("`{}` does not begin below `{}`", name.text, above.text);
    Diagnostic::error(BANDS, from, message)
        .also(above_from, format!("`{}` begins here", above.text))
        .help("list the highest band first")
}

pub(crate) fn left_below_next(name: &Name, until: Span, next: &Name, from: Span) -> Diagnostic {
    let message = format!("`{}` is left too late: below where `{}` begins", name.text, next.text);
    Diagnostic::error(BANDS, until, message)
        .also(from, format!("`{}` begins here", next.text))
        .help(format!("write a number above where `{}` begins", next.text))
}

pub(crate) fn steps_descend(checker: &Checker<'_>, bound: Span, earlier: Span) -> Diagnostic {
    let message = format!("no value reaches this step: `{}` is not above the one before", checker.text(bound));
    Diagnostic::error(STEPS, bound, message)
        .also(earlier, "the step before ends here")
        .help("list the lowest step first")
}

pub(crate) fn no_otherwise(span: Span) -> Diagnostic {
    Diagnostic::error(STEPS, span, "the steps do not say what lies past the last one").help("end with `otherwise: …`")
}

pub(crate) fn step_after_otherwise(span: Span, otherwise: Span) -> Diagnostic {
    Diagnostic::error(STEPS, span, "no value reaches a step after `otherwise`")
        .also(otherwise, "everything else is taken here")
        .help("put `otherwise` last")
}

pub(crate) fn worst_is_best(worst: Span, best: Span) -> Diagnostic {
    Diagnostic::error(Code(404), worst.to(best), "the worst and the best value are the same")
        .also(best, "no value lies between")
}

pub(crate) fn not_a_script_file(file: &Text) -> Diagnostic {
    Diagnostic::error(Code(860), file.span, format!("a script's file ends in `.rhai`, and `{}` does not", file.text))
}

pub(crate) fn no_script_file(file: &Text, near: Option<&str>, place: &str) -> Diagnostic {
    let error = Diagnostic::error(Code(860), file.span, format!("there is no script `{}`", file.text));
    match near {
        Some(near) => error.help(format!("did you mean `{near}`?")).fix(file.span, format!("\"{near}\"")),
        None => error.help(format!("write the script into the file `{place}`")),
    }
}
