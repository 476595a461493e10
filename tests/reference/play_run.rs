//! A run of a play: how it opens, what becomes of its tasks, to whom it escalates, and how it ends.

use super::calendar::{add_business_days, add_months, business_days_between};
use super::decided::{Key, Phase, Run, Snooze, Task, Turn, What};
use super::evaluator::Evaluator;
use super::past::stretch;
use super::{Known, PlayOutcome};
use smol_str::SmolStr;
use stageplay_dsl::typed::{Distance, DistanceUnit, Due, EscalationTrigger, Expr, ExprKind, IfCleared, Play, Trigger};
use stageplay_dsl::types::{Day, PlayId, RoleId, show_day, whole_day};

impl Run {
    pub(crate) fn task_state(&self, task: usize) -> &'static str {
        match &self.tasks[task] {
            Some(task) if task.done.is_some() => "done",
            Some(_) => "open",
            None => "waiting",
        }
    }
}

fn tell(outcome: &mut PlayOutcome, key: &Key, what: String) {
    outcome.told.push(format!("{}{what}", key.as_ref().map_or(String::new(), |key| format!("[{key}] "))));
}

impl Evaluator<'_> {
    pub(crate) fn open(&self, id: PlayId, key: &Key, is_quiet: bool, outcome: &mut PlayOutcome) -> Phase {
        let play = &self.book.plays[id];
        self.opened.borrow_mut().push(id);
        let mut run = Run {
            opened: self.today(),
            tasks: vec![None; play.tasks.len()],
            fired: Vec::new(),
            owner: None,
            assigned: None,
            snooze: None,
            slept: (0.0, 0),
        };
        run.owner = self.owner_of(play, &run);
        let mut quietly = outcome.clone();
        let tells = if is_quiet { &mut quietly } else { &mut *outcome };
        tell(tells, key, "opened".into());
        self.settle_tasks(id, key, &mut run, tells);
        self.escalate(id, key, &mut run, outcome);
        Phase::Open(run)
    }

    /// An evaluation of an open run.
    pub(crate) fn go_on(
        &self,
        id: PlayId,
        key: &Key,
        asked: Option<bool>,
        mut run: Run,
        outcome: &mut PlayOutcome,
    ) -> Turn {
        let play = &self.book.plays[id];
        let is_dismissed = self.take_deeds(id, key, &mut run);
        self.current.replace(Some((id, run.clone())));
        let is_succeeding = play.succeeds.as_ref().is_some_and(|succeeds| self.is_near(succeeds));
        if let Some(how) = self.ending(play, id, key, asked, (&run, is_dismissed, is_succeeding)) {
            tell(outcome, key, format!("closed {how}"));
            let phase = Phase::Closed { on: self.today(), how };
            return Turn { asked, could_open: false, succeeding: false, phase, shown: how };
        }
        self.wake_up(id, &mut run);
        self.settle_tasks(id, key, &mut run, outcome);
        let owner = self.owner_of(play, &run);
        if owner != run.owner {
            tell(outcome, key, "reassigned".into());
            run.owner = owner;
        }
        self.escalate(id, key, &mut run, outcome);
        Turn { asked, could_open: false, succeeding: is_succeeding, phase: Phase::Open(run), shown: "open" }
    }

    /// Whether success is there but for its not having lasted long enough.
    fn is_near(&self, succeeds: &Expr) -> bool {
        self.impatient.set(true);
        let is_near = self.holds(succeeds);
        self.impatient.set(false);
        is_near
    }

    fn ending(
        &self,
        play: &Play,
        id: PlayId,
        key: &Key,
        asked: Option<bool>,
        (run, is_dismissed, is_succeeding): (&Run, bool, bool),
    ) -> Option<&'static str> {
        if self.has_left() {
            return Some("withdrawn");
        }
        if is_dismissed {
            return Some("dismissed");
        }
        if play.succeeds.as_ref().is_some_and(|succeeds| self.holds(succeeds)) {
            return Some("succeeded");
        }
        if let (Trigger::When(_), Some(IfCleared::CloseAfter(after))) = (&play.trigger, &play.if_cleared)
            && asked == Some(false)
        {
            let mut moments = self.moments_of(id, key, run.opened);
            moments.push(self.moment(Some(true)));
            let days = stretch(&moments, self.gap()).map_or(0.0, |stretch| stretch.days);
            if !is_succeeding && self.number(after).is_some_and(|after| days >= after) {
                return Some("cleared");
            }
        }
        let open = self.as_of - f64::from(run.opened);
        let expires = play.expires.as_ref().and_then(|expires| self.number(expires));
        expires.is_some_and(|days| open >= days).then_some("expired")
    }

    /// What people have done; true where one has ended the run.
    fn take_deeds(&self, id: PlayId, key: &Key, run: &mut Run) -> bool {
        let play = &self.book.plays[id];
        let mut is_dismissed = false;
        for deed in self.deeds.iter().filter(|deed| deed.play == play.name && deed.key == *key) {
            match &deed.what {
                What::Done(name) => {
                    let at = play.tasks.iter().position(|task| task.name == *name);
                    if let Some(Some(task)) = at.and_then(|at| run.tasks.get_mut(at)) {
                        task.done.get_or_insert(deed.day);
                    }
                }
                What::Dismiss => is_dismissed = true,
                // Put to sleep again, it has slept since the first time.
                What::Snooze(until) => {
                    let on = run.snooze.as_ref().map_or(deed.day, |snooze| snooze.on);
                    run.snooze = Some(Snooze { on, until: *until, words: None });
                }
                What::Wake => self.wake(id, run, deed.day),
                What::Owner(who) => run.assigned = Some(who.clone()),
            }
        }
        is_dismissed
    }

    /// Whether a run wakes of itself.
    fn wake_up(&self, id: PlayId, run: &mut Run) {
        let Some(snooze) = &mut run.snooze else { return };
        let now = self.ordered_words(id);
        let worse = |then: &Vec<(Option<u16>, bool)>| {
            then.iter().zip(&now).any(|(then, now)| match (then.0, now.0) {
                (Some(before), Some(word)) => {
                    if now.1 {
                        word > before
                    } else {
                        word < before
                    }
                }
                _ => false,
            })
        };
        if self.today() >= snooze.until {
            // It has slept as long as somebody wanted, whoever was there to see it wake.
            let until = snooze.until;
            self.wake(id, run, until);
        } else if snooze.words.as_ref().is_some_and(worse) {
            self.wake(id, run, self.today());
        } else if snooze.words.is_none() {
            snooze.words = Some(now);
        }
    }

    fn wake(&self, id: PlayId, run: &mut Run, day: Day) {
        let Some(snooze) = run.snooze.take() else { return };
        let days = day - snooze.on;
        let business_days = business_days_between(snooze.on, day);
        for (task, of) in run.tasks.iter_mut().zip(&self.book.plays[id].tasks) {
            let Some(task) = task.as_mut().filter(|task| task.done.is_none()) else { continue };
            let unit = match &of.due {
                Some(Due::In(distance) | Due::After { distance, .. } | Due::Before { distance, .. }) => distance.unit,
                None => continue,
            };
            task.due = task.due.map(|due| match unit {
                DistanceUnit::BusinessDays => add_business_days(due, business_days),
                DistanceUnit::Days | DistanceUnit::Months => due + days,
            });
        }
        run.slept = (run.slept.0 + f64::from(days), run.slept.1 + business_days);
    }

    /// The bands and levels that a play's condition reads, and whether a higher one is worse.
    fn ordered_words(&self, id: PlayId) -> Vec<(Option<u16>, bool)> {
        let Trigger::When(condition) = &self.book.plays[id].trigger else { return Vec::new() };
        let mut found = Vec::new();
        let mut left = vec![condition];
        while let Some(expr) = left.pop() {
            match &expr.kind {
                ExprKind::Band(part) | ExprKind::Part(part) => found.push((self.band(*part), false)),
                ExprKind::Level(risk) => found.push((self.level(*risk), true)),
                ExprKind::Let(id) => left.push(&self.book.lets[*id].value),
                _ => left.extend(expr.operands()),
            }
        }
        found
    }

    /// Tasks that are done of themselves, and those whose turn it is, until nothing changes any more.
    fn settle_tasks(&self, id: PlayId, key: &Key, run: &mut Run, outcome: &mut PlayOutcome) {
        let play = &self.book.plays[id];
        let mut is_changing = true;
        while is_changing {
            is_changing = false;
            for (at, task) in play.tasks.iter().enumerate() {
                self.current.replace(Some((id, run.clone())));
                match &mut run.tasks[at] {
                    Some(Task { done: Some(_), .. }) => {}
                    Some(open) => {
                        if task.done_when.as_ref().is_some_and(|done| self.holds(done)) {
                            open.done = Some(self.today());
                            tell(outcome, key, format!("{} done", task.name));
                            is_changing = true;
                        }
                    }
                    None => {
                        let done = |of: usize| run.tasks[of].as_ref().and_then(|task| task.done);
                        let since = match &task.due {
                            Some(Due::After { task, .. }) => done(*task),
                            _ => Some(self.today()),
                        };
                        let is_wanted = task.level.is_none_or(|level| run.fired.contains(&level))
                            && task.when.as_ref().is_none_or(|when| self.holds(when));
                        if let (Some(since), true) = (since, is_wanted) {
                            let due = self.due(task.due.as_ref(), since);
                            let shown = due.map_or("?".into(), show_day);
                            // What is done already is nobody's task.
                            let is_done = task.done_when.as_ref().is_some_and(|done| self.holds(done));
                            if !is_done {
                                tell(outcome, key, format!("{} created, due {shown}", task.name));
                            }
                            run.tasks[at] = Some(Task { due, done: is_done.then(|| self.today()) });
                            is_changing = true;
                        }
                    }
                }
            }
        }
        self.current.replace(Some((id, run.clone())));
    }

    fn due(&self, due: Option<&Due>, since: Day) -> Option<Day> {
        match due? {
            Due::In(distance) | Due::After { distance, .. } => self.away(since, distance, 1.0),
            Due::Before { distance, date } => self.away(whole_day(self.number(date)?.floor())?, distance, -1.0),
        }
    }

    /// The day so far away.
    fn away(&self, day: Day, distance: &Distance, sign: f64) -> Option<Day> {
        let amount = self.number(&distance.amount)? * sign;
        match distance.unit {
            DistanceUnit::Days => whole_day((f64::from(day) + amount).floor()),
            DistanceUnit::BusinessDays => Some(add_business_days(day, amount.trunc() as i32)),
            DistanceUnit::Months => add_months(f64::from(day), amount).map(|day| day as Day),
        }
    }

    fn escalate(&self, id: PlayId, key: &Key, run: &mut Run, outcome: &mut PlayOutcome) {
        if run.snooze.is_some() {
            return;
        }
        for (level, escalation) in self.book.plays[id].escalations.iter().enumerate() {
            self.current.replace(Some((id, run.clone())));
            let at = match &escalation.trigger {
                EscalationTrigger::AfterOpening(distance) => {
                    self.away(run.opened, distance, 1.0).map(|at| match distance.unit {
                        DistanceUnit::BusinessDays => add_business_days(at, run.slept.1),
                        DistanceUnit::Days | DistanceUnit::Months => at + run.slept.0 as Day,
                    })
                }
                EscalationTrigger::Overdue { task, distance } => {
                    let open = run.tasks[*task].as_ref().filter(|task| task.done.is_none());
                    open.and_then(|task| task.due).and_then(|due| self.away(due, distance, 1.0))
                }
            };
            let is_time = at.is_some_and(|at| self.today() >= at) && !run.fired.contains(&level);
            if is_time && !escalation.unless.as_ref().is_some_and(|unless| self.holds(unless)) {
                run.fired.push(level);
                // Whom it tells takes over: that is told with it.
                if escalation.takes_over {
                    run.owner = self.owner_of(&self.book.plays[id], run);
                }
                tell(outcome, key, format!("escalated {level}"));
                self.settle_tasks(id, key, run, outcome);
            }
        }
    }

    /// Who answers for a run today.
    fn owner_of(&self, play: &Play, run: &Run) -> Option<SmolStr> {
        let who = |role: RoleId| match self.of_account(&self.book.roles[role].value) {
            Some(Known::Text(text)) => Some(text),
            _ => None,
        };
        if run.assigned.is_some() {
            return run.assigned.clone();
        }
        let taken = run.fired.iter().rev().map(|level| &play.escalations[*level]).find(|it| it.takes_over);
        who(taken.map(|escalation| escalation.to).or(play.owner)?)
    }
}
