"""A paper to set in tests, and what a page of a PDF measures: lines, letters, margins, rules, in millimetres."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from io import BytesIO

import pdfplumber

from reports.pieces.paper import REDHEAD, Annex, Grid, Head, Line, Paper, Para

MM = 25.4 / 72
OFFICE = "清新区“执行力建设年”工作领导小组办公室"
FULL = "深化改革攻坚克难真抓实干务求实效"  # no punctuation: every line is full
HOSTILE = "`#eval(1)` *重* $x$ <script>alert</script> =cmd|'/c calc'!A1 @甲 _乙_ [链接](x) // 注 ${y} {{z}} &amp; \\n"
GRID = Grid(
    ("序号", "任务", "等级", "差距"), (1, 6, 2, 2),
    tuple((str(n), "太和镇工业园区扩建工程", ("● 正常", "▲ 预警", "■ 黄牌", "✖ 约谈")[n % 4], "滞后12.3") for n in range(1, 61)),
    title="重要改革（60项）", left=(1,),
)  # fmt: skip


def paper(**told) -> Paper:
    """A bulletin of three full pages of text and a long table, changed by `told`."""
    blocks = (
        Head(1, "一、总体情况"), Para((Line("总体", FULL * 68),)), Head(2, "（一）红旗"),
        Para((Line("红旗", "受到表扬。"),), lead="太和镇。"), Para((Line("结语", "抓紧整改，确保完成。"),)),
    )  # fmt: skip
    held = {
        "form": REDHEAD, "issuer": OFFICE, "number": "清执办〔2022〕11号",
        "title": ("关于2022年11月“一榜一牌一令”", "工作进展情况的通报"), "addressee": "各镇党委、政府，区直各有关单位",
        "blocks": blocks, "signer": OFFICE, "dated": date(2022, 12, 5),
        "mark": "数据版本 20221205T010203Z-abc · 校验 0123456789ab",
        "annexes": (Annex("任务榜进展情况表", (GRID,)), Annex("镇指数表", (GRID,))), "copies": "区委、区政府领导",
        "foot": "演示数据 · 送审稿",
    }  # fmt: skip
    return Paper(**{**held, **told})


@dataclass(frozen=True)
class Row:
    """One line of letters: where its box begins and ends in mm, what it says, its size in points, colour, fonts."""

    top: float
    bottom: float
    left: float
    right: float
    text: str
    size: float
    colour: tuple
    fonts: frozenset


def pages(made: bytes) -> list[list[Row]]:
    """The lines of every page, from top to bottom."""
    with pdfplumber.open(BytesIO(made)) as opened:
        return [_rows(page.chars) for page in opened.pages]


def rules(made: bytes, number: int) -> list[tuple[float, float, float, tuple]]:
    """The lines drawn on a page (from 0): place from the top, left and right end in mm, colour."""
    with pdfplumber.open(BytesIO(made)) as opened:
        drawn = opened.pages[number].lines
        return sorted((line["top"] * MM, line["x0"] * MM, line["x1"] * MM, line["stroking_color"]) for line in drawn)


def _rows(chars: list[dict]) -> list[Row]:
    lines = defaultdict(list)
    for char in chars:
        if char["text"].strip():
            lines[round(char["bottom"])].append(char)
    return [_row(sorted(found, key=lambda char: char["x0"])) for _, found in sorted(lines.items())]


def _row(found: list[dict]) -> Row:
    first = found[0]
    return Row(
        first["top"] * MM, first["bottom"] * MM, first["x0"] * MM, found[-1]["x1"] * MM,
        "".join(char["text"] for char in found), round(first["size"], 2), first["non_stroking_color"],
        frozenset(char["fontname"].split("+")[-1] for char in found),
    )  # fmt: skip


def text_rows(page: list[Row]) -> list[Row]:
    """The lines in the type area, without page number and foot."""
    return [row for row in page if row.bottom < 264]
