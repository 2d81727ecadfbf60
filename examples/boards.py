"""The plan's workbooks: unit table, 任务榜 as issued and as amended, 亮点牌, 责任令, 倒排工期."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from examples.layout import Col, Page, Section
from examples.story import Brand, Story, Task

__all__ = [
    "CLASSES",
    "DEMO",
    "MECHANISM",
    "amended_board",
    "board",
    "brands",
    "milestones",
    "order_changes",
    "orders",
    "units",
]

DEMO = "（演示数据）"
MECHANISM = "清新区2022年“一榜一牌一令”"
CLASSES = ("重要改革", "攻城拔寨", "底线必保")
AUG, SEP, OCT, NOV = date(2022, 8, 31), date(2022, 9, 30), date(2022, 10, 31), date(2022, 11, 30)
MIDDLE = (date(2022, 9, 15), date(2022, 10, 15), date(2022, 11, 15))
ISSUED = date(2022, 9, 5)
AMENDED = {16: "2022年12月31日", 14: "待定"}
"""What the amendment of 10 November says instead: one later deadline, and one that nobody can read."""
REASONS = {
    16: "二期地块用地指标未下达，经领导小组同意延期；评分仍按原时限",
    14: "管线迁改后重新倒排，时限待会商",
}
SIGNED = ("填报人：负责人20        审核人：负责人19",)


def names(values: Sequence[str], joint: str = "、") -> str | None:
    """Names in one cell; None for nobody."""
    return joint.join(values) or None


def board(story: Story) -> list[Page]:
    """任务榜 as issued on 5 September: every column on one sheet, class merged, progress at the end of August."""
    columns = (
        Col("序号", 6), Col("类别", 10), Col("所属项目", 18, "text"), Col("重点任务", 28, "text"),
        Col("目标效果", 30, "text"), Col("项目长\n（牵头区领导）", 12), Col("牵头单位", 24), Col("牵头单位负责人", 18),
        Col("配合单位", 26), Col("属地镇", 16), Col("启动时间", 12, "date"), Col("完成时限", 16, "date"),
        Col("权重", 7, "number"), Col("8月底完成率", 10, "percent"), Col("备注", 12, "text"),
    )  # fmt: skip
    rows = [
        (
            task.no, task.category, task.project, task.name, task.target, names(task.leaders), names(task.lead_units),
            names(task.lead_people), names(task.support_units), names(task.towns), task.start, _deadline(task),
            task.weight, task.reports[AUG] / 100 if AUG in task.reports else None, None,
        )
        for task in story.tasks
    ]  # fmt: skip
    note = "填报单位：区“执行力建设年”领导小组办公室（演示数据）                填报日期：2022年9月5日"
    return [Page("任务榜", f"{MECHANISM}任务榜工作台账{DEMO}", note, columns, rows, (1,), SIGNED, ("附件1",))]


def amended_board(story: Story) -> list[Page]:
    """The board after the amendment of 10 November, kept by another clerk: other headings, classes as rows."""
    columns = (
        Col("编号", 6), Col("重点工作任务", 28, "text"), Col("支撑项目", 18, "text"), Col("年度目标", 30, "text"),
        Col("包干领导", 12), Col("主责单位", 20), Col("单位负责人", 12), Col("协同配合单位", 22), Col("所在镇", 12),
        Col("开始时间", 14), Col("完成时限", 18), Col("权重", 7, "number"), Col("备注", 30, "text"),
    )  # fmt: skip
    rows: list = []
    for number, category in zip("一二三", CLASSES, strict=True):
        tasks = [task for task in story.tasks if task.category == category]
        rows.append(Section(f"{number}、{category}"))
        rows += [_amended_row(task) for task in tasks]
    note = "填报单位：区“执行力建设年”领导小组办公室（演示数据）                调整日期：2022年11月10日"
    title = f"{MECHANISM}任务榜动态调整台账（2022年11月10日）{DEMO}"
    return [Page("任务榜动态调整", title, note, columns, rows, (), SIGNED)]


def _amended_row(task: Task) -> tuple:
    return (
        task.no, task.name, task.project, task.target, names(task.leaders), names(task.lead_units, "\n"),
        names(task.lead_people, "\n"), names(task.support_units, "\n"), names(task.towns, "\n"),
        f"{task.start:%Y.%m.%d}", AMENDED.get(task.no, f"{task.deadline:%Y.%m.%d}"), task.weight,
        REASONS.get(task.no),
    )  # fmt: skip


def _deadline(task: Brand) -> date | str:
    """The deadline as that row's clerk wrote it: a date, or words."""
    iso = task.deadline is not None and task.written == task.deadline.isoformat()
    return task.deadline if iso else task.written


