"""Hostile, broken and wrong files: each ends in one Chinese sentence, and the process that asked goes on."""

import re
import zipfile

import openpyxl
import pytest

from ledgers.errors import LedgerError
from ledgers.files.gate import Limits
from ledgers.sandbox import child_environment, read_upload
from tests.ledgers.workbooks import save

ROWS = [["任务名称", "责任单位", "完成时限"], ["甲", "区教育局", "2022-12-20"]]


def refusal(path, folder, **options):
    with pytest.raises(LedgerError) as caught:
        read_upload(path, folder=folder, **options)
    return str(caught.value)


def write(path, content):
    path.write_bytes(content)
    return path


def good(tmp_path):
    return save(tmp_path / "good.xlsx", {"任务榜": ROWS})


def rebuilt(tmp_path, parts, name="made.xlsx"):
    """A good workbook with some of its zip parts replaced."""
    path = tmp_path / name
    with zipfile.ZipFile(good(tmp_path)) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.namelist():
            if part not in parts:
                target.writestr(part, source.read(part))
        for part, content in parts.items():
            target.writestr(part, content)
    return path


SHEET = "xl/worksheets/sheet1.xml"
SHEET_XML = (
    '<?xml version="1.0"?>{doctype}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "{dimension}<sheetData>{rows}</sheetData></worksheet>"
)


def sheet_xml(rows, *, dimension="", doctype=""):
    return SHEET_XML.format(rows=rows, dimension=dimension, doctype=doctype)


FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
LAUGHS = (
    "<!DOCTYPE x ["
    + '<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">'
    + "".join(f'<!ENTITY {chr(98 + level)} "{f"&{chr(97 + level)};" * 10}">' for level in range(9))
)


def ole(tmp_path, stream):
    """The beginning of an OLE file whose directory names one stream."""
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + stream.encode("utf-16-le") + b"\0" * 600
    return write(tmp_path / "旧.xls", content)


HOSTILE = {
    "extent bomb": lambda tmp: rebuilt(tmp, {SHEET: sheet_xml(FAR, dimension='<dimension ref="A1:XFD1048576"/>')}),
    "extent bomb without a declared extent": lambda tmp: rebuilt(tmp, {SHEET: sheet_xml(FAR)}),
    "extent bomb that lies": lambda tmp: rebuilt(tmp, {SHEET: sheet_xml(FAR, dimension='<dimension ref="A1:B2"/>')}),
    "entity bomb": lambda tmp: rebuilt(
        tmp, {SHEET: sheet_xml('<row r="1"><c r="A1" t="str"><v>&j;</v></c></row>', doctype=LAUGHS + "]>")}
    ),
    "zip bomb": lambda tmp: rebuilt(tmp, {"xl/media/x.bin": b"\0" * (200 << 20)}),
    "truncated": lambda tmp: write(tmp / "半截.xlsx", good(tmp).read_bytes()[:-800]),
    "broken part": lambda tmp: rebuilt(tmp, {SHEET: "<worksheet><sheetData><row>"}),
    "no parts but the workbook": lambda tmp: zipped(tmp, {"xl/workbook.xml": "<workbook/>"}),
    "web page without a table": lambda tmp: write(tmp / "台账.xlsx", b"<html><body>404</body></html>"),
    "pdf": lambda tmp: write(tmp / "台账.xlsx", b"%PDF-1.7 ..."),
    "noise": lambda tmp: write(tmp / "台账.xlsx", bytes(range(256)) * 8),
    "empty file": lambda tmp: write(tmp / "空.xlsx", b""),
    "missing": lambda tmp: tmp / "没有.xlsx",
    "folder": lambda tmp: tmp,
    "encrypted": lambda tmp: ole(tmp, "EncryptedPackage"),
    "old xls": lambda tmp: ole(tmp, "Workbook"),
    "another program's file": lambda tmp: ole(tmp, "WordDocument"),
    "word": lambda tmp: zipped(tmp, {"word/document.xml": "<x/>"}),
    "ods": lambda tmp: zipped(
        tmp, {"content.xml": "<x/>", "mimetype": "application/vnd.oasis.opendocument.spreadsheet"}
    ),
    "xlsb": lambda tmp: zipped(tmp, {"xl/workbook.bin": b"\1"}),
}


def zipped(tmp_path, parts):
    path = tmp_path / "made.zip.xlsx"
    with zipfile.ZipFile(path, "w") as target:
        for part, content in parts.items():
            target.writestr(part, content)
    return path


