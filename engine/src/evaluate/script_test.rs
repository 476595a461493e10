//! Scripts as nodes against the interpreter, bit for bit: on scripts written by hand and on random ones.

use crate::graph::{NodeId, Op, Program};
use crate::script::{Fault, Script, ScriptValue};
use crate::testing::{Book, numbers_of};
use stageplay_dsl::typed::ScoreBody;

/// What is hard for numbers.
const NUMBERS: [f64; 25] = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    2.0,
    -2.0,
    2.5,
    -7.5,
    3.0,
    100.0,
    20_000.0,
    0.1,
    0.3,
    0.300_000_000_000_000_04,
    1.000_000_000_000_000_2,
    5e-324,
    1e-310,
    -1e-200,
    1e16,
    9_007_199_254_740_993.0,
    9.3e18,
    1e308,
    -1e308,
    f64::MAX,
];

const WORDS: [&str; 3] = ["small", "large", "huge"];

/// A script over `x`, `y`, `yes`, `size`, `plan`, of all rows in which some are missing.
struct Tried {
    /// Why it was not lowered.
    fault: Option<Fault>,
    /// What the nodes say.
    lowered: Vec<Option<f64>>,
    /// What the script's node says.
    said: Vec<Option<f64>>,
    /// What the interpreter says of known rows.
    wanted: Vec<Option<f64>>,
}

/// `None` where the script does not compile.
fn tried(text: &str, dice: &mut fastrand::Rng, rows: usize) -> Option<Tried> {
    let mut maybe = |most: usize| (dice.usize(0..12) > 0).then(|| dice.usize(0..most));
    let x: Vec<Option<f64>> = (0..rows).map(|_| maybe(NUMBERS.len()).map(|at| NUMBERS[at])).collect();
    let y: Vec<Option<f64>> = (0..rows).map(|_| maybe(NUMBERS.len()).map(|at| NUMBERS[at])).collect();
    let yes: Vec<Option<bool>> = (0..rows).map(|_| maybe(2).map(|at| at == 1)).collect();
    let size: Vec<Option<u16>> = (0..rows).map(|_| maybe(3).map(|at| at as u16)).collect();
    // Longer than a script may make one.
    let long = "x".repeat(1_500);
    let texts = ["", "gold", "Zoë", "silver", &long];
    let plan: Vec<Option<&str>> = (0..rows).map(|_| maybe(5).map(|at| texts[at])).collect();
    let mut book = Book::new();
    let fields = [
        book.numbers("x", &x),
        book.numbers("y", &y),
        book.truths("yes", &yes),
        book.words("size", &WORDS, &size),
        book.texts("plan", &plan),
    ];
    let values = fields.map(|field| book.field(field));
    let params = ["x", "y", "yes", "size", "plan"].into_iter().zip(values).collect();
    let score = book.script("fit", params, text);
    let (program, _, frame) = book.run();
    let ScoreBody::Script { params, .. } = &book.playbook.scores[score].body else { panic!("no script") };
    let script = Script::compile(params, text).ok()?;
    let node = within_range(&program, program.computed(score));
    let lowered = match program.graph.get(node).map(|node| (&node.op, node.inputs.last())) {
        Some((Op::Script { is_lowered: true, .. }, Some(last))) => numbers_of(&frame, *last),
        _ => vec![None; rows],
    };
    let wanted = (0..rows).map(|row| {
        script.call_row(&[
            ScriptValue::Number(x[row]?),
            ScriptValue::Number(y[row]?),
            ScriptValue::Truth(yes[row]?),
            ScriptValue::Text(WORDS[usize::from(size[row]?)].into()),
            ScriptValue::Text(plan[row]?.into()),
        ])
    });
    let wanted = wanted.collect();
    Some(Tried {
        fault: script.formula(params, &book.playbook.choices).err(),
        lowered,
        said: numbers_of(&frame, node),
        wanted,
    })
}

