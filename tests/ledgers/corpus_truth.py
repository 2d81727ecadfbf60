"""What is true before anybody writes it down: tasks with their people, days and percents, drawn from a seed.

Nothing here knows how a workbook spells it; `corpus_spelling` does that, and `corpus` lays it out on sheets.
"""

import calendar
import random
from dataclasses import dataclass
from datetime import date, timedelta

__all__ = ["CLASSES", "TOWNS", "YEAR", "Task", "month_end", "tasks"]

YEAR = 2022
CLASSES = ("重要改革", "攻城拔寨", "底线必保")
TOWNS = ("太和镇", "太平镇", "三坑镇", "禾云镇", "山塘镇", "龙颈镇", "浸潭镇", "石潭镇")
UNITS = (
    "区发展和改革局", "区财政局", "区教育局", "区工业和信息化局", "区自然资源局", "区交通运输局", "区卫生健康局", "区水利局",
    "区农业农村局", "区市场监管局", "区委宣传部", "区委政法委", "区供电局", "市公安局清新分局", "区城市管理综合执法局",
)  # fmt: skip
PEOPLE = ("陈志明", "李丽", "黄国强", "何伟", "罗文静", "朱勇", "欧阳建国", "梁雪", "邓小兰", "潘杰")
LEADERS = ("陆明", "俞悦", "周建华", "冯海", "谭永康", "曾琳")
NAMES = (
    "推进广清接合片区农村产权流转平台建设", "地区生产总值增长5.5%左右", "太和工业园扩园（二期）征地拆迁", "建立成本合计核算制度",
    "保障区实验学校秋季开学，新增公办学位1500个", "X358线改造工程", "全面消除一般以上生产安全责任事故", "G107国道清新段路面大修",
    "“三资”平台规范化运行", "完成高标准农田建设2.3万亩", "整治城中村“握手楼”消防隐患", "新增规上工业企业20家", "区人民医院新院区主体封顶",
    "落实营商环境改革事项100项", "清新名片：三坑温泉小镇", "固定资产投资增长6%左右", "重大项目集中开工活动", "滨江河碧道一期",
    "办好民生实事：改造老旧小区8个", "禾云镇污水管网提质增效", "推动数字政府一体化，实现高频事项“零跑动”", "乡村振兴示范带（浸潭至石潭段）",
    "粮食播种面积稳定在30万亩以上", "扫黑除恶斗争常态化",
)  # fmt: skip
STATES = ("推进中", "已完成", "未启动", "滞后", "正常推进")
TEXTS = (
    "方案已印发，正在组织实施", "征地工作基本完成，剩余3户正在协商", "主体结构施工至第5层", "已完成立项批复，招标文件编制中",
    "项目前期工作有序推进；\n施工图已送审", "已召开专题会议2次，明确了下一步分工",
)  # fmt: skip
PROBLEMS = ("用地指标不足", "资金缺口约300万元", "部分村民对补偿标准有异议", "施工单位进场人员不够", None, None)
STEPS = ("加快办理用地手续", "争取专项债支持", "倒排工期，每周调度", "继续做好群众工作")
TARGETS = ("形成可复制经验", "年底前主体完工", "全年零事故", "进入全市前三名")
REMARKS = ("市级重点", "需区领导协调", None, None, None)


@dataclass(frozen=True)
class Task:
    """One task as the office knows it; `percents` is month -> percent, None where nobody reported."""

    no: int
    name: str
    category: str
    town: str
    lead: tuple[str, ...]
    support: tuple[str, ...]
    leaders: tuple[str, ...]
    people: tuple[str, ...]
    start: date
    deadline: date
    percents: dict[int, float | None]
    text: str
    status: str
    problem: str | None
    next_step: str
    target: str
    remark: str | None
    weight: float


def month_end(month: int, *, year: int = YEAR) -> date:
    """The month's last day.

    >>> month_end(9).isoformat()
    '2022-09-30'
    """
    return date(year, month, calendar.monthrange(year, month)[1])


def tasks(dice: random.Random, count: int) -> list[Task]:
    """`count` tasks, sorted by class as ledgers are."""
    names = dice.sample(NAMES, count)
    classes = sorted((dice.choice(CLASSES) for _ in names), key=CLASSES.index)
    return [_task(dice, place + 1, name, classes[place]) for place, name in enumerate(names)]


def _task(dice: random.Random, no: int, name: str, category: str) -> Task:
    start = date(YEAR, dice.randint(7, 9), dice.randint(1, 28))
    steps = sorted(dice.choice((0, 5, 12.5, 20, 35, 48, 60, 65, 72.5, 80, 95, 100)) for _ in range(4))
    units = dice.sample(UNITS, 5)
    return Task(
        no, name, category, dice.choice(TOWNS), tuple(units[: dice.choice((1, 1, 2))]), tuple(units[2 : dice.choice((2, 3, 5))]),
        tuple(dice.sample(LEADERS, dice.choice((1, 1, 2)))), tuple(dice.sample(PEOPLE, dice.choice((1, 2)))),
        start, min(start + timedelta(days=dice.randint(20, 110)), date(YEAR, 12, 30)),
        {month: float(step) for month, step in zip((8, 9, 10, 11), steps, strict=True)},
        dice.choice(TEXTS), dice.choice(STATES), dice.choice(PROBLEMS), dice.choice(STEPS), dice.choice(TARGETS),
        dice.choice(REMARKS), float(dice.choice((2, 3, 5, 10))),
    )  # fmt: skip
