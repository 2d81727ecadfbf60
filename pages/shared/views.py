"""What a visitor looks at, and what an upload would become: plain values, handed from page to loader."""

from dataclasses import dataclass, field, replace
from datetime import date

import pandas as pd

PHONE, LAPTOP, WIDE, SLIDE = "phone", "laptop", "wide", "slide"
"""How wide a screen is; a chart on a slide has the slide's own width."""


@dataclass(frozen=True)
class View:
    """What a visitor looks at. `snapshot` and `as_of` are None where nothing has been published yet."""

    store: str
    snapshot: str | None
    rules: str
    as_of: date | None
    dark: bool = False
    width: str = LAPTOP

    @property
    def is_empty(self) -> bool:
        """Nothing has been published, or nothing in it has a date."""
        return self.snapshot is None or self.as_of is None

    @property
    def is_narrow(self) -> bool:
        """Whether the screen is as narrow as a phone's."""
        return self.width == PHONE

    @property
    def is_wide(self) -> bool:
        """Whether two charts beside each other have room for their words."""
        return self.width in (WIDE, SLIDE)

    def plain(self) -> "View":
        """Return the same view as it is read for its numbers: alike on every screen, light or dark."""
        return replace(self, dark=False, width=LAPTOP)

    def on_paper(self) -> "View":
        """Return the same view on light ground and as wide as a sheet."""
        return replace(self, dark=False, width=WIDE)

    def at(self, snapshot: str | None, *, as_of: date | None) -> "View":
        """Return the same view of another version and day: a draft before it is published."""
        return replace(self, snapshot=snapshot, as_of=as_of)


@dataclass(frozen=True)
class Draft:
    """What an upload would become: read and scored, not yet published.

    `snapshot` is None when no file could be read; `refused` says why, one sentence a file; `unread` are those files
    with what was seen of them; `is_new` is False when the store holds all of it already; `originals` are names and
    hashes of files that take comments, `files_read` those of all; `locked` when a password would help with a refused
    file. `decided` is what was answered so far; `password` lives in the visitor's session alone.
    """

    snapshot: str | None
    files: int
    rows_loaded: int = 0
    rows_held: int = 0
    findings: pd.DataFrame = field(default_factory=pd.DataFrame)
    refused: tuple[str, ...] = ()
    unread: tuple = ()
    is_new: bool = False
    originals: tuple[tuple[str, str], ...] = ()
    files_read: tuple[tuple[str, str], ...] = ()
    locked: bool = False
    by: str = ""
    report_date: date | None = None
    password: str = field(default="", repr=False)
    decided: tuple = ()

    @property
    def annotatable(self) -> tuple[tuple[str, str], ...]:
        """Name and hash of every file in which something was found."""
        found = set(self.findings["file"]) if len(self.findings) else set()
        return tuple(dict.fromkeys(each for each in self.originals if each[0] in found))


@dataclass(frozen=True)
class Asked:
    """What a person is asked about a draft: columns, units and cells as tables with a row per question; `held` are
    (where, rows) of every sheet with held rows; `all_units` can be chosen from."""

    columns: pd.DataFrame
    units: pd.DataFrame
    cells: pd.DataFrame
    held: tuple[tuple[dict, pd.DataFrame], ...]
    all_units: tuple[str, ...]

    @property
    def unknown(self) -> pd.DataFrame:
        """The columns that were not understood."""
        return self.columns[self.columns["field"].eq("")]

    @property
    def understood(self) -> pd.DataFrame:
        """The columns that were read, rightly or not."""
        return self.columns[self.columns["field"].ne("")]

    @property
    def is_empty(self) -> bool:
        """Nothing is open; what was understood may still be looked at."""
        return not (len(self.unknown) or len(self.units) or len(self.cells) or self.held)
