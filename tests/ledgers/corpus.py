"""Messy workbooks whose true rows are known by construction: `books()` writes them, the same ones every time.

Each recipe starts from plain true tasks (`corpus_truth`), spells their values as offices do (`corpus_spelling`), lays them
out with the traps met in real files (`corpus_pages`), alone and then together. What must be read is recorded on the way.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from tests.ledgers.corpus_pages import Book, Column, Dress, Expected, Page, lay, save
from tests.ledgers.corpus_spelling import ASK, DAYS, HELD, PERCENTS, Cell, join, labelled, people
from tests.ledgers.corpus_truth import TOWNS, YEAR, Task, month_end, tasks

__all__ = ["BOOKS", "books"]

HEADINGS = {
    "no": "序号 编号 序号",
    "category": "类别 任务类别 攻坚类别 工作属性",
    "task": (
        "工作任务 重点工作任务 重点任务 目标与任务 任务内容 任务名称 工作目标 支撑项目 工作事项 项目名称 攻坚事项 主要任务 "
        "任务事项"
    ),
    "lead_units": "牵头单位 牵头责任单位 主要责任单位 责任主体 责任部门 承办单位 主责单位 责任单位",
    "support_units": "配合单位 协同配合单位 协同责任单位 协办单位",
    "leaders": "项目长 牵头区领导 分管县领导 牵头领导 责任领导 包干领导 挂点领导 领办领导",
    "lead_people": "责任人 负责人 单位负责人 牵头单位负责人 经办人",
    "towns": "属地 属地镇 所在镇 涉及镇街",
    "start": "启动时间 开始时间 开工时间 计划开始时间",
    "deadline": "完成时限 完成时间 计划完成日期 计划结束时间 时间节点 办结时限 整改时限 完成期限",
    "percent": "完成率 完成百分比 %完成 投资完成率 形象进度(%) 完成进度 形象进度（％） 完成比例",
    "progress_text": "进展情况 目前进展状况 工作进展 项目进展情况 最新进展 工作进展情况",
    "status": "状态 当前状态 任务状态",
    "problem": "存在问题 存在困难 延期原因 卡点堵点 存在的问题",
    "next_step": "下一步工作打算 下步措施 下一步计划 整改措施 下一步工作计划",
    "target": "目标效果 年度目标 工作标准 预期成效",
    "weight": "权重 分值",
    "remark": "备注 说明",
}
UNREAD = {
    "投资额（万元）": lambda dice: dice.randint(100, 9000),
    "联系电话": lambda dice: f"0763-{dice.randint(3000000, 3999999)}",
    "序时进度": lambda dice: f"{dice.randint(10, 90)}%",
    "上月进度": lambda dice: f"{dice.randint(10, 90)}%",
    "实际开始时间": lambda _dice: "2022-08-15",
    "总投资（亿元）": lambda dice: dice.randint(1, 50) / 10,
    "计划进度": lambda dice: f"{dice.randint(10, 90)}%",
    "领导批示": lambda _dice: "已阅",
    "附件": lambda _dice: "见附件",
}
"""Headings that must be left alone, with something to stand below them."""
MISSPELT = {
    "deadline": "完成时现",
    "lead_units": "牵头责任但位",
    "problem": "存在问提",
    "progress_text": "进展情况说名",
}
"""Typing errors: to be asked about, or taken with a finding that says so."""
BASIC = ("no", "category", "task", "lead_units", "support_units", "leaders", "deadline", "percent", "remark")
FULL = (
    "no", "category", "task", "target", "lead_units", "support_units", "leaders", "lead_people", "towns", "start", "deadline",
    "weight", "percent", "progress_text", "status", "problem", "next_step", "remark",
)  # fmt: skip


class Desk:
    """A clerk with dice: one workbook's tasks, its words and its ways of spelling."""

    def __init__(self, name: str, count: int = 8) -> None:
        self.dice = random.Random(name)
        self.tasks = tasks(self.dice, count)

    def columns(self, fields: Sequence[str] = BASIC, **options: Any) -> list[Column]:
        """Columns for the named fields; see `column`. `unread` adds headings that must be left alone."""
        found = [self.column(name, **options) for name in fields]
        for heading in options.get("unread", ()):
            cells = [Cell(UNREAD[heading](self.dice)) for _ in self.tasks]
            found.insert(self.dice.randint(3, len(found)), Column(None, (heading,), cells))
        return found

    def column(self, name: str, **options: Any) -> Column:
        """One column. `words` (field -> heading), `days`, `percents` (names of spellings, dealt in turn), `marks`."""
        heading = options.get("words", {}).get(name) or self.dice.choice(HEADINGS[name].split())
        makers = {"start": self._days, "deadline": self._days, "percent": self._percents}
        cells = makers[name](name, options) if name in makers else [self._cell(name, task) for task in self.tasks]
        return Column(name, (heading,), cells)

    def _days(self, name: str, options: dict[str, Any]) -> list[Cell]:
        spellings = options.get("days") or (self.dice.choice(("date", "dots", "cn", "slashes")),)
        spellings = ("date",) if name == "start" else spellings
        return [DAYS[spellings[place % len(spellings)]](getattr(task, name)) for place, task in enumerate(self.tasks)]

    def _percents(self, _name: str, options: dict[str, Any]) -> list[Cell]:
        spellings = options.get("percents", ("text",))
        numbers = [task.percents[options.get("month", 11)] for task in self.tasks]
        return [PERCENTS[spellings[place % len(spellings)]](number) for place, number in enumerate(numbers)]

    def _cell(self, name: str, task: Task) -> Cell:
        if name in ("lead_units", "support_units"):
            return join(self.dice, task.lead if name == "lead_units" else task.support)
        if name in ("leaders", "lead_people"):
            return people(self.dice, task.leaders if name == "leaders" else task.people)
        plain = {
            "no": task.no, "category": task.category, "task": task.name, "target": task.target, "towns": task.town,
            "weight": task.weight, "progress_text": task.text, "status": task.status, "problem": task.problem,
            "next_step": task.next_step, "remark": task.remark,
        }[name]  # fmt: skip
        expected = {"no": str(task.no), "towns": [task.town]}.get(name, plain)
        written = self.dice.choice((None, "无", "/", "")) if plain is None else plain
        padded = isinstance(written, str) and written and self.dice.random() < 0.2
        return Cell(f"{written}  " if padded else written, expected)

    def months(self, paths: Callable[[int], tuple[str, ...]], *, percents: Sequence[str] = ("text",)) -> list[Column]:
        """A column per month, August to November."""
        return [
            Column(
                f"percent@{month_end(month)}",
                paths(month),
                self.column("percent", percents=percents, month=month).cells,
            )
            for month in (8, 9, 10, 11)
        ]


