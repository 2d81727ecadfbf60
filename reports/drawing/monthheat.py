"""Months × units: how far every unit of a sequence was behind at the end of every month, and where nothing can be said.

Input is `analysis.memory.months.unit_months` of one sequence; `lag` in percentage points (positive: behind the plan).
"""

from collections.abc import Iterable

import pandas as pd
import plotly.graph_objects as go

from reports.drawing.canvas import Key, Look, targets
from reports.drawing.heat import SCALE_DARK, SCALE_LIGHT
from reports.subjects.ranks import sequence_of
from reports.words.levels import EXEMPT, UNREPORTED
from reports.words.wording import day, lag_words, number, percent, shortened, width

__all__ = ["cell_state", "month_heat", "rule_changes"]

_VALUE, _IDLE, _UNRATED = "有数", "没有任务", "不评"
_GREY_LIGHT, _GREY_DARK = "#c6ccd5", "#464e5b"


def month_heat(months: pd.DataFrame, *, note: str = "", dark: bool = False, narrow: bool = False) -> go.Figure:
    """Who has been behind for months, who recovers? A row a unit, a column a month, the most behind now on top.

    Orange is behind, blue ahead, pale is on the plan. 未报 and 不评 are grey with their word, never a colour of the
    scale; a cell with exempt tasks is hatched. `customdata` of the cells (meta "cells") is the unit.
    """
    look = Look(dark=dark, narrow=narrow, note=note)
    if months.empty:
        return look.nothing("各月滞后")
    kind, rows = sequence_of(months), months.assign(cell=[cell_state(row) for row in months.to_dict("records")])
    days = sorted(rows["as_of"].unique())
    shown = rows.assign(value=rows["lag"].where(rows["cell"].eq(_VALUE)))
    grid = shown.pivot(index="unit", columns="as_of", values="value")
    order = grid.reset_index().sort_values([days[-1], "unit"], ascending=[False, True], na_position="last")["unit"]
    grid = grid.loc[order]
    chars = min(8 if narrow else 12, max(map(width, grid.index)) + 0.6)
    fig = look.canvas(
        f"{kind}：{_finding(shown, days)}", subtitle=_reading(shown, days), keys=_keys(shown, look), axis=34,
        plot=30 * len(grid), left=round(chars * (look.size + 0.2)) + 22, right=16,
    )  # fmt: skip
    fig.update_xaxes(tickvals=list(range(len(days))), ticktext=_month_names(days, look), showgrid=False,
                     range=[-0.5, len(days) - 0.5])  # fmt: skip
    fig.update_yaxes(
        tickvals=list(range(len(grid))), ticktext=[shortened(unit, chars) for unit in grid.index],
        range=[len(grid) - 0.5, -0.5], showgrid=False, tickfont={"color": look.ink.text},
    )  # fmt: skip
    places = {unit: y for y, unit in enumerate(grid.index)}, {when: x for x, when in enumerate(days)}
    cells = [(places[1][row["as_of"]], places[0][row["unit"]], row) for row in shown.to_dict("records")]
    _grounds(fig, cells, look)
    bound = _values(fig, grid, look)
    _hatches(fig, [cell for cell in cells if cell[2]["exempt"] > 0], look)
    _figures(fig, grid, bound, look=look)
    _points(fig, cells, look)
    for when in rule_changes(shown):
        fig.add_shape(type="line", x0=places[1][when] - 0.5, x1=places[1][when] - 0.5, y0=0, y1=1, yref="paper",
                      line={"width": 2, "dash": "dash", "color": look.ink.text})  # fmt: skip
    return fig


