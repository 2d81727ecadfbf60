"""The workbooks that report progress: three months by three clerks, half months, a town's own, a department's own."""

from collections.abc import Sequence
from datetime import date

from examples.boards import CLASSES, DEMO, MECHANISM, MIDDLE, NOV, OCT, SEP, SIGNED, names
from examples.layout import Cell, Col, Page, Section, Total
from examples.story import Story, Task

__all__ = ["half_months", "november", "october", "road_office", "september", "town_ledger"]

UNREADABLE = {20: "见附件"}
"""What stands in November's percent cell of a task instead of a number."""
NOTE = "填报单位：区“执行力建设年”领导小组办公室（演示数据）                数据截止：2022年{0.month}月{0.day}日"


def september(story: Story) -> list[Page]:
    """September: class merged, percent as a plain number, a 小计 for each class and a 合计."""
    columns = (
        Col("序号", 6), Col("类别", 10), Col("重点任务", 30, "text"), Col("牵头单位", 22),
        Col("完成进度(%)", 12, "number"), Col("进展情况", 44, "text"),
        Col("存在问题", 30, "text"), Col("下一步工作打算", 34, "text"),
    )  # fmt: skip
    rows: list = []
    for category in CLASSES:
        tasks = _of(story, category)
        rows += [
            (
                task.no, category, task.name, names(task.lead_units), task.reports.get(SEP),
                *_words(task, SEP, nothing="无"),
            )
            for task in tasks
        ]  # fmt: skip
        rows.append(Total(("小计", None, f"{category}{len(tasks)}项", None, _mean(tasks, SEP), None, None, None)))
    rows.append(Total(("合计", None, "30项", None, _mean(story.tasks, SEP), None, None, None)))
    title = f"{MECHANISM}任务榜9月进度月报{DEMO}"
    return [Page("9月月报", title, NOTE.format(SEP), columns, rows, (1,), SIGNED)]


def october(story: Story) -> list[Page]:
    """October, another clerk: classes as rows, percent cells formatted %, other headings."""
    columns = (
        Col("编号", 6), Col("工作任务", 30, "text"), Col("牵头责任单位", 22), Col("责任人", 14),
        Col("形象进度", 10, "percent"), Col("目前进展状况", 44, "text"), Col("存在困难", 30, "text"),
        Col("下步措施", 34, "text"),
    )  # fmt: skip
    rows: list = []
    for number, category in zip("一二三", CLASSES, strict=True):
        rows.append(Section(f"{number}、{category}"))
        rows += [
            (
                task.no, task.name, names(task.lead_units, "\n"), names(task.lead_people, "\n"),
                task.reports[OCT] / 100 if OCT in task.reports else None, *_words(task, OCT, nothing=None),
            )
            for task in _of(story, category)
        ]  # fmt: skip
    title = f"{MECHANISM}任务榜10月进展情况通报表{DEMO}"
    return [Page("10月", title, NOTE.format(OCT), columns, rows, (), SIGNED)]


def november(story: Story) -> list[Page]:
    """November, a third clerk: headings of two rows, percent as text "65%", one not readable."""
    columns = (
        Col("序号", 6), Col("攻坚类别", 10), Col("攻坚事项", 30, "text"), Col("责任单位", 34, "text"),
        Col("完成率", 10, group="11月进度情况"), Col("工作进展", 44, "text", "11月进度情况"),
        Col("延期原因", 30, "text", "困难和措施"), Col("下一步计划", 34, "text", "困难和措施"),
    )  # fmt: skip
    rows = [
        (
            task.no, task.category, task.name, _lead_and_support(task), _text_percent(task, NOV),
            *_words(task, NOV, nothing="——"),
        )
        for task in story.tasks
    ]  # fmt: skip
    title = f"{MECHANISM}任务榜11月进度月报{DEMO}"
    return [Page("11月月报", title, NOTE.format(NOV), columns, rows, (1,), SIGNED)]


