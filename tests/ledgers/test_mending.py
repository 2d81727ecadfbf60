"""What people put right: columns named, cells mended, units recognised; kept, told of, and applied again next month."""

from datetime import date, datetime

import pytest

from ledgers.asking.cells import cell_decisions, cells_asked, held_rows, held_sheets, row_decisions
from ledgers.asking.columns import column_decisions, columns_asked
from ledgers.asking.guards import questions
from ledgers.asking.units import alike, candidates, unit_decisions, units_asked
from ledgers.cell_changes import cell_changes
from ledgers.decisions import Decision, known
from ledgers.errors import LedgerError
from ledgers.loading import load
from ledgers.original import original_rows
from ledgers.publishing import decide, discard, history, publish
from ledgers.store import Store, facts, open_snapshot
from ledgers.upkeep import verify
from tests.ledgers.workbooks import save

HEADINGS = ["序号", "任务类别", "重点任务", "项目长", "牵头单位", "属地镇", "完成时限", "目前完成率", "难处啥呀"]
PERCENTS = ["20%", "abc", "约八成", "约八成"]
UNITS = ["区财政局", "区市监局", "区市场监管局", "区教育局"]
AT = datetime(2022, 10, 1, 8)


def rows(percents=PERCENTS, units=UNITS):
    return [
        [place, "攻城拔寨", f"测试任务{place}", "区领导01", unit, "太和镇", "2022-12-20", percent, f"缺地{place}亩"]
        for place, (percent, unit) in enumerate(zip(percents, units, strict=True), 1)
    ]


def book(path, *, month=9, headings=HEADINGS, table=None):
    lines = [[f"2022年任务榜（截至2022年{month}月30日）"], headings, *(rows() if table is None else table)]
    return save(path, {"任务榜": lines})


@pytest.fixture
def empty(tmp_path):
    return Store(tmp_path / "store")


@pytest.fixture
def september(tmp_path):
    return book(tmp_path / "九月.xlsx")


@pytest.fixture
def draft(empty, september):
    return taken(empty, september)


def taken(store, *books, at=AT, decided=(), draft=True, by="张三"):
    return load(list(books), store=store, by=by, today=at.date(), at=at, draft=draft, decided=decided)


def seen(store, loaded):
    return facts(open_snapshot(store, loaded.snapshot))


def digests(found):
    return found["imports"]["sha256"].tolist()


def told(loaded, code):
    return loaded.findings_table.query("code == @code")["message"].tolist()


# ---- columns --------------------------------------------------------------------------------------------------------


def test_a_column_nobody_knows_is_asked_about_with_its_values_before_those_that_were_read(empty, draft):
    found = seen(empty, draft)
    asked = columns_asked(found, files=digests(found))
    first = asked.iloc[0]
    assert first[["letter", "heading", "field", "samples"]].tolist() == [
        "I", "难处啥呀", "", ["缺地1亩", "缺地2亩", "缺地3亩", "缺地4亩"],
    ]  # fmt: skip
    assert asked["field"].iloc[1:].ne("").all()


def test_a_named_column_is_read_and_the_next_month_is_not_asked_again(empty, draft, september, tmp_path):
    found = seen(empty, draft)
    asked = columns_asked(found, files=digests(found))
    named = column_decisions(asked, ["problem"] + [None] * (len(asked) - 1))
    taken(empty, september, decided=named, draft=False)
    later = taken(empty, book(tmp_path / "十月.xlsx", month=10), at=datetime(2022, 11, 1))
    assert told(later, "heading_told") == ["“难处啥呀”按以前的答复读作问题。"]
    assert sorted(seen(empty, later)["progress"].query("seq == 2")["problem"]) == ["缺地1亩", "缺地3亩", "缺地4亩"]


def test_a_column_that_is_to_be_left_out_is_not_mentioned_again(empty, draft, september):
    found = seen(empty, draft)
    asked = columns_asked(found, files=digests(found))
    left_out = column_decisions(asked, [""] + [None] * (len(asked) - 1))
    again = taken(empty, september, decided=left_out)
    assert not told(again, "unknown_columns")
    assert columns_asked(seen(empty, again), files=digests(found), decided=left_out)["field"].ne("").all()


