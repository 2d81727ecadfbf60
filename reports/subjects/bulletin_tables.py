"""The tables behind 月通报: boards by class, towns and departments apart, brands, flags, exemptions; a unit whose rank
is held back stands without a place."""

from collections.abc import Iterable, Mapping

import pandas as pd

from reports.pieces.paper import Grid
from reports.words.levels import badge
from reports.words.prose import tight
from reports.words.wording import day, lag_words, listed, number, percent
from reports.words.words import place_in_words

__all__ = ["board_grids", "brand_grid", "decision_grid", "errata_grid", "flag_grid", "unit_grid", "urgent_grid"]

NONE = "—"
_REASONS = 2
"""So many reasons of a level stand in a table; notices name all."""

_TASK_HEADS = ("序号", "任务", "牵头单位", "项目长", "序时", "实际", "差距", "等级", "时限")
_TASK_SHARES = (3, 9, 7.4, 5.0, 3.8, 3.8, 4.8, 4.4, 5.2)


def board_grids(tasks: pd.DataFrame, board: str, classes: Iterable[str]) -> list[Grid]:
    """A table a class of one board in the order of the notice; a board without classes is one table."""
    mine = tasks[tasks["board"].eq(board)]
    names = [*dict.fromkeys([*classes, *mine["category"].dropna()])]
    told = [(name, mine[mine["category"].eq(name)]) for name in names]
    told.append(("未分类" if any(len(rows) for _, rows in told) else board, mine[mine["category"].isna()]))
    return [
        Grid(_TASK_HEADS, _TASK_SHARES, tuple(_task(row) for row in rows.to_dict("records")),
             f"{name}（{len(rows)}项）", left=(1, 2))
        for name, rows in told if len(rows)
    ]  # fmt: skip


def _task(row: Mapping) -> tuple[str, ...]:
    no = str(row["no"]) if isinstance(row["no"], str) else NONE
    units, leaders = listed(row["lead_units"], missing=NONE), listed(row["leaders"], missing=NONE)
    lag = tight(lag_words(row["lag"], unit=False))
    return (
        no, str(row["task"]), units, leaders, percent(row["planned"], missing=NONE),
        percent(row["actual"], missing="未报"), lag, badge(row["level"], row["state"]),
        day(row["deadline"], year=False),
    )  # fmt: skip


def brand_grid(brands: pd.DataFrame) -> Grid:
    """The brands: rank in the city, its change, proofs, progress."""
    heads = ("序号", "亮点品牌", "牵头单位", "全市排名", "变化", "表彰、批示、宣传", "实际", "等级")
    rows = [
        (
            str(row["no"]) if isinstance(row["no"], str) else NONE, str(row["task"]),
            listed(row["lead_units"], missing=NONE), f"第{row['rank']:.0f}" if pd.notna(row["rank"]) else "没有",
            _moved(row["change"]),
            "、".join(str(int(row[kind])) for kind in ("表彰", "批示", "媒体")), percent(row["actual"], missing="未报"),
            badge(row["level"], row["state"]),
        )
        for row in brands.to_dict("records")
    ]  # fmt: skip
    note = "全市排名为最近一次公布的名次；变化与上一次公布的比。"
    return Grid(heads, (3, 11, 7.4, 4.4, 4, 7, 3.8, 4.4), tuple(rows), note=note, left=(1, 2))


def _moved(change: float) -> str:
    if pd.isna(change):
        return NONE
    return "持平" if change == 0 else f"{'升' if change > 0 else '降'}{abs(int(change))}位"


def unit_grid(units: pd.DataFrame, kind: str) -> Grid:
    """One sequence: those with a place in its order, with the interval; those held back after them, by name, without
    one."""
    mine = units[units["kind"].eq(kind)]
    order = mine.sort_values(["rank", "unit"], na_position="last")
    rows = [
        (
            tight(place_in_words(row)), str(row["unit"]), str(int(row["projects"])),
            number(row["index"], missing="不评"),
            number(row["shrunk_index"], missing=NONE) if pd.notna(row["rank"]) else NONE,
            tight(lag_words(row["lag"], unit=False)), number(row["deduction"]), number(row["bonus"]),
            badge(row["level"]),
        )
        for row in order.to_dict("records")
    ]  # fmt: skip
    heads = ("名次（区间）", kind, "项目", "指数", "排名指数", "差距", "预扣分", "加分", "最重等级")
    note = (
        "名次按排名指数（项目少的向本序列均值收缩）；括号内是95%把握的名次区间，区间重叠的先后不足为凭；"
        "样本不足、差异不显著、不评的只列出，不排名。"
    )
    return Grid(heads, (6.6, 9, 2.6, 3.2, 4.6, 4.8, 3.6, 2.8, 4.8), tuple(rows), note=note, left=(1,))


def urgent_grid(alerts: pd.DataFrame) -> Grid:
    """The tasks at 黄牌 or 约谈: since when, why, what brings them down."""
    mine = alerts[alerts["level"].ge(3)] if len(alerts) else alerts
    rows = [
        (
            badge(row["level"], row["state"]), str(row["task"]), listed(row["lead_units"], missing=NONE),
            day(row["since"], year=False), _reasons(row), tight(row["way_down"]) or NONE,
        )
        for row in mine.to_dict("records")
    ]  # fmt: skip
    heads = ("等级", "任务", "牵头单位", "起于", "为什么", "怎样降级")
    return Grid(heads, (4.4, 8, 6.4, 5.2, 12, 10), tuple(rows), left=(1, 2, 4, 5))


def _reasons(row: Mapping) -> str:
    """The gravest reasons; why the task still stands there when none is left."""
    reasons = list(row["triggers"])
    rest = f"等{len(reasons)}条" if len(reasons) > _REASONS else ""
    return tight("；".join(reasons[:_REASONS]) + rest if reasons else str(row["why"]))


def flag_grid(flagged: pd.DataFrame) -> Grid:
    """Every flag of the period: its conditions, and what was decided about it."""
    rows = [
        (
            str(row["flag"]), str(row["kind"]), str(row["subject"]),
            tight("；".join(row["reasons"])), str(row["state"]),
            str(row["reason"]) if isinstance(row["reason"], str) else NONE,
        )
        for row in flagged.to_dict("records")
    ]  # fmt: skip
    return Grid(
        ("旗", "序列", "名称", "条件", "决定", "理由"), (0.9, 0.9, 2.4, 5.0, 1.2, 2.0), tuple(rows), left=(2, 3, 5)
    )


def errata_grid(errata: pd.DataFrame) -> Grid:
    """What ledgers say otherwise since the period was frozen."""
    rows = [
        (str(row["what"]), str(row["subject"]), str(row["number"]), _value(row["frozen"]), _value(row["now"]),
         str(row["brought_by"]))
        for row in errata.to_dict("records")
    ]  # fmt: skip
    return Grid(("类别", "名称", "项", "冻结时", "现在", "来自"), (1, 3, 1.4, 1.6, 1.6, 3), tuple(rows), left=(1, 5))


def _value(value: object) -> str:
    if value is None or value != value:
        return "未知"
    return number(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)


def decision_grid(items: pd.DataFrame) -> Grid:
    """What was settled: what, who, by when, where it stands."""
    rows = [
        (
            str(place), str(row["matter"]), listed(row["lead_units"], missing="没有写"), day(row["due_on"]),
            str(row["state"]),
        )
        for place, row in enumerate(items.to_dict("records"), 1)
    ]  # fmt: skip
    return Grid(("序号", "议定事项", "谁来办", "何时办成", "情况"), (0.8, 5, 2.6, 2.4, 1.4), tuple(rows), left=(1, 2))
