"""Every kind of file an office sends: told by its content, read like a workbook, or refused with one sentence."""

import gc
import json
import re
import struct
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl.comments import Comment

from ledgers import sandbox
from ledgers.errors import LedgerError, PasswordNeeded
from ledgers.files import biff, odsxml, sheetxml
from ledgers.files.gate import Limits
from ledgers.loading import load
from ledgers.original import original_rows
from ledgers.publishing import publish
from ledgers.sandbox import read_json, read_upload
from ledgers.store import Store, facts, open_snapshot
from tests.ledgers.workbooks import save

FILES = Path(__file__).parent / "files"
HEAD = ["任务名称", "责任单位", "完成时限", "完成率", "备注"]
ROWS = [
    HEAD,
    ["甲", "区教育局", "2022-12-20", "65%", "0012"],
    ["乙", "区财政局", "2022年11月底前", "已完成", "含,逗号"],
]
WORD = "口令123"


def read(path, tmp_path, **options):
    return read_json(read_upload(path, folder=tmp_path / "rows", **options))


def write(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def codes(answer):
    return {finding["code"]: finding for finding in answer["findings"]}


def told(rows, separator):
    """Rows as a text file; a cell that holds the separator is quoted."""
    quoted = [[f'"{cell}"' if separator in cell else cell for cell in row] for row in rows]
    return "\r\n".join(separator.join(row) for row in quoted) + "\r\n"


def web_page(rows):
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<html><head><title>x</title><meta charset=gb2312></head><body><table>{lines}</table></body></html>"


def xml_book(rows, extra=""):
    lines = "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in row) + "</Row>"
        for row in rows
    )
    return (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook '
        'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        '<Styles><Style ss:ID="p"><NumberFormat ss:Format="0%"/></Style></Styles>'
        f'<Worksheet ss:Name="任务榜"><Table>{lines}{extra}</Table></Worksheet></Workbook>'
    )


def locked(path, word=WORD):
    """A workbook behind a password."""
    plain = save(path.with_name("原.xlsx"), {"任务榜": ROWS})
    with plain.open("rb") as source, path.open("wb") as target:
        OOXMLFile(source).encrypt(word, target)
    return path


# -- text ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_text_file_is_read_in_every_encoding_and_with_every_separator(tmp_path, encoding, separator):
    path = write(tmp_path / "台账.csv", told(ROWS, separator).encode(encoding))
    answer = read(path, tmp_path, report_date=date(2022, 9, 30))
    (sheet,) = answer["sheets"]
    first, second = (row["values"] for row in sheet["rows"])
    assert (sheet["kind"], sheet["sheet"], first["task"], first["remark"]) == ("tasks", "台账", "甲", "0012")
    assert (first["percent"], second["percent"]) == (65.0, 100.0)
    assert (first["deadline"], second["deadline"]) == ("2022-12-20", "2022-11-30")
    assert second["remark"] == "含,逗号"
    assert codes(answer)["read_as"]["severity"] == "info"
    assert "other_format" not in codes(answer)


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ('任务名称,责任单位,备注\n甲,区教育局,"第一行\n第二行"\n', "第一行\n第二行"),
        ('任务名称,责任单位,备注\n甲,区教育局,="0012"\n', "0012"),
        ("sep=;\n任务名称;责任单位;备注\n甲;区教育局;a,b\n", "a,b"),
        ("任务名称,责任单位,备注\n\n甲,区教育局,x,,,,\n,,,\n", "x"),
        ('任务名称,责任单位,备注\n甲,区教育局,他说"好"\n', '他说"好"'),
    ],
)
def test_text_cells_are_what_excel_shows(tmp_path, text, remark):
    (sheet,) = read(write(tmp_path / "a.csv", text), tmp_path)["sheets"]
    assert [row["values"]["remark"] for row in sheet["rows"]] == [remark]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('任务名称,责任单位\n甲,"区教育局\n乙,区财政局\n', "第 2 行附近的引号"),
        ("任务名称,责任单位\n甲," + "长" * 200_000 + "\n", "第 2 行附近"),
        ("任务名称,责任单位\n" + "," * 20_000_000, "20000001 列"),
        ("任务名称,责任单位\n" + "," * 20_000 + "x", "20001 列"),
        ("任务名称,责任单位\n" + "\n" * 2_000_000, "超过了 1048578 行"),
        ("任务名称,责任单位\n" + "甲,乙\n" * 200_001, "超过了 200000 行"),
        (("x," * 400 + "x\n") * 13_000, "范围太大"),
        ("任务名称,责任单位\n甲,".encode() + b"\xff\xfe\xfd\n", "文字编码"),
        ("任务名称,责任单位\n".encode("utf-16-le"), "不是 Excel 工作簿"),
        (b"a,b\0c\n" * 20, "不是 Excel 工作簿"),
    ],
)
def test_a_text_file_that_cannot_be_trusted_is_refused(tmp_path, content, words):
    with pytest.raises(LedgerError, match=words) as caught:
        read(write(tmp_path / "台账.csv", content), tmp_path, limits=Limits(seconds=20, memory=1 << 30))
    assert re.fullmatch(r"台账\.csv [^\n]+。", str(caught.value))


