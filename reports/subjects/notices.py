"""提醒、预警、黄牌、督查、约谈 notices: to one unit about one task, what caused it with values and cells, what to do by
when. The kinds are a table: one more kind is one more entry."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from reports.pieces.paper import LETTER, Desk, Grid, Head, Line, Paper, Para
from reports.words.levels import level_mark
from reports.words.prose import heading, quoted, tight
from reports.words.wording import day, lag_words, listed

__all__ = ["NOTICES", "Notice", "item_notice", "notice_name", "notice_of", "task_notice"]


@dataclass(frozen=True)
class Notice:
    """A kind of notice: its level (None: about a 督查 item), what its number begins with behind the office's code, its
    title, what it asks for, in sentences with {by}, and what follows when nothing is done."""

    name: str
    level: int | None
    series: str
    title: str
    asks: tuple[str, ...]
    follows: str


NOTICES = (
    Notice(
        "提醒", 1, "提", "进度提醒函",
        ("核对台账填报的进度和节点，有误的按原表更正", "组织力量抢抓进度，于{by}前把赶工安排报办公室"),
        "逾期仍未改进的，按规则转为预警。",
    ),
    Notice(
        "预警", 2, "警", "进度预警通知书",
        ("逐条对照触发情形查明原因", "制定补救措施，倒排到周、责任到人，于{by}前把整改方案报办公室",
         "每周五前在台账填报整改进度"),
        "按规则本月预扣分；连续两个月预警的，升为黄牌。",
    ),
    Notice(
        "黄牌", 3, "黄", "黄牌预警通知书",
        ("主要负责人牵头整改，查明原因、分清责任", "于{by}前把经项目长审定的整改方案报办公室",
         "每周五前在台账填报整改进度，项目长每周到现场核验"),
        "按规则本月预扣分，列入月通报；连续或者累计达到规定次数的，启动约谈。",
    ),
    Notice(
        "约谈", 4, "约", "约谈通知书",
        ("主要负责人带有关材料参加约谈，时间、地点由办公室另行通知", "于{by}前把原因说明和整改方案报办公室",
         "约谈时作出有期限的整改承诺，办公室按期核查"),
        "约谈不代替整改：等级降下来以前，本任务一直列在约谈名单。",
    ),
    Notice(
        "督查", None, "督", "督查催办通知书",
        ("按交办要求抓紧办理", "于{by}前书面反馈办理情况并附佐证"),
        "逾期不反馈的，升级督办并在月通报列名。",
    ),
)  # fmt: skip
"""Every kind, by its level. The sentences are the office's to change."""

_CAUSES = (
    ("计划进度", "完成时限", "完成时限（基准）"),
    ("实际进度", "填报", "最近一次填报"),
    ("实际进度", "核验", "最近一次核验"),
)
"""What of the lines behind a level stands in every notice: part, item, and what the notice calls it."""


def notice_of(level: float) -> Notice | None:
    """The kind for a level; None below 提醒."""
    return next((each for each in NOTICES if each.level == level), None)


def task_notice(row: Mapping, unit: str, explained: pd.DataFrame, *, number: str, dated: date, desk: Desk) -> Paper:
    """Return the notice to a unit about one task: a row of `alert_rows` at 提醒 or worse; `explained` are its traced
    lines (`level_causes`). The paper's mark and foot are left to whoever knows the version."""
    kind = notice_of(row["level"])
    answer = dated + timedelta(days=desk.replies[kind.name])
    blocks = (
        Para(_opening(row, kind)),
        Head(1, heading(1, 1, "触发情形")), *_reasons(row), _cause_grid(row, explained),
        Head(1, heading(1, 2, "办理要求")), *_asks(kind, answer),
        Para((Line("降级", _way_down(row), (row["way_down"],)), Line("后果", kind.follows))),
        Head(1, heading(1, 3, "异议")),
        Para((Line("异议", f"对上述数字有异议的，于{day(answer)}前书面提出，写明是哪张表、哪一格；更正只认台账。"),)),
    )  # fmt: skip
    return _letter(kind, unit, blocks, number=number, dated=dated, desk=desk, about=row["task"])


def _opening(row: Mapping, kind: Notice) -> tuple[Line, ...]:
    no = f"第{row['no']}项" if isinstance(row["no"], str) else ""
    leaders = listed(row["leaders"], missing="台账没有写")
    since = f"，自{day(row['since'])}起已{int(row['held_days'])}天" if row["held_days"] >= 1 else "，为本次新到"
    level = level_mark(row["level"], row["state"]).word
    about = f"{row['board']}{no}{quoted(row['task'])}（项目长{leaders}）"
    text = f"截至{day(row['as_of'])}，你单位牵头的{about}处于{level}等级{since}。"
    planned, actual = _percent(row["planned"]), _percent(row["actual"])
    return (
        Line("事项", text, (row["task_id"], level, str(row["since"]))),
        Line("进度", f"序时进度{planned}，实际进度{actual}，{tight(lag_words(row['lag']))}。",
             (row["planned"], row["actual"], row["lag"])),
        Line("发文", f"现按“一榜一牌一令”高效执行机制发出{kind.title}。"),
    )  # fmt: skip


