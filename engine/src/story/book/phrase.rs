//! Sentences whose names know what they name, and conditions as lists of sentences. Plain data.

/// Words in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phrase(pub Vec<Piece>);

/// A few words; of a name, what it names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// What they name.
    pub of: Option<Anchor>,
    /// What the playbook says of it.
    pub hint: Option<String>,
}

/// A declaration that has a place in the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// What it is.
    pub kind: Kind,
    /// Its name.
    pub name: String,
}

/// What a declaration is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Kind {
    Setting,
    Field,
    Term,
    Scorecard,
    Score,
    Journey,
    Risk,
    Play,
    Role,
    Metric,
    Signal,
}

impl Kind {
    /// In a word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Setting => "setting",
            Self::Field => "field",
            Self::Term => "term",
            Self::Scorecard => "scorecard",
            Self::Score => "score",
            Self::Journey => "journey",
            Self::Risk => "risk",
            Self::Play => "play",
            Self::Role => "role",
            Self::Metric => "metric",
            Self::Signal => "signal",
        }
    }
}

impl Anchor {
    pub(super) fn new(kind: Kind, name: &str) -> Self {
        Self { kind, name: name.into() }
    }
}

impl Phrase {
    /// Plain words.
    #[must_use]
    pub fn of(text: impl Into<String>) -> Self {
        Self(vec![Piece { text: text.into(), of: None, hint: None }])
    }

    /// Adds plain words.
    pub fn say(&mut self, text: &str) {
        match self.0.last_mut().filter(|last| last.of.is_none()) {
            Some(last) => last.text.push_str(text),
            None => self.0.push(Piece { text: text.into(), of: None, hint: None }),
        }
    }

    /// Adds a name.
    pub(super) fn name(&mut self, text: impl Into<String>, of: Anchor, hint: Option<&str>) {
        self.0.push(Piece { text: text.into(), of: Some(of), hint: hint.map(str::to_owned) });
    }

    /// Adds a phrase.
    pub fn add(&mut self, other: Self) {
        for piece in other.0 {
            if piece.of.is_none() { self.say(&piece.text) } else { self.0.push(piece) }
        }
    }

    /// The words without what they name.
    #[must_use]
    pub fn plain(&self) -> String {
        self.0.iter().map(|piece| piece.text.as_str()).collect()
    }

    /// Whether there is nothing to say.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Something said: a phrase, or several under a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// A phrase.
    Phrase(Phrase),
    /// Several.
    Group {
        /** `all of these`. */
        head: String,
        /** In order. */
        items: Vec<Item>,
    },
}

/// One of several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What the playbook calls it.
    pub label: Option<String>,
    /// What it says.
    pub says: Said,
}

impl Said {
    /// Plain words.
    #[must_use]
    pub fn of(text: impl Into<String>) -> Self {
        Self::Phrase(Phrase::of(text))
    }

    /// The words without what they name, groups in one line.
    #[must_use]
    pub fn plain(&self) -> String {
        match self {
            Self::Phrase(phrase) => phrase.plain(),
            Self::Group { head, items } => {
                let items: Vec<String> = items
                    .iter()
                    .map(|item| {
                        let says = item.says.plain();
                        item.label.as_ref().map_or_else(|| says.clone(), |label| format!("{label}: {says}"))
                    })
                    .collect();
                format!("{head}: {}", items.join("; "))
            }
        }
    }
}

/// A clause under a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// `Lets on when`.
    pub label: String,
    /// What it says.
    pub says: Said,
}

impl Line {
    pub(super) fn new(label: impl Into<String>, says: Said) -> Self {
        Self { label: label.into(), says }
    }
}