def test_an_answer_for_another_layout_is_offered_and_not_applied(empty, draft, september, tmp_path):
    found = seen(empty, draft)
    asked = columns_asked(found, files=digests(found))
    named = column_decisions(asked, ["problem"] + [None] * (len(asked) - 1))
    taken(empty, september, decided=named, draft=False)
    longer = [*HEADINGS, "天气"]
    later = taken(empty, book(tmp_path / "十月.xlsx", month=10, headings=longer), at=datetime(2022, 11, 1))
    assert not told(later, "heading_told")
    asked = columns_asked(seen(empty, later), files=digests(seen(empty, later))[1:], decided=named)
    assert asked[asked["field"].eq("")].set_index("heading")["earlier"].to_dict() == {
        "难处啥呀": "problem", "天气": None,
    }  # fmt: skip
    assert "多了 1 列（天气）" in told(later, "layout_changed")[0]


def test_a_wrongly_read_column_can_be_given_back_its_meaning(empty, draft, september):
    found = seen(empty, draft)
    asked = columns_asked(found, files=digests(found))
    answers = ["remark" if heading == "属地镇" else None for heading in asked["heading"]]
    again = taken(empty, september, decided=column_decisions(asked, answers))
    assert set(seen(empty, again)["tasks"]["remark"]) == {"太和镇"}
    assert "town" not in set(seen(empty, again)["responsibilities"]["role"])


def test_naming_its_columns_makes_a_ledger_of_a_refused_workbook(empty, tmp_path):
    strange = ["序号", "重点任务", "谁来干", "啥时候完"]
    lines = [strange, *([place, f"测试任务{place}", "区财政局", "2022-12-20"] for place in (1, 2))]
    path = save(tmp_path / "怪表.xlsx", {"表": lines})
    with pytest.raises(LedgerError) as refused:
        taken(empty, path)
    asked = columns_asked(facts(open_snapshot(empty)), files=[], refused=refused.value.refused)
    assert asked["heading"].tolist()[:2] == ["谁来干", "啥时候完"]
    answers = [{"谁来干": "lead_units", "啥时候完": "deadline"}.get(heading) for heading in asked["heading"]]
    loaded = taken(empty, path, decided=column_decisions(asked, answers))
    assert loaded.rows_loaded == 2
    assert seen(empty, loaded)["deadlines"]["deadline"].dt.strftime("%F").unique().tolist() == ["2022-12-20"]


# ---- cells and rows -------------------------------------------------------------------------------------------------


def test_the_same_words_in_a_column_are_asked_about_once_with_the_values_they_may_mean(empty, draft):
    found = seen(empty, draft)
    asked = cells_asked(found, files=digests(found)).set_index("value")
    assert asked.loc["约八成", ["cells", "choices"]].tolist() == [["H5", "H6"], ["80%"]]
    assert asked.loc["abc", ["cells", "choices", "heading"]].tolist() == [["H4"], [], "目前完成率"]


@pytest.mark.parametrize(
    ("raw", "choices"),
    [("完成1-4月计划的132.1%，完成年度计划的21.3%", ["132.1%", "21.3%"]), ("过半", ["50%"]), ("0.8", ["80%", "0.8%"])],
)
def test_what_a_cell_may_mean_is_read_out_of_it(empty, tmp_path, raw, choices):
    loaded = taken(empty, book(tmp_path / "九月.xlsx", table=rows(percents=["20%", raw, "35", "50"])))
    found = seen(empty, loaded)
    assert cells_asked(found, files=digests(found))["choices"].tolist() == [choices]


