"""What a blank ledger asks for, as data: kinds, their columns in order, and what goes into each. No functions.

The headings are words of `ledgers.columns.vocabulary`, so a filled blank is read like any other ledger.
"""

from dataclasses import dataclass

__all__ = ["BLANKS", "LISTS_OF_WORDS", "Ask", "Blank"]


@dataclass(frozen=True)
class Ask:
    """One column: its canonical name, heading, what goes in, in which form, an example, and how it is checked.

    `check` is text, day, percent, number, or the name of a list to choose from. `is_key` columns say which matter a row
    is about: where the office fills them in, they are locked. `several`: more than one name may stand in a cell.
    """

    field: str
    heading: str
    what: str
    form: str
    example: str
    check: str = "text"
    width: int = 14
    is_key: bool = False
    is_needed: bool = False
    several: bool = False


@dataclass(frozen=True)
class Blank:
    """One kind of ledger: its name, the sheet's name and its columns."""

    name: str
    sheet: str
    columns: tuple[Ask, ...]
    period_ahead: bool = False


LISTS_OF_WORDS = {
    "boards": ("任务榜", "亮点牌"),
    "categories": ("重要改革", "攻城拔寨", "底线必保"),
    "statuses": ("已完成", "推进中", "未启动"),
    "sequences": ("镇", "部门", "其他"),
    "severities": ("轻微", "一般", "较大", "重大", "特别重大"),
    "levels": ("国家级", "省级", "市级", "区级"),
    "supervised": ("未反馈", "已反馈", "整改中", "已销号"),
    "directions": ("越高越好", "越低越好"),
}
"""Lists to choose from that are the same everywhere; `units` and `tasks` come from the store."""

_DAY = "日期，例如 2022-09-30"
_NAMES = "单位全称；几个单位用顿号隔开"
_NO = Ask("no", "序号", "台账里的编号", "数字", "1", width=7, is_key=True)
_TASK = Ask(
    "task",
    "任务名称",
    "哪一项任务，和任务台账写得一样",
    "文字，可从下拉选",
    "太和工业园扩园",
    "tasks",
    34,
    is_key=True,
    is_needed=True,
)
_PROJECT = Ask("project", "所属项目", "任务属于哪个项目；没有就留空", "文字", "太和工业园", width=18, is_key=True)
_LEADERS = Ask("leaders", "项目长", "领办的区领导，一至两位", "姓名；两位用顿号隔开", "区领导01", width=14)
_LEAD = Ask("lead_units", "牵头单位", "谁牵头", _NAMES, "区发展和改革局", "units", 22, several=True)
_DEADLINE = Ask("deadline", "完成时限", "最迟哪天完成；评分按最早批准的时限", _DAY, "2022-12-20", "day", 13)
_TARGET = Ask("target", "目标效果", "做到什么样才算完成", "文字", "形成可复制的经验", width=28)
_REMARK = Ask("remark", "备注", "别的要说的话", "文字", "", width=18)

