//! `tests/bad-input/schema.play`, typed by hand.

use smol_str::SmolStr;
use stageplay_dsl::source::{SourceId, Span};
use stageplay_dsl::typed::{Field, FieldKind, Header, Playbook};
use stageplay_dsl::types::{ChoiceSet, ChoiceSetId, ExprId, FieldId, Table, Type, Value, Word};

/// The playbook of the corpus.
pub(super) fn playbook() -> Playbook {
    let span = Span::new(SourceId(0), 0, 0);
    let word = |name: &str, label: Option<&str>| Word { name: name.into(), label: label.map(SmolStr::new) };
    let segments = ChoiceSet {
        name: "segment".into(),
        words: vec![word("enterprise", Some("Enterprise")), word("mid_market", Some("Mid-Market")), word("smb", None)],
        ordered: 0,
        highest_first: false,
    };
    let field = |path: &str, kind: FieldKind, ty: Type| Field {
        path: path.into(),
        ty,
        kind,
        low: None,
        high: None,
        required: false,
        default: None,
        private: false,
        also: Vec::new(),
        stale: None,
        sentence: None,
        span,
    };
    let fields: Table<FieldId, Field> = [
        Field { required: true, ..field("id", FieldKind::Text, Type::Text) },
        Field { also: vec!["Account Name".into()], ..field("name", FieldKind::Text, Type::Text) },
        Field { required: true, ..field("segment", FieldKind::Choice(ChoiceSetId(0)), Type::Choice(ChoiceSetId(0))) },
        Field {
            required: true,
            low: Some(0.0),
            ..field("arr", FieldKind::Money("USD".into()), Type::Money("USD".into()))
        },
        Field { low: Some(0.0), high: Some(10.0), ..field("nps", FieldKind::Number, Type::Number) },
        field("champion", FieldKind::YesNo, Type::Truth),
        field("renewal", FieldKind::Date, Type::Date),
        Field { default: Some(Value::Number(30.0)), ..field("notice", FieldKind::Days, Type::Days) },
        Field { private: true, ..field("contact", FieldKind::Text, Type::Text) },
        Field { private: true, ..field("discount", FieldKind::Percent, Type::Percent) },
        field("usage.logins_30d", FieldKind::Count, Type::Count),
        Field { low: Some(1.0), ..field("usage.seats", FieldKind::Count, Type::Count) },
        Field { low: Some(0.0), high: Some(1.0), ..field("usage.adoption", FieldKind::Percent, Type::Percent) },
        field("usage.roi", FieldKind::Ratio, Type::Ratio),
        field("usage.updated_on", FieldKind::Date, Type::Date),
    ]
    .into_iter()
    .collect();
    let header = Header {
        name: "bad_input".into(),
        title: "bad_input".into(),
        version: None,
        owner: None,
        timezone: None,
        calendar: None,
        max_age: None,
        absent_after: None,
        gaps: None,
        span,
    };
    Playbook {
        header,
        choices: [segments].into_iter().collect(),
        fields,
        id_field: FieldId(0),
        revenue_field: FieldId(3),
        ends_when: None,
        settings: Table::default(),
        roles: Table::default(),
        lets: Table::default(),
        tiers: Table::default(),
        cards: Table::default(),
        parts: Table::default(),
        scores: Table::default(),
        journeys: Table::default(),
        risks: Table::default(),
        plays: Table::default(),
        order: Vec::new(),
        expressions: ExprId(0),
    }
}
