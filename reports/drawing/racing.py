"""Units over the periods: 赛龙夺锦 of a sequence, and one unit against the others.

Input is the history of `Scores.units`: one row a unit and period, with `as_of`.
"""

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from reports.drawing.canvas import TOLD, Look
from reports.drawing.ranking import unit_words
from reports.subjects.ranks import climbed, index_span, move_words, order_finding, sequence_of
from reports.words.levels import UNREPORTED
from reports.words.wording import day, number, width

__all__ = ["race", "race_finding", "trend"]

SHADE = "rgba(140,150,165,0.20)"


def race(
    history: pd.DataFrame, now: pd.DataFrame | None = None, *, changes: Mapping[pd.Timestamp, str] | None = None,
    name: str = "赛龙夺锦", note: str = "", dark: bool = False, narrow: bool = False,
) -> go.Figure:  # fmt: skip
    """Who overtakes whom? One line a unit, its rank in every period; the three that rose and fell most stand out.

    A period without a rank is a gap, and a hollow mark below all places. Equal ranks are drawn one below the other with
    the same number. `now`: the units of the last period with the places between which each lies; without it the heading
    claims no lead and no climb. `changes`: titles of rule packs by the period from which they hold, other than the
    first. `customdata` of lines (meta "unit") is the unit.
    """
    look = Look(dark=dark, narrow=narrow, note=note)
    if history.empty:
        return look.nothing(f"{name}：名次变化")
    kind, ranked = sequence_of(history), _positions(history)
    if ranked.empty:
        return look.nothing(f"{name}：名次变化", why="各期都没有名次")
    periods = sorted(history["as_of"].unique())
    moves = {unit: _move(rows) for unit, rows in ranked.groupby("unit")}
    depth, places = len(moves), _label_places(ranked, periods[-1])
    colours, reasons = _colours(moves, look), _reasons(history, periods[-1])
    ends = {unit: _race_label(unit, reasons.get(unit), moves[unit], look=look) for unit in moves}
    names = round(look.size * max(map(width, ends.values()))) + 30
    fig = look.canvas(
        f"{name}（{kind}）：{race_finding(ranked, now)}", subtitle=_reading(history, moves, changes, look=look),
        plot=31 * depth + 10, left=24, right=names,
    )  # fmt: skip
    # a date needs some sixty pixels of what the names leave of a narrow figure
    every = -(-len(periods) // (max(2, (330 - names) // 60) if narrow else 12))
    pad = (periods[-1] - periods[0]) * (0.05 if narrow else 0.02) or pd.Timedelta(days=7)
    fig.update_xaxes(tickvals=periods[::-every], tickformat="%-m月%-d日", range=[periods[0] - pad, periods[-1] + pad])
    fig.update_yaxes(range=[depth + 0.6, 0.4], visible=False)
    _changed(fig, periods, changes or {}, look=look)
    _hollow(fig, _unplaced(history, moves), ranked, look=look)
    # the coloured lines come last, over the grey ones
    for unit in sorted(moves, key=lambda name: (name in colours, abs(moves[name] or 0))):
        rows = ranked[ranked["unit"] == unit]
        gone = rows["as_of"].iloc[-1] != periods[-1]
        _line(fig, rows, periods, look=look, colour=colours.get(unit))
        ink = look.ink.muted if gone else colours.get(unit, look.ink.text)
        fig.add_annotation(text=ends[unit], x=1, xref="paper", xanchor="left", y=places[unit], yanchor="middle",
                           xshift=12, showarrow=False, font={"color": ink})  # fmt: skip
    return fig


def trend(history: pd.DataFrame, unit: str, *, note: str = "", dark: bool = False, narrow: bool = False) -> go.Figure:
    """Is this unit gaining on its sequence? Its index over time against the sequence's middle and its full range.

    A period in which it is 不评 leaves a gap, with a hollow mark on the middle of the sequence.
    """
    look = Look(dark=dark, narrow=narrow, note=note)
    own = history[history["unit"] == unit].sort_values("as_of") if len(history) else history
    if own.empty or own["index"].isna().all():
        return look.nothing(
            f"{unit}：指数走势", why="没有可显示的数据" if own.empty else "各期都不评，没有可显示的指数"
        )
    kind = own["kind"].iloc[-1]
    peers = history[history["kind"] == kind].groupby("as_of")["index"].agg(["min", "median", "max"]).sort_index()
    missing = own[own["index"].isna()]
    ink = look.ink
    keys = [("●", ink.actual, unit), ("┅", ink.plan, f"{kind}中位数"), ("█", SHADE, f"{kind}最低—最高")]
    keys += [("○", ink.muted, "不评")] if len(missing) else []
    fig = look.canvas(_trend_title(own, peers, unit), plot=240 if narrow else 280, left=40, right=50, keys=keys)
    every = -(-len(own) // (4 if narrow else 9))
    fig.update_xaxes(tickvals=list(own["as_of"])[::-every], tickformat="%-m月%-d日", showgrid=False)
    fig.update_yaxes(range=index_span([*peers["min"], *peers["max"]]), nticks=6)
    _peers(fig, peers.dropna(), look)
    _own(fig, own, look)
    if len(missing):
        fig.add_scatter(
            x=missing["as_of"], y=[peers["median"].get(when) for when in missing["as_of"]], mode="markers", name="不评",
            marker=look.marker(UNREPORTED, size=10), hovertemplate=TOLD, meta="unknown",
            hovertext=look.told(unit_words(row) for row in missing.to_dict("records")),
        )  # fmt: skip
    return fig


def _positions(history: pd.DataFrame) -> pd.DataFrame:
    """Ranked rows with a `position` of their own each period: equal ranks must not lie on one another."""
    ranked = history[history["rank"].notna()].sort_values(["as_of", "rank", "index", "unit"])
    return ranked.assign(position=ranked.groupby("as_of").cumcount() + 1)


def _move(rows: pd.DataFrame) -> int | None:
    """Places gained from the first to the last known rank."""
    return int(rows["rank"].iloc[0] - rows["rank"].iloc[-1]) if len(rows) > 1 else None


def _label_places(ranked: pd.DataFrame, last: pd.Timestamp) -> dict[str, int]:
    """Height of each unit's name: its last position, below all others when it has no rank in the last period."""
    here = ranked[ranked["as_of"] == last]
    places = dict(zip(here["unit"], here["position"], strict=True))
    gone = sorted(set(ranked["unit"]) - set(places))
    return places | {unit: len(places) + 1 + i for i, unit in enumerate(gone)}


def race_finding(ranked: pd.DataFrame, now: pd.DataFrame | None) -> str:
    """What can be said of the last order, and the greatest climb since the first period that is beyond doubt."""
    last = ranked[ranked["as_of"] == ranked["as_of"].max()]
    if now is None or now["rank"].isna().all():
        return order_finding(last)
    first = {unit: rows.iloc[0] for unit, rows in ranked.groupby("unit")}
    moves = {row["unit"]: climbed(row, first.get(row["unit"])) for row in now.to_dict("records")}
    climber = max(moves, key=moves.get)
    climb = f"{climber}升 {moves[climber]} 位最多" if moves[climber] > 0 else "升降都没有超出名次区间"
    return f"{order_finding(now)}，{climb}"


def _race_label(unit: str, why: str | None, move: int | None, *, look: Look) -> str:
    """A unit's name at the end of its line with its change of rank, or why it has none now (a phone: that it has
    none)."""
    return f"{unit} {(UNREPORTED.shape if look.narrow else why) if why else move_words(move)}"


def _reasons(history: pd.DataFrame, last: pd.Timestamp) -> dict[str, str]:
    """Why units have no rank in the last period."""
    rows = history[(history["as_of"] == last) & history["rank"].isna()]
    held = rows["held_back"] if "held_back" in rows else pd.Series(index=rows.index, dtype="object")
    return {unit: why if isinstance(why, str) else "不评" for unit, why in zip(rows["unit"], held, strict=True)}


def _colours(moves: dict[str, int | None], look: Look) -> dict[str, str]:
    """Colours of the three that rose most and the three that fell most; more than that nobody can follow."""
    order = sorted(moves, key=lambda unit: moves[unit] or 0)
    fell = [unit for unit in order[:3] if (moves[unit] or 0) < 0]
    rose = [unit for unit in order[-3:] if (moves[unit] or 0) > 0]
    return dict.fromkeys(fell, look.ink.worse) | dict.fromkeys(rose, look.ink.better)


def _line(
    fig: go.Figure, rows: pd.DataFrame, periods: Sequence[pd.Timestamp], *, look: Look, colour: str | None
) -> None:
    """One unit: its line with gaps, ranks in circles where there is room for them."""
    full = rows.set_index("as_of").reindex(periods).reset_index(names="as_of").to_dict("records")
    roomy = _is_roomy(periods, look)
    fig.add_scatter(
        x=periods, y=[row["position"] for row in full], connectgaps=False, name=rows["unit"].iloc[0], showlegend=False,
        mode="lines+markers+text" if roomy else "lines+markers", textposition="middle center", meta="unit",
        text=["" if pd.isna(row["rank"]) else str(int(row["rank"])) for row in full] if roomy else None,
        textfont={"size": 11, "color": _on(colour, look)}, cliponaxis=False, hovertemplate=TOLD,
        line={"width": 3 if colour else 1.5, "color": colour or look.ink.plan, "shape": "spline", "smoothing": 0.5},
        marker={"size": 20 if roomy else 7 if colour else 5, "color": colour or look.ink.grid},
        hovertext=look.told("" if pd.isna(row["rank"]) else unit_words(row) for row in full),
        customdata=[[rows["unit"].iloc[0]]] * len(full),
    )  # fmt: skip


def _reading(
    history: pd.DataFrame, moves: Mapping[str, int | None], changes: Mapping[pd.Timestamp, str] | None, *, look: Look
) -> str:
    """How to read the lines and the marks that are there."""
    said = "绿线升得最多，橙线降得最多"
    said += "；圆内是名次" if _is_roomy(sorted(history["as_of"].unique()), look) else ""
    said += "；空心圆为没有名次" if len(_unplaced(history, moves)) else ""
    return said + (f"；虚线起用“{'”“'.join(changes.values())}”规则，前后名次不宜直接比" if changes else "")


def _unplaced(history: pd.DataFrame, moves: Mapping[str, int | None]) -> pd.DataFrame:
    """Periods in which units that have a line have no place."""
    return history[history["rank"].isna() & history["unit"].isin(list(moves))]


def _hollow(fig: go.Figure, rows: pd.DataFrame, ranked: pd.DataFrame, *, look: Look) -> None:
    """Hollow marks below all places of their period, in no order but that of names."""
    placed = ranked.groupby("as_of").size()
    below = rows.sort_values("unit").groupby("as_of").cumcount() + rows["as_of"].map(placed).fillna(0) + 1
    shown = rows.assign(y=below).to_dict("records")
    fig.add_scatter(
        x=[row["as_of"] for row in shown], y=[row["y"] for row in shown], mode="markers", meta="unplaced",
        marker=look.marker(UNREPORTED, size=9), showlegend=False, hovertemplate=TOLD, cliponaxis=False,
        hovertext=look.told(f"{day(row['as_of'])}没有名次<br>{unit_words(row)}" for row in shown),
        customdata=[[row["unit"]] for row in shown],
    )  # fmt: skip


def _changed(
    fig: go.Figure, periods: Sequence[pd.Timestamp], changes: Mapping[pd.Timestamp, str], *, look: Look
) -> None:
    """An upright line between two periods that were judged by different rule packs."""
    for when in changes:
        before = [period for period in periods if period < when]
        if when in periods and before:
            at = before[-1] + (when - before[-1]) / 2
            fig.add_shape(type="line", x0=at, x1=at, y0=0, y1=1, yref="paper", layer="below", name="rules",
                          line={"width": 1.5, "dash": "dash", "color": look.ink.text})  # fmt: skip


def _is_roomy(periods: Sequence[pd.Timestamp], look: Look) -> bool:
    """Whether the marks stand far enough apart for a number in each."""
    return len(periods) <= (9 if look.narrow else 20)


def _on(colour: str | None, look: Look) -> str:
    """Colour of a number in a circle of `colour`, or in a grey one."""
    if colour is None:
        return look.ink.text
    return "#10141b" if look.dark else "#ffffff"


def _trend_title(own: pd.DataFrame, peers: pd.DataFrame, unit: str) -> str:
    """Where the unit stood against the middle when last rated."""
    last = own[own["index"].notna()].iloc[-1]
    gap = last["index"] - peers["median"][last["as_of"]]
    where = "与中位数持平" if abs(gap) < 0.05 else f"{'高于' if gap > 0 else '低于'}中位数 {number(abs(gap))} 分"
    now = "本期不评，上次指数" if pd.isna(own["index"].iloc[-1]) else "指数"
    return f"{unit}：{now} {number(last['index'])}，{where}"


def _peers(fig: go.Figure, peers: pd.DataFrame, look: Look) -> None:
    """Lowest to highest of the sequence as a band, its middle as a dotted line."""
    fig.add_scatter(
        x=[*peers.index, *peers.index[::-1]], y=[*peers["max"], *peers["min"][::-1]], fill="toself", fillcolor=SHADE,
        mode="lines", line={"width": 0, "color": SHADE}, hoverinfo="skip", meta="band",
    )  # fmt: skip
    fig.add_scatter(
        x=peers.index, y=peers["median"], mode="lines", line={"dash": "dot", "width": 2, "color": look.ink.plan},
        hoverinfo="skip", meta="middle",
    )  # fmt: skip


def _own(fig: go.Figure, own: pd.DataFrame, look: Look) -> None:
    """The unit itself, its last index written at the end."""
    rows = own.to_dict("records")
    last = [i for i, row in enumerate(rows) if pd.notna(row["index"])][-1]
    fig.add_scatter(
        x=own["as_of"], y=own["index"], mode="lines+markers+text", connectgaps=False, meta="unit", cliponaxis=False,
        name=rows[0]["unit"], line={"width": 3, "color": look.ink.actual}, marker={"size": 8 if len(rows) < 20 else 5},
        text=[f" <b>{number(row['index'])}</b>" if i == last else "" for i, row in enumerate(rows)], hovertemplate=TOLD,
        textposition="middle right", textfont={"color": look.ink.actual, "size": 14},
        hovertext=look.told(unit_words(row) for row in rows),
    )  # fmt: skip