def test_the_real_text_file_is_read(tmp_path):
    folder = Path(__file__).parents[2].parent / "shared" / "ledgers" / "real"
    for path in folder.glob("*gbk.csv"):
        assert len(read(path, tmp_path)["sheets"][0]["rows"]) == 3
        return
    pytest.skip("real files are not here")


# -- web pages and XML -------------------------------------------------------------------------------------------------


def test_a_web_page_called_xls_is_read_and_says_what_it_is(tmp_path):
    answer = read(write(tmp_path / "台账.xls", web_page(ROWS).encode("gb18030")), tmp_path)
    assert [row["values"]["task"] for row in answer["sheets"][0]["rows"]] == ["甲", "乙"]
    found = codes(answer)["other_format"]
    assert (found["severity"], found["value"]) == ("info", ".xls")
    assert "网页" in found["message"]


def test_spans_titles_hidden_rows_and_broken_lines_of_a_web_page(tmp_path):
    page = """<h1>2022年任务榜（截至2022年9月30日）</h1><table><col><col style="display:none">
    <tr><th rowspan=2>任务类别<th rowspan=2>重点任务<th colspan=2>责任单位<th rowspan=2>完成率</tr>
    <tr><th>牵头单位</th><th>配合单位</th></tr>
    <tr><td rowspan="2">重要改革</td><td>六项
        改革</td><td>区教育局<br>区财政局</td><td>&nbsp;</td><td>65%</td></tr>
    <tr style="display: none"><td>扩园</td><td><table><tr><td>太和镇</td></tr></table></td><td>/</td><td>20%</td></tr>
    </table>"""
    answer = read(write(tmp_path / "台账.html", page), tmp_path)
    (sheet,) = answer["sheets"]
    assert (answer["report_date"], sheet["heading_rows"]) == ("2022-09-30", [2, 3])
    first, second = (row["values"] for row in sheet["rows"])
    assert (first["task"], first["lead_units"], first["support_units"]) == ("六项改革", ["区教育局", "区财政局"], None)
    assert (second["category"], second["task"], second["lead_units"]) == ("重要改革", "扩园", ["太和镇"])
    assert "第 5 行和 B 列是隐藏的" in codes(answer)["hidden_cells"]["message"]
    assert "other_format" not in codes(answer)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("<table><tr><td rowspan=100000000 colspan=3>a</td></tr></table>", "范围太大"),
        ("<table><tr><td colspan=100000000>a</td></tr></table>", "范围太大"),
        ("<table>" + "<tr><td colspan=16000><td>a" * 2000, "范围太大"),
        ("<table>" + "<tr>" * 2_500_000, "标签太多"),
        ("<html>没有表格</html>", "里面没有表格"),
    ],
)
def test_a_web_page_that_reaches_too_far_is_refused(tmp_path, content, words):
    with pytest.raises(LedgerError, match=words):
        read(write(tmp_path / "台账.xls", content), tmp_path, limits=Limits(seconds=20, memory=1 << 30))