_TASKS = (
    _NO,
    Ask("board", "榜单", "任务榜还是亮点牌", "从下拉选", "任务榜", "boards", 9, is_key=True),
    Ask("category", "任务类别", "任务榜的三类；亮点牌可留空", "从下拉选", "攻城拔寨", "categories", 11),
    _PROJECT,
    Ask(
        "task",
        "任务名称",
        "任务的全名，以后各种台账都用这个名字",
        "文字",
        "太和工业园扩园",
        "text",
        34,
        is_key=True,
        is_needed=True,
    ),
    _TARGET,
    _LEADERS,
    _LEAD,
    Ask("lead_people", "责任人", "牵头单位的负责人，一至两位", "姓名；两位用顿号隔开", "负责人01", width=14),
    Ask("support_units", "配合单位", "谁配合", _NAMES, "区财政局、区自然资源局", "units", 22, several=True),
    Ask("towns", "属地镇", "落在哪个镇", "镇名；几个镇用顿号隔开", "太和镇", "units", 14, several=True),
    Ask("start", "启动时间", "哪天开始；不写按动员部署的日期", _DAY, "2022-09-05", "day", 13),
    _DEADLINE,
    Ask("weight", "任务权重", "在本类里占多重；不写就同样重", "数字", "1", "number", 10),
    _REMARK,
)
_MILESTONES = (
    _NO,
    _TASK,
    Ask(
        "milestone",
        "节点名称",
        "倒排工期的一个节点，一行一个",
        "文字",
        "完成征地",
        width=26,
        is_key=True,
        is_needed=True,
    ),
    Ask("planned_on", "节点计划完成时间", "这个节点计划哪天完成", _DAY, "2022-10-31", "day", 17),
    Ask("weight", "节点权重", "占整个任务的百分之几，一项任务合起来是 100", "数字", "30", "number", 10),
    Ask("status", "节点状态", "现在怎么样", "从下拉选", "推进中", "statuses", 11),
    Ask("done_on", "实际完成时间", "真正完成的那天；没完成就留空", _DAY, "2022-10-28", "day", 14),
    _REMARK,
)
_PROGRESS = (
    _NO,
    _TASK,
    Ask("lead_units", "牵头单位", "谁牵头", _NAMES, "区发展和改革局", "units", 20, is_key=True, several=True),
    Ask("deadline", "完成时限", "现在的时限；在这里改不算数，请报任务台账", _DAY, "2022-12-20", "day", 13, is_key=True),
    Ask("report_date", "填报日期", "这个进度是哪一天的", _DAY, "2022-11-30", "day", 13, is_needed=True),
    Ask(
        "percent",
        "完成百分比",
        "从开始到这一天一共完成多少；没有数就留空，不要填 0",
        "百分比，可以超过 100%",
        "65%",
        "percent",
        12,
    ),
    Ask("progress_text", "进展情况", "做了什么，一两句话", "文字", "征地已完成，正在三通一平", width=36),
    Ask("status", "任务状态", "现在怎么样", "从下拉选", "推进中", "statuses", 11),
    Ask("problem", "存在问题", "卡在哪里，要谁解决；没有就留空", "文字", "高压线迁改未批", width=26),
    Ask("next_step", "下一步打算", "接下来做什么，什么时候做到", "文字", "12月中旬完成主体", width=26),
)
_ORDERS = (
    Ask("order_no", "责任令编号", "责任令的编号", "文字", "清执责〔2022〕1号", "text", 22, is_key=True, is_needed=True),
    Ask("issued_on", "签发日期", "哪天签发", _DAY, "2022-09-05", "day", 13),
    _LEADERS,
    _LEAD,
    _TASK,
    _TARGET,
    _DEADLINE,
)
_VISITS = (
    _NO,
    Ask("visited_on", "走访日期", "哪天去的", _DAY, "2022-10-12", "day", 13, is_needed=True),
    _TASK,
    Ask("visitor", "走访人", "谁带队", "姓名", "区领导01", width=14),
    Ask(
        "verified_percent",
        "核验进度",
        "现场看到的累计进度；没有核就留空",
        "百分比，可以超过 100%",
        "60%",
        "percent",
        12,
    ),
    Ask("visit_score", "走访评分", "现场打的分，没有打就留空", "数字，0 至 100", "85", "number", 11),
    Ask("problem", "存在问题", "现场发现的问题；没有就留空", "文字", "施工力量不足", width=30),
    _REMARK,
)
_PROBLEMS = (
    _NO,
    _TASK,
    Ask("problem", "问题描述", "是什么问题", "文字", "高压线迁改未批", width=34, is_key=True, is_needed=True),
    Ask("opened_on", "发现日期", "哪天发现", _DAY, "2022-10-12", "day", 13, is_key=True),
    Ask("due_on", "整改时限", "最迟哪天改好", _DAY, "2022-10-31", "day", 13),
    Ask("closed_on", "办结日期", "真正改好的那天；没改好就留空", _DAY, "2022-10-28", "day", 13),
    Ask("severity", "严重程度", "有多严重", "从下拉选", "一般", "severities", 11),
    _LEAD,
)
_HONOURS = (
    _NO,
    Ask("unit", "加扣分单位", "给哪个单位", "单位全称", "太和镇", "units", 22, is_needed=True),
    Ask("matter", "加扣分事项", "因为什么", "文字", "信访工作获市表扬", width=34, is_needed=True),
    Ask("project", "所属项目", "是哪个项目或亮点品牌的；不是就留空", "文字", "平安清新", width=20),
    Ask("level", "级别", "哪一级", "从下拉选", "市级", "levels", 10),
    Ask("document_no", "文号", "依据的文件；没有文号不加分", "文字", "清府〔2022〕12号", "text", 22),
    Ask("city_rank", "全市排名", "在全市排第几；没有就留空", "数字", "1", "number", 10),
    Ask("points", "加扣分", "加几分写正数，扣几分写负数；不写按规则", "数字", "0.5", "number", 10),
    Ask("issued_on", "印发日期", "文件哪天印发", _DAY, "2022-10-12", "day", 13),
    _REMARK,
)
_SUPERVISIONS = (
    _NO,
    Ask(
        "matter", "督查事项", "督查、交办的是什么事", "文字", "秋冬季森林防火责任落实", width=34, is_key=True,
        is_needed=True,
    ),
    Ask(
        "task", "对应任务", "是哪项任务的事，和任务台账写得一样；与任务无关就留空", "文字，可从下拉选",
        "太和工业园扩园", "tasks", 24, is_key=True,
    ),
    Ask(
        "lead_units", "责任单位", "交办给谁；几个单位各自反馈的，一个单位一行", _NAMES, "太和镇", "units", 22,
        is_key=True, is_needed=True, several=True,
    ),
    Ask(
        "document_no", "督查编号", "督查通知、交办单的编号；没有就留空", "文字", "清督〔2022〕8号", "text", 18,
        is_key=True,
    ),
    Ask("issued_on", "交办日期", "哪天交办", _DAY, "2022-10-08", "day", 13, is_key=True, is_needed=True),
    Ask("due_on", "反馈时限", "最迟哪天反馈、办结；逾期按最早写明的时限算", _DAY, "2022-10-20", "day", 13),
    Ask("progress_text", "反馈情况", "责任单位怎么办的；还没有反馈就留空", "文字", "已签订责任书，划定网格", width=34),
    Ask("report_date", "反馈日期", "哪天反馈的", _DAY, "2022-10-18", "day", 13),
    Ask("visited_on", "核查日期", "哪天到现场核查过；没有核查就留空", _DAY, "2022-10-21", "day", 13),
    Ask("problem", "存在问题", "核查发现还差什么；没有就留空", "文字", "两个网格没有巡查记录", width=26),
    Ask("next_step", "下一步措施", "怎么整改，什么时候改好", "文字", "10月底前补齐", width=22),
    Ask("status", "办理状态", "现在怎么样", "从下拉选", "整改中", "supervised", 11),
    Ask("closed_on", "销号日期", "真正办结的那天；没办结就留空", _DAY, "2022-10-30", "day", 13),
    _REMARK,
)  # fmt: skip
_INDICATORS = (
    _NO,
    Ask("unit", "单位名称", "哪个镇或部门的数", "单位全称", "太和镇", "units", 22, is_key=True, is_needed=True),
    Ask(
        "indicator", "指标名称", "什么指标；百分比写在名称里", "文字", "镇工业总产值增速（%）", width=28, is_key=True,
        is_needed=True,
    ),
    Ask(
        "period", "统计期间", "从哪月到哪月的数", "2022年1-6月、2022年6月或 2022年", "2022年1-6月", "text", 16,
        is_needed=True,
    ),
    Ask("value", "完成值", "实际完成多少；没有数就留空，不要填 0", "数字；26.57% 写 26.57", "26.57", "number", 12),
    Ask("target_value", "目标值", "要完成多少；没有目标就留空", "数字", "20", "number", 12),
    Ask("direction", "指标方向", "越高越好还是越低越好", "从下拉选", "越高越好", "directions", 11),
    _REMARK,
)  # fmt: skip
_EXEMPTIONS = (
    _NO,
    _TASK,
    Ask(
        "milestone", "节点名称", "只豁免一个节点就写节点名称；整项任务豁免就留空", "文字", "完成征地", width=20,
        is_key=True,
    ),
    Ask(
        "reason", "豁免事由", "不可抗力、上级调整还是其他，什么情况", "文字", "不可抗力：台风强降雨停工", width=34,
        is_needed=True,
    ),
    Ask("approver", "批准领导", "哪位领导批准；没有具名的不作豁免", "姓名", "区领导01", width=14, is_needed=True),
    Ask("approved_on", "批准日期", "哪天批准；不早于原定时限的不作豁免", _DAY, "2022-10-12", "day", 13, is_needed=True),
    Ask("until", "豁免至", "到哪一天为止，过后照常计分", _DAY, "2022-11-15", "day", 13, is_needed=True),
    Ask("document_no", "批准文号", "批准的文件或审批单；没有就留空", "文字", "清执办〔2022〕6号", "text", 22),
    _REMARK,
)  # fmt: skip
_UNITS = (
    _NO,
    Ask(
        "unit",
        "单位名称",
        "单位全称，各种台账都用这个名字",
        "文字",
        "区发展和改革局",
        "text",
        30,
        is_key=True,
        is_needed=True,
    ),
    Ask("category", "序列", "在哪个序列里评比；镇和部门分开排", "从下拉选", "部门", "sequences", 10),
    Ask("aliases", "简称", "台账里还会怎么写这个单位", "文字；几个用顿号隔开", "区发改局、发改局", width=40),
)

BLANKS = {
    "units": Blank("单位表", "单位表", _UNITS),
    "tasks": Blank("任务台账", "任务台账", _TASKS),
    "orders": Blank("责任令登记表", "责任令", _ORDERS),
    "milestones": Blank("倒排工期表", "倒排工期", _MILESTONES),
    "progress": Blank("工作进度填报表", "进度填报", _PROGRESS, period_ahead=True),
    "visits": Blank("走访记录", "走访记录", _VISITS),
    "problems": Blank("问题台账", "问题台账", _PROBLEMS),
    "honours": Blank("加扣分台账", "加扣分", _HONOURS),
    "supervisions": Blank("督查台账", "督查", _SUPERVISIONS),
    "indicators": Blank("经济指标台账", "指标", _INDICATORS),
    "exemptions": Blank("豁免审批台账", "豁免审批", _EXEMPTIONS),
}
"""Kind -> its blank, in the order of `schema.KINDS`. `period_ahead`: the period stands in the title."""
