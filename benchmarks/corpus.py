"""How right the corpus of messy workbooks is read: columns named, cells right without a question, silent mistakes."""

import re
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from ledgers.sandbox import read_json
from ledgers.sheets.workbook import Job, parse
from tests.ledgers.corpus import books
from tests.ledgers.corpus_pages import Book, Expected
from tests.ledgers.corpus_spelling import ASK, HELD

__all__ = ["Judged", "Share", "judge", "measure", "read"]

_WHOLE_COLUMN = ("filled_down", "percent_from_fractions", "section_read", "towns_from_sheet", "towns_from_title")
"""Notices that stand at one cell and speak of a whole column."""
_SHEET = "*"
Answer = dict[str, Any]


@dataclass
class Judged:
    """What became of one workbook, or of all: counts, and a line for everything that was not right."""

    columns: Counter[str] = field(default_factory=Counter)
    cells: Counter[str] = field(default_factory=Counter)
    silent: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def add(self, other: "Judged") -> None:
        """Take in another workbook's."""
        self.columns += other.columns
        self.cells += other.cells
        self.silent += other.silent
        self.complaints += other.complaints


@dataclass(frozen=True)
class Share:
    """A share in percent with the least that it should be, or a count with the most."""

    name: str
    value: float
    aim: float
    is_count: bool = False

    def __str__(self) -> str:
        """Return the line that is printed."""
        reached = self.value <= self.aim if self.is_count else self.value >= self.aim
        shown = (
            f"{self.value:.0f} (aim ≤ {self.aim:g})" if self.is_count else f"{self.value:.2f} % (aim ≥ {self.aim:g} %)"
        )
        return f"{'ok  ' if reached else 'MISS'} {self.name}: {shown}"


def read(path: Path, folder: Path) -> Answer:
    """Read a workbook in this process; give what the command line prints."""
    rows = folder / f"rows-{path.stem}"
    rows.mkdir(exist_ok=True)
    return read_json(parse(Job(path, path.name, sha256(path.read_bytes()).hexdigest(), rows)))


def measure(*, rounds: int) -> list[Share]:
    """Return the three figures of the whole corpus; one round is as good as many."""
    whole, count = Judged(), 0
    with tempfile.TemporaryDirectory() as folder:
        for book, path in books(Path(folder)):
            whole.add(judge(book, read(path, Path(folder))))
            count += 1
    return figures(whole, count)


def figures(whole: Judged, count: int) -> list[Share]:
    """Return the figures of what was judged."""
    columns, cells = (100 * each["right"] / each["all"] for each in (whole.columns, whole.cells))
    return [
        Share(f"columns named right in {count} messy workbooks", columns, 95),
        Share("cells right without a question", cells, 98),
        Share("wrong values without any finding", len(whole.silent), 0, is_count=True),
    ]


# -- one workbook ------------------------------------------------------------------------------------------------------


def judge(book: Book, answer: Answer) -> Judged:
    """Compare what was read with what is true."""
    judged = Judged()
    codes = {finding["code"] for finding in answer["findings"]}
    for expected in (each for page in book.pages for each in page.expected):
        _judge_table(expected, answer, judged)
    for page in book.pages:
        _extra_rows(page.name, page.expected, answer, judged)
    for told in book.told:
        if told not in codes and not _named(told, answer):
            judged.silent.append(f"nothing told of {told}")
    judged.silent = [f"{book.name}: {line}" for line in judged.silent]
    judged.complaints = [f"{book.name}: {line}" for line in judged.complaints]
    return judged


def _named(told: str, answer: Answer) -> bool:
    """Whether a finding quotes the heading of `heading:…`."""
    _, _, heading = told.partition("heading:")
    return bool(heading) and any(heading in f["value"] + f["message"] for f in answer["findings"])


def _judge_table(expected: Expected, answer: Answer, judged: Judged) -> None:
    table = _table(expected, answer)
    if table is None or table["kind"] not in expected.kinds:
        found = table["kind"] if table else None
        line = f"{expected.sheet}: kind {found}, not {expected.kinds}"
        (judged.silent if found else judged.complaints).append(line)
        judged.columns["all"] += len(expected.columns)
        judged.cells["all"] += sum(len(row) for row in expected.rows.values() if row != HELD)
        return
    _judge_columns(expected, _letters(table, answer), answer, judged)
    values = {row["row"]: _values(row) for row in table["rows"]}
    held = {row["row"] for row in table["held"]}
    findings = _findings(expected.sheet, answer)
    _about_unread(table, findings)
    for number, row in expected.rows.items():
        if row == HELD:
            if number not in held:
                judged.silent.append(f"{expected.sheet} row {number} is not held")
        elif number not in values:
            _missing(expected, (number, row), judged, held=number in held, findings=findings)
        else:
            for key, true in row.items():
                loaded = values[number].get(key, values[number].get(_key(key, answer)))
                _judge_cell(judged, (loaded, true), where=_where(expected, key, number), findings=findings)


def _judge_columns(expected: Expected, names: Mapping[str, str], answer: Answer, judged: Judged) -> None:
    """Whether every column was called what it is, and those that mean nothing were left alone."""
    for letter, key in expected.columns.items():
        right = _key(key, answer) == names.get(letter)
        judged.columns.update(all=1, right=right)
        if not right:
            judged.complaints.append(f"{expected.sheet}!{letter}: column {names.get(letter)}, not {key}")


