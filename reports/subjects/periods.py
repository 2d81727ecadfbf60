"""Months and quarters as the office works through them: state, steps, checklist, objections, what was frozen, errata.

Input is `analysis.Span`, `analysis.freezing.coverage`, `analysis.flagging.objections`, `analysis.freezing.errata`,
and the store's frozen periods.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType

import pandas as pd

import analysis
from reports.pieces.tables import Source
from reports.subjects.flagging import flag_name
from reports.words.levels import badge
from reports.words.wording import day, number

__all__ = [
    "FROZEN", "FROZEN_CODES", "check_rows", "coverage_figures", "errata_groups", "errata_lead", "errata_subjects",
    "errata_value_table", "frozen_form", "joined_sources", "months_frozen", "months_line",
    "objection_choices", "objection_lines", "objection_name", "objection_tasks", "period_labels", "period_line",
    "period_state", "period_steps", "period_table", "point_table",
    "source_place",
]  # fmt: skip

NOT_BEGUN, DRAFT, OBJECTING, FROZEN = "未开始", "草稿", "异议期", "已冻结"
_SIGNS = {analysis.OK: "✔", analysis.OPEN: "◆", analysis.BLOCKING: "✖"}
_STATES = {analysis.OK: "具备", analysis.OPEN: "待办", analysis.BLOCKING: "先办"}
_TASK = "任务"


def period_state(span: analysis.Span, window: tuple[date, date] | None, *, frozen: bool, today: date) -> str:
    """Name where a period stands: 未开始 (no draft yet), 异议期, 草稿 (the window is over), 已冻结.

    >>> october = analysis.named_span("2022-10")
    >>> period_state(october, (date(2022, 11, 2), date(2022, 11, 7)), frozen=False, today=date(2022, 11, 7))
    '异议期'
    """
    if frozen:
        return FROZEN
    if window is None:
        return NOT_BEGUN
    return OBJECTING if today <= window[1] else DRAFT


def period_labels(names: Iterable[str]) -> dict[str, str]:
    """Return the periods to choose from, the newest first: name -> words. A link carries the words: no state in them.

    >>> period_labels(["2022-09", "2022-Q3"])
    {'2022-Q3': '2022年第三季度', '2022-09': '2022年9月'}
    """
    return {name: analysis.named_span(name).words for name in reversed(list(names))}


def period_line(states: Mapping[str, str]) -> str:
    """Say how many periods stand where.

    >>> period_line({"2022-09": "已冻结", "2022-Q3": "未开始", "2022-10": "未开始"})
    '全部周期 3 个：已冻结 1 个，未开始 2 个'
    """
    counts = [(state, list(states.values()).count(state)) for state in (FROZEN, DRAFT, OBJECTING, NOT_BEGUN)]
    return f"全部周期 {len(states)} 个：" + "，".join(f"{state} {count} 个" for state, count in counts if count)


def period_table(states: Mapping[str, str], windows: Mapping[str, tuple | None], frozen: Mapping) -> pd.DataFrame:
    """Return all periods, the newest first: state, window, who froze it."""
    rows = []
    for name, state in reversed(states.items()):
        window, kept = windows[name], frozen.get(name)
        months = months_frozen(analysis.named_span(name), frozen)
        count = f"{sum(months.values())}/{len(months)} 个月已冻结" if months else "—"
        until = f"{day(window[0], year=False)}—{day(window[1], year=False)}" if window else "—"
        rows.append((analysis.named_span(name).words, state, until, count, kept.frozen_by if kept else "—"))
    return pd.DataFrame(rows, columns=["周期", "状态", "异议期", "所含月份", "冻结人"])


def months_frozen(span: analysis.Span, frozen: Mapping, *, at: datetime | None = None) -> dict[str, bool]:
    """Return the months of a quarter and whether each is frozen (by the moment `at`): 7月 -> True; {} of a month.

    >>> months_frozen(analysis.named_span("2022-Q3"), {})
    {'7月': False, '8月': False, '9月': False}
    """
    if span.months == (span.name,):
        return {}
    held = {name: name in frozen and (at is None or frozen[name].frozen_at <= at) for name in span.months}
    return {f"{analysis.named_span(name).last.month}月": on for name, on in held.items()}


def months_words(months: Mapping[str, bool]) -> str:
    """Say which months of a quarter are frozen.

    >>> months_words({"7月": True, "8月": False, "9月": False})
    '7月已冻结，8月、9月未冻结'
    """
    sides = {"已冻结": [month for month, on in months.items() if on]}
    sides["未冻结"] = [month for month, on in months.items() if not on]
    return "，".join(f"{'、'.join(names)}{state}" for state, names in sides.items() if names)


def months_line(months: Mapping[str, bool]) -> str:
    """Say what freezing a quarter does to its months; "" where there are none.

    >>> months_line({"7月": True, "8月": False, "9月": True})
    '7月、9月已冻结，8月未冻结：冻结季度只固定季度自己的内容，不代替冻结月份，8月的旗和异议仍可决定。'
    """
    if not months:
        return ""
    open_ = "、".join(month for month, on in months.items() if not on)
    if not open_:
        return f"{months_words(months)}：季度另外固定自己的内容。"
    return f"{months_words(months)}：冻结季度只固定季度自己的内容，不代替冻结月份，{open_}的旗和异议仍可决定。"


def period_steps(state: str, window: tuple[date, date] | None) -> list[tuple[str, str, str]]:
    """Return the way of a period as steps: (name, note, past | now | ahead)."""
    at = {NOT_BEGUN: 0, OBJECTING: 2, DRAFT: 3, FROZEN: 5}[state]
    until = f"到{day(window[1], year=False)}" if window else "公示以后起算"
    steps = [
        ("核对", "填报、走访、疑点"),
        ("公示", "打开草稿"),
        ("异议", until),
        ("定旗", "逐面确认"),
        ("冻结", "此后只出勘误"),
    ]
    now = (0, 1) if at == 0 else (at,) if at != 3 else (3, 4)
    return [(name, note, "now" if i in now else "past" if i < at else "ahead") for i, (name, note) in enumerate(steps)]


def coverage_figures(table: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Return how many checks are met, how many points are open and how many stand in the way."""
    whats = table.groupby("what", sort=False)["state"].agg(lambda states: states.eq(analysis.OK).all())
    open_, blocking = (int(table["state"].eq(state).sum()) for state in (analysis.OPEN, analysis.BLOCKING))
    return [
        ("已具备", f"{int(whats.sum())} 项", f"共查 {len(whats)} 项"),
        ("待办", f"{open_} 处", "写明理由也可以冻结"),
        ("必须先办", f"{blocking} 处", "办完才能冻结"),
    ]


