"""Back to the clerk: what comes back is their workbook, says every finding, and goes in again by the same door."""

import re
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from ledgers.clerk.annotate import annotate, annotated, findings_of, sorry
from ledgers.clerk.annotating import losses
from ledgers.clerk.comments import AUTHOR, COLOURS
from ledgers.clerk.own_sheets import SUMMARY
from ledgers.errors import LedgerError
from ledgers.loading import load
from ledgers.sandbox import read_json, read_upload
from ledgers.store import Store, open_snapshot
from tests.ledgers.conftest import HEADINGS, TASKS, task_book
from tests.ledgers.workbooks import milestone_ledger, order_ledger, save, wide_ledger

TODAY = date(2022, 12, 1)
HOME = Path(__file__).resolve().parents[2]
EXAMPLES = sorted(HOME.glob("examples/workbooks/*.xlsx"))
REAL = sorted((HOME.parent / "shared/ledgers/real").glob("*.xlsx"))


def read(path, folder, *, name=None):
    """What a workbook says, without what only tells our own sheets apart."""
    answer = read_json(read_upload(path, folder=folder, name=name))
    del answer["sha256"]
    answer["sheets"] = [sheet for sheet in answer["sheets"] if not sheet["sheet"].startswith(SUMMARY)]
    answer["findings"] = [each for each in answer["findings"] if each["code"] != "own_sheet"]
    return answer


@pytest.fixture
def back(tmp_path):
    """Annotate a workbook and give the copy's path."""

    def give(path, *, store=None, name="标注.xlsx"):
        output = tmp_path / name
        annotate(path, output, store=store or Store(tmp_path / "none"), today=TODAY)
        return output

    return give


@pytest.fixture
def bad_book(tmp_path):
    return task_book(tmp_path / "任务榜.xlsx", month=9, percents=["20%", "见附件"])


def lines(path):
    """The findings listed in a summary: severity, sheet, cell, value, message, what to do."""
    rows = list(openpyxl.load_workbook(path)[SUMMARY].iter_rows(max_col=6, values_only=True))
    return rows[rows.index(("级别", "工作表", "单元格", "原值", "说明", "怎么改")) + 1 :]


@pytest.mark.parametrize("make", [wide_ledger, order_ledger, milestone_ledger], ids=lambda make: make.__name__)
def test_an_annotated_ledger_reads_like_the_original(tmp_path, back, make):
    book = make(tmp_path / "原表.xlsx")
    assert read(back(book), tmp_path, name="原表.xlsx") == read(book, tmp_path)


@pytest.mark.parametrize("book", [*EXAMPLES[5:8], EXAMPLES[10], *REAL], ids=lambda book: book.stem)
def test_a_real_workbook_reads_the_same_after_it_was_annotated(tmp_path, back, book):
    assert read(back(book), tmp_path, name=book.name) == read(book, tmp_path)


def test_every_finding_is_a_comment_on_its_cell_and_a_line_with_a_link(back, bad_book):
    book = openpyxl.load_workbook(back(bad_book))
    cell = book["任务榜"]["H4"]
    assert cell.comment.author == AUTHOR
    assert "错误：“见附件”" in cell.comment.text
    assert cell.fill.fgColor.rgb == COLOURS["error"]
    assert book.sheetnames[0] == book.active.title == SUMMARY
    line = next(row for row in book[SUMMARY].iter_rows() if row[2].value == "H4")
    assert [each.value for each in line[:4]] == ["错误", "任务榜", "H4", "见附件"]
    assert (line[2].hyperlink.location, line[2].hyperlink.target) == ("'任务榜'!H4", None)
    assert "65%" in line[5].value


def test_only_errors_and_warnings_are_coloured(tmp_path, back):
    rows = [["2022年任务"], HEADINGS, [*TASKS[0][:6], "第四季度", "20%"]]
    book = openpyxl.load_workbook(back(save(tmp_path / "a.xlsx", {"任务榜": rows})))
    cell = book["任务榜"]["G3"]
    assert cell.comment.text.count("说明：") == 1
    assert cell.fill.fill_type is None


