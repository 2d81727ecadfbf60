"""What a later version would say otherwise about a frozen period: number by number, and what brought it.

The frozen value stays; this list only says that the ledgers have moved on, and by which file or correction.
"""

from collections.abc import Iterator, Mapping

import pandas as pd

from analysis.facts.days import day_number
from analysis.facts.sifting import Facts, entered
from analysis.flagging.objections import PERIOD_KINDS

__all__ = ["NUMBERS", "errata"]

NUMBERS = {
    "tasks": ("任务", ("task_id",), "task", {
        "planned": "计划进度", "actual": "实际进度", "lag": "滞后", "index": "指数", "level": "等级", "state": "状态",
        "deadline": "基准时限", "deduction": "当月预扣",
    }),
    "projects": ("项目", ("board", "project"), "project", {"index": "指数", "level": "等级"}),
    "units": ("单位", ("unit",), "unit", {
        "index": "指数", "rank": "名次", "level": "等级", "deduction": "预扣分", "bonus": "加分",
    }),
    "leaders": ("项目长", ("leader",), "leader", {"index": "指数", "lag": "滞后", "level": "等级"}),
    "flags": ("红黄旗", ("period", "kind", "subject", "flag"), "subject", {"state": "旗的状态"}),
    "balances": ("预扣账", ("unit", "year"), "unit", {
        "charged": "累计预扣", "returned": "返还", "confirmed": "确认扣分", "bonus": "加分", "criticism": "批评",
    }),
    "visits": ("走访", ("leader", "week"), "leader", {"kept": "当周走访"}),
}  # fmt: skip
"""Table of the content -> (what, key, whose name, column -> words): the numbers that are compared."""

COLUMNS = ["what", "subject", "number", "frozen", "now", "brought_by", "brought_at", "tasks", "unit"]


def errata(frozen: Mapping, now: Mapping, *, before: Facts, after: Facts) -> pd.DataFrame:
    """What differs between two contents of one period (`analysis.period_content`): what, subject, number, frozen, now,
    brought_by (file or correction that the later version has and the earlier had not, or the other way round),
    brought_at, and what it is about: tasks (ids) and unit (None of a task); `errata_cells.cells_behind` opens it.
    before, after: the facts that the contents were made from."""
    cause = _Causes(frozen, now, before=before, after=after)
    rows = []
    for table, (what, keys, name, columns) in NUMBERS.items():
        for then, later in _pairs(frozen[table], now[table], keys):
            one = later or then
            for number, values in _differences(then, later, columns):
                about = (sorted(cause.tasks_of(table, one)), cause.unit_of(one))
                rows.append((what, one[name], number, *values, *cause.of(table, one), *about))
    return pd.DataFrame(rows, columns=COLUMNS)


def _pairs(then: list[dict], later: list[dict], keys: tuple[str, ...]) -> Iterator[tuple[dict | None, dict | None]]:
    """Rows of the same key; None where one side has none. Several of one key are told apart by their order."""
    sides = [_keyed(rows, keys) for rows in (then, later)]
    for key in sorted(sides[0].keys() | sides[1].keys(), key=str):
        yield sides[0].get(key), sides[1].get(key)


def _keyed(rows: list[dict], keys: tuple[str, ...]) -> dict[tuple, dict]:
    found: dict[tuple, dict] = {}
    for row in rows:
        key, again = tuple(row[name] for name in keys), 0
        while (*key, again) in found:
            again += 1
        found[(*key, again)] = row
    return found


def _differences(then: dict | None, later: dict | None, columns: dict[str, str]) -> Iterator[tuple[str, tuple]]:
    if then is None or later is None:
        yield "是否列入", (then is not None, later is not None)
        return
    for column, words in columns.items():
        if then[column] != later[column]:
            yield words, (then[column], later[column])


