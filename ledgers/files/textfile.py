"""A text file (csv, tsv) as rows of text cells. Nothing is turned into a number here: 0012 keeps its zeros, and the
functions that read cells read these as they read text cells of a workbook."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import TextIO

from ledgers.errors import LedgerError
from ledgers.files.charset import encoding_of
from ledgers.files.source import Source

__all__ = ["delimiter_of", "text_rows"]

_DELIMITERS = {",": "逗号", "\t": "制表符", ";": "分号", "|": "竖线"}
_CALLED = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "utf-32": "UTF-32", "gb18030": "GBK/GB18030"}
_SAMPLE = 64 << 10
_SAMPLE_ROWS = 200
_EXCEL_ROWS, _EXCEL_COLUMNS = 1_048_576, 16_384
_MOST_IN_LINE = 1_000_000
_END = "\0"
"""A last line of our own: when it does not come out as a row of its own, an open quote has swallowed it."""
_SAID = re.compile(r"\ufeff?sep=([,;|\t])\r?\n?", re.IGNORECASE)
_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)


def text_rows(source: Source) -> tuple[list[list[str]], str]:
    """All rows, equally wide, and how the file was understood, in words."""
    with source.open() as stream:
        encoding = encoding_of(stream, name=source.name)
        stream.seek(0)
        with io.TextIOWrapper(stream, encoding, newline="") as text:
            delimiter, said = delimiter_of(text.read(_SAMPLE))
            text.seek(0)
            if said:
                text.readline()
            rows = _rows(text, source, delimiter)
    return rows, f"文本文件，按 {_CALLED[encoding]} 编码、{_DELIMITERS[delimiter]}分隔读入。"


def delimiter_of(sample: str) -> tuple[str, bool]:
    """The sign that divides most rows into the same number of cells; whether the first line says it (sep=;).

    >>> delimiter_of("甲;乙\\n1,5;2,5\\n"), delimiter_of("sep=|\\n甲|乙\\n"), delimiter_of("甲\\n")
    ((';', False), ('|', True), (',', False))
    """
    if found := _SAID.match(sample):
        return found[1], True
    lines = sample.splitlines(keepends=True)
    lines = lines[:-1] if len(lines) > 1 and len(sample) == _SAMPLE else lines
    scores = {sign: _agreement(lines, sign) for sign in _DELIMITERS if sign in sample}
    return max(scores, key=scores.__getitem__, default=","), False


def _agreement(lines: list[str], delimiter: str) -> tuple[int, int]:
    """How many rows have the commonest number of cells above one, and that number."""
    lines = [line for line in lines[:_SAMPLE_ROWS] if line.count(delimiter) < _EXCEL_COLUMNS]
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if len(row) > 1)
    except csv.Error:
        return 0, 0
    width, count = max(widths.items(), key=lambda each: (each[1], each[0]), default=(0, 0))
    return count, width


def _rows(text: TextIO, source: Source, delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    blank = width = 0
    for cells in _parsed(text, source, delimiter):
        if not cells:
            blank += 1
            if blank > _EXCEL_ROWS:
                raise LedgerError(_too_long(source, len(rows) + blank))
            continue
        width = max(width, len(cells))
        source.check_reach(source.stem, len(rows) + blank + 1, width)
        if len(rows) + blank >= source.limits.rows:
            raise LedgerError(_too_long(source, source.limits.rows))
        rows += [[] for _ in range(blank)]
        rows.append(cells)
        blank = 0
    return [row + [""] * (width - len(row)) for row in rows]


def _parsed(text: TextIO, source: Source, delimiter: str) -> Iterator[list[str]]:
    """Rows without their empty ends."""
    lines = 0
    reader = csv.reader(chain(_lines(text, source, delimiter), (_END,)), delimiter=delimiter)
    try:
        for row in reader:
            if row == [_END]:
                return
            if row and _END in row[-1]:
                break
            if len(row) > _EXCEL_COLUMNS:
                raise LedgerError(_too_wide(source, len(row)))
            lines = reader.line_num
            yield _trimmed(row)
    except csv.Error as error:
        raise LedgerError(_broken(source, lines + 1)) from error
    raise LedgerError(_broken(source, lines + 1))


def _lines(text: TextIO, source: Source, delimiter: str) -> Iterator[str]:
    for line in text:
        if len(line) > _MOST_IN_LINE and (count := line.count(delimiter)) > _MOST_IN_LINE:
            raise LedgerError(_too_wide(source, count + 1))
        yield line


def _trimmed(row: list[str]) -> list[str]:
    """Cells without the ="…" that keeps a spreadsheet from dropping zeros; no empty end."""
    cells = [found[1] if cell.startswith('="') and (found := _AS_TEXT.fullmatch(cell)) else cell for cell in row]
    while cells and not cells[-1].strip():
        cells.pop()
    return cells


def _too_wide(source: Source, columns: int) -> str:
    return (
        f"{source.name} 有一行分成了 {columns} 列，范围太大，无法读入；"
        "请用 Excel 打开核对，只留台账那几列，另存为 .xlsx 再上传。"
    )


def _too_long(source: Source, rows: int) -> str:
    return f"{source.name} 超过了 {rows} 行，无法读入；请删去数据以外的行，或拆成几个文件。"


def _broken(source: Source, line: int) -> str:
    return (
        f"{source.name} 第 {line} 行附近的引号没有配对，或有一格长得不正常，后面的内容分不清是哪一格；"
        "请用 Excel 打开核对，另存为 .xlsx 再上传。"
    )