def renamed(columns: Sequence[Column], paths: dict[str, tuple[str, ...]]) -> list[Column]:
    """The columns with other headings, some of them of several levels."""
    return [replace(column, path=paths.get(column.key or "", column.path)) for column in columns]


def with_cells(columns: Sequence[Column], key: str, cells: Sequence[Cell]) -> list[Column]:
    """The columns, one of them with other cells."""
    return [replace(column, cells=list(cells)) if column.key == key else column for column in columns]


def merge_down(page: Page, expected: Expected, key: str) -> None:
    """Merge equal neighbours of a column whose rows follow each other."""
    rows = sorted(expected.rows)
    column = ord(expected.places[key]) - ord("A")
    start = rows[0]
    for row, following in zip(rows, [*rows[1:], 0], strict=True):
        if following != row + 1 or expected.rows[following][key] != expected.rows[start][key]:
            for below in range(start + 1, row + 1):
                page.cells.pop((below - 1, column), None)
            page.merge(start - 1, column, row - 1, column)
            start = following


def one(name: str, columns: Sequence[Column], dress: Dress | None = None, **about: Any) -> Book:
    """A workbook of one sheet with one table."""
    page = Page(about.pop("sheet", "任务榜"))
    told = about.pop("told", ())
    lay(page, columns, dress or Dress(), **about)
    return Book(name, [page], told)


# -- recipes: one trap each --------------------------------------------------------------------------------------------

