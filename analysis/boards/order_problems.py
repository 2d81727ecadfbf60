"""What is wrong with the 责任令 as they were issued, held against the board: one sentence for each thing, as
`analysis.board_problems` says it."""

from datetime import date

import pandas as pd

from analysis.boards.orders import orders
from analysis.facts.known import Known, known
from analysis.facts.sifting import Facts
from analysis.rules.rulepack import RulePack

__all__ = ["order_problems"]

_COLUMNS = ["what", "board", "subject", "found", "wanted", "message", "order_no", "task_id"]
_BOARD = "任务榜"
"""The board of which every task needs an order (DOMAIN.md: 一榜一牌一令); a brand may have one."""
_NAMED_AT_MOST = 5


def order_problems(facts: Facts, *, as_of: date, rules: RulePack) -> pd.DataFrame:
    """One row for each thing that is not as it should be: what (令无任务 | 任务无令 | 令号重复 | 令号缺号 | 令号不明 |
    时限不一致 | 项目长不一致 | 牵头单位不一致), board, subject (task or number), found, wanted (in words), message (a
    Chinese sentence that says what to do), order_no, task_id (None where it is about no single one)."""
    seen, table = known(facts, as_of=as_of, rules=rules), orders(facts, as_of=as_of, rules=rules)
    rows = [
        *_without_task(facts, as_of), *_without_order(seen, table), *_twice(table), *_gaps(table), *_unreadable(table),
        *_deadlines(seen, table), *_people(seen, table),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=_COLUMNS)


def _without_task(facts: Facts, as_of: date) -> list[tuple]:
    """Rows of an order ledger that were held because they name no task of a board."""
    held = facts["held_rows"]
    held = held[held["kind"].eq("orders")].merge(facts["imports"][["import_id", "file", "report_date"]], on="import_id")
    held = held[~(held["report_date"] > pd.Timestamp(as_of))]
    rows = []
    for row in held.sort_values(["file", "sheet", "row"]).itertuples():
        place = f"{row.file}!{row.sheet}!第 {row.row} 行"
        message = f"{place}的责任令没有读进来，对不上任何一项任务；请到“台账导入”补正，或改成台账里的任务名称。"
        rows.append(("令无任务", None, place, "没有任务", "一项任务", message, None, None))
    return rows


def _without_order(seen: Known, table: pd.DataFrame) -> list[tuple]:
    tasks = seen.tasks[seen.tasks["board"].eq(_BOARD) & ~seen.tasks["task_id"].isin(table["task_id"])]
    return [
        (
            "任务无令", task.board, task.task, "没有责任令", "一道责任令",
            f"{task.board}“{task.task}”还没有责任令；请签发，并在责任令台账里登记。", None, task.task_id,
        )
        for task in tasks.itertuples()
    ]  # fmt: skip


def _twice(table: pd.DataFrame) -> list[tuple]:
    """A number that stands for more than one project; an order for several tasks of one project is one order."""
    rows = []
    for (_, _), own in table[table["number"].notna()].groupby(["series", "number"], sort=True):
        subjects = list(dict.fromkeys(own["project"].where(own["project"].notna(), own["task"])))
        if len(subjects) > 1 and own["project"].notna().any():
            no, both = own["order_no"].iloc[0], "、".join(f"“{name}”" for name in subjects)
            message = f"{no}同时用在{both}上；请给其中{len(subjects) - 1}个另编新号。"
            rows.append(("令号重复", None, no, f"{len(subjects)} 个项目", "一个项目", message, no, None))
    return rows


def _gaps(table: pd.DataFrame) -> list[tuple]:
    rows = []
    for _, own in table[table["number"].notna()].groupby("series", sort=True):
        given, no = {int(number) for number in own["number"]}, own["order_no"].iloc[-1]
        missing = [number for number in range(1, max(given)) if number not in given]
        if missing:
            named = "、".join(map(str, missing[:_NAMED_AT_MOST])) + (" 等" if len(missing) > _NAMED_AT_MOST else "")
            message = f"责任令编到第 {max(given)} 号，缺第 {named} 号共 {len(missing)} 个；请补登记，作废的写明作废。"
            rows.append(("令号缺号", None, no, f"缺 {len(missing)} 个", "编号连续", message, None, None))
    return rows


def _unreadable(table: pd.DataFrame) -> list[tuple]:
    rows = []
    for row in table[table["number"].isna()].itertuples():
        said = f"“{row.order_no}”看不出顺序号" if isinstance(row.order_no, str) else "没有写令号"
        message = f"“{row.task}”的责任令{said}；请写成“清执令〔2022〕第01号”这样。"
        rows.append(("令号不明", row.board, row.task, said, "有顺序号", message, row.order_no, row.task_id))
    return rows


def _deadlines(seen: Known, table: pd.DataFrame) -> list[tuple]:
    """The first deadline against the ledger's baseline, the present one against the ledger's present one."""
    tasks, rows = seen.tasks.set_index("task_id"), []
    pairs = (("first_deadline", "deadline", "首次签发的时限", "台账的基准时限"),
             ("deadline", "amended", "现在的时限", "台账现在的时限"))  # fmt: skip
    for row in table.itertuples():
        for own, other, name, against in pairs:
            given, told = getattr(row, own), pd.to_datetime(tasks.at[row.task_id, other], unit="D")
            if pd.notna(given) and pd.notna(told) and given != told:
                message = (
                    f"{row.order_no}“{row.task}”{name}是 {_day(given)}，{against}是 {_day(told)}；"
                    "请核对，以批准的文件为准，改正另一处。"
                )
                rows.append(
                    ("时限不一致", row.board, row.task, _day(given), _day(told), message, row.order_no, row.task_id)
                )
                break
    return rows


def _people(seen: Known, table: pd.DataFrame) -> list[tuple]:
    rows = []
    places = {task_id: place for place, task_id in enumerate(seen.tasks["task_id"])}
    for role, field, word in (("leader", "leaders", "项目长"), ("lead_unit", "lead_units", "牵头单位")):
        of_role = seen.people[seen.people["role"].eq(role)].groupby("task")["name"].agg(list)
        for row in table.itertuples():
            told, named = getattr(row, field), of_role.get(places[row.task_id], [])
            if hasattr(told, "__len__") and len(told) and set(told) != set(named):
                on_order, on_board = "、".join(told), "、".join(named) or "没有写"
                message = (
                    f"{row.order_no}“{row.task}”的{word}是{on_order}，榜上是{on_board}；请核对，改正台账或变更责任令。"
                )
                rows.append(
                    (f"{word}不一致", row.board, row.task, on_order, on_board, message, row.order_no, row.task_id)
                )
    return rows


def _day(day: pd.Timestamp) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
