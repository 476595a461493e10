//! Which declaration reads which.

use super::declared::{Declared, PartBody};
use super::lookup::{Scope, Target};
use super::names::{Entity, Names};
use super::walk::{When, each_path, each_path_of_record};
use super::word::{Words, has_band};
use crate::source::Span;
use crate::syntax::tree::{
    Again, CardClause, Due, Effect, EscalationTrigger, Expr, IfCleared, Indicator, JourneyClause, LimitTo,
    MissingPolicy, Name, PartClause, Path, PlayClause, PlayGroup, Points, RiskClause, Scale, ScoreBody, StageClause,
    StepBound, Task, Template, TemplatePart, Trigger, UpdateValue,
};
use crate::typed::Declaration;
use crate::types::{CardId, PartId, PlayId};
use rustc_hash::FxHashMap;

/// For each declaration, by its place in `Declared::sequence`, what it reads.
pub type Edges = Vec<Vec<Edge>>;

/// One declaration reads another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The place of what is read.
    pub to: usize,
    /// Where it is named.
    pub span: Span,
    /// How.
    pub kind: EdgeKind,
}

/// How one declaration reads another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EdgeKind {
    /// Its value of this evaluation.
    Reads,
    /// Its state, in `unless` of a play.
    Unless,
    /// It is decided behind the other, for a group lists both.
    Listed,
    /// An earlier value, which need not be computed first.
    Before,
}

/// Finds what every declaration reads. Names that do not exist are passed over.
pub(super) fn edges(declared: &Declared<'_>, names: &Names) -> Edges {
    let places: FxHashMap<Declaration, usize> =
        declared.sequence.iter().enumerate().map(|(at, declaration)| (*declaration, at)).collect();
    let mut edges: Edges = declared
        .sequence
        .iter()
        .map(|declaration| {
            let mut reader =
                Reader { declared, names, places: &places, scope: Scope::Everywhere, own: None, edges: Vec::new() };
            reader.declaration(declared, *declaration);
            reader.edges
        })
        .collect();
    let place = |name: &Name| match names.top.get(&name.text) {
        Some((Entity::Play(id), _)) => places.get(&Declaration::Play(*id)).copied(),
        _ => None,
    };
    for group in declared.play_groups.rows() {
        listed(group, place, &mut edges);
    }
    edges
}

/// In the order of a group its plays are decided.
fn listed(group: &PlayGroup, place: impl Fn(&Name) -> Option<usize>, edges: &mut Edges) {
    let mut seen: Vec<usize> = Vec::new();
    for name in &group.plays {
        let Some(at) = place(name).filter(|at| !seen.contains(at)) else { continue };
        if let (Some(to), Some(edges)) = (seen.last(), edges.get_mut(at)) {
            edges.push(Edge { to: *to, span: name.span, kind: EdgeKind::Listed });
        }
        seen.push(at);
    }
}

struct Reader<'s> {
    declared: &'s Declared<'s>,
    names: &'s Names,
    places: &'s FxHashMap<Declaration, usize>,
    scope: Scope,
    /// The play whose own tasks are no dependency of it.
    own: Option<PlayId>,
    edges: Vec<Edge>,
}