def test_mended_cells_count_the_original_stays_and_every_one_is_told_of(empty, draft, september):
    found = seen(empty, draft)
    asked = cells_asked(found, files=digests(found))
    answers = [{"约八成": "80%", "abc": "35%"}[value] for value in asked["value"]]
    again = taken(empty, september, decided=cell_decisions(asked, answers), by="李四")
    assert (again.rows_loaded, again.rows_held) == (4, 0)
    assert sorted(seen(empty, again)["progress"]["percent"]) == [20, 35, 80, 80]
    assert "原件写的是“约八成”，按更正读作“80%”；原件没有改动。" in told(again, "mended")
    kept = seen(empty, again)["decisions"]
    assert kept[["kind", "answer", "was", "decided_by"]].drop_duplicates().to_numpy().tolist() == [
        ["cell", "35%", "abc", "李四"], ["cell", "80%", "约八成", "李四"],
    ]  # fmt: skip
    facts_now = seen(empty, again)
    shown = original_rows(
        empty, facts_now, import_id=facts_now["imports"]["import_id"].iloc[0], sheet="任务榜", rows=[4]
    )
    assert shown.cells[4]["H"] == "35%（原件：abc）"


def test_a_cell_can_be_emptied_and_then_nothing_is_reported(empty, draft, september):
    found = seen(empty, draft)
    asked = cells_asked(found, files=digests(found)).query("value == 'abc'")
    again = taken(empty, september, decided=cell_decisions(asked, [""]))
    assert again.rows_held == 0
    assert "测试任务2" in set(seen(empty, again)["tasks"]["task"])
    assert len(seen(empty, again)["progress"].dropna(subset="percent")) == 1


def test_a_cell_beyond_the_sheet_is_told_of_and_nothing_else_happens(empty, draft, september):
    sha256 = digests(seen(empty, draft))[0]
    again = taken(empty, september, decided=[Decision("cell", sha256, "任务榜!ZZ900", "1")])
    assert told(again, "mend_without_cell") == ["更正的单元格 ZZ900 不在这张表里，没有用上；请核对后再改。"]
    assert again.rows_held == 1


def test_a_held_row_of_a_published_ledger_is_mended_and_only_that_row_goes_in(empty, tmp_path):
    first = taken(empty, book(tmp_path / "九月.xlsx"), draft=False)
    found = seen(empty, first)
    where = held_sheets(found).iloc[0]
    before = held_rows(found, import_id=where["import_id"], sheet=where["sheet"])
    assert before.index.tolist() == [4]
    assert before.attrs["headings"]["H"] == "目前完成率"
    after = before.assign(H="45%")
    decided = row_decisions(before, after, sha256=where["sha256"], sheet="任务榜")
    later = taken(empty, tmp_path / "九月.xlsx", decided=decided, at=datetime(2022, 11, 1), draft=False)
    now = seen(empty, later)
    assert now["held_rows"].empty
    assert now["progress"].query("percent == 45")["row"].tolist() == [4]
    assert len(now["tasks"]) == 4
    assert now["imports"]["rows_held"].tolist() == [0]


# ---- units ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "others", "found"),
    [
        ("市公安局清新分局", ["区教育局", "区公安分局"], ["区公安分局"]),
        ("区发改局", ["区发展和改革局", "区财政局"], ["区发展和改革局"]),
        ("区市监局", ["区市场监管局"], ["区市场监管局"]),
        ("区教育局", ["区财政局", "区体育局"], []),
        ("太和镇", ["太平镇", "三坑镇"], []),
    ],
)
def test_a_name_is_like_the_unit_it_shortens_and_not_like_its_neighbours(written, others, found):
    assert candidates(written, others) == found


@pytest.mark.parametrize(("one", "other"), [("区发改局", "区发展和改革局"), ("区教育局", "市教育局")])
def test_likeness_does_not_depend_on_who_is_first(one, other):
    assert alike(one, other) == alike(other, one)


