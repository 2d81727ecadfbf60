"""走访, 督查, 约谈, 报送 in words and signs: every case worked out by hand, all text escaped."""

import re
from datetime import date

import pandas as pd
import pytest

from reports.pieces.grids import card_list, flow_strip, status_grid
from reports.subjects.discipline import discipline_grid, discipline_line, false_titles
from reports.subjects.flagging import given_flags
from reports.subjects.interviewing import interview_cards, interview_grid, interview_line
from reports.subjects.supervising import item_cards, item_days, item_titles, supervision_flow, supervision_line
from reports.subjects.visiting import (
    ageing_grid,
    cadence_line,
    leader_grid,
    problem_grid,
    visit_effect_line,
    visit_rows,
)

EVIL = '<img src=x onerror="x">'


def day(text: str) -> pd.Timestamp:
    return pd.Timestamp(f"2022-{text}")


def items(**more) -> pd.DataFrame:
    """One 督查 item with what is given."""
    row = {
        "item": "甲|太和镇|", "matter": "森林防火", "task_id": None, "lead_units": ["太和镇"], "document_no": "督1号",
        "issued_on": day("10-08"), "due_on": day("10-20"), "amended": day("10-20"), "fed_back_on": pd.NaT,
        "checked_on": pd.NaT, "closed_on": pd.NaT, "state": "逾期", "days_overdue": 12, "days_left": pd.NA,
        "remind": False, "escalated": False, "feedback": None, "problem": None,
    }  # fmt: skip
    return pd.DataFrame([row | more])


@pytest.mark.parametrize(("row", "said"), [
    ({}, "逾期 12 天"),
    ({"escalated": True}, "逾期 12 天，须升级督办"),
    ({"state": "待反馈", "days_overdue": 0, "days_left": 3, "remind": True}, "还剩 3 天，该提醒了"),
    ({"state": "待反馈", "days_overdue": 0, "days_left": 9}, "还剩 9 天"),
    ({"state": "已反馈待核查", "days_overdue": 5}, "迟 5 天"),
    ({"state": "已销号", "days_overdue": 0}, "没有超期"),
    ({"state": "待反馈", "days_overdue": pd.NA}, "没有写时限或日期，天数未知"),
])  # fmt: skip
def test_the_days_of_an_item_are_said(row, said):
    assert item_days(items(**row).iloc[0].to_dict()) == said


def test_a_card_tells_units_paper_days_and_what_the_check_found():
    card = item_cards(items(checked_on=day("10-19"), problem="仍有3处", amended=day("11-20")))
    assert "太和镇 · 督1号" in card
    assert "10月8日交办，应于 10月20日反馈（后改为 11月20日，仍按原时限） · 逾期 12 天" in card
    assert "核查 10月19日" in card
    assert "核查发现：仍有3处" in card


def test_what_presses_most_stands_first_and_the_choice_keeps_its_words_when_the_state_changes():
    both = pd.concat([items(state="已销号", matter="旧", item="旧"), items(item="新", matter="新")], ignore_index=True)
    assert list(item_titles(both)) == ["新", "旧"]
    assert item_titles(both)["旧"] == item_titles(both.assign(state="待反馈"))["旧"]


def test_the_flow_counts_every_state_and_what_presses():
    both = pd.concat([items(escalated=True), items(state="待反馈", remind=True)], ignore_index=True)
    text = re.sub(r"<[^>]+>", " ", supervision_flow(both))
    assert text.split() == [
        "1", "◇", "待反馈", "1", "件临期", "0", "◈", "已反馈待核查", "等督查室核查", "0", "◐", "整改中", "—",
        "1", "▲", "逾期", "1", "件须升级", "0", "●", "已销号", "其中迟", "0", "件",
    ]  # fmt: skip


def test_who_must_act_on_items_is_one_sentence():
    assert supervision_line(items()) == "1 件逾期；要办的是太和镇（1 件）。"
    assert supervision_line(items(state="待反馈", remind=True)) == "1 件督查事项没有逾期的，1 件临近时限。"
    assert supervision_line(items().head(0)).startswith("还没有督查事项")


