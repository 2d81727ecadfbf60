"""A rule pack to be read and tried: its sentences, the thresholds that can be tried out, what is wrong with a copy."""

import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

import analysis

__all__ = [
    "TRIALS", "Trial", "mark_table", "pack_head", "pack_titles", "rule_groups", "trial_data", "trial_error",
    "trial_groups", "trial_value",
]  # fmt: skip


@dataclass(frozen=True)
class Trial:
    """One threshold that can be tried: where it stands in a pack (`ladder.lag[2]`), its heading and name, its step."""

    field: str
    group: str
    label: str
    step: float = 1.0

    def limits(self, data: Mapping) -> dict[str, float | str]:
        """Return value, step, least value and format for a form; counts and days stay whole numbers."""
        value = trial_value(data, self.field)
        kind = type(value)
        shown = "%d" if kind is int else "%g"
        return {"value": value, "step": kind(self.step), "min_value": kind(0), "format": shown}


_WORDS = ("提醒", "预警", "黄牌", "约谈")

TRIALS = (
    *(Trial(f"ladder.lag[{i}]", "落后多少百分点", word) for i, word in enumerate(_WORDS)),
    *(Trial(f"ladder.overdue[{i}]", "超期多于多少天", word) for i, word in enumerate(_WORDS)),
    Trial("ladder.stale_days", "时间", "多少天没有填报"),
    Trial("ladder.soon_days", "时间", "节点到期前多少天"),
    Trial("persistence.upgrade_after", "时间", "升级须连续几周"),
    Trial("persistence.downgrade_after", "时间", "降级须连续几周"),
    *(Trial(f"deduction.by_level[{i}]", "每月预扣分", word, 0.5) for i, word in enumerate(_WORDS, start=1)),
    Trial("deduction.task_cap", "上限", "每项任务每年", 0.5),
    Trial("deduction.unit_cap", "上限", "每个单位每年", 1.0),
    Trial("honours.bonus_cap", "上限", "加分合计", 0.5),
    Trial("flags.red_index", "红黄旗", "红旗：指数达到"),
    Trial("flags.red_lag", "红黄旗", "红旗：落后不超过"),
    Trial("flags.yellow_lag", "红黄旗", "黄旗：落后达到"),
    Trial("index.weights.progress", "指数权重（合计为 1）", "进度", 0.05),
    Trial("index.weights.nodes", "指数权重（合计为 1）", "节点准时", 0.05),
    Trial("index.weights.visits", "指数权重（合计为 1）", "现场质量", 0.05),
    Trial("index.weights.problems", "指数权重（合计为 1）", "问题整改", 0.05),
)
"""Every threshold that the screen lets one try. A new one is one entry."""


def trial_groups() -> list[tuple[str, list[Trial]]]:
    """Return the thresholds under their headings."""
    groups: dict[str, list[Trial]] = {}
    for trial in TRIALS:
        groups.setdefault(trial.group, []).append(trial)
    return list(groups.items())


def pack_titles() -> dict[str, str]:
    """Return the shipped packs to choose from: name -> title, the default one first.

    >>> next(iter(pack_titles().values()))
    '默认'
    """
    return {name: analysis.rule_pack(name).title for name in analysis.pack_names()}


def pack_head(rules: analysis.RulePack) -> str:
    """Say which pack this is, from when on it holds and where it comes from."""
    when = rules.effective_from
    return f"《{rules.title}》自 {when.year}年{when.month}月{when.day}日 起施行。来源：{rules.source}。"


def rule_groups(rules: analysis.RulePack) -> list[tuple[str, list[str]]]:
    """Return the sentences of a pack under what they are about, in the order in which a reader asks."""
    groups: dict[str, list[str]] = {}
    for about, said in analysis.pack_sentences(rules):
        groups.setdefault(about, []).append(said)
    return list(groups.items())


def trial_value(data: Mapping, field: str) -> float:
    """Return what stands at a field of `analysis.pack_data`.

    >>> trial_value({"ladder": {"lag": [5, 10]}}, "ladder.lag[1]")
    10
    """
    value = data
    for key in _keys(field):
        value = value[key]
    return value


def trial_data(data: Mapping, values: Mapping[str, float]) -> dict:
    """Return a copy of `analysis.pack_data` with other values at these fields; its title says so when any differs.

    >>> trial_data({"title": "默认", "ladder": {"lag": [5, 10]}}, {"ladder.lag[1]": 12})
    {'title': '默认（试改）', 'ladder': {'lag': [5, 12]}}
    """
    found = copy.deepcopy(dict(data))
    if any(trial_value(data, field) != value for field, value in values.items()):
        found["title"] = f"{data['title']}（试改）"
    for field, value in values.items():
        *way, last = _keys(field)
        place = found
        for key in way:
            place = place[key]
        place[last] = value
    return found


def _keys(field: str) -> list[str | int]:
    return [int(word) if word.isdigit() else word for word in re.findall(r"\w+", field)]


def trial_error(error: analysis.RulePackError) -> str:
    """Say what is wrong with a copy and which field of the form it is about."""
    named = (
        [f"{trial.group}·{trial.label}" for trial in TRIALS if trial.field.startswith(error.field)]
        if error.field
        else []
    )
    sentence = re.sub(r"^规则包 \S+\.toml\s*的?\s*", "", str(error))
    said = (
        re.sub(r"[a-z_]+(?:\.[a-z_]+|\[\d+\])*", "这一项", sentence, count=1).replace("这一项 ", "这一项")
        if named
        else sentence
    )
    where = f"“{named[0]}”" if len(named) == 1 else f"“{named[0].split('·')[0]}”一组" if named else "这份规则"
    return f"{where}填得不对：{said}"


def mark_table(marks: pd.DataFrame) -> pd.DataFrame:
    """Return what a published rule would light in the last period: mark, task, why; those in order are left out."""
    if marks.empty:
        return pd.DataFrame(columns=["标志", "任务", "理由"])
    last = marks[marks["period"].eq(marks["period"].max()) & marks["reasons"].map(len).gt(0) & marks["mark"].notna()]
    return pd.DataFrame({"标志": last["mark"], "任务": last["task"], "理由": last["reasons"].map("；".join)})
