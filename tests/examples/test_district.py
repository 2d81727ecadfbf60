"""The demo district: complete, invented, the same bytes each time, and written in more than one dialect."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from examples.boards import CLASSES, MIDDLE
from examples.events import weekly_visits
from examples.make_district import BOOKS, WORKBOOKS, make
from examples.telling import load

STORY = load()
FIRST, LAST = date(2022, 8, 31), date(2022, 11, 30)
COMMITTED = sorted(WORKBOOKS.glob("*.xlsx"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return make(tmp_path_factory.mktemp("district"))


def sheets(path: Path) -> dict[str, list[list]]:
    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def words(path: Path) -> list[str]:
    return [cell for rows in sheets(path).values() for row in rows for cell in row if isinstance(cell, str) and cell]


def headings(path: Path) -> set[str]:
    """Short texts of the first five rows: where headings stand in every ledger of the district."""
    first = [row for rows in sheets(path).values() for row in rows[:5]]
    return {cell.split("\n")[0] for row in first for cell in row if isinstance(cell, str) and 1 < len(cell) <= 12}


def people_named(path: Path) -> set[str]:
    """Every name below a heading that promises people."""
    found: set[str] = set()
    for rows in sheets(path).values():
        for top, row in enumerate(rows[:5]):
            for place, cell in enumerate(row):
                if (
                    isinstance(cell, str)
                    and re.search(r"项目长|领导\b|领导$|负责人$|责任人$", cell)
                    and len(cell) <= 16
                ):
                    below = (line[place] for line in rows[top + 1 :])
                    found |= {name for text in below if text for name in re.split(r"[、\n]", str(text))}
    return found


def test_making_twice_gives_the_same_bytes(made, tmp_path):
    again = make(tmp_path)
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in made]


def test_the_committed_workbooks_are_those_the_story_makes(made):
    assert [path.name for path in COMMITTED] == [path.name for path in made]
    assert [path.name for path in COMMITTED if path.read_bytes() != (made[0].parent / path.name).read_bytes()] == []


def test_thirty_tasks_in_the_three_classes_and_ten_brands():
    assert Counter(task.category for task in STORY.tasks) == dict(zip(CLASSES, (10, 12, 8), strict=True))
    assert [task.no for task in STORY.tasks] == list(range(1, 31))
    assert [brand.no for brand in STORY.brands] == list(range(1, 11))


def test_eight_towns_and_at_least_twelve_departments_each_with_work_to_do():
    towns = {unit.name for unit in STORY.units if unit.kind == "镇"}
    departments = {unit.name for unit in STORY.units if unit.kind == "部门"}
    board = [*STORY.tasks, *STORY.brands]
    assert len(towns) == 8
    assert len(departments) >= 12
    assert towns == {town for task in board for town in task.towns}
    assert departments == {unit for task in board for unit in task.lead_units} - towns


def test_every_unit_named_in_the_story_stands_in_the_unit_table():
    known = {unit.name for unit in STORY.units}
    named = {unit for task in STORY.tasks for unit in (*task.lead_units, *task.support_units, *task.towns)}
    assert named | {honour.unit for honour in STORY.honours} <= known


@pytest.mark.parametrize("task", [*STORY.tasks, *STORY.brands], ids=lambda task: task.name)
def test_each_project_has_one_or_two_district_leaders_and_heads_of_lead_units(task):
    assert 1 <= len(task.leaders) <= 2
    assert 1 <= len(task.lead_people) <= 2


@pytest.mark.parametrize("task", STORY.tasks, ids=lambda task: task.name)
def test_nodes_lead_from_the_start_to_the_deadline_and_weigh_a_hundred(task):
    planned = [node.planned for node in task.nodes]
    assert planned == sorted(planned)
    assert task.start < task.deadline <= date(2022, 12, 20)
    assert not planned or (task.start < planned[0] and planned[-1] == task.deadline)
    assert sum(node.weight for node in task.nodes) == (100 if planned else 0)
    assert all(node.done is None or node.done <= LAST for node in task.nodes)


def test_one_task_has_no_nodes_and_the_others_three_to_six():
    counts = Counter(len(task.nodes) for task in STORY.tasks)
    assert counts.pop(0) == 1
    assert set(counts) <= {3, 4, 5, 6}


@pytest.mark.parametrize("task", [*STORY.tasks, *STORY.brands], ids=lambda task: task.name)
def test_reports_fall_between_the_end_of_august_and_the_end_of_november_and_never_go_back(task):
    days = sorted(task.reports)
    values = [task.reports[day] for day in days]
    assert set(days) <= {FIRST, *MIDDLE, date(2022, 9, 30), date(2022, 10, 31), LAST}
    assert values == sorted(values)
    assert all(0 <= value <= 100 for value in values)


def test_some_reports_are_missing_and_missing_is_not_zero():
    months = (FIRST, date(2022, 9, 30), date(2022, 10, 31), LAST)
    silent = {task.no for task in STORY.tasks for day in months if day not in task.reports}
    assert silent == {4, 20, 26}
    assert all(task.reported(FIRST) is None for task in STORY.tasks if task.no == 26)


def test_one_task_reports_more_than_its_nodes_and_one_more_than_a_visit_saw():
    eager = next(task for task in STORY.tasks if task.no == 20)
    clinic = next(task for task in STORY.tasks if task.no == 25)
    october = date(2022, 10, 31)
    assert sum(node.weight for node in eager.nodes if node.done and node.done <= october) < eager.reports[october] - 30
    seen = {visit.on: visit.verified for visit in STORY.visits if visit.task is clinic}
    assert seen[date(2022, 10, 24)] < clinic.reports[october] - 15
    assert seen[date(2022, 11, 23)] >= clinic.reports[LAST] - 1


def test_thirteen_weeks_of_visits_with_scores_from_sixty_to_ninety_eight():
    visits = weekly_visits(STORY)
    weeks = {(visit.on - date(2022, 9, 5)).days // 7 for visit in visits}
    assert weeks == set(range(13))
    assert all(60 <= visit.score <= 98 and 0 <= visit.verified <= 100 for visit in visits)
    assert len(visits) >= 100


def test_another_seed_sends_the_visitors_to_the_same_places_with_other_eyes():
    one, other = weekly_visits(STORY), weekly_visits(STORY, seed=1)
    assert [(visit.on, visit.task.name) for visit in one] == [(visit.on, visit.task.name) for visit in other]
    assert one != other


@pytest.mark.parametrize("path", COMMITTED, ids=lambda path: path.stem)
def test_every_file_and_every_title_says_demo_data(path):
    assert path.stem.endswith("（演示数据）")
    for rows in sheets(path).values():
        title = next(row[0] for row in rows if not row[0].startswith("附件"))
        assert title.endswith("（演示数据）")


@pytest.mark.parametrize("path", COMMITTED, ids=lambda path: path.stem)
def test_people_have_numbers_for_names(path):
    assert [name for name in people_named(path) if not re.fullmatch(r"(?:区领导|负责人)\d\d", name)] == []


def test_the_ledgers_speak_at_least_three_dialects():
    dialects = ("重点任务", "工作任务", "攻坚事项", "重点工作任务", "工作事项", "任务名称")
    spoken = {word for path in COMMITTED for word in headings(path)} & set(dialects)
    assert spoken == set(dialects)


@pytest.mark.parametrize(
    ("number", "heading", "written"),
    [("06", "完成进度(%)", 64.0), ("07", "形象进度", 0.84), ("08", "完成率", "100%"), ("02", "8月底完成率", 0.42)],
)
def test_percents_are_written_as_number_as_percent_format_and_as_text(number, heading, written):
    path = next(path for path in COMMITTED if path.name.startswith(number))
    rows = next(iter(sheets(path).values()))
    place = next(row.index(heading) for row in rows if heading in row)
    first_task = next(row for row in rows if row[0] == 1)
    assert first_task[place] == written


def test_three_cells_cannot_be_read_on_purpose():
    found = {path.name[:2]: {"见附件", "尽快", "待定"} & set(words(path)) for path in COMMITTED}
    assert {number: word for number, word in found.items() if word} == {
        "08": {"见附件"},
        "11": {"尽快"},
        "13": {"待定"},
    }


def test_a_baseline_deadline_is_moved_once_and_only_in_the_amendment():
    board, amended = (next(path for path in COMMITTED if path.name.startswith(number)) for number in ("02", "13"))
    assert "2022年12月31日" in words(amended)
    assert "2022年12月31日" not in words(board)


def test_readme_speaks_of_every_workbook():
    readme = (WORKBOOKS.parent / "README.md").read_text("utf-8")
    assert [name for name in BOOKS if f"| {name[:2]} " not in readme] == []
