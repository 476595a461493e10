//! Two changes at a time, for conditions that one does not make both true and false.

use super::EdgeAccount;
use crate::column::Batch;
use crate::decide::Given;
use crate::graph::{NodeId, Op};
use crate::story::nearest::{Bench, Change, Place, Seen, State, Turn, Watched, Why};
use rustc_hash::FxHashSet;
use smol_str::SmolStr;

/// How many single changes are paired for one condition and fixture; those that turn most come first.
const SINGLES: usize = 32;
/// How many places lie beneath a condition at most for it to be tried.
const PLACES: usize = 40;

/// A condition that is not reached yet.
struct Open {
    sight: usize,
    node: NodeId,
    wanted: State,
}

/// Adds accounts with two changes that reach what single ones do not; and around each, what turns beneath the condition
/// once it is reached.
pub(super) fn add(
    bench: &Bench<'_>,
    batch: &Batch,
    given: Given<'_>,
    names: &[SmolStr],
    found: &mut Vec<(EdgeAccount, Seen)>,
) {
    let mut open = open(bench, found);
    for (base, name) in names.iter().enumerate() {
        let places = bench.places(batch, base);
        let singles: Vec<Change> = found
            .iter()
            .filter(|(account, _)| account.base == base && account.changed.len() == 1)
            .flat_map(|(account, _)| account.changed.iter().cloned())
            .collect();
        let mut reached: FxHashSet<usize> = FxHashSet::default();
        for at in 0..open.len() {
            let Some(wanted) = open.get(at).filter(|_| !reached.contains(&at)) else { continue };
            let beneath = bench.beneath(&[wanted.node], &places);
            if beneath.len() < 2 || beneath.len() > PLACES {
                continue;
            }
            let pairs = pairs(&singles, &beneath);
            let seen = bench.see(batch, given, base, &pairs);
            let best = seen.iter().position(|seen| seen.state(wanted.sight) == wanted.wanted);
            let Some((pair, seen)) = best.and_then(|at| pairs.get(at).zip(seen.get(at))) else { continue };
            let why = Why::Turns(Watched::Node(wanted.node), wanted.wanted);
            let account = |changed, why| EdgeAccount { base, name: name.clone(), changed, why };
            // What else has come true with it need not be looked for.
            let also = open.iter().enumerate().filter(|(_, open)| seen.state(open.sight) == open.wanted);
            reached.extend(also.map(|(at, _)| at));
            found.push((account(pair.clone(), why), seen.clone()));
            for Turn { change, why, seen } in bench.sweep(batch, given, base, &beneath, pair) {
                let others = pair.iter().filter(|other| other.place != change.place);
                let mut changed: Vec<Change> = others.cloned().chain([change.clone()]).collect();
                changed.sort_by_key(|change| change.place);
                if changed.len() > 1 {
                    found.push((account(changed, why), seen));
                }
            }
        }
        let mut at = 0;
        open.retain(|_| {
            at += 1;
            !reached.contains(&(at - 1))
        });
    }
}

/// The conditions on several things, and comparisons, that are not both true and false somewhere. Words are left to single
/// changes: what a play or a task has come to takes more than an account.
fn open(bench: &Bench<'_>, found: &[(EdgeAccount, Seen)]) -> Vec<Open> {
    let mut open = Vec::new();
    for (sight, watched) in bench.sights.watched().enumerate() {
        let Watched::Node(node) = watched else { continue };
        let node_of = bench.program.graph.get(node);
        let is_tried = node_of
            .is_some_and(|node| matches!(node.op, Op::All | Op::Any | Op::AtLeastOf | Op::Compare(_) | Op::Within(_)));
        if !is_tried || !bench.sights.is_condition(sight) {
            continue;
        }
        for wanted in [State::True, State::False] {
            if !found.iter().any(|(_, seen)| seen.state(sight) == wanted) {
                open.push(Open { sight, node, wanted });
            }
        }
    }
    open
}

/// Pairs of changes of different places.
fn pairs(singles: &[Change], places: &[Place]) -> Vec<Vec<Change>> {
    // In turns, so that a place with many values does not leave out the others.
    let mut of_place: Vec<Vec<&Change>> = places
        .iter()
        .map(|place| singles.iter().filter(|change| change.place == *place).collect())
        .filter(|changes: &Vec<&Change>| !changes.is_empty())
        .collect();
    let mut few: Vec<&Change> = Vec::new();
    while few.len() < SINGLES && of_place.iter().any(|changes| !changes.is_empty()) {
        for changes in &mut of_place {
            if !changes.is_empty() {
                few.push(changes.remove(0));
            }
        }
    }
    let pairs = few.iter().enumerate().flat_map(|(at, one)| few.iter().skip(at + 1).map(move |other| (one, other)));
    pairs
        .filter(|(one, other)| one.place != other.place)
        .map(|(one, other)| {
            let mut pair = vec![(*one).clone(), (*other).clone()];
            pair.sort_by_key(|change| change.place);
            pair
        })
        .collect()
}
