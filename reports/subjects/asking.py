"""Questions to the publisher of a draft: as a list, as answers to keep, as a record."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

from reports.pieces.tables import places

__all__ = [
    "RIGHT", "WRONG", "Answered", "answer_table", "answered", "cells_place", "column_place", "column_question",
    "column_table", "decision_table", "question_kind", "question_list", "row_place", "sheet_place",
]  # fmt: skip

RIGHT, WRONG = "属实", "有误"
"""What can be answered: the ledger says what is the case, or it is mistaken."""


@dataclass(frozen=True)
class Answered:
    """How far the answers are: one dict each (finding, answer, reason), how many are open, how many say 有误."""

    answers: tuple[dict[str, str], ...]
    open: int
    wrong: int

    @property
    def may_publish(self) -> bool:
        """Every question is answered, and none says that the ledger is wrong."""
        return not self.open and not self.wrong


def question_list(questions: pd.DataFrame) -> list[dict[str, str]]:
    """Return what the publisher is asked, one by one: place (file!sheet!cell) and message."""
    return pd.DataFrame({"place": places(questions), "message": questions["message"]}).to_dict("records")


def answer_table(answers: pd.DataFrame) -> pd.DataFrame:
    """Return what was answered, newest first."""
    newest = answers.iloc[::-1]
    return pd.DataFrame(
        {
            "时间": newest["at"].map(lambda made: f"{made:%Y-%m-%d %H:%M}"),
            "谁": newest["who"],
            "位置": places(newest),
            "情况": newest["message"],
            "答复": newest["answer"],
            "说明": newest["reason"].replace("", None),
        }
    )


_DECIDED = {
    "cell": "单元格",
    "column": "表头",
    "unit": "单位写法",
    "flag": "红黄旗",
    "exemption": "豁免",
    "supervision": "督查",
    "interview": "约谈",
}
_FIELDS = {
    "on": "日期", "matter": "事项", "lead_units": "责任单位", "issued_on": "交办", "due_on": "时限",
    "document_no": "文号", "origin": "来源", "interviewer": "约谈人", "interviewee": "被约谈人", "commitments": "承诺",
    "deadline": "期限", "kept_on": "兑现",
}  # fmt: skip
_RECORDED = ("supervision", "interview")


def _recorded(answer: str) -> str:
    """The answer of a decision that is a record of several fields, in words."""
    told = json.loads(answer)
    said = {name: "、".join(value) if isinstance(value, list) else value or "撤回" for name, value in told.items()}
    return "；".join(f"{_FIELDS[name]} {value}" for name, value in said.items() if name in _FIELDS)


def _until(answer: str) -> str:
    """Who approved an exemption and until when, out of the decision's answer."""
    said = json.loads(answer) if answer.startswith("{") else {}
    return f"{said['approver']}批准，豁免至 {said['until']}" if said else answer


