"""Every kind of document that can be made from a situation: a new kind is one module and one line of `DOCUMENTS`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType

from reports.documents.deck import deck_pptx
from reports.documents.official import OFFICIAL, Official
from reports.documents.scores_book import scores_xlsx
from reports.documents.situation import DEMO, Situation
from reports.documents.templates import filled_docx
from reports.documents.wallchart import wallchart_pdf
from reports.pieces.paper import Desk, DocumentError

__all__ = [
    "ALWAYS", "DOCUMENTS", "Document", "Fit", "Wish", "document", "file_name",
    "fitting", "kinds",
]  # fmt: skip

_RECONCILED = (12, 20)
"""From this day of the year on a day is late enough for the year's reconciliation."""


@dataclass(frozen=True)
class Wish:
    """What a person says about a document beyond the situation: its ending, the day and the number that stand on it,
    sentences in their own words (by key), the office's template (None: ours), a folder with the office's fonts, the
    numbers that notices were given (by their names), whether it is to be a formal one, for which no font may be
    missing, and the office that signs."""

    ending: str
    dated: date | None = None
    number: str = ""
    words: Mapping = field(default_factory=lambda: MappingProxyType({}))
    template: bytes | None = field(default=None, repr=False)
    fonts: Path | None = None
    numbers: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    formal: bool = False
    desk: Desk = field(default_factory=Desk)


@dataclass(frozen=True)
class Fit:
    """For which periods a kind is made: whether a situation is one of them, and how people say it."""

    holds: Callable[[Situation], bool]
    words: str


def _is_quarter(made: Situation) -> bool:
    return "Q" in made.span.name


def _ends_the_year(made: Situation) -> bool:
    """A month or quarter that ends with the year, or a day shortly before."""
    return (made.span.last.month, made.span.last.day) >= _RECONCILED


ALWAYS = Fit(lambda _: True, "哪一期都可以做")
MONTHS = Fit(lambda made: not _is_quarter(made), "按月做，月内按日期可以先出送审稿")
QUARTERS = Fit(_is_quarter, "只按季度做，如 2022-Q4")
YEAR_END = Fit(_ends_the_year, f"只在年底做：12月、第四季度，或{_RECONCILED[0]}月{_RECONCILED[1]}日以后的一天")


@dataclass(frozen=True)
class Document:
    """One kind: its name in commands, its title for people, how its files may end (the first is the usual one), what
    writes them, the endings for which the office may give a template of its own, for which periods it is made, and how
    a file may end that holds only the one paper whose number was given."""

    kind: str
    title: str
    endings: tuple[str, ...]
    write: Callable[[Situation, Wish], bytes]
    templates: tuple[str, ...] = ()
    fit: Fit = ALWAYS
    single: tuple[str, ...] = ()

    def fits(self, made: Situation) -> bool:
        """Whether a document of this kind is made of such a period."""
        return self.fit.holds(made)

    def build(self, made: Situation, wish: Wish) -> bytes:
        """Return the file. Raises DocumentError, of nothing to say NothingToMake."""
        if not self.fits(made):
            raise DocumentError(f"没有做{self.title}：{self.title}{self.fit.words}，现在选的是{made.words}。")
        return self.write(made, wish)


def _official(paper: Official, fit: Fit = ALWAYS) -> Document:
    """A kind of official paper as a document, with the office's template filled in where there is one."""

    def write(made: Situation, wish: Wish) -> bytes:
        return paper.build(made, wish, filled_docx)

    return Document(
        paper.kind, paper.title, paper.endings, write, templates=paper.templates, fit=fit, single=paper.single
    )


_PAPERS = {each.kind: each for each in OFFICIAL}

DOCUMENTS: tuple[Document, ...] = (
    _official(_PAPERS["bulletin"], MONTHS),
    _official(_PAPERS["dispatch"], QUARTERS),
    _official(_PAPERS["yearend"], YEAR_END),
    Document("deck", "调度会幻灯片", ("pptx",), lambda made, wish: deck_pptx(made, wish.template), ("pptx",)),
    Document("scores", "评价得分", ("xlsx",), lambda made, _: scores_xlsx(made)),
    Document("wallchart", "挂图", ("pdf",), lambda made, _: wallchart_pdf(made)),
    _official(_PAPERS["notice"]),
    _official(_PAPERS["order"]),
)
"""In the order in which a meeting needs them."""


def fitting(made: Situation) -> list[Document]:
    """The kinds that are made of such a period, in order."""
    return [each for each in DOCUMENTS if each.fits(made)]


def kinds() -> list[str]:
    """The names of all kinds, in order."""
    return [each.kind for each in DOCUMENTS]


def document(kind: str, ending: str | None = None) -> Document:
    """The kind of that name; DocumentError when there is none, or when its files do not end so."""
    found = next((each for each in DOCUMENTS if each.kind == kind), None)
    if found is None:
        raise DocumentError(f"没有“{kind}”这种文档；可以做的有：{'、'.join(kinds())}。")
    if ending is not None and ending not in found.endings + found.single:
        raise DocumentError(f"{found.title}不能做成 .{ending}；请用 .{'、.'.join(found.endings + found.single)}。")
    return found


def file_name(made: Situation, kind: Document, ending: str) -> str:
    """What a file is called: 2022年10月-调度会幻灯片.pptx, with 演示数据 where the numbers are invented."""
    return f"{f'{DEMO}-' if made.demo else ''}{made.words}-{kind.title}.{ending}"