@pytest.mark.parametrize("opened", ["<!--", "<a", "<?", "<!a"])
def test_a_web_page_full_of_things_never_closed_is_done_soon(tmp_path, opened):
    path = write(tmp_path / "台账.xls", "<table><tr><td>" + opened * 500_000)
    assert read(path, tmp_path, limits=Limits(seconds=20))["sheets"][0]["kind"] is None


@pytest.mark.parametrize("opened", ['<td x="', "<td a ", "<td a=b ", "<a/"])
@pytest.mark.parametrize("closed", ["", "<td a='>'>", ">"])
def test_a_web_page_of_countless_attributes_is_refused_and_costs_little(tmp_path, opened, closed):
    many = opened * 300_000 if closed != ">" else "<td " + opened.removeprefix("<td") * 300_000 + ">"
    path = write(tmp_path / "台账.xls", "<table><tr>" + many + closed)
    with pytest.raises(LedgerError, match="长得不正常的标签"):
        read(path, tmp_path, limits=Limits(seconds=20, memory=400 << 20))


@pytest.mark.parametrize("source", ['"data:image/png;base64,{}"', "'data:{}'", "data:{}"])
def test_a_picture_written_into_a_web_page_is_no_attack(tmp_path, source):
    picture = f"<img alt='it\"s' src={source.format('aB/=+' * 100_000)} width=3>"
    answer = read(write(tmp_path / "台账.xls", web_page(ROWS).replace("<body>", "<body>" + picture)), tmp_path)
    assert [row["values"]["task"] for row in answer["sheets"][0]["rows"]] == ["甲", "乙"]


def test_an_xml_book_is_read_with_its_percents_merges_and_hidden_rows(tmp_path):
    extra = (
        '<Row ss:Index="5" ss:Hidden="1"><Cell><Data ss:Type="String">丙</Data><Comment><Data>看</Data></Comment></Cell>'
        '<Cell ss:Index="3"><Data ss:Type="DateTime">2022-12-20T00:00:00.000</Data></Cell>'
        '<Cell ss:StyleID="p"><Data ss:Type="Number">0.5</Data></Cell></Row>'
        '<Row><Cell ss:MergeAcross="1"><Data ss:Type="String">丁</Data></Cell>'
        '<Cell ss:Index="4"><Data ss:Type="Error">#N/A</Data></Cell></Row>'
    )
    answer = read(write(tmp_path / "台账.xls", xml_book(ROWS, extra)), tmp_path)
    third = answer["sheets"][0]["rows"][2]
    assert (third["row"], third["values"]["deadline"], third["values"]["percent"]) == (5, "2022-12-20", 50.0)
    assert (codes(answer)["error_cell"]["cell"], codes(answer)["comments_not_read"]["cell"]) == ("D6", "A5")
    assert "第 5 行" in codes(answer)["hidden_cells"]["message"]


@pytest.mark.parametrize(
    "content",
    [
        xml_book([], '<Row ss:Index="9999999"><Cell ss:Index="9999"><Data ss:Type="String">x</Data></Cell></Row>'),
        xml_book(ROWS).replace("<Workbook", '<!DOCTYPE x [<!ENTITY a "b">]><Workbook', 1),
        xml_book(ROWS)[:-30],
        '<?xml version="1.0"?><other/>',
    ],
)
def test_an_xml_file_that_is_broken_or_no_book_is_refused(tmp_path, content):
    with pytest.raises(LedgerError, match=r"台账\.xml .*。"):
        read(write(tmp_path / "台账.xml", content), tmp_path)


# -- old and open workbooks --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["台账.xls", "台账.ods"])
def test_an_old_or_open_workbook_gives_what_the_xlsx_gives(tmp_path, name):
    answer = read(FILES / name, tmp_path)
    sheet, hidden = answer["sheets"]
    assert sheet["heading_rows"] == [2, 3]
    rows = [row["values"] for row in sheet["rows"]]
    assert [row["task"] for row in rows] == ["推进改革", "宅基地改革试点", "工业园扩园", "水库加固"]
    assert [row["category"] for row in rows] == ["重要改革", "重要改革", "攻城拔寨", "攻城拔寨"]
    assert [row["percent"] for row in rows] == [65.0, 80.0, 30.0, 100.0]
    assert (rows[0]["deadline"], rows[0]["no"]) == ("2022-12-20", "1")
    found = codes(answer)
    assert (found["error_cell"]["cell"], found["comments_not_read"]["cell"]) == ("G7", "C4")
    assert (found["hidden_cells"]["severity"], found["hidden_sheet"]["sheet"]) == ("warning", hidden["sheet"])
    assert found["hidden_cells"]["message"].startswith("第 5 行和 I 列是隐藏的")
    assert "2 处批注" in found["comments_not_read"]["message"]


