"""Flags and ranks month by month: who was praised, who lagged, who moved.

Input is `analysis.flag_history`: one row a subject, flag and period. Red is praise.
"""

import pandas as pd
import plotly.graph_objects as go

from reports.drawing.canvas import TOLD, Key, Look
from reports.subjects.flagging import boards_apart
from reports.words.wording import number, shortened

__all__ = ["flag_strip"]

_RED, _YELLOW = "红旗", "黄旗"
_INK = {_RED: ("#c8102e", "#ff6b78"), _YELLOW: ("#d9a400", "#ffd633")}
_SYMBOL = {_RED: "triangle-right", _YELLOW: "triangle-left"}
_SIGN = {_RED: "▶", _YELLOW: "◀"}


def flag_strip(flags: pd.DataFrame, *, note: str = "", dark: bool = False, narrow: bool = False) -> go.Figure:
    """Who holds which flag, month by month? A row a subject, a column a month: rank, its change, the flag.

    A filled flag is confirmed, a hollow one proposed. The best of the last month stand on top; of projects only those
    that ever had a flag are drawn, the others are counted.
    """
    look = Look(dark=dark, narrow=narrow, note=note)
    flags = boards_apart(flags.assign(named=flags["subject"]) if len(flags) else flags)
    shown = _shown(flags)
    if shown.empty:
        return look.nothing("逐月红黄旗", why="还没有拟授或确认的旗")
    names, months = list(dict.fromkeys(shown["subject"])), sorted(shown["period"].unique())
    months = months[-4:] if narrow else months[-12:]
    shown = shown[shown["period"].isin(months)]
    pitch, chars = 30, 8 if narrow else 15
    left_out = flags["subject"].nunique() - len(names)
    rest = f"；另有 {left_out} 个没有旗" if left_out else ""
    fig = look.canvas(
        _title(shown, months[-1]), plot=pitch * len(names), left=round(chars * (look.size - 0.3)) + 18, right=14,
        subtitle=f"数字为名次（没有名次的为 —），▲▼ 为较上月{rest}", keys=_keys(shown, look),
    )  # fmt: skip
    fig.update_xaxes(
        tickvals=list(range(len(months))), range=[-0.6, len(months) - 0.4], showgrid=False,
        ticktext=[f"{pd.Timestamp(month).month}月" for month in months],
    )  # fmt: skip
    fig.update_yaxes(
        tickvals=list(range(len(names))), range=[len(names) - 0.5, -0.5],
        ticktext=[shortened(name, chars) for name in names], tickfont={"color": look.ink.text},
    )  # fmt: skip
    places = {name: i for i, name in enumerate(names)}, {month: i for i, month in enumerate(months)}
    _ranks(fig, shown, places, look=look)
    _flags(fig, shown, places, look=look)
    return fig


def _shown(flags: pd.DataFrame) -> pd.DataFrame:
    """Subjects with a flag (a unit: with a rank), best of the last month first; near misses carry no flag."""
    if flags.empty:
        return flags
    stands = flags["proposed"].eq(True) | flags["final"].notna()
    rows = flags.assign(flag=flags["flag"].where(stands, None))
    units = rows["kind"].ne("项目") & rows["rank"].notna()
    mine = rows[rows["subject"].isin(rows.loc[rows["flag"].notna() | units, "subject"])]
    last = mine[mine["period"].eq(mine["period"].max())].drop_duplicates("subject").set_index("subject")["rank"]
    order = mine["subject"].map(last)
    mine = mine.assign(_order=order, _given=mine["final"].notna())
    mine = mine.sort_values(["_order", "subject", "period", "flag"], na_position="last", kind="stable")
    return mine.drop_duplicates(["subject", "period", "flag"])


def _title(shown: pd.DataFrame, month: pd.Timestamp) -> str:
    """Flags of the last month, and how many of them a person has confirmed."""
    now = shown[shown["period"].eq(month) & shown["flag"].notna()]
    if now.empty:
        return f"{pd.Timestamp(month).month}月没有拟授的旗"
    counts = "、".join(f"{flag} {int(now['flag'].eq(flag).sum())} 面" for flag in (_RED, _YELLOW))
    return f"{pd.Timestamp(month).month}月{counts}，已确认 {int(now['final'].notna().sum())} 面"


def _keys(shown: pd.DataFrame, look: Look) -> list[Key]:
    present = [flag for flag in (_RED, _YELLOW) if shown["flag"].eq(flag).any()]
    return [(_SIGN[flag], _INK[flag][look.dark], f"{flag}（实心已确认，空心拟授）") for flag in present]


def _ranks(fig: go.Figure, shown: pd.DataFrame, places: tuple[dict, dict], *, look: Look) -> None:
    """Rank and its change in the middle of every cell."""
    rows = shown.drop_duplicates(["subject", "period"]).to_dict("records")
    fig.add_scatter(
        x=[places[1][row["period"]] for row in rows], y=[places[0][row["subject"]] for row in rows], mode="text",
        text=[_rank(row) for row in rows], textfont={"color": look.ink.text, "size": look.size - 1}, meta="ranks",
        hoverinfo="skip", showlegend=False,
    )  # fmt: skip


def _rank(row: dict) -> str:
    if pd.isna(row["rank"]):
        return "—"
    moved = row["change"]
    return number(row["rank"]) + (
        "" if pd.isna(moved) or not moved else f" {'▲' if moved > 0 else '▼'}{number(abs(moved))}"
    )


def _flags(fig: go.Figure, shown: pd.DataFrame, places: tuple[dict, dict], *, look: Look) -> None:
    """The red flag left of the rank, the yellow one right of it; filled once a person has confirmed it."""
    aside, size = (0.46, 10) if look.narrow else (0.28, 13)  # a rank and its change fill a narrow cell
    for flag in (_RED, _YELLOW):
        rows = shown[shown["flag"].eq(flag)].to_dict("records")
        side = -aside if flag == _RED else aside
        ink = _INK[flag][look.dark]
        given = [pd.notna(row["final"]) for row in rows]
        fig.add_scatter(
            x=[places[1][row["period"]] + side for row in rows], y=[places[0][row["subject"]] for row in rows],
            mode="markers", showlegend=False, name=flag, meta="flags", hovertemplate=TOLD,
            marker={"symbol": [_SYMBOL[flag] + ("" if yes else "-open") for yes in given], "size": size, "color": ink,
                    "line": {"width": 1.5, "color": ink}},
            hovertext=look.told(_words(row) for row in rows), customdata=[[row["named"]] for row in rows],
        )  # fmt: skip


def _words(row: dict) -> str:
    said = "<br>".join([row["state"], *row["reasons"]])
    return f"<b>{shortened(row['subject'], 40)}</b><br>{row['flag']} · {said}"
