//! Rust source as words and signs, without comments, texts and characters: just enough to find paths in it.

/// A word or sign and the line it stands on, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub text: String,
    pub line: usize,
}

/// The words and signs of a file. `::` is one sign, every other sign is one character; comments, strings and character
/// literals are left out; `r#word` is `word`.
pub fn tokens(source: &str) -> Vec<Token> {
    let chars: Vec<char> = source.chars().collect();
    let mut reader = Reader { chars: &chars, at: 0, line: 1 };
    let mut found = Vec::new();
    while let Some(first) = reader.peek(0) {
        let line = reader.line;
        if reader.starts("//") {
            reader.skip_while(|next| next != '\n');
        } else if reader.starts("/*") {
            reader.skip_comment();
        } else if first == '"' {
            reader.skip_text();
        } else if first == '\'' {
            reader.skip_character_or_lifetime();
        } else if let Some(prefix) = reader.raw_prefix() {
            reader.skip_raw(prefix);
        } else if is_word(first) {
            let word = reader.take_word();
            let quote = matches!(word.as_str(), "b" | "c" | "br" | "cr") && matches!(reader.peek(0), Some('"' | '\''));
            if word == "r" && reader.peek(0) == Some('#') {
                reader.step();
            } else if !quote {
                found.push(Token { text: word, line });
            }
        } else if reader.starts("::") {
            reader.step();
            reader.step();
            found.push(Token { text: "::".into(), line });
        } else {
            reader.step();
            if !first.is_whitespace() {
                found.push(Token { text: first.into(), line });
            }
        }
    }
    found
}

/// True for the characters of names, keywords and numbers.
pub fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

struct Reader<'a> {
    chars: &'a [char],
    at: usize,
    line: usize,
}

impl Reader<'_> {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn step(&mut self) {
        if self.peek(0) == Some('\n') {
            self.line += 1;
        }
        self.at += 1;
    }

    fn starts(&self, text: &str) -> bool {
        text.chars().enumerate().all(|(ahead, wanted)| self.peek(ahead) == Some(wanted))
    }

    fn skip_while(&mut self, keep: impl Fn(char) -> bool) {
        while self.peek(0).is_some_and(&keep) {
            self.step();
        }
    }

    fn take_word(&mut self) -> String {
        let start = self.at;
        self.skip_while(is_word);
        self.chars[start..self.at].iter().collect()
    }

    fn skip_comment(&mut self) {
        let mut depth = 0_usize;
        while self.peek(0).is_some() {
            if self.starts("/*") {
                depth += 1;
                self.step();
            } else if self.starts("*/") {
                depth -= 1;
                self.step();
            }
            self.step();
            if depth == 0 {
                return;
            }
        }
    }

    fn skip_text(&mut self) {
        self.step();
        while let Some(next) = self.peek(0) {
            if next == '\\' {
                self.step();
            }
            self.step();
            if next == '"' {
                return;
            }
        }
    }

    /// `'a'` and `'\n'` are left out; of a lifetime only the quote is, its name stays a harmless word.
    fn skip_character_or_lifetime(&mut self) {
        self.step();
        if self.peek(0) == Some('\\') {
            self.step();
            self.step();
            self.skip_while(|next| next != '\'' && next != '\n');
            self.step();
        } else if self.peek(1) == Some('\'') {
            self.step();
            self.step();
        }
    }

    /// How many characters open a raw text here (`r"`, `br##"`), and how many `#` it has.
    fn raw_prefix(&self) -> Option<(usize, usize)> {
        let before = self.at.checked_sub(1).and_then(|at| self.chars.get(at)).copied();
        if before.is_some_and(is_word) {
            return None;
        }
        let letters = usize::from(matches!(self.peek(0), Some('b' | 'c')));
        if self.peek(letters) != Some('r') {
            return None;
        }
        let hashes = (0..).take_while(|ahead| self.peek(letters + 1 + ahead) == Some('#')).count();
        (self.peek(letters + 1 + hashes) == Some('"')).then_some((letters + 2 + hashes, hashes))
    }

    fn skip_raw(&mut self, (opening, hashes): (usize, usize)) {
        (0..opening).for_each(|_| self.step());
        let end = format!("\"{}", "#".repeat(hashes));
        while self.peek(0).is_some() && !self.starts(&end) {
            self.step();
        }
        end.chars().for_each(|_| self.step());
    }
}

#[test]
fn comments_texts_and_characters_are_not_words() {
    let words = |source: &str| tokens(source).into_iter().map(|token| token.text).collect::<Vec<_>>().join(" ");
    assert_eq!(words("a // b\nc"), "a c");
    assert_eq!(words("a /* b /* c */ d */ e"), "a e");
    assert_eq!(words(r#"a "b \" c" d"#), "a d");
    assert_eq!(words("a r#\"b \" c\"# d br\"e\" f b\"g\" h"), "a d f h");
    assert_eq!(words("x: &'a str = '\"' ; '\\'' ; b'\\n' y"), "x : & a str = ; ; y");
    assert_eq!(words("r#type::crate"), "type :: crate");
    assert_eq!(words("\"unclosed"), "");
    assert_eq!(words("/* unclosed"), "");
    let lines: Vec<usize> = tokens("a\n\"\n\n\" b").iter().map(|token| token.line).collect();
    assert_eq!(lines, [1, 4]);
}