DRESSES = {
    "01_无标题": Dress(titles=()),
    "02_附件和两行标题": Dress(titles=("附件1", "清新区2022年“任务榜”任务分解表", "（共30项）")),
    "03_填报单位": Dress(form=("填报单位：区府办", "填报日期：2022年11月30日")),
    "04_表头空格": Dress(spaced=True),
    "05_表头换行": Dress(broken=True),
    "06_序号行": Dress(under="numbers"),
    "07_甲乙行": Dress(under="chinese"),
    "08_括号序号行": Dress(under="brackets"),
    "09_填写要求行": Dress(under="allowed"),
    "10_示例行": Dress(under="example"),
    "11_合计在前": Dress(total="before"),
    "12_合计在后": Dress(total="after"),
    "13_中间重复表头": Dress(repeat_after=4),
    "14_落款": Dress(
        footer=("填报人：张三", "审核人：李四", "联系电话：0763-1234567"), notes=("注：本表每月5日前报送。",)
    ),
    "15_颜色说明在下": Dress(notes=("颜色说明：红色为滞后，黄色为预警，绿色为正常",)),
    "16_图例在上": Dress(legend=True),
    "17_不从A1开始": Dress(origin=(3, 2)),
    "18_多条注": Dress(notes=("说明：1.“完成率”按投资额计算；", "2.长期任务不填时限；", "3.本表由区府办负责解释。")),
    "19_预留空行": Dress(spare_rows=6),
    "20_红字说明": Dress(notes=("标红的为市级重点任务", "备注：以上数据截至11月底")),
    "21_标题不合并": Dress(merged=False, titles=("2022年重点任务台账", "单位：区府办")),
    "22_审签行": Dress(footer=("单位负责人（签字）：", "分管领导签字：", "填表时间：2022年11月30日")),
}


def dressed(name: str) -> Book:
    """One way of surrounding a plain table."""
    desk = Desk(name)
    fields = BASIC if "合计" not in name else (*BASIC[:-1], "weight", "remark")
    return one(f"{name}.xlsx", desk.columns(fields), DRESSES[name])


DAY_SETS = {
    "30_点号日期": ("dots", "slashes", "short_year"),
    "31_中文日期": ("cn", "cn_before", "padded", "wide", "broken_line"),
    "32_月底季度": ("year_month", "month_end", "half", "quarter", "quarter_digit", "decade", "span", "year_end"),
    "33_无年份": ("no_year", "no_year_end", "quarter_alone"),
    "34_八位数": ("number", "digits", "clock", "iso_clock"),
    "35_序列号": ("serial", "date", "serial_text", "date_cn"),
    "36_长期坚持": ("evergreen", "ongoing", "blank", "slash", "date"),
    "37_读不懂的日期": ("date", "nonsense", "date", "duration", "date", "english"),
    "38_十月": ("date", "october"),
}


def days(name: str) -> Book:
    """One way of writing deadlines; days without a year have one in the title."""
    return one(f"{name}.xlsx", Desk(name).columns(days=DAY_SETS[name]), Dress(titles=("2022年任务榜",)))


PERCENT_SETS = {
    "40_百分格式": ("format",),
    "41_百分数": ("plain",),
    "42_百分文本": ("text", "wide", "padded"),
    "43_小数": ("fraction",),
    "44_文本与格式": ("hundred_text", "format"),
    "45_超百": ("over", "text", "over_format", "format"),
    "46_词语": ("text", "done", "not_begun"),
    "47_约数": ("text", "eighty_or_so", "over_half", "about"),
    "48_未报": ("text", "blank", "slash", "dash"),
    "49_序时": ("text", "in_step", "two_bases"),
    "4a_句子": ("sentence", "text"),
    "4b_文本数字": ("digits", "plain"),
}


def percents(name: str) -> Book:
    """One way of writing percents."""
    desk = Desk(name)
    if name in ("41_百分数", "4b_文本数字"):  # nobody writes 0.5 for half a percent
        desk.tasks = [replace(task, percents=task.percents | {11: max(task.percents[11], 20.0)}) for task in desk.tasks]
    if name == "43_小数":  # one number in between shows what all of them are
        desk.tasks[0] = replace(desk.tasks[0], percents=desk.tasks[0].percents | {11: 65.0})
    return one(f"{name}.xlsx", desk.columns(percents=PERCENT_SETS[name]))


# -- recipes: columns --------------------------------------------------------------------------------------------------


def every_column(name: str) -> Book:
    """All columns, words drawn anew, with columns that must be left alone."""
    desk = Desk(name, 10)
    columns = desk.columns(FULL, unread=desk.dice.sample(list(UNREAD), 3))
    return one(
        f"{name}.xlsx", columns, Dress(titles=("任务榜工作台账（截至2022年11月30日）",), notes=("注：进度按月填报。",))
    )


