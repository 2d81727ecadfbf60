"""Run by test_kill.py: load a file into copies of a store, each time killed at another moment.

The loader runs in a forked child that ends itself at a chosen moment; then another child loads the file undisturbed.
Prints one JSON line per moment: its name, how the two children ended, what CURRENT said in between.
"""

import json
import os
import shutil
import signal
import sys
import time
from datetime import date, datetime
from functools import partial
from pathlib import Path

from ledgers.loading import load
from ledgers.store import Store

TOUCHES = {"replace", "fsync", "unlink", "mkdir", "rmdir", "write", "open", "flock", "fork_exec", "sendfile"}
STEPS = {"spread.py", "filling.py", "snapshot.py"}
MILLISECONDS = (1, 4, 16, 32, 64, 128)


def in_child(action):
    """Exit status of `action`, run in a fork."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            action()
            code = 0
        finally:
            if code:
                sys.excepthook(*sys.exc_info())
            os._exit(code)
    return os.waitpid(child, 0)[1]


def killed_at(stop, action, report=None):
    """Run `action`; kill this very process at the `stop`-th moment. The names of the moments passed go to `report`.

    A moment is a call that touches the disk, or the start of a function between two statements to the database.
    """
    names = []

    def watch(frame, event, called):
        if event == "c_call" and called.__name__ in TOUCHES:
            names.append(called.__name__)
        elif event == "call" and Path(frame.f_code.co_filename).name in STEPS:
            names.append(frame.f_code.co_name)
        else:
            return
        if len(names) == stop:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(watch)
    action()
    sys.setprofile(None)
    if report:
        report.write_text(json.dumps(names))


def killed_after(milliseconds, action):
    """Run `action`; end this very process some time after the checks: inside the commit, the checkpoint, the renaming.

    An alarm that nobody handles ends a process as SIGKILL does, in the middle of foreign code too.
    """

    def watch(frame, event, _called):
        if event == "call" and frame.f_code.co_name == "_check":
            sys.setprofile(None)
            signal.setitimer(signal.ITIMER_REAL, milliseconds / 1000)

    sys.setprofile(watch)
    action()
    time.sleep(1)


def moments(names):
    """The moments to kill at: every renaming, all of publishing, which comes last, and some of all the others."""
    decisive = {n for n, name in enumerate(names, 1) if name == "replace"}
    some = range(1, len(names), max(1, len(names) // 8))
    return sorted({*decisive, *range(len(names) - 14, len(names) + 1), *some})


def main(base, book, folder):
    def into(store):
        load([book], store=Store(store), by="李四", today=date(2022, 12, 1), at=datetime(2022, 12, 1, 8))

    def check(label, how):
        store = folder / label
        shutil.copytree(base, store)
        killed = in_child(lambda: how(lambda: into(store)))
        current = (store / "CURRENT").read_text().strip()
        line = {"moment": label, "killed": killed, "current": current, "after": in_child(lambda: into(store))}
        print(json.dumps(line | {"store": str(store)}), flush=True)

    whole, report = folder / "whole", folder / "moments.json"
    shutil.copytree(base, whole)
    if in_child(lambda: killed_at(0, lambda: into(whole), report)):
        raise SystemExit("the load does not even work undisturbed")
    names = json.loads(report.read_text())
    for stop in moments(names):
        check(f"{names[stop - 1]}-{stop}", partial(killed_at, stop))
    for milliseconds in MILLISECONDS:
        check(f"commit-{milliseconds}", partial(killed_after, milliseconds))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
