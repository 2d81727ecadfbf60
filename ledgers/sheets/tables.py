"""One table of a sheet: its rows as values, what is held, and what to tell about it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from operator import itemgetter
from typing import Any

from ledgers.cells.dates import day_of
from ledgers.cells.texts import Note, money_unit, shown
from ledgers.cells.values import Values, read_column
from ledgers.columns.fingerprints import fingerprint
from ledgers.columns.understanding import Chosen, Found, Understood, heading_of, understand
from ledgers.files.formats import Formats
from ledgers.files.grid import UNCACHED_TEXT, Grid
from ledgers.files.sheetxml import column_letter
from ledgers.reading import Column, Finding, Held, Table
from ledgers.schema import DATES, PERCENTS
from ledgers.sheets.figures import Series, about_series, series_of
from ledgers.sheets.layout import Layout
from ledgers.sheets.panels import cut
from ledgers.sheets.spreading import named_town, section_columns, spread_cells
from ledgers.sheets.telling import about_cells, about_columns, about_keys, about_rows, about_texts, no_ledger
from ledgers.sheets.totals import about_totals

__all__ = ["Setting", "Taken", "shown_row", "take_tables"]

_BESIDE = {"lead_units": "support_units", "percent": "progress_text"}
"""Field -> the field that its cells may fill too: units told apart by labels, words in a column of percents."""

_LOOKED_AT, _SAMPLES, _SAMPLE_LENGTH = 200, 4, 40

Cells = Callable[[int], list[Any]]


@dataclass(frozen=True)
class Setting:
    """What is known before a table is read: the year for days without one, where it comes from, sheet name + title,
    and what people said about columns (`Mends.columns`)."""

    year: int | None
    year_from: str
    names: str
    told: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Taken:
    """A table with its rows, still in memory: `columns` maps a parquet key to values, `numbers` are Excel rows."""

    table: Table
    numbers: list[int]
    columns: dict[str, list[Any]]
    findings: list[Finding]


def take_tables(grid: Grid, layout: Layout, *, setting: Setting, formats: Formats) -> list[Taken]:
    """Read one table; one with a column for each indicator gives a table for each. Rows with an unreadable cell or
    without their key are held whole; the others are taken."""
    grid = cut(grid, layout.panel) if layout.panel else grid
    cells = _cells(grid, layout)
    understood, setting = _understand(layout, cells, setting)
    found = Found(grid, layout, understood)
    if understood.kind:
        return [_take(found, cells, setting=setting, formats=formats)]
    series = series_of(found, cells, names=setting.names, year=setting.year)
    if not series:
        return [Taken(_described(found, {}, held=()), [], {}, [no_ledger(found)])]
    taken = [
        _take(replace(found, understood=each.understood), cells, setting=setting, formats=formats, series=each)
        for each in series
    ]
    return _told_once(taken, about_series(found, series))


def _told_once(taken: list[Taken], first: Finding) -> list[Taken]:
    """What is true of the whole sheet is said with its first table only."""
    said = {first}
    for each in taken:
        own = [finding for finding in each.findings if finding not in said]
        said.update(own)
        each.findings[:] = own
    taken[0].findings.insert(0, first)
    return taken


def _take(found: Found, cells: Cells, *, setting: Setting, formats: Formats, series: Series | None = None) -> Taken:
    """The rows of a table whose columns are understood; `series` is what one of a wide table's figures are of."""
    findings = about_columns(found, year=setting.year, year_from=setting.year_from)
    raws = {column.place: cells(column.place) for column in found.understood.columns}
    findings += spread_cells(found, raws)
    read = _read(found, raws, setting=setting, formats=formats)
    notes = {column: values.notes | _broken(found, column) for column, values in read.items()}
    columns = _joined(read)
    if series:
        columns |= {name: [value] * len(found.layout.rows) for name, value in series.given.items()}
        columns["indicator"] = series.named(columns["indicator"], cells)
    sections, told = section_columns(found)
    columns |= sections
    towns, of_towns = named_town(found, columns)
    columns |= towns
    findings += [*of_towns, *about_rows(found), *about_totals(found, read)]
    bad = {place for each in notes.values() for place, note in each.items() if note.severity == "error"}
    keyless = {place: finding for place, finding in about_keys(found, columns).items() if place not in bad}
    findings += [*told, *about_cells(found, raws, notes), *about_texts(found, raws), *keyless.values()]
    return _split(found, columns, findings, bad=bad | keyless.keys())


def _split(found: Found, columns: dict[str, list[Any]], findings: list[Finding], *, bad: set[int]) -> Taken:
    """The table with its bad rows held and the others kept."""
    rows = found.layout.rows
    table = _described(found, columns, held=_held(found, bad))
    if not bad:
        return Taken(table, [row + 1 for row in rows], columns, findings)
    kept = [place for place in range(len(rows)) if place not in bad]
    columns = {key: [values[place] for place in kept] for key, values in columns.items()}
    return Taken(table, [rows[place] + 1 for place in kept], columns, findings)


# -- columns ---------------------------------------------------------------------------------------------------------


def _cells(grid: Grid, layout: Layout) -> Cells:
    """Gives a column's raw cells in row order; every column is collected once."""
    rows = [grid.rows[row] for row in layout.rows]
    memo: dict[int, list[Any]] = {}

    def cells(place: int) -> list[Any]:
        if place not in memo:
            memo[place] = list(map(itemgetter(place), rows))
        return memo[place]

    return cells


