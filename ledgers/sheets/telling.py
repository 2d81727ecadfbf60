"""What people are told about a table: columns not taken, cells and how they were understood, rows without their key."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from ledgers.cells.texts import Note, shown
from ledgers.columns.kinds import CALLED, KEYS, LABELS
from ledgers.columns.nearest import Near, nearest
from ledgers.columns.understanding import Chosen, Found, heading_of
from ledgers.files.sheetxml import cell_name, column_letter
from ledgers.reading import Finding
from ledgers.sql.stage import STAGED

__all__ = ["about_cells", "about_columns", "about_keys", "about_rows", "about_texts", "no_ledger"]

_TOLD_EACH = 50
"""Of the same notice about one column, so many are told cell by cell; the rest in one line."""
_NAMED = 12

_WEEK = re.compile(r"第\s*[\d一二三四五六七八九十]+\s*周")
_PERCENT = re.compile(r"\d\s*[%％]")

Notes = Mapping[Chosen, Mapping[int, Note]]


def about_columns(found: Found, *, year: int | None, year_from: str) -> list[Finding]:
    """Headings that were not taken, and why; and the year that month headings were given."""
    months = [*_month_years(found, year, year_from), *_weeks(found)]
    unread = [*_guessed(found), *_conflicts(found), *_undated(found), *_unknown(found), *_not_stored(found)]
    return [*months, *_told(found), *unread]


def _told(found: Found) -> list[Finding]:
    """Columns that a person named, for this layout."""
    return [
        Finding(
            found.grid.sheet,
            cell_name(found.layout.heading[-1], column.place),
            "info",
            "heading_told",
            column.heading,
            f"“{column.heading}”按以前的答复读作{LABELS.get(column.field, column.field)}。",
        )
        for column in found.understood.columns
        if column.told
    ]


def _month_years(found: Found, year: int | None, year_from: str) -> list[Finding]:
    borrowed = [column for column in found.understood.columns if column.month and not column.month.has_year]
    if not borrowed:
        return []
    heading = borrowed[0].heading
    message = f"{len(borrowed)} 个月度列没有写年份，年份取自{year_from}，按 {year} 年读入，例如“{heading}”。"
    return [Finding(found.grid.sheet, "", "info", "month_year", heading, message)]


def _weeks(found: Found) -> list[Finding]:
    """Weeks are counted in more than one way in offices, so it is said which days they were taken for."""
    weeks = [column for column in found.understood.columns if column.month and _WEEK.search(column.heading)]
    if not weeks:
        return []
    named = "、".join(f"“{column.heading}”按 {column.day}" for column in weeks[:3])
    message = (
        f"周次按国家标准（周一到周日，1 月 4 日所在的一周为第 1 周）算到周日：{named}；如果不对，请在表头写明日期。"
    )
    cell = cell_name(found.layout.heading[-1], weeks[0].place)
    return [Finding(found.grid.sheet, cell, "info", "week_read", weeks[0].heading, message)]


_ALIKE = "“{heading}”与“{word}”有 {likeness:.0%} 相似，作为{label}读入；如果不是，请改表头。"
_NEAR = "“{heading}”没有读入；它与“{word}”有 {likeness:.0%} 相似，如果是{label}，请把表头改成“{word}”。"


def _guessed(found: Found) -> list[Finding]:
    """Headings read by their likeness to a known word, and those that are only near one."""
    understood, paths = found.understood, found.layout.paths
    taken = {column.place: column.near for column in understood.columns if column.near}
    told = {place for place, *_ in understood.conflicts} | set(understood.undated) | understood.left_out
    open_ones = (place for place in understood.unknown if place not in told)
    proposed = {place: near for place in open_ones if (near := nearest(paths[place]))}
    read = [_about_near(found, place, near, code="heading_alike", words=_ALIKE) for place, near in taken.items()]
    return read + [
        _about_near(found, place, near, code="heading_near", words=_NEAR) for place, near in proposed.items()
    ]


def _about_near(found: Found, place: int, near: Near, *, code: str, words: str) -> Finding:
    heading, label = heading_of(found.layout.paths[place]), LABELS.get(near.field, near.word)
    message = words.format(heading=heading, word=near.word, likeness=near.likeness, label=label)
    cell = cell_name(found.layout.heading[-1], place)
    return Finding(found.grid.sheet, cell, "info", code, heading, message)


def _conflicts(found: Found) -> list[Finding]:
    findings = []
    for place, field, winner in found.understood.conflicts:
        mine, other = heading_of(found.layout.paths[place]), heading_of(found.layout.paths[winner])
        label = LABELS.get(field, field)
        message = f"“{mine}”和“{other}”都像是{label}，取了“{other}”，“{mine}”没有读入；如果取错了，请改表头。"
        cell = cell_name(found.layout.heading[-1], place)
        findings.append(Finding(found.grid.sheet, cell, "warning", "heading_conflict", mine, message))
    return findings


def _undated(found: Found) -> list[Finding]:
    findings = []
    for place in found.understood.undated:
        heading = heading_of(found.layout.paths[place])
        message = f"“{heading}”是哪一年的没有写明，这一列没有读入；请在表头或标题里写上年份，或指定数据日期。"
        cell = cell_name(found.layout.heading[-1], place)
        findings.append(Finding(found.grid.sheet, cell, "warning", "month_without_year", heading, message))
    return findings


def _unknown(found: Found) -> list[Finding]:
    understood, layout = found.understood, found.layout
    told = {place for place, *_ in understood.conflicts} | set(understood.undated) | understood.left_out
    names = [f"“{heading_of(layout.paths[place])}”" for place in understood.unknown if place not in told]
    names += [f"{column_letter(place)} 列（没有表头）" for place in layout.bare_columns]
    if not names:
        return []
    listed = "、".join(names[:_NAMED]) + ("等" if len(names) > _NAMED else "")
    message = f"{len(names)} 列没有读入：{listed}。需要的话请把表头改成台账用语。"
    return [Finding(found.grid.sheet, "", "info", "unknown_columns", "", message)]


_COUNTING = ("serial", "no")
"""A count of rows is nothing to keep."""
_WITH_REPORTS = ("tasks", "progress")


def _not_stored(found: Found) -> list[Finding]:
    """Columns that were understood, but of which this kind of table keeps nothing: read, and then gone."""
    kind = found.understood.kind or ""
    kept = {*STAGED[kind], *_COUNTING} | ({"status"} if "done" in STAGED[kind] else set())  # its words say done or not
    columns = found.understood.columns
    lost = [each for each in columns if each.field not in kept or (each.day and kind not in _WITH_REPORTS)]
    if not lost:
        return []
    named = "、".join(f"“{each.heading}”（认出是{LABELS.get(each.field, each.heading)}）" for each in lost[:_NAMED])
    message = (
        f"{len(lost)} 列认出来了，但{CALLED[kind]}类台账不存：{named}{'等' if len(lost) > _NAMED else ''}；"
        "需要的话请另列在存它的台账里，例如任务台账存责任分工和完成时限、问题台账存整改时限。"
    )
    cell = cell_name(found.layout.heading[-1], lost[0].place)
    return [Finding(found.grid.sheet, cell, "info", "columns_not_stored", lost[0].heading, message)]


def about_cells(found: Found, raws: Mapping[int, Sequence[object]], notes: Notes) -> list[Finding]:
    """Findings of all cells; of the same notice in one column only the first fifty one by one, errors always."""
    findings = []
    for column, each in notes.items():
        counts: Counter[tuple[str, str]] = Counter()
        for position in sorted(each):
            note = each[position]
            counts[note.severity, note.code] += 1
            if note.severity == "error" or counts[note.severity, note.code] <= _TOLD_EACH:
                cell, value = found.cell(position, column.place), shown(raws[column.place][position])
                findings.append(Finding(found.grid.sheet, cell, note.severity, note.code, value, note.message))
        findings += _rest(found, column, counts)
    return findings


def _rest(found: Found, column: Chosen, counts: Mapping[tuple[str, str], int]) -> list[Finding]:
    letter = column_letter(column.place)
    return [
        Finding(
            found.grid.sheet,
            letter,
            severity,
            code,
            "",
            f"“{column.heading}”列还有 {count - _TOLD_EACH} 个单元格是同样的情况，不再逐个列出。",
        )
        for (severity, code), count in counts.items()
        if severity != "error" and count > _TOLD_EACH
    ]


def about_texts(found: Found, raws: Mapping[int, Sequence[object]]) -> list[Finding]:
    """Percents inside sentences are not loaded; said once per column where no column gives that day's percent."""
    given = {column.day for column in found.understood.columns if column.field == "percent"}
    findings = []
    for column in found.understood.columns:
        if column.field != "progress_text" or column.day in given:
            continue
        cells = raws[column.place]
        places = [place for place, cell in enumerate(cells) if isinstance(cell, str) and _PERCENT.search(cell)]
        if places:
            value = shown(cells[places[0]])
            message = (
                f"“{column.heading}”里有 {len(places)} 个单元格在文字中写了百分比（例如“{value[:30]}”），"
                "没有作为完成百分比读入；需要的话请另设“完成率”列填写。"
            )
            cell = found.cell(places[0], column.place)
            findings.append(Finding(found.grid.sheet, cell, "info", "percent_in_text", value, message))
    return findings


