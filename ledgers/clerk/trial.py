"""What a load would find, without loading: the published snapshot is copied aside, filled, and thrown away."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from ledgers.filling import Filled, fill
from ledgers.reading import Reading
from ledgers.snapshot import build
from ledgers.store import Store

__all__ = ["tried"]


@dataclass(frozen=True)
class _Aside(Store):
    """The store, with another place for unfinished work: nothing is written into its own folder."""

    folder: Path

    @property
    def work(self) -> Path:
        """Where the copy is filled; the readings' rows must lie there too."""
        return self.folder


def tried(store: Store, reading: Reading, *, folder: Path, today: date) -> Filled:
    """What loading `reading` would come to. Its parquet files must lie in `folder`."""
    at = datetime.combine(today, datetime.min.time())

    def write(connection) -> tuple[Filled, bool]:
        return fill(connection, [reading], by="", at=at, today=today)[0], False

    return build(_Aside(store.path, folder), store.current(), at=at, fill=write, record=lambda *_: None)[1]