def check_rows(table: pd.DataFrame) -> list[tuple[str, str, str, str]]:
    """Return one line a check: (style code, sign, what, in a few words)."""
    rows = []
    for what, mine in table.groupby("what", sort=False):
        worst = next(s for s in (analysis.BLOCKING, analysis.OPEN, analysis.OK) if mine["state"].eq(s).any())
        left = mine[mine["state"].eq(worst)]
        first = left.iloc[0]
        whose = "" if first["subject"] == "全部" else f"{first['subject']}："
        words = f"{whose}{first['sentence']}" + (f"……共 {len(left)} 处" if len(left) > 1 else "")
        rows.append((worst, f"{_SIGNS[worst]} {_STATES[worst]}", what, words))
    return rows


def point_table(table: pd.DataFrame) -> pd.DataFrame:
    """Return what is open or in the way, point by point."""
    rows = table[table["state"].ne(analysis.OK)]
    return pd.DataFrame(
        {"检查": rows["what"], "状态": rows["state"].map(_STATES), "对象": rows["subject"], "情况": rows["sentence"]}
    )


def objection_tasks(tasks: pd.DataFrame) -> dict[str, str]:
    """Return the tasks that somebody can object about: subject of the decision -> words.

    >>> objection_tasks(pd.DataFrame({"task_id": ["ab"], "task": ["修路"]}))
    {'任务!ab': '任务 · 修路'}
    """
    return {f"{_TASK}!{one.task_id}": f"{_TASK} · {one.task}" for one in tasks.itertuples()}


def objection_choices(flags: pd.DataFrame, tasks: pd.DataFrame) -> dict[str, str]:
    """Return what an objection can be about: the flags of the period, then tasks: subject -> words."""
    stands = flags[flags["flag"].notna() & (flags["proposed"].eq(True) | flags["final"].notna())]
    names = {flag_name(one): None for one in stands.to_dict("records")}
    return {name: objection_name(name, {}) for name in names} | objection_tasks(tasks)


def objection_name(subject: str, tasks: Mapping[str, str]) -> str:
    """Write what an objection is about; `tasks` are the words of `objection_tasks`.

    >>> objection_name("黄旗!镇!太平镇", {}), objection_name("任务!ab", {"任务!ab": "任务 · 修路"})
    ('黄旗 · 镇 · 太平镇', '任务 · 修路')
    >>> objection_name("红旗!项目·任务榜!太平新城", {})
    '红旗 · 项目·任务榜 · 太平新城'
    """
    return tasks.get(subject) or " · ".join(subject.split("!", 2))