/// What a score's range holds.
fn within_range(program: &Program, node: NodeId) -> NodeId {
    program.graph.get(node).and_then(|node| node.inputs.first().copied()).unwrap_or(NodeId(0))
}

fn bits(numbers: &[Option<f64>]) -> Vec<Option<u64>> {
    numbers.iter().map(|number| number.map(f64::to_bits)).collect()
}

/// Why it is not lowered, and in how many rows the nodes alone know a score, of how many in which the interpreter does.
/// `None` where it does not compile.
pub(super) fn agrees(text: &str, dice: &mut fastrand::Rng) -> Option<(Option<Fault>, usize, usize)> {
    let tried = tried(text, dice, 130)?;
    assert_eq!(bits(&tried.said), bits(&tried.wanted), "{text}");
    let mut alone = 0;
    for (lowered, wanted) in tried.lowered.iter().zip(&tried.wanted) {
        // Rows with something missing have no score, whatever the nodes say.
        if let (Some(lowered), Some(wanted)) = (lowered, wanted) {
            assert_eq!(lowered.to_bits(), wanted.to_bits(), "{text}");
            alone += 1;
        }
    }
    Some((tried.fault, alone, tried.wanted.iter().flatten().count()))
}

#[test]
fn lowered_scripts_say_what_the_interpreter_says() {
    let scripts = [
        "7",
        "x",
        "-x + y * 2 - 1",
        "x / y",
        "x % y",
        "x ** 2",
        "x ** y",
        "-7 / 2 * 3 % 4 + x",
        "let n = 0; if x > 1.0 { n += 1; } if yes { n += 3; } n * 5",
        "let n = 0; if x > 1.0 { n -= 2; } 1.0 / (n * 0)",
        "let n = 0; if x > 1.0 { n -= 2; } 7 / n",
        "let n = 0; if x > 1.0 { n -= 2; } let m = 7 / n; 5",
        "let n = 0; if x > 1.0 { n -= 7; } 1.0 / (n % 7)",
        "let n = 0; if x > 1.0 { n -= 7; } n % 7",
        "let n = 0; if x > 1.0 { n -= 7; } n / 9",
        "let n = 1; if yes { n = -4503599627370495; } let m = -n; m + m + 1 + 1 + 1 + 1",
        "let n = 1; if yes { n = -4503599627370495; } let m = abs(n); m + m + 1 + 1 + 1 + 1",
        "let n = 1; if yes { n = 4503599627370495; } let m = max(n, 2); m + m + 1 + 1 + 1 + 1",
        "let n = 1; if yes { n = -4503599627370495; } let m = min(n, 2) - 1; m + m - 1 - 1 - 1 - 1",
        "let n = 3; if yes { n = -4503599627370495; } let m = n * -1; let k = m / 1; k + m + 1 + 1 + 1 + 1",
        "let n = x.to_int(); n * n + 1",
        "let n = (x * 10.0).to_int(); n.to_float() / 10",
        "to_int(x) * to_int(y)",
        "if x == y { 1.0 } else { 2.0 }",
        "if x != y { 1.0 } else { 2.0 }",
        "if x < y { 1.0 } else { 2.0 }",
        "if x <= y { 1.0 } else { 2.0 }",
        "if x > y { 1.0 } else { 2.0 }",
        "if x >= y { 1.0 } else { 2.0 }",
        "if x > 1 { 1 } else { 2.5 }",
        "if x + y > 1 { x / y } else { 2.5 }",
        "if x / y > 1 && y != 0 { 1 } else { 2 }",
        "if y != 0 && x / y > 1 { 1 } else { 2 }",
        "if y == 0 || x / y > 1 || yes { 1 } else { 2 }",
        "if !yes | (x > 3) { 1 } else { 2 }",
        "if yes ^ (x > 3) & !(y > 3) { 1 } else { 2 }",
        "if yes == (x > 3) { 1 } else { 2 }",
        "if yes != (x > 3) { 1 } else { 2 }",
        "1.0 / (1.0 / (x * 0.0))",
        "min(x, y) + max(x, 2) - max(1, 2)",
        "1 / min(x, 0)",
        "max(x / y, 3.0)",
        "let n = if yes { 1 } else { -3 }; 1.0 / min(n, 0) + max(n, 7) + n.abs()",
        "x.abs().sqrt().floor() + y.ceiling().round()",
        "exp(x) + ln(y)",
        "(x / 7.0).int() + sign(y)",
        "PI() * x + E()",
        "if size == \"small\" { 1.0 } else if size != \"huge\" { 2.0 } else { 3.0 }",
        "if size == \"tiny\" { 1.0 } else { x }",
        "let s = size; if \"large\" == s { 1.0 } else { x }",
        "if plan == \"gold\" { 1 } else if plan != \"Zoë\" { 2 } else { 3 }",
        "if size == size && plan == plan { x } else { y }",
        "let s = plan; if s == \"gold\" { x } else { y }",
        "fn f(s) { s } if f(plan) == plan { x } else { y }",
        "fn f(s) { let t = s; if t == \"gold\" { return \"gold\"; } t } if f(plan) == \"gold\" { x } else { y }",
        "let s = if yes { plan } else { plan }; if s == \"gold\" { x } else { y }",
        "x;",
        "{ x; }",
        "if yes { x; } else { y }",
        "let a = { x; }; a",
        "let a = { let b = x; }; a",
        "fn f(n) { n; } f(x)",
        "fn f(n) { return; } f(x); y",
        "fn f() { } f(); y",
        "return x;",
        "if yes { return x } return y",
        "let x = x; { let x = y; x += 1; } x",
        "let a = 1.0; { a = 2.0; let a = 5.0; a = 7.0; } a + x",
        "let a = 1; let a = 2.5; let a = a + x; a",
        "let a = 1; { let a = 2.5; } 7 / a",
        "if x > 3.0 { return 5; } x * 2.0",
        "if x > 3.0 { if yes { return 5; } let y = 3.0; return y; } else if yes { return x; } y",
        "let z = { let x = x + 1; x * 2 }; z + x",
        "let z = if yes { return 1 } else { x }; z + 1",
        "if x > 1000.0 { throw \"too long\" } x",
        "if x > 3 { \"high\" } else { x }",
        "if x > 3 { x }",
        "if yes { if x > 3 { true } else { x } } else { () }",
        "fn half(n) { n / 2.0 } fn both(a, b) { half(a) + half(b) } both(x, y) + half(3)",
        "fn f(n) { if n > 3.0 { return 1.0; } n * 2.0 } f(x) + f(y)",
        "fn f(n) { if n > 3.0 { throw \"no\" } n } let unused = f(x); y",
        "switch size { \"small\" => x, \"large\" => { let z = y; z * 2 }, _ => 3.0 }",
        "switch size { \"small\" | \"huge\" => x, \"large\" => 7 }",
        "let n = 0; switch size { \"small\" => n = 2, \"tiny\" => n = 5, \"huge\" => { return x; } } n * y",
        "let p = switch size { \"tiny\" => 1.0 }; if yes { x } else { p }",
        "fn max(a, b) { a } max(x, y)",
        "const TOP = 40.0; let x = min(x, TOP); x += 1; x -= 2; x *= 3; x /= 4; x %= 7; x **= 2; x",
        "let n = 1; n += x; n",
        "let n = 1; if yes { n = 2.5; } n * x + 1",
        "let n = 1; if yes { n = 2.5; } n",
        "let n = 1; if yes { n = 2.5; } n + 1",
        "let n = 0; if x > 1 { n += 2.5; } if yes { n += 2; } if y > 3 { n -= 7 } n",
        "let n = 0; if yes { n += x; } if n > 3 { 7 / n } else { 7 - n * n % 3 }",
        "let n = 0; if yes { n -= 0.0; } 1.0 / (-n)",
        "let n = 7; if yes { n = x; } let m = if x > 1 { 2 } else { y }; n / m",
        "let n = 7; if yes { n = x; } let m = if x > 1 { 2 } else { y }; if n < m { max(n, m) } else { min(m, 3) }",
        "let n = 7; if yes { n = x; } n.abs() + n.to_float()",
        "let n = 7; if yes { n = x; } n.round()",
        "let n = 4611686018427387904.0; n = n.to_int(); if yes { n = 1.5; } n + 1",
        "let a = x / y; let b = if yes { a } else { 1.0 }; if b > 2 { 3 } else { b }",
        "let big = 4503599627370496; big * 2 + if yes { 1 } else { 0 }",
        "let n = 3; if yes { n = 94906267; } n * n",
        "let n = 3; if yes { n = 3037000500; } let unused = n * n; x",
    ];
    let mut dice = fastrand::Rng::with_seed(7);
    for text in scripts {
        let (fault, ..) = agrees(text, &mut dice).unwrap_or_else(|| panic!("does not compile: {text}"));
        assert_eq!(fault, None, "{text}");
    }
}

