//! The slips that a clause allows.

use super::number::{Way, halved, moved, parts, stepped};
use super::{Mutant, MutantKind};
use crate::workbench::clauses::{Edit, Part, Version};
use stageplay_dsl::source::Span;
use stageplay_dsl::syntax::written::{Form, Written};

/// Declarations in which a slip decides nothing about an account, or is one of the data.
const LEFT_ALONE: &[&str] = &[
    "playbook",
    "account",
    "roles",
    "metric ",
    "signal ",
    "retired ",
    "one at a time ",
    "first of ",
    "limit ",
    "capacity ",
];

/// Every mutant of a playbook's own files, in the order of the text. Some do not compile, and some decide nothing
/// otherwise: who uses them finds that out.
#[must_use]
pub fn mutants(version: &Version) -> Vec<Mutant> {
    let mut finder = Finder { version, name: String::new(), found: Vec::new() };
    let is_own = |part: &Part| version.is_own(part.span.source);
    let is_left_alone = |part: &Part| LEFT_ALONE.iter().any(|word| part.key.starts_with(word));
    for part in version.outline().iter().filter(|part| is_own(part) && !is_left_alone(part)) {
        finder.part(part, "");
    }
    let mut found = finder.found;
    found.sort_by_key(|mutant| (mutant.span.source, mutant.span.start, mutant.span.end));
    found
}

struct Finder<'v> {
    version: &'v Version,
    /// Of the clause at hand.
    name: String,
    found: Vec<Mutant>,
}

impl<'v> Finder<'v> {
    fn part(&mut self, part: &Part, above: &str) {
        let name = if above.is_empty() { part.key.to_string() } else { format!("{above} / {}", part.key) };
        if !part.inner.is_empty() {
            self.weights(part, &name);
            part.inner.iter().for_each(|inner| self.part(inner, &name));
            return;
        }
        if part.key == "weight" || part.key.starts_with("friction") || part.key == "expected" {
            return;
        }
        self.name = name;
        if part.key == "unless" {
            self.push(MutantKind::Dropped, part.span, String::new());
        }
        self.walk(&part.written, &part.written);
    }

