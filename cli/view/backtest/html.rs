//! A backtest as one page with pictures: no scripts, nothing from elsewhere.

use super::{About, capacities, percent};
use crate::view::in_html::in_html;
use stageplay_dsl::types::show_day;
use stageplay_engine::workbench::backtest::{Ranked, Report};

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}\
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}th,td{padding:.2rem .5rem;text-align:right;\
border-bottom:1px solid #ddd}th:first-child,td:first-child{text-align:left}svg{width:100%;height:auto}\
svg text{font:12px system-ui,sans-serif;fill:#1b1b1b}rect{fill:#2f6f9f}rect.over{fill:#b3402e}line{stroke:#1b1b1b;stroke-dasharray:4 3}footer{color:#555}";

/// The whole page.
pub fn html(about: &About<'_>, report: &Report) -> String {
    let title = in_html(&format!("{}: backtest up to {}", about.playbook, show_day(about.until)));
    let outcome = in_html(about.outcome);
    let mut text = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n\
         <p>{} snapshots of {} accounts; {} were followed by {outcome} within {} days.</p>\n",
        report.rows, report.accounts, report.positive_rows, report.horizon
    );
    text.push_str(&capacities::html(report));
    report.scores.iter().for_each(|ranked| text.push_str(&calibration(ranked)));
    text.push_str(
        "<h2>What was on, and what followed</h2>\n<table>\n<tr><th>On</th><th>followed</th><th>not followed</th>\
         <th>off, followed</th><th>unknown</th><th>precision</th><th>recall</th><th>lead, median days</th></tr>\n",
    );
    for judged in &report.subjects {
        let (subject, counts) = (&judged.subject, &judged.counts);
        text.push_str(&format!(
            "<tr><td>{} {} {}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
            subject.kind.word(),
            in_html(&subject.name),
            in_html(&subject.level),
            counts.true_positive,
            counts.false_positive,
            counts.false_negative,
            counts.unknown_positive + counts.unknown_negative,
            percent(counts.precision()),
            percent(counts.recall()),
            judged.lead.map_or_else(|| "–".into(), |lead| lead.median.to_string())
        ));
    }
    text.push_str(
        "</table>\n<footer><p>Followed is not caused: these are coincidences of dates. Precision and recall leave unknown \
         out.</p></footer>\n</body>\n</html>\n",
    );
    text
}

/// The outcome rate of each tenth of a score, as bars.
fn calibration(ranked: &Ranked) -> String {
    let most = ranked.deciles.iter().map(|decile| decile.rate()).fold(0.0, f64::max).max(0.01);
    let name = in_html(&ranked.name);
    let mut text = format!(
        "<h2>{name}: how often each tenth was followed</h2>\n<svg viewBox=\"0 0 760 260\" role=\"img\" \
         aria-label=\"{name}: outcome rate by decile\">\n"
    );
    for (decile, left) in ranked.deciles.iter().zip((10..).step_by(75)) {
        let height = decile.rate() / most * 190.0;
        let middle = left + 30;
        text.push_str(&format!(
            "<rect x=\"{left}\" y=\"{:.1}\" width=\"60\" height=\"{height:.1}\"/>\
             <text x=\"{middle}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>\
             <text x=\"{middle}\" y=\"238\" text-anchor=\"middle\">{:.0}–{:.0}</text>\n",
            220.0 - height,
            214.0 - height,
            percent(Some(decile.rate())),
            decile.lowest,
            decile.highest
        ));
    }
    text.push_str("</svg>\n");
    if let Some(area) = ranked.area {
        let interval = area.interval.map_or_else(String::new, |(low, high)| format!(" (95%: {low:.2} to {high:.2})"));
        text.push_str(&format!("<p>Area under the curve {:.2}{interval}; 0.5 is chance.</p>\n", area.value));
    }
    text
}