def _understand(layout: Layout, cells: Cells, setting: Setting) -> tuple[Understood, Setting]:
    """Kind and columns; when nothing names a year, the one year of all the table's own days counts."""
    told = setting.told.get(fingerprint(map(heading_of, layout.paths.values())), {}) if setting.told else {}
    understood = understand(layout, cells, names=setting.names, year=setting.year, told=told)
    if setting.year is not None:
        return understood, setting
    years = _years(understood, cells)
    if len(years) != 1:
        return understood, setting
    setting = replace(setting, year=years.pop(), year_from="本表其他日期")
    return understand(layout, cells, names=setting.names, year=setting.year, told=told), setting


def _years(understood: Understood, cells: Cells) -> set[int]:
    """The years written in the table's columns of days: those of the deadlines if there are any, else all."""
    places = {column.field: column.place for column in understood.columns if column.field in DATES}
    asked = [places["deadline"]] if "deadline" in places else places.values()
    years = {day.year for place in asked for raw in set(cells(place)) if (day := day_of(raw).value)}
    return years or {day.year for place in places.values() for raw in set(cells(place)) if (day := day_of(raw).value)}


# -- values ----------------------------------------------------------------------------------------------------------


def _read(found: Found, raws: Mapping[int, list[Any]], *, setting: Setting, formats: Formats) -> dict[Chosen, Values]:
    columns, rows = found.understood.columns, found.layout.rows
    percents = {column.place: raws[column.place] for column in columns if column.field in PERCENTS}
    plain_rows = formats.plain_rows(found.grid, percents)
    money = next(filter(None, map(money_unit, found.layout.title.split())), "")
    result = {}
    for column in columns:
        plain = plain_rows.get(column.place)
        formatted = () if plain is None else {place for place, row in enumerate(rows) if row not in plain}
        own = re.search(r"20\d{2}(?=年)", column.heading)
        year, year_from = (int(own[0]), "表头") if own else (setting.year, setting.year_from)
        result[column] = read_column(
            column, raws[column.place], year=year, year_from=year_from, formatted=formatted, money=money
        )
    return result


def _broken(found: Found, column: Chosen) -> dict[int, Note]:
    """Error cells and formulas without a result: their rows are held, whatever the text of the error looked like."""
    if not found.grid.broken:
        return {}
    positions = {row: position for position, row in enumerate(found.layout.rows)}
    return {
        positions[row]: _broken_note(text)
        for (row, place), text in found.grid.broken.items()
        if place == column.place and row in positions
    }


def _broken_note(text: str) -> Note:
    if text == UNCACHED_TEXT:
        message = "公式没有保存计算结果，请用 Excel 打开、重新计算并保存，或改填数值。"
        return Note("error", "formula_without_value", message)
    return Note("error", "error_cell", f"单元格是错误值 {text}，请改正公式或直接填写内容。")


def _joined(read: Mapping[Chosen, Values]) -> dict[str, list[Any]]:
    """Parquet key -> values; what a column fills beside it goes only where nothing stands yet; a remark takes both."""
    columns = {_key(column.field, column.day): values.values for column, values in read.items()}
    for column, values in read.items():
        for name, beside in values.beside.items():
            key = _key(name, column.day)
            own = columns.get(key, [None] * len(beside))
            both = name == "remark"
            columns[key] = [_merged(old, new, both=both) for old, new in zip(own, beside, strict=True)]
    return columns


def _merged(old: Any, new: Any, *, both: bool) -> Any:
    if old is None or new is None:
        return new if old is None else old
    return f"{old}；{new}" if both else old


def _key(field: str, day: date | None) -> str:
    return Column(field, "", "", day).key


# -- the table -------------------------------------------------------------------------------------------------------


def _held(found: Found, bad: set[int]) -> tuple[Held, ...]:
    rows = [found.layout.rows[place] for place in sorted(bad)]
    return tuple(Held(row + 1, shown_row(found.grid.rows[row])) for row in rows)


def shown_row(row: Sequence[object]) -> dict[str, str]:
    """The non-empty cells of a row as a person sees them: column letter -> text."""
    return {column_letter(place): shown(cell) for place, cell in enumerate(row) if cell != ""}


def _described(found: Found, columns: Mapping[str, Sequence[Any]], *, held: tuple[Held, ...]) -> Table:
    """The table's description; `columns` only tells which keys were filled beside their own column."""
    layout, understood = found.layout, found.understood
    own = [Column(each.field, each.heading, column_letter(each.place), each.day) for each in understood.columns]
    have = {column.key for column in own}
    beside = (
        replace(column, field=_BESIDE[column.field])
        for column in own
        if column.field in _BESIDE and _key(_BESIDE[column.field], column.report_date) in columns
    )
    named = tuple((heading_of(layout.paths[place]), column_letter(place)) for place in understood.unknown)
    return Table(
        sheet=found.grid.sheet,
        kind=understood.kind,
        title=layout.title,
        heading_rows=tuple(row + 1 for row in layout.heading),
        first_row=layout.rows[0] + 1 if layout.rows else 0,
        last_row=layout.rows[-1] + 1 if layout.rows else 0,
        columns=(*own, *(column for column in beside if column.key not in have)),
        unknown_columns=named + tuple(("", column_letter(place)) for place in layout.bare_columns),
        held=held,
        fingerprint=fingerprint(map(heading_of, layout.paths.values())),
        samples={column_letter(place): _samples(found, place) for place in layout.paths},
    )


def _samples(found: Found, place: int) -> tuple[str, ...]:
    """A few different values of a column, for whoever is asked what it is."""
    texts = (" ".join(shown(found.grid.rows[row][place]).split()) for row in found.layout.rows[:_LOOKED_AT])
    return tuple(islice(dict.fromkeys(text[:_SAMPLE_LENGTH] for text in texts if text), _SAMPLES))
