//! Characters and spellings of other languages, each with what is written here instead.

use super::patch::Edit;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::types::parse_day;
use std::ops::Range;

/// A spelling that is told and read as the right one.
pub(super) struct Stray {
    /// How many bytes it takes.
    pub(super) length: usize,
    code: Code,
    message: String,
    help: String,
    /// Bytes counted from its beginning, and what is read there.
    with: Vec<(Range<usize>, &'static str)>,
}

impl Stray {
    fn new(length: usize, code: u16, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { length, code: Code(code), message: message.into(), help: help.into(), with: Vec::new() }
    }

    fn read_as(mut self, range: Range<usize>, with: &'static str) -> Self {
        self.with.push((range, with));
        self
    }

    /// The message, if it has one of its own; a fix where one replacement mends it.
    pub(super) fn told(&self, place: Span) -> Option<Diagnostic> {
        if self.message.is_empty() {
            return None;
        }
        let said = Diagnostic::error(self.code, place, self.message.as_str()).help(self.help.as_str());
        Some(match self.with.as_slice() {
            [(range, with)] if *range == (0..self.length) => said.fix(place, *with),
            _ => said,
        })
    }

    /// What is read instead, in bytes of the file.
    pub(super) fn edits(&self, at: usize) -> impl Iterator<Item = Edit> + '_ {
        self.with.iter().map(move |(range, with)| Edit { range: at + range.start..at + range.end, with })
    }
}

/// Operators of other languages and what they are here.
const OPERATORS: &[(&str, &str, &str)] = &[
    ("===", "=", "write `=`"),
    ("==", "=", "write `=`"),
    ("!==", "!=", "write `!=`"),
    ("<>", "!=", "write `!=`"),
    ("=>", ">=", "write `>=`"),
    ("=<", "<=", "write `<=`"),
    ("&&", " and ", "write `and`"),
    ("||", " or ", "write `or`"),
    ("**", "*", "write `pow(x, n)`"),
];

/// Characters that look like one of the language.
const LOOKALIKES: &[(char, &str)] = &[
    ('≥', ">="),
    ('≤', "<="),
    ('≠', "!="),
    ('×', "*"),
    ('÷', "/"),
    ('–', "-"),
    ('—', "-"),
    ('−', "-"),
    ('\u{a0}', " "),
    ('\u{2009}', " "),
    ('\u{200b}', ""),
    ('\u{feff}', ""),
];

/// Signs of currencies.
const CURRENCIES: &[(char, &str, &str)] = &[('$', "USD", " USD"), ('€', "EUR", " EUR"), ('£', "GBP", " GBP")];

/// Codes that are known when they stand before their amount; any may stand behind it.
const CODES: &[&str] = &[
    " USD", " EUR", " GBP", " CHF", " JPY", " CAD", " AUD", " NZD", " INR", " CNY", " SEK", " NOK", " DKK", " PLN",
    " BRL", " MXN", " SGD", " HKD", " ZAR", " AED",
];

