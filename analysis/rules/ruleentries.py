"""Every entry of a rule pack under the words that people use for it, and what one pack says otherwise than another."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from analysis.rules.rulepack import RulePack, pack_data

__all__ = ["RuleEntry", "pack_differences", "rule_entries"]

TABLES = {
    "ladder": "等级界线", "persistence": "升降级", "flags": "红黄旗", "deduction": "预扣分", "returns": "返还",
    "honours": "加分和批评", "index": "指数", "actual": "进度认定", "forecast": "预计完成", "plan": "计划",
    "severity": "问题轻重", "classes": "任务类别", "reporting": "填报纪律", "cadence": "走访和会议",
    "supervision": "督查", "staffing": "人员配备", "boards": "榜单", "ranking": "排名", "phases": "阶段",
    "published": "公开规则", "title": "名称", "effective_from": "施行日", "source": "来源",
}  # fmt: skip
"""Tables of a pack in the order in which people ask for them."""

WORDS = {
    "ladder.words": ("等级名称", ""), "ladder.lag": ("落后达到", "百分点"), "ladder.overdue": ("超期多于", "天"),
    "ladder.stale_days": ("多少天没有填报", "天"), "ladder.soon_days": ("节点到期前", "天"),
    "ladder.reminder_level": ("没有填报、临期的等级", "级"), "ladder.remind_unreported": ("从未填报的提醒", ""),
    "ladder.spi_below": ("工期绩效低于", ""), "ladder.tspi_above": ("所需速度超过计划", "倍"),
    "ladder.slip_above": ("预计晚于时限，超过总工期的份额", ""), "ladder.ratio_level": ("上面三项的等级", "级"),
    "ladder.judged_after": ("工期过多少份额才看上面三项", ""), "ladder.behind_days": ("须同时落后", "天"),
    "persistence.weekday": ("每周评估在星期几", ""), "persistence.upgrade_after": ("升级须连续", "周"),
    "persistence.downgrade_after": ("降级须连续", "周"), "persistence.near_points": ("快要升级：差", "百分点"),
    "persistence.near_days": ("快要升级：差", "天"), "persistence.lights": ("灯色", ""),
    "persistence.rungs.level": ("按月升级：原等级", "级"), "persistence.rungs.to": ("按月升级：升为", "级"),
    "persistence.rungs.running": ("按月升级：连续", "个月"), "persistence.rungs.times": ("按月升级：累计", "次"),
    "persistence.rungs.months": ("按月升级：在几个月内", "个月"),
    "flags.red": ("红旗的叫法", ""), "flags.yellow": ("黄旗的叫法", ""), "flags.red_index": ("红旗：指数达到", "分"),
    "flags.red_lag": ("红旗：落后不超过", "百分点"), "flags.red_level": ("红旗：等级不高于", "级"),
    "flags.yellow_lag": ("黄旗：落后达到", "百分点"), "flags.yellow_level": ("黄旗：等级达到", "级"),
    "flags.min_known": ("已知份额不少于", ""), "flags.min_projects": ("项目不少于", "个"),
    "flags.veto_words": ("一票否决的情形", ""), "flags.veto_severities": ("一票否决的轻重", ""),
    "flags.quotas.kind": ("名额的序列", ""), "flags.quotas.red": ("红旗名额", "面"),
    "flags.quotas.yellow": ("黄旗名额", "面"),
    "deduction.by_level": ("每月预扣", "分"), "deduction.task_cap": ("每项任务每年最多", "分"),
    "deduction.unit_cap": ("每个单位每年最多", "分"), "deduction.unit_scale": ("任务权重超过多少按比例", ""),
    "returns.in_time": ("按期完成返还的份额", ""), "returns.late": ("逾期完成返还的份额", ""),
    "honours.bonus_cap": ("加分合计最多", "分"), "honours.criticism_words": ("算作批评的词", ""),
    "honours.bonus": ("表彰加分", "分"), "honours.criticism": ("批评扣分", "分"), "honours.levels": ("级别的写法", ""),
    "index.slope": ("每落后 1 个百分点扣", "分"), "index.late_days": ("迟满即为 0 分", "天"),
    "index.visits_counted": ("取最近走访", "次"), "index.gap_slope": ("填报每高出核验 1 个百分点扣", "分"),
    "index.min_known": ("已知少于即不评的份额", ""), "index.weights.progress": ("权重：进度", ""),
    "index.weights.nodes": ("权重：节点准时", ""), "index.weights.visits": ("权重：现场质量", ""),
    "index.weights.problems": ("权重：问题整改", ""),
    "actual.next_node_share": ("填报可超前下一节点的份额", ""), "actual.verified_days": ("走访核验管用", "天"),
    "actual.verified_margin": ("填报可高出核验", "百分点"), "actual.recent_days": ("近期速度看", "天"),
    "actual.finished_words": ("表示完成的词", ""),
    "forecast.recent": ("近期速度的分量", ""), "forecast.spi": ("工期绩效的分量", ""),
    "forecast.neutral": ("照计划的分量", ""), "forecast.slowest": ("最慢按计划的", "倍"),
    "forecast.fastest": ("最快按计划的", "倍"),
    "plan.task_weight": ("没有写权重的任务按", ""), "plan.quarters.words": ("按季度计划的任务含有的词", ""),
    "plan.quarters.shares": ("季度末应达", "%"),
    "severity.other": ("没有列出的按", ""), "severity.words": ("轻重", ""),
    "classes.each.name": ("类别名称", ""), "classes.each.words": ("类别的写法", ""), "classes.each.way": ("评法", ""),
    "classes.each.weight": ("类别权重", ""), "classes.each.nodes": ("节点所占份额", ""),
    "classes.incident": ("发生一起扣", "分"), "classes.incident_words": ("算作事故的词", ""),
    "cadence.visits_a_week": ("每周走访", "次"), "cadence.visit_phases": ("须走访的阶段", ""),
    "cadence.bulletin_day": ("月通报在次月", "日"), "cadence.dispatch_day": ("季调度在次月", "日"),
    "cadence.dispatch_months": ("季调度的月份", ""), "cadence.due_days": ("多少天内到期的列出", "天"),
    "cadence.utc_hours": ("当地时间比世界时早", "小时"),
    "reporting.due_day": ("填报在次月几日前", "日"), "reporting.missing_after_days": ("再过多少天算漏报", "天"),
    "reporting.false_points": ("核验低多少算虚报", "百分点"), "reporting.false_days": ("多少天内的核验", "天"),
    "supervision.remind_days": ("到期前提醒", "天"), "supervision.escalate_days": ("逾期多少天升级", "天"),
    "staffing.leaders": ("项目长人数", "人"), "staffing.lead_people": ("牵头单位负责人人数", "人"),
    "boards.expected": ("应有任务", "项"), "ranking.kinds": ("排名的序列", ""),
    "ranking.min_effective": ("参加排名须有有效项目", "个"), "ranking.interval": ("名次区间的把握", ""),
    "ranking.draws": ("名次区间抽样", "次"), "ranking.seed": ("抽样种子", ""),
    "ranking.quarter": ("点名看前后多少份额", ""), "ranking.probability": ("点名须有把握", ""),
    "ranking.target_met": ("居前点名：指数达到", "分"), "ranking.target_missed": ("居后点名：指数低于", "分"),
    "phases.name": ("阶段名称", ""), "phases.from": ("阶段开始", ""), "phases.to": ("阶段结束", ""),
}  # fmt: skip
"""Entry -> (words, unit). One that is not here is called by its table alone, and cannot be edited on the screen."""

_STEPS = {"ladder.lag": 1, "ladder.overdue": 1, "deduction.by_level": 0, "persistence.lights": 0}
_SPANS = {"staffing.leaders": ("最少", "最多"), "staffing.lead_people": ("最少", "最多"),
          "plan.quarters.shares": ("第一季度", "第二季度", "第三季度", "第四季度")}  # fmt: skip


@dataclass(frozen=True)
class RuleEntry:
    """One entry: where it stands (`ladder.lag[2]`), under which heading, in which words, and what it says."""

    field: str
    table: str
    words: str
    unit: str
    value: object

    @property
    def is_number(self) -> bool:
        """Whether it can be edited as a number."""
        return isinstance(self.value, int | float) and not isinstance(self.value, bool)


def rule_entries(pack: RulePack) -> list[RuleEntry]:
    """Every entry of the pack, in the order of TABLES.

    >>> from analysis.rules.rulepack import rule_pack
    >>> [(each.words, each.value) for each in rule_entries(rule_pack()) if each.field == "ladder.lag[2]"]
    [('落后达到（黄牌）', 20.0)]
    """
    data = pack_data(pack)
    return [each for table in TABLES if table in data for each in _entries(table, table, "", data[table], pack)]


def _entries(field: str, plain: str, name: str, held: object, pack: RulePack) -> Iterator[RuleEntry]:
    """The entries under one field; plain: the field without places in lists, name: what tells siblings apart."""
    if isinstance(held, Mapping):
        listed = plain in WORDS
        for key, value in held.items():
            inner = (plain, key) if listed else (f"{plain}.{key}", name)
            yield from _entries(f"{field}.{key}", *inner, value, pack)
    elif isinstance(held, list) and (plain in _STEPS or plain in _SPANS or _is_table(held)):
        for i, value in enumerate(held):
            yield from _entries(f"{field}[{i}]", plain, _place(plain, i, value, pack), value, pack)
    else:
        words, unit = WORDS.get(plain, (TABLES[plain.split(".")[0]], ""))
        said = f"{words}（{name}）" if name else words
        yield RuleEntry(field, TABLES[plain.split(".")[0]], said, unit, held)


def _is_table(held: list) -> bool:
    return bool(held) and isinstance(held[0], Mapping)


def _place(plain: str, i: int, value: object, pack: RulePack) -> str:
    """What people call the i-th of a list."""
    if plain in _STEPS:
        return pack.ladder.words[i + _STEPS[plain]]
    if plain in _SPANS:
        return _SPANS[plain][i]
    named = value.get("kind") or value.get("name") if isinstance(value, Mapping) else None
    return named or f"第 {i + 1} 条"


def pack_differences(before: RulePack, after: RulePack) -> list[str]:
    """What `after` says otherwise than `before`, a Chinese sentence each, old → new; [] where they say the same. Name
    and day of coming into force are no rules and are left out.

    >>> from analysis.rules.rulepack import checked_pack, rule_pack
    >>> data = pack_data(rule_pack())
    >>> data["ladder"]["lag"][2] = 18.0
    >>> pack_differences(rule_pack(), checked_pack(data, name="改"))
    ['等级界线：落后达到（黄牌）由 20 百分点改为 18 百分点。']
    """
    old, new = ({each.field: each for each in rule_entries(pack) if "." in each.field} for pack in (before, after))
    old, new = ({name: each for name, each in told.items() if each.table != "公开规则"} for told in (old, new))
    said = []
    for field in dict.fromkeys([*old, *new]):
        then, now = old.get(field), new.get(field)
        each = now or then
        if then is None:
            said.append(f"{each.table}：增加{each.words}，为 {_said(now)}。")
        elif now is None:
            said.append(f"{each.table}：去掉{each.words}，原为 {_said(then)}。")
        elif then.value != now.value:
            said.append(f"{each.table}：{each.words}由 {_said(then)}改为 {_said(now)}。")
    if before.published != after.published:
        said.append(f"公开规则：{_quoted(before)}改为{_quoted(after)}。")
    return said


def _quoted(pack: RulePack) -> str:
    return f"《{pack.title}》的亮灯亮牌" if pack.published else "不采用"


def _said(each: RuleEntry) -> str:
    value = each.value
    if isinstance(value, bool):
        return "有" if value else "没有"
    if isinstance(value, int | float):
        return f"{value:g} {each.unit}".rstrip()
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)