def test_a_unit_that_is_another_one_counts_as_that_one_from_then_on(empty, tmp_path):
    path = book(tmp_path / "九月.xlsx", table=rows(["20%"] * 4))
    found = seen(empty, taken(empty, path))
    asked = units_asked(found, files=digests(found))
    assert asked.set_index("unit")["candidates"].to_dict() == {
        "区市监局": ["区市场监管局"],
        "区市场监管局": ["区市监局"],
    }
    answers = ["区市场监管局" if unit == "区市监局" else None for unit in asked["unit"]]
    decided = unit_decisions(asked, answers)
    again = taken(empty, path, decided=decided, draft=False)
    named = seen(empty, again)["responsibilities"].query("written == '区市监局'")
    assert named["name"].tolist() == ["区市场监管局"]
    assert "区市监局" not in set(seen(empty, again)["units"]["unit"])
    fresh = taken(empty, book(tmp_path / "十月.xlsx", month=10, table=rows(["30%"] * 4)), at=datetime(2022, 11, 1))
    assert "区市监局" not in set(seen(empty, fresh)["units"]["unit"])


def test_names_of_several_units_are_not_asked_about(empty, tmp_path):
    path = book(tmp_path / "九月.xlsx", table=rows(["20%"] * 4, units=["各镇", "各乡镇", "各有关部门", "各相关部门"]))
    found = seen(empty, taken(empty, path))
    assert units_asked(found, files=digests(found)).empty


def test_what_was_loaded_before_is_put_right_too(empty, tmp_path):
    taken(empty, book(tmp_path / "九月.xlsx"), draft=False)
    decided = [Decision("unit", "", "区市监局", "区市场监管局")]
    later = taken(empty, book(tmp_path / "十月.xlsx", month=10), at=datetime(2022, 11, 1), decided=decided, draft=False)
    assert set(seen(empty, later)["responsibilities"].query("role == 'lead_unit'")["name"]) == {
        "区财政局", "区市场监管局", "区教育局",
    }  # fmt: skip
    assert "区市监局" not in set(seen(empty, later)["units"]["unit"])


def test_a_renamed_unit_is_told_of_when_a_later_ledger_still_has_the_old_name(empty, tmp_path):
    decided = [Decision("unit", "", "区市监局", "区市场监管局", since=date(2022, 9, 15))]
    august = taken(empty, book(tmp_path / "八月.xlsx", month=8, table=rows(["20%"] * 4)), decided=decided)
    assert told(august, "renamed_unit") == []
    september = taken(empty, book(tmp_path / "九月.xlsx", table=rows(["20%"] * 4)), decided=decided)
    assert told(september, "renamed_unit") == [
        "“区市监局”自 2022-09-15 起归入“区市场监管局”，已按“区市场监管局”读入；请把台账里的名称改过来。"
    ]


def test_a_unit_of_its_own_is_not_asked_about_again(empty, tmp_path):
    path = book(tmp_path / "九月.xlsx", table=rows(["20%"] * 4))
    found = seen(empty, taken(empty, path))
    asked = units_asked(found, files=digests(found))
    decided = unit_decisions(asked, asked["unit"].tolist())
    again = taken(empty, path, decided=decided)
    assert units_asked(seen(empty, again), files=digests(found), decided=decided).empty
    assert {"区市监局", "区市场监管局"} <= set(seen(empty, again)["units"]["unit"])


# ---- kept -----------------------------------------------------------------------------------------------------------


def test_decisions_of_a_dropped_draft_are_gone_with_it(empty, tmp_path):
    taken(empty, book(tmp_path / "九月.xlsx"), draft=False)
    loaded = taken(
        empty, book(tmp_path / "十月.xlsx", month=10), at=datetime(2022, 11, 1),
        decided=[Decision("unit", "", "区市监局", "区市场监管局")],
    )  # fmt: skip
    discard(empty, loaded.snapshot, by="张三", at=datetime(2022, 11, 1))
    assert known(open_snapshot(empty).cursor()) == []


def test_a_draft_that_is_read_again_on_another_version_keeps_its_decisions(empty, draft, september, tmp_path):
    found = seen(empty, draft)
    asked = cells_asked(found, files=digests(found))
    mended = taken(empty, september, decided=cell_decisions(asked, ["35%", "80%"]))
    other = book(
        tmp_path / "别的.xlsx", table=[[9, "底线必保", "别的任务", "区领导02", "区教育局", "", "2022-12-20", "5%", ""]]
    )
    taken(empty, other, draft=False)
    published = publish(empty, mended.snapshot, by="王五", at=datetime(2022, 10, 3))
    now = facts(open_snapshot(empty, published))
    assert now["held_rows"].empty
    assert now["decisions"]["answer"].tolist() == ["35%", "80%", "80%"]
    assert now["decisions"]["decided_by"].unique().tolist() == ["张三"]
    assert sorted(now["progress"]["percent"]) == [5, 20, 35, 80, 80]


