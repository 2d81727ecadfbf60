"""The columns of the score workbook: what each means, and the formula by which it follows from others."""

from collections.abc import Callable

import pandas as pd
from xlsxwriter.utility import xl_col_to_name

from analysis.scores.index import SCORE_NAMES, SCORES
from reports.documents.sheets import Column, Formula
from reports.words.levels import LEVELS, badge
from reports.words.wording import listed
from reports.words.words import place_in_words

__all__ = ["DEFINED", "LEAST", "LED", "PARTS", "PROJECT", "TASK", "UNIT", "WEIGHTS"]

NOT_JUDGED = "不评"
WEIGHTS, LEAST = "指数权重", "起评份额"
"""Names that formulas use: the weights of the four scores, and the share that must be known."""

Value = Callable[[dict, int], object]


def _column(name: str) -> str:
    return xl_col_to_name([column.name for column in TASK].index(name))


def _known_share(row: dict, line: int) -> Formula:
    first, last = _column(SCORE_NAMES["s1"]), _column(SCORE_NAMES["s4"])
    text = f"=SUMPRODUCT(--ISNUMBER({first}{line}:{last}{line}),{WEIGHTS})/SUM({WEIGHTS})"
    return Formula(text, float(row["known_share"]))


def _index(row: dict, line: int) -> Formula:
    """Weighted mean of the known scores; nothing for a task that does not take part or of which too little is known."""
    scores = f"{_column(SCORE_NAMES['s1'])}{line}:{_column(SCORE_NAMES['s4'])}{line}"
    share, part = f"{_column('已知份额')}{line}", f"{_column('参评')}{line}"
    mean = f"SUMPRODUCT({scores},{WEIGHTS})/SUMPRODUCT(--ISNUMBER({scores}),{WEIGHTS})"
    judged = f'AND({part}="是",{share}>0,{share}>={LEAST}-0.000000001)'
    return Formula(f'=IF({judged},{mean},"{NOT_JUDGED}")', _or_not(row["index"]))


def _or_not(value: float) -> float | str:
    return NOT_JUDGED if pd.isna(value) else float(value)


def _takes_part(row: dict, _: int) -> str:
    return "补录" if row["late_entry"] else "豁免" if row["exempt"] else "未报" if pd.isna(row["actual"]) else "是"


def _lag(row: dict, line: int) -> Formula | str:
    if pd.isna(row["lag"]):
        return "未知"
    return Formula(f"={_column('计划')}{line}-{_column('实际')}{line}", float(row["lag"]))


def _of_projects(row: dict, what: str) -> str:
    """The cells of a unit's projects on 项目得分."""
    first, last = row["span"]
    return f"'项目得分'!{what}{first}:{what}{last}"


def _unit_share(row: dict, _: int) -> object:
    if row["span"] is None:
        return row["known_share"]
    text = f"=SUM({_of_projects(row, 'E')})/SUM({_of_projects(row, 'D')})"
    return Formula(text, float(row["known_share"]))


def _unit_index(row: dict, _: int) -> object:
    """The mean of the projects of which enough is known, when enough is known of all."""
    if row["span"] is None:
        return _or_not(row["index"])
    known, whole, counted, points = (_of_projects(row, what) for what in "EDGH")
    enough = f"AND(SUM({counted})>0,SUM({known})/SUM({whole})>={LEAST}-0.000000001)"
    return Formula(f'=IF({enough},SUM({points})/SUM({counted}),"{NOT_JUDGED}")', _or_not(row["index"]))


def _final(row: dict, line: int) -> Formula:
    shrunk, bonus, held = (f"{xl_col_to_name([c.name for c in UNIT].index(n))}{line}" for n in
                           ("收缩后指数", "加分", "预扣分"))  # fmt: skip
    return Formula(f'=IF(ISNUMBER({shrunk}),MAX(0,{shrunk}+{bonus}-{held}),"{NOT_JUDGED}")', _or_not(row["final"]))


def _plain(name: str) -> Value:
    return lambda row, _: row[name]


def _said(name: str) -> Value:
    return lambda row, _: "" if pd.isna(row[name]) else row[name]


def _names(name: str) -> Value:
    return lambda row, _: listed(row[name])


def _mean_lag(row: dict, _: int) -> object:
    return "未知" if pd.isna(row["lag"]) else row["lag"]


