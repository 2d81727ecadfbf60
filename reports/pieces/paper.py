"""An official paper as plain values: what a document says, apart from how Word or PDF set it.

Each sentence has a key and the numbers it speaks of, so that what a person wrote in its place can be kept, and is
found stale when the numbers have changed since.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from reports.words.wording import day

__all__ = [
    "COMMAND",
    "LETTER",
    "REDHEAD",
    "Annex",
    "Desk",
    "DocumentError",
    "Grid",
    "Head",
    "Line",
    "NothingToMake",
    "Paper",
    "Para",
    "Rewording",
    "paper_lines",
    "reworded",
    "stale_words",
]  # fmt: skip

REDHEAD, COMMAND, LETTER = "文件", "令", "通知"
"""Forms of a paper: with red head and rule; an order (令), its head nearer to the edge and without a rule; a notice to
one unit, with a smaller red head."""

STALE = "【数字已变，请复核】"
"""What stands behind a sentence that somebody wrote for other numbers, in a draft."""


_FEW = 5
"""Columns of a table in the larger size."""


class DocumentError(ValueError):
    """A document that cannot be made as asked; the text is one sentence for people."""


class NothingToMake(DocumentError):
    """There is nothing that a document of this kind would say."""


@dataclass(frozen=True)
class Line:
    """One sentence: its key (stable from month to month), its text, and the numbers that it speaks of."""

    key: str
    text: str
    numbers: tuple = ()
    own: bool = False
    stale: bool = False

    @property
    def fingerprint(self) -> str:
        """What the numbers come to: another one when any of them changed.

        >>> Line("a", "共 3 项。", (3,)).fingerprint == Line("a", "共三项。", (3.0,)).fingerprint
        True
        """
        said = "|".join(_as_said(value) for value in self.numbers)
        return hashlib.sha256(said.encode()).hexdigest()[:12]


def _as_said(value: object) -> str:
    """A number as far as a document prints it; a name, a day, or nothing known as it is."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return str(value)
    if isinstance(value, (int, float)):
        return "未知" if value != value else f"{value:.4f}"
    return str(value)


@dataclass(frozen=True)
class Head:
    """A heading of level 1 (一、) to 3 (1.); 2 and 3 may run on into their sentences."""

    level: int
    text: str


@dataclass(frozen=True)
class Para:
    """A paragraph of sentences; `lead` is set in 楷体 before them (（一）…)."""

    lines: tuple[Line, ...]
    lead: str = ""

    @property
    def text(self) -> str:
        """All sentences in one."""
        return "".join(line.text for line in self.lines)


@dataclass(frozen=True)
class Grid:
    """A table: heads, shares of the width, rows of texts; columns whose number is in `left` are set to the left."""

    heads: tuple[str, ...]
    shares: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    note: str = ""
    left: tuple[int, ...] = ()

    @property
    def size(self) -> float:
        """五号, of many columns 小五: in points."""
        return 10.5 if len(self.heads) <= _FEW else 9.0


@dataclass(frozen=True)
class Annex:
    """An annex, on its own pages behind the text."""

    title: str
    blocks: tuple[Head | Para | Grid, ...]


@dataclass(frozen=True)
class Rewording:
    """What a person wrote in the place of a sentence, and the fingerprint of the numbers it was written for."""

    text: str
    fingerprint: str
    by: str = ""


@dataclass(frozen=True)
class Desk:
    """The office that signs: settings of a district, the article's own office as the default.

    `code`: what its document numbers begin with. `addressee`: who receives the bulletin; `copies`: who has it for
    information. `replies`: within how many days a unit answers to a notice of each kind.
    """

    issuer: str = "清新区“执行力建设年”工作领导小组办公室"
    code: str = "清执办"
    addressee: str = "各镇党委、政府，区直各有关单位"
    copies: str = "区委、区人大常委会、区政府、区政协领导，“执行力建设年”工作领导小组成员"
    replies: Mapping[str, int] = field(
        default_factory=lambda: {"提醒": 7, "预警": 5, "黄牌": 3, "约谈": 3, "督查": 3}, hash=False
    )


@dataclass(frozen=True)
class Paper:
    """One document. `title` as the lines in which it is broken by sense; `mark` names version and hash, `foot` what a
    page says below its number (demo, draft); `annexes` come between signature and imprint."""

    form: str
    issuer: str
    number: str
    title: tuple[str, ...]
    addressee: str
    blocks: tuple[Head | Para | Grid, ...]
    signer: str
    dated: date
    mark: str
    annexes: tuple[Annex, ...] = ()
    copies: str = ""
    foot: str = ""
    seal: bool = True  # two blank lines above the signature, one without
    issued: date | None = None

    @property
    def name(self) -> str:
        """The title in one."""
        return "".join(self.title)

    @property
    def signed(self) -> str:
        """The day under the signature, as official papers write it."""
        return day(self.dated)


def paper_lines(paper: Paper) -> list[Line]:
    """Return every sentence of a paper, in order."""
    blocks = [*paper.blocks, *(block for annex in paper.annexes for block in annex.blocks)]
    return [line for block in blocks if isinstance(block, Para) for line in block.lines]


def reworded(paper: Paper, words: Mapping[str, Rewording]) -> tuple[Paper, list[Line]]:
    """Return the paper with the sentences that people wrote in the place of its own, and those that are stale: written
    for other numbers. A stale one is kept, what the rules would say beside it is in the list; an empty text leaves the
    sentence out. Words for a key that the paper does not have are left alone.

    >>> words = {"a": Rewording("共三项。", Line("a", "", (3,)).fingerprint)}
    >>> blocks = (Para((Line("a", "共 4 项。", (4,)),)),)
    >>> paper = Paper(REDHEAD, "办公室", "", ("通报",), "", blocks, "办公室", date(2022, 12, 1), "")
    >>> told, stale = reworded(paper, words)
    >>> [line.text for line in paper_lines(told)], [line.text for line in stale]
    (['共三项。'], ['共 4 项。'])
    """
    stale = [
        line for line in paper_lines(paper) if line.key in words and words[line.key].fingerprint != line.fingerprint
    ]
    annexes = tuple(replace(annex, blocks=_told(annex.blocks, words)) for annex in paper.annexes)
    return replace(paper, blocks=_told(paper.blocks, words), annexes=annexes), stale


def _told(blocks: Iterable, words: Mapping[str, Rewording]) -> tuple:
    told = []
    for block in blocks:
        if isinstance(block, Para):
            lines = tuple(_line(line, words) for line in block.lines)
            block = replace(block, lines=tuple(line for line in lines if line.text))
        told.append(block)
    return tuple(block for block in told if not isinstance(block, Para) or block.lines or block.lead)


def _line(line: Line, words: Mapping[str, Rewording]) -> Line:
    if line.key not in words:
        return line
    own = words[line.key]
    return replace(line, text=own.text, own=True, stale=own.fingerprint != line.fingerprint)


def stale_words(stale: Sequence[Line]) -> str:
    """Say which sentences were written for other numbers; "" where there are none.

    >>> stale_words([Line("总体.进度", "平均进度 80%。")])
    '有 1 句是按以前的数字写的，数字已变，请复核：“平均进度 80%。”（现在按规则会写的）。'
    """
    if not stale:
        return ""
    said = "；".join(f"“{line.text}”" for line in stale)
    return f"有 {len(stale)} 句是按以前的数字写的，数字已变，请复核：{said}（现在按规则会写的）。"
