//! The blocks of the language and the words that begin their clauses.

/// What a place stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Block {
    File,
    Playbook,
    Roles,
    Tier,
    Account,
    Fields,
    Card,
    Dimension,
    Bands,
    Steps,
    Journey,
    Stage,
    Risk,
    Play,
    Effects,
    Escalation,
    Members,
    Capacity,
    Test,
    Day,
    Criteria,
    Cases,
    Choices,
}

/// Every block, its name in a message, the words that begin its clauses, and what else may stand in it.
const BLOCKS: &[(Block, &str, &[&str], &str)] = &[
    (Block::File, "a playbook file", super::super::lines::ITEM_WORDS, ""),
    (
        Block::Playbook,
        "the header",
        &[
            "version",
            "owner",
            "timezone",
            "calendar",
            "max age",
            "absent after",
            "gaps up to",
            "set",
            "append",
            "disable",
            "replace",
        ],
        "",
    ),
    (Block::Roles, "`roles`", &[], "roles such as `csm = owner.csm`"),
    (Block::Tier, "a tier", &[], "rows such as `early: when …`"),
    (Block::Account, "`account`", &["id", "revenue", "ends when"], "fields such as `arr money USD`"),
    (Block::Fields, "a group of fields", &[], "fields such as `seats count`"),
    (
        Block::Card,
        "a scorecard",
        &["missing", "known at least", "weights equal", "dimension", "cap", "floor", "bands"],
        "indicators such as `roi weight 25: …`",
    ),
    (
        Block::Dimension,
        "a dimension",
        &["applies when", "missing", "weights equal", "dimension"],
        "indicators such as `roi weight 25: …`",
    ),
    (Block::Bands, "`bands`", &[], "bands such as `green from 75`"),
    (Block::Steps, "`steps`", &["below", "up to", "otherwise"], ""),
    (Block::Journey, "a journey", &["applies when", "start in stage", "stage", "retired stage"], ""),
    (
        Block::Stage,
        "a stage",
        &[
            "owner",
            "clock from",
            "enter when",
            "exit when",
            "holds while",
            "interrupts while",
            "back to",
            "after",
            "measure",
            "target",
            "stuck after",
            "expected",
            "friction",
        ],
        "",
    ),
    (Block::Risk, "a risk", &["cause", "clears after"], "levels such as `high when …`"),
    (
        Block::Play,
        "a play",
        &[
            "each",
            "when",
            "once",
            "every",
            "holds for",
            "unless",
            "succeeds when",
            "if cleared",
            "expires after",
            "again",
            "priority",
            "owner",
            "on activation",
            "task",
            "escalate to",
            "on opening",
            "on success",
            "on clearing",
            "on closing",
        ],
        "",
    ),
    (Block::Test, "a test", &["account", "evaluate every", "series", "on", "through"], ""),
    (Block::Day, "a date of a test", &["set", "do", "expect"], ""),
    (Block::Effects, "this block", &["notify", "update"], ""),
    (Block::Escalation, "an escalation", &["notify", "update", "task", "owner"], ""),
    (Block::Members, "a group of plays", &[], "names of plays"),
    (Block::Capacity, "a capacity", &["open plays", "new plays", "effort"], ""),
    (Block::Criteria, "a list of criteria", &[], "conditions, each on its line"),
    (Block::Cases, "`by`", &["otherwise"], "cases such as `smb: 3 weeks`"),
    (Block::Choices, "a list of choices", &[], "words"),
];