def _percent(value: float) -> str:
    return "未报" if pd.isna(value) else f"{value:.1f}%".replace(".0%", "%")


def _reasons(row: Mapping) -> list[Para]:
    reasons = list(row["triggers"]) or [str(row["why"])]
    return [
        Para((Line(f"触发.{place}", heading(3, place, f"{tight(reason).rstrip('。')}。"), (reason,)),))
        for place, reason in enumerate(reasons, 1)
    ]


def _cause_grid(row: Mapping, explained: pd.DataFrame) -> Grid:
    """The values behind, each with its cell: deadline, last report, last visit, the node that is late or due."""
    found = [_cause(explained, part, item, name) for part, item, name in _CAUSES]
    for field, name in (("late_node", "超期节点"), ("soon_node", "将到期节点")):
        if isinstance(row[field], str):
            found.append(_cause(explained, "计划进度", f"节点“{row[field]}”", f"{name}{quoted(row[field])}"))
    rows = tuple(cause for cause in found if cause)
    return Grid(("依据", "取值", "台账出处（文件、工作表、单元格）"), (9, 9, 21), rows, left=(0, 1, 2))


def _cause(explained: pd.DataFrame, part: str, item: str, name: str) -> tuple[str, str, str] | None:
    lines = explained[
        explained["part"].eq(part) & explained["item"].eq(item) & explained["source"].str.contains("!", regex=False)
    ]
    if lines.empty:
        return None
    first = lines.iloc[0]
    return name, tight(str(first["value"])), str(first["source"])


def _asks(kind: Notice, answer: date) -> list[Para]:
    return [
        Para((Line(f"要求.{place}", heading(3, place, f"{ask.format(by=day(answer))}。"), (answer.isoformat(),)),))
        for place, ask in enumerate(kind.asks, 1)
    ]


def _way_down(row: Mapping) -> str:
    return f"降级条件：{tight(row['way_down'])}" if row["way_down"] else ""


def item_notice(row: Mapping, unit: str, *, number: str, dated: date, desk: Desk) -> Paper:
    """Return the notice to a unit about one 督查 item (a row of `analysis.supervision_states`) that is overdue;
    `source`: the cell that it stands in, where it is known."""
    kind = next(each for each in NOTICES if each.level is None)
    answer = dated + timedelta(days=desk.replies[kind.name])
    late = "" if pd.isna(row["days_overdue"]) else f"，已逾期{int(row['days_overdue'])}天"
    paper = f"（{row['document_no']}）" if isinstance(row["document_no"], str) else ""
    about = f"{day(row['issued_on'])}交办你单位的{quoted(row['matter'])}{paper}"
    text = f"{about}，应于{day(row['due_on'])}反馈{late}。"
    said = [Line("事项", text, (row["item"], str(row["due_on"]), row["days_overdue"]))]
    for field, name in (("feedback", "已反馈"), ("problem", "核查发现")):
        if isinstance(row[field], str) and row[field]:
            said.append(Line(name, f"{name}：{row[field].rstrip('。')}。", (row[field],)))
    place = row.get("source") or ""
    grid = (
        [Grid(("依据", "台账出处（文件、工作表、单元格）"), (9, 30), (("督查台账", place),), left=(0, 1))]
        if place
        else []
    )
    blocks = (
        Para(tuple(said)), *grid, Head(1, heading(1, 1, "办理要求")), *_asks(kind, answer),
        Para((Line("后果", kind.follows),)),
    )  # fmt: skip
    return _letter(kind, unit, blocks, number=number, dated=dated, desk=desk, about=row["matter"])


def _letter(kind: Notice, unit: str, blocks: tuple, *, number: str, dated: date, desk: Desk, about: str) -> Paper:
    return Paper(
        form=LETTER, issuer=desk.issuer, number=number, title=(f"关于{quoted(about)}的", kind.title), addressee=unit,
        blocks=blocks, signer=desk.issuer, dated=dated, mark="", seal=False,
    )  # fmt: skip


def notice_name(kind: Notice, number: str, unit: str) -> str:
    """What a notice's file is called, whatever a ledger calls the unit.

    >>> notice_name(NOTICES[0], "清执办提〔2022〕1101号", "太和镇/../x")
    '清执办提〔2022〕1101号-提醒-太和镇_.._x'
    """
    plain = "".join("_" if letter in '\\/:*?"<>|\n\r\t' or ord(letter) < 32 else letter for letter in unit)
    return f"{number}-{kind.name}-{plain[:40]}"
