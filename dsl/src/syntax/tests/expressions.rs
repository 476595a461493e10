//! Expressions: precedence, literals, and where their parts stand.

use super::{items, parsed};
use crate::syntax::tree::{
    BinaryOp, Direction, Expr, ExprKind, IsTest, Item, ListQuantifier, Move, NumberLiteral, Quantifier, TemplatePart,
    Trend, Unit,
};

/// An expression with all its brackets.
fn shown(expr: &Expr) -> String {
    match &expr.kind {
        ExprKind::Number(number) => number_shown(number),
        ExprKind::Date(day) => format!("@{day}"),
        ExprKind::Text(text) => format!("{text:?}"),
        ExprKind::Path(path) => path.joined().to_string(),
        ExprKind::Call { name, args, keep } => {
            let keep = keep.as_ref().map_or_else(String::new, |keep| format!(" where {}", shown(keep)));
            format!("{}({}{keep})", name.text, args.iter().map(shown).collect::<Vec<_>>().join(", "))
        }
        ExprKind::Quantified { quantifier, list, keep, test } => {
            let word = match quantifier {
                ListQuantifier::Some => "some",
                ListQuantifier::No => "no",
                ListQuantifier::Every => "every",
                ListQuantifier::Share => "share",
            };
            let keep = keep.as_ref().map_or_else(String::new, |keep| format!(" where {}", shown(keep)));
            let test = test.as_ref().map_or_else(String::new, |test| format!(" has {}", shown(test)));
            format!("({word} {}{keep}{test})", list.joined())
        }
        ExprKind::Negate(value) => format!("(- {})", shown(value)),
        ExprKind::Not(value) => format!("(not {})", shown(value)),
        ExprKind::Binary { op, left, right } => format!("({} {} {})", shown(left), sign(*op), shown(right)),
        ExprKind::Is { subject, negated, test } => {
            let test = match test {
                IsTest::Known => "known".to_owned(),
                IsTest::Missing => "missing".to_owned(),
                IsTest::Word(word) => format!("'{}", word.text),
                IsTest::AtLeast(word) => format!("at least '{}", word.text),
                IsTest::OneOf(words) => {
                    format!("in {:?}", words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>())
                }
            };
            format!("({} is{} {test})", shown(subject), if *negated { " not" } else { "" })
        }
        ExprKind::Within { date, direction, distance } => {
            let direction = if *direction == Direction::Next { "next" } else { "last" };
            format!("({} within {direction} {})", shown(date), shown(distance))
        }
        ExprKind::IfMissing { value, fallback } => format!("({} ?? {})", shown(value), shown(fallback)),
        ExprKind::If { condition, then, otherwise } => {
            format!("(if {} {} {})", shown(condition), shown(then), shown(otherwise))
        }
        ExprKind::By { subject, arms } => {
            let arms: Vec<String> = arms
                .iter()
                .map(|arm| format!("{}: {}", arm.word.as_ref().map_or("_", |word| &word.text), shown(&arm.value)))
                .collect();
            format!("(by {} {{{}}})", subject.joined(), arms.join(", "))
        }
        ExprKind::Since { months, date } => {
            format!("({} since {})", if *months { "months" } else { "days" }, shown(date))
        }
        ExprKind::Until { date } => format!("(days until {})", shown(date)),
        ExprKind::For { condition, duration } => format!("({} for {})", shown(condition), shown(duration)),
        ExprKind::Ago { value, distance } => format!("({} {} ago)", shown(value), shown(distance)),
        ExprKind::Previous(value) => format!("(previous {})", shown(value)),
        ExprKind::Trend { trend, value, over } => {
            format!(
                "({} {} over {})",
                if *trend == Trend::Change { "change" } else { "growth" },
                shown(value),
                shown(over)
            )
        }
        ExprKind::Becomes { subject, word } => format!("({} becomes '{})", shown(subject), word.text),
        ExprKind::Moves { subject, direction } => {
            format!("({} {})", shown(subject), if *direction == Move::Worsens { "worsens" } else { "improves" })
        }
        ExprKind::Group { quantifier, criteria } => {
            let quantifier = match quantifier {
                Quantifier::All => "all".to_owned(),
                Quantifier::Any => "any".to_owned(),
                Quantifier::NumberOf => "number".to_owned(),
                Quantifier::AtLeast(least) => format!("at least {}", shown(least)),
            };
            let criteria: Vec<String> = criteria
                .iter()
                .map(|one| {
                    let name = one.name.as_ref().map(|name| format!("{}: ", name.text)).unwrap_or_default();
                    format!("{name}{}", shown(&one.condition))
                })
                .collect();
            format!("({quantifier} of {})", criteria.join("; "))
        }
    }
}

