//! Wording of what can be wrong with an extension.

use super::outline::{CAPACITY, Outline, TEST};
use crate::diagnostic::{Code, Diagnostic, near};
use crate::source::Span;
use crate::syntax::tree::{Name, Path, Text};

const UNFIT: Code = Code(808);

/// A verb that hits nothing; `owner` is what was found of its path, `there` what could have stood next.
pub(super) fn hits_nothing(path: &Path, name: &Name, owner: &str, there: &[&str], whole: &[String]) -> Diagnostic {
    let message = match owner {
        "" => match (name.text.strip_prefix(TEST), name.text.strip_prefix(CAPACITY)) {
            (Some(test), _) => format!("the template has no test `{test}`"),
            (_, Some(role)) => format!("the template has no capacity of `{role}`"),
            _ => format!("the template declares no `{}`", name.text),
        },
        owner => format!("`{owner}` of the template holds no `{}`", name.text),
    };
    let error = Diagnostic::error(Code(801), name.span, message);
    if let Some(near) = near::nearest(&name.text, there.iter().copied()) {
        return error.help(format!("did you mean `{near}`?")).fix(name.span, near);
    }
    match whole {
        [only] => error.help(format!("write it in full: `{only}`")).fix(path.span, only.as_str()),
        [] => match near::help(&name.text, there.iter().copied()) {
            Some(help) => error.help(help),
            None => error,
        },
        several => {
            let all: Vec<String> = several.iter().take(6).map(|path| format!("`{path}`")).collect();
            error.help(format!("write it in full: {}", all.join(" or ")))
        }
    }
}

/// What the verb names is not the template's but stands in the playbook itself.
pub(super) fn own(name: &Name, span: Span) -> Diagnostic {
    let message = format!("`{}` is declared in this playbook, not in the template", name.text);
    Diagnostic::error(Code(801), name.span, message).also(span, "declared here").help("change it where it stands")
}

pub(super) fn changed_twice(target: &Path, first: Span) -> Diagnostic {
    Diagnostic::error(Code(802), target.span, format!("`{}` is changed twice", target.joined()))
        .also(first, "first changed here")
        .help("join the two into one")
}

/// `inner` lies in what is disabled or replaced as a whole.
pub(super) fn inside(inner: &Path, outer: &Path, done: &str) -> Diagnostic {
    let message = format!("`{}` is part of `{}`, which is {done} as a whole", inner.joined(), outer.joined());
    Diagnostic::error(Code(802), inner.span, message)
        .also(outer.span, format!("{done} here"))
        .help("remove one of the two")
}

/// The name that a declaration had before.
pub(super) fn renamed(old: &Name, new: &str, declared: Span) -> Diagnostic {
    Diagnostic::lint(Code(806), old.span, format!("`{}` is called `{new}` now", old.text))
        .also(declared, "renamed here")
        .help(format!("write `{new}`"))
        .fix(old.span, new)
}

pub(super) fn no_setting(target: &Path, found: &Outline) -> Diagnostic {
    let message = format!("`{}` is a {}, and only a setting is set", target.joined(), found.what);
    Diagnostic::error(UNFIT, target.span, message)
        .also(found.span, "declared here")
        .help(format!("write `replace {} …`", target.joined()))
}

/// `append` to what is one line.
pub(super) fn no_block(target: &Path, found: &Outline) -> Diagnostic {
    let message = format!("`{}` is a {} of one line: nothing can be appended to it", target.joined(), found.what);
    Diagnostic::error(UNFIT, target.span, message)
        .also(found.span, "declared here")
        .help(format!("write `replace {} …`", target.joined()))
}

/// `append` to a test: what it expects is one thought.
pub(super) fn test_appended(target: &Path) -> Diagnostic {
    Diagnostic::error(UNFIT, target.span, "nothing can be appended to a test")
        .help(format!("write a test of your own, or `replace {} \"reason\" {{ … }}`", target.joined()))
}

/// A test of the template that is put aside, and nobody will know why.
pub(super) fn no_reason(target: &Path, verb: &str, rest: &str) -> Diagnostic {
    let name = target.joined();
    let test = name.strip_prefix(TEST).unwrap_or(&name);
    Diagnostic::error(UNFIT, target.span, format!("the test `{test}` is {verb}d without a reason"))
        .help(format!("say why: `{verb} {name} \"reason\"{rest}`"))
}

/// What no playbook can do without.
pub(super) fn needed(target: &Path, found: &Outline) -> Diagnostic {
    let message = format!("no playbook can do without `{}`", found.what);
    Diagnostic::error(UNFIT, target.span, message).help("disable single fields or roles of it by their names")
}

/// A verb in a playbook that extends nothing.
pub(super) fn extends_nothing(verb: Span, header: &Name) -> Diagnostic {
    Diagnostic::error(UNFIT, verb, format!("`{}` extends no template, so there is nothing to change", header.text))
        .help(format!("write `playbook {} extends \"TEMPLATE\"`", header.text))
}

/// A declaration that the template has, too.
pub(super) fn declared_by_template(what: &str, name: &str, own: Span, theirs: Span, line: bool) -> Diagnostic {
    let name = name.strip_prefix(TEST).or(name.strip_prefix(CAPACITY)).unwrap_or(name);
    let of = if what == "capacity" { " of" } else { "" };
    let error = Diagnostic::error(Code(202), own, format!("the template declares the {what}{of} `{name}`, too"))
        .labelled("declared again here")
        .also(theirs, "declared in the template");
    let rest = if line { "…" } else { "{ … }" };
    error.help(match what {
        "setting" => format!("write `set {name} = …` in the header, or give yours another name"),
        "test" => format!("write `replace test {name} \"reason\" {{ … }}` in the header, or give yours another name"),
        "capacity" => format!("write `replace capacity {name} {{ … }}` in the header"),
        "account" => "write `append account { … }` in the header".to_owned(),
        "defaults play" => "write `append defaults play { … }` or `replace defaults play { … }` in the header".into(),
        _ => format!("write `replace {name} {rest}` in the header, or give yours another name"),
    })
}

/// A template that was not among the files.
pub(super) fn not_given(template: &Text) -> Diagnostic {
    let message = format!("the template `{}` is not at hand", template.text);
    Diagnostic::error(Code(803), template.span, message)
}
