"""责任令: every order with what it says, version by version; the first deadline stays beside the one that holds now."""

import re
import unicodedata
from datetime import date
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from analysis.explaining.lines import Line, cell, table_of
from analysis.facts.days import day_number
from analysis.facts.known import known
from analysis.facts.sifting import SOURCE, Facts, entered
from analysis.rules.rulepack import RulePack

__all__ = ["next_order_no", "order_lines", "order_number", "order_versions", "orders"]

_PLACE = [*SOURCE, "seq"]
_SAID = (
    ("issued_on", "签发日期"), ("leaders", "项目长"), ("lead_units", "牵头单位"), ("deadline", "完成时限"),
    ("target", "目标效果"),
)  # fmt: skip
"""What an order says and how people call it. One more thing that an order can say is one more entry."""

_VERSIONS = [
    "order_no",
    "series",
    "number",
    "task_id",
    "version",
    *(field for field, _ in _SAID),
    "entered_on",
    *_PLACE,
]


class OrderNumber(NamedTuple):
    """A number taken apart: 清执令〔2022〕第 · 07 · 号. `number` is None where there is none."""

    before: str
    number: int | None
    after: str
    digits: int = 0


def order_number(written: object) -> OrderNumber:
    """The running number in what is written, and the series that it runs in.

    >>> order_number("清执令〔2022〕第07号")
    OrderNumber(before='清执令〔2022〕第', number=7, after='号', digits=2)
    >>> order_number("口头交办").number is None
    True
    """
    text = unicodedata.normalize("NFKC", written).strip() if isinstance(written, str) else ""
    found = re.fullmatch(r"(.*?)(\d+)(\D*)", text)
    if not found or re.search(r"[〔\[(【]$", found[1]):  # a year in brackets alone is no number
        return OrderNumber(text, None, "")
    return OrderNumber(found[1], int(found[2]), found[3], len(found[2]))


def order_versions(facts: Facts, *, as_of: date) -> pd.DataFrame:
    """One row per order, task and version known at `as_of`, in the order in which the office came to know them:
    order_no (as first written), series, number (None: it has none), task_id, version (1 is the first issue), issued_on,
    leaders, lead_units, deadline, target, entered_on, and the place of its row. Nothing is ever taken out: what a later
    row says anew is a further version, and rows that say the same again are none."""
    rows = entered(facts["orders"], day_number(as_of))
    rows = rows[~(rows["issued_on"] > pd.Timestamp(as_of))].sort_values(["seq", "sheet", "row"], kind="stable")
    parts = [order_number(said) for said in rows["order_no"]]
    rows = rows.assign(
        series=pd.Series([f"{part.before}{part.after}" for part in parts], index=rows.index, dtype="object"),
        number=pd.array([part.number for part in parts], dtype="Int64"),
    )
    same = ["task_id", "series", "number"]
    rows = rows[~_repeats(rows, same)]
    groups = rows.groupby(same, dropna=False, sort=False)
    rows = rows.assign(version=groups.cumcount() + 1, order_no=groups["order_no"].transform("first"))
    return rows[_VERSIONS].reset_index(drop=True)


def _repeats(rows: pd.DataFrame, same: list[str]) -> pd.Series:
    """Whether a row says nothing else than the one before it about the same order and task."""
    said = pd.Series([tuple(map(_comparable, row)) for row in rows[[name for name, _ in _SAID]].to_numpy()], rows.index)
    before = said.groupby([rows[name] for name in same], dropna=False, sort=False).shift()
    return said.eq(before).astype(bool)


def _comparable(value: object) -> object:
    """A list of names as a text, whatever order they were written in; anything else as it is."""
    if isinstance(value, str) or not hasattr(value, "__iter__"):
        return "" if pd.isna(value) else value
    return "、".join(sorted(map(str, value)))