fn number_shown(number: &NumberLiteral) -> String {
    let unit = match number.unit.as_ref().map(|unit| &unit.unit) {
        None => String::new(),
        Some(Unit::Percent) => "%".to_owned(),
        Some(Unit::Days) => "d".to_owned(),
        Some(Unit::Months) => "mo".to_owned(),
        Some(Unit::BusinessDays) => "bd".to_owned(),
        Some(Unit::Hours) => "h".to_owned(),
        Some(Unit::Money(code)) => format!(" {code}"),
    };
    format!("{}{unit}", number.value)
}

fn sign(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::Or => "or",
        BinaryOp::And => "and",
        BinaryOp::Equal => "=",
        BinaryOp::NotEqual => "!=",
        BinaryOp::Less => "<",
        BinaryOp::AtMost => "<=",
        BinaryOp::Greater => ">",
        BinaryOp::AtLeast => ">=",
        BinaryOp::Add => "+",
        BinaryOp::Subtract => "-",
        BinaryOp::Multiply => "*",
        BinaryOp::Divide => "/",
    }
}

/// The value of `let x = TEXT`.
fn value(text: &str) -> Expr {
    match items(&format!("let x = {text}")).into_iter().next() {
        Some(Item::Let(item)) => item.value,
        other => panic!("{other:?}"),
    }
}

fn check(text: &str, expected: &str) {
    assert_eq!(shown(&value(text)), expected, "{text}");
}

#[test]
fn precedence_is_that_of_the_language() {
    check("a or b and not c", "(a or (b and (not c)))");
    check("not a = b", "(not (a = b))");
    check("not a >= 3 for 30 days", "(not ((a >= 3) for 30d))");
    check("a and b >= 3 for 30 days", "(a and ((b >= 3) for 30d))");
    check("(a and b) for 30 days", "((a and b) for 30d)");
    check("a + b > c - d", "((a + b) > (c - d))");
    check("a if missing 0 > 5", "((a ?? 0) > 5)");
    check("a + b if missing c * 2", "((a + b) ?? (c * 2))");
    check("a - b - c", "((a - b) - c)");
    check("a / b * c", "((a / b) * c)");
    check("a - b * c", "(a - (b * c))");
    check("-a * b", "((- a) * b)");
    check("-days since d", "(- (days since d))");
    check("days since d + 1", "((days since d) + 1)");
    check("days since d > 60 days or d is missing", "(((days since d) > 60d) or (d is missing))");
    check("months since d < 6", "((months since d) < 6)");
    check("days until d / 2", "((days until d) / 2)");
    check("previous a + 1", "((previous a) + 1)");
    check("a + b is known", "((a + b) is known)");
    check("a / b 30 days ago", "(a / (b 30d ago))");
    check("a window ago", "(a window ago)");
    check("(a + b) * c", "((a + b) * c)");
}

#[test]
fn every_form_has_its_node() {
    check("x is red", "(x is 'red)");
    check("x is not red", "(x is not 'red)");
    check("x is not known", "(x is not known)");
    check("x is one of {a, b}", "(x is in [\"a\", \"b\"])");
    check("x is not one of {\n  a\n  b\n}", "(x is not in [\"a\", \"b\"])");
    check("x is at least high", "(x is at least 'high)");
    check("x is at", "(x is 'at)");
    check("d within next 90 days", "(d within next 90d)");
    check("d within last save_window", "(d within last save_window)");
    check("x becomes red", "(x becomes 'red)");
    check("x worsens or y improves", "((x worsens) or (y improves))");
    check("if a > 1 then 2 else 3 + 4", "(if (a > 1) 2 (3 + 4))");
    check("by s { a: 1, b: 2 * 3, otherwise: 4 }", "(by s {a: 1, b: (2 * 3), _: 4})");
    check("by s.t {\n  a: 1\n  b: 2,\n}", "(by s.t {a: 1, b: 2})");
    check("change in a over 30 days", "(change a over 30d)");
    check("growth of (a / b) over w > 10%", "((growth (a / b) over w) > 0.1%)");
    check("all of { a, n: b > 1\n c is red }", "(all of a; n: (b > 1); (c is 'red))");
    check("any of { a }", "(any of a)");
    check("at least 2 of { a, b, c }", "(at least 2 of a; b; c)");
    check("number of { a, b } >= 1", "((number of a; b) >= 1)");
    check("max(a, 1) + min (b, 2)", "(max(a, 1) + min(b, 2))");
    check("a != 2026-03-02", "(a != @20514)");
    check("a if missing \"q\\\"u\\\\e\\nue\"", "(a ?? \"q\\\"u\\\\e\\nue\")");
}

