"""Charts that can be edited on the slide: native ones with their numbers in a workbook of their own, in our colours."""

import io
from collections.abc import Sequence

import xlsxwriter
from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.oxml.ns import qn
from pptx.util import Pt

from reports.documents.deckmaster import Box
from reports.documents.decktext import INK, LINE, MUTED, clean, coloured, east_asian
from reports.words.levels import Level

__all__ = ["count_lines", "level_ring", "paired_bars", "sure_spans"]

_PLAN = "#b9c2cc"
_MARKERS = {
    "circle": XL_MARKER_STYLE.CIRCLE, "diamond": XL_MARKER_STYLE.DIAMOND, "triangle-up": XL_MARKER_STYLE.TRIANGLE,
    "square": XL_MARKER_STYLE.SQUARE, "x": XL_MARKER_STYLE.X,
}  # fmt: skip


def paired_bars(slide: object, box: Box, rows: Sequence[dict]) -> None:
    """Planned and actual side by side, a pair a row, the first row on top; `rows`: name, planned, actual, mark. Who has
    not reported has no bar. The names stand beside the chart, row by row."""
    data = _Data(number_format="0.0")
    data.categories = [clean(row["name"]) for row in rows]
    data.add_series("计划", [row["planned"] for row in rows])
    data.add_series("实际", [row["actual"] for row in rows])
    chart = _placed(slide, box, XL_CHART_TYPE.BAR_CLUSTERED, data)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 45, 0
    plan, actual = plot.series
    _fill(plan.format, _PLAN)
    for number, row in enumerate(rows):
        _fill(actual.points[number].format, row["mark"].fill())
    _labelled(plan, size=10, colour=MUTED)
    _labelled(actual, size=11, colour=INK)
    _rowed(chart.category_axis)
    high = max([100.0, *(row[name] for row in rows for name in ("planned", "actual") if row[name] is not None)])
    _scale(chart.value_axis, 0, high * 1.17)
    _filling(chart)
    _spoken(chart)


def sure_spans(slide: object, box: Box, rows: Sequence[dict], *, scale: tuple[float, float]) -> None:
    """An index a row with its 95 % interval; `rows`: name, value, half (of the interval), mark, the first on top. A bar
    goes from the lower end of the interval, dark up to the index, pale up to the upper end: ranges, none from 0."""
    data = _Data(number_format="0.0")
    data.categories = [clean(row["name"]) for row in rows]
    data.add_series("区间下限", [round(row["value"] - row["half"], 9) for row in rows])
    data.add_series("下限到指数", [round(row["half"], 9) for row in rows])
    data.add_series("指数到上限", [round(row["half"], 9) for row in rows])
    chart = _placed(slide, box, XL_CHART_TYPE.BAR_STACKED, data)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 130, 100
    low, dark, pale = plot.series
    low.format.fill.background()
    low.format.line.fill.background()
    for number, row in enumerate(rows):
        _fill(dark.points[number].format, row["mark"].fill())
        _fill(pale.points[number].format, _pale(row["mark"].fill()))
    _rowed(chart.category_axis)
    _scale(chart.value_axis, *scale)
    _filling(chart)
    _spoken(chart)


def _pale(colour: str) -> str:
    """The same hue, two thirds of the way to white.

    >>> _pale("#000000"), _pale("#ffffff")
    ('#aaaaaa', '#ffffff')
    """
    parts = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(part + (255 - part) * 2 / 3):02x}" for part in parts)


def _rowed(axis: object) -> None:
    """The first category on top, no names: they stand beside the chart."""
    axis.reverse_order = True
    axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    axis.format.line.fill.background()


def level_ring(slide: object, box: Box, counts: Sequence[tuple[Level, int]]) -> None:
    """How many tasks stand at each level, as a ring; the key stands beside it."""
    data = _Data(number_format="0")
    data.categories = [f"{mark.shape} {mark.word}" for mark, _ in counts]
    data.add_series("任务数", [count for _, count in counts])
    chart = _placed(slide, box, XL_CHART_TYPE.DOUGHNUT, data)
    series = chart.plots[0].series[0]
    for number, (mark, _) in enumerate(counts):
        point = series.points[number]
        _fill(point.format, mark.fill())
        coloured(point.format.line.color, "#ffffff")
    hole = chart._chartSpace.find(".//" + qn("c:holeSize"))
    if hole is not None:
        hole.set("val", "62")
    _spoken(chart)


