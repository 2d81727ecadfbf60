"""调度会幻灯片: a finding on every slide, native charts whose numbers are ours, nothing that runs over its box."""

import io
import math
import re

import openpyxl
import pdfplumber
import pytest
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Inches

from analysis import briefing
from reports.documents.deck import MOST, deck_pptx, way
from reports.documents.deckmaster import Box
from reports.documents.decktext import fitting, lines_needed
from tests.reports.documents.conftest import HOSTILE

_POINT = 12700
_PRINTED = 17
"""Slides that are measured: the way through the meeting, and five of the annex, which are all drawn alike."""


@pytest.fixture(scope="module")
def content(october):
    return deck_pptx(october)


@pytest.fixture(scope="module")
def deck(content):
    return Presentation(io.BytesIO(content))


def charts(deck):
    """Every chart with the slide it is on."""
    return [(slide, shape.chart) for slide in deck.slides for shape in slide.shapes if shape.has_chart]


def book_of(chart):
    """The rows of a chart's own workbook, without the heading."""
    sheet = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]


def test_the_way_through_the_meeting_is_a_dozen_slides_and_ends_with_what_is_settled(october, deck):
    main, annex = way(october)
    assert len(main) <= MOST
    assert main[-1].form == "decided"
    assert len(main) + len(annex) == len(october.agenda) == len(deck.slides)
    assert [slide.title for slide in annex if slide.annex] == [slide.title for slide in october.agenda if slide.annex]


def test_every_title_is_a_finding_of_its_own(deck):
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert len(set(titles)) == len(titles)
    assert all(re.search(r"\d|没有|差异|指数|不", title) for title in titles)


def test_the_second_slide_says_what_the_briefing_on_the_screen_says(october, deck):
    said = "".join(shape.text_frame.text for shape in deck.slides[1].shapes if shape.has_text_frame)
    assert all(sentence in said for sentence in briefing(october.scores, october.before))


def test_a_chart_is_native_and_its_workbook_holds_the_numbers_of_the_frames(october, deck):
    tasks = october.scores.tasks
    bars = [chart for _, chart in charts(deck) if [series.name for series in chart.plots[0].series] == ["计划", "实际"]]
    assert len(bars) >= 6
    shown = set()
    for chart in bars:
        for name, planned, actual in book_of(chart):
            row = tasks[tasks["task"].eq(name)].iloc[0]
            for told, known in ((planned, row["planned"]), (actual, row["actual"])):
                assert (told is None and math.isnan(known)) or told == pytest.approx(known, abs=1e-9)
            shown.add(row["task_id"])
    assert shown == set(tasks["task_id"])


def test_the_ring_counts_every_task_once_and_the_cache_of_a_chart_is_its_workbook(october, deck):
    ring = charts(deck)[0][1]
    assert sum(count for _, count in book_of(ring)) == len(october.scores.tasks)
    for _, chart in charts(deck):
        cached = [list(series.values) for series in chart.plots[0].series]
        columns = [list(column) for column in zip(*[row[1:] for row in book_of(chart)], strict=True)]
        assert cached == columns


def test_a_standing_shows_index_and_interval_of_the_units_with_a_place_and_names_the_others_without_order(
    october, deck
):
    units = october.scores.units.set_index("unit")
    spans = [chart for _, chart in charts(deck) if chart.plots[0].series[0].name == "区间下限"]
    assert len(spans) == 2
    named = set()
    for chart in spans:
        for unit, low, half, _ in book_of(chart):
            assert low + half == pytest.approx(units.loc[unit, "shrunk_index"], abs=1e-8)
            assert half == pytest.approx(1.96 * units.loc[unit, "spread"], abs=1e-8)
            named.add(unit)
    assert named == set(units[units["rank"].notna()].index)


def test_chinese_has_a_font_of_its_own_in_texts_and_charts(deck):
    runs = [run for slide in deck.slides for run in slide._element.iter(qn("a:rPr"))]
    ours = [run for run in runs if run.getparent().tag == qn("a:r") and run.find(qn("a:latin")) is not None]
    assert len(ours) > 500
    assert all(run.find(qn("a:ea")) is not None for run in ours)
    for _, chart in charts(deck):
        texts = list(chart._chartSpace.iter(qn("a:defRPr")))
        assert texts
        assert all(text.find(qn("a:ea")).get("typeface") == "微软雅黑" for text in texts)


def test_notes_say_from_which_cells_by_which_rules_and_of_which_version(october, deck):
    notes = [slide.notes_slide.notes_text_frame.text for slide in deck.slides]
    assert all(
        october.snapshot in note and october.fingerprint in note and october.pack.digest in note for note in notes
    )
    assert re.search(r"\.xlsx![^!]+![A-Z]+\d+", notes[4])


