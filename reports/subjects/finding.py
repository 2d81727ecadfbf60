"""What can be found by name from every page: units, 项目长, tasks, projects, brands, orders, papers, problems, pages.

`findable` makes the table once for a version and a day; `found` answers what a person typed; `named_by` says what an
address shows, so that a favourite carries the name that the thing has today.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import pandas as pd
from rapidfuzz import fuzz

from reports.pieces.selection import by_lag
from reports.subjects.brands import brand_titles
from reports.subjects.orders import order_titles
from reports.subjects.supervising import item_titles
from reports.words.levels import badge
from reports.words.matching import MISSED, bare, closeness
from reports.words.wording import day, lag_words, listed
from reports.words.words import place_in_words

__all__ = ["CHOSEN", "PAGE", "Entry", "Found", "findable", "found", "named_by", "nothing_found", "seen_by"]

PAGE = "页面"
KINDS = (
    "镇", "部门", "项目长", "任务", "项目", "品牌", "责任令", "督查", "问题", "文号", PAGE,
)  # fmt: skip
"""Kinds of what can be found, in the order in which equally good answers stand."""

CHOSEN = {
    "towns": "unit_镇", "departments": "unit_部门", "leaders": "leader", "task": "task", "brands": "brand",
    "orders": "order_no",
}  # fmt: skip
"""A page and the choice on it that makes it the page of one thing."""

_UNIT_PAGES = {"镇": "towns", "部门": "departments"}
_MOST, _NEAR, _ALIKE = 12, 4, 45


class Entry(NamedTuple):
    """One thing that can be found: what it is, a line about it, and where it is shown.

    chosen: what its page must have chosen (key, value); address: the same as it stands in an address; also: other
    names; units: whose it is, for those who may not see all.
    """

    kind: str
    name: str
    about: str
    page: str
    chosen: tuple[tuple[str, str], ...] = ()
    address: tuple[tuple[str, str], ...] = ()
    also: tuple[str, ...] = ()
    units: tuple[str, ...] = ()


class Found(NamedTuple):
    """The answers, best first; how many more there are; and near names where there is no answer."""

    hits: tuple[Entry, ...] = ()
    more: int = 0
    near: tuple[Entry, ...] = ()


def findable(
    scores, aliases: pd.DataFrame, tables: Mapping[str, pd.DataFrame], *, pages: Mapping[str, str]
) -> tuple[Entry, ...]:
    """Return everything that can be found in a version at a day, kind by kind.

    aliases: every spelling of a unit; tables: `leaders`, `orders`, `brands`, `items` (督查), `problems` and `papers`
    (praise and criticism) as their pages show them; pages: name -> title of those that this visitor may open.
    """
    tasks = by_lag(scores.tasks)
    parts = (
        _units(scores.units, aliases), _leaders(tables["leaders"]), _tasks(tasks), _projects(tasks),
        _brands(tables["brands"]), _orders(tables["orders"]), _items(tables["items"]),
        _problems(tables["problems"], tasks), _papers(tables["papers"], scores.units), _pages(pages),
    )  # fmt: skip
    return tuple(entry for part in parts for entry in part if entry.page in pages)


def seen_by(entries: Iterable[Entry], units: Collection[str] | None) -> tuple[Entry, ...]:
    """Leave what somebody may find who sees these units alone; None: everything. What is nobody's is for all.

    >>> both = (Entry("镇", "三坑镇", "", "towns", units=("三坑镇",)), Entry("页面", "总览", "", "overview"))
    >>> [each.name for each in seen_by(both, {"太平镇"})]
    ['总览']
    """
    return tuple(each for each in entries if units is None or not each.units or set(units) & set(each.units))


def found(entries: Sequence[Entry], typed: str, *, most: int = _MOST) -> Found:
    """Return what answers to every word that was typed; the words may stand in any order."""
    words = list(filter(None, map(bare, typed.split())))
    if not words:
        return Found()
    ranked = sorted(
        (place, KINDS.index(entry.kind), len(entry.name), at)
        for at, entry in enumerate(entries)
        if (place := _distance(entry, words)) < MISSED
    )
    hits = tuple(entries[at] for *_, at in ranked[:most])
    return Found(hits, max(0, len(ranked) - most), () if hits else _near(entries, "".join(words)))


def nothing_found(typed: str, near: Sequence[Entry]) -> str:
    """Say that nothing answers, and what is written nearly so.

    >>> nothing_found("三坎镇", [Entry("镇", "三坑镇", "", "towns")])
    '没有找到“三坎镇”。写法相近的有：'
    """
    said = f"没有找到“{typed.strip()[:20]}”。"
    return said + ("写法相近的有：" if near else "请换个说法，或少写几个字；也可以打拼音首字母。")


def named_by(entries: Sequence[Entry], page: str, chosen: Mapping[str, str]) -> Entry | None:
    """Return what a page with these choices shows: the thing that it is about, else the page; None: it is gone."""
    key = CHOSEN.get(page)
    if key in chosen:
        told = (key, chosen[key])
        mine = [each for each in entries if each.page == page and told in (*each.chosen, *each.address)]
        return mine[0] if mine else None
    return next((each for each in entries if each.kind == PAGE and each.page == page), None)


def _distance(entry: Entry, words: Iterable[str]) -> int:
    name, also, about = bare(entry.name), tuple(map(bare, entry.also)), bare(entry.about)
    each = [closeness(word, name, aliases=also, about=about) for word in words]
    return MISSED if MISSED in each else sum(each)


def _near(entries: Sequence[Entry], typed: str) -> tuple[Entry, ...]:
    """Return what is written most like it, the same name once."""
    alike = [max(fuzz.ratio(typed, bare(name)) for name in (each.name, *each.also)) for each in entries]
    best = sorted((-score, at) for at, score in enumerate(alike) if score >= _ALIKE)
    return tuple({entries[at].name: entries[at] for _, at in best[:_NEAR]}.values())


# --- one function per kind -------------------------------------------------------------------------------------------


def _units(units: pd.DataFrame, aliases: pd.DataFrame) -> Iterator[Entry]:
    other = aliases.groupby("unit")["alias"].agg(lambda names: tuple(sorted(set(names)))).to_dict()
    for row in units[units["kind"].isin(_UNIT_PAGES)].to_dict("records"):
        page, told = _UNIT_PAGES[row["kind"]], ((f"unit_{row['kind']}", row["unit"]),)
        about = f"{badge(row['level'])} · {place_in_words(row)} · 任务 {int(row['tasks'])} 项"
        yield Entry(row["kind"], row["unit"], about, page, told, told, other.get(row["unit"], ()), (row["unit"],))


def _leaders(leaders: pd.DataFrame) -> Iterator[Entry]:
    for row in leaders.to_dict("records"):
        about = f"{int(row['projects'])} 个项目 · {int(row['tasks'])} 项任务 · {lag_words(row['lag'])}"
        told = (("leader", row["leader"]),)
        yield Entry("项目长", row["leader"], about, "leaders", told, told)


def _tasks(tasks: pd.DataFrame) -> Iterator[Entry]:
    for row in tasks.to_dict("records"):
        about = f"{badge(row['level'], row['state'])} · {_whose(row)} · {listed(row['leaders'])}"
        told = (("task", row["task_id"]),)
        number = f"{row['board']}{row['no']}" if pd.notna(row["no"]) else row["board"]
        yield Entry("任务", row["task"], about, "task", told, told, (_text(row["project"]), number), _units_of(row))


def _projects(tasks: pd.DataFrame) -> Iterator[Entry]:
    """A project opens where it is furthest behind; `tasks` come in that order."""
    for name, mine in tasks[tasks["project"].notna()].groupby("project", sort=False):
        first, told = mine.iloc[0], (("task", mine["task_id"].iloc[0]),)
        about = f"{len(mine)} 项任务 · 打开滞后最多的：{first['task']}"
        whose = tuple(dict.fromkeys(unit for row in mine.to_dict("records") for unit in _units_of(row)))
        yield Entry("项目", name, about, "task", told, told, (), whose)


def _brands(brands: pd.DataFrame) -> Iterator[Entry]:
    titles = brand_titles(brands)
    for row in brands.to_dict("records"):
        name = row["task_id"]
        yield Entry("品牌", row["task"], f"亮点牌 · {_whose(row)}", "brands", (("brand", name),),
                    (("brand", titles[name]),), (_text(row["project"]),), _units_of(row))  # fmt: skip


def _orders(orders: pd.DataFrame) -> Iterator[Entry]:
    titles = order_titles(orders)
    rows = orders.assign(no=orders["order_no"].astype(str)).drop_duplicates("no").to_dict("records")
    for row in rows:
        about = f"{_text(row['project'])} · {listed(row['leaders'])} → {listed(row['lead_units'])}"
        chosen, address = ("order_no", row["no"]), ("order_no", titles.get(row["no"], row["no"]))
        yield Entry("责任令", row["no"], about, "orders", (chosen,), (address,), (), tuple(_names(row["lead_units"])))


def _items(items: pd.DataFrame) -> Iterator[Entry]:
    titles = item_titles(items) if len(items) else {}
    for row in items.to_dict("records"):
        about = " · ".join(filter(None, (row["state"], _text(row["document_no"]), listed(row["lead_units"]))))
        yield Entry("督查", row["matter"], about, "visits", (("part", "督查"), ("item", row["item"])),
                    (("part", "督查"), ("item", titles[row["item"]])), (_text(row["document_no"]),),
                    tuple(_names(row["lead_units"])))  # fmt: skip


def _problems(problems: pd.DataFrame, tasks: pd.DataFrame) -> Iterator[Entry]:
    """A problem is shown on the page of its task."""
    names = tasks.set_index("task_id")["task"].to_dict()
    for row in problems[problems["task_id"].isin(names)].to_dict("records"):
        about, told = f"{row['state']} · {names[row['task_id']]}", (("task", row["task_id"]),)
        yield Entry("问题", row["problem"], about, "task", told, told, (), tuple(_names(row["lead_units"])))


def _papers(papers: pd.DataFrame, units: pd.DataFrame) -> Iterator[Entry]:
    """Papers that praise or criticise, each with the unit on whose page its points are counted."""
    known = papers[papers["document_no"].notna() & papers["unit"].isin(units["unit"])]
    for row in known.to_dict("records"):
        told = (("points_unit", row["unit"]),)
        about = f"{row['unit']} · {day(row['issued_on'], year=False)} · {_text(row['matter'])}"
        yield Entry("文号", row["document_no"], about, "points", told, told, (), (row["unit"],))


def _pages(pages: Mapping[str, str]) -> Iterator[Entry]:
    for name, title in pages.items():
        yield Entry(PAGE, title, "", name)


def _whose(row: Mapping) -> str:
    return listed(list(dict.fromkeys([*_names(row["lead_units"]), *_names(row.get("towns"))])))


def _units_of(row: Mapping) -> tuple[str, ...]:
    each = (_names(row.get(role)) for role in ("lead_units", "support_units", "towns"))
    return tuple(dict.fromkeys(name for names in each for name in names))


def _names(names: object) -> list[str]:
    return list(names) if isinstance(names, list) else []


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
