"""Values that stand once for several rows: cells merged downwards, a category on its first row only, section titles."""

import re
import unicodedata
from collections.abc import Collection
from typing import Any

from ledgers.cells.texts import shown
from ledgers.columns.understanding import Chosen, Found
from ledgers.files.sheetxml import cell_name
from ledgers.reading import Finding
from ledgers.schema import PERCENTS

__all__ = ["FILLED_DOWN", "named_town", "section_columns", "spread_cells"]

FILLED_DOWN = ("category", "project", "board")
"""Fields whose blank cells below a filled one mean "as above" even without merged cells."""

_ROW_BY_ROW = ("units", "honours")
"""Kinds in which a blank cell says nothing: praise without a project belongs to none, not to the one above."""

_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]+[、.,．，]|[(（][一二三四五六七八九十\d]+[)）]|第[一二三四五六七八九十\d]+[类部章项][:：、]?)\s*"
)
_COUNT = re.compile(r"\s*[(（]共?\d+[项个件][)）]$")
_TOWN = re.compile(r".*(?:镇|街道|乡)$")
_TOWN_SHEET = re.compile(r"[\u4e00-\u9fff]{1,5}(?:镇|街道|乡)")
_NO_TOWN = re.compile(
    r".*(?:各|乡|全|城|村|市|集|小|古|名|强|中心|重点|示范|特色|试点|建制|重|有|个|等)镇|.*(?:各|全|城|下|返|家|侨|水|个)乡"
    r"|.*(?:各|全|个|等)街道"
)
"""Words that end like a town's name and name none, or several."""
_TOWN_OVER = re.compile(
    r"(?:^|(?<=[^\u4e00-\u9fff、,/])|(?<=[省市区县年度]))((?:(?![镇乡年度省市区县])[\u4e00-\u9fff]){2,4}?(?:镇|街道|乡))"
    r"(?=$|[^\u4e00-\u9fff、]|人民政府|政府|党委|党政|办事处|一榜|任务|工作|重点|执行力|责任|承担|牵头|领办|年度|各项|进度|进展|台账|亮点|倒排)"
)
"""A town in a title: at its beginning or behind a year or a district, and the whole title speaks of it; 太和镇工业园
and 太和镇、太平镇 are something else."""
_OF_A_TOWN = ("tasks", "progress", "milestones", "problems", "visits")


def spread_cells(found: Found, raws: dict[int, list[Any]]) -> list[Finding]:
    """Fill the raw columns (place -> cells, changed in place) from merged cells, then from above; with findings."""
    findings = _spread_merges(found, raws)
    for column in found.understood.columns:
        if column.field in FILLED_DOWN and found.understood.kind not in _ROW_BY_ROW:
            findings += _fill_down(found, column, raws[column.place])
    return findings


def _spread_merges(found: Found, raws: dict[int, list[Any]]) -> list[Finding]:
    findings = []
    fields = {column.place: column.field for column in found.understood.columns}
    positions = {row: place for place, row in enumerate(found.layout.rows)} if found.grid.merges else {}
    for top, left, bottom, _ in found.grid.merges:
        if bottom == top or left not in fields or top not in positions:
            continue
        value, cells = found.grid.rows[top][left], raws[left]
        for row in range(top + 1, bottom + 1):
            if row in positions:
                cells[positions[row]] = value
        if fields[left] in (*PERCENTS, "weight") and value != "":
            findings.append(_shared(found, (top, left, bottom), value))
    return findings


def _shared(found: Found, merge: tuple[int, int, int], value: object) -> Finding:
    top, left, bottom = merge
    rows = f"第 {top + 1}–{bottom + 1} 行"
    message = f"合并单元格里的“{shown(value)}”用在了{rows}的每一行；如果只属于其中一行，请拆开单元格。"
    return Finding(found.grid.sheet, cell_name(top, left), "warning", "merged_value_shared", shown(value), message)


