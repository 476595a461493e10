//! Custom scores.

use super::checker::{Checker, Want};
use super::errors;
use super::script_file;
use super::unify::is_calendar;
use crate::resolve::twice;
use crate::syntax::tree::{self, Path, ScoreBody};
use crate::typed::{self, Param};
use crate::types::{ScoreId, Table};

/// The ranges of all scores, known before any expression reads one.
pub(super) fn ranges(checker: &mut Checker<'_>) {
    let declared = &checker.resolved.declared;
    for (id, source) in declared.scores.iter() {
        let mut end = |expr| {
            let typed = checker.plain(expr, "as the end of a score's range")?;
            checker.written_number(&typed, "the range of a score")
        };
        let (low, high) = (end(&source.low), end(&source.high));
        let (Some(low), Some(high)) = (low, high) else { continue };
        if low < high {
            checker.scores[id] = Some((low, high));
        } else {
            let error = errors::empty_range(source.low.span.to(source.high.span));
            checker.report(error);
        }
    }
}

/// Checks all scores.
pub(super) fn scores(checker: &mut Checker<'_>) -> Table<ScoreId, Option<typed::Score>> {
    let resolved = checker.resolved;
    resolved.declared.scores.iter().map(|(id, source)| score(checker, id, source)).collect()
}

fn score(checker: &mut Checker<'_>, id: ScoreId, source: &tree::Score) -> Option<typed::Score> {
    let body =
        match &source.body {
            ScoreBody::Expr(value) => checker.plain(value, "as a score").map(typed::ScoreBody::Expr),
            ScoreBody::Script { params, text, span } => params_of(checker, params)
                .map(|params| typed::ScoreBody::Script { params, text: text.clone(), span: *span }),
            ScoreBody::ScriptFile { params, file } => {
                let (params, found) = (params_of(checker, params), script_file::text(checker, file));
                params.zip(found).map(|(params, (text, span))| typed::ScoreBody::Script { params, text, span })
            }
        };
    let (low, high) = checker.scores[id]?;
    Some(typed::Score {
        name: source.name.text.clone(),
        formerly: source.formerly.as_ref().map(|name| name.text.clone()),
        sentence: source.sentence.as_ref().map(|text| text.text.clone()),
        low,
        high,
        higher_is_worse: source.higher_is_worse,
        body: body?,
        span: source.name.span,
    })
}

fn params_of(checker: &mut Checker<'_>, params: &[tree::Param]) -> Option<Vec<Param>> {
    let typed: Vec<Option<Param>> = params.iter().map(|source| param(checker, source)).collect();
    for (at, param) in params.iter().enumerate() {
        if let Some(first) = params.iter().take(at).find(|first| first.name.text == param.name.text) {
            checker.report(twice(&param.name, first.name.span));
        }
    }
    typed.into_iter().collect()
}

fn param(checker: &mut Checker<'_>, source: &tree::Param) -> Option<Param> {
    let value = match &source.value {
        Some(value) => checker.expr(value, Want::Value)?,
        None => {
            let path = Path { parts: vec![source.name.clone()], span: source.name.span };
            checker.path(&path, Want::Value)?
        }
    };
    if is_calendar(&value.ty) {
        let error = errors::not_a_number(checker, &value, "as a parameter of a script");
        checker.report(error);
        return None;
    }
    Some(Param { name: source.name.text.clone(), value })
}