    fn text(&self, part: &Written) -> &'v str {
        self.version.slice(part.span)
    }

    fn push(&mut self, kind: MutantKind, span: Span, text: String) {
        self.push_all(kind, span, vec![Edit { span, text }]);
    }

    /// `span` is what is shown of it.
    fn push_all(&mut self, kind: MutantKind, span: Span, edits: Vec<Edit>) {
        let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let before = self.version.slice(span);
        let mut after = String::new();
        let mut from = span.range().start;
        for edit in &edits {
            let range = edit.span.range();
            after.push_str(before.get(from - span.range().start..range.start - span.range().start).unwrap_or_default());
            after.push_str(&edit.text);
            from = range.end;
        }
        after.push_str(before.get(from - span.range().start..).unwrap_or_default());
        let (before, after) = (one_line(before), one_line(&after));
        self.found.push(Mutant { kind, name: self.name.clone(), span, edits, before, after });
    }

    /// A piece of a clause.
    fn walk(&mut self, part: &Written, clause: &Written) {
        match part.form {
            Form::Between | Form::Text | Form::Fence => return,
            Form::Expr | Form::Paren => self.connectives(part),
            Form::Cases => self.criteria(part),
            Form::Case => self.bound(part),
            Form::Statement => self.policy(part),
            _ => {}
        }
        let is_effort = part.form == Form::Other && part.parts.first().is_some_and(|it| self.text(it) == "effort");
        let is_count = part.form == Form::Let || part.form == Form::Setting;
        if is_effort {
            return;
        }
        for (at, inner) in part.parts.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|at| part.parts.get(at));
            match inner.form {
                Form::Test if inner.parts.is_empty() => self.strictness(part, at),
                Form::Number => self.number(part, inner, before, clause, is_count),
                _ => {}
            }
            self.walk(inner, clause);
        }
    }

    /// What is compared, with its sign and number, is what is shown.
    fn strictness(&mut self, within: &Written, at: usize) {
        let Some(sign) = within.parts.get(at) else { return };
        let other = match self.text(sign) {
            "<" => "<=",
            "<=" => "<",
            ">" => ">=",
            ">=" => ">",
            _ => return,
        };
        let shown = comparison(within, at).unwrap_or(sign.span);
        self.push_all(MutantKind::Strictness, shown, vec![Edit { span: sign.span, text: other.into() }]);
    }

    fn number(&mut self, within: &Written, number: &Written, before: Option<&Written>, clause: &Written, is_own: bool) {
        let written = self.text(number);
        let Some((_, unit)) = parts(written) else { return };
        let is_compared = before.is_some_and(|sign| {
            matches!(self.text(sign), "<" | "<=" | ">" | ">=" | "=" | "!=") && sign.form == Form::Test
        });
        let is_time = ["day", "week", "month", "year", "business"].iter().any(|word| unit.starts_with(word));
        let is_scale = clause.form == Form::Linear || clause.form == Form::Cases;
        if is_compared {
            let at = within.parts.iter().position(|part| part.span == number.span).unwrap_or(0);
            let shown = comparison(within, at.saturating_sub(1)).unwrap_or(number.span);
            for way in [Way::Up, Way::Down] {
                if let Some(text) = stepped(written, way) {
                    self.push_all(MutantKind::Threshold, shown, vec![Edit { span: number.span, text }]);
                }
            }
        } else if is_time && !is_scale {
            if let Some(text) = halved(written) {
                self.push_all(
                    MutantKind::Duration,
                    clause_shown(within, clause),
                    vec![Edit { span: number.span, text }],
                );
            }
        } else if (!is_own || clause.form == Form::Setting)
            && let Some(text) = stepped(written, Way::Up).filter(|_| !unit.starts_with("hour"))
        {
            self.push_all(MutantKind::Threshold, clause_shown(within, clause), vec![Edit { span: number.span, text }]);
        }
    }

    /// `and` and `or` between conditions: each condition may be forgotten, and one be taken for the other.
    fn connectives(&mut self, expr: &Written) {
        let (form, other) = if expr.parts.iter().any(|part| part.form == Form::Or) {
            (Form::Or, "and")
        } else if expr.parts.iter().any(|part| part.form == Form::And) {
            (Form::And, "or")
        } else {
            return;
        };
        self.chain(&expr.parts.iter().collect::<Vec<_>>(), form, other, expr.span);
        if form == Form::Or {
            for run in expr.parts.split(|part| part.form == Form::Or) {
                if let [first, .., last] = run
                    && run.iter().any(|part| part.form == Form::And)
                {
                    self.chain(&run.iter().collect::<Vec<_>>(), Form::And, "or", first.span.to(last.span));
                }
            }
        }
    }

    fn chain(&mut self, parts: &[&Written], form: Form, other: &str, shown: Span) {
        let signs: Vec<&Written> = parts.iter().copied().filter(|part| part.form == form).collect();
        let edits = signs.iter().map(|sign| Edit { span: sign.span, text: other.into() }).collect();
        self.push_all(MutantKind::AndOr, shown, edits);
        let runs: Vec<&[&Written]> = parts.split(|part| part.form == form).collect();
        for (at, run) in runs.iter().enumerate() {
            let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
            // With the sign in front of it; of the first one, with the sign behind it.
            let range = match (at.checked_sub(1).and_then(|at| signs.get(at)), signs.get(at)) {
                (Some(sign), _) => sign.span.to(last.span),
                (None, Some(sign)) => first.span.to(sign.span),
                (None, None) => continue,
            };
            self.push_all(MutantKind::Dropped, shown, vec![Edit { span: range, text: String::new() }]);
        }
    }

    /// `all of { … }` and `any of { … }`.
    fn criteria(&mut self, cases: &Written) {
        let Some(word) = cases.parts.first() else { return };
        let other = match self.text(word) {
            "all of" => "any of",
            "any of" => "all of",
            _ => return,
        };
        self.push_all(MutantKind::AndOr, cases.span, vec![Edit { span: word.span, text: other.into() }]);
        let own = || cases.parts.iter().filter(|part| matches!(part.form, Form::Case | Form::Expr));
        if own().count() > 1 {
            for case in own() {
                let comma =
                    cases.parts.iter().find(|part| part.form == Form::Comma && part.span.start >= case.span.end);
                let next = own().find(|other| other.span.start > case.span.start);
                let is_before = |comma: &&Written| next.is_none_or(|next| comma.span.start < next.span.start);
                let span = comma.filter(is_before).map_or(case.span, |comma| case.span.to(comma.span));
                self.push_all(MutantKind::Dropped, cases.span, vec![Edit { span, text: String::new() }]);
            }
        }
    }

    /// `below X` and `up to X` of a step.
    fn bound(&mut self, case: &Written) {
        let Some(word) = case.parts.first().and_then(|bound| bound.parts.first()) else { return };
        let other = match self.text(word) {
            "below" => "up to",
            "up to" => "below",
            _ => return,
        };
        self.push_all(MutantKind::Strictness, case.span, vec![Edit { span: word.span, text: other.into() }]);
    }

    /// `missing skip` and `missing score 20`.
    fn policy(&mut self, statement: &Written) {
        let words: Vec<&str> = self.text(statement).split_whitespace().collect();
        let other = match words.as_slice() {
            ["missing", "skip"] => "missing score 50",
            ["missing", "score" | "last", ..] => "missing skip",
            _ => return,
        };
        self.push(MutantKind::Missing, statement.span, other.into());
    }

    /// Half of a part's weight goes to the one behind it; that of the last one to the one before.
    fn weights(&mut self, block: &Part, name: &str) {
        let of = |part: &Part| {
            let weight = part.inner.iter().find(|inner| inner.key == "weight")?;
            number_in(&weight.written).map(|number| (part.key.clone(), number.span))
        };
        let all: Vec<_> = block.inner.iter().filter_map(of).collect();
        let pairs = all.iter().zip(all.iter().skip(1));
        let last = all.last().zip(all.iter().rev().nth(1)).filter(|_| all.len() > 2);
        for ((from_name, from), (to_name, to)) in pairs.chain(last) {
            let (one, two) = (self.version.slice(*from), self.version.slice(*to));
            let Some((value, _)) = parts(one) else { continue };
            let by = (value / 2.0).ceil();
            // Of nothing there is nothing to move.
            if by == 0.0 {
                continue;
            }
            let (Some(less), Some(more)) = (moved(one, -by), moved(two, by)) else { continue };
            let mut edits = vec![Edit { span: *from, text: less.clone() }, Edit { span: *to, text: more.clone() }];
            edits.sort_by_key(|edit| edit.span);
            self.found.push(Mutant {
                kind: MutantKind::Weight,
                name: format!("{name} / weights"),
                span: *from,
                edits,
                before: format!("{from_name} weight {one}, {to_name} weight {two}"),
                after: format!("{from_name} weight {less}, {to_name} weight {more}"),
            });
        }
    }
}