def _fill_down(found: Found, column: Chosen, cells: list[Any]) -> list[Finding]:
    """Fill blanks from above in place; one info finding says for how many rows."""
    above, filled = "", []
    for position, cell in enumerate(cells):
        if cell != "" and not (type(cell) is str and cell.isspace()):
            above = cell
        elif above != "":
            cells[position] = above
            filled.append(position)
    if not filled:
        return []
    message = (
        f"“{column.heading}”有 {len(filled)} 行空着，按上一个有内容的单元格读入；如果这些行不属于它，请填上各自的内容。"
    )
    return [Finding(found.grid.sheet, found.cell(filled[0], column.place), "info", "filled_down", "", message)]


def section_columns(found: Found) -> tuple[dict[str, list[Any]], list[Finding]]:
    """Section titles (一、重要改革) give the category, or the town, of the rows below when no column does."""
    sections, rows = found.layout.sections, found.layout.rows
    if not sections or found.understood.kind == "units":
        return {}, []
    texts = {row: _COUNT.sub("", _NUMBERING.sub("", text)).strip() for row, text in sections.items()}
    towns = all(_TOWN.match(text) for text in texts.values())
    field, label = ("towns", "属地镇") if towns else ("category", "类别")
    quoted, cell = "、".join(dict.fromkeys(texts.values()))[:80], f"A{min(texts) + 1}"
    if any(column.field == field for column in found.understood.columns) or not rows:
        message = f"分组标题行“{quoted}”没有读入，因为表里已有{label}列。"
        return {}, [Finding(found.grid.sheet, cell, "info", "section_ignored", sections[min(texts)], message)]
    message = f"分组标题行“{quoted}”作为下面各行的{label}读入。"
    values = _by_section(rows, texts)
    finding = Finding(found.grid.sheet, cell, "info", "section_read", sections[min(texts)], message)
    return {field: [[text] if towns and text else text for text in values]}, [finding]


def named_town(found: Found, filled: Collection[str]) -> tuple[dict[str, list[Any]], list[Finding]]:
    """A town that the sheet's name or the title names is the town of the rows, when neither a column nor a section row
    gives one."""
    rows, has_own = found.layout.rows, any(column.field == "towns" for column in found.understood.columns)
    if not rows or has_own or "towns" in filled or found.understood.kind not in _OF_A_TOWN:
        return {}, []
    sheet, titled = "".join(found.grid.sheet.split()), _town_over(found.layout.title)
    if _TOWN_SHEET.fullmatch(sheet) and not _NO_TOWN.fullmatch(sheet):
        town, source, code = sheet, f"工作表名“{sheet}”", "towns_from_sheet"
    elif titled:
        town, source, code = titled, f"标题里的“{titled}”", "towns_from_title"
    else:
        return {}, []
    message = f"{source}作为这张表各行的属地镇读入；如果不是，请加上“属地镇”列填写。"
    value = found.grid.sheet if code == "towns_from_sheet" else town
    return {"towns": [[town]] * len(rows)}, [Finding(found.grid.sheet, "", "info", code, value, message)]


def _town_over(title: str) -> str | None:
    """The one town that the lines of a title name; lines such as 填报单位：太和镇 say who filled the form in.

    >>> _town_over("清新区太和镇2022年重点任务台账"), _town_over("清新区各镇任务台账"), _town_over("太和镇工业园任务")
    ('太和镇', None, None)
    """
    lines = ("".join(unicodedata.normalize("NFKC", line).split()) for line in title.splitlines())
    named = {town for line in lines if ":" not in line for town in _TOWN_OVER.findall(line)}
    return named.pop() if len(named) == 1 and not any(map(_NO_TOWN.fullmatch, named)) else None


def _by_section(rows: list[int], texts: dict[int, str]) -> list[str | None]:
    values, current, pending = [], None, sorted(texts)
    for row in rows:
        while pending and pending[0] < row:
            current = texts[pending.pop(0)]
        values.append(current)
    return values
