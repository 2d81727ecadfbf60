"""年终对账 in sentences: what was charged, returned and confirmed, bonus and criticism, whether the books are even."""

from datetime import date

import pandas as pd

from reports.pieces.paper import Grid, Line
from reports.words.prose import named
from reports.words.wording import day, number

__all__ = ["books_told", "open_grid", "reconciled_grid", "year_occasion"]

_EPSILON = 1e-6
_ACCOUNTS = ("charged", "returned", "confirmed", "held", "lost", "bonus", "criticism", "net")


def year_occasion(year: int, as_of: date, *, pack: str) -> list[Line]:
    """What the paper settles, as of when, by which rules."""
    return [
        Line("缘由", f"按照考核奖惩办法，现将{year}年度“一榜一牌一令”预扣分、返还、加分对账情况通报如下。", (year,)),
        Line("依据", f"数据截至{day(as_of)}，按规则包《{pack}》逐笔记账；预扣、返还、确认、加分、批评分列，互不抵消。",
             (as_of.isoformat(), pack)),
    ]  # fmt: skip


def books_told(checked: pd.DataFrame, balances: pd.DataFrame, *, year: int) -> list[Line]:
    """The sums of the year, and whether every account is even, counted in three ways."""
    book, proof = (table[table["year"].eq(year)] for table in (balances, checked))
    sums = book[["charged", "returned", "confirmed", "held", "lost", "bonus", "criticism"]].sum()
    odd = proof.loc[~proof["even"].astype(bool), "unit"] if len(proof) else pd.Series(dtype=str)
    open_ = book[book["held"].gt(_EPSILON)]
    even = f"账不平的{len(odd)}个：{named(odd, '个单位')}，请报告管理员核对" if len(odd) else "全部账平"
    return [
        Line(
            "对账.合计",
            f"有账的单位{len(book)}个；累计预扣{number(sums['charged'])}分，已返还{number(sums['returned'])}分，"
            f"已确认扣{number(sums['confirmed'])}分，仍在预扣{number(sums['held'])}分，封顶免去{number(sums['lost'])}分。",
            (len(book), *(float(sums[name]) for name in ("charged", "returned", "confirmed", "held", "lost"))),
        ),
        Line("对账.加分", f"加分{number(sums['bonus'])}分，批评扣{number(sums['criticism'])}分，同一事项只计最高级。",
             (float(sums["bonus"]), float(sums["criticism"]))),
        Line("对账.核对", f"逐笔与余额核对{len(proof)}个单位，{even}。", (len(proof), len(odd))),
        Line("对账.未了", _open_told(open_), (len(open_), float(open_["held"].sum()))),
    ]  # fmt: skip


def _open_told(open_: pd.DataFrame) -> str:
    if open_.empty:
        return "没有仍在预扣的分，全年账目结清。"
    rule = "任务按基准时限办结的全部返还，逾期办结的按规则部分返还，其余年终确认"
    return f"仍在预扣的{len(open_)}个单位，{rule}，逐笔见附件。"


def reconciled_grid(
    checked: pd.DataFrame, balances: pd.DataFrame, kinds: dict[str, str], *, kind: str, year: int
) -> Grid:
    """The accounts of one sequence by name (no order of merit): every account and whether it is even."""
    proof = checked[checked["year"].eq(year)].set_index("unit")["even"] if len(checked) else pd.Series(dtype=bool)
    book = balances[balances["year"].eq(year) & balances["unit"].map(kinds).eq(kind)].sort_values("unit")
    rows = [
        (str(row["unit"]), *(number(row[name], digits=2) for name in _ACCOUNTS), _even(proof, row["unit"]))
        for row in book.to_dict("records")
    ]  # fmt: skip
    heads = (kind, "累计预扣", "返还", "确认", "仍预扣", "封顶免去", "加分", "批评", "年度净分", "对账")
    return Grid(heads, (9, 4.6, 3.4, 3.4, 4, 4.6, 3.4, 3.4, 4.6, 3.6), tuple(rows), left=(0,))


def _even(proof: pd.Series, unit: str) -> str:
    if unit not in proof.index:
        return "没有流水"
    return "账平" if bool(proof[unit]) else "不平"


def open_grid(charges: pd.DataFrame) -> Grid:
    """Every charge that nothing has settled yet."""
    rows = [
        (str(row["unit"]), str(row["task"]), f"{row['month'].year}年{row['month'].month}月",
         number(row["points"], digits=2), number(row["open"], digits=2))
        for row in charges.to_dict("records")
    ]  # fmt: skip
    return Grid(("单位", "任务", "月份", "预扣", "未了结"), (9, 17, 6, 4, 4.5), tuple(rows), left=(0, 1))
