"""All documents of one frozen period say the same numbers as its frozen content: each is taken apart and compared.

A document more is one reader more: bytes and kind in, (what, whose, number) out.
"""

import io
import itertools
import json
import math
import re
import zipfile

import openpyxl
import pdfplumber
import pytest
from docx import Document as WordFile
from pptx import Presentation

from reports.__main__ import main
from reports.documents.register import DOCUMENTS
from reports.documents.score_columns import TASK, UNIT
from reports.documents.sheets import HEAD
from reports.words.levels import LEVELS

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported.*:UserWarning")


def read_deck(content):
    """Planned and actual of every task, the drawn index of every unit with a place."""
    for slide in Presentation(io.BytesIO(content)).slides:
        for shape in slide.shapes:
            if not shape.has_chart:
                continue
            names = [series.name for series in shape.chart.plots[0].series]
            sheet = openpyxl.load_workbook(io.BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob)).active
            rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
            if names == ["计划", "实际"]:
                yield from (("planned", name, planned) for name, planned, _ in rows)
                yield from (("actual", name, actual) for name, _, actual in rows)
            elif names[0] == "区间下限":
                yield from (("shrunk_index", name, low + half) for name, low, half, _ in rows)


def read_scores(content):
    """Every number of tasks and units."""
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    told = {"计划": "planned", "实际": "actual", "滞后": "lag", "指数": "index", "已知份额": "known_share"}
    for board in ("任务榜", "亮点牌"):
        yield from _sheet(book[board], TASK, whose="任务", told=told)
    told = {"指数": "index", "收缩后指数": "shrunk_index", "加分": "bonus", "预扣分": "deduction", "最终得分": "final"}
    for kind in ("镇", "部门"):
        yield from _sheet(book[kind], UNIT, whose="单位", told=told)


def _sheet(sheet, columns, *, whose, told):
    names = [column.name for column in columns]
    for row in sheet.iter_rows(min_row=HEAD + 1, values_only=True):
        if row[names.index(whose)] is not None:
            yield from ((what, row[names.index(whose)], row[names.index(name)]) for name, what in told.items())


def read_wallchart(content):
    """Actual and planned of every task, as far as they are printed (one decimal)."""
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        letters = _apart(pdf.pages[0].chars)
    for actual, planned in re.findall(r"(未报|[\d.]+%) / (未知|[\d.]+%)", letters):
        yield "printed", f"{actual}/{planned}", None


def _apart(chars):
    """The letters of a page, with a bar between what is not printed side by side."""
    told = [chars[0]["text"]]
    for before, each in itertools.pairwise(chars):
        near = abs(each["top"] - before["top"]) < 1 and -1 < each["x0"] - before["x1"] < 1
        told.append(each["text"] if near else f"|{each['text']}")
    return "".join(told)


def tables_of_word(path):
    """The rows of every table with the heads before them."""
    for table in WordFile(path).tables:
        yield [[cell.text for cell in row.cells] for row in table.rows]


def tables_of_pdf(path):
    """The same of a PDF, whose cells are broken into lines."""
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            for table in page.extract_tables():
                yield [[(cell or "").replace("\n", "") for cell in row] for row in table]


def printed(tables):
    """(column, whose, what is printed) of tasks, brands and units; a table may go on on the next page."""
    for heads, *rows in tables:
        if not {"任务", "亮点品牌", "镇", "部门"} & set(heads) or "为什么" in heads:
            continue
        whose = next(place for place, head in enumerate(heads) if head in ("任务", "亮点品牌", "镇", "部门"))
        for row in rows:
            yield from ((head, row[whose], row[place]) for place, head in enumerate(heads) if head in SAID)


def _plain(value, missing):
    return missing if value is None else f"{value:.1f}".rstrip("0").rstrip(".")


def _gap(row):
    lag = row["lag"]
    if lag is None:
        return "未知"
    return "持平" if abs(lag) < 0.05 else f"{'滞后' if lag > 0 else '超前'}{abs(lag):.1f}".removesuffix(".0")


def _place(row):
    if row["rank"] is None:
        return row["held_back"]
    low, high = row["rank_low"], row["rank_high"]
    return f"第{row['rank']:.0f}名" + (f"（{low:.0f}–{high:.0f}）" if low is not None and low != high else "")


def _level(row):
    return {0: "● 正常", 1: "◆ 提醒", 2: "▲ 预警", 3: "■ 黄牌", 4: "✖ 约谈"}.get(row["level"])