def two_rows(name: str) -> Book:
    """Two heading rows: groups over their leaves."""
    desk = Desk(name)
    paths = {
        "lead_units": ("责任单位", "牵头单位"), "support_units": ("责任单位", "配合单位"), "start": ("时限要求", "启动时间"),
        "deadline": ("时限要求", "完成时限"), "percent": ("目前进展", "完成率"), "progress_text": ("目前进展", "进展情况"),
    }  # fmt: skip
    return one(f"{name}.xlsx", renamed(desk.columns(FULL), paths), Dress(merged="不合并" not in name))


def split_group(name: str) -> Book:
    """An unmerged group that another column cuts in two: its name stands twice, over one leaf each."""
    desk = Desk(name)
    paths = {"lead_units": ("责任分工", "牵头单位"), "support_units": ("责任分工", "配合单位")}
    columns = renamed(desk.columns(("no", "task", "lead_units", "leaders", "support_units", "deadline")), paths)
    months = desk.months(lambda month: ("各月进度", f"{month}月")) if "月" in name else []
    return one(f"{name}.xlsx", [*columns, *months], Dress(merged=False))


def three_rows(name: str) -> Book:
    """Three heading rows: 推进情况 over months over 完成率 and 进展."""
    desk = Desk(name)
    columns = desk.columns(("no", "category", "task", "lead_units", "deadline"))
    for month in (8, 9, 10, 11):
        numbers = desk.column("percent", percents=("plain",), month=month).cells
        texts = [Cell(f"{month}月：{task.text}", f"{month}月：{task.text}") for task in desk.tasks]
        columns.append(Column(f"percent@{month_end(month)}", ("推进情况", f"{month}月", "完成率（%）"), numbers))
        columns.append(Column(f"progress_text@{month_end(month)}", ("推进情况", f"{month}月", "进展情况"), texts))
    return one(f"{name}.xlsx", columns, Dress(merged="不合并" not in name))


def four_rows(name: str) -> Book:
    """Four heading rows, the months of two years."""
    desk = Desk(name)
    columns = desk.columns(("no", "task", "lead_units", "deadline"))
    for year, month in ((2022, 11), (2022, 12), (2023, 1)):
        cells = desk.column("percent", percents=("text",), month=11).cells
        columns.append(
            Column(f"percent@{month_end(month, year=year)}", ("推进情况", f"{year}年", f"{month}月", "完成率"), cells)
        )
    return one(f"{name}.xlsx", columns, Dress(titles=("任务榜推进情况",)))


MONTH_PATHS: dict[str, Callable[[int], tuple[str, ...]]] = {
    "60_8月进度": lambda month: (f"{month}月进度",),
    "61_月底形象进度": lambda month: (f"{YEAR}年{month}月底形象进度",),
    "62_各月进度组": lambda month: ("各月形象进度（%）", f"{month}月"),
    "63_截至": lambda month: (f"截至{month}月{month_end(month).day}日完成率",),
    "64_点号月": lambda month: (f"{YEAR}.{month}进度",),
    "65_月份进展": lambda month: (f"{month}月份\n完成进度",),
}


def month_columns(name: str) -> Book:
    """A crosstab: one column per month."""
    desk = Desk(name)
    columns = [*desk.columns(BASIC[:-2], unread=("序时进度",)), *desk.months(MONTH_PATHS[name])]
    return one(f"{name}.xlsx", columns, Dress(titles=("2022年任务榜",)))


def week_columns(name: str) -> Book:
    """A crosstab by week of the year: ISO week 36 of 2022 ends on 11 September."""
    desk = Desk(name)
    weeks = [
        Column(
            f"percent@{date.fromisocalendar(YEAR, week, 7)}",
            (f"第{week}周",),
            desk.column("percent", month=month).cells,
        )
        for week, month in ((36, 8), (37, 9), (38, 10), (39, 11))
    ]
    return one(f"{name}.xlsx", [*desk.columns(BASIC[:-2]), *weeks], Dress(titles=("2022年任务榜周调度表",)))