def count_lines(
    slide: object, box: Box, days: Sequence[str], *, lines: Sequence[tuple[str, str, Level, Sequence[int]]]
) -> None:
    """How counts moved from evaluation to evaluation; `lines`: name, colour, the level whose shape marks it, counts."""
    data = _Data(number_format="0")
    data.categories = list(days)
    for name, _, _, counts in lines:
        data.add_series(name, counts)
    chart = _placed(slide, box, XL_CHART_TYPE.LINE_MARKERS, data)
    for series, (_, colour, mark, _) in zip(chart.plots[0].series, lines, strict=True):
        series.smooth = False
        coloured(series.format.line.color, colour)
        series.format.line.width = Pt(2.5)
        series.marker.style, series.marker.size = _MARKERS.get(mark.marker, XL_MARKER_STYLE.CIRCLE), 7
        _fill(series.marker.format, colour)
        last = series.points[len(days) - 1].data_label
        last.has_text_frame = False
        last.position = XL_LABEL_POSITION.ABOVE
        last.font.size, last.font.bold = Pt(12), True
    chart.has_legend = True
    chart.legend.include_in_layout, chart.legend.position = False, XL_LEGEND_POSITION.BOTTOM
    chart.legend.font.size = Pt(11)
    chart.category_axis.tick_labels.font.size = Pt(10)
    chart.value_axis.tick_labels.font.size = Pt(10)
    highest = max([1, *(count for _, _, _, counts in lines for count in counts)])
    _scale(chart.value_axis, 0, highest + max(2, highest // 5))
    chart.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    coloured(chart.category_axis.format.line.color, LINE)
    _spoken(chart)


def _placed(slide: object, box: Box, kind: XL_CHART_TYPE, data: CategoryChartData) -> object:
    chart = slide.shapes.add_chart(kind, *box.emu, data).chart
    chart.has_title, chart.has_legend = False, False
    chart.font.size = Pt(10)
    return chart


class _Book(CategoryWorkbookWriter):
    """The workbook of a chart, laid out as the library does, but with names as words: its own takes a name that begins
    with = for a formula."""

    @property
    def xlsx_blob(self) -> bytes:
        return _workbook(self._chart_data)


class _Data(CategoryChartData):
    """Numbers of a chart that go into a workbook of ours."""

    @property
    def _workbook_writer(self) -> _Book:
        return _Book(self)


def _workbook(data: CategoryChartData) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("Sheet1")
        number = book.add_format({"num_format": data.number_format})
        for row, category in enumerate(data.categories, start=1):
            sheet.write_string(row, 0, str(category.label))
        for place, series in enumerate(data, start=1):
            sheet.write_string(0, place, series.name)
            for row, value in enumerate(series.values, start=1):
                if value is not None:
                    sheet.write_number(row, place, value, number)
    return out.getvalue()


def _fill(form: object, colour: str) -> None:
    form.fill.solid()
    coloured(form.fill.fore_color, colour)


def _labelled(series: object, *, size: float, colour: str) -> None:
    """The value at the end of every bar."""
    labels = series.data_labels
    labels.show_value, labels.position, labels.number_format = True, XL_LABEL_POSITION.OUTSIDE_END, "0.0"
    labels.number_format_is_linked = False
    labels.font.size = Pt(size)
    coloured(labels.font.color, colour)


def _scale(axis: object, low: float, high: float, *, grid: bool = True) -> None:
    axis.minimum_scale, axis.maximum_scale = low, high
    axis.has_major_gridlines, axis.has_minor_gridlines = grid, False
    if grid:
        coloured(axis.major_gridlines.format.line.color, LINE)
    axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    axis.format.line.fill.background()


def _filling(chart: object) -> None:
    """Let the drawing fill its whole box, so that its rows stand beside those of the table around it."""
    area = chart._chartSpace.find(".//" + qn("c:plotArea"))
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    layout = etree.fromstring(
        f'<c:layout xmlns:c="{area.nsmap["c"]}"><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/>'
        '<c:yMode val="edge"/><c:x val="0"/><c:y val="0"/><c:w val="1"/><c:h val="1"/></c:manualLayout></c:layout>'
    )
    area.insert(0, layout)


def _spoken(chart: object) -> None:
    """The Chinese font in every text of a chart."""
    for tag in ("a:defRPr", "a:rPr", "a:endParaRPr"):
        for properties in chart._chartSpace.iter(qn(tag)):
            east_asian(properties)