SAID = {
    "序时": lambda row: _percent(row["planned"], "—"), "实际": lambda row: _percent(row["actual"], "未报"),
    "差距": _gap, "等级": _level, "名次（区间）": _place, "指数": lambda row: _plain(row["index"], "不评"),
    "排名指数": lambda row: _plain(row["shrunk_index"] if row["rank"] is not None else None, "—"),
    "预扣分": lambda row: _plain(row["deduction"], "0"), "加分": lambda row: _plain(row["bonus"], "0"),
    "最重等级": _level,
}  # fmt: skip
"""What the tables of the bulletin print of a row of the frozen content, written down apart from the program."""


INNER = str.maketrans("“”", "‘’")
"""Quotes within quotes."""

READERS = {"deck": read_deck, "scores": read_scores, "wallchart": read_wallchart}


@pytest.fixture(scope="module")
def made(frozen_store, tmp_path_factory):
    """Every document of the frozen October, made by the command."""
    folder = tmp_path_factory.mktemp("made")
    assert main(["--all", "--store", str(frozen_store.path), "--period", "2022-10", "-o", str(folder)]) == 0
    return folder


@pytest.fixture(scope="module")
def content(frozen_store):
    """The frozen content by table, whose, and column."""
    told = json.loads((frozen_store.path / "content.json").read_text(encoding="utf-8"))
    return {row["task"]: row for row in told["tasks"]} | {row["unit"]: row for row in told["units"]}


@pytest.mark.parametrize("kind", [each for each in DOCUMENTS if each.kind in READERS and each.kind != "wallchart"])
def test_every_number_of_a_document_is_that_of_the_frozen_content(made, content, kind):
    path = next(made.glob(f"*-{kind.title}.{kind.endings[0]}"))
    found = list(READERS[kind.kind](path.read_bytes()))
    assert len(found) > 80
    wrong = [
        (what, whose, value, content[whose][what])
        for what, whose, value in found
        if not _same(value, content[whose][what])
    ]
    assert wrong == []


def test_the_tables_of_the_bulletin_print_every_number_of_tasks_and_units_in_word_and_in_pdf(made, content):
    word = sorted(printed(tables_of_word(next(made.glob("*-月通报.docx")))))
    assert len(word) == 30 * 4 + 10 * 2 + 26 * 7
    assert sorted(printed(tables_of_pdf(next(made.glob("*-月通报.pdf"))))) == word
    wrong = [each for each in word if each[2] != SAID[each[0]](content[each[1]])]
    assert wrong == []


def test_made_again_every_document_is_the_same_to_the_byte(made, frozen_store, tmp_path):
    assert main(["--all", "--store", str(frozen_store.path), "--period", "2022-10", "-o", str(tmp_path)]) == 0
    before, after = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in (made, tmp_path))
    assert before.keys() == after.keys()
    assert [name for name in before if before[name] != after[name]] == []


def _papers(path, ending):
    """The whole text of every paper in a zip, without spaces and line ends."""
    with zipfile.ZipFile(path) as held:
        for name in held.namelist():
            if not name.endswith(ending):
                continue
            if ending == ".docx":
                file = WordFile(io.BytesIO(held.read(name)))
                cells = (cell.text for table in file.tables for row in table.rows for cell in row.cells)
                yield re.sub(r"\s", "", "".join([*(each.text for each in file.paragraphs), *cells]))
            else:
                with pdfplumber.open(io.BytesIO(held.read(name))) as pdf:
                    yield re.sub(r"\s", "", _letters(pdf))


@pytest.mark.parametrize("ending", [".docx", ".pdf"])
def test_every_notice_about_a_task_says_the_planned_actual_and_lag_of_the_frozen_content(made, content, ending):
    found = "\n".join(_papers(next(made.glob("*-提醒预警约谈通知.zip")), ending))
    told = re.findall(
        r"项“([^”]+)”（[^）]*）处于(..)等级.*?序时进度([\d.]+)%，实际进度([\d.]+)%，((?:滞后|超前)[\d.]+)个百分点",
        found,
    )
    levels = [LEVELS[row["level"]].word for row in content.values() if "task_id" in row and row["level"]]
    assert len({name for name, *_ in told}) == len(levels)
    rows = {re.sub(r"\s", "", name).translate(INNER): row for name, row in content.items()}
    wrong = []
    for name, *said in told:
        row = rows[name]
        known = [LEVELS[row["level"]].word, *(_plain(row[what], None) for what in ("planned", "actual")), _gap(row)]
        wrong += [(name, said, known)] if said != known else []
    assert wrong == []


