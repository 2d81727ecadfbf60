"""A meeting as slides: their order by the agenda, rows shared out evenly, names to jump to, what was settled."""

from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

import analysis
from reports.subjects import meeting
from tests.reports.conftest import task_table

RULES = analysis.rule_pack()


def flags(red: int, yellow: int) -> pd.DataFrame:
    rows = [("红旗", f"项目{i}") for i in range(red)] + [("黄旗", f"项目{i + 50}") for i in range(yellow)]
    table = pd.DataFrame(rows, columns=["flag", "subject"])
    more = {
        "kind": "项目",
        "rank": 1.0,
        "change": 1.0,
        "running": 2,
        "state": "已确认",
        "reason": "现场会",
        "decided_by": "张三",
    }
    return table.assign(**more, reasons=[["指数 96.0，达到 90"]] * len(rows))


def day(count: int = 30) -> SimpleNamespace:
    units = pd.DataFrame(
        {
            "unit": ["太平镇", "浸潭镇", "区教育局", "驻区单位"],
            "kind": ["镇", "镇", "部门", "其他"],
            "rank": [1.0, 2, 1, None],
        }
    )
    return SimpleNamespace(tasks=task_table(count), units=units, rules=RULES)


def test_slides_follow_the_agenda_and_units_stand_in_the_annex():
    shown = meeting.slides(day(), flags(7, 1))
    assert meeting.agenda(shown) == [
        ("开场", 0, 1), ("总体", 1, 1), ("红旗", 2, 2), ("黄旗", 4, 1), ("重要改革", 5, 1), ("攻城拔寨", 6, 2),
        ("底线必保", 8, 1), ("镇排名", 9, 1), ("部门排名", 10, 1), ("需要决定", 11, 1), ("议定", 12, 1),
    ]  # fmt: skip
    assert [slide.title for slide in shown if slide.annex] == ["太平镇", "浸潭镇", "区教育局"]
    assert meeting.jump_names(shown)[-2] == "浸潭镇"


def test_what_there_is_none_of_has_no_slide():
    shown = meeting.slides(day(0), flags(0, 0))
    assert [name for name, *_ in meeting.agenda(shown)] == ["开场", "总体", "镇排名", "部门排名", "议定"]


@pytest.mark.parametrize(("rows", "pages"), [(0, [0]), (1, [1]), (10, [10]), (11, [6, 5]), (21, [7, 7, 7])])
def test_rows_are_shared_out_evenly_and_none_is_lost(rows, pages):
    table = pd.DataFrame({"no": range(rows)})
    parts = [meeting.page_of(table, page) for page in range(len(pages))]
    assert [len(part) for part in parts] == pages
    assert pd.concat(parts)["no"].tolist() == list(range(rows))


def test_every_task_of_the_board_is_on_a_slide():
    scores = day()
    shown = [slide for slide in meeting.slides(scores, flags(0, 0)) if slide.about[:1] == ("class_page",)]
    found = []
    for _, board, name, page in (slide.about for slide in shown):
        rows = scores.tasks[scores.tasks["board"].eq(board) & scores.tasks["category"].eq(name)]
        found += meeting.page_of(rows, page)["task_id"].tolist()
    assert sorted(found) == sorted(scores.tasks["task_id"])


def test_text_of_a_ledger_is_no_markup_on_a_slide():
    rows = flags(1, 0).assign(subject="<img src=x onerror=alert(1)>")
    assert "<img" not in meeting.flag_slide(rows, "红旗", 0)
    slide = meeting.Slide("镇", "<b>太平镇</b>", meeting.UNIT)
    assert "<b>太平镇" not in meeting.slide_frame(slide, note="<i>注</i>")


def test_the_cover_says_whether_the_numbers_are_final():
    assert "数据已冻结" in meeting.cover_card(date(2022, 10, 31), frozen=True)
    assert "2022年10月" in meeting.cover_card(date(2022, 10, 31), frozen=False)
    assert "未冻结" in meeting.cover_card(date(2022, 10, 31), frozen=False)


def test_only_what_this_meeting_settled_is_listed():
    items = pd.DataFrame({
        "matter": ["倒排征地", "森林防火"], "lead_units": [["太平镇", "区财政局"], ["太和镇"]],
        "due_on": [pd.Timestamp("2022-12-10"), pd.NaT], "document_no": ["2022年11月调度会议定", "清督〔2022〕3号"],
    })  # fmt: skip
    assert meeting.settled_table(items, "2022年11月调度会议定").to_dict("records") == [
        {"议定事项": "倒排征地", "谁来办": "太平镇、区财政局", "何时办成": "2022年12月10日"}
    ]
    assert meeting.settled_table(items, "2022年12月调度会议定")["议定事项"].tolist() == ["还没有登记"]
