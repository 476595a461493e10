"""Writes the calendars and the expected days that tests/business_days/mod.rs compares the engine with.

    python3 -m venv venv && venv/bin/pip install holidays==0.109 numpy==2.4.6
    venv/bin/python tests/business_days/generate.py

The holidays are those of the package `holidays`, the arithmetic is numpy's `busday_offset`: nothing here counts
days. Our rule: n business days after a day, that day itself not counted, whether or not people work on it; negative
counts go backwards; 0 is the day itself. numpy's offset starts at a business day, so:

    n > 0   from the last business day on or before the start (roll="backward"): the next one is day one
    n < 0   from the first business day on or after the start (roll="forward"): the one before it is day one
    n = 0   the start

Rows are chosen so that every day of 2020 to 2029 is the start of some row: day number d belongs to the country d
mod 5, with a count that runs through -60..60; each country has further rows at random (fixed seed) to make 2,000.
"""

import datetime
import pathlib
import random

import holidays
import numpy

COUNTRIES = {
    "GB": ("United Kingdom, England", {"subdiv": "ENG"}, "sat sun"),
    "US": ("United States", {}, "sat sun"),
    "JP": ("Japan", {}, "sat sun"),
    "SA": ("Saudi Arabia", {}, "fri sat"),
    "IL": ("Israel", {}, "fri sat"),
}
WEEKDAYS = dict(mon="monday", tue="tuesday", wed="wednesday", thu="thursday", fri="friday", sat="saturday", sun="sunday")
FIRST, LAST = datetime.date(2020, 1, 1), datetime.date(2029, 12, 31)
# 60 business days are less than six months away.
FROM, TO = datetime.date(2019, 7, 1), datetime.date(2030, 6, 30)
ROWS = 2000
HERE = pathlib.Path(__file__).parent


def calendar(code):
    _, options, weekend = COUNTRIES[code]
    days = holidays.country_holidays(code, years=range(FROM.year, TO.year + 1), language="en_US", **options)
    days = {day: name for day, name in sorted(days.items()) if FROM <= day <= TO}
    off = [WEEKDAYS[day] for day in weekend.split()]
    mask = "".join("0" if name in off else "1" for name in WEEKDAYS.values())
    return off, days, numpy.busdaycalendar(weekmask=mask, holidays=list(days))


def offset(start, count, days):
    if count == 0:
        return start
    roll = "backward" if count > 0 else "forward"
    return numpy.busday_offset(start, count, roll=roll, busdaycal=days).astype(datetime.date)


def rows(index):
    every = [FIRST + datetime.timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    chosen = [(day, n // 5 * 7 % 121 - 60) for n, day in enumerate(every) if n % 5 == index]
    more = random.Random(index)
    chosen += [(more.choice(every), more.randint(-60, 60)) for _ in range(ROWS - len(chosen))]
    return sorted(set(chosen))


def main():
    for index, code in enumerate(COUNTRIES):
        off, named, days = calendar(code)
        title = COUNTRIES[code][0]
        lines = [f"# {title}, by the package holidays {holidays.__version__}. Made by generate.py."]
        lines += [f"weekend: [{', '.join(off)}]", f"covers: {{from: {FROM}, to: {TO}}}", "holidays:"]
        lines += [f'  {day}: "{name}"' for day, name in named.items()]
        (HERE / f"{code.lower()}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
        expected = [f"{start},{count},{offset(start, count, days)}" for start, count in rows(index)]
        (HERE / f"{code.lower()}.csv").write_text("start,days,expected\n" + "\n".join(expected) + "\n", encoding="utf-8")


main()
