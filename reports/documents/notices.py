"""Notices to units and 责任令, one file each, many in one go."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from reports.documents.bulletin import paper_mark
from reports.documents.situation import DEMO
from reports.pieces.paper import Desk, Paper
from reports.subjects.notices import NOTICES, Notice, item_notice, notice_name, notice_of, task_notice
from reports.subjects.order_paper import order_paper, printable_orders

if TYPE_CHECKING:
    from reports.documents.situation import Situation

__all__ = [
    "Sending", "notice_names", "notice_papers", "notices", "order_papers",
]  # fmt: skip

Explain = Callable[[str], pd.DataFrame]
"""Gives the traced lines of a task: of `level_causes`, or all of `analysis.explain_task`."""


@dataclass(frozen=True)
class Sending:
    """What a person says of notices: their day, the office, which kinds (names of `NOTICES`), and from which number on
    each kind goes on; without one a number tells the month: 清执办警〔2022〕1203号 is the third of December.
    `given`: the numbers that were given out, by the names of the notices (`notice_names`); they go first."""

    dated: date
    desk: Desk = field(default_factory=Desk)
    kinds: tuple[str, ...] = tuple(each.name for each in NOTICES)
    first: Mapping[str, int] | None = None
    given: Mapping[str, int] | None = None

    def number(self, kind: Notice, place: int, name: str = "") -> str:
        """The number of the notice of that name, or at a place (from 0) among those of its kind."""
        first = (self.first or {}).get(kind.name, self.dated.month * 100 + 1)
        own = (self.given or {}).get(name, first + place)
        return f"{self.desk.code}{kind.series}〔{self.dated.year}〕{own}号"


def notice_names(made: "Situation") -> list[str]:
    """The name of every notice that a situation calls for, in their order, as numbers are kept by it."""
    return [_name(kind, row, unit) for kind in _by_weight() for row, unit in _called(made, kind)]


def _name(kind: Notice, row: Mapping, unit: str) -> str:
    about = row["item"] if kind.level is None else row["task_id"]
    return f"{kind.name}!{about}!{unit}"


def _by_weight() -> list[Notice]:
    """The kinds, the gravest first."""
    return sorted(NOTICES, key=lambda each: -(each.level or 0))


def notice_papers(made: "Situation", sending: Sending, explain: Explain) -> Iterator[tuple[str, Paper]]:
    """Yield (name, paper) of every notice that a situation calls for, the gravest kind first, one unit and task each:
    tasks by their level, then 督查 items that are overdue. Exempt and finished tasks are left alone."""
    mark, foot = paper_mark(made), DEMO if made.demo else ""
    for kind in _by_weight():
        if kind.name not in sending.kinds:
            continue
        for place, (row, unit) in enumerate(_called(made, kind)):
            number = sending.number(kind, place, _name(kind, row, unit))
            told = {"number": number, "dated": sending.dated, "desk": sending.desk}
            if kind.level is None:
                paper = item_notice({**row, "source": _cell(made.facts, row)}, unit, **told)
            else:
                paper = task_notice(row, unit, explain(row["task_id"]), **told)
            yield notice_name(kind, number, unit), replace(paper, mark=mark, foot=foot)


def _cell(facts: Mapping[str, pd.DataFrame], row: Mapping) -> str:
    """Where the matter of a 督查 item stands, as file!sheet!B4; "" where no ledger has it."""
    if not isinstance(row["import_id"], str) or pd.isna(row["row"]):
        return ""
    columns = facts["source_columns"]
    mine = columns[
        columns["import_id"].eq(row["import_id"]) & columns["sheet"].eq(row["sheet"]) & columns["field"].eq("matter")
        & columns["first_row"].le(row["row"]) & columns["last_row"].ge(row["row"])
    ]  # fmt: skip
    files = facts["imports"].set_index("import_id")["file"]
    return "" if mine.empty else f"{files[row['import_id']]}!{row['sheet']}!{mine['letter'].iloc[0]}{int(row['row'])}"


def _called(made: "Situation", kind: Notice) -> Iterator[tuple[dict, str]]:
    """Each row that a kind is about, with each unit that leads it."""
    if kind.level is None:
        rows = made.items[made.items["state"].eq("逾期")] if len(made.items) else made.items
    elif made.alerts.empty:
        return
    else:
        rows = made.alerts[[notice_of(level) == kind for level in made.alerts["level"]]]
        rows = rows[~rows["exempt"].eq(True) & rows["state"].ne("已完成")]
    for row in rows.to_dict("records"):
        units = row["lead_units"]
        known = list(units) if hasattr(units, "__len__") and not isinstance(units, str) else []
        for unit in known or ["台账没有写牵头单位"]:
            yield row, unit


def notices(
    made: "Situation",
    sending: Sending,
    explain: Explain,
    *,
    write: Callable[[Paper], bytes],
    ending: str,
    told: Callable[[int, str], None] | None = None,
) -> Iterator[tuple[str, bytes]]:
    """Yield (file name, bytes) of every notice; `write` makes the bytes (`paper_docx`, or a PDF with its fonts), `told`
    is called with how many are done and the name of the last one."""
    for done, (name, paper) in enumerate(notice_papers(made, sending, explain), 1):
        held = write(paper)
        if told is not None:
            told(done, name)
        yield f"{name}.{ending}", held


def order_papers(made: "Situation") -> Iterator[tuple[str, Paper]]:
    """Yield (name, paper) of every order that can be printed; `unprintable_orders` says which cannot and why."""
    for order_no in printable_orders(made.orders):
        plain = "".join("_" if letter in '\\/:*?"<>|' or ord(letter) < 32 else letter for letter in order_no)
        yield f"责任令-{plain}", _order(made, order_no)


def _order(made: "Situation", order_no: str) -> Paper:
    return replace(order_paper(made.orders, order_no), mark=paper_mark(made), foot=DEMO if made.demo else "")
