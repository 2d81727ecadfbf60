"""How a node of 倒排工期 looks in every chart: a star when it is done, a triangle when it is not, filled when it is
certain or when it hurts; each state differs in shape as well as in colour."""

from dataclasses import dataclass

from reports.drawing.canvas import Look
from reports.words.levels import EXEMPT

__all__ = ["NODE_SIGNS", "NodeSign"]


@dataclass(frozen=True)
class NodeSign:
    """One state: its sign in a key, plotly's symbol, the ink that colours it (an attribute of `Ink`), what it means."""

    sign: str
    symbol: str
    ink: str
    meaning: str

    def colour(self, look: Look) -> str:
        """Colour on this ground."""
        return EXEMPT.fill(dark=look.dark) if self.ink == "exempt" else getattr(look.ink, self.ink)

    def marker(self, look: Look, *, size: float) -> dict:
        """Plotly marker of a node in this state."""
        colour = self.colour(look)
        edge = colour if self.symbol.endswith(("open", "dot")) else look.ink.panel
        width = 1.8 if self.symbol.endswith(("open", "dot")) else 1
        return {
            "symbol": self.symbol, "size": size, "color": colour, "line": {"width": width, "color": edge}, "opacity": 1
        }  # fmt: skip


NODE_SIGNS = {
    "已核验": NodeSign("★", "star", "better", "节点完成并核验"),
    "仅填报": NodeSign("☆", "star-open", "better", "完成，仅有填报"),
    "已过期": NodeSign("▼", "triangle-down", "worse", "过期未完成"),
    "未到期": NodeSign("▽", "triangle-down-open", "muted", "未到期"),
    "不明": NodeSign("◉", "circle-open-dot", "muted", "到期，情况不明"),
    "豁免": NodeSign("◎", "circle-dot", "exempt", "豁免"),
}
"""Every state that `analysis.progress.nodestates` knows, in the order of a key."""