/// The first number in something.
fn number_in(part: &Written) -> Option<&Written> {
    if part.form == Form::Number { Some(part) } else { part.parts.iter().find_map(number_in) }
}

/// What is compared, the sign, and with what; nothing of the conditions beside it.
fn comparison(within: &Written, sign: usize) -> Option<Span> {
    let ends = |part: &Written| matches!(part.form, Form::And | Form::Or | Form::ParenOpen | Form::ParenClose);
    let start = within.parts.get(..sign)?.iter().rposition(ends).map_or(0, |at| at + 1);
    let behind = within.parts.get(sign..)?.iter().position(ends).map_or(within.parts.len(), |at| sign + at);
    Some(within.parts.get(start)?.span.to(within.parts.get(behind.checked_sub(1)?)?.span))
}

/// The clause, where it is short; else the piece of it that holds the number.
fn clause_shown(within: &Written, clause: &Written) -> Span {
    const SHORT: u32 = 100;
    if clause.span.end - clause.span.start <= SHORT { clause.span } else { within.span }
}

#[cfg(test)]
mod tests {
    use super::mutants;
    use crate::workbench::clauses::Version;
    use stageplay_dsl::Tests;

    fn told(text: &str) -> Vec<String> {
        let text = format!("stageplay 1\n{text}");
        let version = Version::new(vec![vec![("a.play".into(), text)]], Tests::LeftOut);
        let all = mutants(&version);
        all.iter().map(|it| format!("{}: {}: {} -> {}", it.name, it.kind.word(), it.before, it.after)).collect()
    }

