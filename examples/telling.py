"""Read the story of the demo district from `story/*.toml`."""

import tomllib
from datetime import date
from pathlib import Path

from examples.story import (
    Brand,
    Exemption,
    Honour,
    Node,
    OrderChange,
    Problem,
    Story,
    Supervision,
    Task,
    Unit,
    Visit,
)  # fmt: skip

__all__ = ["day", "load"]

YEAR = 2022
FOLDER = Path(__file__).parent / "story"
_FILES = ("units", "tasks", "brands", "events", "evidence")


def day(text: str) -> date | None:
    """A day of 2022 from "09-05"; None from "".

    >>> day("09-05"), day("")
    (datetime.date(2022, 9, 5), None)
    """
    return date.fromisoformat(f"{YEAR}-{text}") if text else None


def load(folder: Path = FOLDER) -> Story:
    """Read the story from the TOML files of a folder."""
    raw = {name: tomllib.loads((folder / f"{name}.toml").read_text("utf-8")) for name in _FILES}
    tasks = tuple(_task(entry) for entry in raw["tasks"]["task"])
    by_no = {task.no: task for task in tasks}
    brands = tuple(Brand(**_board_fields(entry)) for entry in raw["brands"]["brand"])
    events, evidence = raw["events"], raw["evidence"]
    return Story(
        units=tuple(Unit(u["name"], u["kind"], tuple(u["aliases"])) for u in raw["units"]["unit"]),
        tasks=tasks,
        brands=brands,
        visits=tuple(_visit(entry, by_no) for entry in events["visit"]),
        problems=tuple(_problem(entry, by_no) for entry in events["problem"]),
        honours=tuple(_honour(entry) for entry in events["honour"]),
        supervisions=tuple(_supervision(entry, by_no) for entry in events["supervision"]),
        exemptions=tuple(_exemption(entry, by_no) for entry in events["exemption"]),
        evidence=(*_ranks(evidence["rank"], brands), *(_honour(entry) for entry in evidence["case"])),
        changes=tuple(_change(entry, tasks, brands) for entry in evidence["order"]),
    )


def _board_fields(entry: dict) -> dict:
    return {
        "no": entry["no"],
        "project": entry["project"],
        "name": entry["name"],
        "target": entry["target"],
        "leaders": tuple(f"区领导{number:02d}" for number in entry["leaders"]),
        "lead_units": tuple(entry["lead_units"]),
        "lead_people": tuple(f"负责人{number:02d}" for number in entry["lead_people"]),
        "towns": tuple(entry["towns"]),
        "start": day(entry["start"]),
        "deadline": day(entry["deadline"]),
        "written": entry["written"],
        "quality": entry["quality"],
        "reports": {day(on): percent for on, percent in entry["reports"].items()},
    }


def _task(entry: dict) -> Task:
    nodes = tuple(Node(name, weight, day(planned), day(done)) for name, weight, planned, done in entry["nodes"])
    return Task(
        **_board_fields(entry),
        category=entry["category"],
        support_units=tuple(entry["support_units"]),
        weight=entry["weight"],
        nodes=nodes,
        trouble={day(on): text for on, text in entry["trouble"].items()},
    )


def _visit(entry: dict, by_no: dict[int, Task]) -> Visit:
    task, on = by_no[entry["task"]], day(entry["on"])
    return Visit(task, on, task.leaders[0], entry["verified"], entry["score"], entry["problem"])


def _problem(entry: dict, by_no: dict[int, Task]) -> Problem:
    due = entry["due"]
    return Problem(
        by_no[entry["task"]], entry["text"], day(entry["opened"]), day(due) if due[0].isdigit() else due,
        day(entry["closed"]), entry["severity"],
    )  # fmt: skip


def _honour(entry: dict) -> Honour:
    return Honour(
        entry["unit"], entry["level"], entry["matter"], entry["document"], entry["rank"] or None,
        entry["points"] or None, day(entry["on"]), entry.get("project", ""),
    )  # fmt: skip


def _supervision(entry: dict, by_no: dict[int, Task]) -> Supervision:
    days = {name: day(entry[name]) for name in ("issued", "due", "fed_back", "checked", "closed")}
    texts = {name: entry[name] for name in ("matter", "document", "feedback", "found")}
    return Supervision(task=by_no.get(entry["task"]), units=tuple(entry["units"]), **days, **texts)


def _exemption(entry: dict, by_no: dict[int, Task]) -> Exemption:
    return Exemption(
        by_no[entry["task"]], entry["reason"], f"区领导{entry['approver']:02d}", day(entry["approved"]),
        day(entry["until"]), entry["document"],
    )  # fmt: skip


def _ranks(entries: list[dict], brands: tuple[Brand, ...]) -> list[Honour]:
    """A row for each brand and month: the rank that the city published."""
    named = {brand.project: brand for brand in brands}
    return [
        Honour(
            named[entry["project"]].lead_units[0], "全市排名", f"{day(on).month}月{entry['what']}", "", rank, None,
            day(on), entry["project"],
        )
        for entry in entries
        for on, rank in entry["ranks"].items()
    ]  # fmt: skip


def _change(entry: dict, tasks: tuple[Task, ...], brands: tuple[Brand, ...]) -> OrderChange:
    board = brands if entry["board"] == "亮点牌" else tasks
    task = next(each for each in board if each.no == entry["task"])
    return OrderChange(entry["no"], task, day(entry["on"]), day(entry["deadline"]), entry["why"])