def weeks(*kept, unnamed=(0, 0, 0)) -> pd.DataFrame:
    monday = [date(2022, 9, 5), date(2022, 9, 12), date(2022, 9, 19)]
    rows = zip(monday, kept, unnamed, strict=True)
    return pd.DataFrame(
        [{"leader": "甲", "week": week, "visits": int(k is True), "unnamed": n, "kept": k} for week, k, n in rows]
    )


def cadence(missed: int, running: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "leader": ["甲"],
            "weeks": [3],
            "kept": [3 - missed],
            "missed": [missed],
            "unsure": [0],
            "missed_running": [running],
        }
    )


def test_a_week_is_kept_missed_unsure_or_still_running():
    grid = leader_grid(weeks(True, False, None), cadence(1, 1))
    assert re.findall(r'title="([^"]+)"', grid) == [
        "9月5日起一周：去过，1 天", "9月12日起一周：没有去", "9月19日起一周：这周未过完",
    ]  # fmt: skip
    unsure = leader_grid(weeks(True, None, None, unnamed=(0, 1, 2)), cadence(0, 0))
    assert "9月12日起一周：不能断定，1 天有人走访，台账没有写是谁" in unsure
    assert "9月19日起一周：不能断定，2 天有人走访" in unsure


@pytest.mark.parametrize(("missed", "running", "said"), [
    (0, 0, "1 位项目长周周都去了。"),
    (1, 0, "1 位项目长漏访过，最近一周都去了。"),
    (2, 2, "1 位项目长漏访过；至今连续漏访的是甲（2 周）。"),
])  # fmt: skip
def test_whether_everybody_went_is_one_sentence(missed, running, said):
    assert cadence_line(cadence(missed, running)) == said


def test_before_and_after_is_said_without_claiming_a_cause():
    told = {"visits": 5, "known": 2, "before": 1.0, "after": 3.0, "faster": 2, "slower": 0, "same": 0}
    assert visit_effect_line(told).endswith("另有 3 次缺填报，不推算。这只是前后对照，不说明是走访引起的。")


@pytest.mark.parametrize(("found", "opened", "closed", "said"), [
    ("断点", 0, 0, "断点（没有登入问题台账）"), ("断点", 2, 1, "断点；登记 2 个，已销号 1 个"), (None, 0, 0, "—"),
    (None, 1, 0, "登记 1 个，已销号 0 个"),
])  # fmt: skip
def test_what_a_visit_found_and_what_became_of_it(found, opened, closed, said):
    row = {"visited_on": day("10-08"), "task": "修路", "verified": 50.0, "score": 80.0, "before": 1.0, "after": None,
           "found": found, "opened": opened, "closed": closed}  # fmt: skip
    table = visit_rows(pd.DataFrame([row]))
    assert table["问题"].iloc[0] == said
    assert table["前后四周"].iloc[0] == "每周 1 → 缺报"


def test_units_that_closed_everything_in_time_share_a_row():
    problems = pd.DataFrame(
        {"state": ["逾期未销号", "按期销号", "按期销号"], "lead_units": [["甲"], ["乙"], ["丙"]], "severity": "一般"}
    )
    text = re.sub(r"<[^>]+>", " ", problem_grid(problems)).split()
    assert text[5:] == [
        "甲",
        "1",
        "·",
        "·",
        "·",
        "共",
        "1",
        "个",
        "其余",
        "2",
        "个单位",
        "·",
        "·",
        "·",
        "2",
        "共",
        "2",
        "个",
    ]
    assert "一般" in ageing_grid(pd.DataFrame({"severity": ["一般"], "0—7 天": [1], "未写发现日": [0]}))
    assert "未写发现日" not in ageing_grid(pd.DataFrame({"severity": ["一般"], "0—7 天": [1], "未写发现日": [0]}))


def month(**more) -> dict:
    return {"subject": "太和镇", "kind": "镇", "period": day("09-30"), "due": 3, "in_time": 3, "late_reports": 0,
            "missing_reports": 0, "pending": 0, "false_reports": 0} | more  # fmt: skip


@pytest.mark.parametrize(("row", "sign"), [
    ({}, "●"), ({"late_reports": 1, "in_time": 2}, "◐1"), ({"missing_reports": 2, "late_reports": 1, "in_time": 0}, "✖2"),
    ({"false_reports": 1, "missing_reports": 1}, "■1"), ({"pending": 3, "in_time": 0}, "○"),
])  # fmt: skip
def test_a_month_shows_its_gravest_fault_with_its_count(row, sign):
    grid = discipline_grid(pd.DataFrame([month(**row)]), pd.DataFrame(), kind="镇")
    assert f">{sign}</i></td>" in grid


