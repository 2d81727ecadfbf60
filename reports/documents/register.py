"""Every kind of document that can be made from a situation: a new kind is one module and one line of `DOCUMENTS`."""

from collections.abc import Callable
from dataclasses import dataclass

from reports.documents.deck import deck_pptx
from reports.documents.scores_book import scores_xlsx
from reports.documents.situation import Situation
from reports.documents.wallchart import wallchart_pdf

__all__ = ["DOCUMENTS", "Document", "DocumentError", "document", "file_name", "kinds"]


class DocumentError(Exception):
    """A document cannot be made; the message is one sentence for people: what, where, what to do."""


@dataclass(frozen=True)
class Document:
    """One kind: its name in commands, its title for people, how its files may end, and what makes them.

    build: (situation, ending, template) -> bytes; `template` are the bytes of the office's own template of that ending,
    None for ours. templates: the endings for which the office may give one.
    """

    kind: str
    title: str
    endings: tuple[str, ...]
    build: Callable[[Situation, str, bytes | None], bytes]
    templates: tuple[str, ...] = ()


DOCUMENTS: tuple[Document, ...] = (
    Document("deck", "调度会幻灯片", ("pptx",), lambda made, _, template: deck_pptx(made, template), ("pptx",)),
    Document("scores", "评价得分", ("xlsx",), lambda made, _, __: scores_xlsx(made)),
    Document("wallchart", "挂图", ("pdf",), lambda made, _, __: wallchart_pdf(made)),
)
"""In the order in which a meeting needs them."""


def kinds() -> list[str]:
    """The names of all kinds, in order."""
    return [each.kind for each in DOCUMENTS]


def document(kind: str) -> Document:
    """The kind of that name; DocumentError when there is none."""
    found = next((each for each in DOCUMENTS if each.kind == kind), None)
    if found is None:
        raise DocumentError(f"没有“{kind}”这种文档；可以做的有：{'、'.join(kinds())}。")
    return found


def file_name(made: Situation, kind: Document, ending: str) -> str:
    """What a file is called: 2022年10月-调度会幻灯片.pptx, with 演示数据 where the numbers are invented."""
    return f"{'演示数据-' if made.demo else ''}{made.words}-{kind.title}.{ending}"