def half_months(story: Story) -> list[Page]:
    """Half-monthly dispatch: three days side by side under one group heading, "—" where nothing was sent."""
    columns = (
        Col("序号", 6), Col("重点任务", 34, "text"), Col("牵头单位", 30),
        *(Col(f"{on.month}月{on.day}日完成率（%）", 14, "number", "半月调度进度") for on in MIDDLE),
    )  # fmt: skip
    rows = [
        (task.no, task.name, names(task.lead_units), *(task.reports.get(on, "—") for on in MIDDLE))
        for task in story.tasks
    ]
    title = f"{MECHANISM}任务榜半月进度调度表{DEMO}"
    note = "填报单位：区“执行力建设年”领导小组办公室（演示数据）                单位：%"
    return [Page("半月进度", title, note, columns, rows, (), ("注：“—”为当次未报送。", *SIGNED))]


def town_ledger(story: Story) -> list[Page]:
    """太平镇's own ledger: two sheets of two days, classes as rows, its own headings, percent as text."""
    days = (date(2022, 10, 20), date(2022, 11, 20))
    return [_town_page(story, on) for on in days]


def _town_page(story: Story, on: date) -> Page:
    columns = (
        Col("序号", 6), Col("工作事项", 34, "text"), Col("承办单位", 26), Col("完成百分比", 12),
        Col("最新进展", 50, "text"), Col("卡点堵点", 30, "text"),
    )  # fmt: skip
    rows: list = []
    for category in CLASSES:
        rows.append(Section(category))
        rows += [
            (
                task.no, task.name, names(task.lead_units, "/"), f"{_between(task, on):.0f}%", task.progress_text(on),
                "无",
            )
            for task in _of(story, category)
            if "太平镇" in task.towns
        ]  # fmt: skip
    title = f"太平镇2022年{on.month}月重点工作自报台账{DEMO}"
    note = f"填报单位：太平镇（演示数据）                填报日期：2022年{on.month}月{on.day}日"
    return Page(f"{on.month}月{on.day}日", title, note, columns, rows, (), ("填报人：负责人11",))


def road_office(story: Story) -> list[Page]:
    """区交通运输局's own table of its roads on 20 November."""
    on = date(2022, 11, 20)
    columns = (
        Col("序号", 6), Col("任务名称", 32, "text"), Col("责任主体", 34, "text"), Col("完成进度", 12, "percent"),
        Col("工作进展", 46, "text"), Col("存在困难", 32, "text"), Col("整改措施", 34, "text"),
    )  # fmt: skip
    rows = [
        (
            task.no, task.name, _lead_and_support(task, "\n"), round(_between(task, on)) / 100,
            task.progress_text(on), task.trouble.get(on, "/"), task.next_step(on),
        )
        for task in story.tasks
        if "区交通运输局" in task.lead_units
    ]  # fmt: skip
    title = f"区交通运输局重点交通项目进度表{DEMO}"
    note = "截至2022年11月20日                填报单位：区交通运输局（演示数据）"
    return [Page("重点交通项目", title, note, columns, rows, (), SIGNED)]


def _of(story: Story, category: str) -> list[Task]:
    return [task for task in story.tasks if task.category == category]


def _words(task: Task, on: date, *, nothing: str | None) -> tuple[Cell, Cell, Cell]:
    """Progress, difficulty and next step; a task that sent no report has none of them."""
    if on not in task.reports and task.no not in UNREADABLE:
        return (None, None, None)
    return (task.progress_text(on), task.trouble.get(on, nothing), task.next_step(on))


def _text_percent(task: Task, on: date) -> str | None:
    return UNREADABLE.get(task.no, f"{task.reports[on]}%" if on in task.reports else None)


def _lead_and_support(task: Task, joint: str = "；") -> str:
    lead, support = names(task.lead_units), names(task.support_units)
    return f"牵头：{lead}" + (f"{joint}配合：{support}" if support else "")


def _between(task: Task, on: date) -> float:
    return task.reported(on) or 0.0


def _mean(tasks: Sequence[Task], on: date) -> float:
    known = [task.reports[on] for task in tasks if on in task.reports]
    return round(sum(known) / len(known), 1)
