"""The workbooks of what happened: weekly visits, problems and their closing, praise and criticism, exemptions,
督查 items."""

import random
from collections.abc import Sequence
from datetime import date, timedelta

from examples.boards import DEMO, MECHANISM, SIGNED, names
from examples.layout import Col, Page
from examples.story import NEAR, Brand, Story, Visit

__all__ = ["evidence", "exemptions", "honours", "problems", "supervisions", "visits", "weekly_visits"]

FIRST_MONDAY = date(2022, 9, 5)
WEEKS = 13
LAST_DAY = date(2022, 11, 30)
SEED = 20220905
LOW, HIGH = 60, 98


def weekly_visits(story: Story, *, seed: int = SEED) -> tuple[Visit, ...]:
    """Thirteen weeks of visits: those that the story fixes, and a quarter of the tasks and one brand each week.

    A task is left out around a fixed visit and once it is finished; who visits is its first 项目长.
    """
    dice = random.Random(seed)
    made = list(story.visits)
    for week in range(WEEKS):
        due = [task for task in story.tasks if (task.no + week) % 4 == 0] + [story.brands[week % len(story.brands)]]
        for task in due:
            on = min(FIRST_MONDAY + timedelta(days=7 * week + task.no * 3 % 5), LAST_DAY)
            offsets = dice.randint(0, 3), dice.randint(-3, 3)
            if _worth_a_visit(task, on, story.visits):
                made.append(_visit(task, on, offsets))
    return tuple(sorted(made, key=lambda visit: (visit.on, visit.task.name)))


def _worth_a_visit(task: Brand, on: date, fixed: Sequence[Visit]) -> bool:
    near = any(visit.task == task and abs(visit.on - on) <= timedelta(days=10) for visit in fixed)
    week_ago = task.reported(on - timedelta(days=7))
    return not near and task.reported(on) is not None and (week_ago is None or week_ago < 100)


def _visit(task: Brand, on: date, offsets: tuple[int, int]) -> Visit:
    gap, luck = offsets
    honest = "石潭镇" in task.towns
    coming = [task.reports[report] for report in sorted(task.reports) if on <= report <= on + NEAR]
    seen = coming[-1] if coming else task.reported(on)
    verified = max(0, round(seen) - (0 if honest else gap))
    score = min(HIGH, max(LOW, task.quality + luck + (2 if honest else 0)))
    return Visit(task, on, task.leaders[0], verified, score, "")


def visits(story: Story) -> list[Page]:
    """每周走访: a sheet for each month."""
    made = weekly_visits(story)
    return [_visit_page(month, [visit for visit in made if visit.on.month == month]) for month in (9, 10, 11)]


def _visit_page(month: int, made: Sequence[Visit]) -> Page:
    columns = (
        Col("任务序号", 8), Col("走访日期", 12, "date"), Col("带队领导", 12), Col("重点任务", 34, "text"),
        Col("牵头单位", 24), Col("核验进度", 10, "percent"), Col("走访评分", 10, "number"), Col("发现问题", 36, "text"),
    )  # fmt: skip
    rows = [
        (
            visit.task.no, visit.on, visit.visitor, visit.task.name, names(visit.task.lead_units), visit.verified / 100,
            visit.score, visit.problem or "无",
        )
        for visit in made
    ]  # fmt: skip
    title = f"{MECHANISM}项目长每周走访台账（2022年{month}月）{DEMO}"
    note = "“项目长”带队每周走访项目一线；核验进度为现场核验数，与填报数分开登记"
    return Page(f"{month}月", title, note, columns, rows, (), SIGNED)


def problems(story: Story) -> list[Page]:
    """问题整改: opened, to be closed by, closed, how severe."""
    columns = (
        Col("任务序号", 8), Col("发现日期", 12, "date"), Col("重点任务", 32, "text"), Col("存在问题", 38, "text"),
        Col("严重程度", 10), Col("责任单位", 26), Col("整改时限", 12, "date"), Col("销号日期", 12, "date"),
        Col("整改情况", 12),
    )  # fmt: skip
    ordered = sorted(story.problems, key=lambda problem: (problem.opened, problem.task.no))
    rows = [
        (
            problem.task.no, problem.opened, problem.task.name, problem.text, problem.severity,
            names(problem.task.lead_units),
            problem.due, problem.closed, "已销号" if problem.closed else "整改中",
        )
        for problem in ordered
    ]  # fmt: skip
    note = "填报单位：区“执行力建设年”领导小组办公室（演示数据）                更新日期：2022年11月30日"
    return [Page("问题台账", f"{MECHANISM}问题整改台账{DEMO}", note, columns, rows, (), SIGNED)]