def test_the_orders_say_the_first_deadline_of_every_task_they_give_and_where_it_was_moved(made, content):
    with zipfile.ZipFile(next(made.glob("*-责任令.zip"))) as held:
        files = [WordFile(io.BytesIO(held.read(name))) for name in held.namelist() if name.endswith(".docx")]
    rows = [[cell.text for cell in row.cells] for file in files for table in file.tables for row in table.rows[1:]]
    assert len(rows) > 30
    wrong = []
    for _, task, _, first, now, _ in rows:
        known = content[task]
        moved = known["amended_deadline"] != known["deadline"]
        if (first, now) != (_day(known["deadline"]), _day(known["amended_deadline"]) if moved else "未变"):
            wrong.append((task, first, now))
    assert wrong == []


def _day(iso):
    year, month, day = map(int, iso.split("-"))
    return f"{year}年{month}月{day}日"


def _same(value, known):
    if known is None or value in (None, "不评", "未知", "未报"):
        return known is None and value in (None, "不评", "未知", "未报")
    return math.isclose(value, known, abs_tol=1e-8)


def test_the_wall_chart_prints_actual_and_planned_of_every_task(made, content):
    path = next(made.glob("*-挂图.pdf"))
    found = sorted(pair for _, pair, _ in read_wallchart(path.read_bytes()))
    tasks = [row for row in content.values() if "task_id" in row]
    assert found == sorted(f"{_percent(row['actual'], '未报')}/{_percent(row['planned'], '未知')}" for row in tasks)


def _percent(value, missing):
    return missing if value is None else f"{value:.1f}".rstrip("0").rstrip(".") + "%"


def test_every_document_carries_the_version_and_the_hash_of_its_period(made, october):
    for path in made.iterdir():
        held = path.read_bytes()
        if path.suffix == ".pdf":
            with pdfplumber.open(path) as pdf:
                assert october.mark.replace(" ", "") in _letters(pdf)
        elif path.suffix == ".pptx":
            assert Presentation(io.BytesIO(held)).core_properties.keywords == october.mark
        elif path.suffix == ".docx":
            assert october.mark in WordFile(io.BytesIO(held)).core_properties.keywords
        elif path.suffix == ".xlsx":
            assert openpyxl.load_workbook(io.BytesIO(held)).properties.keywords == october.mark


def _letters(pdf):
    return "".join(each["text"] for page in pdf.pages for each in page.chars).replace(" ", "")


def test_the_command_says_what_it_made_and_refuses_with_one_sentence(frozen_store, tmp_path, capsys):
    store = str(frozen_store.path)
    code = main(["scores", "--store", store, "--json", "-o", str(tmp_path / "a" / "得分.xlsx")])
    told = json.loads(capsys.readouterr().out)
    assert (code, told["period"], told["frozen"], told["same"]) == (0, "2022-10", True, True)
    assert told["files"][0]["bytes"] == (tmp_path / "a" / "得分.xlsx").stat().st_size
    cases = [
        (["scores", "--store", store, "-o", "x.pptx"], "评价得分不能做成 .pptx；请用 .xlsx。"),
        (["deck", "--store", str(tmp_path / "none"), "-o", "x.pptx"], "还是空的，做不出文件"),
        (["deck", "--store", store, "--template", "none.pptx", "-o", str(tmp_path / "x.pptx")], "打不开模板 none.pptx"),
        (["wallchart", "--store", store, "-o", str(frozen_store.path / "CURRENT" / "x.pdf")], "写不了"),
    ]
    for arguments, said in cases:
        assert main(arguments) == 2
        err = capsys.readouterr().err
        assert said in err
        assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-o", "x.pptx"], "请写明要做哪种文档"),
        (["deck", "--all", "-o", "x"], "请写明要做哪种文档"),
        (["--all", "--number", "1号", "-o", "x"], "发文字号一份一个"),
        (["没有", "-o", "x.pptx"], "没有这一项："),
        (["deck", "--period", "2022-13", "-o", "x.pptx"], "应写成 2022-10（月）或 2022-Q4（季度）的样子"),
        (["deck"], "缺少参数 -o/--output"),
    ],
)
def test_a_wrong_call_is_refused_in_chinese(arguments, said, capsys):
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    assert said in capsys.readouterr().err
