"""What is timed: works, each beside the same work done in another way, and limits.

A way is a function that does the work once and gives its seconds, and its sums where it says any.
"""
import json
import os
import shutil
import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import data
from measure import AS_OF, DAY_AFTER, EVALUATE, HOME, PORTFOLIO, PROGRAM, ROOT, run, stageplay
from peers.workload import sums as named

# A day with a state is timed on so many accounts at most: one of a million takes minutes.
MOST_REMEMBERED = 300_000
LINES = 10_000


@dataclass
class Work:
    """Stageplay's way; the other ways, each with its name and how many times as fast Stageplay shall be."""

    name: str
    ours: Callable
    beside: list[tuple[str, Callable, float]]
    expected: Callable = lambda: None


@dataclass
class Limit:
    """Something measured that shall not be more than so much."""

    name: str
    measured: Callable
    most: float
    unit: str


def own(source, *more, **how):
    """A run of Stageplay."""
    def once():
        seconds, _, sums = stageplay(source(), *more, **how)
        return seconds, sums
    return once


def peer(engine, source, target, threads=1):
    """The same in another engine, from when its library has been loaded."""
    def once():
        command = [data.python(), ROOT / "bench" / "peers" / f"in_{engine}.py", source(), target, threads]
        said = json.loads(run(command, POLARS_MAX_THREADS=str(threads))[0])
        return statistics.median(said["seconds"]), said["sums"]
    return once


def evaluated(which, source, playbook=lambda: PORTFOLIO):
    """Evaluation alone, from columns in memory: by Stageplay, or by a loop written by hand."""
    def once():
        said = json.loads(run([EVALUATE, playbook(), source(), 5], RAYON_NUM_THREADS="1")[0])
        of = said[f"{which}_sums"]
        row = [*of["bands"], *of["stages"], *of["plays"], of["health"], of["priority"]]
        return statistics.median(said[which]), named(row)
    return once


def scripted(source, formula):
    """Evaluation alone, the priority as a script: its sums are those of the formula to the last digit."""
    seconds, sums = evaluated("stageplay", source, data.scripted)()
    if sums != formula():
        sys.exit(f"the script gives {sums}, the formula {formula()}")
    return seconds, sums


def second_day(accounts, *more):
    """The day after: its seconds, and of its sums those that are the same whether the day before is remembered or not."""
    decisions = ("--decisions", HOME / "own.ndjson")
    seconds, _, sums = stageplay(data.book(accounts, 1), *decisions, *more, as_of=DAY_AFTER)
    return seconds, {word: sums[word] for word in ("bands", "health_sum")}


def second_day_remembered(accounts):
    """The day after with a state, a copy of which is made each time and is on the disk before the clock starts."""
    path = HOME / "day.db"
    shutil.copyfile(data.state(accounts), path)
    with open(path, "rb") as copied:
        os.fsync(copied.fileno())
    try:
        return second_day(accounts, "--state", path)
    finally:
        for left in HOME.glob("day.db*"):
            left.unlink()


def explained(source, accounts):
    """Why the account in the middle of a book is decided as it is."""
    account = f"acct-{(accounts + 1) // 2:07}"
    command = [PROGRAM, "explain", PORTFOLIO, "--account", account, "--accounts", source(), "--as-of", AS_OF]
    out, seconds, _ = run(command, RAYON_NUM_THREADS="1")
    if not out.startswith(f"{account} on {AS_OF}"):
        sys.exit(f"{account} is not explained:\n{out}")
    return seconds, None


def milliseconds(once):
    """The median of some short processes."""
    return statistics.median(once() for _ in range(5)) * 1000


def works(accounts):
    """All works and limits, on a book of so many accounts. What they need is made when they are first done."""
    ndjson = lambda: data.book(accounts)
    csv, parquet = lambda: data.copy(ndjson(), "csv"), lambda: data.copy(ndjson(), "parquet")
    out, out_parquet = HOME / "out.json", HOME / "out.parquet"
    quiet = ("--decisions", HOME / "own.ndjson", "--reasons", "none")
    columns = ("--decisions", HOME / "own.parquet", "--reasons", "none")
    expected = cache(lambda: stageplay(ndjson())[2])
    formula = evaluated("stageplay", ndjson)
    formula_sums = cache(lambda: formula()[1])
    remembered = min(accounts, MOST_REMEMBERED)
    most_memory = 64 + 24 * accounts / 1e6
    return [
        Work("evaluate only, from columns in memory", formula, [
            ("DuckDB", peer("duckdb", parquet, "memory"), 5.0),
            ("Polars", peer("polars", parquet, "memory"), 2.5),
            ("by hand", evaluated("by_hand", ndjson), 0.5),
        ], expected),
        Work("evaluate only, priority as a lowered script", lambda: scripted(ndjson, formula_sums), [
            ("the formula", formula, 0.95),
        ], expected),
        Work("NDJSON to sums", own(ndjson), [("DuckDB", peer("duckdb", ndjson, "sums"), 2.0)], expected),
        Work("NDJSON to decisions NDJSON", own(ndjson, *quiet), [("DuckDB", peer("duckdb", ndjson, out), 1.8)], expected),
        Work("CSV to sums", own(csv), [("Polars", peer("polars", csv, "sums"), 1.0)], expected),
        Work("Parquet to decisions Parquet", own(parquet, *columns), [
            ("Polars", peer("polars", parquet, out_parquet), 1.25),
        ], expected),
        Work("Parquet to decisions Parquet, two threads", own(parquet, *columns, threads=2), [
            ("Polars", peer("polars", parquet, out_parquet, 2), 1.0),
        ], expected),
        Work("NDJSON to sums, two threads", own(ndjson, threads=2), [("one thread", own(ndjson), 1.5)], expected),
        Work(f"a stateful day of {remembered:,} accounts, 1% changed, NDJSON to NDJSON",
             lambda: second_day_remembered(remembered),
             [("without a state", lambda: second_day(remembered), 0.5)],
             cache(lambda: second_day(remembered)[1])),
        Work(f"explain one account in a file of {accounts:,}", lambda: explained(ndjson, accounts), [
            ("reading alone", lambda: (stageplay(ndjson(), playbook=data.fields_only())[0], None), 1.0),
        ]),
        Limit("peak memory, ndjson", lambda: stageplay(ndjson())[1], most_memory, "MB"),
        Limit("peak memory, parquet", lambda: stageplay(parquet())[1], most_memory, "MB"),
        Limit("one account, whole process",
              lambda: milliseconds(lambda: stageplay(data.one_account(ndjson()))[0]), 5, "ms"),
        Limit(f"check of a playbook of {LINES:,} lines, whole process",
              lambda: milliseconds(lambda: run([PROGRAM, "check", data.long(LINES)])[1]), 150, "ms"),
    ]
