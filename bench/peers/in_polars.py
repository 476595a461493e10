"""The workload in Polars: in_polars.py SOURCE TARGET, with POLARS_MAX_THREADS in the environment.

SOURCE is a file (.ndjson, .csv, .parquet). TARGET is `sums`, `memory` (from a frame in memory, several times) or a file to write.
Prints one JSON object: seconds, and the sums where there are any.
"""
import datetime
import json
import sys
import time

import polars as pl

from workload import AS_OF, BANDS, COUNTS, DATES, DIMENSIONS, NUMBERS, PLAYS, STAGES, sums

ROUNDS = 5
TODAY = datetime.date.fromisoformat(AS_OF)


def since(field):
    return (pl.lit(TODAY) - pl.col(field)).dt.total_days()


def value(text):
    if text.startswith("since("):
        return since(text[6:-1]).cast(pl.Float64)
    if " / max(" in text:
        left, right = text.split(" / max(")
        return pl.col(left).cast(pl.Float64) / pl.max_horizontal(pl.col(right.split(",")[0]), pl.lit(1)).cast(pl.Float64)
    if " / " in text:
        left, right = text.split(" / ")
        return pl.col(left).cast(pl.Float64) / pl.col(right).cast(pl.Float64)
    return pl.col(text).cast(pl.Float64)


def mean(parts):
    """A weighted mean of what is there, from left to right."""
    total = weights = None
    for part, weight in parts:
        add = (part * weight).fill_null(0.0)
        share = pl.when(part.is_null()).then(0.0).otherwise(float(weight))
        total = add if total is None else total + add
        weights = share if weights is None else weights + share
    return pl.when(weights > 0).then(total / weights)


def decided(frame):
    points = {
        f"p_{name}": 100.0 * ((value(text) - worst) / (best - worst)).clip(0.0, 1.0)
        for _, (_, indicators) in DIMENSIONS.items()
        for name, text, worst, best, _, _ in indicators
    }
    frame = frame.with_columns(
        seat_use=value("active_users / licensed_users"), feature_use=value("features_used / features_total"),
        days_left=(pl.col("renewal_date") - pl.lit(TODAY)).dt.total_days(), **points,
    )
    frame = frame.with_columns(**{
        f"d_{dimension}": mean([(pl.col(f"p_{name}"), share) for name, _, _, _, share, _ in indicators])
        for dimension, (_, indicators) in DIMENSIONS.items()
    })
    frame = frame.with_columns(
        health=mean([(pl.col(f"d_{dimension}"), weight) for dimension, (weight, _) in DIMENSIONS.items()])
    )
    adoption = pl.col("first_value_date").is_not_null() & (value("milestones_done / milestones_total") >= 0.8)
    realization = adoption & (pl.col("seat_use") >= 0.5) & (pl.col("feature_use") >= 0.3)
    loyalty = (
        realization & (pl.col("roi_achieved") / pl.col("roi_contracted") >= 1).fill_null(False) & (pl.col("health") >= 70)
    )
    advocacy = loyalty & (pl.col("referrals_12m") >= 1) & (pl.col("nps") >= 9).fill_null(False)
    frame = frame.with_columns(
        band=pl.when(pl.col("health") >= 75).then(2).when(pl.col("health") >= 50).then(1).otherwise(0),
        stage=adoption.cast(pl.Int8) + realization.cast(pl.Int8) + loyalty.cast(pl.Int8) + advocacy.cast(pl.Int8),
    )
    red, yellow, green = (pl.col("band") == band for band in range(3))
    segment, left = pl.col("segment"), pl.col("days_left")
    patience = pl.when(segment == "enterprise").then(112).when(segment == "mid_market").then(42).otherwise(21)
    unseen = since("exec_last_seen")
    rules = [
        red & (pl.col("arr") >= 100000),
        red & left.is_between(0, 120),
        yellow & (since("last_meaningful") > 30),
        (pl.col("stage") == 0) & (since("contract_start") > patience),
        pl.col("exec_last_seen").is_null() | (unseen > 90).fill_null(True),
        pl.col("contacts_active") <= 1,
        ~pl.col("champion_active"),
        (pl.col("nps") <= 6).fill_null(False),
        (pl.col("open_tickets") >= 8) | (pl.col("sev1_open") >= 2),
        pl.col("roi_achieved").is_null() & left.is_between(0, 180),
        (pl.col("stage") >= 2) & green & (pl.col("seat_use") >= 0.85),
        (pl.col("stage") >= 3) & green & (pl.col("nps") >= 9).fill_null(False),
    ]
    risk = (
        0.5 * (100 - pl.col("health"))
        + pl.when((left >= 0) & (left < 90)).then(20.0).otherwise(0.0)
        + pl.when(~pl.col("champion_active")).then(15.0).otherwise(0.0)
        + pl.min_horizontal(pl.lit(15.0), pl.col("days_past_due") / 3.0)
    )
    return frame.with_columns(
        priority=risk * (1 + pl.col("arr")).log() / 10, **{f"play_{at}": rule for at, rule in enumerate(rules)}
    )


def counted(frame):
    return frame.select(
        *[(pl.col("band") == band).sum().alias(f"band{band}") for band in range(3)],
        *[(pl.col("stage") == stage).sum().alias(f"stage{stage}") for stage in range(5)],
        *[pl.col(f"play_{at}").sum() for at in range(12)],
        pl.col("health").sum(), pl.col("priority").sum(),
    )


def written(frame):
    word = lambda column, words: pl.col(column).replace_strict(dict(enumerate(words)), return_dtype=pl.String)
    plays = {name: f"play_{at}" for at, name in enumerate(PLAYS)}
    return frame.select(
        account="id", as_of=pl.lit(TODAY), health="health", band=word("band", BANDS), stage=word("stage", STAGES),
        priority="priority", **plays,
    )


def main():
    source, target = sys.argv[1:3]
    types = {name: pl.Int64 for name in COUNTS} | {name: pl.Float64 for name in NUMBERS}
    types |= {"id": pl.String, "segment": pl.String, "champion_active": pl.Boolean}
    texts = types | {name: pl.String for name in DATES}
    dated = lambda frame: frame.with_columns(pl.col(DATES).str.to_date("%Y-%m-%d"))
    start = time.perf_counter()
    if source.endswith(".ndjson"):
        frame = dated(pl.scan_ndjson(source, schema=texts))
    elif source.endswith(".csv"):
        frame = dated(pl.scan_csv(source, schema_overrides=texts))
    else:
        frame = pl.scan_parquet(source)
    seconds, row = [], None
    if target == "memory":
        book = frame.collect()
        for _ in range(ROUNDS):
            start = time.perf_counter()
            row = counted(decided(book.lazy())).collect().row(0)
            seconds.append(time.perf_counter() - start)
    else:
        if target == "sums":
            row = counted(decided(frame)).collect(engine="streaming").row(0)
        else:
            made = written(decided(frame))
            made.sink_ndjson(target) if target.endswith("json") else made.sink_parquet(target)
        seconds.append(time.perf_counter() - start)
    print(json.dumps({"seconds": seconds, "sums": row and sums(row)}))


main()
