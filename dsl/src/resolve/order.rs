//! An order in which every declaration comes after what it reads, and the cycles that forbid one.

use super::declared::Declared;
use super::depend::{Edge, EdgeKind, Edges};
use super::errors;
use crate::diagnostic::Diagnostics;
use crate::typed::Declaration;
use crate::types::LetId;
use rustc_hash::FxHashSet;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The declarations in order.
#[derive(Debug, Default)]
pub struct Order {
    /// Each after all that it reads; as declared where that is free. Those in a cycle come last.
    pub computed: Vec<Declaration>,
    /// Each `let` after all it takes its kind from, earlier values included.
    pub typed: Vec<LetId>,
    /// Those that cannot be ordered.
    pub cyclic: FxHashSet<Declaration>,
}

/// Orders the declarations and reports every cycle once.
pub(super) fn order(declared: &Declared<'_>, edges: &Edges, diagnostics: &mut Diagnostics) -> Order {
    let now: Vec<Vec<Edge>> =
        edges.iter().map(|list| list.iter().copied().filter(|edge| edge.kind != EdgeKind::Before).collect()).collect();
    let mut order = Order::default();
    for knot in knots(&now) {
        let Some(cycle) = cycle(&knot, &now) else { continue };
        diagnostics.push(errors::cycle(declared, &cycle));
        order.cyclic.extend(knot.iter().filter_map(|at| declared.sequence.get(*at).copied()));
    }
    let sequence = topological(&now);
    let mut places = vec![0; sequence.len()];
    for (place, at) in sequence.iter().enumerate() {
        if let Some(slot) = places.get_mut(*at) {
            *slot = place;
        }
    }
    order.computed = sequence.iter().filter_map(|at| declared.sequence.get(*at).copied()).collect();
    for mut knot in knots(edges) {
        knot.sort_by_key(|at| places.get(*at).copied());
        order.typed.extend(knot.iter().filter_map(|at| match declared.sequence.get(*at) {
            Some(Declaration::Let(id)) => Some(*id),
            _ => None,
        }));
    }
    order
}

/// The smallest topological order; what lies on or behind a cycle follows in its own order.
fn topological(edges: &Edges) -> Vec<usize> {
    let mut readers: Vec<Vec<usize>> = vec![Vec::new(); edges.len()];
    let mut waits: Vec<usize> = vec![0; edges.len()];
    for (from, list) in edges.iter().enumerate() {
        for edge in list {
            if let (Some(readers), Some(waits)) = (readers.get_mut(edge.to), waits.get_mut(from)) {
                readers.push(from);
                *waits += 1;
            }
        }
    }
    let mut ready: BinaryHeap<Reverse<usize>> =
        waits.iter().enumerate().filter(|(_, waits)| **waits == 0).map(|(at, _)| Reverse(at)).collect();
    let mut done = Vec::with_capacity(edges.len());
    while let Some(Reverse(at)) = ready.pop() {
        done.push(at);
        for reader in readers.get(at).into_iter().flatten() {
            if let Some(waits) = waits.get_mut(*reader) {
                *waits -= 1;
                if *waits == 0 {
                    ready.push(Reverse(*reader));
                }
            }
        }
    }
    done.extend(waits.iter().enumerate().filter(|(_, waits)| **waits > 0).map(|(at, _)| at));
    done
}

