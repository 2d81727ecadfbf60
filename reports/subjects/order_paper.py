"""责任令 as an official paper: from the leading official to the lead unit, tasks, target effect, first and present
deadline."""

from collections.abc import Mapping

import pandas as pd

from reports.pieces.paper import COMMAND, DocumentError, Grid, Line, Paper, Para
from reports.words.prose import quoted, tight
from reports.words.wording import day, listed

__all__ = ["order_paper", "printable_orders", "unprintable_orders"]

_BLANK = "＿＿＿＿"
_NO_DAY = "责任令{}没有写签发日期，印不出来；请在责任令台账补上。"


def printable_orders(orders: pd.DataFrame) -> list[str]:
    """The numbers of the orders that can be printed, in order: those with a number and a day."""
    dated = orders.groupby("order_no", sort=False)["issued_on"].min().dropna()
    return [str(number) for number in dated.index]


def unprintable_orders(orders: pd.DataFrame) -> list[str]:
    """Say which orders cannot be printed, and what is to be done about it."""
    dated = orders.groupby("order_no", sort=False)["issued_on"].min()
    bare = orders[orders["order_no"].isna()]
    said = [_NO_DAY.format(order_no) for order_no in dated.index[dated.isna()]]
    return said + [f"{quoted(task)}的责任令没有令号，印不出来；请在责任令台账补上。" for task in bare["task"]]


def order_paper(orders: pd.DataFrame, order_no: str) -> Paper:
    """Return one order. Raises DocumentError when there is none of that number, or it has no day."""
    own = orders[orders["order_no"].eq(order_no)]
    if own.empty:
        raise DocumentError(f"没有“{order_no}”这道责任令；请核对令号，或先导入责任令台账。")
    units, leaders = (_everyone(own, name) for name in ("lead_units", "leaders"))
    projects = [quoted(name) for name in dict.fromkeys(own["project"].where(own["project"].notna(), own["task"]))]
    issued = own["issued_on"].min()
    if pd.isna(issued):
        raise DocumentError(_NO_DAY.format(order_no))
    moved = own["first_deadline"].ne(own["deadline"]) & own["deadline"].notna()
    lines = [
        Line("任务", f"现将{'、'.join(projects)}共{len(own)}项任务交由你单位牵头落实，"
             f"由项目长{leaders or _BLANK}领办。", (*projects, len(own), leaders)),
        Line("要求", "接令后要组建工作专班，倒排工期、列出进度、挂图作战，按期完成目标效果；每月按时填报，如实反映。"),
    ]  # fmt: skip
    if moved.any():
        lines.append(
            Line(
                "时限",
                f"其中{int(moved.sum())}项的时限后来有调整，首次时限照旧保留，评定以最早批准的时限为准。",
                (int(moved.sum()),),
            )
        )
    blocks = (Para(tuple(lines)), _tasks(own), *_history(own), Para((Line("令", "此令。"),)))
    return Paper(
        form=COMMAND, issuer="责任", number=order_no, title=(), addressee=units or _BLANK, blocks=blocks,
        signer=f"项目长：{leaders or _BLANK}", dated=pd.Timestamp(issued).date(),
        mark="", seal=False,
    )  # fmt: skip


def _tasks(own: pd.DataFrame) -> Grid:
    rows = [
        (
            str(place), str(row["task"]), str(row["target"]) if isinstance(row["target"], str) else "没有写",
            day(row["first_deadline"]), _now(row), listed(row["lead_units"], missing="没有写"),
        )
        for place, row in enumerate(own.to_dict("records"), 1)
    ]  # fmt: skip
    heads = ("序号", "任务", "目标效果", "首次时限", "现行时限", "牵头单位")
    return Grid(heads, (3, 10, 11, 7, 7, 8), tuple(rows), left=(1, 2, 5))


def _now(row: Mapping) -> str:
    return "未变" if row["first_deadline"] == row["deadline"] or pd.isna(row["deadline"]) else day(row["deadline"])


def _history(own: pd.DataFrame) -> list[Para]:
    """How the order changed, where it did."""
    said = [
        f"{quoted(row['task'])}：{tight('；'.join(row['history']))}。"
        for row in own.to_dict("records")
        if row["versions"] > 1
    ]
    return [Para((Line("变更", f"变更记录：{''.join(said)}", tuple(said)),))] if said else []


def _everyone(own: pd.DataFrame, field: str) -> str:
    names = [name for each in own[field] if not isinstance(each, str) and hasattr(each, "__len__") for name in each]
    return listed(dict.fromkeys(names), missing="")
