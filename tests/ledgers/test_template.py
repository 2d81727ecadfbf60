"""Blank ledgers: filled in, they are read as the kind they are for, with every column known and nothing to complain of."""

from datetime import date, datetime

import openpyxl
import pytest

from ledgers.clerk.advice import ADVICE, BY_SEVERITY
from ledgers.clerk.blanks import BLANKS, LISTS_OF_WORDS
from ledgers.clerk.own_sheets import GUIDE
from ledgers.clerk.template import write_template
from ledgers.columns.vocabulary import KIND_WORDS, SYNONYMS
from ledgers.errors import LedgerError
from ledgers.loading import load
from ledgers.sandbox import read_json, read_upload
from ledgers.schema import COLUMNS, KINDS
from ledgers.store import Store

EXAMPLES = {"day": datetime(2022, 11, 30), "percent": 0.65, "number": 30}


def blank(folder, kind, **options):
    """The path of a blank ledger."""
    path = folder / f"{kind}.xlsx"
    write_template(kind, path, store=options.pop("store", Store(folder / "none")), **options)
    return path


def table(path):
    """The sheet to fill in, and heading -> column letter."""
    sheet = openpyxl.load_workbook(path).worksheets[1]
    return sheet, {cell.value: cell.column_letter for cell in sheet[3]}