#[test]
fn a_long_script_is_within_the_budget_of_the_interpreter() {
    let script = |lines: usize| format!("let n = x;{}\nn", "\nn = n * 0.5 + min(y, 3.0);".repeat(lines));
    let mut dice = fastrand::Rng::with_seed(9);
    let tried =
        |lines: usize, dice: &mut fastrand::Rng| agrees(&script(lines), dice).map(|found| (found.0, found.1 > 0));
    assert_eq!(tried(180, &mut dice), Some((None, true)));
    let (fault, _) = tried(1_000, &mut dice).unwrap_or_else(|| panic!("does not compile"));
    assert_eq!(fault.map(|fault| fault.message), Some("is too long".into()));
}

#[test]
fn the_rest_is_run_by_the_interpreter() {
    let scripts = [
        ("let n = 0.0; while n < x { n += 1.0; if n > 9.0 { break; } } n", "uses a loop", 0),
        ("let n = 1.0;\nfor i in 0..3 { n += x; } n", "uses a loop", 1),
        ("let n = plan.len(); n", "calls `len`", 0),
        ("let s = plan + \"a\"; if s == \"a\" { x } else { y }", "makes a text", 0),
        ("let s = `a${x}`; x", "makes a text", 0),
        ("let l = [x, y]; l[0]", "makes a list or map", 0),
        ("let f = |n| n + x; f.call(y)", "uses a closure", 0),
        ("fn f(n) { if n > 3.0 { f(n - 1.0) } else { n } }\n\nf(min(x, 9.0))", "calls itself", 0),
        ("fn f(n) { n } fn f(n, m) { m }\nf(x) + f(x, y)", "has more than one function `f`", 1),
        ("if size < \"large\" { x } else { y }", "uses `<` between texts", 0),
        ("if x == \"a\" { x } else { y }", "uses `==` between a number and a text", 0),
        ("switch plan { \"gold\" => 1, _ => 2 }", "uses `switch` on a text", 0),
        ("switch size { \"huge\" if yes => 1, _ => 2 }", "uses `switch` with conditions", 0),
        ("try { x / y } catch { 1.0 }", "catches an error", 0),
        ("x + { x = 3.0; x }", "sets a variable", 0),
        ("let n = 2; if yes { n = 3; } n ** 2", "uses `**` between whole numbers", 0),
        ("let n = 9007199254740992; if yes { n } else { x }", "more than 15 digits", 0),
    ];
    let mut dice = fastrand::Rng::with_seed(8);
    for (text, why, line) in scripts {
        let tried = tried(text, &mut dice, 40).unwrap_or_else(|| panic!("does not compile: {text}"));
        assert_eq!(bits(&tried.said), bits(&tried.wanted), "{text}");
        let fault = tried.fault.unwrap_or_else(|| panic!("lowered: {text}"));
        assert!(fault.message.contains(why), "{}: {text}", fault.message);
        let offset = fault.offset.unwrap_or_else(|| panic!("no place: {text}"));
        assert_eq!(text[..offset].matches('\n').count(), line, "{text}");
    }
}
