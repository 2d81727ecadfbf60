"""Where the towns lie: files that are good, files that are wrong, files that mean harm."""

import json

import pytest

from ledgers.store import Store
from ledgers.townmap import BORDERS, PLACES, stamp, town_map

RING = [[113.0, 23.7], [113.1, 23.7], [113.1, 23.8], [113.0, 23.7]]


def feature(name: object = "太和镇", kind: str = "Polygon", given: object = None) -> dict:
    return {"properties": {"镇": name}, "geometry": {"type": kind, "coordinates": [RING] if given is None else given}}


def written(path, places: str | bytes | None = None, borders: object = None) -> Store:
    if places is not None:
        (path / PLACES).write_bytes(places if isinstance(places, bytes) else places.encode())
    if borders is not None:
        text = borders if isinstance(borders, str) else json.dumps(borders, ensure_ascii=False)
        (path / BORDERS).write_text(text, encoding="utf-8")
    return Store(path)


def test_without_files_the_table_of_the_district_is_taken(tmp_path):
    found = town_map(Store(tmp_path))
    assert (found.places["太和镇"], found.rings, found.problem) == ((3, 3), {}, None)
    assert len(found.places) == len(set(found.places.values())) == 8


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_in_the_folder_takes_its_place_however_it_is_encoded(tmp_path, coding):
    found = town_map(written(tmp_path, "镇,行,列\n甲镇, 1 ,2\n乙镇,2,1\n".encode(coding)))
    assert (found.places, found.problem) == ({"甲镇": (1, 2), "乙镇": (2, 1)}, None)


WRONG_TABLES = [
    ("甲镇,1,2\n", "第一行应为"),
    ("镇,行,列\n甲镇,一,2\n", "第 2 行"),
    ("镇,行,列\n甲镇,0,2\n", "第 2 行"),
    ("镇,行,列\n甲镇,1\n", "第 2 行"),
    ("镇,行,列\n,1,1\n", "第 2 行"),
    ("镇,行,列\n甲镇,1,1\n乙镇,1,1\n", "第 3 行的镇或位置重复"),
    ("镇,行,列\n甲镇,1,1\n甲镇,2,1\n", "第 3 行的镇或位置重复"),
    ("镇,行,列\n甲镇,99999999999,1\n", "第 2 行"),
]


@pytest.mark.parametrize(("text", "why"), WRONG_TABLES)
def test_a_wrong_table_is_left_out_and_named_with_its_line(tmp_path, text, why):
    found = town_map(written(tmp_path, text))
    assert found.places["太和镇"] == (3, 3)
    assert PLACES in found.problem
    assert why in found.problem


def test_borders_are_read_as_lines_by_town_and_holes_do_not_matter(tmp_path):
    both = feature(given=[[RING, RING], [RING]], kind="MultiPolygon")
    found = town_map(written(tmp_path, borders={"features": [both, feature("太平镇")]}))
    assert [len(found.rings[name]) for name in ("太和镇", "太平镇")] == [2, 1]
    assert found.rings["太平镇"][0][0] == (113.0, 23.7)
    assert found.problem is None


WRONG_BORDERS = [
    ("不是 JSON", "{"),
    ("不是 JSON", "[" * 100_000),
    ("features", {"features": 3}),
    ("features", []),
    ("没有镇名", {"features": [feature(None)]}),
    ("没有镇名", {"features": [3]}),
    ("不是面", {"features": [feature(kind="Point")]}),
    ("不是面", {"features": [feature(given="http://例子")]}),
    ("不足四个点", {"features": [feature(given=[RING[:3]])]}),
    ("不足四个点", {"features": [feature(given=[])]}),
    ("不是坐标", {"features": [feature(given=[[["113", "23"]] * 4])]}),
    ("不是坐标", '{"features": [{"properties": {"镇": "甲"}, "geometry": {"type": "Polygon", "coordinates": [[[NaN, 1]]]}}]}'),
    ("不是坐标", {"features": [feature(given=[[[True, 1]] * 4])]}),
]  # fmt: skip


@pytest.mark.parametrize(("why", "given"), WRONG_BORDERS)
def test_wrong_borders_are_left_out_and_named(tmp_path, why, given):
    found = town_map(written(tmp_path, borders=given))
    assert found.rings == {}
    assert BORDERS in found.problem
    assert why in found.problem


def test_a_border_of_very_many_points_is_thinned_and_stays_closed(tmp_path):
    ring = [[113 + i / 5000, 23.0] for i in range(5000)] + [[113.0, 23.0]]
    line = town_map(written(tmp_path, borders={"features": [feature(given=[ring])]})).rings["太和镇"][0]
    assert len(line) <= 301
    assert line[0] == line[-1] == (113.0, 23.0)


def test_the_stamp_changes_with_the_files(tmp_path):
    seen = [stamp(Store(tmp_path))]
    seen.append(stamp(written(tmp_path, "镇,行,列\n甲镇,1,1\n")))
    seen.append(stamp(written(tmp_path, borders={"features": []})))
    assert len(set(seen)) == 3