@pytest.mark.parametrize("kind", KINDS)
def test_a_filled_blank_is_read_back_as_its_kind_with_every_column_and_no_warning(tmp_path, kind):
    path = blank(tmp_path, kind)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[1]
    for place, ask in enumerate(BLANKS[kind].columns, start=1):
        for row in (4, 5):
            sheet.cell(row, place, EXAMPLES.get(ask.check, row if ask.field == "no" else ask.example or f"甲{row}"))
    book.save(path)
    answer = read_json(read_upload(path, folder=tmp_path))
    assert [each["kind"] for each in answer["sheets"]] == [None, kind]
    assert set(answer["sheets"][1]["columns"]) == {ask.field for ask in BLANKS[kind].columns}
    assert [each for each in answer["findings"] if each["severity"] != "info"] == []
    assert len(answer["sheets"][1]["rows"]) == 2
    if kind == "progress":
        assert answer["sheets"][1]["rows"][0]["values"]["percent"] == 65


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_blank_is_read_without_a_warning(tmp_path, kind):
    answer = read_json(read_upload(blank(tmp_path, kind), folder=tmp_path))
    assert (answer["sheets"][1]["kind"], answer["sheets"][1]["rows"]) == (kind, [])
    assert {each["severity"] for each in answer["findings"]} == {"info"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_heading_is_a_word_of_the_vocabulary(kind):
    for ask in BLANKS[kind].columns:
        name = "progress" if ask.field == "progress_text" else ask.field
        assert ask.field in COLUMNS
        own = KIND_WORDS[kind]
        words = f"{SYNONYMS.get(name, '')} {own.get(name, '')} {own.get(ask.field, '')}".split()
        assert ask.heading in words


@pytest.mark.parametrize("kind", KINDS)
def test_the_instructions_explain_every_column_and_the_sheets_are_ready_to_print(tmp_path, kind):
    book = openpyxl.load_workbook(blank(tmp_path, kind))
    assert book.sheetnames == [GUIDE, BLANKS[kind].sheet]
    told = {row[0] for row in book[GUIDE].iter_rows(values_only=True)}
    assert {ask.heading for ask in BLANKS[kind].columns} <= told
    sheet = book.worksheets[1]
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert sheet.freeze_panes.endswith("4")
    assert (sheet.protection.sheet, sheet.protection.password) == (True, None)


def test_days_percents_and_lists_are_checked_while_typing(tmp_path, store):
    sheet, letters = table(blank(tmp_path, "progress", store=store))
    checks = {str(each.sqref)[0]: each for each in sheet.data_validations.dataValidation}
    assert checks[letters["填报日期"]].type == "date"
    percent = checks[letters["完成百分比"]]
    assert (percent.type, percent.formula1, percent.formula2) == ("decimal", "0", "10")
    assert checks[letters["任务状态"]].errorStyle == "stop"
    assert checks[letters["任务名称"]].formula1.startswith(f"'{GUIDE}'!$")


@pytest.mark.parametrize(("kind", "heading", "words"), [
    ("tasks", "榜单", "boards"), ("tasks", "任务类别", "categories"), ("units", "序列", "sequences"),
    ("problems", "严重程度", "severities"), ("honours", "级别", "levels"),
])  # fmt: skip
def test_a_drop_down_offers_its_words(tmp_path, kind, heading, words):
    path = blank(tmp_path, kind)
    sheet, letters = table(path)
    check = next(
        each for each in sheet.data_validations.dataValidation if str(each.sqref).startswith(letters[heading] + "4")
    )
    cells = openpyxl.load_workbook(path)[GUIDE][check.formula1.split("!")[1].replace("$", "")]
    assert tuple(cell.value for row in cells for cell in row) == LISTS_OF_WORDS[words]


def test_a_blank_of_a_unit_holds_its_tasks_locked_and_last_months_percent_beside_the_cell_to_fill(tmp_path, store):
    path = blank(tmp_path, "progress", store=store, unit="太和镇", period="2022-10")
    sheet, letters = table(path)
    first = {heading: sheet[f"{letter}4"] for heading, letter in letters.items()}
    values = {heading: cell.value for heading, cell in first.items()}
    assert sheet["A1"].value == "太和镇2022年10月工作进度填报表"
    assert (values["任务名称"], values["序号"], values["完成时限"].date()) == ("六项改革", 1, date(2022, 12, 20))
    assert (values["上月进度"], values["完成百分比"], values["填报日期"].date()) == (0.2, None, date(2022, 10, 31))
    locked = {heading for heading, cell in first.items() if cell.protection.locked}
    assert locked == {"序号", "任务名称", "牵头单位", "完成时限", "上月进度"}
    assert not sheet[f"{letters['任务名称']}6"].protection.locked  # below the unit's two tasks
    assert sheet["A3"].protection.locked
    answer = read_json(read_upload(path, folder=tmp_path))
    assert answer["report_date"] == "2022-10-31"
    assert "上月进度" in str(answer["sheets"][1]["unknown_columns"])


def test_last_months_percent_is_not_one_that_was_reported_later(tmp_path, store, october):
    load([october], store=store, by="李四", today=date(2022, 11, 1), at=datetime(2022, 11, 1, 9))
    percents = [
        table(blank(tmp_path, "progress", store=store, unit="太和镇", period=period))
        for period in ("2022-10", "2022-11")
    ]
    assert [sheet[f"{letters['上月进度']}4"].value for sheet, letters in percents] == [0.2, 0.5]


@pytest.mark.parametrize("kind", ["tasks", "units", "progress"])
def test_a_blank_of_a_unit_loaded_untouched_changes_nothing(tmp_path, store, kind):
    path = blank(tmp_path, kind, store=store, unit="太和镇", period="2022-09")
    loaded = load([path], store=store, by="李四", today=date(2022, 12, 1), at=datetime(2022, 12, 1, 9), draft=True)
    changed = {
        name: counts for name, counts in loaded.effect["tables"].items() if name not in ("units", "unit_aliases")
    }
    assert (loaded.rows_held, changed) == (0, {})


def test_a_unit_may_be_named_by_another_spelling_and_an_unknown_one_is_a_sentence(tmp_path, store):
    assert write_template("tasks", tmp_path / "a.xlsx", store=store, unit="太和镇") == 2
    with pytest.raises(LedgerError, match="太和镇"):
        write_template("tasks", tmp_path / "b.xlsx", store=store, unit="太和街")
    assert not (tmp_path / "b.xlsx").exists()


def test_every_finding_has_advice_that_ends_as_a_sentence():
    assert [text for text in (*ADVICE.values(), *BY_SEVERITY.values()) if not text.endswith("。")] == []