class _Causes:
    """Which imports and corrections only one of two versions has, and which tasks and units they speak of."""

    def __init__(self, frozen: Mapping, now: Mapping, *, before: Facts, after: Facts) -> None:
        new, gone = _only_in(after, before), _only_in(before, after)
        sides = [_told(new, after, words=""), _told(gone, before, words="（现在的版本里没有）")]
        self.told = {key: cause for side in sides for key, cause in side.items()}
        last = day_number(now["last"])
        self.of_task = _touched(((new, after), (gone, before)), "task_id", last=last)
        self.of_unit = _touched(((new, after), (gone, before)), "unit", last=last)
        self.tasks = {row["task_id"]: row for content in (frozen, now) for row in content["tasks"]}
        self.mended = _mended(before, after)

    def of(self, table: str, row: dict) -> tuple[str, object]:
        """The words and the time of what brought a difference in this row."""
        mine = set().union(*(self.of_task.get(task, set()) for task in self.tasks_of(table, row)))
        mine |= self.of_unit.get(self.unit_of(row), set())
        told = [self.told[each] for each in mine] or [*self.told.values(), *self.mended]
        told = sorted(told, key=lambda each: str(each[1]))
        words = "、".join(dict.fromkeys(words for words, _ in told))
        return words or "说不清：两个版本的台账相同", told[-1][1] if told else pd.NaT

    def unit_of(self, row: dict) -> str | None:
        """The unit that a row is about, or its subject that may be one."""
        return row.get("unit") or row.get("subject")

    def tasks_of(self, table: str, row: dict) -> list[str]:
        """The tasks that a row adds up, or is about."""
        if table == "tasks":
            return [row["task_id"]]
        name = row[NUMBERS[table][2]]
        return [task for task, one in self.tasks.items() if name in _names(one)]


def _names(task: dict) -> set[str]:
    """Whom a task belongs to: its project, its units, its leaders."""
    return {task["project"] or task["task"], *task["lead_units"], *task["towns"], *task["leaders"]}


def _only_in(facts: Facts, other: Facts) -> pd.DataFrame:
    imports = facts["imports"]
    return imports[~imports["import_id"].isin(other["imports"]["import_id"])]


def _told(imports: pd.DataFrame, facts: Facts, *, words: str) -> dict[str, tuple[str, object]]:
    rows = imports[["import_id", "file", "loaded_by", "loaded_at"]].itertuples(index=False)
    return {one.import_id: (f"{one.file}（{one.loaded_by}导入）{words}", one.loaded_at) for one in rows}


def _touched(sides: tuple, column: str, *, last: float) -> dict[str, set[str]]:
    """Which of the imports say something, known by the last day, about each task or unit."""
    found: dict[str, set[str]] = {}
    for imports, facts in sides:
        for name, table in facts.items():
            if name != "imports" and {column, "import_id", "entered_on"} <= set(table.columns):
                rows = entered(table[table["import_id"].isin(imports["import_id"])], last)
                for who, which in rows[[column, "import_id"]].dropna().itertuples(index=False):
                    found.setdefault(who, set()).add(which)
    return found


def _mended(before: Facts, after: Facts) -> list[tuple[str, object]]:
    """Corrections on how a ledger is read, and decisions about flags, that only one of the versions has."""
    same = ["kind", "scope", "subject", "answer", "decided_at"]
    sides = [facts["decisions"][~facts["decisions"]["kind"].isin(PERIOD_KINDS)] for facts in (before, after)]
    keys = [set(side[same].astype(str).itertuples(index=False, name=None)) for side in sides]
    told = []
    for side, other, words in ((sides[1], keys[0], ""), (sides[0], keys[1], "（现在的版本里没有）")):
        mine = [key not in other for key in side[same].astype(str).itertuples(index=False, name=None)]
        only = side[pd.Series(mine, index=side.index, dtype=bool)]
        told += [(f"{one.decided_by}的更正{words}", one.decided_at) for one in only.itertuples()]
    return told
