"""Where the tables stand on a sheet: title rows, heading rows, data rows, and the rows that are no data (合计, 填报人,
section titles, column references, blank ones)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from ledgers.cells import compact, shown
from ledgers.grid import Grid, Merge
from ledgers.heading_rows import best_heading, heading_paths
from ledgers.headings import claims, is_known, known_words

__all__ = ["Layout", "find_tables"]

_TOTAL_SIGN = re.compile("[计均和]")
_TOTAL = re.compile(
    r"(?:本页|全区|全县|全市|全镇|各镇|各部门|区级|镇级|部门|任务榜|亮点牌|.{0,8}类|重要改革|攻城拔寨|底线必保|以上|.{2,6}[镇局委办])?"
    r"(?:合计|小计|总计|共计|平均|平均值|平均分|平均进度|均值|累计|总和)(?:\(.*\)|[:,].*|\d+[项个件]?)?"
)
_FOOTER = re.compile(
    r"(?:填报人|填表人|制表人?|审核人?|审核领导|审批人?|复核人?|联系人|联系电话|电话|填报单位|填表单位|填报日期|填报时间|填表日期"
    r"|(?:单位负责人|分管领导|领导|负责人)?签[字名]|单位负责人|盖章|经办人|报送人|报送单位|统计人|编制人?|批准|抄送|数据来源|来源)"
    r"(?:\(.*?\))*:.*"
)
_NOTE = re.compile(r"(?:注|说明|备注|填表说明|填报说明|注释|附注|温馨提示|提示)\d?[:.、].*|注\d.*|\*.*|※.*")
_SECTION = re.compile(
    r"(?:[一二三四五六七八九十]+[、.,]|[(][一二三四五六七八九十\d]+[)]|第[一二三四五六七八九十\d]+[类部章项]|[IVXⅠ-Ⅻ]+[、.])"
)
_REFERENCE = re.compile(r"[甲乙丙丁戊己庚辛壬癸]|\(?\d{1,2}\)?|[A-Z]|栏次|\d{1,2}=.*")


@dataclass(frozen=True)
class Layout:
    """One table. Rows and columns count from 0; `paths` is column -> heading texts from the top level to the leaf."""

    title: str
    heading: range
    paths: dict[int, tuple[str, ...]]
    rows: list[int]
    sections: dict[int, str] = field(default_factory=dict)
    totals: tuple[int, ...] = ()
    bare_columns: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Body:
    """What is needed to tell the rows below a heading apart: its texts by column, which columns count rows, and the
    merged cells that are wide enough to be a section's title."""

    grid: Grid
    rows: range
    heading: list[str]
    counting: set[int]
    wide: tuple[Merge, ...]


def find_tables(grid: Grid) -> list[Layout]:
    """Every table of the sheet, top to bottom; [] when no row looks like the heading of a ledger."""
    filled = [len(row) - row.count("") for row in grid.rows]
    found, start = [], 0
    while block := best_heading(grid, start):
        paths = heading_paths(grid, block)
        following = _next_heading(grid, block[-1], paths, filled=filled)
        found.append(_table(grid, range(start, following), block, paths=paths, filled=filled))
        start = following
    return found