def cell_state(row: dict) -> str:
    """What a cell can say: 有数, 豁免, 没有任务, 未报 or 不评.

    >>> known = {"tasks": 3, "exempt": 0, "unreported": 0, "lag": 4.0, "index": 80.0}
    >>> nan = float("nan")
    >>> cases = [{}, {"exempt": 3, "lag": nan}, {"tasks": 0, "lag": nan}, {"unreported": 3, "lag": nan}, {"index": nan}]
    >>> [cell_state(known | case) for case in cases]
    ['有数', '豁免', '没有任务', '未报', '不评']
    """
    if pd.isna(row["lag"]) and row["exempt"] > 0 and row["exempt"] >= row["tasks"]:
        return EXEMPT.word
    if row["tasks"] == 0:
        return _IDLE
    if pd.isna(row["lag"]):
        return UNREPORTED.word if row["unreported"] > 0 else _UNRATED
    return _UNRATED if pd.isna(row["index"]) else _VALUE


def rule_changes(months: pd.DataFrame) -> dict[pd.Timestamp, str]:
    """Days of a history from which another rule pack holds, with its title; nothing where it does not say.

    >>> days = pd.to_datetime(["2022-09-30", "2022-10-31", "2022-11-30"])
    >>> table = pd.DataFrame({"as_of": days, "rules": ["默认", "默认", "武汉"]})
    >>> [(f"{day:%m-%d}", title) for day, title in rule_changes(table).items()]
    [('11-30', '武汉')]
    """
    if "rules" not in months:
        return {}
    titles = months.drop_duplicates("as_of").sort_values("as_of")
    changed = titles["rules"].ne(titles["rules"].shift()) & titles["rules"].shift().notna()
    return dict(zip(titles.loc[changed, "as_of"], titles.loc[changed, "rules"], strict=True))


def _finding(rows: pd.DataFrame, days: list) -> str:
    """How many are behind at the end, and for how long who is."""
    last = rows[rows["as_of"] == days[-1]]
    if last["value"].isna().all():
        return "本月没有可以说的滞后"
    behind = last[last["value"] > 0.05]
    if behind.empty:
        return "本月平均都不落后"
    worst = behind.loc[behind["value"].idxmax()]
    own = rows[rows["unit"] == worst["unit"]].sort_values("as_of")["value"].iloc[::-1] > 0.05
    running = int(own.cumprod().sum())
    long = f"，已连续 {running} 个月" if running > 1 else ""
    return f"{len(behind)} 个平均滞后，{worst['unit']}滞后 {number(worst['value'])} 个百分点最多{long}"


def _reading(rows: pd.DataFrame, days: list) -> str:
    changed = "；虚线起换用另一规则包，前后不宜直接比" if rule_changes(rows) else ""
    last = pd.Timestamp(days[-1])
    part = "" if last.is_month_end else f"；{last.month}月为截至 {last.day}日"
    return f"格内为月末平均滞后百分点，负为超前；不是名次{part}{changed}"


def _keys(rows: pd.DataFrame, look: Look) -> list[Key]:
    """What is drawn beside the scale, and only that."""
    scale, states = SCALE_DARK if look.dark else SCALE_LIGHT, set(rows["cell"])
    grey = _GREY_DARK if look.dark else _GREY_LIGHT
    keys = [("█", scale[3][1], "滞后"), ("█", scale[1][1], "超前")]
    keys += [("█", grey, word) for word in (UNREPORTED.word, _UNRATED) if word in states]
    exempt = EXEMPT.fill(dark=look.dark)
    return keys + ([("▨", exempt, "含豁免任务")] if rows["exempt"].gt(0).any() else [])


def _month_names(days: Iterable, look: Look) -> list[str]:
    names = []
    for when in map(pd.Timestamp, days):
        first = not names or when.month == 1
        names.append(f"{str(when.year)[2:]}年{when.month}月" if first and not look.narrow else f"{when.month}月")
    return names


def _grounds(fig: go.Figure, cells: list, look: Look) -> None:
    """Grey under cells of which nothing can be said; a word in each that has no figure."""
    grey = _GREY_DARK if look.dark else _GREY_LIGHT
    dull = [(x, y) for x, y, row in cells if row["cell"] in (UNREPORTED.word, _UNRATED)]
    _boxes(fig, dull, fillcolor=grey, line={"width": 0}, meta="unknown")
    said = [(x, y, row["cell"]) for x, y, row in cells if row["cell"] != _VALUE]
    fig.add_scatter(
        x=[x for x, _, _ in said], y=[y for _, y, _ in said], mode="text", meta="states", hoverinfo="skip",
        text=["—" if state == _IDLE else state for _, _, state in said], showlegend=False,
        textfont={"size": look.size - 1, "color": look.ink.text},
    )  # fmt: skip


