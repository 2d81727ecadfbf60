"""What the headings of tables of figures look like: which words name units and indicators, which speak of figures."""

import re
from collections.abc import Mapping, Sequence

from ledgers.cells.texts import compact, number_of
from ledgers.columns.headings import normal
from ledgers.files.grid import Grid

__all__ = ["ABOUT", "INDICATORS", "UNITS", "UNIT_NAME", "are_units", "is_wide_heading", "leaf", "may_be_figures"]

UNITS = frozenset(
    "镇 镇街 镇(街) 乡镇 乡镇街道 街道 镇(街道) 镇名 镇名称 镇街名称 单位 单位名称 部门 部门名称 责任单位 地区 区域 "
    "属地镇 园区".split()
)
INDICATORS = frozenset("指标 指标名称 经济指标 主要指标 统计指标 指标项目 指标内容 考核指标".split())
UNIT_NAME = re.compile(r"[\u4e00-\u9fff]{1,12}(?:镇|街道|乡|局|委|办|办公室|部|中心|园区|开发区|管委会)")
"""A town or a department by the end of its name; companies have tables of figures too, and are nobody's ledger."""
ABOUT = re.compile(
    r"指标|经济|统计|产值|增加值|投资|收入|支出|税|零售|进出口|外资|资金|增速|增长|同比|总额|用电|电量|销售|企业|完成率|[%％‰]|[万亿]?元"
)
"""What speaks of figures, in a heading or in the title; a list of towns with numbers may be something else."""
_LEAST = 2
_LOOKED_AT = 12
_FIGURES = 0.6
_NOTHING = ("", "-", "—", "--", "——", "/", "无")


def is_wide_heading(grid: Grid, block: range, paths: Mapping[int, tuple[str, ...]]) -> bool:
    """Whether the rows are the heading of a wide table of figures: a column of units or of indicators, and at least two
    columns with numbers right below whose headings speak of figures."""
    names = [place for place, path in paths.items() if leaf(path) in UNITS | INDICATORS]
    if not names or block.stop >= len(grid.rows):
        return False
    rows = grid.rows[block.stop : block.stop + _LOOKED_AT]
    figures = [place for place in paths if place not in names and may_be_figures([row[place] for row in rows])]
    telling = [place for place in figures if _tells(paths[place])]
    return len(figures) >= _LEAST and len(telling) >= 1


def _tells(path: tuple[str, ...]) -> bool:
    return bool(ABOUT.search("".join(path)) or UNIT_NAME.fullmatch(path[-1]))


def leaf(path: tuple[str, ...]) -> str:
    """The lowest level of a heading, written in one way."""
    return normal(path[-1])[0]


def are_units(cells: Sequence[object]) -> bool:
    """Whether the cells are towns and departments, half of them at least by the look of their names.

    >>> are_units(["太 和镇", "区财政局", "合计"]), are_units(["利耘大商场", "布洛克家居", "太和镇"])
    (True, False)
    """
    told = [text for cell in cells if (text := compact(cell))]
    return sum(bool(UNIT_NAME.fullmatch(text)) for text in told) * 2 >= len(told) > 0


def may_be_figures(cells: Sequence[object]) -> bool:
    """Whether the cells are numbers, most of those that say anything.

    >>> may_be_figures([26.57, "12%", "", "—"]), may_be_figures(["太和镇", 1.0])
    (True, False)
    """
    told = [cell for cell in cells if cell != "" and compact(cell) not in _NOTHING]
    numbers = sum(isinstance(cell, float) or number_of(cell).value is not None for cell in told)
    return bool(told) and numbers >= _FIGURES * len(told)