/// What is wrong with the characters `rest` begins with, where they are not of the language.
pub(super) fn symbol(rest: &str) -> Option<Stray> {
    let char = rest.chars().next()?;
    if let Some((written, with, help)) = OPERATORS.iter().find(|(written, ..)| rest.starts_with(written)) {
        let message = format!("there is no `{written}` here");
        return Some(Stray::new(written.len(), 111, message, *help).read_as(0..written.len(), with));
    }
    if rest.starts_with("//") || rest.starts_with("/*") {
        let length = rest.find('\n').unwrap_or(rest.len());
        return Some(Stray::new(length, 111, "a comment begins with `#`", "write `#`").read_as(0..length, ""));
    }
    if rest.starts_with("!=") {
        return None;
    }
    if let Some((.., code, with)) = CURRENCIES.iter().find(|(sign, ..)| *sign == char) {
        return Some(signed_amount(rest, char, code, with));
    }
    let length = char.len_utf8();
    match char {
        '!' => Some(Stray::new(1, 111, "there is no `!` here", "write `not`").read_as(0..1, "not ")),
        ';' => Some(Stray::new(1, 113, "`;` has no place here", "a clause ends with its line").read_as(0..1, "")),
        '[' => Some(Stray::new(1, 113, "lists stand between braces", "write `{ … }`").read_as(0..1, "{")),
        // Told at the one that opens it.
        ']' => Some(Stray::new(1, 113, "", "").read_as(0..1, "}")),
        '\'' | '“' | '”' | '„' | '‘' | '’' | '«' => Some(other_quotes(rest, char)),
        _ if char.is_ascii() => ascii(rest, char),
        _ => {
            if let Some((_, with)) = LOOKALIKES.iter().find(|(other, _)| *other == char) {
                let message = format!("this is not the plain character it looks like, but U+{:04X}", char as u32);
                let help = if with.trim().is_empty() { "remove it".to_owned() } else { format!("write `{with}`") };
                return Some(Stray::new(length, 113, message, help).read_as(0..length, with));
            }
            let run = rest.find(|other: char| other.is_ascii() || !other.is_alphanumeric()).unwrap_or(rest.len());
            if run > 0 {
                let help = "names are written with a to z, 0 to 9 and `_`; texts between quotes may hold anything";
                let message = format!("`{}` cannot stand in a name", rest.get(..run).unwrap_or(""));
                return Some(Stray::new(run, 113, message, help).read_as(0..run, "x"));
            }
            Some(
                Stray::new(length, 113, format!("`{}` has no place here", shown(char)), "remove it")
                    .read_as(0..length, ""),
            )
        }
    }
}

/// An ASCII character that is no token of the language.
fn ascii(rest: &str, char: char) -> Option<Stray> {
    match char {
        '=' | '<' | '>' | '+' | '-' | '*' | '/' | ',' | ':' | '.' => None,
        '%' => Some(
            Stray::new(1, 111, "there is no `%` between values", "a percentage is written `70%`").read_as(0..1, "*"),
        ),
        '^' => Some(Stray::new(1, 111, "there is no `^` here", "write `pow(x, n)`").read_as(0..1, "*")),
        _ => {
            let run = rest.len() - rest.trim_start_matches(char).len();
            let message = format!("`{}` has no place here", shown(char));
            Some(Stray::new(run, 113, message, "remove it").read_as(0..run, ""))
        }
    }
}

/// A character that must not stand even in a text: it could drive a terminal, or turn the direction of writing so
/// that a reviewer reads something else than what runs.
pub(super) fn is_refused(char: char) -> bool {
    let turns_direction = matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns_direction || (char.is_control() && !matches!(char, '\t' | '\r' | '\n'))
}

/// A refused character, wherever it stands.
pub(super) fn control(char: char, place: Span) -> Diagnostic {
    let what =
        if char.is_control() { "a control character" } else { "a character that turns the direction of writing" };
    let message = format!("{what}, `{}`, has no place here", shown(char));
    Diagnostic::error(Code(113), place, message).help("remove it").fix(place, "")
}

fn shown(char: char) -> String {
    if char.is_control() || !(char.is_alphanumeric() || char.is_ascii_graphic()) {
        return format!("U+{:04X}", char as u32);
    }
    char.to_string()
}

/// `$100k`, `$1,000`, or the sign alone.
fn signed_amount(rest: &str, sign: char, code: &str, with: &'static str) -> Stray {
    let start = sign.len_utf8();
    let amount = amount_length(rest.get(start..).unwrap_or(""));
    let end = start + amount;
    if amount == 0 {
        return Stray::new(start, 109, format!("`{sign}` has no place here"), format!("money is written `100 {code}`"))
            .read_as(0..start, "");
    }
    let plain: String = rest.get(start..end).unwrap_or("").replace(',', "");
    let mut stray = Stray::new(end, 109, "an amount of money names its currency", format!("write `{plain} {code}`"))
        .read_as(0..start, "");
    stray.with.extend(commas(rest, start..end));
    let followed = rest.get(end..).is_some_and(|after| currency_after(after).is_some());
    stray.with.push((end..end, if followed { "" } else { with }));
    stray
}

