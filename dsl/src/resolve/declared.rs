//! All declarations of all files in tables, scorecards and the account flattened.

use crate::source::Span;
use crate::syntax::tree::{
    Account, Capacity, Card, CardClause, Field, Group, Header, Indicator, Item, Journey, JourneyClause, Let, List,
    Member, Metric, Module, Name, Part, PartClause, PartKind, Play, PlayClause, PlayGroup, Retired, Risk, Role, Score,
    Setting, Signal, Stage, StageClause, Stale, Test, Tier,
};
use crate::typed::Declaration;
use crate::types::{
    CardId, FieldId, GroupId, JourneyId, LetId, ListId, MetricId, PartId, PlayId, RiskId, RoleId, ScoreId, SettingId,
    SignalId, Table, TierId,
};
use rustc_hash::FxHashSet;
use smol_str::{SmolStr, format_smolstr};

/// Everything that was declared, in the order of files and lines.
#[derive(Debug, Default)]
pub struct Declared<'a> {
    /// `playbook` headers; one is right.
    pub headers: Vec<&'a Header>,
    /// `account` blocks; one is right.
    pub accounts: Vec<&'a Account>,
    /// Fields of all groups.
    pub fields: Table<FieldId, FieldSource<'a>>,
    /// Groups: path and name.
    pub groups: Vec<(SmolStr, &'a Name)>,
    /// Lists of records, wherever they stand.
    pub lists: Table<ListId, ListSource<'a>>,
    /// Lists within lists, which there are not.
    pub nested: Vec<&'a Name>,
    /// Roles.
    pub roles: Table<RoleId, &'a Role>,
    /// Settings.
    pub settings: Table<SettingId, &'a Setting>,
    /// Named expressions.
    pub lets: Table<LetId, &'a Let>,
    /// Tiers.
    pub tiers: Table<TierId, &'a Tier>,
    /// Scorecards, `health` first.
    pub cards: Table<CardId, &'a Card>,
    /// The root of each scorecard.
    pub roots: Table<CardId, PartId>,
    /// Parts of all scorecards, owners before their parts.
    pub parts: Table<PartId, PartSource<'a>>,
    /// Scores.
    pub scores: Table<ScoreId, &'a Score>,
    /// Journeys.
    pub journeys: Table<JourneyId, JourneySource<'a>>,
    /// Risks.
    pub risks: Table<RiskId, &'a Risk>,
    /// Plays.
    pub plays: Table<PlayId, &'a Play>,
    /// Groups of plays. They are no values; their order is one of the plays'.
    pub play_groups: Table<GroupId, &'a PlayGroup>,
    /// Plays and journeys of former days.
    pub retired: Vec<&'a Retired>,
    /// Metrics. Nothing reads them, so they have no place in `sequence`.
    pub metrics: Table<MetricId, &'a Metric>,
    /// Signals. Nothing reads them either.
    pub signals: Table<SignalId, &'a Signal>,
    /// How much people can do. A capacity has no name but that of its role.
    pub capacities: Vec<&'a Capacity>,
    /// `defaults play` blocks; at most one is right.
    pub defaults: Vec<(&'a [PlayClause], Span)>,
    /// Tests, which have a namespace of their own.
    pub tests: Vec<&'a Test>,
    /// What is computed, as declared.
    pub sequence: Vec<Declaration>,
    /// Names seen in text that did not parse.
    pub lost: FxHashSet<SmolStr>,
}

/// A field with what its groups say about it.
#[derive(Debug)]
pub struct FieldSource<'a> {
    /// With its groups: `usage.seats`.
    pub path: SmolStr,
    /// As written.
    pub field: &'a Field,
    /// The freshness rule of its nearest group that has one.
    pub stale: Option<&'a Stale>,
}

/// A list of records.
#[derive(Debug)]
pub struct ListSource<'a> {
    /// With its groups: `crm.contacts`.
    pub path: SmolStr,
    /// As written.
    pub list: &'a List,
    /// What a record has; paths and dates are within it.
    pub fields: Vec<FieldSource<'a>>,
    /// The groups of a record: path within it and name.
    pub groups: Vec<(SmolStr, &'a Name)>,
}

