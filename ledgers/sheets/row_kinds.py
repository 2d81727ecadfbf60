"""What the rows below a heading are: data, or one of those that are none (合计, 填报人, section titles, notes, column
references, examples, the heading once more, blank ones)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from ledgers.cells.texts import compact, shown
from ledgers.files.grid import Grid, Merge

__all__ = ["Body", "Sorted", "is_footer", "rows_with", "sorted_rows"]

_TOTAL_SIGN = re.compile("[计均和]")
_TOTAL = re.compile(
    r"(?:本页|全区|全县|全市|全镇|各镇|各部门|区级|镇级|部门|任务榜|亮点牌|.{0,8}类|重要改革|攻城拔寨|底线必保|以上|.{2,6}[镇局委办])?"
    r"(?:合计|小计|总计|共计|平均|平均值|平均分|平均进度|均值|累计|总和)(?:\(.*\)|[:,].*|\d+[项个件]?)?"
)
_FOOTER = re.compile(
    r"(?:填报人|填表人|制表人?|审核人?|审核领导|审批人?|复核人?|联系人|联系电话|电话|填报单位|填表单位|填报日期|填报时间|填表日期"
    r"|填表时间|(?:单位负责人|分管领导|主要领导|领导|负责人)?签[字名]|单位负责人|盖章|经办人|报送人|报送单位|统计人|编制人?|批准|抄送"
    r"|数据来源|来源)(?:\(.*?\))*:.*"
)
_NOTE = re.compile(
    r"(?:注|说明|备注|填表说明|填报说明|颜色说明|图例|注释|附注|温馨提示|提示)\d?[:.、].*|注\d.*|\*.*|※.*"
    r"|(?:标)?[红黄绿蓝橙灰](?:色|字|底)?.{0,6}(?:为|表示|代表|是).*"
)
_SECTION = re.compile(
    r"(?:[一二三四五六七八九十]+[、.,]|[(][一二三四五六七八九十\d]+[)]|第[一二三四五六七八九十\d]+[类部章项]|[IVXⅠ-Ⅻ]+[、.])"
)
_REFERENCE = re.compile(r"[甲乙丙丁戊己庚辛壬癸]|\(?\d{1,2}\)?|[A-Z]|栏次|\d{1,2}=.*")
_EXAMPLE = re.compile(r"\(?(?:填写|填报)?(?:示例|样例|范例|举例|例子|例)\)?(?:[:行].*)?")
_HINT = re.compile(
    r"(?:必填|选填|可选|可不填|单选|多选|下拉|自动).*|(?:请)?(?:填写?|选择|输入|按).{2,30}|格式[:为].*"
    r"|(?:如|例如)[:,]?.*|(?:文本|数字|日期|百分比|整数)(?:格式|型)?|\d+-\d+%?|是/否|[Yy]{4}.*|[^/]{1,8}(?:/[^/]{1,8}){2,}"
)
_SHORT_TITLE = re.compile(r"[\u4e00-\u9fff“”()\d]{2,14}")
_HINT_ROWS = 2
"""So many rows below the heading may tell how to fill it in, or show an example."""


@dataclass(frozen=True)
class Body:
    """What is needed to tell the rows below a heading apart: the heading's leaves by column, the texts of each of its
    rows, which columns count rows, merged cells wide enough to be a section's title, and the lines of the title."""

    grid: Grid
    rows: range
    heading: list[str]
    levels: list[list[str]]
    counting: set[int]
    wide: tuple[Merge, ...]
    title: frozenset[str]


@dataclass(frozen=True)
class Sorted:
    """Rows by what they are; sections carry their text. people are told of `total`, `hint` and `aside`."""

    data: list[int] = field(default_factory=list)
    sections: dict[int, str] = field(default_factory=dict)
    total: list[int] = field(default_factory=list)
    hint: list[int] = field(default_factory=list)
    aside: list[int] = field(default_factory=list)


def is_footer(text: str) -> bool:
    """Whether a text without blanks is a line such as 填报人：张三."""
    return _FOOTER.match(text) is not None


def rows_with(grid: Grid, rows: range, column: int, *, words: frozenset[str]) -> set[int]:
    """Rows whose cell in this column is one of the words; distinct cells are compared, not rows."""
    cells = list(map(itemgetter(column), grid.rows[rows.start : rows.stop]))
    short = (cell for cell in set(cells) if isinstance(cell, str) and len(cell) <= 12)
    hits = {cell for cell in short if "".join(cell.split()) in words}
    return {row for row, cell in zip(rows, cells, strict=True) if cell in hits} if hits else set()