def quarter_columns(name: str) -> Book:
    """A crosstab by quarter."""
    desk = Desk(name)
    quarters = [
        Column(f"percent@{month_end(end)}", (f"第{word}季度完成率",), desk.column("percent", month=month).cells)
        for word, end, month in (("三", 9, 9), ("四", 12, 11))
    ]
    return one(f"{name}.xlsx", [*desk.columns(BASIC[:-2]), *quarters], Dress(titles=("2022年任务榜",)))


def beside(name: str) -> Book:
    """责任单位 beside 牵头责任单位 means the supporting units."""
    desk = Desk(name)
    columns = desk.columns(words={"lead_units": "牵头责任单位", "support_units": "责任单位", "leaders": "分 管 县领导"})
    return one(f"{name}.xlsx", columns)


def labels(name: str) -> Book:
    """Both roles in one cell, with labels."""
    desk = Desk(name)
    columns = desk.columns(
        tuple(field for field in BASIC if field != "support_units"), words={"lead_units": "责任单位"}
    )
    cells = [Cell(labelled(desk.dice, task.lead, task.support), list(task.lead)) for task in desk.tasks]
    support = [list(task.support) or None for task in desk.tasks]
    return one(
        f"{name}.xlsx",
        [
            replace(each, cells=cells, also={"support_units": support}) if each.key == "lead_units" else each
            for each in columns
        ],
    )


def every_town(name: str) -> Book:
    """各镇 and 有关单位 as units; zeros and marks where nobody is named."""
    desk = Desk(name)
    support = ("各镇（街）、区直有关单位", 0, "——", "各镇人民政府", "无", "0", "区直各单位、各镇", "-")
    names = (["各镇（街）", "区直有关单位"], None, None, ["各镇人民政府"], None, None, ["区直各单位", "各镇"], None)
    cells = [Cell(raw, expected) for raw, expected in zip(support, names, strict=True)]
    leaders = [
        Cell(0, None) if place % 3 == 0 else people(desk.dice, task.leaders) for place, task in enumerate(desk.tasks)
    ]
    return one(f"{name}.xlsx", with_cells(with_cells(desk.columns(), "support_units", cells), "leaders", leaders))


def first_row_only(name: str) -> Book:
    """The class on the first of its rows only."""
    desk = Desk(name)
    seen: set[str] = set()
    cells = []
    for task in desk.tasks:
        cells.append(Cell(None if task.category in seen else task.category, task.category))
        seen.add(task.category)
    return one(f"{name}.xlsx", with_cells(desk.columns(), "category", cells), told=("filled_down",))


def merged_down(name: str) -> Book:
    """The class merged over its rows."""
    desk = Desk(name)
    book = one(f"{name}.xlsx", desk.columns())
    merge_down(book.pages[0], book.pages[0].expected[0], "category")
    return book


def ditto(name: str) -> Book:
    """同上 and 〃 in columns of words and of days."""
    desk = Desk(name)
    columns = desk.columns(days=("date",))
    for key, mark in (("category", "同上"), ("lead_units", " 同上 "), ("deadline", "〃")):
        column = next(each for each in columns if each.key == key)
        cells = list(column.cells)
        for place in (1, 2, 5):
            cells[place] = Cell(mark, cells[place - 1].expected)
        columns = with_cells(columns, key, cells)
    return one(f"{name}.xlsx", columns, told=("same_as_above",))


def sections(name: str) -> Book:
    """Lines such as 一、重要改革 carry the class, or the town, of the rows below."""
    desk = Desk(name, 9)
    by_town = "镇" in name
    if by_town:
        desk.tasks = sorted(desk.tasks, key=lambda task: TOWNS.index(task.town))
    groups = [task.town if by_town else task.category for task in desk.tasks]
    numbers = {group: "一二三四五六七八"[place] for place, group in enumerate(dict.fromkeys(groups))}
    texts = [f"{numbers[group]}、{group}" + ("" if by_town else f"（{groups.count(group)}项）") for group in groups]
    fields = ("no", "task", "lead_units", "leaders", "deadline", "weight", "percent", "remark")
    dress = Dress(
        sections=texts, wide_sections="合并" in name, subtotals="小计" in name, total="after" if "小计" in name else ""
    )
    values = [[group] for group in groups] if by_town else groups
    given = {"towns" if by_town else "category": values}
    return one(f"{name}.xlsx", desk.columns(fields), dress, given=given, told=("section_read",))