@pytest.mark.parametrize(
    ("name", "called", "word"),
    [
        ("台账.ods", "台账.xls", "ods"),
        ("台账.xls", "台账.xlsx", "97-2003"),
        ("台账.xls", "台账.csv", "97-2003"),
        ("台账.xls", "台账.et", None),
    ],
)
def test_the_content_decides_and_a_wrong_ending_is_said(tmp_path, name, called, word):
    answer = read(FILES / name, tmp_path, name=called)
    assert answer["sheets"][0]["kind"] == "tasks"
    assert (word in codes(answer)["other_format"]["message"]) if word else "other_format" not in codes(answer)


def test_cells_shown_as_percents_are_known_in_old_and_open_workbooks():
    with (FILES / "台账.xls").open("rb") as stream:
        (old, _) = biff.scan(stream, name="台账.xls")
    with zipfile.ZipFile(FILES / "台账.ods") as archive:
        opened = odsxml.scan(archive, check=lambda *_: None)["任务榜"]
    shown = {6: {3, 4, 7}}
    assert {column: rows for column, rows in old.marks.percents.items() if rows} == shown
    assert opened.marks.percents == shown
    assert (old.rows, old.columns) == (8, 9)


def test_a_workbook_called_csv_is_read_as_a_workbook(tmp_path):
    path = save(tmp_path / "a.xlsx", {"任务榜": ROWS}).rename(tmp_path / "台账.csv")
    assert codes(read(path, tmp_path))["other_format"]["value"] == ".csv"


def open_book(path, rows, styles=""):
    """The least that is an .ods."""
    cells = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0">'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="表">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<x/>")
        archive.writestr("content.xml", cells)
    return path


def cell(repeated=""):
    return f'<table:table-cell office:value-type="string" {repeated}><text:p>甲</text:p></table:table-cell>'


MANY = "1000000000"
EMPTY_ROWS = f'<table:table-row table:number-rows-repeated="{MANY}"><table:table-cell/></table:table-row>'


@pytest.mark.parametrize(
    "rows",
    [
        f"<table:table-row>{cell(f'table:number-columns-repeated={chr(34)}{MANY}{chr(34)}')}</table:table-row>",
        f'<table:table-row table:number-rows-repeated="{MANY}">{cell()}</table:table-row>',
        f"{EMPTY_ROWS}<table:table-row>{cell()}</table:table-row>",
    ],
)
def test_an_open_workbook_that_repeats_a_billion_times_is_refused(tmp_path, rows):
    with pytest.raises(LedgerError, match="范围太大"):
        read(open_book(tmp_path / "a.ods", rows), tmp_path, limits=Limits(seconds=20, memory=1 << 30))


def test_empty_repetitions_at_the_end_of_an_open_workbook_do_not_matter(tmp_path):
    path = open_book(tmp_path / "a.ods", f"<table:table-row>{cell()}</table:table-row>{EMPTY_ROWS}")
    assert read(path, tmp_path)["sheets"][0]["kind"] is None


# -- passwords ---------------------------------------------------------------------------------------------------------


def test_a_locked_workbook_says_so_and_opens_with_its_password(tmp_path):
    path = locked(tmp_path / "台账.xlsx")
    with pytest.raises(PasswordNeeded, match=r"^台账\.xlsx 有密码[^\n]*。$"):
        read(path, tmp_path)
    with pytest.raises(PasswordNeeded, match=r"^台账\.xlsx 的密码不对[^\n]*。$") as caught:
        read(path, tmp_path, password="猜的口令")
    assert "猜的口令" not in str(caught.value)
    answer = read(path, tmp_path, password=WORD)
    assert (answer["sheets"][0]["kind"], "other_format" in codes(answer)) == ("tasks", False)


