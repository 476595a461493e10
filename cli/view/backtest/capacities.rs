//! What people had to do beside how much they can, week by week, on the page of a backtest.

use crate::view::capacity;
use crate::view::in_html::in_html;
use stageplay_dsl::types::{show_day, show_number};
use stageplay_engine::live::{Held, Load, Measure};
use stageplay_engine::workbench::backtest::{Busy, Report};

/// So many people have a picture: those with most weeks that were too much.
const PICTURES: usize = 12;
const WIDTH: f64 = 740.0;
const HEIGHT: f64 = 120.0;

/// The table, and pictures of whoever had too much; nothing where the playbook has no capacity.
pub fn html(report: &Report) -> String {
    if report.busy.is_empty() {
        return String::new();
    }
    let mut text = format!(
        "<h2>Capacity: weeks over it, of {}</h2>\n<table>\n<tr><th>Owner</th><th>over</th><th>open plays</th>\
         <th>new plays</th><th>hours</th><th>worst week</th></tr>\n",
        report.weeks
    );
    for busy in &report.busy {
        let cells = Measure::ALL.map(|of| busy.weeks_over_by(of).map_or_else(|| "–".into(), |weeks| weeks.to_string()));
        let worst = busy
            .worst()
            .map_or_else(|| "–".into(), |(week, held)| format!("{}: {}", show_day(week), capacity::held(&held)));
        text.push_str(&format!(
            "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
            in_html(&capacity::who(&busy.who)),
            busy.weeks_over(),
            cells.join("</td><td>"),
            in_html(&worst)
        ));
    }
    text.push_str("</table>\n");
    let mut over: Vec<(&Busy, Measure)> =
        report.busy.iter().filter_map(|busy| busy.worst().map(|(_, held)| (busy, held.of))).collect();
    over.sort_by_key(|(busy, _)| std::cmp::Reverse(busy.weeks_over()));
    over.iter().take(PICTURES).for_each(|(busy, of)| text.push_str(&picture(busy, *of)));
    text
}

/// A bar for each week with anything, and a line for how much can be done.
fn picture(busy: &Busy, of: Measure) -> String {
    let held = |load: &Load| busy.capacity.holds(load).into_iter().find(|held| held.of == of);
    let bars: Vec<(String, Held)> =
        busy.weeks.iter().filter_map(|(week, load)| Some((show_day(*week), held(load)?))).collect();
    let most = bars.iter().map(|(_, held)| held.is.max(held.most)).fold(f64::MIN_POSITIVE, f64::max);
    #[allow(clippy::cast_precision_loss, reason = "no history has 2^52 weeks")]
    let step = WIDTH / bars.len().max(1) as f64;
    let what = match of {
        Measure::OpenPlays => "plays open at once",
        Measure::NewPlays => "plays that opened",
        Measure::Effort => "hours of tasks created",
    };
    let who = in_html(&capacity::who(&busy.who));
    let mut text = format!(
        "<h3>{who}: {what}, week by week</h3>\n<svg viewBox=\"0 0 760 160\" role=\"img\" \
         aria-label=\"{who}: {what} by week, with the capacity as a line\">\n"
    );
    let mut left = 10.0;
    for (week, held) in &bars {
        let height = held.is / most * HEIGHT;
        let class = if held.is_over() { " class=\"over\"" } else { "" };
        text.push_str(&format!(
            "<rect{class} x=\"{left:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{height:.1}\"><title>{week}: {}</title></rect>\n",
            HEIGHT + 10.0 - height,
            step * 0.8,
            capacity::held(held)
        ));
        left += step;
    }
    if let (Some((first, held)), Some((last, _))) = (bars.first(), bars.last()) {
        let line = HEIGHT + 10.0 - held.most / most * HEIGHT;
        text.push_str(&format!(
            "<line x1=\"10\" x2=\"750\" y1=\"{line:.1}\" y2=\"{line:.1}\"/>\
             <text x=\"10\" y=\"150\">{first}</text><text x=\"750\" y=\"150\" text-anchor=\"end\">{last}</text>\
             <text x=\"380\" y=\"150\" text-anchor=\"middle\">capacity {}</text>\n",
            show_number(held.most)
        ));
    }
    text.push_str("</svg>\n");
    text
}
