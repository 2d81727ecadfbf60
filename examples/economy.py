"""The workbook of the towns' economic figures, in the wide shape in which such tables go round: a column per figure."""

import tomllib
from pathlib import Path

from examples.boards import DEMO, SIGNED
from examples.layout import Col, Page
from examples.story import Story

__all__ = ["indicators"]

_STORY = Path(__file__).parent / "story" / "economy.toml"
_PARTS = (("target", "全年目标"), ("value", "完成"), ("growth", "增速（%）"))


def indicators(story: Story) -> list[Page]:
    """各镇主要经济指标: a sheet for each period."""
    towns = [unit.name for unit in story.units if unit.kind == "镇"]
    told = tomllib.loads(_STORY.read_text(encoding="utf-8"))
    return [_page(sheet, towns) for sheet in told["sheet"]]


def _page(sheet: dict, towns: list[str]) -> Page:
    columns = [Col("镇", 12)]
    series = []
    for indicator in sheet["indicator"]:
        parts = [(name, heading) for name, heading in _PARTS if name in indicator]
        columns += [Col(heading, 11, "number", group=indicator["name"]) for _, heading in parts]
        series += [indicator[name] for name, _ in parts]
    rows = [(town, *(values[place] for values in series)) for place, town in enumerate(towns)]
    title = f"清新区各镇主要经济指标完成情况（{sheet['period']}）{DEMO}"
    note = "按统计口径逐月累计；数字均为虚构"
    return Page(sheet["period"].removeprefix("2022年"), title, note, tuple(columns), rows, (), SIGNED)