impl Block {
    fn row(self) -> Option<&'static (Block, &'static str, &'static [&'static str], &'static str)> {
        BLOCKS.iter().find(|row| row.0 == self)
    }

    /// Its name in a message.
    pub(super) fn name(self) -> &'static str {
        self.row().map_or("this block", |row| row.1)
    }

    /// The words that begin its clauses.
    pub(super) fn clauses(self) -> &'static [&'static str] {
        self.row().map_or(&[], |row| row.2)
    }

    /// What else may stand in it; empty where only clauses may.
    pub(super) fn others(self) -> &'static str {
        self.row().map_or("", |row| row.3)
    }

    /// True where a clause may begin with a name of the author's own.
    pub(super) fn takes_names(self) -> bool {
        !self.others().is_empty()
    }

    /// True where commas part its clauses.
    pub(super) fn is_list(self) -> bool {
        matches!(self, Self::Criteria | Self::Cases | Self::Steps | Self::Choices | Self::Members)
    }

    /// What the block holds, for a help line.
    pub(super) fn holds(self) -> String {
        let mut parts: Vec<String> = self.clauses().iter().map(|word| format!("`{word}`")).collect();
        if self.takes_names() {
            parts.push(self.others().to_owned());
        }
        format!("{} holds {}", self.name(), listed(&parts, "and"))
    }

    /// The clause of the block that begins with `word`.
    pub(super) fn clause(self, word: &str) -> Option<&'static str> {
        self.clauses().iter().find(|clause| first_word(clause) == word).copied()
    }
}

/// The block, other than `here`, in which `word` begins a clause; the nearest one where there are several.
pub(super) fn elsewhere(word: &str, here: Block) -> Option<Block> {
    /// Blocks and the block they stand in.
    const WITHIN: &[(Block, Block)] = &[
        (Block::Stage, Block::Journey),
        (Block::Dimension, Block::Card),
        (Block::Bands, Block::Card),
        (Block::Steps, Block::Dimension),
        (Block::Fields, Block::Account),
        (Block::Effects, Block::Play),
        (Block::Escalation, Block::Play),
        (Block::Day, Block::Test),
    ];
    let inner = WITHIN.iter().filter(|(_, outer)| *outer == here).map(|(inner, _)| *inner);
    let outer = WITHIN.iter().filter(|(inner, _)| *inner == here).map(|(_, outer)| *outer);
    let others = BLOCKS.iter().map(|row| row.0).filter(|block| *block != here);
    inner.chain(outer).chain(others).find(|block| block.clause(word).is_some())
}

/// True for a word of the language: it is not a misspelling of another one.
pub(super) fn is_known(word: &str) -> bool {
    /// Words that begin no clause.
    const INNER: &[&str] = &[
        "activation",
        "after",
        "age",
        "ago",
        "also",
        "and",
        "answered",
        "as",
        "at",
        "becomes",
        "before",
        "best",
        "between",
        "by",
        "change",
        "cleared",
        "clearing",
        "close",
        "closing",
        "date",
        "days",
        "default",
        "done",
        "due",
        "effort",
        "else",
        "every",
        "existing",
        "extends",
        "for",
        "formerly",
        "from",
        "growth",
        "hours",
        "if",
        "improves",
        "in",
        "is",
        "keep",
        "key",
        "known",
        "last",
        "least",
        "money",
        "months",
        "most",
        "never",
        "new",
        "next",
        "not",
        "of",
        "one",
        "only",
        "opening",
        "or",
        "ordered",
        "over",
        "overdue",
        "pause",
        "previous",
        "private",
        "quietly",
        "required",
        "side",
        "since",
        "skip",
        "steps",
        "success",
        "text",
        "then",
        "to",
        "until",
        "weeks",
        "weight",
        "when",
        "where",
        "while",
        "within",
        "worse",
        "worsens",
        "worst",
        "years",
    ];
    INNER.contains(&word) || BLOCKS.iter().any(|row| row.0.clause(word).is_some())
}

/// The words of all clauses of all blocks.
pub(super) fn all_clauses() -> impl Iterator<Item = &'static str> {
    BLOCKS.iter().flat_map(|row| row.2.iter().copied())
}

/// The first word of a clause's words.
pub(super) fn first_word(clause: &str) -> &str {
    clause.split(' ').next().unwrap_or(clause)
}

/// `a, b and c`.
pub(super) fn listed(parts: &[String], last: &str) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [head @ .., tail] => format!("{} {last} {tail}", head.join(", ")),
    }
}
