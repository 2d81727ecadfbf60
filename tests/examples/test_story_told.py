"""The demo's workbooks, loaded and scored by the product itself, tell the story that was meant."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analysis.oversight.exemptions import exemptions_known
from analysis.oversight.supervision import STATES, supervision_states
from analysis.rules.rulepack import rule_pack
from analysis.scores.scoring import Scores, score
from examples.make_district import WORKBOOKS
from ledgers.loading import load
from ledgers.store import Store, facts, open_snapshot

OCTOBER, NOVEMBER = date(2022, 10, 31), date(2022, 11, 30)
LEVELS = {
    OCTOBER: {1: (2, 4, 10, 23, 24, 30), 2: (6, 20, 25, 27), 3: (15, 16, 21), 4: (14,)},
    NOVEMBER: {1: (3, 15, 20, 25), 2: (6, 9), 3: (21, 27), 4: (14, 16)},
}
"""Day -> raw level above 正常 -> numbers of the tasks that stand there."""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory):
    store = Store(tmp_path_factory.mktemp("store"))
    result = load(sorted(WORKBOOKS.glob("*.xlsx")), store=store, by="演示", today=date(2022, 12, 1))
    return result, facts(open_snapshot(store))


@pytest.fixture(scope="module")
def scores(loaded) -> dict[date, Scores]:
    return {day: score(loaded[1], as_of=day, rules=rule_pack()) for day in (date(2022, 9, 30), OCTOBER, NOVEMBER)}


def board(scores: Scores) -> pd.DataFrame:
    tasks = scores.tasks[scores.tasks["board"] == "任务榜"]
    return tasks.set_index(tasks["no"].astype(int)).sort_index()


def rank(scores: Scores, unit: str) -> int:
    return int(scores.units.set_index("unit").loc[unit, "raw_rank"])


def test_only_the_three_rows_with_an_unreadable_cell_are_held(loaded):
    result, tables = loaded
    files = tables["imports"].set_index("import_id")["file"]
    held = {(Path(files[row.import_id]).name[:2], row.row) for row in tables["held_rows"].itertuples()}
    assert held == {("08", 24), ("11", 31), ("13", 19)}
    assert result.rows_held == 3


def test_all_thirty_tasks_and_ten_brands_are_in_the_store(loaded):
    tasks = loaded[1]["tasks"].drop_duplicates("task_id")
    assert tasks.groupby("board").size().to_dict() == {"任务榜": 30, "亮点牌": 10}
    assert set(tasks["category"].dropna()) == {"重要改革", "攻城拔寨", "底线必保"}


def test_an_amended_deadline_stands_behind_its_baseline(loaded):
    deadlines = loaded[1]["deadlines"].sort_values("seq").groupby("task_id")["deadline"].agg(list)
    moved = [days for days in deadlines if len(days) > 1]
    assert moved == [[pd.Timestamp("2022-11-30"), pd.Timestamp("2022-12-31")]]


@pytest.mark.parametrize("day", LEVELS)
def test_levels_are_those_of_the_story(scores, day):
    levels = board(scores[day])["level"]
    raised = {level: tuple(levels.index[levels == level]) for level in range(1, 5)}
    assert raised == LEVELS[day]


def test_of_three_exemptions_one_is_in_force_one_has_ended_and_one_was_approved_too_late(loaded):
    table = exemptions_known(loaded[1], as_of=NOVEMBER, rules=rule_pack())
    assert table[["task", "state"]].to_numpy().tolist() == [
        ["太平新城主干道和管网建设", "生效中"],
        ["北部生态旅游公路提升工程", "已结束"],
        ["产业园标准厂房二期建设", "不计"],
    ]


def test_an_exempt_task_stands_on_no_level_and_has_no_index(scores):
    row = board(scores[NOVEMBER]).loc[12]
    assert (row["state"], row["level"], row["exempt"]) == ("豁免", 0, True)
    assert pd.isna(row["index"])
    assert board(scores[OCTOBER]).loc[12, "state"] == "进行中"


def test_a_report_above_its_nodes_and_one_above_the_visit_are_cut(scores):
    cut = board(scores[OCTOBER])["cut"].dropna()
    assert cut.to_dict() == {20: "填报高于节点", 25: "高于核验"}


def test_a_task_that_never_reported_is_unreported_and_not_at_zero(scores):
    silent = board(scores[date(2022, 9, 30)]).loc[26]
    assert silent["state"] == "未报"
    assert pd.isna(silent["actual"])
    assert pd.isna(silent["index"])


@pytest.mark.parametrize(
    ("unit", "ranks"),
    [
        ("太平镇", (1, 1, 1)),
        ("禾云镇", (8, 2, 2)),
        ("浸潭镇", (4, 8, 8)),
        ("三坑镇", (3, 4, 3)),
        ("区交通运输局", (16, 17, 17)),
    ],
)
def test_units_rise_and_fall_as_told(scores, unit, ranks):
    assert tuple(rank(each, unit) for each in scores.values()) == ranks


def test_supervision_items_stand_in_every_state_and_name_their_tasks(loaded):
    items = supervision_states(loaded[1], as_of=NOVEMBER)
    assert len(items) == 12
    assert items["state"].value_counts().to_dict() == dict(zip(STATES, (2, 2, 1, 4, 3), strict=True))
    assert items["task_id"].isna().sum() == 2
    assert set(items["task_id"].dropna()) <= set(loaded[1]["tasks"]["task_id"])
