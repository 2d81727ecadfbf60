"""A scheme that cannot be used is refused with a sentence; one that can be is read from any of its headings."""

import math

import pandas as pd
import pytest

from analysis.composite import Scheme, SchemeError, composite_index, read_scheme

GOOD = {"code": ["a", "b", "P", "I"], "parent": ["P", "P", "I", ""], "level": [1, 1, 2, 3], "weight": [1, 3, 1, 1]}


def scheme(**columns) -> Scheme:
    return read_scheme(pd.DataFrame(GOOD | columns))


BAD = [
    ({"code": ["a", "a", "P", "I"]}, "不止一次"),
    ({"code": ["a", "", "P", "I"]}, "没有代码"),
    ({"parent": ["P", "X", "I", ""]}, "不在表里"),
    ({"parent": ["P", "P", "", ""]}, "应当只有总指数一个"),
    ({"level": [1, 1, 1, 3]}, "层级不比它高"),
    ({"weight": [1, -1, 1, 1]}, "权重不是"),
    ({"weight": [0, 0, 1, 1]}, "权重都是 0"),
    ({"weight": [1, "三", 1, 1]}, "不是数"),
    ({"direction": ["上", 1, 1, 1]}, "方向写的是"),
    ({"normalisation": ["magic", "", "", ""]}, "可用：goalposts"),
    ({"aggregation": ["", "", "median", ""]}, "可用：arithmetic"),
    ({"normalisation": ["goalposts", "", "", ""]}, "要写上 low、high"),
    ({"normalisation": ["goalposts", "", "", ""], "low": [5, 0, 0, 0], "high": [5, 0, 0, 0]}, "不小于上限"),
    ({"normalisation": ["target", "", "", ""]}, "要写上 target"),
    ({"code": ["a", "b", "P", "I"], "parent": ["P", "I", "I", ""], "level": [1, 1, 3, 2]}, "要在最高一级"),
]


@pytest.mark.parametrize(("columns", "said"), BAD, ids=[said for _, said in BAD])
def test_a_scheme_that_cannot_be_used_is_refused_with_a_sentence(columns, said):
    with pytest.raises(SchemeError, match=said):
        scheme(**columns)


def test_an_aggregate_without_parts_is_refused():
    with pytest.raises(SchemeError, match="“Q”下面没有指标"):
        read_scheme(pd.DataFrame({"code": ["a", "Q", "I"], "parent": ["I", "I", ""], "level": [1, 2, 3]}))


def test_a_circle_of_parents_is_refused():
    with pytest.raises(SchemeError, match="绕了一圈"):
        read_scheme(pd.DataFrame({"code": ["a", "P", "Q"], "parent": ["P", "Q", "P"]}))


def test_a_table_without_parents_is_refused():
    with pytest.raises(SchemeError, match="缺“parent”列"):
        read_scheme(pd.DataFrame({"code": ["a"]}))


@pytest.mark.parametrize("headings", [
    ["iCode", "Parent", "Level", "Weight", "Direction"],
    ["代码", "上级", "层级", "权重", "方向"],
    ["Code", "PARENT", "level", "weight", "direction"],
])  # fmt: skip
def test_headings_of_other_tools_and_in_chinese_are_known(headings):
    rows = [["a", "I", 1, 2, "逆向"], ["b", "I", 1, 1, 1], ["I", None, 2, 1, None]]
    found = read_scheme(pd.DataFrame(rows, columns=headings))
    assert [(node.code, node.direction, node.weight) for node in found.nodes] == [
        ("a", -1, 2),
        ("b", 1, 1),
        ("I", 1, 1),
    ]


def test_levels_follow_from_parents_where_none_are_written():
    found = read_scheme(pd.DataFrame({name: GOOD[name] for name in ("code", "parent")}))
    assert [(node.code, node.level) for node in found.nodes] == [("a", 1), ("b", 1), ("P", 2), ("I", 3)]


def test_columns_of_a_meta_table_that_are_no_part_of_the_index_are_left_out():
    found = scheme(Type=["Indicator", "Group", "Aggregate", "Aggregate"])
    assert found.codes == ("a", "P", "I")


def test_other_weights_make_another_scheme_and_leave_the_first_as_it_was():
    first = scheme()
    assert first.weighing(a=9).weights.tolist() == [9, 3, 1, 1]
    assert first.weights.tolist() == [1, 3, 1, 1]
    with pytest.raises(SchemeError, match="没有“z”"):
        first.weighing(z=1)


def test_a_scheme_without_a_branch_loses_what_hangs_on_it():
    rows = {"code": ["a", "b", "c", "P", "Q", "I"], "parent": ["P", "P", "Q", "I", "I", ""]}
    first = read_scheme(pd.DataFrame(rows))
    assert first.without("P").codes == ("c", "Q", "I")
    assert first.without("c").codes == ("a", "b", "P", "I")
    with pytest.raises(SchemeError, match="什么都不剩"):
        first.without("P", "Q")


@pytest.mark.parametrize(("data", "said"), [
    ({"a": [1.0, 2.0]}, "没有指标“b”"),
    ({"a": [1.0, 2.0], "b": ["x", 1.0]}, "“甲”的“b”写的是“x”"),
])  # fmt: skip
def test_data_that_do_not_fit_are_refused_with_a_sentence(data, said):
    with pytest.raises(SchemeError, match=said):
        composite_index(pd.DataFrame(data, index=["甲", "乙"]), scheme())


def test_a_unit_with_two_rows_is_refused():
    with pytest.raises(SchemeError, match="“甲”在数据里有不止一行"):
        composite_index(pd.DataFrame({"a": [1.0, 2.0], "b": [1.0, 2.0]}, index=["甲", "甲"]), scheme())


def test_an_infinite_value_is_unknown():
    found = composite_index(pd.DataFrame({"a": [1.0, math.inf, 3.0], "b": [1.0, 2.0, 3.0]}), scheme())
    assert found.scores["a"].isna().tolist() == [False, True, False]