def _task_level(row: dict, _: int) -> str:
    return badge(row["level"], row["state"])


def _level(row: dict, _: int) -> str:
    return badge(row["level"])


def _place(row: dict, _: int) -> str:
    return place_in_words(row)


def _shrunk(row: dict, _: int) -> float | str:
    return _or_not(row["shrunk_index"])


TASK = (
    Column("编号", "word", "台账里的编号", _said("no"), source="台账"),
    Column("类别", "word", "任务的类别", _said("category"), source="台账"),
    Column("项目", "text", "任务所属项目", _said("project"), source="台账"),
    Column("任务", "text", "任务名称", _plain("task"), source="台账", wide=30),
    Column("牵头单位", "text", "责任主体", _names("lead_units"), source="台账"),
    Column("属地", "text", "所在的镇", _names("towns"), source="台账"),
    Column("项目长", "text", "领办的区领导", _names("leaders"), source="台账"),
    Column("基准时限", "day", "首次批准的时限，评分用它；改期不改善得分", _plain("deadline"), source="台账"),
    Column("权重", "number", "任务在项目里的分量", _plain("weight"), source="台账，没有写的按规则包"),
    Column("等级", "word", "有记忆的等级，升降按规则", _task_level, source="规则包"),
    Column("状态", "word", "未报单列，不作零", _plain("state")),
    Column("计划", "number", "按倒排工期到数据日期应达的进度（序时进度）", _plain("planned"), "%", "节点、起止日期"),
    Column("实际", "number", "认定的进度；空白为未报", _plain("actual"), "%", "填报、节点、走访核验"),
    Column("滞后", "number", "计划减实际，负数为超前", _lag, "百分点", "公式：计划 − 实际"),
    *(Column(SCORE_NAMES[score], "number", f"分项：{SCORE_NAMES[score]}，空白为不知", _plain(score), "分", "规则包")
      for score in SCORES),
    Column("参评", "word", "补录、豁免、未报的不评", _takes_part),
    Column("已知份额", "share", "知道的分项占多少权重", _known_share, "", "公式：已知分项的权重之和 ÷ 全部权重"),
    Column("指数", "number", "量化综合评价指数", _index, "分", "公式：已知分项按权重平均；不足起评份额的不评"),
    Column("预扣分", "number", "按等级当月预扣", _plain("deduction"), "分", "规则包"),
)  # fmt: skip

UNIT = (
    Column("名次", "word", "同序列名次和 95% 区间；没有名次的写原因", _place, source="收缩后指数"),
    Column("单位", "text", "单位名称", _plain("unit"), source="台账"),
    Column("指数", "number", "各项目得分按权重平均", _unit_index, "分", "公式：见 项目得分"),
    Column("已知份额", "share", "知道的任务占多少权重", _unit_share, "", "公式：见 项目得分"),
    Column("有效项目", "number", "折合多少个同等分量的项目", _plain("effective"), "个", "数值"),
    Column("收缩后指数", "number", "按有效项目数向本序列均值收缩，排名用它", _shrunk, "分", "数值"),
    Column("标准误", "number", "收缩后指数的标准误，乘 1.96 为 95% 区间的一半", _plain("spread"), "分", "数值"),
    Column("加分", "number", "表彰加分，有文号，已封顶", _plain("bonus"), "分", "荣誉台账、规则包"),
    Column("预扣分", "number", "账户现扣，已封顶", _plain("deduction"), "分", "等级、批评"),
    Column("最终得分", "number", "收缩后指数加分减预扣，不低于 0", _final, "分", "公式：收缩后指数 + 加分 − 预扣分"),
    Column("滞后", "number", "任务滞后按权重平均", _mean_lag, "百分点", "数值"),
    Column("最重等级", "word", "名下任务最重的等级", _level),
    Column("项目", "count", "项目个数", _plain("projects"), "个"),
    Column("任务", "count", "任务个数", _plain("tasks"), "项"),
    Column("未报", "count", "没有填报的任务", _plain("unreported"), "项"),
)  # fmt: skip