/// A part of a scorecard.
#[derive(Debug)]
pub struct PartSource<'a> {
    /// Whose part it is.
    pub card: CardId,
    /// What holds it; `None` for a root.
    pub owner: Option<PartId>,
    /// Its own name.
    pub name: &'a Name,
    /// With its owners: `health.usage.login_trend`.
    pub path: SmolStr,
    /// What it holds.
    pub children: Vec<PartId>,
    /// As written.
    pub body: PartBody<'a>,
}

/// A part as written.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the names say it")]
pub enum PartBody<'a> {
    Root(&'a Card),
    Dimension(&'a Part, &'a [PartClause]),
    Indicator(&'a Part, &'a Indicator),
}

/// A journey with its stages in the order of their words.
#[derive(Debug)]
pub struct JourneySource<'a> {
    /// As written.
    pub journey: &'a Journey,
    /// Those in the order first, then those that interrupt it.
    pub stages: Vec<&'a Stage>,
    /// How many stand in the order.
    pub ordered: usize,
}

/// Gathers the items of all files.
pub(super) fn gather(modules: &[Module]) -> Declared<'_> {
    let mut all = Declared::default();
    // `health` comes first in the table of cards wherever it was written.
    for item in items(modules) {
        if let Item::Card(card) = item
            && card.name.text == "health"
        {
            all.cards.push(card);
        }
    }
    let named_health = all.cards.len();
    for item in items(modules) {
        if let Item::Card(card) = item
            && card.name.text != "health"
        {
            all.cards.push(card);
        }
    }
    let cards: Vec<(CardId, &Card)> = all.cards.iter().map(|(id, card)| (id, *card)).collect();
    for (id, card) in &cards {
        let root = add_parts(&mut all, *id, card);
        all.roots.push(root);
    }
    let (mut health, mut others) = (0..named_health, named_health..cards.len());
    for module in modules {
        all.lost.extend(module.lost.iter().cloned());
        for item in &module.items {
            let next = match item {
                Item::Card(card) if card.name.text == "health" => health.next(),
                Item::Card(_) => others.next(),
                _ => None,
            };
            add_item(&mut all, item, next);
        }
    }
    all
}

fn items(modules: &[Module]) -> impl Iterator<Item = &Item> {
    modules.iter().flat_map(|module| &module.items)
}

fn add_item<'a>(all: &mut Declared<'a>, item: &'a Item, card: Option<usize>) {
    match item {
        Item::Playbook(header) => all.headers.push(header),
        Item::Roles(roles) => {
            for role in roles {
                all.roles.push(role);
            }
        }
        Item::Setting(setting) => {
            all.settings.push(setting);
        }
        Item::Account(account) => {
            all.accounts.push(account);
            add_fields(all, account);
        }
        Item::Let(named) => {
            let id = all.lets.push(named);
            all.sequence.push(Declaration::Let(id));
        }
        Item::Tier(tier) => {
            let id = all.tiers.push(tier);
            all.sequence.push(Declaration::Tier(id));
        }
        Item::Card(_) => {
            let id = card.and_then(|at| u32::try_from(at).ok()).map(CardId);
            let parts = all.parts.iter().filter(|(_, part)| Some(part.card) == id);
            all.sequence.extend(parts.map(|(part, _)| Declaration::Part(part)));
        }
        Item::Score(score) => {
            let id = all.scores.push(score);
            all.sequence.push(Declaration::Score(id));
        }
        Item::Journey(journey) => {
            let id = all.journeys.push(journey_source(journey));
            all.sequence.push(Declaration::Journey(id));
        }
        Item::Risk(risk) => {
            let id = all.risks.push(risk);
            all.sequence.push(Declaration::Risk(id));
        }
        Item::Play(play) => {
            let id = all.plays.push(play);
            all.sequence.push(Declaration::Play(id));
        }
        Item::PlayGroup(group) => {
            all.play_groups.push(group);
        }
        Item::Retired(retired) => all.retired.push(retired),
        Item::Test(test) => all.tests.push(test),
        Item::DefaultsPlay { clauses, span } => all.defaults.push((clauses, *span)),
        Item::Allow(_) => {}
        Item::Capacity(capacity) => all.capacities.push(capacity),
        Item::Metric(metric) => {
            all.metrics.push(metric);
        }
        Item::Signal(signal) => {
            all.signals.push(signal);
        }
    }
}

