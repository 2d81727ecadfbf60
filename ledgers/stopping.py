"""Work that a person may stop half-way: what it leaves is taken back, and the journal says that it was stopped."""

import contextlib
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import datetime
from typing import TypeVar

from ledgers import audit
from ledgers.errors import LedgerError
from ledgers.store import Store

__all__ = ["beside", "interruptible", "stops_noted"]

Result = TypeVar("Result")

_TICK_SECONDS = 0.1


@contextlib.contextmanager
def stops_noted(store: Store, *, by: str, at: datetime) -> Iterator[None]:
    """Write into the journal when the block ends neither by itself nor with a sentence: its originals are kept."""
    is_over = False
    try:
        yield
        is_over = True
    except LedgerError:
        is_over = True
        raise
    finally:
        if not is_over:
            audit.append(store.audit, at=at, who=by, what="stop", detail={})


def beside(
    work: Callable[[], Result],
    *,
    tick: Callable[[], None],
    stop: Callable[[], None],
    undo: Callable[[Result], None],
) -> Result:
    """What `work` returns; `tick` is called all the while it runs, in the thread of the caller.

    When `tick` raises, `stop` is asked to end the work, and `undo` takes back what was finished all the same.

    >>> beside(lambda: 1, tick=lambda: None, stop=lambda: None, undo=print)
    1
    """
    is_wanted = False
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(work)
        try:
            while not wait([running], timeout=_TICK_SECONDS).done:
                tick()
            is_wanted = True
        finally:
            while not running.done():  # asked again and again: it may just be between two things that can be stopped
                stop()
                wait([running], timeout=_TICK_SECONDS)
            if not is_wanted and running.exception() is None:
                undo(running.result())
    return running.result()


@contextlib.contextmanager
def interruptible() -> Iterator[Callable[[], None]]:
    """Inside the block Ctrl-C waits for the next call of what is yielded, so that nothing is cut off half-way.

    Whoever is impatient and presses it again is not kept waiting. Only for the main thread.
    """
    asked: list[int] = []

    def note(number: int, _frame: object) -> None:
        asked.append(number)
        signal.signal(signal.SIGINT, before)

    def check() -> None:
        if asked:
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, note)
    try:
        yield check
    finally:
        signal.signal(signal.SIGINT, before)