def test_a_locked_old_workbook_opens_with_its_password(tmp_path):
    for word, said in (("", "有密码"), ("x", "密码不对")):
        with pytest.raises(PasswordNeeded, match=said):
            read(FILES / "有密码.xls", tmp_path, password=word)
    assert len(read(FILES / "有密码.xls", tmp_path, password="kouling1")["sheets"][0]["rows"]) == 4


def test_a_workbook_locked_with_nobodys_word_opens_as_in_excel(tmp_path):
    assert read(locked(tmp_path / "a.xlsx", "VelvetSweatshop"), tmp_path)["sheets"][0]["kind"] == "tasks"


def test_a_locked_open_workbook_opens_with_its_password(tmp_path):
    for word, said in (("", "有密码"), ("x", "密码不对")):
        with pytest.raises(PasswordNeeded, match=said):
            read(FILES / "有密码.ods", tmp_path, password=word)
    answer = read(FILES / "有密码.ods", tmp_path, password="kouling1")
    assert [sheet["kind"] for sheet in answer["sheets"]] == ["tasks", "tasks"]
    assert [row["values"]["percent"] for row in answer["sheets"][0]["rows"]] == [65.0, 80.0, 30.0, 100.0]
    assert codes(answer)["hidden_cells"]["message"].startswith("第 5 行和 I 列是隐藏的")


def relocked(path, *, manifest=lambda text: text, content=lambda packed: packed):
    """The locked .ods with its list of parts or its encrypted sheets changed."""
    with zipfile.ZipFile(FILES / "有密码.ods") as source, zipfile.ZipFile(path, "w") as target:
        for about in source.infolist():
            part = source.read(about)
            if about.filename == "META-INF/manifest.xml":
                part = manifest(part.decode()).encode()
            target.writestr(about, content(part) if about.filename == "content.xml" else part)
    return path


LOCKS = {
    "an older cipher": (lambda text: text.replace("http://www.w3.org/2001/04/xmlenc#aes256-cbc", "Blowfish CFB"), "解不开.*另存为"),
    "a newer key": (lambda text: text.replace('"PBKDF2"', '"urn:org:documentfoundation:argon2id"'), "解不开.*另存为"),
    "a key turned for years": (lambda text: text.replace('"100000"', '"99999999999999"'), "解不开.*另存为"),
    "a broken salt": (lambda text: re.sub('salt="..', 'salt="%%', text), "损坏"),
    "a short vector": (lambda text: re.sub('vector="[^"]*"', 'vector="AAAA"', text), "损坏"),
    "a broken list": (lambda text: text[:-20], "损坏"),
    "an entity": (lambda text: text.replace("<manifest:manifest", '<!DOCTYPE m [<!ENTITY a "b">]><manifest:manifest', 1), "损坏"),
}  # fmt: skip


@pytest.mark.parametrize("case", LOCKS)
def test_a_lock_that_cannot_be_opened_is_refused_with_a_sentence(tmp_path, case):
    change, words = LOCKS[case]
    with pytest.raises(LedgerError, match=rf"^a\.ods .*{words}") as caught:
        read(relocked(tmp_path / "a.ods", manifest=change), tmp_path, password="kouling1")
    assert not isinstance(caught.value, PasswordNeeded)


@pytest.mark.parametrize("content", [lambda packed: packed[:-16], lambda packed: packed[:-5], lambda packed: b""])
def test_a_locked_part_that_is_cut_short_is_not_read(tmp_path, content):
    with pytest.raises(LedgerError, match=r"密码不对|损坏|太大"):
        read(relocked(tmp_path / "a.ods", content=content), tmp_path, password="kouling1")


def test_without_a_checksum_a_wrong_word_is_still_told(tmp_path):
    path = relocked(tmp_path / "a.ods", manifest=lambda text: re.sub(r'manifest:checksum="[^"]*"', "", text))
    with pytest.raises(PasswordNeeded, match="密码不对"):
        read(path, tmp_path, password="x")
    assert read(path, tmp_path, password="kouling1")["sheets"][0]["kind"] == "tasks"