def test_what_was_answered_to_a_guard_goes_into_the_snapshot_that_it_let_through(empty, tmp_path):
    taken(empty, book(tmp_path / "九月.xlsx", table=rows(["50%"] * 4)), draft=False)
    lower = taken(empty, book(tmp_path / "十月.xlsx", month=10, table=rows(["40%"] * 4)), at=datetime(2022, 11, 1))
    asked = questions(lower.findings_table)
    answers = [row | {"answer": "属实", "reason": "核减"} for row in asked.to_dict("records")]
    published = publish(empty, lower.snapshot, by="王五", at=datetime(2022, 11, 2), answers=answers)
    assert empty.current() == published
    kept = facts(open_snapshot(empty))["decisions"]
    assert kept[["kind", "answer", "reason"]].drop_duplicates().to_numpy().tolist() == [["finding", "属实", "核减"]]
    assert len(kept) == 4
    assert kept["subject"].iloc[0] == "任务榜!H3!progress_goes_back"
    assert len(empty.ids()) == 2


def test_a_decision_that_says_nothing_new_makes_no_new_version(empty, tmp_path):
    decided = [Decision("unit", "", "区市监局", "区市场监管局")]
    first = taken(empty, book(tmp_path / "九月.xlsx", table=rows(["20%"] * 4)), decided=decided, draft=False)
    again = taken(
        empty, tmp_path / "九月.xlsx", decided=decided, at=datetime(2022, 11, 1), draft=False, by="李四"
    )  # fmt: skip
    assert again.snapshot == first.snapshot


def test_a_decision_without_a_ledger_becomes_a_version_and_saying_it_again_does_not(empty, tmp_path):
    taken(empty, book(tmp_path / "九月.xlsx"), draft=False)
    flag = [Decision("flag", "2022-09", "红旗!项目!测试任务1", "确认", reason="进度领先")]
    first = decide(empty, flag, by="王五", at=datetime(2022, 10, 5, 9))
    assert empty.current() == first
    assert [(each.answer, each.decided_by) for each in known(open_snapshot(empty).cursor())] == [("确认", "王五")]
    assert decide(empty, flag, by="赵六", at=datetime(2022, 10, 6, 9)) == first
    assert history(empty)["files"].tolist()[-1] == ["决定 1 条"]
    assert verify(empty) == []


def test_an_empty_store_has_nothing_to_decide(empty):
    with pytest.raises(LedgerError, match="请先导入台账"):
        decide(empty, [Decision("flag", "2022-09", "红旗!项目!甲", "确认")], by="王五", at=AT)


# ---- cell by cell ---------------------------------------------------------------------------------------------------


def test_changed_cells_are_listed_with_both_values_and_new_tasks_are_not(empty, tmp_path):
    first = taken(empty, book(tmp_path / "九月.xlsx", table=rows(["20%"] * 4)[:2]), draft=False)
    later = rows(["40%", "20%", "1%", "1%"])
    later[1][3], later[1][6] = "区领导02", "2022-12-31"
    second = taken(empty, book(tmp_path / "十月.xlsx", month=10, table=later), at=datetime(2022, 11, 1))
    changed = cell_changes(seen(empty, first), seen(empty, second))
    assert changed[["subject", "label", "before", "after", "row"]].to_numpy().tolist() == [
        ["测试任务1", "完成百分比", "20", "40", 3],
        ["测试任务2", "完成时限", "2022-12-20", "2022-12-31", 4],
        ["测试任务2", "项目长", "区领导01", "区领导02", 4],
    ]


def test_nothing_is_a_changed_cell_of_a_store_that_was_empty(empty, draft):
    assert cell_changes(facts(open_snapshot(empty)), seen(empty, draft)).empty
