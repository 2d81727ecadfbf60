"""`python -m analysis score`, as a script would call it, on a store that the loader made."""

import json
import re
import shutil
from datetime import UTC, date, datetime

import pytest
import xlsxwriter

from analysis import balances, checked_pack, pack_data, pack_text, point_entries, rule_pack, score_json, standing_scores
from analysis.__main__ import main
from ledgers.decisions import Decision
from ledgers.loading import load
from ledgers.publishing import decide
from ledgers.store import Store, facts, open_snapshot

ROWS = [
    ["演示数据：清新区任务榜"],
    ["序号", "重点任务", "牵头单位", "属地", "项目长", "启动时间", "完成时限", "填报日期", "完成率"],
    [1, "修路", "区交通运输局", "太和镇", "区领导01", "2022-09-01", "2022-12-10", "2022-10-21", "30%"],
    [2, "建校", "区教育局", "太平镇", "区领导02", "2022-09-01", "2022-12-10", "2022-10-21", "50%"],
    [3, "挖渠", "区教育局", "太平镇", "区领导02", "2022-09-01", "长期", None, None],
]
TASK = {"task_id", "task", "planned", "actual", "reported", "verified", "lag", "spi_t", "forecast_finish", "index", "level",
        "raw_level", "deduction", "known_share"}  # fmt: skip
UNIT = {"unit", "kind", "index", "shrunk_index", "rank", "rank_low", "rank_high", "raw_rank", "held_back", "named", "effective",
        "projects", "level", "flag", "deduction", "bonus", "criticism", "final", "known_share"}  # fmt: skip
LEADER = {"leader", "projects", "tasks", "index", "lag", "level", "deduction", "known_share"}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("score")
    with xlsxwriter.Workbook(folder / "任务榜.xlsx") as book:
        sheet = book.add_worksheet("任务榜")
        for number, row in enumerate(ROWS):
            sheet.write_row(number, 0, row)
    made = Store(folder / "store")
    load(
        [folder / "任务榜.xlsx"], store=made, by="测试", today=date(2022, 10, 21), at=datetime(2022, 10, 21, tzinfo=UTC)
    )
    return made


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as stopped:
        raise SystemExit(main([*arguments]))
    said = capsys.readouterr()
    return stopped.value.code, said.out, said.err


def test_json_is_what_score_gives_in_the_agreed_shape(capsys, store):
    code, out, err = run(capsys, "score", "--store", str(store.path), "--as-of", "2022-10-21", "--json")
    found = json.loads(out)
    tables = facts(open_snapshot(store))
    assert (code, err) == (0, "")
    assert found == score_json(standing_scores(tables, as_of=date(2022, 10, 21), rules=rule_pack()), store.current())
    assert (found["snapshot"], found["rules"], found["as_of"]) == (store.current(), "default", "2022-10-21")
    assert [set(found[name][0]) for name in ("tasks", "units", "leaders")] == [TASK, UNIT, LEADER]
    road, school, ditch = found["tasks"]
    assert (road["planned"], road["actual"], road["lag"]) == (pytest.approx(50), 30, pytest.approx(20))
    assert (road["level"], road["raw_level"]) == (
        1,
        3,
    )  # 黄牌 for the first week, a reminder before: waits for a second
    assert (road["index"], road["known_share"], road["deduction"]) == (pytest.approx(60), 0.5, 0)
    assert school["forecast_finish"] == "2022-12-10"
    assert [ditch[name] for name in ("planned", "actual", "lag", "index")] == [None] * 4
    ranked = {row["unit"]: (row["kind"], row["raw_rank"], row["projects"]) for row in found["units"]}
    assert ranked["太平镇"] == ("镇", 1, 2)
    assert ranked["太和镇"] == ("镇", 2, 1)
    assert ranked["区交通运输局"][:2] == ("部门", 2)
    assert {(row["rank"], row["rank_low"], row["held_back"]) for row in found["units"]} == {(None, None, "样本不足")}


def test_people_get_a_table(capsys, store):
    code, out, _ = run(capsys, "score", "--store", str(store.path), "--as-of", "2022-10-21")
    assert code == 0
    assert out.startswith("评分日 2022-10-21，规则包《默认》（default）")
    assert re.search(r"1 +修路 +进行中 +50\.0 +30\.0 +20\.0 +60\.0 +提醒 +黄牌", out)


@pytest.mark.parametrize(("arguments", "words"), [
    ([], "缺少参数 命令"),
    (["score"], "缺少参数 --as-of"),
    (["score", "--as-of"], "参数 --as-of: 后面应跟一个值"),
    (["score", "--as-of", "10月底"], "日期“10月底”应写成 2022-10-31 的样子"),
    (["score", "--as-of", "2022-10-21", "--colour"], "不认识的参数 --colour"),
    (["points"], "没有这一项：'points'"),
    (["score", "--as-of", "2022-10-21", "--rules", "没有的"], "没有名为“没有的”的规则包；现有：default"),
    (["score", "--as-of", "2022-10-21", "--snapshot", "20000101T000000Z-0000000000"], "没有快照“20000101T000000Z-0000000000”"),
])  # fmt: skip
def test_a_wrong_call_is_one_chinese_sentence(capsys, store, arguments, words):
    where = ["--store", str(store.path)] if len(arguments) > 2 else []
    code, out, err = run(capsys, *arguments, *where)
    assert (code, out) == (2, "")
    assert words in err
    assert "Traceback" not in err
    assert err.count("\n") == 1


def test_an_empty_store_has_nothing_to_score(capsys, tmp_path):
    code, out, err = run(capsys, "score", "--store", str(tmp_path / "无"), "--as-of", "2022-10-21", "--json")
    assert (code, out) == (2, "")
    assert "还是空的" in err


def test_help_is_chinese(capsys):
    code, out, _ = run(capsys, "score", "--help")
    assert code == 0
    assert out.startswith("用法：python -m analysis score")
    assert "评分日，如 2022-10-31" in out


def test_rules_brought_into_force_are_those_of_the_day_unless_others_are_named(capsys, store):
    data = pack_data(rule_pack()) | {"title": "一周就升"}
    data["persistence"] |= {"upgrade_after": 1}
    text = pack_text(checked_pack(data, name="一周就升"))
    told = [Decision("rules", "", "一周就升", text, since=date(2022, 10, 20), reason="会议定")]
    copied = Store(store.path.parent / "copy")
    shutil.copytree(store.path, copied.path)
    decide(copied, told, by="张三", at=datetime(2022, 10, 22))
    call = ["score", "--store", str(copied.path), "--json", "--as-of"]
    said = [json.loads(run(capsys, *call, *more)[1]) for more in (["2022-10-21"], ["2022-10-21", "--rules", "default"])]
    assert [(each["rules"], each["tasks"][0]["level"]) for each in said] == [("一周就升", 3), ("default", 1)]


def test_a_unit_is_charged_what_its_account_holds_back(capsys, store):
    _, out, _ = run(capsys, "score", "--store", str(store.path), "--as-of", "2022-11-30", "--json")
    held = {row["unit"]: row["deduction"] for row in json.loads(out)["units"]}
    tables = facts(open_snapshot(store))
    found = balances(point_entries(tables, as_of=date(2022, 11, 30), rules=rule_pack())).set_index("unit")["held"]
    assert held["太和镇"] == found["太和镇"] > 0
    assert {unit: points for unit, points in held.items() if points} == found[found > 0].to_dict()