def objection_lines(objections: pd.DataFrame, tasks: Mapping[str, str] | None = None) -> list[tuple[str, str]]:
    """Return each objection with its answer: (what was said, about what and by whom); `tasks` names the subjects, left
    out beside the flag itself."""
    lines = []
    for one in objections.itertuples():
        late = "，逾期" if one.late else ""
        about = "" if tasks is None else f"{objection_name(one.subject, tasks)} · "
        answer = (
            f"{one.answer}：{one.answer_reason}（{one.answered_by}）" if isinstance(one.answer, str) else "还没有答复"
        )
        said = f"{about}{one.unit} {day(one.lodged_on, year=False)}提出{late} · {answer}"
        lines.append((f"异议：{one.reason}", said))
    return lines


FROZEN_CODES = ("数据版本", "规则包编号", "内容指纹")
"""What of `frozen_form` is no word."""


def frozen_form(
    kept: object, *, title: str, when: str, months: Mapping[str, bool] = MappingProxyType({})
) -> dict[str, str]:
    """Return what a frozen period is pinned to, as names and values; `when` by the clock on the wall; `months`: which
    months of a quarter were frozen then."""
    open_ = json.loads(kept.coverage) if kept.coverage else []
    more = {"冻结时的三个月": months_words(months)} if months else {}
    return {
        "冻结": f"{kept.frozen_by}，{when}",
        "数据版本": kept.snapshot,
        "规则包": f"《{title}》",
        "规则包编号": kept.rules_digest,
        "内容指纹": kept.content_hash,
        "冻结时的待办": f"{len(open_)} 处；理由：{kept.reason}" if open_ else "没有",
        **more,
    }


def errata_lead(errata: pd.DataFrame) -> str:
    """Say whether the ledgers have moved on since the period was frozen."""
    if errata.empty:
        return "没有勘误：按现在的台账，各项数字与冻结时相同。"
    return f"勘误 {len(errata)} 条：冻结的数字不变，下面是按现在的台账会有的不同。"


def errata_groups(errata: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Return the errata by what brought them, the newest last: (file and day, one row a subject with its numbers)."""
    groups = []
    for (cause, when), mine in errata.groupby(["brought_by", "brought_at"], sort=False, dropna=False):
        said = [
            f"{one.number} {_value(one.number, one.frozen)} → {_value(one.number, one.now)}"
            for one in mine.itertuples()
        ]
        rows = mine.assign(said=said).groupby(["what", "subject"], sort=False)["said"].agg("；".join).reset_index()
        table = rows.rename(columns={"what": "类别", "subject": "名称", "said": "冻结时 → 现在"})
        loaded = "" if pd.isna(when) else f"，{day(when)}"
        groups.append((f"{cause}{loaded}：{len(mine)} 处", table))
    return groups


def errata_subjects(errata: pd.DataFrame) -> list[tuple[str, dict]]:
    """Return whose errata can be opened: (what differs in words, what it is about: tasks and unit)."""
    found = []
    for (what, subject), mine in errata.groupby(["what", "subject"], sort=False):
        first = mine.iloc[0]
        said = "、".join(dict.fromkeys(mine["number"]))
        tasks = sorted({task for tasks in mine["tasks"] for task in tasks})
        found.append((f"{what} · {subject}：{said}", {"tasks": tasks, "unit": first["unit"]}))
    return found


def source_place(sources: Iterable[Source]) -> str:
    """Write where cells stand: file!sheet!J3; "" where there are none."""
    return "、".join(f"{one.place}!{letter}{row}" for one in sources for row, letter in one.cells)


def joined_sources(sources: Iterable[Source]) -> list[Source]:
    """Return the same cells with each sheet once."""
    found: dict[tuple[str, str, str], list] = {}
    for one in sources:
        found.setdefault((one.import_id, one.sheet, one.place), []).extend(one.cells)
    return [Source(*where, tuple(dict.fromkeys(cells))) for where, cells in found.items()]


def errata_value_table(values: pd.DataFrame, sources: list[tuple[str, str]], tasks: Mapping[str, str]) -> pd.DataFrame:
    """Return the values behind an erratum (`analysis.changed_values`): about whom, which one, old and new, and both
    cells; `sources` names the cells, `tasks` the tasks by id."""
    who = [tasks.get(task, "（未知任务）") if isinstance(task, str) else unit
           for task, unit in zip(values["task_id"], values["unit"], strict=True)]  # fmt: skip
    item = values["item"] + values["about"].map(lambda about: f"（{about}）" if about else "")
    said = values["before"].fillna("没有写") + " → " + values["after"].fillna("没有写")
    places = [" → ".join(dict.fromkeys(place for place in pair if place)) for pair in sources]
    return pd.DataFrame({"名称": who, "项": item, "冻结时 → 现在": said, "单元格": places})


def _value(what: str, value: object) -> str:
    """A value as people read it.

    >>> _value("等级", 3), _value("是否列入", True), _value("指数", None), _value("指数", 71.25)
    ('■ 黄牌', '是', '未知', '71.2')
    """
    if what == "等级" and value is not None:
        return badge(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    return number(value) if value is None or isinstance(value, (int, float)) else str(value)
