"""Documents of a month of the demo district: every kind in a fresh process, then again, and the memory it takes."""

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.figures import Figure

HOME = Path(__file__).resolve().parents[1]
COLD, WARM, MEMORY, HUNDRED = 5000, 1500, 500, 10_000
MEETING = ("bulletin.docx", "bulletin.pdf", "deck.pptx", "scores.xlsx")

MAKE = """
import io, json, resource, sys, time, zipfile
start = time.perf_counter()
import analysis
from ledgers.store import Store, facts, open_snapshot
store = Store(sys.argv[1])
known = facts(open_snapshot(store))
rules = analysis.rule_calendar(known["decisions"], base=analysis.rule_pack())
from reports.documents.register import Wish, fitting
from reports.documents.situation import situation
ready = time.perf_counter()
made = situation(known, analysis.named_span("2022-10"), rules=rules, snapshot=store.current(), fingerprint="0" * 64)
situated = time.perf_counter()
took = {"ready": ready - start, "situation": situated - ready}
for name in ("cold", "warm"):
    for kind, ending in [(kind, ending) for kind in fitting(made) for ending in kind.endings]:
        begun = time.perf_counter()
        held = kind.build(made, Wish(ending, dated=made.as_of))
        took[f"{name} {kind.kind}.{ending}"] = time.perf_counter() - begun
        if kind.kind == "notice":
            each_way = len(zipfile.ZipFile(io.BytesIO(held)).namelist()) / 2
            took[f"hundred {name}"] = took[f"{name} {kind.kind}.{ending}"] * 100 / each_way
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
    kinds = [name.removeprefix("cold ") for name in told if name.startswith("cold ") and not name.endswith(".zip")]
    begun = 1000 * (told["ready"] + told["situation"])
    figures = [
        Figure(f"documents of a month ({', '.join(MEETING)}), {name}", _sum(told, name) + more, None, aim, unit="ms")
        for name, more, aim in (("cold", begun, COLD), ("warm", 0, WARM))
    ]
    figures += [
        Figure(f"100 notices (docx and pdf), {name}", 1000 * told[f"hundred {name}"], None, HUNDRED, unit="ms")
        for name in ("cold", "warm")
    ]
    figures += [Figure(f"document {kind}, warm", 1000 * told[f"warm {kind}"], None, WARM, unit="ms") for kind in kinds]
    figures.append(Figure("situation of a month, nothing at hand", 1000 * told["situation"], None, COLD, unit="ms"))
    return [*figures, Figure("documents of a month, memory", told["memory"], None, MEMORY, unit="MB")]


def _made(folder: str) -> dict[str, float]:
    done = subprocess.run([sys.executable, "-c", MAKE, folder], cwd=HOME, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


def _sum(told: dict[str, float], name: str) -> float:
    return 1000 * sum(told[f"{name} {kind}"] for kind in MEETING)
