"""Documents of a month of the demo district: every kind in a fresh process, then again, and the memory it takes."""

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.figures import Figure

HOME = Path(__file__).resolve().parents[1]
COLD, WARM, MEMORY = 5000, 1500, 500

MAKE = """
import json, resource, sys, time
start = time.perf_counter()
import analysis
from ledgers.store import Store, facts, open_snapshot
store = Store(sys.argv[1])
known = facts(open_snapshot(store))
rules = analysis.rule_calendar(known["decisions"], base=analysis.rule_pack())
from reports.documents.register import DOCUMENTS, Wish
from reports.documents.situation import situation
ready = time.perf_counter()
made = situation(known, analysis.named_span("2022-10"), rules=rules, snapshot=store.current(), fingerprint="0" * 64)
situated = time.perf_counter()
took = {"ready": ready - start, "situation": situated - ready}
for name in ("cold", "warm"):
    for each in DOCUMENTS:
        begun = time.perf_counter()
        each.build(made, Wish(each.endings[0], dated=made.as_of))
        took[f"{name} {each.kind}"] = time.perf_counter() - begun
took["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps(took))
"""


def measure(*, rounds: int) -> list[Figure]:
    """Return what the documents of a meeting take: made for the first time in a process, made again, memory."""
    with tempfile.TemporaryDirectory() as folder:
        books = sorted(str(path) for path in (HOME / "examples" / "workbooks").glob("*.xlsx"))
        call = [sys.executable, "-m", "ledgers", "load", *books, "--by", "演示", "--store", folder]
        subprocess.run(call, cwd=HOME, stdout=subprocess.DEVNULL, check=False)
        found = [_made(folder) for _ in range(rounds)]
    told = {name: statistics.median(each[name] for each in found) for name in found[0]}
    kinds = [name.removeprefix("cold ") for name in told if name.startswith("cold ")]
    meeting = [kind for kind in kinds if kind in ("bulletin", "deck", "scores")]
    figures = [
        Figure(f"documents of a month ({', '.join(meeting)}), {name}", _sum(told, name, meeting), None, aim, unit="ms")
        for name, aim in (("cold", COLD), ("warm", WARM))
    ]
    figures += [Figure(f"document {kind}, warm", 1000 * told[f"warm {kind}"], None, WARM, unit="ms") for kind in kinds]
    figures.append(Figure("situation of a month, nothing at hand", 1000 * told["situation"], None, COLD, unit="ms"))
    return [*figures, Figure("documents of a month, memory", told["memory"], None, MEMORY, unit="MB")]


def _made(folder: str) -> dict[str, float]:
    done = subprocess.run([sys.executable, "-c", MAKE, folder], cwd=HOME, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


def _sum(told: dict[str, float], name: str, kinds: list[str]) -> float:
    return 1000 * sum(told[f"{name} {kind}"] for kind in kinds)
