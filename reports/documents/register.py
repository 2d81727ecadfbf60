"""Every kind of document that can be made from a situation: a new kind is one module and one line of `DOCUMENTS`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType

from reports.documents.deck import deck_pptx
from reports.documents.scores_book import scores_xlsx
from reports.documents.situation import Situation
from reports.documents.wallchart import wallchart_pdf

__all__ = ["DOCUMENTS", "Document", "DocumentError", "Wish", "document", "file_name", "kinds"]


class DocumentError(Exception):
    """A document cannot be made; the message is one sentence for people: what, where, what to do."""


@dataclass(frozen=True)
class Wish:
    """What a person says about a document beyond the situation: its ending, the day and the number that stand on it,
    sentences in their own words (by key), the office's template (None: ours), a folder with the office's fonts, and
    whether it is to be a formal one, for which no font may be missing."""

    ending: str
    dated: date | None = None
    number: str = ""
    words: Mapping = field(default_factory=lambda: MappingProxyType({}))
    template: bytes | None = field(default=None, repr=False)
    fonts: Path | None = None
    formal: bool = False


@dataclass(frozen=True)
class Document:
    """One kind: its name in commands, its title for people, how its files may end (the first is the usual one), what
    makes them, and the endings for which the office may give a template of its own."""

    kind: str
    title: str
    endings: tuple[str, ...]
    build: Callable[[Situation, Wish], bytes]
    templates: tuple[str, ...] = ()


DOCUMENTS: tuple[Document, ...] = (
    Document("deck", "调度会幻灯片", ("pptx",), lambda made, wish: deck_pptx(made, wish.template), ("pptx",)),
    Document("scores", "评价得分", ("xlsx",), lambda made, _: scores_xlsx(made)),
    Document("wallchart", "挂图", ("pdf",), lambda made, _: wallchart_pdf(made)),
)
"""In the order in which a meeting needs them."""


def kinds() -> list[str]:
    """The names of all kinds, in order."""
    return [each.kind for each in DOCUMENTS]


def document(kind: str, ending: str | None = None) -> Document:
    """The kind of that name; DocumentError when there is none, or when its files do not end so."""
    found = next((each for each in DOCUMENTS if each.kind == kind), None)
    if found is None:
        raise DocumentError(f"没有“{kind}”这种文档；可以做的有：{'、'.join(kinds())}。")
    if ending is not None and ending not in found.endings:
        raise DocumentError(f"{found.title}不能做成 .{ending}；请用 .{'、.'.join(found.endings)}。")
    return found


def file_name(made: Situation, kind: Document, ending: str) -> str:
    """What a file is called: 2022年10月-调度会幻灯片.pptx, with 演示数据 where the numbers are invented."""
    return f"{'演示数据-' if made.demo else ''}{made.words}-{kind.title}.{ending}"