def about_keys(found: Found, columns: Mapping[str, Sequence[Any]]) -> dict[int, Finding]:
    """Positions of rows that do not say what they are about, each with an error at the cell to fill."""
    places = {column.field: column.place for column in found.understood.columns}
    bad: dict[int, Finding] = {}
    for group in KEYS[found.understood.kind or ""]:
        present = [field for field in group.split() if field in columns]
        for position in _all_none([columns[field] for field in present]):
            label = LABELS[present[0]]
            message = f"这一行有内容但没有{label}，整行暂存未读入；请在这个单元格填上{label}，或删去这一行。"
            cell = found.cell(position, places.get(present[0], 0))
            bad.setdefault(position, Finding(found.grid.sheet, cell, "error", f"no_{present[0]}", "", message))
    return bad


def _all_none(columns: Sequence[Sequence[Any]]) -> list[int]:
    """Positions at which none of the columns says anything; [] without columns.

    >>> _all_none([["a", None, None], [None, None, "b"]])
    [1]
    """
    if len(columns) == 1:
        return [position for position, value in enumerate(columns[0]) if value is None]
    return [position for position, row in enumerate(zip(*columns, strict=True)) if all(value is None for value in row)]


_LEFT_OUT = (
    ("totals", "total_rows", "第 {rows} 行是合计、小计一类的行，没有作为数据读入。"),
    (
        "hints",
        "hint_rows",
        "第 {rows} 行是填写要求或示例，没有作为数据读入；如果是真的任务，请改掉“必填”“示例”一类的字样。",
    ),
    (
        "asides",
        "aside_rows",
        "第 {rows} 行只在序号列写了一句话，当作说明，没有作为数据读入；如果是任务，请写在任务名称列。",
    ),
)
"""Rows of a layout that were left out: their attribute, the finding's code and what is said."""


