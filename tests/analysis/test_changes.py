"""What differs between two days, and the three sentences."""

from datetime import date

import pandas as pd
import pytest

from analysis.scores.briefing import briefing
from analysis.scores.changes import changes, effect_sentence
from analysis.scores.scoring import score

BEFORE, AFTER = date(2022, 9, 30), date(2022, 10, 21)
UNITS = [{"unit": "太和镇", "kind": "镇"}, {"unit": "太平镇", "kind": "镇"}, {"unit": "区教育局", "kind": "部门"}]


@pytest.fixture
def at(make_facts, hundred_days, rules):
    """Scores at a day of two tasks, 修路 in 太和镇 and 建校 in 太平镇, reported as given: (name, day, percent)."""

    def build(day, *told, names=("修路", "建校")):
        places = {"修路": "太和镇", "建校": "太平镇"}
        tasks = [hundred_days(task=name, towns=[places[name]], lead_units=["区教育局"]) for name in names]
        rows = [{"task_id": name, "report_date": on, "percent": percent} for name, on, percent in told]
        return score(make_facts(tasks, progress=rows, units=UNITS), as_of=day, rules=rules)

    return build


FINE = (("修路", BEFORE, 29), ("建校", BEFORE, 27))


def test_only_what_differs_is_listed(at):
    before, after = (
        at(AFTER, ("修路", AFTER, 50), ("建校", AFTER, 45)),
        at(AFTER, ("修路", AFTER, 20), ("建校", AFTER, 45)),
    )
    found = changes(before, after)
    assert found[["what", "kind", "name"]].to_numpy().tolist() == [
        ["任务", "任务榜", "修路"], ["单位", "镇", "太和镇"], ["单位", "部门", "区教育局"],
    ]  # fmt: skip
    road, town = found.iloc[0], found.iloc[1]
    assert (road["level_before"], road["level_after"], road["lag_after"]) == (0, 4, pytest.approx(30))
    assert (town["index_before"], town["index_after"]) == (pytest.approx(100), pytest.approx(40))
    assert effect_sentence(found) == "1 项等级变化"  # one project each: nobody has a place


def district(make_facts, hundred_days, rules, *percents):
    """Scores at day 50 of three towns with three projects each, of `percents` less 1, 0 and 1 point."""
    named = [(f"{town}{i}", town, p + i - 1) for town, p in zip("甲乙丙", percents, strict=True) for i in range(3)]
    tasks = [hundred_days(task=name, towns=[f"{town}镇"]) for name, town, _ in named]
    told = [{"task_id": name, "report_date": AFTER, "percent": p} for name, _, p in named]
    units = [{"unit": f"{town}镇", "kind": "镇"} for town in "甲乙丙"]
    return score(make_facts(tasks, progress=told, units=units), as_of=AFTER, rules=rules)


def test_a_place_that_changed_comes_with_the_places_between_which_it_lies(make_facts, hundred_days, rules):
    before, after = (district(make_facts, hundred_days, rules, *each) for each in ((48, 40, 30), (39.5, 40, 30)))
    towns = changes(before, after).query("what == '单位'").set_index("name")
    assert towns[["rank_before", "rank_after"]].to_numpy().tolist() == [[1, 2], [2, 1]]
    assert towns[["rank_low_after", "rank_high_after"]].to_numpy().tolist() == [[1, 2], [1, 2]]
    assert "2 个镇名次变化" in effect_sentence(changes(before, after))


def test_the_last_of_a_sequence_is_named_only_where_that_is_beyond_doubt(make_facts, hundred_days, rules):
    sure = district(make_facts, hundred_days, rules, 48, 40, 20)
    assert "；确实居后的镇是丙镇。" in briefing(sure, sure)[1]
    near = district(make_facts, hundred_days, rules, 38.2, 38.1, 38)
    assert "居后" not in briefing(near, near)[1]


def test_the_same_scores_do_not_differ(at):
    assert changes(at(AFTER, *FINE), at(AFTER, *FINE)).empty
    assert effect_sentence(changes(at(AFTER, *FINE), at(AFTER, *FINE))) == "没有等级和名次变化"


def test_tasks_that_come_and_go_are_told(at):
    one, two = at(AFTER, *FINE[:1], names=("修路",)), at(AFTER, *FINE)
    assert effect_sentence(changes(one, two)).startswith("新增 1 项任务")
    assert effect_sentence(changes(two, one)).startswith("少了 1 项任务")


def test_three_sentences_with_names_and_numbers(at):
    before = at(BEFORE, *FINE)
    after = at(AFTER, *FINE, ("修路", AFTER, 20), ("建校", AFTER, 49))
    assert briefing(after, before) == (
        "与9月30日相比，1 项变差；变化最大的是“修路”，由正常到约谈。",
        "落后最多的是“修路”（区教育局，落后 30.0 个百分点）。",
        "请决定约谈 1 项的处置，首先是“修路”。",
    )


def test_sentences_when_nothing_changed(at):
    scores = at(AFTER, ("修路", AFTER, 50), ("建校", AFTER, 50))
    assert briefing(scores, scores) == (
        "与10月21日相比，2 项任务的等级都没有变化，也没有新完成的任务。",
        "已填报的任务都达到了序时进度，没有落后的。",
        "没有达到黄牌和约谈标准的任务，不需要专门决定。",
    )


def test_sentences_when_nothing_is_reported(at):
    assert briefing(at(AFTER), at(BEFORE)) == (
        "截至10月21日共有 2 项任务，0 项已填报；上期没有填报可比。",
        "谁落后还不知道：2 项任务都没有填报。",
        "没有达到黄牌和约谈标准的任务；未报的 2 项要限期补报。",
    )


def test_sentences_of_an_empty_store(make_facts, rules):
    empty = score(make_facts(), as_of=AFTER, rules=rules)
    assert briefing(empty, empty) == (
        "截至10月21日还没有任务入库，无从比较。", "还没有任务，谁落后无从谈起。", "请先导入任务台账，再研究需要决定的事项。",
    )  # fmt: skip
    assert changes(empty, empty).empty
    assert list(changes(empty, empty))[:4] == ["what", "kind", "name", "key"]


def test_long_names_are_cut_so_that_a_sentence_can_be_read_aloud(at, make_facts, hundred_days, rules):
    name = "国家城乡融合发展试验区广清接合片区六项重点改革任务"
    told = [{"task_id": name, "report_date": AFTER, "percent": 20}]
    scores = score(make_facts([hundred_days(task=name)], progress=told), as_of=AFTER, rules=rules)
    said = briefing(scores, at(BEFORE))
    assert "“国家城乡融合发展试验区广清…”" in said[1]
    assert max(map(len, said)) <= 70


def test_a_rank_that_is_won_or_lost_is_a_change_of_rank():
    row = {
        "what": "单位",
        "kind": "镇",
        "level_before": 0,
        "level_after": 0,
        "rank_before": float("nan"),
        "rank_after": 1.0,
    }
    assert effect_sentence(pd.DataFrame([row])) == "1 个镇名次变化"
