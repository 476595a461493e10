"""How something is run and timed: each time a process of its own."""
import json
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / "target" / "bench"
PROGRAM, EVALUATE, MAKER = (ROOT / "target" / "release" / name for name in ("stageplay", "evaluate", "accounts"))
PORTFOLIO = ROOT / "examples" / "portfolio" / "playbook.play"
AS_OF, DAY_AFTER = "2026-06-30", "2026-07-01"


def run(command, **environment):
    """Runs a command: its output, seconds and peak memory in MB."""
    start = time.perf_counter()
    child = subprocess.Popen(
        [str(word) for word in command], stdout=subprocess.PIPE, env=os.environ | environment, cwd=ROOT
    )
    out = child.stdout.read().decode()
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    if status != 0:
        sys.exit(f"failed: {' '.join(str(word) for word in command)}\n{out}")
    return out, seconds, usage.ru_maxrss / 1024


def stageplay(source, *more, playbook=PORTFOLIO, as_of=AS_OF, threads=1):
    """A run of Stageplay with its sums: seconds, peak, sums."""
    command = [PROGRAM, "run", playbook, "--accounts", source, "--as-of", as_of, "--threads", threads, "--summary", "json"]
    out, seconds, peak = run([*command, *more])
    return seconds, peak, json.loads(out)
