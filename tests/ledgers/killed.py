"""Run by test_kill.py: load a file into copies of a store, each time with SIGKILL at another call.

The loader runs in a forked child whose n-th call of a function that touches the disk (or the database) never returns.
Then another child loads the file undisturbed. Prints one JSON line per point: which call, how the two children ended.
"""

import json
import os
import shutil
import signal
import sys
from datetime import date, datetime
from pathlib import Path

from ledgers.loading import load
from ledgers.store import Store

TOUCHES = {
    "replace", "fsync", "unlink", "mkdir", "rmdir", "write", "open", "execute", "begin", "commit", "close", "connect",
    "__exit__", "flock", "fork_exec", "dup2", "remove", "sendfile",
}  # fmt: skip


def in_child(action):
    """Exit status of `action`, run in a fork."""
    child = os.fork()
    if child == 0:
        try:
            action()
        except BaseException as error:
            print(repr(error), file=sys.stderr)
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1]


def calls_until(stop, action, report):
    """Run `action`; kill this very process at the `stop`-th call that touches something. Names of calls go to `report`."""
    names = []

    def watch(_frame, event, called):
        if event == "c_call" and called.__name__ in TOUCHES:
            names.append(called.__name__)
            if len(names) == stop:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(watch)
    action()
    sys.setprofile(None)
    report.write_text(json.dumps(names))


def main(base, book, folder, points):
    def into(store):
        load([book], store=Store(store), by="李四", today=date(2022, 12, 1), at=datetime(2022, 12, 1, 8))

    whole, report = folder / "whole", folder / "calls.json"
    shutil.copytree(base, whole)
    assert in_child(lambda: calls_until(0, lambda: into(whole), report)) == 0
    names = json.loads(report.read_text())
    decisive = [n for n, name in enumerate(names, 1) if name in ("replace", "fsync", "commit", "unlink")]
    decisive = sorted({m for n in decisive for m in (n, n + 1)} & set(range(1, len(names) + 1)))
    spread = range(1, len(names), max(1, len(names) // points))
    for stop in sorted({*decisive[:: max(1, len(decisive) // points)], *decisive[-6:], *spread}):
        store = folder / f"killed-{stop}"
        shutil.copytree(base, store)
        killed = in_child(lambda stop=stop, store=store: calls_until(stop, lambda: into(store), report))
        current = (store / "CURRENT").read_text().strip()
        after = in_child(lambda store=store: into(store))
        line = {"stop": stop, "call": names[stop - 1], "killed": killed, "current": current, "after": after, "store": str(store)}
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]), int(sys.argv[4]))