def about_rows(found: Found) -> list[Finding]:
    """Rows below the heading that were not taken as data, or that there are none."""
    layout, sheet = found.layout, found.grid.sheet
    if not layout.rows:
        return [Finding(sheet, "", "info", "no_rows", "", "有表头，但下面没有数据行。")]
    findings = []
    for name, code, words in _LEFT_OUT:
        if rows := getattr(layout, name):
            message = words.format(rows="、".join(str(row + 1) for row in rows[:20]))
            value = next((shown(cell).strip() for cell in found.grid.rows[rows[0]] if cell != ""), "")
            findings.append(
                Finding(sheet, f"A{rows[0] + 1}", "info", code, "" if code == "total_rows" else value, message)
            )
    return findings


def no_ledger(found: Found) -> Finding:
    """Why a table with some known headings is no ledger: what was recognised, and what is missing."""
    known = "、".join(column.heading for column in found.understood.columns) or "没有一列"
    fields = {column.field for column in found.understood.columns}
    subject = fields & {"task", "project", "milestone", "problem", "matter"}
    missing = "缺少责任单位、完成时限、进度等列" if subject else "没有任务名称列"
    message = (
        f"这张表没有作为台账读入：认出的列是“{known}”，{missing}。"
        "如果它是台账，请把表头改成台账用语，例如“任务名称、责任单位、完成时限”。"
    )
    return Finding(found.grid.sheet, "", "warning", "no_ledger", found.layout.title[:60], message)
