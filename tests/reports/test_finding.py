"""Finding by name: what a person types, and what must come first; what a favourite is called today."""

import json
from types import SimpleNamespace

import pandas as pd
import pytest

from reports.subjects import keeping
from reports.subjects.finding import CHOSEN, Entry, findable, found, named_by, nothing_found, seen_by
from reports.words.matching import bare, closeness, letters

PAGES = {
    "overview": "总览", "towns": "各镇", "departments": "各部门", "leaders": "项目长", "task": "任务详情", "brands": "亮点牌",
    "orders": "责任令", "visits": "走访督查", "points": "加扣分",
}  # fmt: skip


def unit(name: str, kind: str, **about) -> dict:
    return {"unit": name, "kind": kind, "level": 2, "rank": 3.0, "rank_low": 1.0, "rank_high": 7.0, "tasks": 5} | about


def task(
    number: int, name: str, *, project: str | None, lag: float, lead: str, town: str, board: str = "任务榜"
) -> dict:
    return {
        "task_id": f"t{number}", "no": str(number), "board": board, "category": "攻城拔寨", "project": project, "task": name,
        "level": 3, "state": "进行中", "lag": lag, "lead_units": [lead], "support_units": None, "towns": [town],
        "leaders": ["区领导01"], "weight": 1.0,
    }  # fmt: skip


TASKS = pd.DataFrame(
    [
        task(1, "太平新城起步区土地征收", project="太平新城", lag=2.0, lead="区自然资源局", town="太平镇"),
        task(2, "太平新城主干道建设", project="太平新城", lag=9.0, lead="区住房和城乡建设局", town="太平镇"),
        task(3, "县道X401线三坑段改造", project="县道X401线", lag=30.0, lead="区交通运输局", town="三坑镇"),
    ]
)
BRANDS = pd.DataFrame(
    [task(4, "打造漂流温泉之乡", project="漂流", lag=0, lead="区文旅局", town="三坑镇", board="亮点牌")]
)
UNITS = pd.DataFrame(
    [
        unit("三坑镇", "镇"), unit("太平镇", "镇"), unit("区交通运输局", "部门"), unit("区自然资源局", "部门"),
        unit("区城市管理综合执法局", "部门", rank=None, rank_low=None, rank_high=None, held_back="样本不足"),
    ]
)  # fmt: skip
ALIASES = pd.DataFrame(
    {"alias": ["区城管局", "三坑", "三坑镇人民政府"], "unit": ["区城市管理综合执法局", "三坑镇", "三坑镇"]}
)
ORDERS = pd.DataFrame(
    [
        {"order_no": f"清执令〔2022〕第{n:02d}号", "series": "清执令〔2022〕第号", "number": n, "task_id": "t1", "task": "甲",
         "project": "太平新城", "leaders": ["区领导01"], "lead_units": ["区自然资源局"]}
        for n in (3, 13)
    ]
)  # fmt: skip
ITEMS = pd.DataFrame(
    [
        {"item": "甲|乙", "matter": "管线迁改限期完成", "document_no": "督〔2022〕01号", "lead_units": ["区交通运输局"],
         "state": "逾期", "issued_on": pd.Timestamp("2022-09-26"), "due_on": pd.Timestamp("2022-10-20"),
         "days_overdue": 41, "days_left": None, "remind": False, "escalated": True, "feedback": None, "problem": None}
    ]
)  # fmt: skip
PROBLEMS = pd.DataFrame([{"task_id": "t3", "problem": "青苗补偿未签", "state": "逾期未销号", "lead_units": ["三坑镇"]}])
PAPERS = pd.DataFrame(
    [
        {"document_no": "通报〔2022〕7号", "unit": "三坑镇", "matter": "创文考评第一", "issued_on": pd.Timestamp("2022-09-02")},
        {"document_no": None, "unit": "三坑镇", "matter": "没有文号", "issued_on": pd.NaT},
    ]
)  # fmt: skip
LEADERS = pd.DataFrame([{"leader": "区领导01", "projects": 2, "tasks": 3, "lag": 12.0}])
TABLES = {
    "leaders": LEADERS,
    "orders": ORDERS,
    "brands": BRANDS,
    "items": ITEMS,
    "problems": PROBLEMS,
    "papers": PAPERS,
}
ENTRIES = findable(SimpleNamespace(tasks=TASKS, units=UNITS), ALIASES, TABLES, pages=PAGES)


@pytest.mark.parametrize(
    ("typed", "kind", "name"),
    [
        ("三坑", "镇", "三坑镇"),
        ("skz", "镇", "三坑镇"),
        ("SKZ", "镇", "三坑镇"),
        ("三坑镇人民政府", "镇", "三坑镇"),
        ("城管局", "部门", "区城市管理综合执法局"),
        ("qcgj", "部门", "区城市管理综合执法局"),  # the letters of another name
        ("jtys", "部门", "区交通运输局"),
        ("征收 太平", "任务", "太平新城起步区土地征收"),
        ("征收太平", "任务", "太平新城起步区土地征收"),
        ("x401", "任务", "县道X401线三坑段改造"),
        ("Ｘ４０１", "任务", "县道X401线三坑段改造"),
        ("太平新城", "项目", "太平新城"),
        ("温泉", "品牌", "打造漂流温泉之乡"),
        ("清执令2022第03号", "责任令", "清执令〔2022〕第03号"),
        ("13号 清执令", "责任令", "清执令〔2022〕第13号"),
        ("督2022 01", "督查", "管线迁改限期完成"),
        ("青苗", "问题", "青苗补偿未签"),
        ("通报 7", "文号", "通报〔2022〕7号"),
        ("项目长", "页面", "项目长"),
        ("区领导01", "项目长", "区领导01"),
    ],
)
def test_what_is_typed_finds_first_what_is_meant(typed: str, kind: str, name: str) -> None:
    first = found(ENTRIES, typed).hits[0]
    assert (first.kind, first.name) == (kind, name)


