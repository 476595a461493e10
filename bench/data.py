"""What is timed on: books of accounts, a state, playbooks. All of it is made under target/bench, when it is asked for."""
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from functools import cache
from itertools import islice

import long_playbook
from measure import HOME, MAKER, PORTFOLIO, PROGRAM, ROOT, run, stageplay

PEERS = ["duckdb==2.0.1", "polars==2.1.0"]
# The beginning of a book that is compared with what the maker says now.
SAMPLE = 1000
# The priority of the portfolio, and the same as a script.
FORMULA = re.compile(r"^let risk_points = .*?^score priority [^\n]*\n", re.DOTALL | re.MULTILINE)
SCRIPT = """\
score priority(
  health, days_left = days until renewal_date, champion_active, days_past_due, arr = amount(arr)
) 0 to 1000 from "priority.rhai"
"""


@contextmanager
def whole(path):
    """A name to write to, which becomes the file's once all is written."""
    part = path.with_name(f"{path.name}.part")
    yield part
    part.rename(path)


@cache
def python():
    """The Python that has what Stageplay is compared with."""
    found = HOME / "venv" / "bin" / "python"
    if not found.exists():
        subprocess.run([sys.executable, "-m", "venv", HOME / "venv"], check=True)
    subprocess.run([found, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PEERS], check=True)
    return found


@cache
def book(accounts, day=0):
    """The accounts of a day as NDJSON. A book that the maker would begin in another way now is made anew."""
    path = HOME / (f"{accounts}-day{day}.ndjson" if day else f"{accounts}.ndjson")
    if path.exists():
        with open(path) as lines:
            if "".join(islice(lines, SAMPLE)) == run([MAKER, min(accounts, SAMPLE), day])[0]:
                return path
    for kind in ("csv", "parquet"):
        path.with_suffix(f".{kind}").unlink(missing_ok=True)
    with whole(path) as part, open(part, "wb") as out:
        subprocess.run([MAKER, str(accounts), str(day)], stdout=out, check=True)
    return path


@cache
def copy(ndjson, kind):
    """The same accounts as CSV or Parquet."""
    path = ndjson.with_suffix(f".{kind}")
    if not path.exists():
        source = f"read_json('{ndjson}', format = 'newline_delimited', sample_size = -1)"
        with whole(path) as part:
            command = f"copy (from {source}) to '{part}' (format {kind})"
            subprocess.run(
                [python(), "-c", f"import duckdb\nduckdb.execute({command!r})"], stdout=subprocess.DEVNULL, check=True
            )
    return path


@cache
def one_account(ndjson):
    """The first account of a book, alone."""
    path = HOME / "one.ndjson"
    with open(ndjson) as lines:
        path.write_text(lines.readline())
    return path


@cache
def state(accounts):
    """What is remembered of the first day, by this program: no other one's state is taken."""
    path = HOME / "before.db"
    for left in HOME.glob("before.db*"):
        left.unlink()
    stageplay(book(accounts), "--state", path, threads=2)
    return path


@cache
def scripted():
    """The portfolio with its priority as a script, which must be lowered."""
    folder = playbook_folder("scripted")
    text, found = FORMULA.subn(SCRIPT, PORTFOLIO.read_text())
    if found != 1:
        sys.exit(f"{PORTFOLIO} has another priority than bench/priority.rhai")
    (folder / "playbook.play").write_text(text)
    shutil.copy(ROOT / "bench" / "priority.rhai", folder)
    said = run([PROGRAM, "check", "--verbose", folder])[0]
    if "script of `priority`: lowered" not in said:
        sys.exit(f"the script is not lowered:\n{said}")
    return folder


@cache
def fields_only():
    """The fields of the portfolio and nothing that is decided: a run of it reads, no more."""
    folder = playbook_folder("fields")
    (folder / "playbook.play").write_text(PORTFOLIO.read_text().partition("\nlet ")[0] + "\n")
    return folder


@cache
def long(lines):
    """A playbook of so many lines, in which there is nothing to find."""
    folder = playbook_folder("long")
    for name, text in long_playbook.files(lines).items():
        (folder / name).write_text(text)
    said = run([PROGRAM, "check", folder])[0]
    if " is fine: " not in said or len(said.splitlines()) != 1:
        sys.exit(f"the long playbook has faults:\n{said}")
    return folder


def playbook_folder(name):
    """An empty folder."""
    folder = HOME / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
