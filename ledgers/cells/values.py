"""One table's columns of raw cells to columns of values, with a note for every cell that needs one.

Works by column and remembers every distinct cell, so that 100,000 rows of repeating words cost little.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from ledgers.cells.dates import day_of, month_of
from ledgers.cells.names import labelled_units, people_of, units_of
from ledgers.cells.percents import read_percents
from ledgers.cells.texts import (
    DITTO,
    MONEY,
    Note,
    Read,
    compact,
    done_of,
    money_of,
    money_unit,
    number_of,
    plain_numbers,
    plain_text,
    plain_texts,
    shown,
)
from ledgers.columns.understanding import Chosen
from ledgers.schema import DATES, LISTS, NUMBERS, PERCENTS, TEXTS

__all__ = ["Values", "read_column"]

_PEOPLE = ("leaders", "lead_people")
_WITHOUT_BLANKS = ("unit", "board")
_NOT_REPEATED = (*PERCENTS, *NUMBERS)


@dataclass(frozen=True)
class Values:
    """A column's values in row order, notes by position, and columns its cells fill beside it (field -> values)."""

    values: list[Any]
    notes: dict[int, Note] = field(default_factory=dict)
    beside: dict[str, list[Any]] = field(default_factory=dict)


def read_column(
    column: Chosen,
    raws: Sequence[object],
    *,
    year: int | None,
    year_from: str,
    formatted: Collection[int] = (),
    money: str = "",
) -> Values:
    """The values of one column. `formatted`: positions shown as percents; `year`: for days written without one;
    `money`: the unit of sums of money where the heading names none."""
    types = set(map(type, raws))
    if bool in types:
        raws, types = [shown(raw) if isinstance(raw, bool) else raw for raw in raws], (types - {bool}) | {str}
    if column.field not in _NOT_REPEATED and str in types:
        raws, repeated = _without_ditto(raws)
    else:
        repeated = {}
    if column.field in PERCENTS:
        reads = read_percents(raws, in_percent=column.in_percent, formatted=formatted, loose=column.loose)
        values = Values(
            [read.value for read in reads], {place: read.note for place, read in enumerate(reads) if read.note}
        )
        return _with_words(values, raws, column)
    if column.field in TEXTS and column.field not in _WITHOUT_BLANKS:
        return _with_sides(Values(_plain(raws, types), repeated), raws, column)
    if column.field in NUMBERS:
        return _numbers(raws, unit=money_unit(column.heading) or money)
    values = _memoised(_reader(column.field, column.heading, year=year, year_from=year_from), raws)
    values.notes.update({place: note for place, note in repeated.items() if place not in values.notes})
    return _with_sides(values, raws, column)


def _plain(raws: Sequence[Any], types: Collection[type]) -> list[str | None]:
    """Texts of a column; one that holds a single type of cell is read at once."""
    if types == {str}:
        return plain_texts(raws)
    return plain_numbers(raws) if types == {float} else [plain_text(raw) for raw in raws]


def _reader(name: str, heading: str, *, year: int | None, year_from: str) -> Callable[[object], Read]:
    if name == "report_date" and "月" in heading:
        return partial(month_of, year=year, year_from=year_from)
    if name in DATES:
        return partial(day_of, year=year, year_from=year_from, end=name != "start")
    if name in LISTS:
        return people_of if name in _PEOPLE else units_of
    return _joined


def _joined(raw: object) -> Read:
    """A name without inner blanks (太 和 镇)."""
    value = plain_text(raw)
    return Read("".join(value.split()) if value else None)


def _numbers(raws: Sequence[object], *, unit: str) -> Values:
    """Numbers of a column, all sums of money in one unit: the heading's or the only one that is written, else 万元."""
    written = {found.unit for raw in set(raws) if type(raw) is str and (found := money_of(raw))}
    if unit or not written:
        return _memoised(partial(number_of, unit=unit), raws)
    if len(written) == 1:
        return _once(_memoised(number_of, raws), "money_unit")
    unit = "万元" if "万元" in written else min(written, key=lambda name: MONEY[name])
    message = f"没有写单位，同一列里有的写{'、有的写'.join(sorted(written))}，分不清是多少；请写上单位。"

    def read(raw: object) -> Read:
        found = number_of(raw, unit=unit)
        if not found.value or (type(raw) is str and money_of(raw)):
            return found
        return Read(None, Note("error", "money_unclear", f"“{shown(raw).strip()}”{message}"))

    return _memoised(read, raws)