def decision_table(decided: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    """Return what people decided about reading ledgers, newest first: what stood there and what holds instead."""
    newest = decided.iloc[::-1]
    columns = newest["kind"].eq("column")
    meant = newest["answer"].mask(columns, newest["answer"].map(lambda name: labels.get(name, "不读")))
    places = (newest["file"] + "!" + newest["subject"]).where(newest["kind"].eq("cell"), None)
    records = newest["kind"].isin(_RECORDED)
    meant = meant.mask(records, newest["answer"].where(records).map(_recorded, na_action="ignore"))
    flags = newest["kind"].isin(("flag", *_RECORDED))
    if flags.any():  # the month and the name of the flag, the item and its step
        named = newest["scope"].str.replace("|", "·").str.replace("!", "·")
        places = places.mask(flags, named + " " + newest["subject"].str.replace("!", "·"))
    exempt = newest["kind"].eq("exemption")
    if exempt.any():
        meant = meant.mask(exempt, newest["answer"].map(_until))
        places = places.mask(exempt, newest["subject"].str.replace("!", " ").str.strip())
    since = newest["since"].fillna("").map(lambda day: f"（自 {day} 起）" if day and day != "None" else "")
    return pd.DataFrame(
        {
            "时间": newest["at"].map(lambda made: f"{made:%Y-%m-%d %H:%M}"),
            "谁": newest["who"],
            "种类": newest["kind"].map(_DECIDED),
            "位置": places,
            "原来": newest["was"].replace("", "（空白）"),
            "改为": meant.replace("", "（空白）") + since,
        }
    )


_KINDS = {
    "progress_goes_back": "进度回退", "report_changed": "改动以前的填报", "text_repeated": "进展文字照抄",
    "full_without_evidence": "100% 没有佐证", "deadline_moved": "时限变动", "similar_task": "任务名称相近",
    "missing_tasks": "少了任务", "period_differs": "月份不一致", "report_date_differs": "日期不一致",
    "dates_after_period": "日期超出填报期", "approved_late": "豁免批准太晚",
    "exempt_node_unknown": "豁免节点不在倒排工期里",
}  # fmt: skip


def question_kind(code: str) -> str:
    """Name a kind of question; one without a name of its own is 其他疑点."""
    return _KINDS.get(code, "其他疑点")


def answered(
    questions: pd.DataFrame,
    given: Sequence[tuple[str | None, str]],
    *,
    all_right: bool,
    reason: str,
    by_code: Mapping[str, tuple[str, str]] = MappingProxyType({}),
) -> Answered:
    """Join answer and reason, `given` for the first questions, to all; `by_code` answers what is open of one kind,
    `all_right` all that is open, `reason` stands where none is written."""
    told = [*given, *[(None, "")] * (len(questions) - len(given))]
    grouped = [by_code.get(code, (None, "")) for code in questions["code"]]
    said = [own or group or (RIGHT if all_right else None) for (own, _), (group, _) in zip(told, grouped, strict=True)]
    why = [mine or (other or reason) for (_, mine), (_, other) in zip(told, grouped, strict=True)]
    known = questions[["file", "sheet", "cell", "code", "message"]]
    rows = known.assign(answer=said, reason=why).to_dict("records")
    return Answered(tuple(rows), open=said.count(None), wrong=said.count(WRONG))


_CELLS_NAMED = 6


def sheet_place(where: Mapping[str, str]) -> str:
    """Write where a sheet is: file!sheet."""
    return f"{where['file']}!{where['sheet']}"


def row_place(where: Mapping[str, object]) -> str:
    """Write where a row is: file!sheet!第 n 行."""
    return "!".join((where["file"], where["sheet"], f"第 {where['row']} 行"))


def column_place(where: Mapping[str, str]) -> str:
    """Write where a column is: file!sheet!D 列."""
    return f"{where['file']}!{where['sheet']}!{where['letter']} 列"


def cells_place(where: Mapping[str, object]) -> str:
    """Write where the same words stand: file!sheet!H4、H7, and how many cells there are when they are many.

    >>> cells_place({"file": "甲.xlsx", "sheet": "表", "cells": ["H4", "H7"]})
    '甲.xlsx!表!H4、H7'
    """
    cells = list(where["cells"])
    more = f" 等 {len(cells)} 处" if len(cells) > _CELLS_NAMED else ""
    return f"{where['file']}!{where['sheet']}!{'、'.join(cells[:_CELLS_NAMED])}{more}"


def column_question(column: Mapping[str, object], labels: Mapping[str, str]) -> str:
    """Ask what a column is: its heading, a few of its values, what it is near to or was taken for before.

    >>> column_question({"heading": "困难呢", "samples": ["缺地"], "earlier": None, "proposed": ""}, {})
    '“困难呢”是哪一列？例如：缺地'
    """
    examples = "、".join(column["samples"]) or "这一列是空的"
    earlier, proposed = column["earlier"], column["proposed"]
    hint = ""
    if earlier:
        hint = f"（以前的表里读作{labels.get(earlier, earlier)}）"
    elif proposed:
        hint = f"（与{labels.get(proposed, proposed)}的说法有 {column['likeness']:.0%} 相似）"
    return f"“{column['heading']}”是哪一列？{hint}例如：{examples}"


def column_table(columns: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    """Return columns that were read, with a few values and what they were read as."""
    return pd.DataFrame(
        {
            "表": columns["file"] + "!" + columns["sheet"],
            "列": columns["letter"],
            "表头": columns["heading"],
            "例子": columns["samples"].map("、".join),
            "读作": columns["field"].map(lambda name: labels.get(name, name)),
        }
    ).reset_index(drop=True)
