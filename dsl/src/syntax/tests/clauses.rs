//! Every clause of every declaration.

use super::{items, parsed};
use crate::syntax::tree::{
    Activation, Again, CardClause, Due, Effect, EscalationTrigger, HeaderClause, IfCleared, Item, JourneyClause,
    LimitKind, LimitTo, Member, MissingPolicy, Modifier, PartClause, PartKind, PlayClause, Points, RiskClause, Scale,
    ScoreBody, StageClause, StepBound, Trigger, TypeKind, UpdateValue,
};

/// The one item of a text.
fn item(text: &str) -> Item {
    let mut items = items(text);
    assert_eq!(items.len(), 1, "{text}");
    items.remove(0)
}

#[test]
fn the_header_keeps_its_clauses_in_order() {
    let text = "playbook p \"Title\" { version 1.0.0-rc.1 owner \"o\" timezone \"t\"\n calendar \"c\" max age 31 days
        absent after 7 days gaps up to 3 days pause }";
    let Item::Playbook(header) = item(text) else { panic!() };
    assert_eq!((header.name.text.as_str(), header.title.unwrap().text.as_str()), ("p", "Title"));
    let kinds: Vec<&str> = header
        .clauses
        .iter()
        .map(|clause| match clause {
            HeaderClause::Version(text) => text.text.as_str(),
            HeaderClause::Owner(_) => "owner",
            HeaderClause::Timezone(_) => "timezone",
            HeaderClause::Calendar(_) => "calendar",
            HeaderClause::MaxAge(_) => "max age",
            HeaderClause::AbsentAfter(_) => "absent",
            HeaderClause::Gaps(_) => "gaps",
        })
        .collect();
    assert_eq!(kinds, ["1.0.0-rc.1", "owner", "timezone", "calendar", "max age", "absent", "gaps"]);
}

