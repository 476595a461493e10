//! Numbers and styles in the words of the terminal.

use anstyle::{AnsiColor, Style};
use stageplay_dsl::typed::Playbook;
use stageplay_dsl::types::{Type, show_number};
use stageplay_engine::column::plain_cut;
use std::borrow::Cow;

/// A heading.
pub const HEADING: Style = Style::new().bold();
/// What is less important.
pub const FAINT: Style = Style::new().dimmed();

/// A word in the colour it names, where it names one.
pub fn band_style(word: &str) -> Style {
    let colour = match word {
        "green" => AnsiColor::Green,
        "yellow" | "amber" | "orange" => AnsiColor::Yellow,
        "red" | "critical" => AnsiColor::Red,
        _ => return Style::new(),
    };
    Style::new().fg_color(Some(colour.into()))
}

/// A name from the data, safe to show and not longer than a line.
pub fn name(text: &str) -> Cow<'_, str> {
    plain_cut(text, 60)
}

/// A sentence with text from the data in it, safe to show.
pub fn sentence(text: &str) -> Cow<'_, str> {
    plain_cut(text, 400)
}

/// An amount of revenue in few characters: `812`, `4,310`, `84.2k`, `1.3M`, `1.7e308`.
pub fn compact(amount: f64) -> String {
    let size = amount.abs();
    match size {
        _ if size.is_infinite() => "∞".into(),
        _ if size >= 1e15 => format!("{amount:.1e}"),
        _ if size >= 9_999_500_000.0 => format!("{}B", tenth(amount / 1e9)),
        _ if size >= 9_999_500.0 => format!("{}M", tenth(amount / 1e6)),
        _ if size >= 999_950.0 => format!("{:.2}M", amount / 1e6),
        _ if size >= 9_999.5 => format!("{}k", tenth(amount / 1e3)),
        _ => show_number(amount.round()),
    }
}

fn tenth(value: f64) -> String {
    if value.abs() >= 99.95 { show_number(value.round()) } else { format!("{value:.1}") }
}

/// The unit of revenue, with a blank before it; empty where it has none.
pub fn revenue_unit(playbook: &Playbook) -> String {
    match &playbook.fields[playbook.revenue_field].ty {
        Type::Money(currency) => format!(" {currency}"),
        _ => String::new(),
    }
}

/// `1,000`.
pub fn grouped(number: u64) -> String {
    #[allow(clippy::cast_precision_loss, reason = "shown, and no run has 2^52 of anything")]
    show_number(number as f64)
}

/// `1 account`, `2 accounts`.
pub fn count(number: u64, one: &str) -> String {
    format!("{} {one}{}", grouped(number), if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::compact;

    #[test]
    fn amounts_are_short_and_do_not_jump_a_size() {
        let shown: Vec<String> =
            [0.0, 812.4, 4310.0, 9999.4, 9999.6, 84_210.0, 999_949.0, 999_951.0, 12_340_000.0, 9.9e9, 1.2e10]
                .map(compact)
                .into();
        assert_eq!(
            shown,
            ["0", "812", "4,310", "9,999", "10.0k", "84.2k", "1,000k", "1.00M", "12.3M", "9,900M", "12.0B"]
        );
    }
}
