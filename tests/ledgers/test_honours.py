"""Praise, ranks and press cases: a row says whose project it is, and a blank one says none."""

from ledgers.sandbox import read_json, read_upload
from tests.ledgers.readings import Bench, day, reading
from tests.ledgers.workbooks import save

HEADINGS = ["单位", "级别", "事项", "亮点品牌", "文号", "全市排名", "日期"]
ROWS = (
    ["区供电局", "市", "获得电力第一", "用电报装", "1号", 1, "2022-09-02"],
    ["太平镇", "市", "产值增长", None, "2号", None, "2022-09-02"],
)


def test_a_project_beside_praise_is_read_and_a_blank_one_is_not_taken_from_above(tmp_path):
    path = save(tmp_path / "加扣分台账.xlsx", {"加扣分": [HEADINGS, *ROWS]})
    sheet = read_json(read_upload(path, folder=tmp_path))["sheets"][0]
    assert sheet["kind"] == "honours"
    assert [row["values"].get("project") for row in sheet["rows"]] == ["用电报装", None]


def test_a_project_that_is_added_later_is_kept_beside_what_was_known(tmp_path):
    bench = Bench(tmp_path)
    row = {"unit": "区供电局", "level": "市", "matter": "获得电力第一", "document_no": "1号", "issued_on": day("9-2")}
    for file, more in (("一.xlsx", {}), ("二.xlsx", {"project": "用电报装"})):
        bench.load(reading(bench.table("honours", [row | more]), file=file, on="9-30"))
    assert bench.rows("SELECT project FROM honours ORDER BY seq") == [(None,), ("用电报装",)]
