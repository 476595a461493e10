//! Wording: choices, bands, levels, stages, states.

use super::super::checker::Checker;
use super::list;
use crate::diagnostic::{Code, Diagnostic, near};
use crate::resolve::Scope;
use crate::source::Span;
use crate::syntax::tree::{self, Arm, BinaryOp, Name};
use crate::typed::{Expr, ExprKind};
use crate::types::{ChoiceSetId, Type};

const CHOICE: Code = Code(302);
const CASES: Code = Code(303);
const ORDER: Code = Code(308);

/// The words of a set in the order people list them.
fn listed(checker: &Checker<'_>, set: ChoiceSetId) -> Vec<String> {
    let set = &checker.sets.choices[set];
    set.listing().into_iter().map(|code| set.word(code).to_owned()).collect()
}

fn near_word(error: Diagnostic, word: &Name, words: &[String]) -> Diagnostic {
    let candidates = || words.iter().map(String::as_str);
    let error = match near::nearest(&word.text, candidates()) {
        Some(near) => error.fix(word.span, near),
        None => error,
    };
    match near::help(&word.text, candidates()) {
        Some(help) => error.help(help),
        None => error,
    }
}

/// `known` or `missing` as a word of a set.
pub(crate) fn asked_by_is(name: &Name) -> Diagnostic {
    let word = &name.text;
    let other = if word == "missing" { "absent" } else { "given" };
    Diagnostic::error(
        Code(207),
        name.span,
        format!("`{word}` cannot be one of the words: `is {word}` asks whether there is a value at all"),
    )
    .help(format!(
        "take another word, as `{other}`; with `{other} = \"{word}\"` in a field, data may go on saying `{word}`"
    ))
}

pub(crate) fn not_a_choice(checker: &Checker<'_>, word: &Name, set: ChoiceSetId) -> Diagnostic {
    let message = format!("unknown choice `{}`: it is not one of {}", word.text, checker.sets.name(set));
    near_word(Diagnostic::error(CHOICE, word.span, message), word, &listed(checker, set))
}

pub(crate) fn level_twice(name: &Name, first: Span) -> Diagnostic {
    Diagnostic::error(Code(603), name.span, format!("the level `{}` is given twice", name.text))
        .also(first, "first given here")
        .help("join the two conditions with `or`")
}

pub(crate) fn word_twice(word: &Name, first: Span) -> Diagnostic {
    Diagnostic::error(Code(202), word.span, format!("`{}` is listed twice", word.text))
        .also(first, "first listed here")
        .help("remove one of them")
}

/// `x is red or yellow`, with the question as it should be.
pub(crate) fn word_after_or(subject: &str, negated: bool, first: &Name, words: &[&str]) -> Diagnostic {
    let message = format!("`{}` is asked of nothing: `or` stands between two conditions", first.text);
    let not = if negated { "not " } else { "" };
    Diagnostic::error(Code(112), first.span, message)
        .help(format!("write `{subject} is {not}one of {{{}}}`", words.join(", ")))
}

/// What to write instead of a word that stands alone.
pub(crate) fn word_alone(checker: &Checker<'_>, set: ChoiceSetId, word: &str) -> String {
    let name = &checker.sets.choices[set].name;
    if name.contains(' ') {
        return format!("`{word}` is one of {name}: write it after `is`");
    }
    format!("`{word}` is a word of `{name}`: ask `{name} is {word}`")
}

/// A scorecard's points beside one of its bands: `health = red`.
pub(crate) fn word_beside_value(
    checker: &Checker<'_>,
    span: Span,
    op: BinaryOp,
    left: &Expr,
    right: &tree::Expr,
) -> Option<Diagnostic> {
    let tree::ExprKind::Path(path) = &right.kind else { return None };
    let ([word], ExprKind::Part(part)) = (path.parts.as_slice(), &left.kind) else { return None };
    if checker.resolved.names.lookup(path, Scope::Everywhere).is_ok() {
        return None;
    }
    let set = checker.sets.cards[checker.resolved.declared.parts[*part].card];
    checker.sets.choices[set].code(&word.text)?;
    let whole = checker.sources.slice(left.span);
    let is = match op {
        BinaryOp::Equal => "is",
        BinaryOp::NotEqual => "is not",
        _ => "is at least",
    };
    let written = format!("{whole} {is} {}", word.text);
    let message = format!("`{whole}` is a score here, and `{}` is a band", word.text);
    let error = Diagnostic::error(Code(301), span, message).help(format!("ask for the band: `{written}`"));
    let certain = matches!(op, BinaryOp::Equal | BinaryOp::NotEqual);
    Some(if certain { error.fix(span, written) } else { error })
}

