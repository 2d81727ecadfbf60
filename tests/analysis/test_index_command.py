"""`python -m analysis index` and `backtest`: tables in, JSON and sentences out, wrong calls refused with a sentence."""

import json
from pathlib import Path

import pandas as pd
import pytest

from analysis.__main__ import main

CASES = Path(__file__).parents[3] / "shared" / "cases" / "composite"
SCHEME = "code,name,parent,weight,direction\na,甲,I,3,1\nb,乙,I,1,-1\nI,指数,,1,1\n"
DATA = "单位,a,b\n太和镇,10,5\n太平镇,30,9\n三坑镇,20,\n"


@pytest.fixture
def files(tmp_path):
    def written(scheme=SCHEME, data=DATA, encoding="utf-8"):
        (tmp_path / "体系.csv").write_text(scheme, encoding=encoding)
        (tmp_path / "数据.csv").write_text(data, encoding=encoding)
        return ["index", "--scheme", str(tmp_path / "体系.csv"), "--data", str(tmp_path / "数据.csv")]

    return written


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig"])
def test_an_index_of_any_table_comes_out_as_json(files, capsys, encoding):
    assert main([*files(encoding=encoding), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    # a: 0, 100, 50; b is better low: 100, 0, unknown
    assert [(each["unit"], each["index"], each["rank"]) for each in answer["units"]] == [
        ("太和镇", 25.0, 3), ("太平镇", 75.0, 1), ("三坑镇", 50.0, 2),
    ]  # fmt: skip
    assert answer["units"][2]["scores"] == {"a": 50.0, "b": None, "I": 50.0}
    assert answer["units"][2]["known_share"] == 0.75


def test_it_is_read_aloud_best_first_and_who_is_not_judged_last(files, capsys):
    assert main([*files(), "--min-known", "0.8"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[1] for line in lines[1:]] == ["太平镇", "太和镇", "三坑镇（已知"]


@pytest.mark.skipif(not CASES.is_dir(), reason="没有放参考案例的文件夹 shared/cases。")
def test_the_published_index_comes_out_through_the_command(capsys):
    call = ["index", "--scheme", str(CASES / "meta.csv"), "--data", str(CASES / "treated.csv"), "--json"]
    assert main(call) == 0
    found = pd.DataFrame(json.loads(capsys.readouterr().out)["units"]).set_index("unit")
    wanted = pd.read_csv(CASES / "expected_scores.csv", index_col="uCode").loc[found.index]
    assert (found["index"] - wanted["Index"]).abs().max() < 1e-6
    assert (found["rank"] == wanted["rank_Index"]).all()


@pytest.mark.parametrize(("change", "said"), [
    ({"data": "单位,a\n太和镇,1\n"}, "没有指标“b”"),
    ({"scheme": "code,parent\na,\n"}, "总指数“a”要在最高一级"),
    ({"data": ""}, "读不成表格"),
])  # fmt: skip
def test_tables_that_do_not_fit_are_refused_with_a_sentence(files, capsys, change, said):
    assert main(files(**change)) == 2
    assert said in capsys.readouterr().err


def test_a_file_that_is_not_there_is_named(files, capsys):
    assert main([*files()[:-1], "没有.csv"]) == 2
    assert "找不到文件 没有.csv" in capsys.readouterr().err


def test_a_back_test_of_an_empty_store_is_refused(tmp_path, capsys):
    assert main(["backtest", "--store", str(tmp_path)]) == 2
    assert "还没有一次填报" in capsys.readouterr().err


def test_a_portfolio_given_by_path_is_judged(tmp_path, capsys):
    path = tmp_path / "projects.csv"
    path.write_text(
        "Reporting Period,PID,Forecast Completion,Phase\n202201,7,2022-06-30,Design\n202205,7,2022-09-30,Design\n"
        "202301,7,2022-09-30,Completed\n", encoding="utf-8",
    )  # fmt: skip
    assert main(["backtest", "--portfolio", str(path), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["tasks"], answer["late"], answer["signals"][0]["hits"]) == (1, 1, 1)