def _table(
    grid: Grid, area: range, block: range, *, paths: dict[int, tuple[str, ...]], filled: Sequence[int]
) -> Layout:
    lines = (
        " ".join(filter(None, (shown(cell).strip() for cell in row))) for row in grid.rows[area.start : block.start]
    )
    counting = {column for column, path in paths.items() if (found := claims(path)) and found[0].field == "no"}
    heading = [compact(paths[column][-1]) if column in paths else "" for column in range(grid.width)]
    wide = tuple(merge for merge in grid.merges if merge[3] - merge[1] >= max(2, grid.width // 2 - 1))
    body = _Body(grid, range(block.stop, area.stop), heading, counting, wide)
    rows, sections, totals = _sorted_rows(body, filled)
    unnamed = (column for column in range(grid.width) if column not in paths)
    bare = tuple(column for column in unnamed if any(grid.rows[row][column] != "" for row in rows))
    return Layout("\n".join(filter(None, lines)), block, paths, rows, sections, tuple(totals), bare)


# -- the next table on the same sheet ----------------------------------------------------------------------------------


def _next_heading(grid: Grid, after: int, paths: dict[int, tuple[str, ...]], *, filled: Sequence[int]) -> int:
    """The row at which the next table's title or heading begins, or the end of the sheet."""
    own = {column: compact(path[-1]) for column, path in paths.items()}
    watched = [column for column, path in paths.items() if is_known(path)][:4]
    for row in sorted(set().union(*(_rows_with(grid, after + 1, column, known_words()) for column in watched))):
        texts = [compact(cell) for cell in grid.rows[row]]
        same = sum(column < len(texts) and texts[column] == text for column, text in own.items())
        known = sum(is_known((text,)) for text in texts if text and not text.isdigit())
        if known >= 3 and known * 2 >= filled[row] and same < known:
            return _title_start(grid, row, after=after, filled=filled)
    return len(grid.rows)


def _rows_with(grid: Grid, first: int, column: int, words: frozenset[str]) -> set[int]:
    """Rows whose cell in this column is one of the words; distinct cells are compared, not rows."""
    cells = list(map(itemgetter(column), grid.rows[first:]))
    short = (cell for cell in set(cells) if isinstance(cell, str) and len(cell) <= 12)
    hits = {cell for cell in short if "".join(cell.split()) in words}
    return {row for row, cell in enumerate(cells, first) if cell in hits} if hits else set()


def _title_start(grid: Grid, row: int, *, after: int, filled: Sequence[int]) -> int:
    """Go up over the title rows (one or two filled cells) that belong to a heading further down the sheet."""
    while row - 1 > after and 0 < filled[row - 1] <= 2:
        if _FOOTER.match(compact("".join(map(shown, grid.rows[row - 1])))):
            break
        row -= 1
    return row


# -- data and other rows -----------------------------------------------------------------------------------------------


def _sorted_rows(body: _Body, filled: Sequence[int]) -> tuple[list[int], dict[int, str], list[int]]:
    """Data rows, section titles (row -> text) and total rows below the heading. Only odd rows are looked at closely."""
    odd = _total_candidates(body) | _repeated_headings(body) | set(body.rows[:1])
    odd |= {row for row in body.rows if filled[row] <= 3}
    rows: list[int] = []
    sections: dict[int, str] = {}
    totals: list[int] = []
    in_notes = False
    for row in body.rows:
        if row not in odd:
            rows.append(row)
            in_notes = False
            continue
        what = _what(body, row, in_notes=in_notes)
        in_notes = what == "note" or (in_notes and what == "blank")
        if what == "data":
            rows.append(row)
        elif what == "section":
            sections[row] = next(shown(cell).strip() for cell in body.grid.rows[row] if compact(cell))
        elif what == "total":
            totals.append(row)
    return rows, sections, totals


def _total_candidates(body: _Body) -> set[int]:
    found: set[int] = set()
    for column in [place for place, text in enumerate(body.heading) if text][:5]:
        cells = list(map(itemgetter(column), body.grid.rows[body.rows.start : body.rows.stop]))
        short = (cell for cell in set(cells) if isinstance(cell, str) and len(cell) <= 30 and _TOTAL_SIGN.search(cell))
        if words := {cell for cell in short if _TOTAL.fullmatch(compact(cell))}:
            found |= {row for row, cell in zip(body.rows, cells, strict=True) if cell in words}
    return found


def _repeated_headings(body: _Body) -> set[int]:
    """Rows that could be the heading once more: the first named column holds its own heading."""
    column = next((place for place, text in enumerate(body.heading) if text and not text.isdigit()), None)
    if column is None:
        return set()
    return _rows_with(body.grid, body.rows.start, column, frozenset((body.heading[column],))) & set(body.rows)


def _what(body: _Body, row: int, *, in_notes: bool) -> str:
    """data, blank, section, total, footer, note or heading (repeated, or column references)."""
    texts = [compact(cell) for cell in body.grid.rows[row]]
    filled = [place for place, text in enumerate(texts) if text]
    if not filled or (set(filled) <= body.counting and not any(map(_has_word, texts))):
        return "blank"
    if _is_heading_row(texts, filled, body.heading):
        return "heading"
    if len(filled) <= 2 and _NOTE.fullmatch(texts[filled[0]]):
        return "note"
    if len(filled) <= 4 and any(_FOOTER.match(texts[place]) for place in filled):
        return "footer"
    if _is_total(texts, filled):
        return "total"
    if len(filled) > 1:
        return "data"
    if in_notes:
        return "note"
    return "section" if _is_section(body, row, filled[0]) else "data"


def _has_word(text: str) -> bool:
    return re.search(r"[\u4e00-\u9fff]", text) is not None


def _is_heading_row(texts: Sequence[str], filled: Sequence[int], heading: Sequence[str]) -> bool:
    same = sum(texts[place] == heading[place] for place in filled)
    if same >= 2 and same * 2 > len(filled):
        return True
    references = [texts[place] for place in filled if _REFERENCE.fullmatch(texts[place])]
    return len(filled) >= 4 and len(references) == len(filled) == len(set(references))


def _is_total(texts: Sequence[str], filled: Sequence[int]) -> bool:
    """A total's word, and next to no other words: a row with a unit and a sentence is a task, whatever it is called."""
    words = [place for place in filled[:4] if _TOTAL.fullmatch(texts[place])]
    named = [place for place in filled if place not in words and re.search(r"[\u4e00-\u9fff]{2}", texts[place])]
    return bool(words) and len(named) <= 1 and len(named) * 3 <= len(filled)


def _is_section(body: _Body, row: int, column: int) -> bool:
    """A lone cell that is numbered like a section, or merged across half of the table."""
    wide = any(top <= row <= bottom and left <= column <= right for top, left, bottom, right in body.wide)
    return wide or _SECTION.match(compact(body.grid.rows[row][column])) is not None