#[test]
fn roles_settings_lets_and_tiers() {
    let items = items(
        "roles { a = owner.csm if missing \"q\"  b = \"x\" }
setting w = 120 days between 30 days and 180 days \"why\"
setting v = 5
let l = 3 \"said\"
tier t \"T\" {
  early: when a < 6
  late:  otherwise
}",
    );
    let [Item::Roles(roles), Item::Setting(w), Item::Setting(v), Item::Let(l), Item::Tier(tier)] = items.as_slice()
    else {
        panic!("{items:?}")
    };
    assert_eq!(roles.iter().map(|role| role.name.text.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    assert!(w.between.is_some() && w.sentence.is_some() && v.between.is_none() && v.sentence.is_none());
    assert_eq!(l.sentence.as_ref().unwrap().text, "said");
    assert_eq!(tier.rows.iter().map(|row| row.condition.is_some()).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn the_account_has_fields_and_groups() {
    let text = "account {
  id = crm.id
  revenue = arr
  ends when contract.ended is known
  segment one of mid = \"Mid-Market\", smb
  size ordered one of small,
    large   required private \"How large\"
  arr money USD at least 0 USD default 5 USD also \"Annual Rev\"
  nps number -10 to 10
  live yes/no
  u { a count b percent at most 100% c { d ratio } } stale after 60 days since u.on
  id text
}";
    let Item::Account(account) = item(text) else { panic!() };
    assert_eq!((account.id.len(), account.revenue.len(), account.ends.len()), (1, 1, 1));
    let [
        Member::Field(segment),
        Member::Field(size),
        Member::Field(arr),
        Member::Field(nps),
        Member::Field(live),
        Member::Group(u),
        Member::Field(id),
    ] = account.members.as_slice()
    else {
        panic!("{:?}", account.members)
    };
    let TypeKind::OneOf { ordered: false, choices } = &segment.ty.kind else { panic!() };
    assert_eq!(choices.iter().map(|choice| choice.label.is_some()).collect::<Vec<_>>(), [true, false]);
    assert!(matches!(&size.ty.kind, TypeKind::OneOf { ordered: true, choices } if choices.len() == 2));
    assert!(matches!(size.modifiers.as_slice(), [Modifier::Required(_), Modifier::Private(_)]));
    assert_eq!(size.sentence.as_ref().unwrap().text, "How large");
    assert!(matches!(&arr.ty.kind, TypeKind::Money(code) if code == "USD"));
    assert!(arr.ty.low.is_some() && arr.ty.high.is_none());
    assert!(matches!(arr.modifiers.as_slice(), [Modifier::Default(_), Modifier::Also(_)]));
    assert!(nps.ty.low.is_some() && nps.ty.high.is_some());
    assert_eq!(live.ty.kind, TypeKind::YesNo);
    assert!(u.stale.is_some());
    assert!(matches!(u.members.as_slice(), [Member::Field(_), Member::Field(_), Member::Group(_)]));
    assert_eq!((id.name.text.as_str(), &id.ty.kind), ("id", &TypeKind::Text));
}

#[test]
fn a_list_has_members_and_says_what_it_is() {
    let text = "account {
  crm { deals list of { a count  b yes/no default no } }
  people list of {
    a text required
    g { b date }
    inner list of { c text }
  } private required private stale after 3 days since g.b \"Who\"
  list text
}";
    let Item::Account(account) = item(text) else { panic!() };
    let [Member::Group(crm), Member::List(people), Member::Field(list)] = account.members.as_slice() else {
        panic!("{:?}", account.members)
    };
    let [Member::List(deals)] = crm.members.as_slice() else { panic!("{:?}", crm.members) };
    assert!(matches!(deals.members.as_slice(), [Member::Field(_), Member::Field(_)]));
    assert!(deals.stale.is_none() && deals.required.is_empty() && deals.sentence.is_none());
    assert!(matches!(people.members.as_slice(), [Member::Field(_), Member::Group(_), Member::List(_)]));
    assert_eq!((people.required.len(), people.private.len()), (1, 2));
    assert_eq!(people.stale.as_ref().unwrap().since.joined(), "g.b");
    assert_eq!(people.sentence.as_ref().unwrap().text, "Who");
    assert_eq!(list.name.text, "list");
}

#[test]
fn a_scorecard_has_parts_limits_and_bands() {
    let text = "health \"H\" {
  missing score 30
  known at least 60%
  weights equal
  dimension a \"A\" weight 40 {
    applies when x > 1
    missing last for 14 days
    weights equal
    b \"B\" weight 10: x / 2 worst 50% best 110% missing skip applies when y
    dimension c { d: x as is }
  }
  missing \"a part\" weight 5: x steps { below 1: 40, up to 12: green\n otherwise: by s { a: 1 } }
  cap red when x < 3 \"why\"
  floor 40 when y
  bands { green from 75 until below 72 yellow from 50 red }
}";
    let Item::Card(card) = item(text) else { panic!() };
    assert_eq!(card.name.text, "health");
    let [
        CardClause::Missing(MissingPolicy::Score(_)),
        CardClause::KnownAtLeast(_),
        CardClause::WeightsEqual(_),
        CardClause::Part(a),
        CardClause::Part(part),
        CardClause::Limit(cap),
        CardClause::Limit(floor),
        CardClause::Bands { bands, .. },
    ] = card.clauses.as_slice()
    else {
        panic!("{:?}", card.clauses)
    };
    let PartKind::Dimension(clauses) = &a.kind else { panic!() };
    let [
        PartClause::AppliesWhen(_),
        PartClause::Missing(MissingPolicy::LastFor(_)),
        PartClause::WeightsEqual(_),
        PartClause::Part(b),
        PartClause::Part(c),
    ] = clauses.as_slice()
    else {
        panic!("{clauses:?}")
    };
    let PartKind::Indicator(indicator) = &b.kind else { panic!() };
    assert!(matches!(indicator.scale, Scale::Linear { .. }));
    assert!(matches!(indicator.missing, Some(MissingPolicy::Skip(_))) && indicator.applies_when.is_some());
    assert!(b.sentence.is_some() && b.weight.is_some() && c.weight.is_none());
    let PartKind::Indicator(steps) = &part.kind else { panic!() };
    assert_eq!(part.name.text, "missing");
    let Scale::Steps { steps, .. } = &steps.scale else { panic!() };
    let [below, up_to, otherwise] = steps.as_slice() else { panic!() };
    assert!(matches!((&below.bound, &below.points), (StepBound::Below(_), Points::Value(_))));
    assert!(
        matches!((&up_to.bound, &up_to.points), (StepBound::UpTo(_), Points::Band(green)) if green.text == "green")
    );
    assert!(matches!((&otherwise.bound, &otherwise.points), (StepBound::Otherwise(_), Points::Value(_))));
    assert!(matches!((cap.kind, &cap.to), (LimitKind::Cap, LimitTo::Band(_))) && cap.sentence.is_some());
    assert!(matches!((floor.kind, &floor.to), (LimitKind::Floor, LimitTo::Value(_))));
    let cuts: Vec<_> = bands.iter().map(|band| (band.from.is_some(), band.until_below.is_some())).collect();
    assert_eq!(cuts, [(true, true), (true, false), (false, false)]);
    assert!(matches!(item("scorecard fit { a: x as is }"), Item::Card(card) if card.name.text == "fit"));
}