/// Strongly connected components, what is read before what reads it (Tarjan's algorithm with its own stack).
fn knots(edges: &Edges) -> Vec<Vec<usize>> {
    const NEW: usize = usize::MAX;
    let mut number = vec![NEW; edges.len()];
    let mut low = vec![0; edges.len()];
    let mut held = vec![false; edges.len()];
    let (mut stack, mut knots, mut next) = (Vec::new(), Vec::new(), 0);
    for start in 0..edges.len() {
        if number.get(start) != Some(&NEW) {
            continue;
        }
        let mut path = vec![(start, 0)];
        while let Some((at, edge)) = path.last_mut() {
            let at = *at;
            if *edge == 0 && number.get(at) == Some(&NEW) {
                set(&mut number, at, next);
                set(&mut low, at, next);
                set(&mut held, at, true);
                stack.push(at);
                next += 1;
            }
            let step = edges.get(at).and_then(|list| list.get(*edge));
            *edge += 1;
            if let Some(step) = step {
                if number.get(step.to) == Some(&NEW) {
                    path.push((step.to, 0));
                } else if held.get(step.to) == Some(&true) {
                    let lowest = low.get(at).copied().min(number.get(step.to).copied()).unwrap_or(0);
                    set(&mut low, at, lowest);
                }
                continue;
            }
            path.pop();
            if let Some((owner, _)) = path.last() {
                let lowest = low.get(*owner).copied().min(low.get(at).copied()).unwrap_or(0);
                set(&mut low, *owner, lowest);
            }
            if low.get(at) == number.get(at) {
                let from = stack.iter().rposition(|other| *other == at).unwrap_or(0);
                let knot = stack.split_off(from);
                knot.iter().for_each(|at| set(&mut held, *at, false));
                knots.push(knot);
            }
        }
    }
    knots
}

fn set<T>(list: &mut [T], at: usize, value: T) {
    if let Some(slot) = list.get_mut(at) {
        *slot = value;
    }
}

/// The shortest way from the first declared of a knot back to itself: each step's reader and edge.
fn cycle(knot: &[usize], edges: &Edges) -> Option<Vec<(usize, Edge)>> {
    let start = *knot.iter().min()?;
    let within: FxHashSet<usize> = knot.iter().copied().collect();
    let mut came: rustc_hash::FxHashMap<usize, (usize, Edge)> = rustc_hash::FxHashMap::default();
    let mut waiting = std::collections::VecDeque::from([start]);
    while let Some(at) = waiting.pop_front() {
        for edge in edges.get(at)?.iter().filter(|edge| within.contains(&edge.to)) {
            if came.contains_key(&edge.to) {
                continue;
            }
            came.insert(edge.to, (at, *edge));
            if edge.to != start {
                waiting.push_back(edge.to);
                continue;
            }
            let mut steps = vec![(at, *edge)];
            while let Some((first, _)) = steps.last()
                && *first != start
            {
                steps.push(*came.get(first)?);
            }
            steps.reverse();
            return Some(steps);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{cycle, knots, topological};
    use crate::resolve::depend::{Edge, EdgeKind};
    use crate::source::{SourceId, Span};

    fn graph(rows: &[&[usize]]) -> Vec<Vec<Edge>> {
        let span = Span::new(SourceId(0), 0, 0);
        let edge = |to: &usize| Edge { to: *to, span, kind: EdgeKind::Reads };
        rows.iter().map(|row| row.iter().map(edge).collect()).collect()
    }

    #[test]
    fn keeps_the_declared_order_where_it_is_free() {
        // 0 reads 3, the others are free.
        assert_eq!(topological(&graph(&[&[3], &[], &[], &[]])), [1, 2, 3, 0]);
    }

    #[test]
    fn the_shortest_cycle_of_a_knot_is_shown() {
        // 0 -> 1 -> 2 -> 0 and the short cut 1 -> 0.
        let edges = graph(&[&[1], &[2, 0], &[0]]);
        let knot = knots(&edges).into_iter().find(|knot| knot.len() == 3).unwrap();
        let steps: Vec<(usize, usize)> = cycle(&knot, &edges).unwrap().iter().map(|(at, e)| (*at, e.to)).collect();
        assert_eq!(steps, [(0, 1), (1, 0)]);
    }

    #[test]
    fn a_long_chain_is_no_trouble() {
        let edges: Vec<Vec<Edge>> =
            graph(&[&[]]).into_iter().chain((1..100_000).map(|at| graph(&[&[at - 1]]).remove(0))).collect();
        assert_eq!(topological(&edges).len(), 100_000);
        assert_eq!(knots(&edges).len(), 100_000);
    }
}
