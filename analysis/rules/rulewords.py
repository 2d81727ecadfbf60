"""A rule pack in words: one Chinese sentence for each rule, for the page on which it is read and chosen."""

from analysis.rules.rulepack import RulePack
from analysis.rules.ruleparts import MEASURES, OPS, Condition, MarkRule, Published, Rate, Repeat

__all__ = ["pack_sentences", "value_words"]


def pack_sentences(rules: RulePack) -> list[tuple[str, str]]:
    """(subject matter, sentence) of every rule of the pack, in the order in which a reader asks: what it is, the
    published rules where there are any, the ladder, flags, deductions, index, plan, supervision.

    >>> from analysis.rules.rulepack import rule_pack
    >>> [said for about, said in pack_sentences(rule_pack()) if about == "升降级"][0]
    '连续 2 周达到某一级才升级，日期触发的当即升级；连续 2 周低于现等级，降一级。'
    """
    parts = (
        _head, _of_published, _ladder, _memory, _flags, _deductions, _index, _ranking, _plan, _supervision, _exempt,
        _plausible,
    )  # fmt: skip
    return [said for part in parts for said in part(rules)]


def value_words(held: Condition, value: float) -> str:
    """A condition that was met, with the value that met it.

    >>> value_words(Condition("lag", ">", 30.0), 31.5)
    '落后序时进度 31.5 个百分点（超过 30 个百分点）'
    """
    name, unit = MEASURES[held.measure]
    return f"{name} {round(value, 2):g} {unit}（{OPS[held.op]} {held.value:g} {unit}）"


def _head(rules: RulePack) -> list[tuple[str, str]]:
    lines = [("来源", f"{rules.title}，自 {rules.effective_from} 起施行；{rules.source}。")]
    if rules.published:
        lines.append(("来源", f"原文可靠程度：{rules.published.quality}；对象：{rules.published.subject}。"))
    if rules.published and rules.published.unused:
        lines.append(("来源", f"未采用：{rules.published.unused}。"))
    return lines


def _of_published(rules: RulePack) -> list[tuple[str, str]]:
    said = rules.published
    if said is None:
        return []
    marks = [("亮灯亮牌", _rule(rule)) for rule in said.rules]
    marks += [("累计", _repeat(rule)) for rule in said.repeats]
    marks += [("计分", _rate(rate)) for rate in said.rates]
    return marks + _limits(said)


def _limits(said: Published) -> list[tuple[str, str]]:
    lines = []
    if said.trace_from:
        lines.append(("留痕", f"曾亮{said.trace_from}的，补齐后为{said.trace_to}，当年不再转优。"))
    if said.cap:
        lines.append(("计分", f"加减分合计以 {said.cap:g} 分为限。"))
    if said.months != 1:
        lines.append(("周期", f"每 {said.months} 个月评一次。"))
    return lines


def _condition(held: Condition) -> str:
    name, unit = MEASURES[held.measure]
    return f"{name}{OPS[held.op]} {held.value:g} {unit}"


def _rule(rule: MarkRule) -> str:
    who = f"{'、'.join(rule.kinds)}：" if rule.kinds else ""
    then = f"，{rule.then}" if rule.then else ""
    return f"{who}{'且'.join(_condition(held) for held in rule.when)}的，{rule.mark}{then}。"


def _repeat(rule: Repeat) -> str:
    who = f"{'、'.join(rule.kinds)}：" if rule.kinds else ""
    full = rule.running or rule.times
    often = f"连续 {full} 次{rule.mark}" if rule.running else f"一年累计 {full} 次{rule.mark}"
    often = f"每次{rule.mark}" if full == 1 and rule.every else often
    points = f"{'扣' if rule.points < 0 else '加'} {abs(rule.points):g} 分" if rule.points else ""
    becomes = f"升为{rule.becomes}" if rule.becomes else ""
    return f"{who}{often}的，{'，'.join(part for part in (becomes, rule.then, points) if part)}。"


def _rate(rate: Rate) -> str:
    name, unit = MEASURES[rate.measure]
    note = f"（{rate.note}）" if rate.note else ""
    return f"{name}每 1 {unit}{'扣' if rate.points < 0 else '加'} {abs(rate.points):g} 分{note}。"


def _ladder(rules: RulePack) -> list[tuple[str, str]]:
    ladder = rules.ladder
    steps = zip(ladder.words[1:], ladder.lag, ladder.overdue, strict=True)
    lines = [f"落后序时进度 {lag:g} 个百分点及以上，或超期多于 {days:g} 天的，{word}。" for word, lag, days in steps]
    ratio = ladder.words[ladder.ratio_level]
    lines.append(
        f"工期过 {ladder.judged_after:.0%} 后，工期绩效低于 {ladder.spi_below:g}、"
        f"所需速度超过计划 {ladder.tspi_above:g} 倍"
        f"或预计晚于时限超过总工期 {ladder.slip_above:.0%} 的，{ratio}。"
    )
    lines.append(
        f"超过 {ladder.stale_days} 天未更新填报，或 {ladder.soon_days} 天内有节点到期未完成的，"
        f"{ladder.words[ladder.reminder_level]}。"
    )
    return [("等级", line) for line in lines]