def sorted_rows(body: Body, filled: Sequence[int]) -> Sorted:
    """Tell the rows below the heading apart. Only odd rows are looked at closely."""
    odd = _total_candidates(body) | _repeated_headings(body) | set(body.rows[:_HINT_ROWS])
    odd |= {row for row in body.rows if filled[row] <= 3}
    found = Sorted()
    groups = {"data": found.data, "total": found.total, "hint": found.hint, "aside": found.aside}
    in_notes = False
    for row in body.rows:
        if row not in odd:
            found.data.append(row)
            in_notes = False
            continue
        what = _what(body, row, in_notes=in_notes)
        in_notes = what in ("note", "aside") or (in_notes and what == "blank")
        if what in groups:
            groups[what].append(row)
        elif what == "section":
            found.sections[row] = next(shown(cell).strip() for cell in body.grid.rows[row] if compact(cell))
    return found


def _total_candidates(body: Body) -> set[int]:
    found: set[int] = set()
    for column in [place for place, text in enumerate(body.heading) if text][:5]:
        cells = list(map(itemgetter(column), body.grid.rows[body.rows.start : body.rows.stop]))
        short = (cell for cell in set(cells) if isinstance(cell, str) and len(cell) <= 30 and _TOTAL_SIGN.search(cell))
        if words := {cell for cell in short if _TOTAL.fullmatch(compact(cell))}:
            found |= {row for row, cell in zip(body.rows, cells, strict=True) if cell in words}
    return found


def _repeated_headings(body: Body) -> set[int]:
    """Rows that could be the heading once more: the first named column holds its own heading; and its lower levels."""
    column = next((place for place, text in enumerate(body.heading) if text and not text.isdigit()), None)
    if column is None:
        return set()
    again = rows_with(body.grid, body.rows, column, words=frozenset((body.heading[column],)))
    return {row + level for row in again for level in range(len(body.levels))} & set(body.rows)


def _what(body: Body, row: int, *, in_notes: bool) -> str:
    """data, blank, section, total, footer, note, aside, hint or heading (repeated, or column references)."""
    texts = [compact(cell) for cell in body.grid.rows[row]]
    filled = [place for place, text in enumerate(texts) if text]
    if not filled or (set(filled) <= body.counting and not any(map(_has_word, texts))):
        return "blank"
    if _is_heading_row(body, texts, filled):
        return "heading"
    if len(filled) <= 2 and _NOTE.fullmatch(texts[filled[0]]):
        return "note"
    if len(filled) <= 4 and any(_FOOTER.match(texts[place]) for place in filled):
        return "footer"
    if _is_total(texts, filled):
        return "total"
    if row in body.rows[:_HINT_ROWS] and _is_hint(body, texts, filled):
        return "hint"
    if len(filled) > 1:
        return "data"
    return "note" if in_notes else _lone(body, row, filled[0], text=texts[filled[0]])


def _has_word(text: str) -> bool:
    return re.search(r"[\u4e00-\u9fff]", text) is not None


def _is_heading_row(body: Body, texts: Sequence[str], filled: Sequence[int]) -> bool:
    """The heading once more (any of its rows, or the title above it), or a row of column references."""
    for level in (body.heading, *body.levels):
        same = sum(texts[place] == level[place] for place in filled)
        if same >= 2 and same * 2 > len(filled):
            return True
    if len(filled) == 1 and texts[filled[0]] in body.title:
        return True
    references = [texts[place] for place in filled if _REFERENCE.fullmatch(texts[place])]
    return len(filled) >= 4 and len(references) == len(filled) == len(set(references))


def _is_total(texts: Sequence[str], filled: Sequence[int]) -> bool:
    """A total's word, and next to no other words: a row with a unit and a sentence is a task, whatever it is called."""
    words = [place for place in filled[:4] if _TOTAL.fullmatch(texts[place])]
    named = [place for place in filled if place not in words and re.search(r"[\u4e00-\u9fff]{2}", texts[place])]
    return bool(words) and len(named) <= 1 and len(named) * 3 <= len(filled)


def _is_hint(body: Body, texts: Sequence[str], filled: Sequence[int]) -> bool:
    """A row that says how to fill the columns in (必填, 格式：2022-09-30) and has no number, or an example."""
    if any(_EXAMPLE.fullmatch(texts[place]) for place in filled[:2]):
        return True
    if any(texts[place].isdigit() for place in body.counting):
        return False
    hints = sum(_HINT.fullmatch(texts[place]) is not None for place in filled)
    return hints >= 2 and hints * 2 >= len(filled)


def _lone(body: Body, row: int, column: int, *, text: str) -> str:
    """What a row with one cell is: a section when numbered, merged across half of the table, or a short title under
    序号 with data below; other words under 序号 are an aside; elsewhere it is data (a task with only its name)."""
    wide = any(top <= row <= bottom and left <= column <= right for top, left, bottom, right in body.wide)
    if wide or _SECTION.match(text):
        return "section"
    if column not in body.counting:
        return "data"
    return "section" if _SHORT_TITLE.fullmatch(text) and _data_follows(body, row) else "aside"


def _data_follows(body: Body, row: int) -> bool:
    following = body.grid.rows[row + 1] if row + 1 < body.rows.stop else []
    return len(following) - following.count("") > 2
