"""What a visitor looks at, and what an upload would become: plain values, handed from page to loader."""

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd


@dataclass(frozen=True)
class View:
    """What a visitor looks at. `snapshot` and `as_of` are None where nothing has been published yet."""

    store: str
    snapshot: str | None
    rules: str
    as_of: date | None
    dark: bool = False
    width: str = "laptop"

    @property
    def is_empty(self) -> bool:
        """Nothing has been published, or nothing in it has a date."""
        return self.snapshot is None or self.as_of is None

    def at(self, snapshot: str | None, *, as_of: date | None) -> "View":
        """Return the same view of another version and day: a draft before it is published."""
        return replace(self, snapshot=snapshot, as_of=as_of)


@dataclass(frozen=True)
class Draft:
    """What an upload would become: read and scored, not yet published.

    `snapshot` is None when no file could be read; `refused` says why, one sentence a file, `refused_files` are their
    names; `is_new` is False when the
    store holds all of it already; `originals` are names and hashes of files that take comments; `locked` when a
    password would help with a refused file.
    """

    snapshot: str | None
    files: int
    rows_loaded: int
    rows_held: int
    findings: pd.DataFrame
    refused: tuple[str, ...]
    is_new: bool
    originals: tuple[tuple[str, str], ...] = ()
    locked: bool = False
    refused_files: tuple[str, ...] = ()

    @property
    def annotatable(self) -> tuple[tuple[str, str], ...]:
        """Name and hash of every file in which something was found."""
        found = set(self.findings["file"]) if len(self.findings) else set()
        return tuple(dict.fromkeys(each for each in self.originals if each[0] in found))