/// `USD 100k`.
pub(super) fn currency_first(rest: &str) -> Option<Stray> {
    let code = rest.get(..3).filter(|code| code.bytes().all(|byte| byte.is_ascii_uppercase()))?;
    let after = rest.get(3..)?;
    let blanks = after.len() - after.trim_start_matches([' ', '\t']).len();
    let start = 3 + blanks;
    let end = start + amount_length(rest.get(start..)?);
    let amount = rest.get(start..end).filter(|amount| !amount.is_empty())?;
    // A date or a rate after three capitals is something else.
    if rest.get(end..)?.starts_with(['-', '/', '%', '_']) {
        return None;
    }
    let behind = CODES.iter().find(|known| known.trim_start() == code)?;
    let plain = amount.replace(',', "");
    let mut stray = Stray::new(end, 109, "the currency stands behind the amount", format!("write `{plain} {code}`"))
        .read_as(0..start, "");
    stray.with.extend(commas(rest, start..end));
    stray.with.push((end..end, behind));
    Some(stray)
}

/// `70 %`.
pub(super) fn spaced_percent(rest: &str) -> Option<Stray> {
    let number = number_length(rest);
    let written = rest.get(..number)?;
    let after = rest.get(number..)?;
    let blanks = after.len() - after.trim_start_matches([' ', '\t']).len();
    if blanks == 0 || !after.get(blanks..)?.starts_with('%') {
        return None;
    }
    let length = number + blanks + 1;
    let message = "a percentage is written without a blank";
    Some(Stray::new(length, 109, message, format!("write `{written}%`")).read_as(number..number + blanks, ""))
}

/// How many bytes of a number `text` begins with, `%` included.
pub(super) fn number_length(text: &str) -> usize {
    let digits = text.find(|char: char| !(char.is_ascii_digit() || char == '.')).unwrap_or(text.len());
    let after = text.get(digits..).unwrap_or("");
    let suffix = after.find(|char: char| !(char.is_ascii_alphanumeric() || char == '_')).unwrap_or(after.len());
    digits + suffix + usize::from(after.get(suffix..).is_some_and(|after| after.starts_with('%')))
}

/// `100,000` with or without what follows; `None` where the commas may part arguments.
pub(super) fn grouped(rest: &str, in_brackets: bool) -> Option<Stray> {
    let length = amount_length(rest);
    let written = rest.get(..length)?;
    let mut groups = written.trim_end_matches(['k', 'm']).split(',');
    let first = groups.next()?;
    let rest_of: Vec<&str> = groups.collect();
    let shaped = (1..=3).contains(&first.len())
        && !rest_of.is_empty()
        && rest_of.iter().all(|group| group.split('.').next().is_some_and(|whole| whole.len() == 3));
    if !shaped || (in_brackets && currency_after(rest.get(length..)?).is_none()) {
        return None;
    }
    let plain = written.replace(',', "");
    let mut stray = Stray::new(length, 109, "a number is written without commas", format!("write `{plain}`"));
    stray.with.extend(commas(rest, 0..length));
    Some(stray)
}