pub(crate) fn has_no_words(checker: &Checker<'_>, span: Span, subject: &Expr, words: &[Name]) -> Diagnostic {
    let text = checker.text(subject.span);
    let message = format!("`{text}` is {}, which has no words to choose from", checker.show(&subject.ty));
    let error = Diagnostic::error(Code(307), span, message);
    let [word] = words else { return error };
    match &subject.ty {
        Type::Text => {
            let written = format!("{} = \"{}\"", checker.sources.slice(subject.span), word.text);
            error.help(format!("compare the text: `{text} = \"{}\"`", word.text)).fix(span, written)
        }
        Type::Truth if matches!(word.text.as_str(), "yes" | "true") => {
            error.help(format!("it is a condition by itself: `{text}`"))
        }
        Type::Truth => error.help(format!("it is a condition by itself: `{text}` or `not {text}`")),
        ty if ty.is_numeric() => match checker.sets.owner_of(&word.text) {
            Some(set) => error.help(super::word_alone(checker, set, &word.text)),
            None => error.help(format!("compare it with a number, such as `{text} >= …`")),
        },
        _ => error,
    }
}

pub(crate) fn no_order(checker: &Checker<'_>, span: Span, set: ChoiceSetId, word: &Name) -> Diagnostic {
    let name = checker.sets.name(set);
    let rows = &checker.sets.choices[set];
    if rows.ordered > 0 {
        let ordered: Vec<&str> = rows.names().take(rows.ordered).collect();
        return Diagnostic::error(ORDER, word.span, format!("`{}` stands outside the order of {name}", word.text))
            .help(format!("the order is {}, lowest first", list(ordered)));
    }
    Diagnostic::error(ORDER, span, format!("{name} has no order, so `is at least` means nothing"))
        .help("declare it `ordered one of …`, lowest first, or list the words: `is one of { … }`")
}

pub(crate) fn order_by_sign(checker: &Checker<'_>, span: Span, left: &Expr, right: &Expr) -> Diagnostic {
    let (one, other) = (checker.text(left.span), checker.text(right.span));
    let error =
        Diagnostic::error(Code(301), span, format!("{} is not a number to compare by size", checker.show(&left.ty)));
    let Type::Choice(set) = left.ty else { return error };
    let rows = &checker.sets.choices[set];
    let example = if right.ty == left.ty { other.as_str() } else { rows.names().last().unwrap_or("…") };
    if rows.ordered > 0 {
        return error.help(format!("ask by the order of its words: `{one} is at least {example}`"));
    }
    error.help(format!("ask for a word: `{one} is {example}`"))
}

pub(crate) fn moves_without_order(checker: &Checker<'_>, span: Span, set: ChoiceSetId) -> Diagnostic {
    let message = format!("{} has no order, so it neither worsens nor improves", checker.sets.name(set));
    Diagnostic::error(ORDER, span, message).help("declare it `ordered one of …`, or name the word: `becomes …`")
}

pub(crate) fn case_twice(arm: &Arm, first: Span) -> Diagnostic {
    let word = arm.word.as_ref().map_or("otherwise", |word| word.text.as_str());
    let place = arm.word.as_ref().map_or(arm.span, |word| word.span);
    Diagnostic::error(Code(202), place, format!("the case `{word}` is given twice"))
        .also(first, "first given here")
        .help("remove one of them")
}

pub(crate) fn case_of_nothing(checker: &Checker<'_>, word: &Name, set: ChoiceSetId, missing: &[String]) -> Diagnostic {
    let message = format!("`{}` is not a case of {}", word.text, checker.sets.name(set));
    let words = if missing.is_empty() { listed(checker, set) } else { missing.to_vec() };
    near_word(Diagnostic::error(CASES, word.span, message), word, &words)
}

pub(crate) fn cases_missing(
    checker: &Checker<'_>,
    span: Span,
    subject: &Expr,
    missing: &[String],
    strangers: &[&Name],
) -> Diagnostic {
    // Words that a misspelt case was meant for are not missing.
    let meant: Vec<&str> =
        strangers.iter().filter_map(|word| near::nearest(&word.text, missing.iter().map(String::as_str))).collect();
    let left: Vec<&str> = missing.iter().map(String::as_str).filter(|word| !meant.contains(word)).collect();
    let message = format!("no value for {} of `{}`", list(left.iter().copied()), checker.text(subject.span));
    Diagnostic::error(CASES, span, message).help("add the missing cases, or `otherwise: …`")
}
