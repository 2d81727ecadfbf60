"""Tables of figures in their wide shape: a column for each indicator (or for each unit), a row for each unit (or for
each indicator). Every column of figures becomes a ledger of one indicator, so that each figure keeps its own cell.

    镇       规上工业增加值（万元）          固定资产投资
             目标   完成   增速（%）         完成    排名
    太和镇   500    265    26.57             31.2    1
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ledgers.cells.texts import compact
from ledgers.columns.understanding import Chosen, Found, Understood, heading_of
from ledgers.reading import Finding
from ledgers.sheets.figure_headings import ABOUT, INDICATORS, UNIT_NAME, UNITS, are_units, leaf, may_be_figures

__all__ = ["Series", "about_series", "series_of"]

_TARGETS = frozenset(
    "目标 目标值 目标数 目标任务 目标任务数 任务 任务数 年度目标 全年目标 年度任务 全年任务 计划 计划数 年度计划 "
    "全年计划".split()
)
_VALUES = frozenset(
    "完成 完成值 完成数 完成额 实绩 实际 实际完成 实际完成值 实际完成数 累计 累计完成 累计数 累计值 累计完成数 本期 "
    "本期数 本月 本月数 本月完成 当月 当月完成 总量 总额 绝对量 绝对数 数值 数量 金额".split()
)
_RATIOS = frozenset("完成率 完成比例 增速 增幅 同比 同比增长 同比增速 同比增幅 比上年 占比".split())
"""These say nothing without an indicator before them."""
_MEASURES = frozenset("计量单位 单位".split())
_COUNTING = frozenset("序号 序 编号".split())
_TO_DATE = ("累计", "实际", "完成")
"""Of several figures of one indicator these, in this order, are the one that a target is compared with."""
_NO_FIGURES = re.compile(r"序号|序|排名|位次|名次|备注|说明|类别|联系.*|电话.*|编号|负责人|填报人")
_MONTH = re.compile(r"(1[0-2]|[1-9])月(?:份)?")
_SPAN = re.compile(r"1[-—–~～至到](1[0-2]|[1-9])月(?:份)?|上半年|前三季度|全年|年度")
_TITLE = re.compile(
    r"^(?:20\d\d年?度?)?(?:1[-—–~～至到]\d{1,2}月|\d{1,2}月(?:份)?|上半年|下半年|前三季度|第?[一二三四1-4]季度|全年)?"
    r"(?:[\u4e00-\u9fff]{2,4}区|全区|全县|全市)?(?:各)?(?:乡镇街道|镇街|乡镇|镇|街道|部门|单位)?(?P<name>.+?)"
    r"(?:任务)?(?:完成|进展|实现)?(?:情况)?(?:统计|通报|一览|汇总|排名|对比)?(?:表|台账)?(?:[(].*)?$"
)
Cells = Callable[[int], Sequence[object]]


@dataclass(frozen=True)
class Series:
    """One indicator (or one unit) of a wide table: its columns, and what is the same in all of its rows."""

    understood: Understood
    given: Mapping[str, str] = field(default_factory=dict)
    measure: int | None = None
    """The column with each indicator's unit of measure."""

    def named(self, indicators: Sequence[str | None], cells: Cells) -> list[str | None]:
        """The indicators with their units of measure, 工业总产值（万元）: without it a figure says nothing."""
        if self.measure is None:
            return list(indicators)
        measures = map(compact, cells(self.measure))
        return [f"{name}（{unit}）" if name and unit else name for name, unit in zip(indicators, measures, strict=True)]


def series_of(found: Found, cells: Cells, *, names: str, year: int | None) -> list[Series]:
    """The indicators of a table that is no ledger of another kind, left to right; [] when it holds no figures.

    names: sheet name and title; year: for columns of months without one.
    """
    paths = found.layout.paths
    places = {place: word for place, path in paths.items() if not _NO_FIGURES.fullmatch(word := leaf(path))}
    unit = next((place for place, word in places.items() if word in UNITS), None)
    indicator = next((place for place, word in places.items() if word in INDICATORS), None)
    figures = [place for place in places if place not in (unit, indicator) and may_be_figures(cells(place))]
    if indicator is not None and (towns := [place for place in figures if UNIT_NAME.fullmatch(places[place])]):
        measure = next((place for place, word in places.items() if word in _MEASURES), None)
        series = [_of_unit(found, indicator, place, measure) for place in towns]
        return _told_first(found, series, used={indicator, measure, *towns})
    if unit is None or not figures or not are_units(cells(unit)):
        return []
    if not ABOUT.search(names + "".join("".join(paths[place]) for place in figures)):
        return []
    groups: dict[str, list[int]] = {}
    for place in figures:
        groups.setdefault(_group(paths[place], names), []).append(place)
    found_series = [
        each for name, own in groups.items() if name for each in _of_group(found, unit, name, own, year=year)
    ]
    return _told_first(found, found_series, used={unit, *figures})


