//! Wording: journeys and stages.

use super::list;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::tree::{Name, Path};

const ORDER: Code = Code(501);

pub(crate) fn no_ordered_stage(name: &Name, stages: usize) -> Diagnostic {
    if stages == 0 {
        return super::needs(name, "journey", &["a stage"]);
    }
    Diagnostic::error(ORDER, name.span, format!("every stage of `{}` interrupts, so no account can begin", name.text))
        .help("add a stage without `interrupts while`")
}

pub(crate) fn first_stage_with(clause: &str, span: Span) -> Diagnostic {
    let error =
        Diagnostic::error(ORDER, span, format!("every account begins in the first stage, so it has no `{clause}`"));
    if clause == "after" {
        return error.help("remove it, or put the stage later");
    }
    error.help("remove it; which accounts the journey is for is said by `applies when` of the journey")
}

pub(crate) fn no_door(from: &Name, to: &Name) -> Diagnostic {
    let message = format!("nothing says when an account goes from `{}` to `{}`", from.text, to.text);
    Diagnostic::error(ORDER, to.span, message)
        .also(from.span, "this stage has no `exit when`")
        .help(format!("add `exit when …` to `{}` or `enter when …` to `{}`", from.text, to.text))
}

pub(crate) fn beside_interrupts(clause: &str, span: Span, interrupts: Span) -> Diagnostic {
    let message = format!("`{clause}` belongs to the order, but a stage that interrupts stands outside it");
    Diagnostic::error(ORDER, span, message).also(interrupts, "it interrupts here").help("remove one of the two")
}

pub(crate) fn stage_and_itself(name: &Name) -> Diagnostic {
    Diagnostic::error(ORDER, name.span, format!("`{}` is the stage itself", name.text)).help("name another stage")
}

pub(crate) fn stage_beside_order(name: &Name) -> Diagnostic {
    let message = format!("`{}` interrupts the journey, so it stands before and after no other stage", name.text);
    Diagnostic::error(ORDER, name.span, message).help("name a stage of the order")
}

pub(crate) fn retired_to_beside_order(name: &Name) -> Diagnostic {
    let message = format!("`{}` interrupts the journey, so no account can be moved there", name.text);
    Diagnostic::error(ORDER, name.span, message).help("name a stage of the order")
}

pub(crate) fn back_to_a_later_one(name: &Name) -> Diagnostic {
    Diagnostic::error(ORDER, name.span, format!("`{}` comes later, so an account cannot go back to it", name.text))
        .help("name an earlier stage")
}

pub(crate) fn start_field_without_stages(path: &Path, stages: &[&str]) -> Diagnostic {
    Diagnostic::error(Code(302), path.span, format!("no word of `{}` names a stage", path.joined()))
        .help(format!("the stages are {}", list(stages.iter().copied())))
}
