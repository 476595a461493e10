//! What waits to be delivered, and what a budget makes of it.

use crate::read::Budget;
use crate::send::{Fate, Limit, Outgoing, OwnerCount, share_out};
use crate::store::{Action, StoreError, Tx};
use serde::Serialize;

/// An action of a state, on its way out.
#[must_use]
pub fn outgoing(action: Action) -> Outgoing {
    Outgoing {
        id: action.id,
        as_of: action.as_of,
        account: action.account.into(),
        play: action.play.into(),
        key: Some(action.key).filter(|key| !key.is_empty()).map(Into::into),
        run: action.run.into(),
        step: action.step.into(),
        kind: action.kind.into(),
        owner: action.owner.map(Into::into),
        priority: action.priority,
        body: action.body,
    }
}

/// The openings that a budget keeps back, of one owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Withheld {
    /// Who; `None` where nobody owns the plays.
    pub owner: Option<String>,
    /// How many the next delivery tells of.
    pub now: usize,
    /// How many it keeps back, because it may open no more.
    pub over_opens: usize,
    /// How many it keeps back, because the owner may be given no more.
    pub over_opens_per_owner: usize,
    /// How many have closed before anybody was told of them.
    pub dropped: usize,
}

impl From<&OwnerCount> for Withheld {
    fn from(count: &OwnerCount) -> Self {
        Self {
            owner: count.owner.as_ref().map(ToString::to_string),
            now: count.now,
            over_opens: count.over_opens,
            over_opens_per_owner: count.over_opens_per_owner,
            dropped: count.dropped,
        }
    }
}

/// What a budget would keep back of all that waits now: the actions, and the openings by owner where any are kept back.
///
/// # Errors
/// A state that cannot be read.
pub fn withheld(tx: &dyn Tx, budget: Budget) -> Result<(usize, Vec<Withheld>), StoreError> {
    let waiting: Vec<Outgoing> = tx.untold()?.into_iter().map(outgoing).collect();
    let plan = share_out(&waiting, budget);
    let kept = |fate: &&Fate| matches!(fate, Fate::Withheld(Limit::Opens | Limit::OpensPerOwner));
    let owners = plan.owners.iter().filter(|count| count.over_opens + count.over_opens_per_owner > 0);
    Ok((plan.fates.iter().filter(kept).count(), owners.map(Withheld::from).collect()))
}