def misspelt(name: str) -> Book:
    """A typing error in a heading: not read in silence."""
    desk = Desk(name)
    key = name[3:].removesuffix("_错字")
    columns = desk.columns(FULL, words={key: MISSPELT[key]})
    asked = [replace(each, key=None) if each.key == key else each for each in columns]
    return one(f"{name}.xlsx", asked, told=(f"heading:{MISSPELT[key]}",))


def broken_cells(name: str) -> Book:
    """Excel's errors hold their rows."""
    desk = Desk(name)
    columns = desk.columns()
    cells = list(next(each for each in columns if each.key == "percent").cells)
    cells[2], cells[5] = Cell("#REF!", HELD), Cell("#N/A", HELD)
    return one(f"{name}.xlsx", with_cells(columns, "percent", cells), told=("error_cell",))


def without_year(name: str) -> Book:
    """Days without a year and no year anywhere."""
    desk = Desk(name)
    columns = with_cells(
        desk.columns(), "deadline", [Cell(DAYS["no_year"](task.deadline).written, ASK) for task in desk.tasks]
    )
    return one(f"{name}.xlsx", columns, Dress(titles=("任务榜",)), told=("year_unknown",))


def unclear_percents(name: str) -> Book:
    """0.8 beside 60: 80 % or 0.8 %?"""
    desk = Desk(name)
    cells = [Cell(0.8, ASK) if place == 3 else Cell(60 + place, 60.0 + place) for place in range(8)]
    return one(f"{name}.xlsx", with_cells(desk.columns(), "percent", cells), told=("ambiguous_percent",))


def wrong_sum(name: str) -> Book:
    """A total that is not the sum of its rows."""
    desk = Desk(name)
    dress = Dress(total="after", wrong_total="不符" in name)
    return one(f"{name}.xlsx", desk.columns(FULL), dress, told=("total_differs",) if "不符" in name else ())


# -- recipes: several tables -------------------------------------------------------------------------------------------


def sheet_per_town(name: str) -> Book:
    """One sheet per town, headings spelled anew on each."""
    pages = []
    for place, town in enumerate(TOWNS[:4]):
        desk = Desk(f"{name}{place}", 5)
        page = Page(town)
        lay(page, desk.columns(BASIC), Dress(titles=(f"{town}2022年任务台账",)), given={"towns": [[town]] * 5})
        pages.append(page)
    return Book(f"{name}.xlsx", pages, ("towns_from_sheet",))


def sheet_per_month(name: str) -> Book:
    """One sheet per month, with the same tasks."""
    desk = Desk(name)
    pages = []
    for month in (8, 9, 10, 11):
        page = Page(f"{month}月")
        columns = desk.columns(
            ("no", "task", "lead_units", "percent", "progress_text"), month=month, percents=("text",)
        )
        columns = [
            replace(each, key=f"{each.key}@{month_end(month)}") if each.key in ("percent", "progress_text") else each
            for each in columns
        ]
        lay(page, columns, Dress(titles=(f"2022年{month}月任务榜进度",)), kinds=("progress", "tasks"))
        pages.append(page)
    return Book(f"{name}.xlsx", pages)


def stacked(name: str) -> Book:
    """Two tables below each other, each with its own title and words."""
    page = Page("台账")
    for place, title in enumerate(("一、任务榜（2022年）", "二、亮点牌（2022年）")):
        desk = Desk(f"{name}{place}", 5)
        lay(
            page,
            desk.columns(BASIC if place else FULL),
            Dress(titles=(title,), total="after" if "合计" in name else ""),
        )
        page.next_row += 0 if "紧接" in name else 2
    return Book(f"{name}.xlsx", [page])


def stacked_problems(name: str) -> Book:
    """A table of tasks with a table of problems below it."""
    page, desk = Page("台账"), Desk(name, 6)
    lay(page, desk.columns(BASIC), Dress(titles=("2022年任务榜",)))
    page.next_row += 1
    lay(page, problem_columns(desk), Dress(titles=("问题清单",)), kinds=("problems",))
    return Book(f"{name}.xlsx", [page])