def test_who_reports_badly_is_one_sentence_with_the_points():
    points = pd.DataFrame({"subject": ["甲", "甲", "乙"], "points": [-0.5, -1.0, -0.1]})
    assert discipline_line(pd.DataFrame([month()]), points) == "甲（−1.5 分）、乙（−0.1 分）有迟报、未报或不实。"
    assert discipline_line(pd.DataFrame([month()]), points.head(0)) == "到期的月报全部按时，没有不实。"
    assert discipline_line(pd.DataFrame(), points.head(0)) == "还没有到期的月报。"


def due(**more) -> pd.DataFrame:
    row = {"kind": "项目", "key": "a", "name": "修路", "since": day("10-28"), "days": 33, "months": 2, "why": "节点超期；其他",
           "held_on": pd.NaT, "state": "待约谈"} | more  # fmt: skip
    return pd.DataFrame([row])


def test_who_must_be_interviewed_is_a_card_and_a_sentence():
    card = interview_cards(due(), kind="项目")
    assert "10月28日起，已 33 天，连续 2 个月末" in card
    assert "节点超期" in card
    assert "11月14日谈过" in interview_cards(due(held_on=day("11-14"), state="已约谈，待降级"), kind="项目")
    assert "还没有谈的 1 个。" in interview_line(due())
    assert "1 个承诺已过期限" in interview_line(due(state="承诺逾期"))
    assert interview_line(due().head(0)) == "没有达到约谈标准的项目、单位和项目长。"


def test_a_month_at_the_top_without_an_interview_is_not_one_with():
    months = pd.DataFrame(
        [{"kind": "项目", "key": "a", "name": "修路", "period": day(when), "stood": stood, "held": held}
         for when, stood, held in (("09-30", False, 0), ("10-31", True, 0), ("11-30", True, 1))]
    )  # fmt: skip
    assert re.findall(r'title="([^"]+)"', interview_grid(months, kind="项目")) == [
        "9月：没有", "10月：在约谈级，没有约谈", "11月：约谈 1 次",
    ]  # fmt: skip


def test_flags_given_are_the_last_word_of_each_month():
    rows = [("2022-10", "黄旗!部门!甲", "确认"), ("2022-10", "黄旗!部门!甲", "不同意"), ("2022-11", "黄旗!部门!甲", "确认"),
            ("2022-12", "黄旗!部门!甲", "确认")]  # fmt: skip
    table = pd.DataFrame(
        [{"kind": "flag", "scope": scope, "subject": subject, "answer": answer, "reason": "", "decided_by": "", "decided_at": None, "seq": i}
         for i, (scope, subject, answer) in enumerate(rows)]
    )  # fmt: skip
    found = given_flags(table, until=date(2022, 11, 30))
    assert [(f"{row.period:%m-%d}", row.final if isinstance(row.final, str) else None) for row in found.itertuples()] == [
        ("10-31", None), ("11-30", "黄旗"),
    ]  # fmt: skip
    assert given_flags(table.head(0), until=date(2022, 11, 30)).empty


def test_a_false_report_is_one_line():
    row = {
        "task": "修路",
        "report_date": day("09-30"),
        "percent": 75.0,
        "visited_on": day("10-08"),
        "verified": 60.0,
        "gap": 15.0,
    }
    assert false_titles(pd.DataFrame([row])) == ["修路：9月30日填报 75%，10月8日核验 60%，高 15 个百分点"]


def test_words_of_ledgers_are_escaped_everywhere():
    made = (
        item_cards(items(matter=EVIL, lead_units=[EVIL], document_no=EVIL, problem=EVIL))
        + interview_cards(due(name=EVIL, why=EVIL), kind="项目")
        + status_grid([EVIL], [(EVIL, EVIL, [(EVIL, EVIL, EVIL)])], corner=EVIL, keys=[(EVIL, EVIL, EVIL)])
        + flow_strip([(EVIL, EVIL, 1, EVIL)])
        + card_list([(EVIL, EVIL, EVIL, [EVIL])])
    )
    assert "<img" not in made
    assert 'onerror="' not in made