def _memory(rules: RulePack) -> list[tuple[str, str]]:
    rule, words = rules.persistence, rules.ladder.words
    lines = [
        f"连续 {rule.upgrade_after} 周达到某一级才升级，日期触发的当即升级；"
        f"连续 {rule.downgrade_after} 周低于现等级，降一级。"
    ]
    for rung in rule.rungs:
        often = [f"连续 {rung.running} 个月"] if rung.running else []
        often += [f"{rung.months} 个月内 {rung.times} 次"] if rung.times else []
        lines.append(f"月末等级{'或'.join(often)}为{words[rung.level]}的，升为{words[rung.to]}。")
    return [("升降级", line) for line in lines]


def _flags(rules: RulePack) -> list[tuple[str, str]]:
    flags, words = rules.flags, rules.ladder.words
    quotas = "；".join(
        f"{q.kind} {flags.red}不超过 {q.red} 面、{flags.yellow}不超过 {q.yellow} 面" for q in flags.quotas
    )
    return [
        (
            "红黄旗",
            f"指数达到 {flags.red_index:g}、落后不超过 {flags.red_lag:g} 个百分点、等级不高于{words[flags.red_level]}，"
            f"且在本序列名额之内的，拟授{flags.red}。",
        ),
        (
            "红黄旗",
            f"落后 {flags.yellow_lag:g} 个百分点及以上或等级达到{words[flags.yellow_level]}，"
            f"且列本序列末位名额之内的，拟亮{flags.yellow}。",
        ),
        ("红黄旗", f"名额：{quotas}。"),
        ("红黄旗", f"草稿公示后 {flags.objection_days} 天内可以提出异议，过后提出的留存并注明逾期。"),
        ("红黄旗", f"有下列情形的通报批评或重大问题，一票否决{flags.red}：{'、'.join(flags.veto_words)}。"),
    ]


def _deductions(rules: RulePack) -> list[tuple[str, str]]:
    rule, words, back = rules.deduction, rules.ladder.words, rules.returns
    each = "、".join(f"{word} {points:g} 分" for word, points in zip(words, rule.by_level, strict=True) if points)
    levels = "、".join(f"{level} {points:g} 分" for level, points in rules.honours.bonus)
    return [
        (
            "预扣分",
            f"每月预扣：{each}；每项任务每年不超过 {rule.task_cap:g} 分，每个单位每年不超过 {rule.unit_cap:g} 分。",
        ),
        ("预扣分", f"按期完成返还 {back.in_time:.0%}，逾期完成返还 {back.late:.0%}，其余年终确认。"),
        (
            "加分",
            f"上级表彰加分：{levels}；同一事项只计最高一级，须有文号，合计不超过 {rules.honours.bonus_cap:g} 分。",
        ),
    ]


def _index(rules: RulePack) -> list[tuple[str, str]]:
    weights = rules.index.weights
    parts = (
        ("进度", weights.progress),
        ("节点准时", weights.nodes),
        ("现场质量", weights.visits),
        ("问题整改", weights.problems),
    )
    said = "、".join(f"{name} {share:.0%}" for name, share in parts)
    return [("指数", f"权重：{said}；已知部分不足 {rules.index.min_known:.0%} 的不评。")]


def _exempt(_rules: RulePack) -> list[tuple[str, str]]:
    return [
        ("豁免", "具名领导在原定时限以前批准、写明截止日期的，期内不评、不预扣、不评旗；时限不因此后移，期满照常评。")
    ]


def _plausible(rules: RulePack) -> list[tuple[str, str]]:
    rule = rules.plausibility
    lines = (
        f"月末 {rule.jump_days} 天内的填报比当月前一次增加 {rule.jump_points:g} 个百分点及以上，"
        f"或占当月进度 {rule.jump_share:.0%} 及以上（当月进度不少于 {rule.jump_least:g} 个百分点）。",
        f"进度退 {rule.fall_points:g} 个百分点及以上；文字照抄而进度升 {rule.copied_rise:g} 个百分点及以上；"
        "填报满进度而没有核验、节点、文字佐证。",
        f"一个牵头单位或项目长推后时限 {rule.moved_tasks} 项及以上，或 {rule.moved_least} 项及以上且占 "
        f"{rule.moved_share:.0%}；同一项目新增 {rule.split_tasks} 项及以上名称相近的任务。",
    )
    return [("核查（只提示，不扣分）", line) for line in lines]


def _ranking(rules: RulePack) -> list[tuple[str, str]]:
    rule = rules.ranking
    return [
        ("排名", f"{'、'.join(rule.kinds)}各排各的；名次按指数往同序列平均收缩以后排，项目越少收缩越多；有效项目不足 "
                 f"{rule.min_effective:g} 个的列出不排名，差异不显著时不排先后。"),
        ("排名", f"点名要同时满足：在前（后）{rule.quarter:.0%} 之内的把握不小于 {rule.probability:.0%}，"
                 f"且指数达到 {rule.target_met:g}（低于 {rule.target_missed:g}）。"),
    ]  # fmt: skip


def _plan(rules: RulePack) -> list[tuple[str, str]]:
    rule = rules.plan.quarters
    if not rule.words:
        return []
    shares = "、".join(f"{share:g}%" for share in rule.shares)
    words = "、".join(f"“{word}”" for word in rule.words)
    return [("计划", f"没有节点的任务按天数直线推算；写明{words}的，四个季度末应达 {shares}。")]


def _supervision(rules: RulePack) -> list[tuple[str, str]]:
    rule = rules.supervision
    return [("督查", f"到期前 {rule.remind_days} 天内提醒；逾期超过 {rule.escalate_days} 天的，升级督办。")]
