//! The first openings by priority, and how many there are: all of a book are never held at once.

use crate::view::queue;

/// The first of what opens.
pub struct First<T> {
    ranked: Vec<(f64, T)>,
    room: usize,
    /// How many have been added.
    pub openings: usize,
    /// Of how many accounts.
    pub accounts: usize,
    last_row: Option<usize>,
}

impl<T> First<T> {
    /// Room for so many.
    pub fn new(room: usize) -> Self {
        Self { ranked: Vec::new(), room, openings: 0, accounts: 0, last_row: None }
    }

    /// Adds what opens for the account of a row; those of one row come together.
    pub fn add(&mut self, row: usize, priority: Option<f64>, opening: T) {
        self.openings += 1;
        if self.last_row != Some(row) {
            self.last_row = Some(row);
            self.accounts += 1;
        }
        self.ranked.push((queue::rank(priority), opening));
        if self.ranked.len() >= self.room.saturating_mul(2).max(1024) {
            self.shrink();
        }
    }

    /// The first ones so far, the most urgent before all.
    pub fn first(&mut self) -> impl Iterator<Item = &mut T> {
        self.shrink();
        self.ranked.iter_mut().map(|(_, opening)| opening)
    }

    /// The first ones, the most urgent before all.
    pub fn take(&mut self) -> Vec<T> {
        self.shrink();
        std::mem::take(&mut self.ranked).into_iter().map(|(_, opening)| opening).collect()
    }

    fn shrink(&mut self) {
        // A stable sort: equal priorities stay in the order of the accounts.
        self.ranked.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        self.ranked.truncate(self.room);
    }
}

#[cfg(test)]
mod tests {
    use super::First;

    #[test]
    fn the_most_urgent_come_first_and_equals_in_their_order() {
        let mut first = First::new(3);
        for row in 0..5000 {
            first.add(row, Some(f64::from(u32::try_from(row % 7).unwrap())), row);
            first.add(row, Some(-1.0), 10_000);
        }
        first.add(6000, None, 6000);
        assert_eq!((first.openings, first.accounts), (10_001, 5001));
        assert_eq!(first.take(), [6000, 6, 13]);
        let mut none = First::new(0);
        none.add(0, None, 0);
        assert_eq!((none.take(), none.openings), (vec![], 1));
    }
}