@pytest.mark.parametrize("typed", ["", "   ", "〔〕", "**"])
def test_nothing_typed_finds_nothing_and_says_nothing(typed: str) -> None:
    assert found(ENTRIES, typed) == ((), 0, ())


def test_a_slip_of_the_pen_is_answered_with_the_near_name() -> None:
    answer = found(ENTRIES, "三坎镇")
    assert answer.hits == ()
    assert answer.near[0].name == "三坑镇"
    assert nothing_found("三坎镇", answer.near) == "没有找到“三坎镇”。写法相近的有："
    assert nothing_found("龘龘", found(ENTRIES, "龘龘").near).startswith("没有找到“龘龘”。请换个说法")


def test_more_answers_than_fit_are_counted() -> None:
    answer = found(ENTRIES, "区", most=2)
    assert (len(answer.hits), answer.more > 0) == (2, True)


def test_a_unit_without_a_place_is_found_with_the_reason_and_no_place() -> None:
    about = found(ENTRIES, "城管").hits[0].about
    assert "样本不足" in about
    assert "名" not in about


def test_a_project_opens_where_it_is_furthest_behind() -> None:
    project = next(each for each in ENTRIES if each.kind == "项目" and each.name == "太平新城")
    assert project.chosen == (("task", "t2"),)
    assert "2 项任务" in project.about


def test_who_sees_one_unit_finds_what_is_theirs_and_what_is_nobodys() -> None:
    mine = seen_by(ENTRIES, {"三坑镇"})
    names = {each.name for each in mine}
    assert {"三坑镇", "县道X401线三坑段改造", "青苗补偿未签", "通报〔2022〕7号", "总览", "区领导01"} <= names
    assert not names & {"太平镇", "太平新城起步区土地征收", "太平新城", "清执令〔2022〕第03号", "管线迁改限期完成"}
    assert seen_by(ENTRIES, None) == ENTRIES


def test_a_page_that_a_visitor_may_not_open_hides_what_is_on_it() -> None:
    fewer = findable(SimpleNamespace(tasks=TASKS, units=UNITS), ALIASES, TABLES, pages={"overview": "总览"})
    assert [each.name for each in fewer] == ["总览"]


@pytest.mark.parametrize(
    ("sign", "read"), [("镇", "z"), ("潭", "t"), ("滘", "j"), ("重", "cz"), ("厦", "sx"), ("7", "7"), ("龘", "")]
)
def test_the_first_letters_of_a_sign(sign: str, read: str) -> None:
    assert "".join(sorted(letters(sign)[0])) == read


def test_a_name_with_marks_of_all_kinds_is_bare_text() -> None:
    assert bare("<b>“获得电力”</b>（2022）") == "b获得电力b2022"
    assert closeness("", "三坑镇") < 99


# --- favourites ------------------------------------------------------------------------------------------------------


def kept(page: str, name: str = "旧名", **chosen) -> keeping.Kept:
    told = json.dumps([{"page": page, "chosen": chosen, "name": name}], ensure_ascii=False)
    return keeping.kept_of(told)[0]


@pytest.mark.parametrize(
    ("favourite", "name", "gone"),
    [
        (kept("towns", **{"unit_镇": "三坑镇"}), "三坑镇", False),
        (kept("task", task="t1"), "太平新城起步区土地征收", False),
        (kept("towns", **{"unit_镇": "石潭镇"}), "旧名", True),
        (kept("overview"), "总览", False),
        (kept("points", points_unit="三坑镇"), "加扣分 · 三坑镇", False),
        (kept("visits", item_states=["逾期", "待核查"]), "走访督查 · 逾期、待核查", False),
        (kept("nowhere"), "旧名", True),
    ],
)
def test_a_favourite_is_called_what_the_thing_is_called_today(favourite: keeping.Kept, name: str, gone: bool) -> None:
    line = keeping.line_of(favourite, ENTRIES)
    assert (line.name, line.gone) == (name, gone)


@pytest.mark.parametrize("text", ["", "{", "null", "7", '{"page": "towns"}', '[1, null, {"page": 3}]', None, 7])
def test_what_a_browser_has_spoilt_is_no_favourite(text: object) -> None:
    assert keeping.kept_of(text) == ()


def test_a_favourite_keeps_what_is_open_and_neither_day_nor_version() -> None:
    address = {"date": ["2022-11-30"], "version": ["20221101T000000Z-ab"], "unit_镇": ["旧"], "level": ["黄牌", "约谈"]}
    assert keeping.pinned("towns", address, {"unit_镇": "三坑镇"}) == (
        ("level", ("黄牌", "约谈")),
        ("unit_镇", "三坑镇"),
    )
    assert keeping.pinned("towns", {}, {"unit_镇": None}) == ()


def test_every_page_that_is_about_one_thing_can_be_named_from_its_choice() -> None:
    for page, key in CHOSEN.items():
        mine = next(each for each in ENTRIES if each.page == page and each.chosen and each.chosen[0][0] == key)
        assert isinstance(named_by(ENTRIES, page, {key: mine.chosen[0][1]}), Entry)
        assert named_by(ENTRIES, page, {key: "没有这个"}) is None
