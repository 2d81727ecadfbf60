"""评价得分.xlsx: every sequence on a sheet of its own, the index of each reckoned by formulas from its parts.

From the scores and weights of tasks over the projects of a unit to the unit: change a score or a weight and Excel
reckons as the rules do. What is missing is neutral; below the share that must be known nothing is judged (不评). The
index drawn to the mean of its sequence stands as a value beside what it is drawn from.
"""

import io

from xlsxwriter.utility import xl_col_to_name

from analysis.scores.index import SCORE_NAMES, SCORES
from reports.documents.packing import settled
from reports.documents.score_columns import DEFINED, LEAST, LED, PARTS, PROJECT, TASK, UNIT, WEIGHTS
from reports.documents.score_parts import part_rows, project_rows, spans
from reports.documents.sheets import HEAD, Book
from reports.documents.situation import Situation
from reports.pieces.selection import of_kind
from reports.words.levels import LEVELS

__all__ = ["scores_xlsx"]

LEADER = "项目长"
_ROW_PIXELS, _ROWS_BESIDE = 20, 12


def scores_xlsx(made: Situation) -> bytes:
    """Make the workbook: 任务榜, 亮点牌, 镇, 部门, 项目长, then what they are reckoned from, then the definitions."""
    out = io.BytesIO()
    book = Book(out, made)
    boards = list(dict.fromkeys(["任务榜", "亮点牌", *made.scores.tasks["board"].dropna()]))
    places: dict[str, tuple[str, int]] = {}
    for board in boards:
        _board(book, board, places)
    parts = part_rows(made)
    projects = project_rows(made, parts)
    where = spans(projects)
    for kind in made.pack.ranking.kinds:
        _units(book, kind, where)
    _leaders(book, where)
    book.sheet("项目得分", "各单位、项目长名下的项目得分", columns=PROJECT, rows=projects)
    book.sheet("构成", "任务怎样计入单位和项目长", columns=PARTS, rows=[
        row | {"place": places[row["task_id"]]} for row in parts
    ])  # fmt: skip
    _definitions(book)
    book.book.close()
    return settled(out.getvalue(), when=made.as_of)


def _board(book: Book, board: str, places: dict[str, tuple[str, int]]) -> None:
    """The tasks of one board, in the order of the ledger; where the index of each stands goes into `places`."""
    made = book.made
    rows = made.scores.tasks[made.scores.tasks["board"].eq(board)].to_dict("records")
    name = board[:28]
    sheet = book.sheet(name, f"{made.words}{board}得分", columns=TASK, rows=rows, paper="A3", frozen=4)
    for number, row in enumerate(rows, start=HEAD + 1):
        places[row["task_id"]] = (name, number)
    at = {column.name: place for place, column in enumerate(TASK)}
    book.levels(sheet, at["等级"], len(rows))
    book.bars(sheet, at["实际"], len(rows), colour="#9cc3ea")
    book.bars(sheet, at["指数"], len(rows), colour="#a5d8c8")
    lag = made.pack.ladder.lag
    book.above(sheet, at["滞后"], len(rows), bounds=[(lag[n - 1], LEVELS[n].fill()) for n in (4, 3, 2, 1)])
    if rows:
        series = (("计划", at["计划"], "#b9c2cc"), ("实际", at["实际"], "#1763b6"))
        title = f"{board}：计划与实际，%"
        _chart(
            book,
            sheet,
            name,
            title=title,
            names=at["任务"],
            count=len(rows),
            below=len(rows),
            series=series,
            wide=len(at),
        )


def _units(book: Book, kind: str, where: dict) -> None:
    """The units of one sequence: those with a place first, in its order, then the others by name."""
    made = book.made
    units = of_kind(made.scores.units, kind)
    rows = units.assign(span=[where.get((kind, unit)) for unit in units["unit"]]).to_dict("records")
    title = f"{made.words}{kind}得分（名次后为 95% 把握的区间；没有名次的不分先后）"
    sheet = book.sheet(kind, title, columns=UNIT, rows=rows, paper="A3", frozen=2)
    at = {column.name: place for place, column in enumerate(UNIT)}
    book.levels(sheet, at["最重等级"], len(rows))
    book.bars(sheet, at["指数"], len(rows), colour="#a5d8c8")
    placed = int(units["rank"].notna().sum())
    if placed:
        series, title = (("收缩后指数", at["收缩后指数"], "#14607a"),), f"{kind}：收缩后指数（有名次的）"
        _chart(
            book, sheet, kind, title=title, names=at["单位"], count=placed, below=len(rows), series=series, wide=len(at)
        )