def orders(facts: Facts, *, as_of: date, rules: RulePack) -> pd.DataFrame:
    """One row per order and task of it as it stands at `as_of`, by number: order_no, series, number, task_id, task,
    board, project, issued_on (of the first issue), first_deadline (of the first issue, for ever), deadline (that holds
    now), leaders, lead_units, target, versions (how many), history (a Chinese sentence each)."""
    seen = known(facts, as_of=as_of, rules=rules).tasks.set_index("task_id")
    versions = order_versions(facts, as_of=as_of)
    versions = versions[versions["task_id"].isin(seen.index)]
    rows = [
        _as_it_stands(own) for _, own in versions.groupby(["series", "number", "task_id"], dropna=False, sort=False)
    ]
    columns = [*_VERSIONS[:4], "issued_on", "first_deadline", "deadline", "leaders", "lead_units", "target", "versions"]
    table = pd.DataFrame(rows, columns=[*columns, "history"])
    table = table.assign(number=table["number"].astype("Int64"))
    table = table.assign(
        **{name: seen[name].reindex(table["task_id"]).to_numpy() for name in ("task", "board", "project")}
    )
    dated = {name: pd.to_datetime(table[name]) for name in ("issued_on", "first_deadline", "deadline")}
    table = table.assign(**dated)
    return table.sort_values(["series", "number", "order_no"], kind="stable", na_position="last", ignore_index=True)


def _as_it_stands(own: pd.DataFrame) -> dict:
    first, told = own.iloc[0], own[[field for field, _ in _SAID]].ffill().iloc[-1]
    return {
        **first[list(_VERSIONS[:4])], "issued_on": first["issued_on"], "first_deadline": first["deadline"],
        **{name: told[name] for name in ("deadline", "leaders", "lead_units", "target")}, "versions": len(own),
        "history": _history(own),
    }  # fmt: skip


def _history(own: pd.DataFrame) -> list[str]:
    """One sentence a version: what was issued, and what each later row changed."""
    versions = own.to_dict("records")
    first = versions[0]
    due = f"，时限 {_words(first['deadline'])}" if _given(first["deadline"]) else "，没有写时限"
    said = [f"{_words(first['issued_on']) if _given(first['issued_on']) else '日期未写'} 首次签发{due}"]
    for before, now in pairwise(versions):
        changed = [
            f"{name}由 {_words(before[field])} 改为 {_words(now[field])}"
            for field, name in _SAID[1:]
            if _given(now[field]) and _comparable(now[field]) != _comparable(before[field])
        ]
        when = now["issued_on"] if _given(now["issued_on"]) else now["entered_on"]
        said.append(f"{_words(when)} 第 {now['version']} 版：{'；'.join(changed) or '重新签发，内容没有变'}")
    return said


def _given(value: object) -> bool:
    return bool(len(value)) if isinstance(value, list) or hasattr(value, "__len__") else not pd.isna(value)


def _words(value: object) -> str:
    if not _given(value):
        return "未写"
    if isinstance(value, date | pd.Timestamp):
        return f"{value.year}年{value.month}月{value.day}日"
    return value if isinstance(value, str) else "、".join(value)


def next_order_no(table: pd.DataFrame) -> str:
    """The next free number of the series issued last, written like its newest one; "" without any number. A number
    that was left out is not given again.

    >>> next_order_no(pd.DataFrame({"order_no": ["清执令〔2022〕第09号"], "series": ["清执令〔2022〕第号"],
    ...                             "number": [9], "issued_on": pd.to_datetime(["2022-09-05"])}))
    '清执令〔2022〕第10号'
    """
    counted = table[table["number"].notna()]
    if counted.empty:
        return ""
    series = counted.sort_values(["issued_on", "series"], na_position="first")["series"].iloc[-1]
    newest = counted[counted["series"].eq(series)].sort_values("number").iloc[-1]
    part = order_number(newest["order_no"])
    return f"{part.before}{part.number + 1:0{part.digits}d}{part.after}"


def order_lines(facts: Facts, order_no: str, *, as_of: date) -> pd.DataFrame:
    """Every version of one order as lines with the cells that they stand in (`analysis.explaining.lines.Line`), for
    `analysis.trace`; item is the task and what is said."""
    wanted = order_number(order_no)
    rows = order_versions(facts, as_of=as_of)
    mine = rows[rows["series"].eq(f"{wanted.before}{wanted.after}")]
    mine = mine[mine["number"].eq(wanted.number) if wanted.number is not None else mine["number"].isna()]
    names = facts["tasks"].sort_values("seq").drop_duplicates("task_id", keep="last").set_index("task_id")["task"]
    said = (("order_no", "令号"), *_SAID)
    lines: list[Line] = [
        cell(("责任令", f"{names[row['task_id']]} · 第 {row['version']} 版{name}"), _words(row[field]), row,
             at=("orders", field))
        for row in mine.to_dict("records")
        for field, name in said
        if _given(row[field])
    ]  # fmt: skip
    return table_of(lines)