def _boxes(fig: go.Figure, places: list[tuple[float, float]], **style: object) -> None:
    x = [v for at, _ in places for v in (at - 0.48, at + 0.48, at + 0.48, at - 0.48, at - 0.48, None)]
    y = [v for _, at in places for v in (at - 0.46, at - 0.46, at + 0.46, at + 0.46, at - 0.46, None)]
    fig.add_scatter(x=x, y=y, mode="lines", fill="toself", hoverinfo="skip", showlegend=False, **style)


def _values(fig: go.Figure, grid: pd.DataFrame, look: Look) -> float:
    """The lags, coloured around 0; return where the scale ends."""
    known = grid.abs().stack().dropna()
    bound = max(10.0, known.quantile(0.95)) if len(known) else 10.0
    fig.add_heatmap(
        z=[[None if pd.isna(v) else v for v in row] for row in grid.to_numpy()], zmin=-bound, zmax=bound, zmid=0,
        colorscale=SCALE_DARK if look.dark else SCALE_LIGHT, showscale=False, xgap=2, ygap=2, hoverinfo="skip",
        meta="lag",
    )  # fmt: skip
    return bound


def _figures(fig: go.Figure, grid: pd.DataFrame, bound: float, *, look: Look) -> None:
    """The lags written out, light on the strongest colours."""
    strong = [[abs(value) > 0.72 * bound for value in row] for row in grid.to_numpy()]
    for heavy, colour in ((False, look.ink.text), (True, "#14181f" if look.dark else "#ffffff")):
        at = [(x, y) for y, row in enumerate(strong) for x, each in enumerate(row)
              if each == heavy and pd.notna(grid.iat[y, x])]  # fmt: skip
        fig.add_scatter(
            x=[x for x, _ in at], y=[y for _, y in at], mode="text", meta="figures", hoverinfo="skip",
            text=[number(grid.iat[y, x]).replace("-", "−") for x, y in at], showlegend=False,
            textfont={"size": look.size - 1, "color": colour},
        )  # fmt: skip


def _hatches(fig: go.Figure, cells: list, look: Look) -> None:
    """A hatch over cells with exempt tasks."""
    colour = EXEMPT.text(dark=look.dark)
    hatch = {"shape": "/", "size": 8, "solidity": 0.16, "fgcolor": colour, "bgcolor": "rgba(0,0,0,0)"}
    _boxes(fig, [(x, y) for x, y, _ in cells], fillpattern=hatch, fillcolor="rgba(0,0,0,0)", meta="exempt",
           line={"width": 1.5, "color": colour})  # fmt: skip


def _points(fig: go.Figure, cells: list, look: Look) -> None:
    """Invisible middles to point at: everything about the cell, and the unit."""
    words = look.told(_words(row) for _, _, row in cells)
    marks = [(x, y, row["unit"], said) for (x, y, row), said in zip(cells, words, strict=True)]
    targets(fig, marks, meta="cells", size=26)
    fig.update_layout(hoverdistance=80)


def _words(row: dict) -> str:
    exempt = f"，其中豁免 {row['exempt']} 项" if row["exempt"] else ""
    rules = f"<br>规则包 {row['rules']}" if "rules" in row else ""
    lag = lag_words(row["lag"]) if row["cell"] == _VALUE else row["cell"]
    return (
        f"<b>{row['unit']}</b><br>{day(row['as_of'])}<br>平均{lag}<br>"
        f"任务 {number(row['tasks'])} 项{exempt}，未报 {number(row['unreported'])} 项<br>"
        f"已知份额 {percent(100 * row['known_share'])}{rules}"
    )