@pytest.mark.parametrize("case", HOSTILE)
def test_every_bad_file_ends_in_one_chinese_sentence(tmp_path, case):
    path = HOSTILE[case](tmp_path)
    message = refusal(path, tmp_path / "rows")
    assert path.name in message
    assert re.fullmatch(r"[^\n]+。", message)
    assert re.search(r"请|确认", message)
    assert not re.search(r"Traceback|Error|Errno|line \d", message)
    assert str(tmp_path) not in message
    assert not list((tmp_path / "rows").glob("*.parquet")) if (tmp_path / "rows").exists() else True


@pytest.mark.parametrize(
    ("case", "words"),
    [("encrypted", "密码"), ("old xls", "另存为 .xlsx"), ("extent bomb", "范围太大"), ("empty file", "空文件")],
)
def test_the_sentence_says_what_is_wrong(tmp_path, case, words):
    assert words in refusal(HOSTILE[case](tmp_path), tmp_path / "rows")


def test_formats_without_cells_do_not_make_a_sheet_too_large(tmp_path):
    cells = "".join(
        f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{first}</t></is></c><c r="B{row}" t="inlineStr"><is><t>{second}</t></is></c></row>'
        for row, (first, second, _) in enumerate(ROWS, 1)
    )
    styled = '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    path = rebuilt(tmp_path, {SHEET: sheet_xml(cells + styled, dimension='<dimension ref="A1:XFD1048576"/>')})
    assert read_upload(path, folder=tmp_path / "rows").tables[0].kind == "tasks"


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(file_bytes=1 << 10), "上限"),
        (Limits(rows=1), "超过了 1 行"),
        (Limits(columns=2), "2 列的上限"),
        (Limits(cells=3), ""),
        (Limits(unpacked_bytes=1 << 10), "解开后"),
        (Limits(members=2), "个部分"),
        (Limits(seconds=0.05), "停止"),
        (Limits(memory=60 << 20), "无法读入"),
    ],
)
def test_every_limit_ends_in_a_sentence(tmp_path, limits, words):
    rows = [*ROWS, *[["乙", "区教育局", "2022-12-20"]] * 3]
    path = save(tmp_path / "a.xlsx", {"任务榜": rows})
    if limits.cells == 3:  # only a declared extent over the limit is looked at closely
        words = "范围太大"
    assert words in refusal(path, tmp_path / "rows", limits=limits)


def test_an_empty_workbook_is_read_and_says_that_it_is_empty(tmp_path):
    path = tmp_path / "空.xlsx"
    openpyxl.Workbook().save(path)
    reading = read_upload(path, folder=tmp_path / "rows")
    assert [(table.kind, finding.code) for table, finding in zip(reading.tables, reading.findings, strict=True)] == [
        (None, "empty_sheet")
    ]


def test_a_workbook_with_another_ending_is_read_by_its_content(tmp_path):
    path = good(tmp_path).rename(tmp_path / "台账.xls")
    assert read_upload(path, folder=tmp_path / "rows").tables[0].kind == "tasks"


def test_the_name_people_know_is_used_and_paths_in_it_are_dropped(tmp_path):
    reading = read_upload(good(tmp_path), folder=tmp_path / "rows", name="../../2022年9月亮点牌.xlsx")
    assert (reading.file, reading.period) == ("2022年9月亮点牌.xlsx", "2022-09")


def test_output_stays_in_the_given_folder(tmp_path):
    path = good(tmp_path)
    before = set(tmp_path.iterdir())
    read_upload(path, folder=tmp_path / "rows")
    assert set(tmp_path.iterdir()) - before == {tmp_path / "rows"}


def test_a_folder_may_be_used_again_after_a_refusal(tmp_path):
    refusal(HOSTILE["broken part"](tmp_path), tmp_path / "rows")
    assert read_upload(good(tmp_path), folder=tmp_path / "rows").tables[0].kind == "tasks"
    refusal(HOSTILE["broken part"](tmp_path), tmp_path / "rows")


def test_the_child_gets_no_secrets():
    own = {"PATH": "/bin", "LEDGER_SECRET": "x", "AWS_SECRET_ACCESS_KEY": "y", "PYTHONPATH": "/else"}
    given = child_environment(own)
    assert given["PATH"] == "/bin"
    assert not {"LEDGER_SECRET", "AWS_SECRET_ACCESS_KEY", "PYTHONPATH"} & given.keys()
