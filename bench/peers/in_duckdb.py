"""The workload in DuckDB: in_duckdb.py SOURCE TARGET THREADS.

SOURCE is a file (.ndjson, .csv, .parquet). TARGET is `sums`, `memory` (from a table in memory, several times) or a file to write.
Prints one JSON object: seconds, and the sums where there are any.
"""
import json
import sys
import time

import duckdb

from workload import AS_OF, BANDS, COUNTS, DATES, DIMENSIONS, NUMBERS, PLAYS, STAGES, sums

ROUNDS = 5


def value(text):
    if text.startswith("since("):
        return f"(date '{AS_OF}' - {text[6:-1]})"
    return text.replace("max(", "greatest(").replace(" / ", "::double / ")


def query(source):
    points, means, parts, shares = [], [], [], []
    for dimension, (weight, indicators) in DIMENSIONS.items():
        adds, weights = [], []
        for name, text, worst, best, share, may_miss in indicators:
            score = f"100 * greatest(0e0, least(1e0, ({value(text)} - {worst}e0) / ({best}e0 - {worst}e0)))"
            if may_miss:
                field = text[6:-1] if text.startswith("since(") else text
                points.append(f"case when {field} is null then null else {score} end p_{name}")
                adds.append(f"coalesce(p_{name} * {share}e0, 0e0)")
                weights.append(f"case when p_{name} is null then 0 else {share} end")
            else:
                points.append(f"{score} p_{name}")
                adds.append(f"p_{name} * {share}e0")
                weights.append(str(share))
        means.append(f"({' + '.join(adds)}) / nullif({' + '.join(weights)}, 0) d_{dimension}")
        parts.append(f"coalesce(d_{dimension} * {weight}e0, 0e0)")
        shares.append(f"case when d_{dimension} is null then 0 else {weight} end")
    since = lambda field: f"(date '{AS_OF}' - {field})"
    rules = [
        "band = 0 and arr >= 100000",
        "band = 0 and days_left between 0 and 120",
        f"band = 1 and {since('last_meaningful')} > 30",
        f"stage = 0 and {since('contract_start')} > case segment when 'enterprise' then 112 when 'mid_market' then 42 else 21 end",
        f"exec_last_seen is null or {since('exec_last_seen')} > 90",
        "contacts_active <= 1",
        "not champion_active",
        "nps is not null and nps <= 6",
        "open_tickets >= 8 or sev1_open >= 2",
        "roi_achieved is null and days_left between 0 and 180",
        "stage >= 2 and band = 2 and seat_use >= 0.85e0",
        "stage >= 3 and band = 2 and coalesce(nps, 0) >= 9",
    ]
    mask = " | ".join(f"(case when {rule} then {1 << bit} else 0 end)" for bit, rule in enumerate(rules))
    return f"""
with pointed as (select *, active_users::double / licensed_users seat_use, features_used::double / features_total feature_use,
  {', '.join(points)} from {source}),
dimensioned as (select *, {', '.join(means)} from pointed),
scored as (select *, ({' + '.join(parts)}) / ({' + '.join(shares)}) health from dimensioned),
placed as (select *, case when health >= 75 then 2 when health >= 50 then 1 else 0 end band,
  case when not (first_value_date is not null and milestones_done::double / milestones_total >= 0.8e0) then 0
    when not (seat_use >= 0.5e0 and feature_use >= 0.3e0) then 1
    when not (coalesce(roi_achieved / roi_contracted, 0) >= 1 and health >= 70) then 2
    when not (referrals_12m >= 1 and coalesce(nps, 0) >= 9) then 3 else 4 end stage,
  renewal_date - date '{AS_OF}' days_left from scored),
decided as (select id, health, band, stage, {mask} plays,
  (0.5e0 * (100 - health) + (case when days_left >= 0 and days_left < 90 then 20 else 0 end)
    + (case when not champion_active then 15 else 0 end) + least(15e0, days_past_due / 3e0)) * ln(1 + arr) / 10 priority
  from placed)
"""


def counted():
    columns = [f"count(*) filter (band = {band})" for band in range(3)]
    columns += [f"count(*) filter (stage = {stage})" for stage in range(5)]
    columns += [f"count(*) filter (plays & {1 << bit} <> 0)" for bit in range(12)]
    return f"select {', '.join(columns)}, sum(health), sum(priority) from decided"


def written():
    names = ", ".join(f"case when plays & {1 << bit} <> 0 then '{name}' end" for bit, name in enumerate(PLAYS))
    return (
        f"select id account, date '{AS_OF}' as_of, health, {BANDS}[band + 1] band, {STAGES}[stage + 1] stage, priority, "
        f"list_filter([{names}], lambda name: name is not null) plays from decided"
    )


def main():
    source, target, threads = sys.argv[1:4]
    types = {name: "BIGINT" for name in COUNTS} | {name: "DOUBLE" for name in NUMBERS} | {name: "DATE" for name in DATES}
    types |= {"id": "VARCHAR", "segment": "VARCHAR", "champion_active": "BOOLEAN"}
    columns = "{" + ", ".join(f"{name}: '{kind}'" for name, kind in types.items()) + "}"
    if source.endswith(".ndjson"):
        table = f"read_json('{source}', format = 'newline_delimited', columns = {columns})"
    elif source.endswith(".csv"):
        with open(source) as file:
            heading = file.readline().strip().split(",")
        ordered = "{" + ", ".join(f"{name}: '{types[name]}'" for name in heading) + "}"
        table = f"read_csv('{source}', columns = {ordered}, header = true)"
    else:
        table = f"read_parquet('{source}')"
    base = duckdb.connect()
    base.execute(f"set threads = {threads}; set preserve_insertion_order = false")
    seconds, row = [], None
    if target == "memory":
        base.execute(f"create table book as select * from {table}")
        for _ in range(ROUNDS):
            start = time.perf_counter()
            row = base.execute(query("book") + counted()).fetchone()
            seconds.append(time.perf_counter() - start)
    else:
        start = time.perf_counter()
        if target == "sums":
            row = base.execute(query(table) + counted()).fetchone()
        else:
            kind = "json" if target.endswith("json") else "parquet"
            base.execute(f"copy ({query(table)} {written()}) to '{target}' (format {kind})")
        seconds.append(time.perf_counter() - start)
    print(json.dumps({"seconds": seconds, "sums": row and sums(row)}))


main()