def test_annotating_twice_is_annotating_once(tmp_path, back, bad_book):
    once = back(bad_book)
    twice = back(once, name="再标注.xlsx")
    first, second = (openpyxl.load_workbook(path) for path in (once, twice))
    assert first.sheetnames == second.sheetnames
    assert lines(once) == lines(twice)
    texts = [[cell.comment and cell.comment.text for row in book["任务榜"] for cell in row] for book in (first, second)]
    assert texts[0] == texts[1]
    assert read(twice, tmp_path, name="x") == read(once, tmp_path, name="x")


def test_a_mended_cell_is_no_longer_held_and_gets_its_own_colour_back(tmp_path, back, bad_book):
    own = openpyxl.load_workbook(bad_book)
    own["任务榜"]["H4"].fill = PatternFill("solid", fgColor="FF00B0F0")
    own.save(bad_book)
    mended = back(bad_book)
    book = openpyxl.load_workbook(mended)
    book["任务榜"]["H4"] = "35%"
    book.save(mended)
    answer = read(mended, tmp_path)
    assert answer["sheets"][0]["held"] == []
    assert [row["values"]["percent"] for row in answer["sheets"][0]["rows"]] == [20, 35]
    cell = openpyxl.load_workbook(back(mended, name="再.xlsx"))["任务榜"]["H4"]
    assert (cell.comment, cell.fill.fgColor.rgb) == (None, "FF00B0F0")


def test_a_persons_comment_stays_above_ours_and_is_left_alone_when_ours_goes(back, bad_book):
    own = openpyxl.load_workbook(bad_book)
    own["任务榜"]["H4"].comment = Comment("等区统计局的数", "李四")
    own["任务榜"]["A1"].comment = Comment("一直在这里", "李四")
    own.save(bad_book)
    once = back(bad_book)
    book = openpyxl.load_workbook(once)
    assert re.match("等区统计局的数\n.*错误：", book["任务榜"]["H4"].comment.text, re.DOTALL)
    book["任务榜"]["H4"] = "35%"
    book.save(once)
    again = openpyxl.load_workbook(back(once, name="再.xlsx"))["任务榜"]
    assert (again["H4"].comment.text, again["H4"].comment.author) == ("等区统计局的数", "李四")
    assert again["A1"].comment.text == "一直在这里"


def test_formats_merges_widths_validations_and_formulas_are_kept(back, bad_book):
    own = openpyxl.load_workbook(bad_book)
    sheet = own["任务榜"]
    sheet.merge_cells("A1:H1")
    sheet.column_dimensions["C"].width = 41
    sheet["G3"] = datetime(2022, 12, 20)
    sheet["G3"].number_format, sheet["G3"].font = "yyyy年m月d日", Font(name="楷体", bold=True)
    sheet["J1"] = "=1+2"
    sheet.freeze_panes = "C3"
    check = DataValidation(type="list", formula1='"重要改革,攻城拔寨"')
    check.add("B3:B9")
    sheet.add_data_validation(check)
    own.save(bad_book)
    kept = openpyxl.load_workbook(back(bad_book))["任务榜"]
    assert [str(each) for each in kept.merged_cells.ranges] == ["A1:H1"]
    assert (kept.column_dimensions["C"].width, kept.freeze_panes, kept["J1"].value) == (41, "C3", "=1+2")
    assert (kept["G3"].number_format, kept["G3"].font.name, kept["G3"].value) == (
        "yyyy年m月d日", "楷体", datetime(2022, 12, 20)
    )  # fmt: skip
    assert [(each.formula1, str(each.sqref)) for each in kept.data_validations.dataValidation] == [
        ('"重要改革,攻城拔寨"', "B3:B9")
    ]