fn add_fields<'a>(all: &mut Declared<'a>, account: &'a Account) {
    let flat = flattened(&account.members, None);
    for field in flat.fields {
        all.fields.push(field);
    }
    all.groups.extend(flat.groups);
    for (path, list) in flat.lists {
        let inside = flattened(&list.members, list.stale.as_ref());
        for (inner, list) in &inside.lists {
            all.nested.push(&list.name);
            // What reads it stumbles over the same mistake.
            all.lost.insert(format_smolstr!("{path}.{inner}"));
            all.lost.insert(list.name.text.clone());
        }
        all.lists.push(ListSource { path, list, fields: inside.fields, groups: inside.groups });
    }
}

/// Members by path.
#[derive(Default)]
struct Flat<'a> {
    fields: Vec<FieldSource<'a>>,
    groups: Vec<(SmolStr, &'a Name)>,
    lists: Vec<(SmolStr, &'a List)>,
}

/// Flattens groups without recursion: their nesting is the author's.
fn flattened<'a>(members: &'a [Member], stale: Option<&'a Stale>) -> Flat<'a> {
    struct Open<'a> {
        members: std::slice::Iter<'a, Member>,
        path: SmolStr,
        stale: Option<&'a Stale>,
    }
    let mut all = Flat::default();
    let mut open = vec![Open { members: members.iter(), path: SmolStr::default(), stale }];
    while let Some(group) = open.last_mut() {
        let joined = |name: &Name| match group.path.as_str() {
            "" => name.text.clone(),
            path => format_smolstr!("{path}.{}", name.text),
        };
        let stale = group.stale;
        match group.members.next() {
            None => {
                open.pop();
            }
            Some(Member::Field(field)) => {
                let path = joined(&field.name);
                all.fields.push(FieldSource { path, field, stale });
            }
            Some(Member::List(list)) => all.lists.push((joined(&list.name), list)),
            Some(Member::Group(Group { name, members, stale: own })) => {
                let path = joined(name);
                all.groups.push((path.clone(), name));
                open.push(Open { members: members.iter(), path, stale: own.as_ref().or(stale) });
            }
        }
    }
    all
}

/// Flattens a scorecard, owners first, without recursion.
fn add_parts<'a>(all: &mut Declared<'a>, card: CardId, source: &'a Card) -> PartId {
    let root = all.parts.push(PartSource {
        card,
        owner: None,
        name: &source.name,
        path: source.name.text.clone(),
        children: Vec::new(),
        body: PartBody::Root(source),
    });
    let top = source.clauses.iter().filter_map(|clause| match clause {
        CardClause::Part(part) => Some((root, part)),
        _ => None,
    });
    // Last in, first out: pushed in reverse so that parts come in the order written.
    let mut waiting: Vec<(PartId, &Part)> = top.collect();
    waiting.reverse();
    while let Some((owner, part)) = waiting.pop() {
        let path = format_smolstr!("{}.{}", all.parts[owner].path, part.name.text);
        let body = match &part.kind {
            PartKind::Dimension(clauses) => PartBody::Dimension(part, clauses),
            PartKind::Indicator(indicator) => PartBody::Indicator(part, indicator),
        };
        let id =
            all.parts.push(PartSource { card, owner: Some(owner), name: &part.name, path, children: Vec::new(), body });
        all.parts[owner].children.push(id);
        if let PartKind::Dimension(clauses) = &part.kind {
            let held = clauses.iter().rev().filter_map(|clause| match clause {
                PartClause::Part(part) => Some((id, part)),
                _ => None,
            });
            waiting.extend(held);
        }
    }
    root
}

fn journey_source(journey: &Journey) -> JourneySource<'_> {
    let interrupts =
        |stage: &&Stage| stage.clauses.iter().any(|clause| matches!(clause, StageClause::InterruptsWhile(_)));
    let stages = journey.clauses.iter().filter_map(|clause| match clause {
        JourneyClause::Stage(stage) => Some(stage),
        _ => None,
    });
    let (beside, mut stages): (Vec<&Stage>, Vec<&Stage>) = stages.partition(interrupts);
    let ordered = stages.len();
    stages.extend(beside);
    JourneySource { journey, stages, ordered }
}