def test_what_comes_out_of_the_lock_is_looked_at_like_any_file(tmp_path):
    plain = save(tmp_path / "原.xlsx", {"任务榜": ROWS})
    with zipfile.ZipFile(plain, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/x.bin", b"\0" * (100 << 20))
    with plain.open("rb") as source, (tmp_path / "台账.xlsx").open("wb") as target:
        OOXMLFile(source).encrypt(WORD, target)
    with pytest.raises(LedgerError, match="大得不正常"):
        read(tmp_path / "台账.xlsx", tmp_path, password=WORD)


def test_the_password_is_written_nowhere(tmp_path, monkeypatch):
    calls = []
    start = sandbox.subprocess.Popen
    monkeypatch.setattr(sandbox.subprocess, "Popen", lambda *a, **k: calls.append((a, k["env"])) or start(*a, **k))
    store = Store(tmp_path / "store")
    loaded = load(
        [locked(tmp_path / "台账.xlsx")], store=store, by="张三", today=date(2022, 10, 1), password=WORD, draft=True
    )
    read_upload(tmp_path / "台账.xlsx", folder=tmp_path / "store" / "rows", password=WORD)
    gc.collect()
    assert (loaded.rows_loaded, len(calls)) == (2, 2)
    assert WORD not in repr(loaded) + repr(calls)
    files = [path for path in store.path.rglob("*") if path.is_file()]
    assert [path.name for path in files if WORD.encode() in path.read_bytes()] == []
    assert any(path.name == "job.json" for path in files)
    publish(store, loaded.snapshot, by="张三", at=loaded_at(loaded))
    shown = facts(open_snapshot(store, loaded.snapshot))
    import_id = shown["imports"]["import_id"].iloc[0]
    with pytest.raises(LedgerError, match="原件有密码"):
        original_rows(store, shown, import_id=import_id, sheet="任务榜", rows=[2])


def loaded_at(loaded):
    return datetime.strptime(loaded.snapshot[:15], "%Y%m%dT%H%M%S")


def test_originals_keep_their_ending_and_their_rows_can_be_shown(tmp_path):
    store = Store(tmp_path / "store")
    path = write(tmp_path / "任务榜.csv", told(ROWS, ",").encode("gb18030"))
    loaded = load([path], store=store, by="张三", today=date(2022, 10, 1))
    assert [kept.suffix for kept in store.originals.iterdir()] == [".csv"]
    shown = facts(open_snapshot(store, loaded.snapshot))
    rows = original_rows(
        store, shown, import_id=shown["imports"]["import_id"].iloc[0], sheet="任务榜", rows=[2]
    )  # fmt: skip
    assert rows.cells[2]["E"] == "0012"


# -- what is hidden in an xlsx -----------------------------------------------------------------------------------------


def hiding_book(path, **hidden):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [*ROWS, ["丙", "区住建局", "2022-12-20", "5%", "x"]]:
        sheet.append(row)
    for row in hidden.get("rows", ()):
        sheet.row_dimensions[row].hidden = True
    for row in hidden.get("flat", ()):
        sheet.row_dimensions[row].height = 0.0001  # the library leaves a plain 0 out
    for letter in hidden.get("columns", ()):
        sheet.column_dimensions[letter].hidden = True
    for place in hidden.get("comments", ()):
        sheet[place].comment = Comment("请核对", "张三")
    if "filter" in hidden:
        sheet.auto_filter.ref = "A1:E4"
        sheet.auto_filter.add_filter_column(0, hidden["filter"])
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("hidden", "said"),
    [
        ({"rows": [3]}, "第 3 行是隐藏的，也读入了"),
        ({"rows": [2, 3, 4]}, "第 2–4 行是隐藏的，也读入了"),
        ({"rows": [2, 4], "filter": ["乙"]}, "第 2、4 行是隐藏的（筛选没有显示的行也算），也读入了"),
        ({"columns": ["E"]}, "E 列是隐藏的，也读入了"),
        ({"rows": [3], "columns": ["E"]}, "第 3 行和 E 列是隐藏的，也读入了"),
        ({"flat": [3]}, "第 3 行是隐藏的，也读入了"),
        ({"flat": [3], "rows": [2]}, "第 2–3 行是隐藏的，也读入了"),
        ({"rows": [900], "columns": ["M"]}, None),
        ({}, None),
    ],
)
def test_hidden_and_filtered_cells_are_read_and_named_once(tmp_path, hidden, said):
    answer = read(hiding_book(tmp_path / "a.xlsx", **hidden), tmp_path)
    assert [row["values"]["task"] for row in answer["sheets"][0]["rows"]] == ["甲", "乙", "丙"]
    found = [each["message"] for each in answer["findings"] if each["code"] == "hidden_cells"]
    assert len(found) == (said is not None)
    assert not said or found[0].startswith(said)