def test_a_level_is_never_a_colour_alone(deck):
    words = [
        cell.text
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_table
        for cell in shape.table.iter_cells()
    ]
    levels = [word for word in words if re.fullmatch(r". (正常|提醒|预警|黄牌|约谈)", word)]
    assert len(levels) > 100
    assert {word[0] for word in levels} == set("●◆▲■✖")


def test_made_again_it_has_the_same_bytes(october, content):
    assert deck_pptx(october) == content


def test_names_that_mean_harm_are_words_and_nothing_else(hostile):
    deck = Presentation(io.BytesIO(deck_pptx(hostile)))
    words = [
        cell.text
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_table
        for cell in shape.table.iter_cells()
    ]
    assert any(HOSTILE[0][:12] in word for word in words)
    assert any("<script>" in word for word in words)
    for _, chart in charts(deck):
        sheet = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def boxes(slide):
    """(text without blanks, left, top, right, bottom in points) of every text on a slide, in the order of drawing."""
    for shape in slide.shapes:
        if shape.has_table:
            yield from cells(shape)
        elif shape.has_text_frame and shape.text_frame.text.strip():
            yield (shape.text_frame.text, *(value / _POINT for value in
                   (shape.left, shape.top, shape.left + shape.width, shape.top + shape.height)))  # fmt: skip


def cells(shape):
    top = shape.top
    for row in shape.table.rows:
        left = shape.left
        for column, cell in zip(shape.table.columns, row.cells, strict=True):
            if cell.text.strip():
                yield (
                    cell.text,
                    left / _POINT,
                    top / _POINT,
                    (left + column.width) / _POINT,
                    (top + row.height) / _POINT,
                )
            left += column.width
        top += row.height


def ends(letter):
    """Where a letter must end within its line: a closing mark may hang over the end, as Chinese is set."""
    return letter["x0" if letter["text"] in "，、。；：）》”" else "x1"]


def overflowing(pdf, deck):
    """Texts whose letters lie outside of their boxes on the printed page."""
    found = []
    for page, slide in zip(pdf.pages[:_PRINTED], deck.slides, strict=False):
        letters = [letter for letter in page.chars if letter["text"].strip()]
        stream = "".join(letter["text"][0] for letter in letters)
        for text, left, top, right, bottom in boxes(slide):
            plain = re.sub(r"\s", "", text)
            at = stream.find(plain)
            if at < 0:
                continue
            places = [start.start() for start in re.finditer(re.escape(plain), stream)]
            inside = [all(left - 3 <= each["x0"] and ends(each) <= right + 3 and top - 3 <= each["top"] and
                          each["bottom"] <= bottom + 3 for each in letters[place : place + len(plain)])
                      for place in places]  # fmt: skip
            found += [] if any(inside) else [(page.page_number, text)]
    return found


def test_on_the_printed_slides_no_text_runs_over_its_box(content, deck, office):
    with pdfplumber.open(office(content, "deck.pptx", "pdf")) as pdf:
        assert overflowing(pdf, deck) == []


def test_a_text_that_is_too_long_for_its_box_is_found(office):
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    slide.shapes.add_textbox(Inches(1), Inches(1), Inches(1), Inches(0.3)).text_frame.text = "过长的文字" * 8
    out = io.BytesIO()
    deck.save(out)
    slide.shapes[0].text_frame.word_wrap = True
    with pdfplumber.open(office(out.getvalue(), "long.pptx", "pdf")) as pdf:
        assert len(overflowing(pdf, deck)) == 1


@pytest.mark.parametrize(
    ("text", "wide", "lines"),
    [("", 1.0, 1), ("十个汉字十个汉字十个", 2.0, 1), ("十个汉字十个汉字十个", 1.0, 2), ("区领导01、区领导07", 0.95, 2)],
)
def test_lines_are_counted_before_a_text_is_set(text, wide, lines):
    assert lines_needed(text, size=12, wide=wide) == lines


def test_what_does_not_fit_at_the_smallest_size_is_cut_with_a_sign():
    said, size = fitting("桥" * 90, Box(0, 0, 1, 0.3), largest=14, smallest=9)
    assert (said[-1], size) == ("…", 9)


def test_the_offices_template_lends_its_master(october):
    own = Presentation()
    own.slide_width, own.slide_height = Inches(13.333), Inches(7.5)
    own.slide_layouts[5].name = "单位版式"
    own.slides.add_slide(own.slide_layouts[0]).shapes.title.text = "示例页"
    out = io.BytesIO()
    own.save(out)
    deck = Presentation(io.BytesIO(deck_pptx(october, out.getvalue())))
    assert len(deck.slides) == len(october.agenda)
    assert deck.slides[4].slide_layout.name == "单位版式"
    assert "示例页" not in [slide.shapes.title.text for slide in deck.slides]
    assert not [holder for slide in deck.slides for holder in slide.placeholders if not holder.text_frame.text.strip()]