LED = (
    Column("项目长", "text", "领办的区领导", _plain("leader"), source="台账"),
    Column("项目", "count", "领办的项目", _plain("projects"), "个"),
    Column("任务", "count", "领办的任务", _plain("tasks"), "项"),
    Column("指数", "number", "领办项目得分按权重平均", _unit_index, "分", "公式：见 项目得分"),
    Column("已知份额", "share", "知道的任务占多少权重", _unit_share, "", "公式：见 项目得分"),
    Column("滞后", "number", "任务滞后按权重平均", _mean_lag, "百分点", "数值"),
    Column("最重等级", "word", "领办任务最重的等级", _level),
    *(Column(LEVELS[n].word, "count", f"处于{LEVELS[n].word}的任务", _plain(f"levels_{n}"), "项") for n in range(5)),
    Column("未报", "count", "没有填报的任务", _plain("unreported"), "项"),
)  # fmt: skip


def _project_sum(what: str, name: str) -> Value:
    return lambda row, _: Formula(f"=SUM('构成'!{what}{row['first']}:{what}{row['last']})", float(row[name]))


def _project_index(row: dict, line: int) -> Formula:
    points = f"SUM('构成'!H{row['first']}:H{row['last']})"
    enough = f"AND(E{line}>0,E{line}>=({LEAST}-0.000000001)*D{line})"
    return Formula(f'=IF({enough},{points}/E{line},"{NOT_JUDGED}")', _or_not(row["index"]))


def _counted(row: dict, line: int) -> Formula:
    return Formula(f"=IF(ISNUMBER(F{line}),D{line},0)", 0.0 if pd.isna(row["index"]) else float(row["weight"]))


def _points(row: dict, line: int) -> Formula:
    value = 0.0 if pd.isna(row["index"]) else float(row["weight"] * row["index"])
    return Formula(f"=IF(ISNUMBER(F{line}),D{line}*F{line},0)", value)


PROJECT = (
    Column("序列", "word", "镇、部门、项目长分列", _plain("kind")),
    Column("名称", "text", "单位或项目长", _plain("name")),
    Column("项目", "text", "项目名称", _plain("project")),
    Column("权重", "number", "名下任务权重之和", _project_sum("E", "weight"), "", "公式：见 构成"),
    Column("已知权重", "number", "有指数的任务权重之和", _project_sum("G", "known"), "", "公式：见 构成"),
    Column("得分", "number", "有指数的任务按权重平均；不足起评份额的不评", _project_index, "分", "公式：见 构成"),
    Column("计入权重", "number", "有得分的项目才计入单位", _counted, "", "公式"),
    Column("加权得分", "number", "计入权重 × 得分", _points, "", "公式"),
)


def _task_index(row: dict, _: int) -> Formula:
    sheet, line = row["place"]
    return Formula(f"='{sheet.replace(chr(39), chr(39) * 2)}'!{_column('指数')}{line}", _or_not(row["index"]))


PARTS = (
    Column("序列", "word", "镇、部门、项目长分列", _plain("kind")),
    Column("名称", "text", "单位或项目长", _plain("name")),
    Column("项目", "text", "项目名称", _plain("project")),
    Column("任务", "text", "任务名称；补录、豁免的不在其中", _plain("task"), wide=30),
    Column("权重", "number", "任务权重", _plain("weight"), "", "台账"),
    Column("指数", "number", "任务的指数", _task_index, "分", "公式：引自任务榜、亮点牌"),
    Column("计入权重", "number", "有指数的才计入", lambda row, line: Formula(
        f"=IF(ISNUMBER(F{line}),E{line},0)", 0.0 if pd.isna(row["index"]) else float(row["weight"])), "", "公式"),
    Column("加权指数", "number", "计入权重 × 指数", lambda row, line: Formula(
        f"=IF(ISNUMBER(F{line}),E{line}*F{line},0)",
        0.0 if pd.isna(row["index"]) else float(row["weight"] * row["index"])), "", "公式"),
)  # fmt: skip

DEFINED = (
    Column("工作表", "word", "列所在的工作表", lambda row, _: row["sheet"]),
    Column("列", "word", "列名", lambda row, _: row["column"].name),
    Column("含义", "text", "是什么", lambda row, _: row["column"].meaning, wide=44),
    Column("单位", "word", "怎样计量", lambda row, _: row["column"].unit or "—"),
    Column("出处", "text", "从哪里来", lambda row, _: row["column"].source or "—", wide=32),
)