def problem_columns(desk: Desk) -> list[Column]:
    """A problem of each task: when it was found, is due, was closed."""
    days = [
        Cell(f"2022.{8 + place % 3}.{10 + place}", date(2022, 8 + place % 3, 10 + place))
        for place in range(len(desk.tasks))
    ]
    closed = [
        Cell(None, None) if place % 2 else Cell("2022年11月20日", date(2022, 11, 20))
        for place in range(len(desk.tasks))
    ]
    return [
        Column("task", ("任务名称",), [Cell(task.name, task.name) for task in desk.tasks]),
        Column("problem", ("问题描述",), [Cell(f"{task.name}推进受阻", f"{task.name}推进受阻") for task in desk.tasks]),
        Column("opened_on", ("发现日期",), days),
        Column("severity", ("严重程度",), [Cell("较重", "较重")] * len(desk.tasks)),
        Column("due_on", ("整改时限",), [DAYS["month_end"](task.deadline) for task in desk.tasks]),
        Column("closed_on", ("销号日期",), closed),
        desk.column("lead_units", words={"lead_units": "整改责任单位"}),
    ]


def other_kinds(name: str) -> Book:
    """Nodes, problems and visits of the same tasks, a sheet each."""
    desk = Desk(name, 6)
    task = Column("task", ("任务名称",), [Cell(each.name, each.name) for each in desk.tasks])
    nodes, visits, problems = Page("倒排工期"), Page("走访"), Page("问题清单")
    milestones = [
        task,
        Column("milestone", ("关键节点",), [Cell("完成征地", "完成征地")] * 6),
        Column("planned_on", ("计划完成时间",), [DAYS["cn"](each.deadline) for each in desk.tasks]),
        Column("weight", ("节点权重",), [Cell(30, 30.0)] * 6),
        Column("done_on", ("实际完成时间",), [DAYS["dots"](each.start) for each in desk.tasks]),
    ]
    lay(nodes, milestones, Dress(titles=("倒排工期表",)), kinds=("milestones",))
    seen = [
        Column("visited_on", ("走访日期",), [DAYS["slashes"](each.start) for each in desk.tasks]),
        replace(task, path=("走访项目",)),
        Column("visitor", ("带队领导",), [Cell(each.leaders[0], each.leaders[0]) for each in desk.tasks]),
        Column("verified_percent", ("现场核实进度",), desk.column("percent", percents=("text",)).cells),
        Column("problem", ("发现问题",), [Cell(each.problem or "无", each.problem) for each in desk.tasks]),
    ]
    lay(visits, seen, Dress(titles=("每周走访记录表",)), kinds=("visits",))
    lay(problems, problem_columns(desk), Dress(titles=("问题整改台账",)), kinds=("problems",))
    return Book(f"{name}.xlsx", [nodes, visits, problems])


def hidden(name: str) -> Book:
    """A hidden sheet is read and said to be hidden."""
    desk, old = Desk(name), Desk(f"{name}旧")
    shown, behind = Page("任务榜"), Page("旧表", hidden=True)
    lay(shown, desk.columns(), Dress())
    lay(behind, old.columns(), Dress())
    return Book(f"{name}.xlsx", [shown, behind], ("hidden_sheet",))


def beside_other_sheets(name: str) -> Book:
    """A ledger between a cover, an empty sheet and a table that is none."""
    cover, empty, other, ledger = Page("封面"), Page("Sheet3"), Page("通讯录"), Page("任务分解表")
    cover.put(4, 2, "清新区执行力建设年工作台账")
    cover.put(8, 2, "二〇二二年十一月")
    for row, words in enumerate(
        (("姓名", "职务", "电话"), ("张三", "科长", "0763-3311223"), ("李四", "科员", "0763-3311224"))
    ):
        for column, word in enumerate(words):
            other.put(row, column, word)
    lay(ledger, Desk(name).columns(FULL), Dress())
    return Book(f"{name}.xlsx", [cover, ledger, other, empty])


# -- recipes: everything together --------------------------------------------------------------------------------------


