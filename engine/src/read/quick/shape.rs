//! Where names stand in the records of a file: as a rule each stands where it stood before.

use super::cursor::Cursor;
use crate::read::names::Names;
use crate::read::schema::{Schema, Target};

/// Records with more names than this are read by others.
const MOST_NAMES: usize = 512;

/// So many names are expected next.
const NEXT: usize = 3;

/// So far ahead is looked where a record leaves names out.
const AHEAD: usize = 8;

/// So many bytes of names are compared at once.
const HEAD: usize = 32;

/// A name of at most so many bytes, eight in a word, and which bits of them count.
struct Head {
    name: [u64; HEAD / 8],
    mask: [u64; HEAD / 8],
}

impl Head {
    fn of(name: &[u8]) -> Option<Self> {
        let (mut bytes, mut bits) = ([0; HEAD], [0; HEAD]);
        bytes.get_mut(..name.len())?.copy_from_slice(name);
        bits.get_mut(..name.len())?.fill(0xff);
        let words = |bytes: &[u8; HEAD]| {
            let (eights, _) = bytes.as_chunks::<8>();
            let mut words = [0; HEAD / 8];
            words.iter_mut().zip(eights).for_each(|(word, eight)| *word = u64::from_le_bytes(*eight));
            words
        };
        Some(Self { name: words(&bytes), mask: words(&bits) })
    }
}

/// A name that was met, and what it means.
struct Place {
    /// The record or group it stands in.
    node: usize,
    /// With its quotes and a colon.
    name: Box<[u8]>,
    /// The same, where it is short.
    head: Option<Head>,
    target: Target,
    /// In how many records it stands, where it means nothing.
    count: u64,
}

impl Place {
    /// Whether a text begins with the name and a colon: eight bytes at a time.
    #[inline]
    fn begins(&self, text: &[u8]) -> bool {
        // Most names are no longer than this, and then nothing depends on how long.
        if let (Some(head), Some(text)) = (&self.head, text.first_chunk::<HEAD>()) {
            let (texts, _) = text.as_chunks::<8>();
            let differs = |((name, mask), text): ((&u64, &u64), &[u8; 8])| (u64::from_le_bytes(*text) & mask) ^ name;
            return head.name.iter().zip(&head.mask).zip(texts).fold(0, |all, words| all | differs(words)) == 0;
        }
        let Some(text) = text.get(..self.name.len()) else { return false };
        let ((names, last), (texts, rest)) = (self.name.as_chunks::<8>(), text.as_chunks::<8>());
        let same = |(a, b): (&[u8; 8], &[u8; 8])| u64::from_le_bytes(*a) == u64::from_le_bytes(*b);
        names.iter().zip(texts).all(same) && last.iter().zip(rest).all(|(a, b)| a == b)
    }

    fn quoted(&self) -> &[u8] {
        self.name.get(..self.name.len() - 1).unwrap_or(&[])
    }
}

/// The names of the records so far, in their order.
pub(super) struct Shape<'s> {
    schema: &'s Schema<'s>,
    places: Vec<Place>,
    /// Names without meaning in the record that is being read.
    unknown: Vec<usize>,
}

impl<'s> Shape<'s> {
    pub(super) fn new(schema: &'s Schema<'s>) -> Self {
        Self { schema, places: Vec::new(), unknown: Vec::new() }
    }

    /// What the name at the cursor means, which steps over it and the colon behind it; `at` is where it is expected, and
    /// becomes where the next one is.
    #[inline]
    pub(super) fn target(&mut self, node: usize, at: &mut usize, cursor: &mut Cursor<'_>) -> Option<Target> {
        // Most records leave out a name or two.
        for found in *at..*at + NEXT {
            let Some(place) = self.places.get(found) else { break };
            if place.node == node && place.begins(cursor.rest) {
                cursor.rest = cursor.rest.get(place.name.len()..)?;
                let target = place.target;
                if target == Target::Unknown {
                    self.unknown.push(found);
                }
                *at = found + 1;
                return Some(target);
            }
        }
        self.look_for(node, at, cursor)
    }

    fn look_for(&mut self, node: usize, at: &mut usize, cursor: &mut Cursor<'_>) -> Option<Target> {
        let quoted = cursor.rest;
        let text = cursor.text()?;
        let quoted = quoted.get(..text.len() + 2)?;
        cursor.skip_blanks();
        cursor.take(b':').then_some(())?;
        let is_here = |place: &Place| place.node == node && place.quoted() == quoted;
        let ahead = self.places.iter().enumerate().skip(*at).take(AHEAD).find(|(_, place)| is_here(place));
        let found = match ahead {
            Some((found, _)) => found,
            None => match self.places.iter().position(is_here) {
                Some(found) => found,
                None => self.add(node, *at, text)?,
            },
        };
        let place = self.places.get(found)?;
        if place.target == Target::Unknown {
            self.unknown.push(found);
        }
        *at = found + 1;
        Some(place.target)
    }

    /// Learns a new name.
    fn add(&mut self, node: usize, at: usize, text: &str) -> Option<usize> {
        if self.places.len() >= MOST_NAMES {
            return None;
        }
        let target = self.schema.target(node, text);
        let name: Box<[u8]> = format!("\"{text}\":").into_bytes().into();
        let head = Head::of(&name);
        let at = at.min(self.places.len());
        // Those noted of this record move with what they stand for.
        self.unknown.iter_mut().filter(|noted| **noted >= at).for_each(|noted| *noted += 1);
        self.places.insert(at, Place { node, name, head, target, count: 0 });
        Some(at)
    }

    /// The record was read: its names count.
    #[inline]
    pub(super) fn accept(&mut self) {
        for at in self.unknown.drain(..) {
            if let Some(place) = self.places.get_mut(at) {
                place.count += 1;
            }
        }
    }

    /// Somebody else reads the record.
    #[inline]
    pub(super) fn forget(&mut self) {
        self.unknown.clear();
    }

    /// Hands on the names without meaning.
    pub(super) fn finish(self, names: &mut Names<'_>) {
        for place in self.places.iter().filter(|place| place.count > 0) {
            let name = place.name.get(1..place.name.len() - 2).and_then(|name| std::str::from_utf8(name).ok());
            if let Some(name) = name {
                names.count_unknown_often(place.node, name, place.count);
            }
        }
    }
}
