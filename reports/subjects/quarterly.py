"""季调度 in sentences: this quarter against the one before, what the meeting settles, with owner and date."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from reports.pieces.paper import Grid, Line
from reports.subjects.bulletin import BOARD, YELLOW, level_counts
from reports.words.levels import badge
from reports.words.prose import counted, named, quoted, tight
from reports.words.wording import day, lag_words, listed, number, percent

__all__ = ["proposed_decisions", "quarter_grid", "quarter_occasion", "quarter_told", "unit_changes"]

NONE = "—"


def quarter_occasion(words: str, as_of: date, *, then: date, pack: str) -> list[Line]:
    """What the paper is for, which two days it compares, by which rules."""
    return [
        Line("缘由", f"按照季调度制度，现将{words}任务榜、亮点牌推进情况和提请调度的事项报告如下。", (words,)),
        Line(
            "依据", f"数据截至{day(as_of)}，与{day(then)}相比，按规则包《{pack}》评定，未报的不按零计。",
            (as_of.isoformat(), then.isoformat(), pack),
        ),
    ]  # fmt: skip


def quarter_told(tasks: pd.DataFrame, before: pd.DataFrame, *, days: tuple[date, date]) -> list[Line]:
    """Levels then and now (`days`), how much progress the time between brought, which tasks stood still."""
    now, then = (table[table["board"].eq(BOARD)] for table in (tasks, before))
    counts = [level_counts(table) for table in (then, now)]
    both = now.merge(then[["task_id", "actual", "level"]], on="task_id", suffixes=("", "_then"))
    gained = (both["actual"] - both["actual_then"]).dropna()
    still = both[(both["actual"] - both["actual_then"]).abs().lt(0.05) & both["state"].ne("已完成")]
    done = [int(table["state"].eq("已完成").sum()) for table in (then, now)]
    lines = [
        Line(
            "季度.等级",
            f"任务榜{day(days[0])}{counted(counts[0], '项') or '没有评定'}；{day(days[1])}{counted(counts[1], '项')}。",
            tuple(count for side in counts for _, count in side),
        ),
        Line("季度.完成", f"已完成的由{done[0]}项增加到{done[1]}项。", tuple(done)),
    ]
    if len(gained):
        lines.append(
            Line("季度.进度", f"有前后两次进度的{len(gained)}项任务，平均推进{number(gained.mean())}个百分点。",
                 (len(gained), float(gained.mean())))
        )  # fmt: skip
    names = named(map(quoted, still["task"]), "项")
    text = f"期间没有推进的{len(still)}项：{names}。" if len(still) else "没有期间原地不动的任务。"
    return [*lines, Line("季度.停滞", text, tuple(still["task_id"]))]


def unit_changes(units: pd.DataFrame, before: pd.DataFrame, kind: str) -> list[Line]:
    """How the indices of one sequence moved; ranks only of those that have one on both days, and no order of the
    moves."""
    now = units[units["kind"].eq(kind)].merge(before[["unit", "index", "rank"]], on="unit", suffixes=("", "_then"))
    moved = (now["index"] - now["index_then"]).dropna()
    up, down = int(moved.gt(0.05).sum()), int(moved.lt(-0.05).sum())
    ranked = now[now["rank"].notna() & now["rank_then"].notna()]
    text = f"前后都有指数的{len(moved)}个，上升的{up}个，下降的{down}个；前后都参加排名的{len(ranked)}个，名次见附件。"
    return [Line(f"季度.{kind}", text, (len(moved), up, down, len(ranked)))]


def quarter_grid(tasks: pd.DataFrame, before: pd.DataFrame) -> Grid:
    """Task by task: progress and level at both ends."""
    then = before.drop_duplicates("task_id").set_index("task_id")
    rows = []
    for row in tasks[tasks["board"].eq(BOARD)].to_dict("records"):
        was = then.loc[row["task_id"]] if row["task_id"] in then.index else None
        first = percent(was["actual"], missing="未报") if was is not None else "未列入"
        level = badge(was["level"], was["state"]) if was is not None else NONE
        rows.append(
            (str(row["no"]) if isinstance(row["no"], str) else NONE, str(row["task"]),
             listed(row["lead_units"], missing=NONE), first, percent(row["actual"], missing="未报"),
             tight(lag_words(row["lag"], unit=False)), level, badge(row["level"], row["state"]))
        )  # fmt: skip
    heads = ("序号", "任务", "牵头单位", "期初", "期末", "差距", "期初等级", "期末等级")
    return Grid(heads, (3, 10, 8, 4, 4, 5, 5, 5), tuple(rows), left=(1, 2))


def proposed_decisions(alerts: pd.DataFrame, items: pd.DataFrame, *, paper: str, by: date) -> Grid:
    """What the meeting is asked to settle: what was settled already under `paper`, then a line a task at 黄牌 or 约谈
    with who must act and by when; what a person must still fill in is left as a blank."""
    settled = items[items["document_no"].eq(paper)] if len(items) else items
    rows = [
        (
            str(row["matter"]),
            listed(row["lead_units"], missing="＿＿＿＿"),
            day(row["due_on"], missing="＿＿＿＿"),
            "已议定",
        )
        for row in settled.to_dict("records")
    ]
    known = set(settled["task_id"].dropna()) if len(settled) else set()
    grave = alerts[alerts["level"].ge(YELLOW) & ~alerts["task_id"].isin(known)] if len(alerts) else alerts
    rows += [_asked(row, by) for row in grave.to_dict("records")]
    told = tuple((str(place), *row) for place, row in enumerate(rows, 1))
    return Grid(("序号", "事项", "谁来办", "何时办成", "情况"), (2.4, 15, 9, 6.5, 4.5), told, left=(1, 2))


def _asked(row: Mapping, by: date) -> tuple[str, str, str, str]:
    lag = tight(lag_words(row["lag"]))
    first = f"{quoted(row['task'])}{lag}，请研究补救措施和责任领导"
    owner = "、".join([*row["lead_units"], *row["leaders"]]) or "＿＿＿＿"
    return first, owner, day(by), "提请议定"
