"""月通报 in sentences: where all of it stands, class by class, town by town, brand by brand, and what comes next.

Each sentence is made by a rule from numbers that it keeps with it (`Line.numbers`), so that one which a person wrote
in its place is found stale when they change. What is not known is said; who has no place is not called first or last.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import pandas as pd

from reports.pieces.paper import Line
from reports.words.levels import EXEMPT, LEVELS, UNREPORTED, level_mark
from reports.words.prose import counted, named, quoted
from reports.words.wording import day, number

__all__ = [
    "brands_told", "change_told", "classes_told", "level_counts", "next_steps", "occasion", "overall", "units_told",
]  # fmt: skip

BOARD, BRANDS = "任务榜", "亮点牌"
YELLOW, INTERVIEW = 3, 4
_FAR = 10.0
"""Percentage points behind from which a lag is counted as a large one in the text."""

_ORDER = (*(LEVELS[level] for level in (0, 1, 2, 3, 4)), UNREPORTED, EXEMPT)


def occasion(words: str, as_of: date, *, pack: str) -> list[Line]:
    """Why the paper is issued, what about, and by which rules its numbers stand."""
    return [
        Line(
            "缘由",
            f"按照“一榜一牌一令”高效执行机制和月通报制度，现将{words}任务榜、亮点牌工作进展情况通报如下。",
            (words,),
        ),
        Line(
            "依据",
            f"数据截至{day(as_of)}，按规则包《{pack}》评定；评定以最早批准的时限为准，未报的单独列出，不按零计。",
            (as_of.isoformat(), pack),
        ),
    ]


def level_counts(tasks: pd.DataFrame) -> list[tuple[str, int]]:
    """How many tasks stand at which level, 未报 and 豁免 apart, in words: the tables have the shapes."""
    marks = [level_mark(*pair) for pair in zip(tasks["level"], tasks["state"], strict=True)]
    return [(mark.word, marks.count(mark)) for mark in _ORDER]


def overall(tasks: pd.DataFrame, *, wanted: Mapping[str, int]) -> list[Line]:
    """How many tasks there are on both boards, at which levels, how many are done, how many are behind."""
    board, brands = (tasks[tasks["board"].eq(name)] for name in (BOARD, BRANDS))
    counts = level_counts(board)
    done = int(board["state"].eq("已完成").sum())
    lag = board["lag"]
    even, behind, far = int(lag.le(0.05).sum()), int(lag.gt(0.05).sum()), int(lag.ge(_FAR).sum())
    unknown = int(lag.isna().sum())
    sizes = "，".join(_size(name, len(rows), wanted.get(name)) for name, rows in ((BOARD, board), (BRANDS, brands)))
    rest = f"另有{unknown}项进度未知。" if unknown else ""
    return [
        Line("总体.规模", f"目前{sizes}。", (len(board), len(brands))),
        Line("总体.等级", f"任务榜中，{counted(counts, '项')}。", tuple(count for _, count in counts)),
        Line(
            "总体.进度",
            f"已完成{done}项；达到或超过序时进度的{even}项，滞后的{behind}项，其中滞后{number(_FAR)}个百分点以上的{far}项。{rest}",
            (done, even, behind, far, unknown),
        ),
    ]


def _size(board: str, held: int, wanted: int | None) -> str:
    gap = (
        ""
        if wanted in (None, held)
        else f"（方案为{wanted}项，{'少' if held < wanted else '多'}{abs(wanted - held)}项）"
    )
    return f"{board}共{held}项{gap}"


def change_told(tasks: pd.DataFrame, before: pd.DataFrame, when: date) -> list[Line]:
    """How many tasks of 任务榜 rose or fell on the ladder since the period before, and the names of those at 约谈 now
    that were not."""
    then = before.drop_duplicates("task_id").set_index("task_id")["level"]
    board = tasks[tasks["board"].eq(BOARD)]
    was = board["task_id"].map(then)
    worse, better, same = (
        int(found.sum()) for found in (board["level"] > was, board["level"] < was, board["level"] == was)
    )
    new = board[board["level"].ge(YELLOW) & was.lt(YELLOW)]
    names = [quoted(task) for task in new["task"]]
    added = f"新进入黄牌、约谈的{len(names)}项：{named(names, '项')}。" if names else "没有新进入黄牌、约谈的任务。"
    return [
        Line(
            "总体.变化",
            f"与{day(when, year=False)}相比，等级加重的{worse}项，减轻的{better}项，不变的{same}项。",
            (when.isoformat(), worse, better, same),
        ),
        Line("总体.新增", added, tuple(new["task_id"])),
    ]


def classes_told(tasks: pd.DataFrame, classes: Iterable[str]) -> list[tuple[str, list[Line]]]:
    """Class by class: (name, sentences): levels, and the one task that is furthest behind where any is."""
    board = tasks[tasks["board"].eq(BOARD)]
    names = dict.fromkeys([*classes, *board["category"].dropna()])
    return [
        (name, _class(name, board[board["category"].eq(name)])) for name in names if board["category"].eq(name).any()
    ]


def _class(name: str, rows: pd.DataFrame) -> list[Line]:
    counts = level_counts(rows)
    told = [
        Line(f"分类.{name}", f"共{len(rows)}项，{counted(counts, '项')}。", tuple(count for _, count in counts)),
    ]
    late = rows[rows["lag"].gt(0.05)].sort_values(["lag", "task_id"], ascending=[False, True])
    if late.empty:
        return [*told, Line(f"分类.{name}.滞后", "没有滞后于序时进度的任务。", (0,))]
    worst = late.iloc[0]
    lead = "、".join(worst["lead_units"]) or "台账没有写牵头单位"
    said = f"滞后{len(late)}项，滞后最多的是{quoted(worst['task'])}（{lead}），滞后{number(worst['lag'])}个百分点。"
    return [*told, Line(f"分类.{name}.滞后", said, (len(late), worst["task_id"], float(worst["lag"])))]


def units_told(units: pd.DataFrame, kind: str, *, annex: str) -> list[Line]:
    """One sequence: how many are ranked and held back and why, and who stands in front or behind with enough certainty;
    nobody else is called first or last."""
    rows = units[units["kind"].eq(kind)]
    ranked = rows[rows["rank"].notna()]
    held = rows.loc[rows["rank"].isna(), "held_back"].fillna("不评").value_counts()
    apart = "，".join(f"{why}的{count}个" for why, count in held.items())
    tail = f"；{apart}，只列出、不排名" if apart else ""
    told = [
        Line(
            f"{kind}.排名",
            f"共{len(rows)}个，参加排名的{len(ranked)}个{tail}；名次和名次区间见{annex}。",
            (len(rows), len(ranked), *held.items()),
        )
    ]
    sides = {side: ranked.loc[ranked["named"].eq(side)] for side in ("居前", "居后")}
    if all(side.empty for side in sides.values()):
        said = f"各{kind}的名次区间互相重叠，还没有把握说哪个{kind}居前、哪个{kind}居后。" if len(ranked) else ""
    else:
        said = "".join(
            f"有把握{side}的：{'、'.join(map(_placed, found.to_dict('records')))}。"
            for side, found in sides.items()
            if len(found)
        )
    if said:
        told.append(Line(f"{kind}.点名", said, tuple(f"{s}{u}" for s, found in sides.items() for u in found["unit"])))
    return told


def _placed(unit: Mapping) -> str:
    low, high = unit["rank_low"], unit["rank_high"]
    between = f"，区间{int(low)}–{int(high)}" if pd.notna(low) and low != high else ""
    return f"{unit['unit']}（第{int(unit['rank'])}名{between}）"


def brands_told(brands: pd.DataFrame) -> list[Line]:
    """The brands: how many are first in the city, how ranks moved, what proves them."""
    if brands.empty:
        return []
    ranked = brands[brands["rank"].notna()]
    first = ranked[ranked["rank"].eq(1)]
    up, down = int(brands["change"].gt(0).sum()), int(brands["change"].lt(0).sum())
    proofs = [(kind, int(brands[kind].sum())) for kind in ("表彰", "批示", "媒体")]
    names = named([quoted(task) for task in first["task"]], "个")
    lead = f"位列全市第一的{len(first)}个：{names}；" if len(first) else ""
    told = [
        Line(
            "亮点牌.名次",
            f"{len(brands)}个亮点品牌中，{len(ranked)}个有全市排名，{lead}名次上升的{up}个，下降的{down}个。",
            (len(brands), len(ranked), len(first), up, down),
        )
    ]
    if any(count for _, count in proofs):
        words = {"表彰": "表彰", "批示": "领导批示", "媒体": "典型宣传"}
        said = counted([(words[kind], count) for kind, count in proofs], "项")
        told.append(Line("亮点牌.佐证", f"累计{said}。", tuple(count for _, count in proofs)))
    return told


def next_steps(
    alerts: pd.DataFrame,
    *,
    items: pd.DataFrame,
    due: pd.DataFrame,
    waiting: Mapping[str, int],
    answer_by: date,
    phases: Sequence,
) -> list[tuple[str, list[Line]]]:
    """What is to be done next, by what there is to do: (name, sentences). waiting: interviews to be held yet, by kind;
    answer_by: the day by which units answer."""
    by = day(answer_by, year=False)
    yellow, top = (alerts[alerts["level"].eq(level)] for level in (YELLOW, INTERVIEW))
    silent = alerts[alerts["state"].eq(UNREPORTED.word)]
    late = items[items["state"].eq("逾期")] if len(items) else items
    steps = [
        (
            "抓紧约谈",
            len(top),
            f"对处于约谈等级的{len(top)}项任务，由办公室会同项目长约谈牵头单位主要负责人{_waiting(waiting)}。",
            (len(top), *waiting.items()),
        ),
        (
            "限期整改",
            len(yellow) + len(top),
            f"{_units(pd.concat([top, yellow]))}对照附件所列原因制定补救措施，倒排到周，于{by}前把整改方案报办公室。",
            (len(yellow) + len(top), answer_by.isoformat()),
        ),
        ("补齐填报", len(silent), f"未报的{len(silent)}项任务，由{_units(silent)}于{by}前补报进度。", (len(silent),)),
        (
            "督查销号",
            len(late),
            f"逾期的督查事项{len(late)}件，由{_units(late)}限期反馈，办公室逐件核查销号。",
            (len(late),),
        ),
        _soon(due),
        _phase(phases, answer_by),
    ]
    return [(name, [Line(f"下一步.{name}", text, numbers)]) for name, count, text, numbers in steps if count]


def _waiting(waiting: Mapping[str, int]) -> str:
    measures = {"项目": "个", "单位": "个", "项目长": "位"}
    said = "、".join(f"{kind}{count}{measures.get(kind, '个')}" for kind, count in waiting.items() if count)
    return f"，还没有约谈的{said}要尽快落实" if said else "，约谈后的整改情况逐项跟踪"


def _units(rows: pd.DataFrame) -> str:
    """The units that answer for the rows, those with most of them first."""
    counts = rows["lead_units"].explode().dropna().value_counts() if len(rows) else pd.Series(dtype=int)
    return named(counts.index, "个单位") or "牵头单位"


def _soon(due: pd.DataFrame) -> tuple[str, int, str, tuple]:
    rows = due[due["what"].isin(("节点", "完成时限"))] if len(due) else due
    if not len(rows):
        return "盯紧节点", 0, "", ()
    last = rows["due_on"].max()
    counts = [(what, int(rows["what"].eq(what).sum())) for what in ("节点", "完成时限")]
    said = counted(counts, "个")
    text = (
        f"{day(last, year=False)}以前到期的{said}，各项目长要到现场逐个过堂，确保按期完成；时限一律不因后来的调整放宽。"
    )
    return "盯紧节点", len(rows), text, (last.date().isoformat(), *(count for _, count in counts))


def _phase(phases: Sequence, when: date) -> tuple[str, int, str, tuple]:
    """The phase that comes next, where one does."""
    ahead = [phase for phase in phases if phase.first > when]
    if not ahead:
        return "总结提升", 0, "", ()
    one = ahead[0]
    text = f"{day(one.first, year=False)}转入{one.name}阶段，各牵头单位要提前准备完成情况和经验材料。"
    return f"准备{one.name}", 1, text, (one.name, one.first.isoformat())