/// A date that is not written year-month-day.
pub(super) fn date(run: &str, place: Span) -> Option<Diagnostic> {
    let separator = run.chars().find(|char| !char.is_ascii_digit())?;
    if !matches!(separator, '/' | '-') {
        return None;
    }
    let parts: Vec<&str> = run.split(separator).collect();
    let [first, second, third] = parts.as_slice() else { return None };
    let short = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let year = |part: &str| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit());
    let orders: Vec<[&str; 3]> = if separator == '/' && year(first) && short(second) && short(third) {
        vec![[first, second, third]]
    } else if short(first) && short(second) && year(third) {
        vec![[third, second, first], [third, first, second]]
    } else {
        return None;
    };
    let mut dates: Vec<String> = orders
        .iter()
        .map(|[year, month, day]| format!("{year}-{month:0>2}-{day:0>2}"))
        .filter(|date| parse_day(date).is_some())
        .collect();
    dates.dedup();
    let said = Diagnostic::error(Code(110), place, "a date is written year-month-day");
    Some(match dates.as_slice() {
        [] => said.help("as in `2026-03-02`"),
        [date] => said.help(format!("write `{date}`")).fix(place, date.as_str()),
        [date, other, ..] => said.help(format!("write `{date}` or `{other}`")),
    })
}

/// How many bytes of an amount `text` begins with: digits, commas and points inside, `k` or `m`.
fn amount_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut at = 0;
    while digit(at) || (at > 0 && matches!(bytes.get(at), Some(b',' | b'.')) && digit(at + 1)) {
        at += 1;
    }
    let suffix = at > 0
        && matches!(bytes.get(at), Some(b'k' | b'm'))
        && !bytes.get(at + 1).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    at + usize::from(suffix)
}

fn commas(text: &str, range: Range<usize>) -> Vec<(Range<usize>, &'static str)> {
    let amount = text.get(range.clone()).unwrap_or("");
    amount.match_indices(',').map(|(at, _)| (range.start + at..range.start + at + 1, "")).collect()
}

/// The currency code after some blanks.
fn currency_after(text: &str) -> Option<&str> {
    let code = text.trim_start_matches([' ', '\t']).get(..3)?;
    (text.starts_with([' ', '\t']) && code.bytes().all(|byte| byte.is_ascii_uppercase())).then_some(code)
}

/// `cs@example.com` without quotes.
pub(super) fn address(rest: &str) -> Option<Stray> {
    let inside = |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '.' | '-' | '+');
    let local = rest.find(|char| !inside(char))?;
    let domain = rest.get(local..)?.strip_prefix('@')?;
    let length = local + 1 + domain.find(|char| !inside(char)).unwrap_or(domain.len());
    let written = rest.get(..length)?;
    let stray = Stray::new(length, 113, "a text stands between quotes", format!("write `\"{written}\"`"));
    Some(stray.read_as(0..0, "\"").read_as(length..length, "\""))
}

/// `is 'red'`.
pub(super) fn quoted_choice(rest: &str) -> Option<Stray> {
    let body = rest.strip_prefix('\'')?;
    let (word, after) = super::items::split_word(body);
    if word.is_empty() || !after.starts_with('\'') {
        return None;
    }
    let length = word.len() + 2;
    let stray = Stray::new(length, 113, "a choice is a word without quotes", format!("write `{word}`"));
    Some(stray.read_as(0..1, "").read_as(length - 1..length, ""))
}

/// Quotes of another kind; both ends are read as `"` where both are on the line.
fn other_quotes(rest: &str, open: char) -> Stray {
    let start = open.len_utf8();
    let line = rest.get(start..).unwrap_or("");
    let line = line.split('\n').next().unwrap_or("");
    let close = line.char_indices().find(|(_, char)| match open {
        '\'' => *char == '\'',
        '‘' | '’' => *char == '’',
        '«' => *char == '»',
        _ => matches!(char, '“' | '”'),
    });
    let message = "texts stand between plain double quotes";
    match close {
        Some((at, close)) => {
            let end = start + at;
            let inner = rest.get(start..end).unwrap_or("");
            Stray::new(end + close.len_utf8(), 113, message, format!("write `\"{inner}\"`"))
                .read_as(0..start, "\"")
                .read_as(end..end + close.len_utf8(), "\"")
        }
        None => Stray::new(start, 113, message, "write `\"`").read_as(0..start, ""),
    }
}