#[test]
fn literals_are_read_once() {
    check("12", "12");
    check("0.5", "0.5");
    check("70%", "0.7%");
    check("7%", "0.07%");
    check("100k", "100000");
    check("1.2m", "1200000");
    check("100k USD", "100000 USD");
    check("30 days", "30d");
    check("16 weeks", "112d");
    check("3 months", "3mo");
    check("1 year", "12mo");
    check("2 business days", "2bd");
    check("1 hour", "1h");
    check("1970-01-02", "@1");
}

#[test]
fn any_word_may_be_a_name() {
    check("priority + owner.when * text", "(priority + (owner.when * text))");
    check("id = account.is.not", "(id = account.is.not)");
    check("days > months and number = all", "((days > months) and (number = all))");
    check("stage.if", "stage.if");
}

#[test]
fn lines_continue_where_the_language_says() {
    check("a\n  and b", "(a and b)");
    check("a or\n\n  # why\n  b", "(a or b)");
    check("max(a,\n  b\n)", "max(a, b)");
    check("\n  1", "1");
    check("(a\n  + b)", "(a + b)");
    check("(all of {\n  a\n  b\n})", "(all of a; b)");
}

#[test]
fn spans_are_those_of_the_file() {
    let text = "stageplay 1\n# über\nlet x = (a + b) * days since d   # why\n";
    let (module, told) = parsed(text);
    assert_eq!(told, Vec::<String>::new());
    let Some(Item::Let(item)) = module.items.first() else { panic!() };
    let slice = |expr: &Expr| &text[expr.span.range()];
    assert_eq!(slice(&item.value), "(a + b) * days since d");
    let ExprKind::Binary { left, right, .. } = &item.value.kind else { panic!() };
    assert_eq!((slice(left), slice(right)), ("a + b", "days since d"));
}

#[test]
fn templates_hold_expressions_with_their_places() {
    let text = "stageplay 1\nplay p { task t \"{{ü}} {name}: {days until d} left\" }\n";
    let (module, told) = parsed(text);
    assert_eq!(told, Vec::<String>::new());
    let Some(Item::Play(play)) = module.items.first() else { panic!() };
    let Some(crate::syntax::tree::PlayClause::Task(task)) = play.clauses.first() else { panic!() };
    let parts: Vec<String> = task
        .title
        .iter()
        .flat_map(|title| &title.parts)
        .map(|part| match part {
            TemplatePart::Text(text) => format!("{text:?}"),
            TemplatePart::Value(value) => format!("{} at {}", shown(value), &text[value.span.range()]),
        })
        .collect();
    assert_eq!(parts, ["\"{ü} \"", "name at name", "\": \"", "(days until d) at days until d", "\" left\""]);
}

#[test]
fn questions_about_lists() {
    let cases = [
        ("count(people where a and b)", "count(people where (a and b))"),
        ("max(people.nps where a, b)", "max(people.nps, b where a)"),
        ("some people where a", "(some people where a)"),
        ("not some people where a >= 3", "(not (some people where (a >= 3)))"),
        ("every crm.people where a or b has (c) and d", "((every crm.people where (a or b) has c) and d)"),
        ("a and no people has (b or c)", "(a and (no people has (b or c)))"),
        ("share of people has (b) >= 50%", "((share people has b) >= 0.5%)"),
        ("1 - share of people where a has (b)", "(1 - (share people where a has b))"),
        ("(some people where a) for 3 days", "((some people where a) for 3d)"),
        // Without what makes them questions they are names.
        ("some + no", "(some + no)"),
        ("some is known and share > 3", "((some is known) and (share > 3))"),
    ];
    for (text, expected) in cases {
        assert_eq!(shown(&value(text)), expected, "{text}");
    }
}