#[test]
fn scores_are_expressions_or_scripts() {
    let Item::Score(score) = item("score s \"S\" 0 to 100 higher is worse = 5 + x") else { panic!() };
    assert!(score.higher_is_worse && score.sentence.is_some() && matches!(score.body, ScoreBody::Expr(_)));
    let Item::Score(score) = item("score s 0 to 100 = x \"after\"") else { panic!() };
    assert!(!score.higher_is_worse && score.sentence.is_some());
    let text = "stageplay 1\nscore fit(seats = a / b, health) 0 to 100 ```rhai\n  let x = seats; // {\n  x + \"é\n```\nlet y = 1\n";
    let (module, told) = parsed(text);
    assert_eq!(told, Vec::<String>::new());
    let [Item::Score(score), Item::Let(_)] = module.items.as_slice() else { panic!() };
    let ScoreBody::Script { params, text: script, span } = &score.body else { panic!() };
    assert_eq!(script, "  let x = seats; // {\n  x + \"é");
    assert_eq!(&text[span.range()], script.as_str());
    assert_eq!(params.iter().map(|param| param.value.is_some()).collect::<Vec<_>>(), [true, false]);
    let Item::Score(score) = item("score fit(x) \"S\" 0 to 100 higher is worse from \"fit.rhai\"") else { panic!() };
    let ScoreBody::ScriptFile { params, file } = &score.body else { panic!() };
    assert_eq!((params.len(), file.text.as_str(), score.sentence.is_some()), (1, "fit.rhai", true));
}

#[test]
fn a_journey_has_stages() {
    let text = "journey j \"J\" {
  applies when x
  start in stage from crm.stage
  stage a \"A\" {
    owner csm
    clock from d
    enter when x  exit when all of { x, y }
    holds while y
    interrupts while z
    back to b when x
    after b, c
    measure ttv = days from a to b
    target 60 days
    stuck after by s { a: 3 weeks }
    expected \"e\"
    friction f \"F\" when x answered by p
    friction g when x
  }
  stage b { }
}";
    let Item::Journey(journey) = item(text) else { panic!() };
    let [JourneyClause::AppliesWhen(_), JourneyClause::StartIn(path), JourneyClause::Stage(a), JourneyClause::Stage(b)] =
        journey.clauses.as_slice()
    else {
        panic!("{:?}", journey.clauses)
    };
    assert_eq!(path.joined(), "crm.stage");
    assert!(b.clauses.is_empty());
    let [
        StageClause::Owner(_),
        StageClause::ClockFrom(_),
        StageClause::Enter(_),
        StageClause::Exit(_),
        StageClause::HoldsWhile(_),
        StageClause::InterruptsWhile(_),
        StageClause::BackTo { stage, .. },
        StageClause::After(after),
        StageClause::Measure(measure),
        StageClause::Target(_),
        StageClause::StuckAfter(_),
        StageClause::Expected(_),
        StageClause::Friction(f),
        StageClause::Friction(g),
    ] = a.clauses.as_slice()
    else {
        panic!("{:?}", a.clauses)
    };
    assert_eq!((stage.text.as_str(), measure.name.text.as_str()), ("b", "ttv"));
    assert_eq!(after.iter().map(|name| name.text.as_str()).collect::<Vec<_>>(), ["b", "c"]);
    assert!(f.answered_by.is_some() && f.sentence.is_some() && g.answered_by.is_none());
}

#[test]
fn a_risk_has_levels() {
    let Item::Risk(risk) = item("risk r \"R\" { cause c low when x high when y clears after 14 days cause when z }")
    else {
        panic!()
    };
    let [
        RiskClause::Cause(_),
        RiskClause::Level { name: low, .. },
        RiskClause::Level { .. },
        RiskClause::ClearsAfter(_),
        RiskClause::Level { name: cause, .. },
    ] = risk.clauses.as_slice()
    else {
        panic!("{:?}", risk.clauses)
    };
    assert_eq!((low.text.as_str(), cause.text.as_str()), ("low", "cause"));
}

