"""A blank ledger to fill in: instructions in front, then one table with drop-downs, locked where nothing is to change.

With a store and a unit the rows that the office knows already are filled in.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl

from ledgers.cells.dates import month_end
from ledgers.clerk.blank_sheets import Page, write_guide, write_table
from ledgers.clerk.blanks import BLANKS, LISTS_OF_WORDS, Blank
from ledgers.clerk.known_rows import Known, known
from ledgers.clerk.writing import write_whole
from ledgers.errors import LedgerError
from ledgers.store import Store, open_snapshot
from ledgers.store import facts as tables_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["kinds", "template", "units", "write_template"]

_PERIOD = re.compile(r"(20\d{2})-(0[1-9]|1[0-2])")


def kinds() -> dict[str, str]:
    """Which blank ledgers there are: kind -> name.

    >>> kinds()["progress"]
    '工作进度填报表'
    """
    return {kind: blank.name for kind, blank in BLANKS.items()}


def units(facts: "Mapping[str, pd.DataFrame]") -> tuple[str, ...]:
    """The units of a snapshot's tables, for which a blank can be filled in."""
    return known(facts, "units", unit=None, until=None).units


def write_template(kind: str, output: Path, *, store: Store, unit: str | None = None, period: str | None = None) -> int:
    """Write a blank ledger of that kind; returns how many rows are filled in. LedgerError, and no file, otherwise."""
    if output.suffix.lower() != ".xlsx":
        raise LedgerError(f"空白台账是 .xlsx 工作簿，给出的文件名是 {output.name}。")
    content, rows = _made(kind, store=store, unit=unit, period=period)
    write_whole(output, content)
    return rows


def template(kind: str, *, store: Store, unit: str | None = None, period: str | None = None) -> bytes:
    """A blank ledger as bytes: what `write_template` writes."""
    return _made(kind, store=store, unit=unit, period=period)[0]


def _made(kind: str, *, store: Store, unit: str | None, period: str | None) -> tuple[bytes, int]:
    if kind not in BLANKS:
        named = "、".join(f"{each}（{name}）" for each, name in kinds().items())
        raise LedgerError(f"没有“{kind}”这种台账；可用的有：{named}。")
    blank, month = BLANKS[kind], _month(period)
    found = _known(store, kind, unit=unit, until=month.first - timedelta(days=1) if month else None)
    book = openpyxl.Workbook()
    page = Page(_title(blank, found, month), _note(found, month), found.rows, month.last if month else None)
    lists = {**LISTS_OF_WORDS, "units": found.units, "tasks": found.tasks}
    wanted = {each.check: lists[each.check] for each in blank.columns if lists.get(each.check)}
    places = write_guide(book.active, blank, wanted)
    write_table(book.create_sheet(blank.sheet), blank, page, lists=places)
    book.active = 1
    book.worksheets[0].sheet_view.tabSelected = False
    out = BytesIO()
    book.save(out)
    return out.getvalue(), len(found.rows)


@dataclass(frozen=True)
class _Month:
    first: date
    last: date

    @property
    def words(self) -> str:
        return f"{self.first.year}年{self.first.month}月"


def _month(period: str | None) -> _Month | None:
    if period is None:
        return None
    found = _PERIOD.fullmatch(period)
    if not found:
        raise LedgerError(f"--period 应写成 2022-11 的样子，给出的是“{period}”。")
    first = date(int(found[1]), int(found[2]), 1)
    return _Month(first, month_end(first))


def _known(store: Store, kind: str, *, unit: str | None, until: date | None) -> Known:
    if store.current():
        return known(tables_of(open_snapshot(store)), kind, unit=unit, until=until)
    if unit:
        raise LedgerError(f"台账库“{store.path}”里还没有已发布的台账，不能按单位填好；去掉 --unit 可得到空白的。")
    return Known()


def _title(blank: Blank, found: Known, month: _Month | None) -> str:
    ahead = month.words if month and blank.period_ahead else ""
    return f"{found.unit or ''}{ahead}{blank.name}{'（演示数据）' if found.is_demo else ''}"


def _note(found: Known, month: _Month | None) -> str:
    said = [f"填报单位：{found.unit or ''}", *([f"填报期：{month.words}"] if month else []), "填表人：", "联系电话："]
    return "　　".join(said)