def flat_row(path):
    """Heading, a row, and a row that is no height."""
    cells = [[*HEAD[:3]], ["甲", "区教育局", "2022-12-20"], ["乙", "区财政局", "2022-12-20"]]
    if path.suffix == ".html":
        style = {"a": "style='x:y;height:0pt'", "b": "height=0"}[path.stem]
        page = web_page(cells)
        return write(
            path, page.replace("<tr>", "<tr height=20 style='height:20px'>", 2).replace("<tr>", f"<tr {style}>")
        )
    if path.suffix == ".xml":
        head, _, last = xml_book(cells).rpartition("<Row>")
        return write(path, f'{head}<Row ss:Height="0">{last}')
    rows = [
        f"<table:table-row table:style-name='{style}'>" + "".join(cell().replace("甲", text) for text in row) + "</table:table-row>"
        for style, row in zip(("high", "high", "flat"), cells, strict=True)
    ]  # fmt: skip
    styles = "".join(
        f'<style:style style:name="{name}" style:family="table-row"><style:table-row-properties style:row-height="{height}"/>'
        "</style:style>"
        for name, height in (("high", "0.5cm"), ("flat", "0cm"))
    )  # fmt: skip
    return open_book(path, "".join(rows), styles=styles)


@pytest.mark.parametrize("name", ["a.ods", "a.xml", "a.html", "b.html"])
def test_a_row_without_height_is_hidden_in_every_kind_of_file(tmp_path, name):
    answer = read(flat_row(tmp_path / name), tmp_path)
    assert [row["values"]["task"] for row in answer["sheets"][0]["rows"]] == ["甲", "乙"]
    assert codes(answer)["hidden_cells"]["message"].startswith("第 3 行是隐藏的")


@pytest.mark.parametrize(
    ("height", "hidden"), [("0", {1}), ("0.0", {1}), ("0.75", set()), ("10", set()), ("05", set())]
)
def test_the_height_of_a_row_decides_in_an_xlsx(tmp_path, height, hidden):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(
            "s.xml", f'<row r="1" ht="15"><c r="A1"/></row><row r="2" ht="{height}" customHeight="1"><c r="A2"/>'
        )
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert sheetxml.marks(archive, "s.xml").hidden_rows == hidden


def row_record(row, height, flags=0):
    return struct.pack("<HHHHHHHH", row, 0, 1, height, 0, 0, flags, 0)


@pytest.mark.parametrize(
    ("heights", "hidden"),
    [((300, 0), {1}), ((0, 0), set()), ((0x8000 | 255, 0, 0x8000 | 255), {1}), ((300, 300), set())],
)
def test_a_row_without_height_in_an_old_workbook_is_hidden_unless_none_has_any(heights, hidden):
    sheet = biff.Scanned(frozenset())
    for row, height in enumerate(heights):
        sheet.take(0x208, row_record(row, height))
    assert sheet.marks.hidden_rows == hidden


def test_comments_are_counted_and_not_read(tmp_path):
    answer = read(hiding_book(tmp_path / "a.xlsx", comments=["E3", "B2", "A4"]), tmp_path)
    found = codes(answer)["comments_not_read"]
    assert (found["severity"], found["cell"]) == ("info", "B2")
    assert "3 处批注" in found["message"]
    assert "请核对" not in json.dumps(answer, ensure_ascii=False)
