"""Tables that a page gives out: words stay words in CSV and in workbooks, numbers stay numbers."""

import io

import openpyxl
import pandas as pd
import plotly.graph_objects as go
import pytest

from reports.documents.pictures import can_draw, picture
from reports.documents.tables_out import table_csv, tables_xlsx
from tests.reports.documents.conftest import HOSTILE

CELLS = [
    ("=1+1", "'=1+1"),
    ("+86", "'+86"),
    ("-修路", "'-修路"),
    ("@SUM", "'@SUM"),
    ("\t=1", "'\t=1"),
    ("修路", "修路"),
    (-3.5, "-3.5"),
    (["太和镇", "=禾云镇"], "太和镇、=禾云镇"),
    (["=太和镇"], "'=太和镇"),
    (None, ""),
]


@pytest.mark.parametrize(("value", "written"), CELLS, ids=[repr(value) for value, _ in CELLS])
def test_a_cell_of_a_csv_is_harmless(value, written):
    content = table_csv(pd.DataFrame({"列": pd.Series([value], dtype="object")}))
    assert content[:3] == b"\xef\xbb\xbf"
    assert content.decode("utf-8-sig").split("\r\n")[1] == (written or '""')


def test_a_workbook_of_tables_holds_words_and_numbers_and_the_ground_they_stand_on():
    table = pd.DataFrame({"任务": list(HOSTILE), "滞后": [1.5, None, -2.0, 0.0], "时限": pd.Timestamp("2022-11-30")})
    content = tables_xlsx({"任务榜": table, "任务榜 ": table, "a/b[c]": table.head(0)}, note="数据日期 2022-10-31")
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert len(book.sheetnames) == 3
    sheet = book.worksheets[0]
    assert [sheet.cell(2, 1).value, sheet.cell(2, 1).data_type, sheet.cell(3, 2).value] == [HOSTILE[0], "s", None]
    assert sheet.cell(2, 3).value.year == 2022
    assert sheet.cell(7, 1).value == "数据日期 2022-10-31"


@pytest.mark.skipif(not can_draw(), reason="没有浏览器，画不出图片")
def test_a_chart_becomes_a_picture_with_chinese_words_and_its_version():
    chart = go.Figure(go.Bar(x=[1, 2], y=["太和镇", "禾云镇"], orientation="h"), layout={"height": 300})
    assert picture(chart, "png", mark="版本 1")[:8] == b"\x89PNG\r\n\x1a\n"
    drawn = picture(chart, "svg", mark="版本 1").decode()
    assert "太和镇" in drawn
    assert "版本 1" in drawn
