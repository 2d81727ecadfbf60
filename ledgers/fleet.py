"""Many files read by a few children at once. Small files share a child, because starting one costs more than reading
them; when it dies, only the file it was at is suspected, read once more alone, and refused if that child dies too.
"""

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from subprocess import Popen

from ledgers.errors import LedgerError
from ledgers.files.gate import LIMITS, Limits, check_file
from ledgers.reading import Reading
from ledgers.sandbox import Asked, answer_of, died, end_child, has_answer, start_child, too_slow, write_job

__all__ = ["read_each"]

_SMALL = 512 << 10
"""Bytes of a file that may share a child: a fraction of a second to read."""
_BATCH = 64
_POLL_SECONDS = 0.01

Answer = Reading | LedgerError
Pulse = Callable[[int, str], None]
"""Hears how many files are done and which one is being read; raises to stop."""


@dataclass(frozen=True)
class _Place:
    """A file in line; `alone` when it is suspected of having killed a child."""

    number: int
    asked: Asked
    alone: bool = False

    @property
    def is_small(self) -> bool:
        return not self.alone and self.asked.path.stat().st_size <= _SMALL


@dataclass
class _Running:
    """A child and the files it reads one after the other; `since` is when it began the one it is at."""

    places: Sequence[_Place]
    child: Popen
    since: float
    read: int = 0

    @property
    def at(self) -> _Place | None:
        return self.places[self.read] if self.read < len(self.places) else None

    def look(self) -> None:
        """Notice what was answered since the last look."""
        while self.at and has_answer(self.at.asked.folder):
            self.read += 1
            self.since = time.monotonic()


@dataclass
class _Fleet:
    """The children of one load, what is still to be read, and the answers there are."""

    folder: Path
    limits: Limits
    password: str = field(repr=False)
    waiting: deque[Sequence[_Place]]
    running: list[_Running] = field(default_factory=list)
    answers: dict[int, Answer] = field(default_factory=dict)

    @property
    def done(self) -> int:
        return len(self.answers) + sum(each.read for each in self.running)

    @property
    def name(self) -> str:
        """Of the file that the longest running child is at."""
        return next((each.at.asked.name for each in self.running if each.at), "")

    def start(self) -> None:
        """Send the next child to its files."""
        places = self.waiting.popleft()
        job = self.folder / f"job-{places[0].number}-{len(places)}.json"
        write_job(job, [place.asked for place in places], limits=self.limits)
        self.running.append(_Running(places, start_child(job, secret=self.password), time.monotonic()))

    def look(self) -> None:
        """Take in what the children have done and put back what one that ended has not."""
        for each in list(self.running):
            ended = each.child.poll() is not None  # asked first: what it answered before it ended is there to see
            each.look()
            slow = time.monotonic() - each.since > self.limits.seconds
            if ended or slow or each.at is None:
                self.running.remove(each)
                end_child(each.child)
                self._settle(each, slow=slow and not ended)

    def _settle(self, each: _Running, *, slow: bool) -> None:
        for place in each.places[: each.read]:
            self.answers[place.number] = answer_of(place.asked)
        if each.at is None:
            return
        at, rest = each.at, each.places[each.read + 1 :]
        if rest:
            self.waiting.appendleft(rest)
        if slow:
            self.answers[at.number] = too_slow(at.asked.name, self.limits)
        elif len(each.places) == 1:
            self.answers[at.number] = died(at.asked.name)
        else:  # perhaps the fault of those before it
            self.waiting.appendleft([replace(at, alone=True)])


def read_each(
    files: Sequence[Asked], *, at_once: int, pulse: Pulse, limits: Limits = LIMITS, password: str = ""
) -> list[Answer]:
    """What each file says, or why it cannot be read, in the order of `files`; `at_once` children at the most.

    `pulse` is called every moment; when it raises, every child is ended.
    """
    refused, places = {}, []
    for number, asked in enumerate(files):
        pulse(len(refused), asked.name)
        try:
            check_file(asked.path, name=asked.name, limits=limits)
        except LedgerError as error:
            refused[number] = error
        else:
            asked.folder.mkdir(parents=True, exist_ok=True)
            places.append(_Place(number, asked))
    if not places:
        return list(refused.values())
    fleet = _Fleet(files[0].folder.parent, limits, password, deque(_batches(places, at_once=at_once)), [], refused)
    try:
        while fleet.waiting or fleet.running:
            while fleet.waiting and len(fleet.running) < at_once:
                fleet.start()
            pulse(fleet.done, fleet.name)
            time.sleep(_POLL_SECONDS)
            fleet.look()
    finally:  # whoever hears the pulse may have stopped us
        for each in fleet.running:
            end_child(each.child)
    return [fleet.answers[number] for number in range(len(files))]


def _batches(places: Sequence[_Place], *, at_once: int) -> Iterator[list[_Place]]:
    """Large files alone, small neighbours together: enough to make a start cheap, few enough that each has a share."""
    small = sum(place.is_small for place in places)
    size = min(_BATCH, max(1, -(-small // (2 * at_once))))
    batch: list[_Place] = []
    for place in places:
        if not place.is_small:
            yield [place]
            continue
        batch.append(place)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