def put(path, sheet_part, change):
    """Change one part of a workbook's XML: what Excel writes and the library cannot."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[sheet_part] = change(parts[sheet_part].decode()).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


@pytest.mark.parametrize(("content", "percent"), [
    ('<c r="H3"><f>10*2</f><v>20</v></c>', 20),
    ('<c r="H3" t="str"><f>"2"&amp;"0%"</f><v>20%</v></c>', 20),
    ('<c r="H3" t="inlineStr"><is><r><t>2</t></r><r><rPr><b/></rPr><t>0%</t></r></is></c>', 20),
])  # fmt: skip
def test_results_of_formulas_and_texts_of_several_fonts_come_back_as_they_were(tmp_path, back, content, percent):
    book = task_book(tmp_path / "a.xlsx", month=9, percents=["77%", "35%"])
    put(book, "xl/worksheets/sheet1.xml", lambda xml: re.sub(r'<c r="H3".*?</c>', lambda _: content, xml))
    copy = back(book)
    assert [row["values"]["percent"] for row in read(copy, tmp_path)["sheets"][0]["rows"]] == [percent, 35]
    assert read(copy, tmp_path, name="a.xlsx") == read(book, tmp_path)


def test_a_number_that_is_no_day_keeps_its_digits_under_a_date_format(tmp_path, back):
    rows = [["2022年任务"], HEADINGS, [*TASKS[0][:6], 20221220, "20%"]]
    book = save(tmp_path / "a.xlsx", {"任务榜": rows}, formats={"G3": "yyyy-mm-dd"})
    assert read(back(book), tmp_path, name="a.xlsx") == read(book, tmp_path)
    assert read(back(book), tmp_path)["sheets"][0]["rows"][0]["values"]["deadline"] == "2022-12-20"


@pytest.mark.parametrize(
    "evil", ['=HYPERLINK("http://x","y")', "+1+1", "-2+3", "@SUM(A1)", "a\x01b", "=cmd|'/c calc'!A0"]
)
def test_words_of_a_ledger_never_become_a_formula(tmp_path, bad_book, evil):
    finding = {
        "sheet": "任务榜", "cell": "H4", "severity": "error", "code": "bad_percent", "value": evil, "message": evil
    }  # fmt: skip
    path = tmp_path / "b.xlsx"
    path.write_bytes(annotated(bad_book, name="任务榜.xlsx", findings=[finding]))
    row = next(row for row in openpyxl.load_workbook(path)[SUMMARY].iter_rows() if row[2].value == "H4")
    assert [(cell.data_type, cell.value) for cell in row[3:5]] == [("s", evil.replace("\x01", ""))] * 2
    with zipfile.ZipFile(path) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("title", ["9月'进度", "a''b c", "任务 榜!"])
def test_a_link_finds_its_sheet_whatever_it_is_called(tmp_path, back, title):
    rows = [["2022年9月任务"], HEADINGS, [*TASKS[0][:-1], "见附件"]]
    book = openpyxl.load_workbook(back(save(tmp_path / "a.xlsx", {title: rows})))
    links = [row[2].hyperlink.location for row in book[SUMMARY].iter_rows() if row[2].hyperlink]
    assert links == ["'" + title.replace("'", "''") + "'!H3"]


def test_a_finding_inside_a_merged_range_is_written_on_its_first_cell(tmp_path, bad_book):
    own = openpyxl.load_workbook(bad_book)
    own["任务榜"].merge_cells("H3:H4")
    own.save(bad_book)
    finding = {"sheet": "任务榜", "cell": "H4", "severity": "warning", "code": "x", "value": "", "message": "甲"}
    path = tmp_path / "b.xlsx"
    path.write_bytes(
        annotated(bad_book, name="a.xlsx", findings=[finding, finding | {"cell": "H"}, finding | {"sheet": "无"}])
    )
    sheet = openpyxl.load_workbook(path)["任务榜"]
    assert "甲" in sheet["H3"].comment.text
    assert sheet["H3"].fill.fgColor.rgb == COLOURS["warning"]


def test_an_offices_own_sheet_of_that_name_is_read_and_kept(tmp_path, back):
    rows = [["2022年9月任务"], HEADINGS, [*TASKS[0][:-1], "见附件"]]
    path = back(save(tmp_path / "a.xlsx", {SUMMARY: rows}))
    assert openpyxl.load_workbook(path).sheetnames == [f"{SUMMARY}1", SUMMARY]
    answer = read_json(read_upload(path, folder=tmp_path))
    assert [sheet["kind"] for sheet in answer["sheets"]] == [None, "tasks"]


def test_the_store_is_asked_too_and_stays_as_it_was(tmp_path, back, store):
    rows = [["2022年10月进度月报"], ["任务名称", "完成率", "进展情况"], ["没有的任务", 30, "甲"], ["扩园", 40, "乙"]]
    book = save(tmp_path / "进度.xlsx", {"月报": rows})
    before = sorted((path, path.stat().st_mtime_ns) for path in store.path.rglob("*"))
    found = [row[2] for row in lines(back(book, store=store)) if row[0] == "错误"]
    assert found == ["A3"]
    assert sorted((path, path.stat().st_mtime_ns) for path in store.path.rglob("*")) == before


def test_a_snapshot_remembers_what_was_found_in_a_file(store, november):
    loaded = load([november], store=store, by="李四", today=TODAY, at=datetime(2022, 12, 1, 9), draft=True)
    kept = next(path for path in store.originals.iterdir() if path.read_bytes() == november.read_bytes())
    found = findings_of(open_snapshot(store, loaded.snapshot), kept.stem)
    assert [(each["cell"], each["severity"]) for each in found if each["severity"] == "error"] == [("H4", "error")]
    assert findings_of(open_snapshot(store, loaded.snapshot), "0" * 64) == []


def with_macros(path, code):
    """The workbook at `path` as Excel saves it with macros: `code` is the part that holds them."""
    output = path.with_suffix(".xlsm")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(output, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            if name == "[Content_Types].xml":
                text = text.replace(
                    "openxmlformats-officedocument.spreadsheetml.sheet.main", "ms-excel.sheet.macroEnabled.main"
                )
                text = text.replace(
                    "<Override",
                    '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Override',
                    1,
                )
            if name == "xl/_rels/workbook.xml.rels":
                text = text.replace(
                    "</Relationships>",
                    '<Relationship Id="rIdVba" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"/></Relationships>',
                )
            new.writestr(name, text)
        new.writestr("xl/vbaProject.bin", code)
    return output


def test_a_workbook_with_macros_comes_back_with_its_macros(tmp_path, back, bad_book):
    output = back(with_macros(bad_book, b"macro code of the office"), name="标注.xlsm")
    with zipfile.ZipFile(output) as book:
        assert book.read("xl/vbaProject.bin") == b"macro code of the office"
        assert b"macroEnabled" in book.read("[Content_Types].xml")
    assert "错误：" in openpyxl.load_workbook(output)["任务榜"]["H4"].comment.text


def test_a_copy_that_cannot_be_made_is_a_workbook_with_the_reason_that_is_no_ledger(tmp_path):
    path = tmp_path / "抱歉.xlsx"
    path.write_bytes(sorry("=甲.xlsx 的格式写不回去。"))
    cell = openpyxl.load_workbook(path).active["A2"]
    assert (cell.value, cell.data_type) == ("=甲.xlsx 的格式写不回去。", "s")
    assert [each["code"] for each in read_json(read_upload(path, folder=tmp_path))["findings"]] == ["own_sheet"]


def test_what_the_copy_may_lack_is_said_in_front(tmp_path, back, bad_book):
    with zipfile.ZipFile(bad_book, "a") as archive:
        archive.writestr("xl/ctrlProps/ctrlProp1.xml", "<x/>")
        archive.writestr("xl/media/image1.png", b"")
    assert losses(bad_book) == ["图片", "表单控件"]
    said = [row[1] for row in openpyxl.load_workbook(back(bad_book))[SUMMARY].iter_rows(values_only=True)]
    assert any("图片、表单控件" in str(text) for text in said)


def test_the_original_is_never_written_over_and_a_wrong_place_leaves_no_file(tmp_path, bad_book):
    before = bad_book.read_bytes()
    for output in (bad_book, tmp_path / "没有" / "a.xlsx"):
        with pytest.raises(LedgerError):
            annotate(bad_book, output, store=Store(tmp_path / "none"), today=TODAY)
    assert bad_book.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [bad_book.name]