#[test]
fn a_play_has_triggers_policies_tasks_and_effects() {
    let text = "play p \"P\" {
  when x  once y becomes red  every 3 months from d
  holds for 3 days
  unless z
  succeeds when x for 14 days
  if cleared close after 30 days  if cleared close  if cleared keep
  expires after 90 days
  again after 30 days  again never
  priority amount(arr) * (risk if missing 100)
  owner csm
  on activation existing  on activation existing quietly  on activation new only
  task a \"A {name}\" owner vp due in 1 business day effort 1 hour side customer done when x
  task b due 5 days after a
  task c due 5 days before d
  escalate to vp 2 days after opening unless a is done
  escalate to cro when a is 3 business days overdue { notify \"#x\" \"{name}\" }
  on opening { notify \"#x\" \"m\"\n update \"crm.x\" = \"v {name}\"  update \"crm.y\" = x + 1 }
  on success { }  on clearing { }  on closing { }
}";
    let Item::Play(play) = item(text) else { panic!() };
    let mut clauses = play.clauses.iter();
    let mut next = || clauses.next().unwrap();
    assert!(matches!(next(), PlayClause::Trigger { trigger: Trigger::When(_), .. }));
    assert!(matches!(next(), PlayClause::Trigger { trigger: Trigger::Once(_), .. }));
    assert!(matches!(next(), PlayClause::Trigger { trigger: Trigger::Every { .. }, .. }));
    assert!(matches!(next(), PlayClause::HoldsFor(_)));
    assert!(matches!(next(), PlayClause::Unless(_)));
    assert!(matches!(next(), PlayClause::Succeeds(_)));
    assert!(matches!(next(), PlayClause::IfCleared { policy: IfCleared::CloseAfter(_), .. }));
    assert!(matches!(next(), PlayClause::IfCleared { policy: IfCleared::Close, .. }));
    assert!(matches!(next(), PlayClause::IfCleared { policy: IfCleared::Keep, .. }));
    assert!(matches!(next(), PlayClause::Expires(_)));
    assert!(matches!(next(), PlayClause::Again { policy: Again::After(_), .. }));
    assert!(matches!(next(), PlayClause::Again { policy: Again::Never, .. }));
    assert!(matches!(next(), PlayClause::Priority(_)));
    assert!(matches!(next(), PlayClause::Owner(_)));
    for expected in [Activation::Existing, Activation::ExistingQuietly, Activation::NewOnly] {
        assert!(matches!(next(), PlayClause::OnActivation { policy, .. } if *policy == expected));
    }
    let PlayClause::Task(a) = next() else { panic!() };
    assert!(a.title.is_some() && a.owner.is_some() && a.effort.is_some() && a.side.is_some() && a.done_when.is_some());
    assert!(matches!(a.due, Some(Due::In(_))));
    assert!(
        matches!(next(), PlayClause::Task(b) if matches!(&b.due, Some(Due::After { task, .. }) if task.text == "a"))
    );
    assert!(matches!(next(), PlayClause::Task(c) if matches!(c.due, Some(Due::Before { .. }))));
    let PlayClause::Escalation(first) = next() else { panic!() };
    assert!(matches!(first.trigger, EscalationTrigger::AfterOpening(_)) && first.unless.is_some());
    let PlayClause::Escalation(second) = next() else { panic!() };
    assert!(matches!(&second.trigger, EscalationTrigger::Overdue { task, .. } if task.text == "a"));
    assert!(matches!(second.effects.as_slice(), [Effect::Notify { .. }]));
    let PlayClause::OnOpening(effects) = next() else { panic!() };
    assert!(matches!(
        effects.as_slice(),
        [
            Effect::Notify { .. },
            Effect::Update { value: UpdateValue::Text(_), .. },
            Effect::Update { value: UpdateValue::Value(_), .. }
        ]
    ));
    assert!(matches!(next(), PlayClause::OnSuccess(none) if none.is_empty()));
    assert!(matches!(next(), PlayClause::OnClearing(_)));
    assert!(matches!(next(), PlayClause::OnClosing(_)));
}

#[test]
fn what_cannot_be_kept_twice_is_told() {
    let (_, told) = parsed("stageplay 1\nplay p { task a owner x owner y }\n");
    assert_eq!(told, ["2:25 SP0205 this task has `owner` twice = keep one of them"]);
}