def _once(values: Values, code: str) -> Values:
    """A notice that is the same for the whole column stands at its first cell only."""
    places = [place for place, note in values.notes.items() if note.code == code]
    dropped = set(places[1:])
    return Values(values.values, {place: note for place, note in values.notes.items() if place not in dropped})


def _memoised(read: Callable[[object], Read], raws: Sequence[object]) -> Values:
    """Read every distinct cell once. Reads are shared between rows and never changed."""
    memo = {raw: read(raw) for raw in set(raws)}
    values = [memo[raw].value for raw in raws]
    noted = {raw for raw, each in memo.items() if each.note}
    notes = {place: memo[raw].note for place, raw in enumerate(raws) if raw in noted} if noted else {}
    return Values(values, notes)


def _without_ditto(raws: Sequence[object]) -> tuple[Sequence[object], dict[int, Note]]:
    """同上 replaced by the cell above (never in columns of numbers, where it is reported as unreadable)."""
    if DITTO.isdisjoint(raws):
        return raws, {}
    result, notes, above = [], {}, ""
    for place, raw in enumerate(raws):
        if raw in DITTO:
            notes[place] = Note("info", "same_as_above", f"“{raw.strip()}”按上一行的“{shown(above).strip()}”读入。")
            raw = above
        elif raw != "":
            above = raw
        result.append(raw)
    return result, notes


_WORDS_GO_TO = {"percent": "progress_text", "verified_percent": "remark"}


def _with_words(values: Values, raws: Sequence[object], column: Chosen) -> Values:
    """Words in a column of percents are kept: as the progress text of their row, of a check as its remark."""
    kept = ("percent_not_given", "percent_proposed", "two_percents", "percent_from_words")
    places = [place for place, note in values.notes.items() if note.code in kept]
    if not places:
        return values
    words: list[Any] = [None] * len(raws)
    for place in places:
        words[place] = shown(raws[place]).strip()
    return Values(values.values, values.notes, {_WORDS_GO_TO[column.field]: words})


def _with_sides(values: Values, raws: Sequence[object], column: Chosen) -> Values:
    if column.field == "lead_units":
        return _labelled(values, raws)
    if column.field == "status" and "滞后" not in column.heading:
        return Values(values.values, values.notes, {"done": [done_of(raw) if raw != "" else None for raw in raws]})
    if column.field in ("done_on", "closed_on"):
        return _finished_words(values, raws)
    return values


def _labelled(values: Values, raws: Sequence[object]) -> Values:
    """牵头:甲;配合:乙 in one cell: 甲 leads, 乙 supports."""
    found = {raw: pair for raw in set(raws) if (pair := labelled_units(raw))}
    if not found:
        return values
    lead = [
        (found[raw].lead or None) if raw in found else value for raw, value in zip(raws, values.values, strict=True)
    ]
    support = [(found[raw].support or None) if raw in found else None for raw in raws]
    return Values(lead, values.notes, {"support_units": support})


def _finished_words(values: Values, raws: Sequence[object]) -> Values:
    """已完成 or 未完成 in a column of days: no day, but a word on whether it is finished."""
    words = {
        raw: done_of(raw)
        for raw in set(raws)
        if isinstance(raw, str) and not compact(raw).isdigit() and done_of(raw) is not None
    }
    if not words:
        return values
    notes = dict(values.notes)
    for place, raw in enumerate(raws):
        if raw in words:
            said = "已完成、没有日期" if words[raw] else "尚未完成"
            notes[place] = Note("info", "finished_without_day", f"“{shown(raw).strip()}”不是日期，按{said}读入。")
    return Values(values.values, notes, {"done": [words.get(raw) for raw in raws]})
