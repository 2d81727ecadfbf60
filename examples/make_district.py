"""Make the workbooks of the demo district: `python -m examples.make_district [--to DIR]`.

The same story gives the same bytes; the made files are in the repository beside this script.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

from examples import boards, economy, events, reporting
from examples.layout import Page, write_book
from examples.story import Story
from examples.telling import load

__all__ = ["BOOKS", "WORKBOOKS", "make"]

WORKBOOKS = Path(__file__).parent / "workbooks"
BOOKS: dict[str, Callable[[Story], list[Page]]] = {
    "01清新区参评单位表": boards.units,
    "02清新区任务榜工作台账": boards.board,
    "03清新区亮点牌工作台账": boards.brands,
    "04清新区责任令台账": boards.orders,
    "05任务榜倒排工期表": boards.milestones,
    "06任务榜进度月报2022年9月": reporting.september,
    "07任务榜进展情况通报表2022年10月": reporting.october,
    "08任务榜进度月报2022年11月": reporting.november,
    "09任务榜半月进度调度表": reporting.half_months,
    "10项目长每周走访台账": events.visits,
    "11问题整改台账": events.problems,
    "12加分扣分台账": events.honours,
    "13任务榜动态调整台账2022年11月10日": boards.amended_board,
    "14太平镇自报台账": reporting.town_ledger,
    "15区交通运输局重点交通项目进度表": reporting.road_office,
    "16不可抗力豁免审批台账": events.exemptions,
    "17督查事项台账": events.supervisions,
    "18亮点牌佐证与责任令变更台账": lambda story: [*events.evidence(story), *boards.order_changes(story)],
    "19各镇主要经济指标完成情况": economy.indicators,
}
"""File name without ending and 演示数据 -> the function that makes its sheets."""


def make(folder: Path = WORKBOOKS) -> list[Path]:
    """Write every workbook of the district into a folder; returns their paths in the order of `BOOKS`."""
    folder.mkdir(parents=True, exist_ok=True)
    story = load()
    paths = []
    for name, pages in BOOKS.items():
        path = folder / f"{name}（演示数据）.xlsx"
        write_book(path, pages(story))
        paths.append(path)
    return paths


def main() -> None:
    """Write the workbooks and say which."""
    parser = argparse.ArgumentParser(description="生成演示区的台账（全部为演示数据）")
    parser.add_argument("--to", type=Path, default=WORKBOOKS, help="写到哪个文件夹")
    for path in make(parser.parse_args().to):
        print(path.name)


if __name__ == "__main__":
    main()