def _judge_cell(judged: Judged, pair: tuple[Any, Any], *, where: "Where", findings: Mapping[str, list[dict]]) -> None:
    loaded, true = pair
    told = [finding for cell in where.cells for finding in findings.get(cell, ())]
    asked = any(finding["severity"] != "info" for finding in told)
    judged.cells["all"] += 1
    right = (loaded is None and bool(told)) if true == ASK else (loaded == _plain(true) and not asked)
    judged.cells["right"] += right
    if not right:
        line = f"{where.name} {where.key}: {loaded!r}, not {_plain(true)!r} ({[each['code'] for each in told]})"
        silent = (loaded is not None or true is not None) and not told and loaded != _plain(true)
        (judged.silent if silent else judged.complaints).append(line)


@dataclass(frozen=True)
class Where:
    """A cell's name, its key, and the names under which a finding may speak of it."""

    name: str
    key: str
    cells: tuple[str, ...]


def _where(expected: Expected, key: str, number: int) -> Where:
    letter = expected.places.get(key, "")
    name = f"{expected.sheet}!{letter}{number}"
    if not letter:
        return Where(name, key, (_SHEET,))
    return Where(name, key, (f"{letter}{number}", letter, *(f"{letter}{row}" for row in expected.headings)))


def _missing(
    expected: Expected,
    row: tuple[int, dict[str, Any]],
    judged: Judged,
    *,
    held: bool,
    findings: Mapping[str, list[dict]],
) -> None:
    """A row that was not loaded: right when a cell of it had to be asked about, a question when it was held."""
    number, values = row
    must_ask = [key for key, true in values.items() if true == ASK]
    if not held:
        judged.silent.append(f"{expected.sheet} row {number} is lost")
    for key in values if held else ():
        judged.cells["all"] += 1
        told = any(findings.get(cell) for cell in _where(expected, key, number).cells)
        judged.cells["right"] += bool(must_ask) and (key not in must_ask or told)
    if held and not must_ask:
        judged.complaints.append(f"{expected.sheet} row {number} is held needlessly")


def _extra_rows(sheet: str, tables: list[Expected], answer: Answer, judged: Judged) -> None:
    """Rows that are no data but were loaded, or held with an error."""
    true = {row for expected in tables for row in expected.rows}
    for table in (each for each in answer["sheets"] if each["sheet"] == sheet and each["kind"]):
        for row in table["rows"]:
            if row["row"] not in true:
                judged.silent.append(f"{sheet} row {row['row']} is no data but was loaded: {row['values']}")
        for row in table["held"]:
            if row["row"] not in true:
                judged.complaints.append(f"{sheet} row {row['row']} is no data but was held: {row['cells']}")
                judged.cells["all"] += len(row["cells"])


def _table(expected: Expected, answer: Answer) -> Answer | None:
    """The table read from where the expected one stands."""
    sheets = [each for each in answer["sheets"] if each["sheet"] == expected.sheet]
    overlap = {
        place: sum(each["first_row"] <= row <= each["last_row"] for row in expected.rows)
        for place, each in enumerate(sheets)
    }
    best = max(overlap, key=lambda place: overlap[place], default=None)
    return sheets[best] if best is not None and overlap[best] else None


def _letters(table: Answer, answer: Answer) -> dict[str, str]:
    """Column letter -> key as read; of several the first."""
    found: dict[str, str] = {}
    for key, column in table["columns"].items():
        found.setdefault(column["column"], key)
    for month in table["months"]:
        found.setdefault(month["column"], _key(f"{month['field']}@{month['report_date']}", answer))
    return found


def _key(key: str | None, answer: Answer) -> str | None:
    """The key without its day when that is the workbook's own day."""
    return key.removesuffix(f"@{answer['report_date']}") if key else None


def _values(row: Answer) -> dict[str, Any]:
    found = dict(row["values"])
    for each in row.get("progress", ()):
        for name in ("percent", "progress_text"):
            if each[name] is not None:
                found[f"{name}@{each['report_date']}"] = each[name]
    return found


def _findings(sheet: str, answer: Answer) -> dict[str, list[dict]]:
    """Findings of a sheet by cell; those of a whole column also by its letter and under "*"."""
    found: dict[str, list[dict]] = {}
    for finding in answer["findings"]:
        if finding["sheet"] == sheet:
            found.setdefault(finding["cell"], []).append(finding)
            if finding["code"] in _WHOLE_COLUMN:
                found.setdefault(re.sub(r"\d", "", finding["cell"]), []).append(finding)
                found.setdefault(_SHEET, []).append(finding)
    return found


def _about_unread(table: Answer, findings: dict[str, list[dict]]) -> None:
    """Put what is told of a column that was not read, by quoting its heading, under the column's letter."""
    told = [finding for each in findings.values() for finding in each]
    for column in table["unknown_columns"]:
        quoted = [finding for finding in told if f"“{column['heading']}”" in finding["message"]]
        findings.setdefault(column["column"], []).extend(quoted)


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
