"""The first screen in words: what changed, who is behind, what is to be decided and on which page."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import pandas as pd

from analysis.oversight.interviews import NOT_HELD
from analysis.oversight.problems import LATE
from analysis.oversight.supervision import OVERDUE
from analysis.ranking.naming import BOTTOM
from reports.pieces.selection import YELLOW
from reports.words.levels import badge
from reports.words.wording import lag_words, listed, percent
from reports.words.words import change_in_words, plain

__all__ = ["Decision", "behind_labels", "behind_units", "front_decisions", "front_figures", "phase_line", "week_line"]

_NOT_BEHIND = ("已完成", "豁免")
_LEAST = 0.05
"""Less than this is nothing once it is rounded."""


class Decision(NamedTuple):
    """What waits for a person: on which `page`, in a few words (Markdown), with which choice in its address."""

    page: str
    label: str
    address: tuple[tuple[str, str], ...] = ()


class _Kind(NamedTuple):
    """A kind of thing to decide: the table it is counted in, how, and the words for it."""

    table: str
    count: Callable[[pd.DataFrame], int]
    page: str
    unit: str
    words: str
    address: tuple[tuple[str, str], ...] = ()


def _state(name: str) -> Callable[[pd.DataFrame], int]:
    return lambda table: int(table["state"].eq(name).sum())


_KINDS = (
    _Kind("interviews", _state(NOT_HELD), "alerts", "个", "待约谈"),
    _Kind("flags", _state("待确认"), "flags", "面", "红黄旗待确认"),
    _Kind("items", _state(OVERDUE), "visits", "件", "督查已逾期", (("part", "督查"),)),
    _Kind("problems", _state(LATE), "visits", "个", "问题逾期未销号", (("part", "问题"),)),
    _Kind("objections", lambda table: int(table["answer"].isna().sum()), "periods", "条", "异议待答复"),
    _Kind("tasks", _state("未报"), "discipline", "项", "未报待催"),
    _Kind("orders", lambda table: int(table["deadline"].isna().sum()), "orders", "项", "责任令没有时限"),
    _Kind("order_problems", len, "orders", "处", "责任令待核对"),
    _Kind("exemptions", _state("不计"), "exemptions", "项", "豁免手续不符"),
    _Kind("periods", len, "periods", "期", "已过待冻结"),
)
"""What waits for a person, the most pressing first. One more kind is one more line."""


def front_decisions(tables: Mapping[str, pd.DataFrame], *, most: int = 6) -> tuple[Decision, ...]:
    """Return what waits for a person as links, the most pressing first; `tables` by the names of the kinds, one that
    is not given has nothing to decide.

    >>> waiting = {"periods": pd.DataFrame({"period": ["2022-10", "2022-11"]})}
    >>> front_decisions(waiting)
    (Decision(page='periods', label='**2** 期已过待冻结', address=()),)
    """
    counted = [(kind, kind.count(tables[kind.table])) for kind in _KINDS if kind.table in tables]
    open_ = [(kind, count) for kind, count in counted if count][:most]
    return tuple(Decision(kind.page, f"**{n}** {kind.unit}{kind.words}", kind.address) for kind, n in open_)


def front_figures(now, before) -> list[tuple[str, str, str]]:
    """Return the few large numbers: how many tasks need a decision, how many are finished, how far all of them are."""
    tasks, then = now.tasks, before.tasks
    late, late_then = (int(each["level"].ge(YELLOW).sum()) for each in (tasks, then))
    silent = int(tasks["state"].eq("未报").sum())
    done, done_then = (int(each["state"].eq("已完成").sum()) for each in (tasks, then))
    return [
        ("黄牌与约谈", f"{late} 项", f"共 {len(tasks)} 项 · {change_in_words(late, late_then)}"),
        ("已完成", f"{done} 项", change_in_words(done, done_then, unit=" 项")),
        ("平均进度", percent(tasks["actual"].mean(), missing="未报"), f"序时应达 {percent(tasks['planned'].mean())}"),
        ("未报", f"{silent} 项", "不计为零"),
    ]


def phase_line(phases, *, as_of: pd.Timestamp) -> str:
    """Say which phase a day is in and how long that still lasts; "" outside of all of them.

    >>> from types import SimpleNamespace as Phase
    >>> phase_line([Phase(name="组织实施", first="2022-09-05", last="2022-12-20")], as_of=pd.Timestamp("2022-11-30"))
    '组织实施还有 20 天'
    """
    day = pd.Timestamp(as_of)
    now = [phase for phase in phases if pd.Timestamp(phase.first) <= day <= pd.Timestamp(phase.last)]
    if not now:
        return ""
    left = (pd.Timestamp(now[-1].last) - day).days
    return f"{now[-1].name}还有 {left} 天" if left else f"{now[-1].name}今天结束"


def week_line(weeks: pd.DataFrame) -> str:
    """Say what the last evaluation changed beside the one before it: `weeks` is `analysis.standings`; "" where there
    is only one.

    >>> weeks = pd.DataFrame({"as_of": pd.to_datetime(["2022-11-18", "2022-11-25"]), "task_id": "a", "level": [1, 2]})
    >>> week_line(weeks)
    '比上次评估（11月18日）：1 项变差。'
    """
    days = sorted(weeks["as_of"].unique())[-2:] if len(weeks) else []
    if len(days) < 2:
        return ""
    before, after = (weeks[weeks["as_of"].eq(each)].set_index("task_id")["level"] for each in days)
    step = (after - before.reindex(after.index)).dropna()
    said = [(int((step > 0).sum()), "变差"), (int((step < 0).sum()), "好转")]
    words = "、".join(f"{count} 项{word}" for count, word in said if count) or "等级都没有变化"
    return f"比上次评估（{pd.Timestamp(days[0]).month}月{pd.Timestamp(days[0]).day}日）：{words}。"


def behind_labels(tasks: pd.DataFrame, *, most: int = 3) -> list[tuple[str, str]]:
    """Return (task_id, line) of the tasks that are furthest behind plan, by name; finished and exempt ones are not."""
    told = tasks[tasks["lag"].ge(_LEAST) & ~tasks["late_entry"] & ~tasks["state"].isin(_NOT_BEHIND)]
    worst = told.sort_values(["lag", "level"], ascending=False).head(most)
    return [
        (row["task_id"], f"{badge(row['level'], row['state'])} {row['task']} · {lag_words(row['lag'], unit=False)}"
         f" · {_first(row['lead_units'])}")
        for row in worst.to_dict("records")
    ]  # fmt: skip


def _first(units: object) -> str:
    """The unit that answers first: on a phone there is room for one."""
    names = listed(units, missing="牵头单位未填").split("、")
    return names[0] if len(names) == 1 else f"{names[0]}等 {len(names)} 家"


def behind_units(units: pd.DataFrame, kinds: Mapping[str, str]) -> tuple[Decision, ...]:
    """Say of every sequence who may be named as the last of it, or why nobody is: one link each; `kinds` are the
    sequences and their pages."""
    return tuple(_behind(units[units["kind"].eq(kind)], kind, page) for kind, page in kinds.items())


def _behind(units: pd.DataFrame, kind: str, page: str) -> Decision:
    last = units[units["named"].eq(BOTTOM)].sort_values("rank", ascending=False)
    ranked = int(units["rank"].notna().sum())
    if len(last):
        names = plain("、".join(last["unit"]))
        return Decision(page, f"{kind}：确实居后的是{names}", ((f"unit_{kind}", last["unit"].iloc[0]),))
    if ranked:
        return Decision(page, f"{kind}：排名次的 {ranked} 个都不能断定居后，不点名")
    return Decision(page, f"{kind}：没有能排名次的，不点名")