def _group(path: tuple[str, ...], names: str) -> str:
    """What a column's figures are of: the heading above 目标 and 完成, the heading itself, else what the title says.

    >>> _group(("规上工业增加值", "目标"), ""), _group(("招商引资到位资金",), "")
    ('规上工业增加值', '招商引资到位资金')
    >>> title = "Sheet1 2022年各镇税收完成情况表"
    >>> _group(("完成",), title), _group(("完成率",), title)
    ('税收', '税收-完成率')
    """
    if _is_plain(leaf(path)):
        return heading_of(path[:-1]) or _of_title(names)
    if leaf(path) in _RATIOS and len(path) == 1:
        return "-".join(filter(None, (_of_title(names), path[0])))
    return heading_of(path)


def _is_plain(word: str) -> bool:
    """Whether the word alone names no indicator: 完成, 目标, 6月, 1-6月累计."""
    return _without_span(word) in _TARGETS | _VALUES | {""}


def _without_span(word: str) -> str:
    return _MONTH.sub("", _SPAN.sub("", word)) if word not in _TARGETS else word


def _of_title(names: str) -> str:
    """The indicator that the title names, "" when it names none of its own.

    >>> _of_title("Sheet1 2022年1-6月清新区各镇固定资产投资完成情况表"), _of_title("Sheet1 各镇情况表")
    ('固定资产投资', '')
    """
    title = compact(names.split(" ", 1)[-1].split("\n")[0])
    match = _TITLE.match(title)
    name = match["name"] if match else ""
    return name if ABOUT.search(name) and name not in ("指标", "经济指标", "主要经济指标") else ""


def _of_unit(found: Found, indicator: int, place: int, measure: int | None) -> Series:
    columns = (_chosen(found, indicator, "indicator"), _chosen(found, place, "value"))
    return Series(_understood(columns), {"unit": leaf(found.layout.paths[place])}, measure)


def _of_group(found: Found, unit: int, name: str, places: Sequence[int], *, year: int | None) -> list[Series]:
    """The series of one indicator: one for each figure, the targets beside the one that they are compared with."""
    leaves = {place: leaf(found.layout.paths[place]) for place in places}
    targets = [place for place in places if _without_span(leaves[place]) in _TARGETS]
    values = [place for place in places if place not in targets]
    if not values and targets:
        columns = (_chosen(found, unit, "unit"), _chosen(found, targets[0], "target_value"))
        return [Series(_understood(columns), {"indicator": name})]
    compared = next((place for word in _TO_DATE for place in values if word in leaves[place]), values[0])
    series = []
    for place in values:
        columns = [_chosen(found, unit, "unit"), _chosen(found, place, "value")]
        if targets and place == compared:
            columns.append(_chosen(found, targets[0], "target_value"))
        period = _period(leaves[place], year)
        distinct = len(values) == 1 or place == compared or period
        own = name if distinct else f"{name}-{leaves[place]}"
        series.append(Series(_understood(tuple(columns)), {"indicator": own} | ({"period": period} if period else {})))
    return series


def _period(word: str, year: int | None) -> str:
    """The period that a column's heading names, when the year is known.

    >>> _period("6月", 2022), _period("1-6月累计", 2022), _period("上半年完成", 2022), _period("完成", 2022)
    ('2022年6月', '2022年1-6月', '2022年上半年', '')
    """
    if year is None:
        return ""
    if span := _SPAN.search(word):
        return "" if span[0] in ("全年", "年度") else f"{year}年{span[0].removesuffix('份')}"
    month = _MONTH.match(word)
    return f"{year}年{month[1]}月" if month else ""


def _chosen(found: Found, place: int, name: str) -> Chosen:
    return Chosen(place, name, heading_of(found.layout.paths[place]))


def _understood(columns: tuple[Chosen, ...]) -> Understood:
    return Understood("indicators", columns, unknown=(), conflicts=(), undated=())


def _told_first(found: Found, series: list[Series], *, used: set[int | None]) -> list[Series]:
    """Columns that no series takes are told of once, with the first one."""
    if not series:
        return []
    paths = found.layout.paths
    left = tuple(place for place in paths if place not in used and leaf(paths[place]) not in _COUNTING)
    first = series[0]
    return [replace(first, understood=replace(first.understood, unknown=left)), *series[1:]]


def about_series(found: Found, series: Sequence[Series]) -> Finding:
    """One sentence that says how the wide table was read."""
    names = list(dict.fromkeys(each.given.get("indicator") or each.given["unit"] for each in series))
    what = "指标" if "indicator" in series[0].given else "单位"
    listed = "、".join(f"“{name}”" for name in names[:8]) + ("等" if len(names) > 8 else "")
    message = f"这张表一列一个{what}，按 {len(names)} 个{what}逐列读入：{listed}；如果名称不对，请改表头。"
    return Finding(found.grid.sheet, "", "info", "wide_figures", "", message)
