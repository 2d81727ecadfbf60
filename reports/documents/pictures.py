"""Any chart as a picture: PNG for papers and chats, SVG for print. Drawn by the browser on this machine, which fetches
nothing from outside; where there is none, a sentence says so."""

from functools import lru_cache

import kaleido
import plotly.graph_objects as go
from choreographer.browsers.chromium import Chromium
from choreographer.errors import BrowserClosedError, BrowserFailedError, ChromeNotFoundError
from kaleido._kaleido_tab import KaleidoError

from reports.pieces.paper import DocumentError

__all__ = ["ENDINGS", "NO_BROWSER", "can_draw", "picture", "stamped"]

ENDINGS = ("png", "svg")
_WIDE, _NARROWEST = 1100, 520
_FACE = "Noto Sans CJK SC, Microsoft YaHei, PingFang SC, WenQuanYi Micro Hei, sans-serif"
NO_BROWSER = "这台服务器上没有可用的浏览器（Chromium 或 Chrome），导不出图片；请管理员安装，或直接截屏。"


@lru_cache(maxsize=1)
def can_draw() -> bool:
    """Whether this machine has a browser that draws."""
    return Chromium.find_browser(skip_local=False) is not None


def picture(figure: go.Figure, ending: str, *, mark: str, wide: int = _WIDE, scale: float = 2.0) -> bytes:
    """Draw a figure on white; mark: version and hash, set at its foot beside the day and the rules that stand there.
    DocumentError where there is no browser, or the browser cannot."""
    sheet = stamped(figure, mark=mark)
    high = int(sheet.layout.height or 500)
    told = {"format": ending, "width": max(wide, _NARROWEST), "height": high, "scale": scale if ending == "png" else 1}
    try:
        return kaleido.calc_fig_sync(sheet, opts=told, kopts={"mathjax": False, "timeout": 60})
    except ChromeNotFoundError as error:
        raise DocumentError(NO_BROWSER) from error
    except (BrowserFailedError, BrowserClosedError, KaleidoError, TimeoutError, RuntimeError) as error:
        raise DocumentError("浏览器没有画成这张图；请再试一次，仍不行请告诉管理员。") from error


def stamped(figure: go.Figure, *, mark: str) -> go.Figure:
    """A copy on white ground in fonts of this machine, its note with the mark behind it.

    >>> chart = go.Figure(layout={"height": 300, "annotations": [{"text": "数据日期 2022-10-31", "name": "note"}]})
    >>> stamped(chart, mark="版本 1").layout.annotations[0].text
    '数据日期 2022-10-31 · 版本 1'
    """
    sheet = go.Figure(figure.to_dict())
    sheet.update_layout(paper_bgcolor="#ffffff", plot_bgcolor="#ffffff", font_family=_FACE)
    notes = [note for note in sheet.layout.annotations if note.name == "note"]
    for note in notes:
        note.text = f"{note.text} · {mark}"
    if not notes:
        sheet.add_annotation(
            text=mark, x=0, y=0, xref="paper", yref="paper", xanchor="left", yanchor="bottom", showarrow=False,
            yshift=2 - (sheet.layout.margin.b or 0), font={"size": 11, "color": "#5d6673"}, name="note",
        )  # fmt: skip
    return sheet