def _leaders(book: Book, where: dict) -> None:
    made = book.made
    leaders = made.scores.leaders
    rows = leaders.assign(span=[where.get((LEADER, name)) for name in leaders["leader"]]).to_dict("records")
    title = f"{made.words}项目长任务情况（用于调度，不是对人的评分）"
    sheet = book.sheet(LEADER, title, columns=LED, rows=rows)
    book.levels(sheet, [column.name for column in LED].index("最重等级"), len(rows))


def _chart(
    book: Book, sheet: object, name: str, *, title: str, names: int, count: int, below: int,
    series: tuple[tuple[str, int, str], ...], wide: int,
) -> None:  # fmt: skip
    """A native chart under the table, its numbers those of the sheet."""
    chart = book.book.add_chart({"type": "bar"})
    last = HEAD + count - 1
    for label, column, colour in series:
        chart.add_series({
            "name": label, "categories": [name, HEAD, names, last, names], "values": [name, HEAD, column, last, column],
            "fill": {"color": colour}, "gap": 60, "data_labels": {"value": True, "num_format": "0.0",
                                                                "font": {"size": 8, "name": "等线"}},
        })  # fmt: skip
    face = {"name": "等线", "size": 9}
    chart.set_title({"name": title, "name_font": {"name": "等线", "size": 12, "color": "#0f3d50"}})
    chart.set_y_axis({"reverse": True, "num_font": face, "line": {"none": True}})
    chart.set_x_axis({"min": 0, "num_font": face, "major_gridlines": {"visible": True, "line": {"color": "#d3dae1"}}})
    chart.set_legend({"position": "top", "font": face} if len(series) > 1 else {"none": True})
    height = 110 + count * (34 if len(series) > 1 else 26)
    chart.set_size({"width": 980, "height": height})
    top = HEAD + max(below, 1) + 1
    sheet.insert_chart(top, 0, chart)
    sheet.print_area(0, 0, top + height // _ROW_PIXELS + 1, wide - 1)
    if below > _ROWS_BESIDE:
        sheet.set_h_pagebreaks([top])


def _definitions(book: Book) -> None:
    """What every column means, the weights and thresholds that the formulas use, and what all of it rests on."""
    made, described = book.made, list(book.described)
    rows = [{"sheet": sheet, "column": column} for sheet, column in described]
    sheet = book.sheet("定义", "定义：每一列的含义、单位、出处；公式所用的权重", columns=DEFINED, rows=rows, frozen=2)
    weights, right = made.pack.index.weights, len(DEFINED) + 1
    for place, (score, name) in enumerate(SCORES.items()):
        sheet.write_string(HEAD - 1, right + place, SCORE_NAMES[score], book.head)
        sheet.write_number(HEAD, right + place, getattr(weights, name), book.looks["number"])
    sheet.write_string(HEAD - 1, right + 4, LEAST, book.head)
    sheet.write_number(HEAD, right + 4, made.pack.index.min_known, book.looks["number"])
    first, last, least = (xl_col_to_name(right + place) for place in (0, 3, 4))
    book.book.define_name(WEIGHTS, f"='定义'!${first}${HEAD + 1}:${last}${HEAD + 1}")
    book.book.define_name(LEAST, f"='定义'!${least}${HEAD + 1}")
    sheet.set_column(right - 1, right - 1, 2)
    sheet.set_column(right, right + 4, 11)
    for line, text in enumerate(_ground(made)):
        sheet.write_string(HEAD + 2 + line, right, text, book.note)


def _ground(made: Situation) -> list[str]:
    """What the workbook rests on, and how its formulas reckon."""
    return [
        f"规则包：{made.pack.title}（{made.pack.digest}）",
        f"规则来源：{made.pack.source}",
        f"台账版本：{made.snapshot}",
        f"内容校验：{made.fingerprint}",
        f"数据截至：{made.as_of}，{'已冻结' if made.frozen else '未冻结'}",
        "缺的一项不计零分：其余各项按权重折算；已知份额不到起评份额的不评。",
        "单位指数 = 各项目得分按权重的平均；项目得分 = 所含任务指数按权重的平均。",
        "收缩后指数由单位指数按有效项目数向本序列均值收缩，这里给出数值和所依据的各项。",
    ]