def mixed(name: str) -> Book:
    """Several traps at once, drawn from the seed."""
    desk = Desk(name, 12)
    dice = desk.dice
    dress = Dress(
        titles=dice.choice(
            (("2022年任务榜",), ("附件2", "2022年“一榜一牌”任务分解表"), ("任务台账", "（截至2022年11月30日）"))
        ),
        form=dice.choice(((), ("填报单位：区府办", "填报日期：2022年11月30日"))),
        legend=dice.random() < 0.3,
        merged=dice.random() < 0.7,
        spaced=dice.random() < 0.3,
        under=dice.choice(("", "", "numbers", "chinese", "allowed")),
        total=dice.choice(("", "before", "after")),
        repeat_after=dice.choice((0, 0, 6)),
        footer=dice.choice(((), ("填报人：王五", "审核人：赵六"))),
        notes=dice.choice(((), ("注：1.本表按月更新。", "2.红色为滞后任务。"), ("颜色说明：红色滞后、黄色预警",))),
        spare_rows=dice.choice((0, 0, 3)),
        origin=dice.choice(((0, 0), (0, 0), (2, 1))),
    )
    spellings = dice.sample(
        ("date", "dots", "cn", "month_end", "quarter", "digits", "evergreen", "no_year", "slash"), 4
    )
    fields = tuple(each for each in FULL if each in ("no", "task", "lead_units", "deadline") or dice.random() < 0.7)
    percents_ = dice.choice((("text", "done"), ("format",), ("plain",), ("text", "slash", "eighty_or_so")))
    if percents_ == ("plain",):
        desk.tasks = [
            replace(task, percents={month: max(each, 20.0) for month, each in task.percents.items()})
            for task in desk.tasks
        ]
    columns = desk.columns(fields, days=spellings, percents=percents_, unread=dice.sample(list(UNREAD), 2))
    if dice.random() < 0.4:
        columns = [each for each in columns if each.key != "percent"] + desk.months(
            lambda month: ("各月进度", f"{month}月"), percents=percents_
        )
    groups = {"lead_units": ("责任分工", "牵头单位"), "support_units": ("责任分工", "配合单位")}
    if dice.random() < 0.5 and {"lead_units", "support_units"} <= set(fields):
        columns = renamed(columns, groups)
    return one(f"{name}.xlsx", columns, dress)


_COLUMNS: dict[str, Callable[[str], Book]] = {
    "50_全部列_甲": every_column, "51_全部列_乙": every_column, "52_全部列_丙": every_column, "53_全部列_丁": every_column,
    "54_两行表头": two_rows, "55_两行表头_不合并": two_rows, "56_三行表头": three_rows, "57_三行表头_不合并": three_rows,
    "58_四行表头": four_rows, "59_断开的组": split_group, "5a_断开的组_月": split_group, **dict.fromkeys(MONTH_PATHS, month_columns), "66_周次": week_columns,
    "67_季度": quarter_columns, "70_责任单位在旁": beside, "71_单位带标签": labels, "72_各镇和零": every_town,
    "73_类别只填首行": first_row_only, "74_类别合并": merged_down, "75_同上": ditto, "76_分组行": sections,
    "77_分组行_合并_小计": sections, "78_分组行_按镇": sections, "79_分组行_小计": sections, "80_错误值": broken_cells,
    "81_没有年份": without_year, "82_百分比不清": unclear_percents, "83_合计不符": wrong_sum, "84_合计相符": wrong_sum,
    "85_deadline_错字": misspelt, "86_lead_units_错字": misspelt, "87_problem_错字": misspelt,
    "88_progress_text_错字": misspelt,
    "90_每镇一表": sheet_per_town, "91_每月一表": sheet_per_month, "92_两表叠放": stacked, "93_两表叠放_合计": stacked,
    "94_两表叠放_紧接": stacked, "95_任务加问题": stacked_problems, "96_其他各类": other_kinds, "97_隐藏表": hidden,
    "98_夹在别的表之间": beside_other_sheets,
}  # fmt: skip

BOOKS: dict[str, Callable[[str], Book]] = {
    **dict.fromkeys(DRESSES, dressed),
    **dict.fromkeys(DAY_SETS, days),
    **dict.fromkeys(PERCENT_SETS, percents),
    **_COLUMNS,
    **{f"m{place:02d}_混合": mixed for place in range(24)},
}
"""Name of a workbook -> the recipe that makes it from its name."""


def books(folder: Path) -> Iterator[tuple[Book, Path]]:
    """Write every workbook of the corpus; every other one with another library."""
    for place, (name, recipe) in enumerate(BOOKS.items()):
        book = recipe(name)
        writer = "openpyxl" if place % 2 or "错误值" in name else "xlsxwriter"
        yield book, save(book, folder, writer=writer)