def honours(story: Story) -> list[Page]:
    """加扣分: praise and criticism by level, with a document number or without."""
    columns = (
        Col("序号", 6), Col("日期", 12, "date"), Col("单位", 22), Col("级别", 8), Col("事项", 52, "text"),
        Col("所属项目", 20, "text"), Col("文号", 24), Col("全市排名", 10, "number"), Col("加扣分", 10, "number"),
        Col("备注", 24, "text"),
    )  # fmt: skip
    rows = [
        (
            number, honour.on, honour.unit, honour.level, honour.matter, honour.project or None,
            honour.document or "无", honour.rank, honour.points,
            None if honour.document else "无文号，仅登记不加分",
        )
        for number, honour in enumerate(story.honours, 1)
    ]  # fmt: skip
    note = "同一事项只取最高级别；文号、分值为演示数据                更新日期：2022年11月30日"
    return [Page("加扣分", f"{MECHANISM}加分扣分台账{DEMO}", note, columns, rows, (), SIGNED)]


def supervisions(story: Story) -> list[Page]:
    """督查事项: asked, answered, checked on the spot, closed."""
    columns = (
        Col("序号", 6), Col("督查事项", 34, "text"), Col("重点任务", 30, "text"), Col("责任单位", 24),
        Col("文号", 22), Col("交办日期", 12, "date"), Col("反馈时限", 12, "date"), Col("反馈日期", 12, "date"),
        Col("反馈情况", 34, "text"), Col("核查日期", 12, "date"), Col("存在问题", 28, "text"),
        Col("销号日期", 12, "date"),
    )  # fmt: skip
    rows = [
        (
            number, item.matter, item.task.name if item.task else None, names(item.units), item.document, item.issued,
            item.due, item.fed_back, item.feedback or None, item.checked, item.found or None, item.closed,
        )
        for number, item in enumerate(sorted(story.supervisions, key=lambda item: (item.issued, item.matter)), 1)
    ]  # fmt: skip
    note = "填报单位：区“执行力建设年”领导小组办公室（演示数据）                更新日期：2022年11月30日"
    return [Page("督查事项", f"{MECHANISM}督查事项台账{DEMO}", note, columns, rows, (), SIGNED)]


def exemptions(story: Story) -> list[Page]:
    """豁免审批: which task is not judged for a while, why, who approved it, until when."""
    columns = (
        Col("序号", 6), Col("重点任务", 34, "text"), Col("牵头单位", 24), Col("不可抗力说明", 44, "text"),
        Col("批准领导", 12), Col("批准日期", 12, "date"), Col("豁免至", 12, "date"), Col("批准文号", 24),
        Col("备注", 16, "text"),
    )  # fmt: skip
    rows = [
        (
            number, each.task.name, names(each.task.lead_units), each.reason, each.approver, each.approved, each.until,
            each.document, None,
        )
        for number, each in enumerate(sorted(story.exemptions, key=lambda each: each.approved), 1)
    ]  # fmt: skip
    note = "先于原定时限批准的才作豁免，期内不评，期满照常；全部为演示数据                更新日期：2022年11月30日"
    return [Page("豁免审批", f"{MECHANISM}不可抗力豁免审批台账{DEMO}", note, columns, rows, (), SIGNED)]


def evidence(story: Story) -> list[Page]:
    """亮点牌佐证: rank in the city month by month, instructions and press cases of the brands; none earns points."""
    columns = (
        Col("序号", 6), Col("日期", 12, "date"), Col("亮点品牌", 22, "text"), Col("单位", 22), Col("级别", 12),
        Col("事项", 46, "text"), Col("文号", 24), Col("全市排名", 10, "number"), Col("备注", 20, "text"),
    )  # fmt: skip
    rows = [
        (
            number, row.on, row.project, row.unit, row.level, row.matter, row.document or "无", row.rank,
            "全市8个县（市、区）" if row.rank else None,
        )
        for number, row in enumerate(sorted(story.evidence, key=lambda row: (row.on, row.project)), 1)
    ]  # fmt: skip
    note = "名次、批示、宣传只作亮点品牌的佐证，不加分                更新日期：2022年11月30日"
    return [Page("亮点牌佐证", f"清新区2022年亮点牌全市排名与典型宣传台账{DEMO}", note, columns, rows, (), SIGNED)]
