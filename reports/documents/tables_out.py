"""Tables of a page as they are given out: a workbook, or CSV that Excel opens right; words never become formulas."""

import io
import re
from collections.abc import Mapping

import pandas as pd
import xlsxwriter

from reports.documents.sheets import FACE, cell_text, put
from reports.words.wording import width

__all__ = ["table_csv", "tables_xlsx"]

_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
_NOT_A_NAME = re.compile(r"[\[\]:*?/\\']")


def table_csv(table: pd.DataFrame) -> bytes:
    """The table as CSV in UTF-8 with the mark by which Excel knows it; a text that Excel would reckon with gets a ' in
    front, a number stays one.

    >>> table_csv(pd.DataFrame({"任务": ["=1+1", "修路"], "滞后": [-3.5, None]})).decode("utf-8-sig").split()
    ['任务,滞后', "'=1+1,-3.5", '修路,']
    """
    safe = table.map(_harmless).rename(columns=lambda name: _harmless(str(name)))
    return safe.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def _harmless(value: object) -> object:
    value = _plain(value) if isinstance(value, (list, tuple)) else value
    return f"'{value}" if isinstance(value, str) and value.startswith(_RISKY) else value


def tables_xlsx(tables: Mapping[str, pd.DataFrame], *, note: str) -> bytes:
    """Every table on a sheet of its own, the note under it: data day, rules, version."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                                     "nan_inf_to_errors": False})  # fmt: skip
    base = {"font_name": FACE, "border": 1, "border_color": "#d3dae1", "valign": "vcenter", "text_wrap": True}
    head = book.add_format(base | {"bold": True, "bg_color": "#14607a", "font_color": "#ffffff"})
    looks = {"text": book.add_format(base), "number": book.add_format(base | {"num_format": "0.0##"}),
             "day": book.add_format(base | {"num_format": "yyyy-mm-dd"})}  # fmt: skip
    quiet = book.add_format({"font_name": FACE, "font_size": 9, "font_color": "#5d6673"})
    for name, table in (tables or {"空": pd.DataFrame()}).items():
        sheet = book.add_worksheet(_sheet_name(name, book))
        _write(sheet, table, head, looks=looks)
        sheet.write_string(len(table) + 2, 0, cell_text(note), quiet)
    book.close()
    return out.getvalue()


def _write(sheet: object, table: pd.DataFrame, head: object, *, looks: Mapping) -> None:
    for place, name in enumerate(table.columns):
        values = table[name].tolist()
        sheet.write_string(0, place, cell_text(name), head)
        for row, value in enumerate(values, start=1):
            value = _plain(value)
            put(sheet, row, place, value=value, look=looks[_look(value)])
        longest = max([width(str(name)), *(width(str(value)) for value in values[:80])])
        sheet.set_column(place, place, min(44, max(8, longest * 1.9 + 2)))
    sheet.freeze_panes(1, 1)
    if len(table):
        sheet.autofilter(0, 0, len(table), len(table.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _plain(value: object) -> object:
    """A value as one cell holds it: a list is read out; whatever is no number and no day is words."""
    if isinstance(value, (list, tuple)):
        return "、".join(map(str, value))
    return value if value is None or isinstance(value, (int, float, pd.Timestamp)) or pd.isna(value) else str(value)


def _look(value: object) -> str:
    if value is None or isinstance(value, (bool, str)) or pd.isna(value):
        return "text"
    return "day" if isinstance(value, pd.Timestamp) else "number"


def _sheet_name(name: str, book: object) -> str:
    """A name that a sheet may have, and none has yet."""
    plain = _NOT_A_NAME.sub("", name)[:28] or "表"
    taken = {sheet.get_name().lower() for sheet in book.worksheets()}
    return plain if plain.lower() not in taken else f"{plain}{len(taken)}"
