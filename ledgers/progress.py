"""What a long load tells while it runs, so that a screen can show it and a person can stop it.

Whoever is told stops the load by raising: no child, no lock and nothing unfinished is left behind then.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from shutil import get_terminal_size
from typing import TextIO
from unicodedata import east_asian_width

__all__ = ["STAGES", "Progress", "Told", "paced", "shown_on", "silent"]

STAGES = {"keeping": "正在保存原件", "reading": "正在读取", "storing": "正在写入台账库"}
"""What happens one after the other, in the words of the screen and of the command line."""
_EVERY_SECONDS = 0.1


@dataclass(frozen=True)
class Progress:
    """How far a load is: `done` of `total` files of this stage, `name` is the file in hand, if one alone is.

    `total` is 0 while nobody knows how many there are.
    """

    stage: str
    done: int
    total: int
    name: str = ""

    @property
    def sentence(self) -> str:
        """For people; the number is that of the file in hand.

        >>> Progress("reading", 36, 500, "太和镇9月台账.xlsx").sentence
        '正在读取 37/500：太和镇9月台账.xlsx'
        >>> Progress("storing", 200, 500).sentence
        '正在写入台账库 200/500'
        >>> Progress("keeping", 3, 0, "九月.zip").sentence
        '正在保存原件 4：九月.zip'
        """
        if not self.name:
            return f"{STAGES[self.stage]} {self.done}/{self.total}"
        place = f"{min(self.done + 1, self.total)}/{self.total}" if self.total else f"{self.done + 1}"
        return f"{STAGES[self.stage]} {place}：{self.name}"

    @property
    def share(self) -> float:
        """How much of this stage is done, 0 to 1.

        >>> Progress("reading", 125, 500).share
        0.25
        """
        return min(self.done / self.total, 1.0) if self.total else 0.0


Told = Callable[[Progress], None]
"""Hears how far a load is, several times a second; raises to stop it."""


def silent(_progress: Progress) -> None:
    """Hear it and say nothing."""


def paced(told: Told, *, every: float = _EVERY_SECONDS) -> Told:
    """`told`, but heard at most once in `every` seconds: drawing costs more than reading a small file does.

    >>> heard = []
    >>> tell = paced(heard.append, every=60)
    >>> for done in range(3):
    ...     tell(Progress("reading", done, 3))
    >>> [progress.done for progress in heard]
    [0]
    """
    last: list[float] = []

    def tell(progress: Progress) -> None:
        now = time.monotonic()
        if not last or now - last[0] >= every:
            last[:] = [now]
            told(progress)

    return tell


@contextmanager
def shown_on(stream: TextIO) -> Iterator[Told]:
    """Show it on one line of a terminal, which is gone afterwards; a file or a pipe hears nothing."""
    if not stream.isatty():
        yield silent
        return
    try:
        yield lambda progress: print(f"\r{cut(progress.sentence, _room())}\x1b[K", end="", file=stream, flush=True)
    finally:
        print("\r\x1b[K", end="", file=stream, flush=True)


def cut(text: str, room: int) -> str:
    """The beginning of a text that fits into `room` columns of a terminal, where a Chinese character takes two.

    >>> cut("正在读取 1/2：甲.xlsx", 12), cut("甲.xlsx", 12)
    ('正在读取 1/…', '甲.xlsx')
    """
    taken = 0
    for place, letter in enumerate(text):
        taken += 2 if east_asian_width(letter) in "WF" else 1
        if taken > room - 1 and place < len(text) - 1:
            return text[:place] + "…"
    return text


def _room() -> int:
    return get_terminal_size().columns - 1
