"""责任令 as people read them: the board by 项目长, one order in full, what is wrong with them.

Input is `analysis.boards.orders`, `analysis.boards.order_problems` and `Scores.tasks`.
"""

import re
from collections.abc import Mapping

import pandas as pd

from reports.words.levels import badge
from reports.words.wording import day, lag_words, listed

__all__ = [
    "named_problems", "order_cards", "order_figures", "order_leaders", "order_page", "order_task_labels",
    "order_titles", "problem_list", "problems_of",
]  # fmt: skip

_JOINT = "、"
WARNING = 2
"""The level from which an order is pressing: 预警."""


def order_figures(orders: pd.DataFrame, problems: pd.DataFrame, *, free: str) -> list[tuple[str, str, str]]:
    """Return the key figures of all orders; `free` is the next number that nobody has."""
    numbers = orders["order_no"].nunique()
    amended = orders.loc[orders["versions"].gt(1), "order_no"].nunique()
    without = int(problems["what"].eq("任务无令").sum())
    return [
        ("责任令", f"{numbers} 道", f"落到 {orders['task_id'].nunique()} 项任务"),
        ("任务无令", f"{without} 项", "任务榜每项都要有令"),
        ("有变更", f"{amended} 道", "首次时限照旧保留"),
        ("需要核对", f"{len(problems)} 处", "编号、时限、人员"),
        ("下一个令号", _short_number(free), f"{free}，缺号不补用" if free else "台账里还没有令号"),
    ]


def _short_number(free: str) -> str:
    """The running number alone, short enough for a tile: 第29号."""
    found = re.search(r"第?\d+号?$", free)
    return found[0] if found else free or "尚未编号"


def order_leaders(orders: pd.DataFrame) -> list[str]:
    """Return every 项目长 named by an order, by name."""
    return sorted(orders["leaders"].explode().dropna().unique())


def order_titles(orders: pd.DataFrame, *, leader: str | None = None) -> dict[str, str]:
    """Return one line per order to choose from: number -> number and project; only those of a `leader`."""
    return {str(no): f"{no} · {_project(own)}" for no, own in _by_number(_led_by(orders, leader))}


def order_cards(
    orders: pd.DataFrame,
    tasks: pd.DataFrame,
    problems: pd.DataFrame,
    *,
    leader: str | None = None,
    pressing: bool = False,
) -> list[dict]:
    """Return a card an order for `reports.board_cards`, by 项目长 and number; of one `leader` where one is named; only
    the `pressing` ones: with a task at 预警 or worse, or with something to be looked at."""
    scored, wrong = tasks.set_index("task_id"), set(problems["order_no"].dropna())
    cards = []
    for no, own in _by_number(_led_by(orders, leader)):
        worst = scored["level"].reindex(own["task_id"]).max()
        if pressing and no not in wrong and not worst >= WARNING:
            continue
        names, versions = _everyone(own, "leaders") or "没有写项目长", int(own["versions"].max())
        chip = "需核对" if no in wrong else f"第 {versions} 版" if versions > 1 else ""
        lines: list = [(f"{names} → {_everyone(own, 'lead_units') or '没有写牵头单位'}", _project(own))]
        lines += [_task_line(row, scored) for row in own.to_dict("records")]
        cards.append({"head": no, "note": f"{day(own['issued_on'].min())} 签发", "chip": chip, "lines": lines})
    return sorted(cards, key=lambda card: card["lines"][0][0].split(" → ")[0])


def order_page(orders: pd.DataFrame, order_no: str) -> list[tuple[str, list[str]]]:
    """Return one order for `reports.sentence_groups`: who gave it to whom, what for, by when at first and now, and how
    it changed."""
    own = _of(orders, order_no)
    return [
        ("令号", [f"{order_no}，{day(own['issued_on'].min())} 签发"]),
        ("项目", [_project(own)]),
        ("项目长", [_everyone(own, "leaders") or "没有写"]),
        ("牵头单位", [_everyone(own, "lead_units") or "没有写"]),
        *((row["task"], _said(row)) for row in own.to_dict("records")),
    ]


def order_task_labels(orders: pd.DataFrame, tasks: pd.DataFrame, order_no: str) -> list[tuple[str, str]]:
    """Return (task_id, line) of the tasks of an order for links: level, name, how far behind."""
    scored = tasks.set_index("task_id")
    rows = [scored.loc[task_id] for task_id in _of(orders, order_no)["task_id"] if task_id in scored.index]
    return [
        (row.name, f"{badge(row['level'], row['state'])}  {row['task']} —— {lag_words(row['lag'])}") for row in rows
    ]


def problem_list(problems: pd.DataFrame, *, order_no: str | None = None) -> pd.DataFrame:
    """Return what is wrong as a table of sentences; of one order where it is named."""
    rows = problems if order_no is None else problems[problems["order_no"].eq(order_no)]
    return pd.DataFrame({"事项": rows["what"], "说明": rows["message"]}).reset_index(drop=True)


def problems_of(problems: pd.DataFrame, board: str) -> pd.DataFrame:
    """Return what is wrong with one board (`analysis.board_problems`), what it shares with another one included."""
    return problems[problems["board"].fillna(board).str.contains(board, regex=False)]


def named_problems(problems: pd.DataFrame) -> str:
    """Say how many things are to be looked at, by what they are about.

    >>> named_problems(pd.DataFrame({"what": ["令号缺号", "时限不一致", "时限不一致"]}))
    '需要核对 3 处：时限不一致 2，令号缺号 1'
    """
    counts = problems["what"].value_counts()
    return f"需要核对 {len(problems)} 处：" + "，".join(f"{what} {count}" for what, count in counts.items())


def _by_number(orders: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    named = orders.assign(order_no=orders["order_no"].fillna("未编号"))
    return list(named.groupby("order_no", sort=False))


def _of(orders: pd.DataFrame, order_no: str) -> pd.DataFrame:
    return orders[orders["order_no"].fillna("未编号").eq(order_no)]


def _led_by(orders: pd.DataFrame, leader: str | None) -> pd.DataFrame:
    if leader is None:
        return orders
    mine = [_is_list(names) and leader in list(names) for names in orders["leaders"]]
    return orders[pd.Series(mine, index=orders.index, dtype=bool)]


def _is_list(names: object) -> bool:
    return hasattr(names, "__len__") and not isinstance(names, str)


def _everyone(own: pd.DataFrame, field: str) -> str:
    return listed(dict.fromkeys(name for names in own[field] if _is_list(names) for name in names), missing="")


def _project(own: pd.DataFrame) -> str:
    return _JOINT.join(dict.fromkeys(own["project"].where(own["project"].notna(), own["task"])))


def _task_line(row: Mapping, scored: pd.DataFrame) -> tuple[str, str]:
    """Level and name of a task; below it lag, deadline on the order, target effect."""
    mark, lag = "", ""
    if row["task_id"] in scored.index:
        task = scored.loc[row["task_id"]]
        mark, lag = f"{badge(task['level'], task['state'])}  ", f"{lag_words(task['lag'])} · "
    target = row["target"] if isinstance(row["target"], str) else "没有写目标效果"
    return f"{mark}{row['task']}", f"{lag}{_deadlines(row)} · {target}"


def _deadlines(row: Mapping) -> str:
    first, now = day(row["first_deadline"], missing="未写时限"), day(row["deadline"], missing="未写时限")
    return f"时限 {first}" if first == now else f"时限 {first} → {now}"


def _said(row: Mapping) -> list[str]:
    target = row["target"] if isinstance(row["target"], str) else "没有写目标效果"
    return [f"目标效果：{target}", _deadlines(row), *row["history"]]