impl Reader<'_> {
    fn declaration(&mut self, declared: &Declared<'_>, declaration: Declaration) {
        match declaration {
            Declaration::Let(id) => self.expr(&declared.lets[id].value),
            Declaration::Tier(id) => {
                declared.tiers[id].rows.iter().filter_map(|row| row.condition.as_ref()).for_each(|c| self.expr(c));
            }
            Declaration::Part(id) => self.part(declared, id),
            Declaration::Score(id) => self.score(&declared.scores[id].body),
            Declaration::Journey(id) => self.journey(declared, &declared.journeys[id].journey.clauses),
            Declaration::Risk(id) => {
                for clause in &declared.risks[id].clauses {
                    match clause {
                        RiskClause::Cause(_) => {}
                        RiskClause::Level { condition, .. } => self.expr(condition),
                        RiskClause::ClearsAfter(after) => self.expr(after),
                    }
                }
            }
            Declaration::Play(id) => self.play(declared, id),
        }
    }

    fn expr(&mut self, expr: &Expr) {
        self.expr_as(expr, EdgeKind::Reads);
    }

    fn expr_as(&mut self, expr: &Expr, kind: EdgeKind) {
        let words = Words { declared: self.declared, names: self.names, scope: self.scope }.of(expr);
        each_path(expr, |path, when| {
            if words.contains(&std::ptr::from_ref(path)) {
                return;
            }
            let kind = if when == When::Before { EdgeKind::Before } else { kind };
            self.path(path, kind);
        });
    }

    /// A condition whose bare names are those of a record.
    fn of_record(&mut self, expr: &Expr) {
        each_path_of_record(expr, |path, when| {
            self.path(path, if when == When::Before { EdgeKind::Before } else { EdgeKind::Reads });
        });
    }

    fn path(&mut self, path: &Path, kind: EdgeKind) {
        let Ok(target) = self.names.lookup(path, self.scope) else { return };
        if let Target::TaskState { play, .. } = target
            && self.own == Some(play)
        {
            return;
        }
        if let Some(declaration) = target.declaration() {
            self.edge(declaration, path.span, kind);
        }
    }

    fn edge(&mut self, to: Declaration, span: Span, kind: EdgeKind) {
        if let Some(to) = self.places.get(&to) {
            self.edges.push(Edge { to: *to, span, kind });
        }
    }

    fn part(&mut self, declared: &Declared<'_>, id: PartId) {
        let part = &declared.parts[id];
        for child in &part.children {
            self.edge(Declaration::Part(*child), declared.parts[*child].name.span, EdgeKind::Reads);
        }
        // A part's band comes from the scorecard's cut points.
        self.bands(declared, part.card);
        match part.body {
            PartBody::Root(card) => {
                for clause in &card.clauses {
                    match clause {
                        CardClause::Limit(limit) => {
                            if let LimitTo::Value(to) = &limit.to {
                                self.expr(to);
                            }
                            if let LimitTo::Band(name) = &limit.to {
                                self.band_or_name(declared, part.card, name);
                            }
                            self.expr(&limit.condition);
                        }
                        CardClause::Missing(policy) => self.policy(policy),
                        CardClause::KnownAtLeast(share) => self.expr(share),
                        CardClause::WeightsEqual(_) | CardClause::Part(_) | CardClause::Bands { .. } => {}
                    }
                }
            }
            PartBody::Dimension(part, clauses) => {
                part.weight.iter().for_each(|weight| self.expr(weight));
                for clause in clauses {
                    match clause {
                        PartClause::AppliesWhen(condition) => self.expr(condition),
                        PartClause::Missing(policy) => self.policy(policy),
                        PartClause::WeightsEqual(_) | PartClause::Part(_) => {}
                    }
                }
            }
            PartBody::Indicator(part, indicator) => {
                part.weight.iter().for_each(|weight| self.expr(weight));
                self.indicator(declared, declared.parts[id].card, indicator);
                self.inherited_policy(declared, id);
            }
        }
    }

    /// An indicator takes the missing policy of what holds it.
    fn inherited_policy(&mut self, declared: &Declared<'_>, id: PartId) {
        let mut next = declared.parts[id].owner;
        while let Some(owner) = next {
            match declared.parts[owner].body {
                PartBody::Dimension(_, clauses) => clauses.iter().for_each(|clause| {
                    if let PartClause::Missing(policy) = clause {
                        self.policy(policy);
                    }
                }),
                PartBody::Root(card) => card.clauses.iter().for_each(|clause| {
                    if let CardClause::Missing(policy) = clause {
                        self.policy(policy);
                    }
                }),
                PartBody::Indicator(..) => {}
            }
            next = declared.parts[owner].owner;
        }
    }

    fn bands(&mut self, declared: &Declared<'_>, card: CardId) {
        for clause in &declared.cards[card].clauses {
            if let CardClause::Bands { bands, .. } = clause {
                for band in bands {
                    [&band.from, &band.until_below].into_iter().flatten().for_each(|cut| self.expr(cut));
                }
            }
        }
    }

    fn policy(&mut self, policy: &MissingPolicy) {
        match policy {
            MissingPolicy::Skip(_) => {}
            MissingPolicy::Score(value) | MissingPolicy::LastFor(value) => self.expr(value),
        }
    }

    fn indicator(&mut self, declared: &Declared<'_>, card: CardId, indicator: &Indicator) {
        self.expr(&indicator.value);
        match &indicator.scale {
            Scale::Linear { worst, best } => [worst, best].into_iter().for_each(|end| self.expr(end)),
            Scale::Steps { steps, .. } => {
                for step in steps {
                    if let StepBound::Below(bound) | StepBound::UpTo(bound) = &step.bound {
                        self.expr(bound);
                    }
                    match &step.points {
                        Points::Value(points) => self.expr(points),
                        Points::Band(name) => self.band_or_name(declared, card, name),
                    }
                }
            }
            Scale::AsIs(_) => {}
        }
        indicator.missing.iter().for_each(|policy| self.policy(policy));
        indicator.applies_when.iter().for_each(|condition| self.expr(condition));
    }

    fn score(&mut self, body: &ScoreBody) {
        match body {
            ScoreBody::Expr(value) => self.expr(value),
            ScoreBody::Script { params, .. } | ScoreBody::ScriptFile { params, .. } => {
                for param in params {
                    match &param.value {
                        Some(value) => self.expr(value),
                        None => self.name(&param.name),
                    }
                }
            }
        }
    }

    /// A band of the scorecard, or else a value.
    fn band_or_name(&mut self, declared: &Declared<'_>, card: CardId, name: &Name) {
        if !has_band(declared, card, &name.text) {
            self.name(name);
        }
    }

    fn name(&mut self, name: &Name) {
        self.path(&Path { parts: vec![name.clone()], span: name.span }, EdgeKind::Reads);
    }

    fn journey(&mut self, declared: &Declared<'_>, clauses: &[JourneyClause]) {
        for clause in clauses {
            match clause {
                JourneyClause::AppliesWhen(condition) => self.expr(condition),
                JourneyClause::StartIn(_) | JourneyClause::Retired { .. } => {}
                JourneyClause::Stage(stage) => stage.clauses.iter().for_each(|clause| self.stage(declared, clause)),
            }
        }
    }

    fn stage(&mut self, declared: &Declared<'_>, clause: &StageClause) {
        match clause {
            StageClause::Owner(role) => self.role(declared, role),
            StageClause::ClockFrom(expr)
            | StageClause::Enter(expr)
            | StageClause::Exit(expr)
            | StageClause::HoldsWhile(expr)
            | StageClause::InterruptsWhile(expr)
            | StageClause::BackTo { condition: expr, .. }
            | StageClause::Target(expr)
            | StageClause::StuckAfter(expr) => self.expr(expr),
            StageClause::Measure(measure) => [&measure.from, &measure.to].into_iter().for_each(|end| self.expr(end)),
            StageClause::Friction(friction) => self.expr(&friction.condition),
            StageClause::After(_) | StageClause::Expected(_) => {}
        }
    }

    /// Whom a role names is worked out before it is asked for.
    fn role(&mut self, declared: &Declared<'_>, role: &Name) {
        if let Some((Entity::Role(id), _)) = self.names.top.get(&role.text) {
            self.expr(&declared.roles[*id].value);
        }
    }

    fn play(&mut self, declared: &Declared<'_>, id: PlayId) {
        self.own = Some(id);
        self.scope = Scope::Play(id);
        let own = &declared.plays[id].clauses;
        own.iter().for_each(|clause| self.clause(declared, id, clause));
        for (clauses, _) in &declared.defaults {
            for clause in *clauses {
                let given = own.iter().any(|other| std::mem::discriminant(other) == std::mem::discriminant(clause));
                if !given {
                    self.clause(declared, id, clause);
                }
            }
        }
        // Once a customer has left nothing opens any more.
        self.scope = Scope::Everywhere;
        declared.accounts.iter().flat_map(|account| &account.ends).for_each(|ends| self.expr(ends));
    }

    fn clause(&mut self, declared: &Declared<'_>, id: PlayId, clause: &PlayClause) {
        match clause {
            PlayClause::Each(each) => each.keep.iter().for_each(|keep| self.of_record(keep)),
            PlayClause::Trigger { trigger, .. } => match trigger {
                Trigger::When(expr) | Trigger::Once(expr) => self.expr(expr),
                Trigger::Every { period, anchor } => [period, anchor].into_iter().for_each(|part| self.expr(part)),
            },
            PlayClause::Unless(expr) => self.expr_as(expr, EdgeKind::Unless),
            PlayClause::HoldsFor(expr)
            | PlayClause::Succeeds(expr)
            | PlayClause::Expires(expr)
            | PlayClause::Priority(expr) => self.expr(expr),
            PlayClause::IfCleared { policy, .. } => {
                if let IfCleared::CloseAfter(after) = policy {
                    self.expr(after);
                }
            }
            PlayClause::Again { policy, .. } => {
                if let Again::After(after) = policy {
                    self.expr(after);
                }
            }
            PlayClause::Owner(role) => self.role(declared, role),
            PlayClause::OnActivation { .. } => {}
            PlayClause::Task(task) => self.task(declared, task),
            PlayClause::Escalation(escalation) => {
                self.role(declared, &escalation.to);
                let (EscalationTrigger::AfterOpening(distance) | EscalationTrigger::Overdue { distance, .. }) =
                    &escalation.trigger;
                self.expr(distance);
                self.scope = Scope::Tasks(id);
                escalation.unless.iter().for_each(|condition| self.expr(condition));
                self.scope = Scope::Play(id);
                self.effects(&escalation.effects);
                escalation.tasks.iter().for_each(|task| self.task(declared, task));
            }
            PlayClause::OnOpening(effects)
            | PlayClause::OnSuccess(effects)
            | PlayClause::OnClearing(effects)
            | PlayClause::OnClosing(effects) => self.effects(effects),
        }
    }

    fn task(&mut self, declared: &Declared<'_>, task: &Task) {
        task.title.iter().for_each(|title| self.template(title));
        task.owner.iter().for_each(|role| self.role(declared, role));
        match &task.due {
            Some(Due::In(distance) | Due::After { distance, .. }) => self.expr(distance),
            Some(Due::Before { distance, date }) => [distance, date].into_iter().for_each(|part| self.expr(part)),
            None => {}
        }
        task.when.iter().chain(&task.done_when).for_each(|condition| self.expr(condition));
    }

    fn effects(&mut self, effects: &[Effect]) {
        for effect in effects {
            match effect {
                Effect::Notify { message, .. } => self.template(message),
                Effect::Update { value: UpdateValue::Text(text), .. } => self.template(text),
                Effect::Update { value: UpdateValue::Value(value), .. } => self.expr(value),
            }
        }
    }

    fn template(&mut self, template: &Template) {
        for part in &template.parts {
            if let TemplatePart::Value(value) = part {
                self.expr(value);
            }
        }
    }
}