def brands(story: Story) -> list[Page]:
    """亮点牌: ten brands with a column of progress for each half month."""
    days = {
        "8月底": AUG, "9月15日": MIDDLE[0], "9月底": SEP, "10月15日": MIDDLE[1], "10月底": OCT,
        "11月15日": MIDDLE[2], "11月底": NOV,
    }  # fmt: skip
    columns = (
        Col("序号", 6), Col("所属项目", 18, "text"), Col("重点任务", 30, "text"), Col("目标效果", 34, "text"),
        Col("牵头区领导", 12), Col("牵头单位", 20), Col("负责人", 12), Col("属地镇", 12), Col("启动时间", 12, "date"),
        Col("完成时限", 16, "date"), *(Col(f"{name}完成率", 10, "percent") for name in days),
    )  # fmt: skip
    rows = [
        (
            brand.no, brand.project, brand.name, brand.target, names(brand.leaders), names(brand.lead_units),
            names(brand.lead_people), names(brand.towns) or "—", brand.start, _deadline(brand),
            *(brand.reports[on] / 100 if on in brand.reports else "—" for on in days.values()),
        )
        for brand in story.brands
    ]  # fmt: skip
    note = "填报单位：区“执行力建设年”领导小组办公室（演示数据）                填报日期：2022年11月30日"
    title = "清新区2022年亮点牌（十大亮点品牌）工作台账" + DEMO
    return [Page("亮点牌", title, note, columns, rows, (), ("注：“—”为当次未报送。", *SIGNED))]


def orders(story: Story) -> list[Page]:
    """责任令: one numbered order for each project, from its 项目长 to the lead units, a line for each task."""
    columns = (
        Col("责任令编号", 24), Col("签发日期", 12, "date"), Col("所属项目", 20, "text"), Col("重点任务", 30, "text"),
        Col("项目长", 12), Col("牵头单位", 22), Col("牵头单位负责人", 14), Col("完成时限", 14, "date"),
        Col("目标效果", 36, "text"),
    )  # fmt: skip
    rows: list[tuple] = []
    for number, (project, tasks) in enumerate(groupby(story.tasks, key=lambda task: task.project), 1):
        order = f"清执令〔2022〕第{number:02d}号"
        rows += [
            (
                order, ISSUED, project, task.name, names(task.leaders), names(task.lead_units),
                names(task.lead_people), task.deadline, task.target,
            )
            for task in tasks
        ]  # fmt: skip
    note = "签发：牵头区领导（项目长）        承令：牵头单位        登记日期：2022年9月5日"
    return [Page("责任令", f"{MECHANISM}责任令台账{DEMO}", note, columns, rows, (0,), SIGNED)]


def order_changes(story: Story) -> list[Page]:
    """责任令 issued again or later: the number, the day, what it is about, the deadline that holds from then on."""
    columns = (
        Col("责任令编号", 24), Col("签发日期", 12, "date"), Col("所属项目", 20, "text"), Col("重点任务", 30, "text"),
        Col("项目长", 12), Col("牵头单位", 22), Col("完成时限", 14, "date"), Col("目标效果", 36, "text"),
        Col("变更原因", 30, "text"),
    )  # fmt: skip
    rows = [
        (
            change.order, change.on, change.task.project, change.task.name, names(change.task.leaders),
            names(change.task.lead_units), change.deadline, change.task.target, change.why,
        )
        for change in sorted(story.changes, key=lambda change: (change.on, change.order))
    ]  # fmt: skip
    note = "变更只登记新的时限，首次签发的时限照旧保留                登记日期：2022年11月10日"
    title = f"{MECHANISM}责任令变更登记表（2022年11月10日）{DEMO}"
    return [Page("责任令变更", title, note, columns, rows, (), SIGNED)]


def milestones(story: Story) -> list[Page]:
    """倒排工期 on three sheets, one for each class; done dates as known on 30 November."""
    return [_milestone_page(category, story.tasks) for category in CLASSES]


def _milestone_page(category: str, tasks: Sequence[Task]) -> Page:
    columns = (
        Col("序号", 6), Col("重点任务", 30, "text"), Col("关键节点", 32, "text"), Col("节点权重", 10, "number"),
        Col("计划完成时间", 14, "date"), Col("实际完成时间", 14, "date"), Col("是否完成", 10),
    )  # fmt: skip
    rows = [
        (
            task.no, task.name, node.name, node.weight, node.planned, node.done,
            "已完成" if node.done else "未完成" if node.planned <= NOV else "推进中",
        )
        for task in tasks
        if task.category == category
        for node in task.nodes
    ]  # fmt: skip
    note = "倒排工期、列出进度、挂图作战                更新日期：2022年11月30日"
    title = f"{MECHANISM}任务榜倒排工期表——{category}{DEMO}"
    return Page(category, title, note, columns, rows, (0, 1), SIGNED)


def units(story: Story) -> list[Page]:
    """The unit table: official name, sequence, short names."""
    columns = (Col("序号", 6), Col("单位名称", 28, "text"), Col("单位类型", 12), Col("简称", 40, "text"))
    rows = [(number, unit.name, unit.kind, names(unit.aliases)) for number, unit in enumerate(story.units, 1)]
    note = "镇和部门分序列评比，不混排"
    return [Page("单位表", f"清新区2022年“一榜一牌一令”参评单位表{DEMO}", note, columns, rows)]