    #[test]
    fn a_weight_of_nothing_goes_nowhere() {
        let told = told(
            "health {\n  missing skip\n  a weight 0: x worst 1 best 9\n  b weight 0: y as is\n  c weight 100: y as is\n}\n",
        );
        let weights: Vec<&String> = told.iter().filter(|it| it.contains("weight: ")).collect();
        // Half of a hundred goes from the last one to the one before it.
        assert_eq!(weights, ["health / weights: weight: c weight 100, b weight 0 -> c weight 50, b weight 50"]);
    }

    #[test]
    fn every_kind_of_slip_is_found() {
        let found = told(
            "health {\n  missing skip\n  a weight 60: x worst 1 best 9\n  b weight 40: y as is\n}\n\
             play p {\n  when logins < 20 and (a or not b)\n  unless held\n  again after 30 days\n}\n",
        );
        assert_eq!(
            found,
            [
                "health / missing: missing policy: missing skip -> missing score 50",
                "health / weights: weight: a weight 60, b weight 40 -> a weight 30, b weight 70",
                "health / a / scale: threshold: worst 1 best 9 -> worst 2 best 9",
                "health / a / scale: threshold: worst 1 best 9 -> worst 1 best 10",
                "play p / when: strictness: logins < 20 -> logins <= 20",
                "play p / when: threshold: logins < 20 -> logins < 21",
                "play p / when: threshold: logins < 20 -> logins < 19",
                "play p / when: and/or: logins < 20 and (a or not b) -> logins < 20 or (a or not b)",
                "play p / when: dropped condition: logins < 20 and (a or not b) -> (a or not b)",
                "play p / when: dropped condition: logins < 20 and (a or not b) -> logins < 20",
                "play p / when: and/or: a or not b -> a and not b",
                "play p / when: dropped condition: a or not b -> not b",
                "play p / when: dropped condition: a or not b -> a",
                "play p / unless: dropped condition: unless held -> ",
                "play p / again: duration: again after 30 days -> again after 15 days",
            ]
        );
    }

    #[test]
    fn criteria_and_steps_are_looked_into() {
        let found = told("let e = all of { one: a, two: b }\nhealth {\n  a: y steps { below 1: 0, otherwise: 9 }\n}\n");
        assert_eq!(
            found,
            [
                "let e: and/or: all of { one: a, two: b } -> any of { one: a, two: b }",
                "let e: dropped condition: all of { one: a, two: b } -> all of { two: b }",
                "let e: dropped condition: all of { one: a, two: b } -> all of { one: a, }",
                "health / a / scale: threshold: steps { below 1: 0, otherwise: 9 } -> steps { below 2: 0, otherwise: 9 }",
                "health / a / scale: threshold: steps { below 1: 0, otherwise: 9 } -> steps { below 1: 1, otherwise: 9 }",
                "health / a / scale: threshold: steps { below 1: 0, otherwise: 9 } -> steps { below 1: 0, otherwise: 10 }",
                "health / a / scale: strictness: below 1: 0 -> up to 1: 0",
            ]
        );
    }
}
