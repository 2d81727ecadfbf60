"""The door to documents: what they are made from, keeping them and the office's templates, giving them out again.

Like the other doors to the ledgers (`data.py`, `verdicts.py`, `drafts.py`, `blanks.py`) this is a place where rights
are checked: whoever may see the numbers may have them as a document.
"""

from dataclasses import replace
from typing import NamedTuple

import streamlit as st

import analysis
import reports
from analysis.facts.known import Remembering
from ledgers import papers
from ledgers.errors import LedgerError
from ledgers.papers import Paper
from pages.shared import data, freezes, verdicts
from pages.shared.views import View
from reports.documents.notices import notice_names
from reports.documents.official import ruled_paper
from reports.documents.register import Document, Wish, file_name
from reports.documents.situation import Situation, day_span, situation
from reports.documents.templates import template_faults
from reports.pieces.paper import Desk, DocumentError, NothingToMake
from reports.pieces.paper import Paper as OfficialPaper
from reports.subjects.desks import desk_kept
from reports.subjects.notice_numbers import numbers_given, numbers_told
from reports.subjects.own_words import fresh_words, issue_kept

MIME = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf", "zip": "application/zip", "png": "image/png", "svg": "image/svg+xml", "csv": "text/csv",
}  # fmt: skip


def made(view: View, period: str | None) -> Situation:
    """Return what documents of a period are made from (None: of the view's day): of a frozen one as it was frozen."""
    span = analysis.named_span(period) if period else day_span(view.as_of)
    return _made(view.at(view.snapshot, as_of=span.last), span, tuple(data.frozen()))


@st.cache_resource(show_spinner="正在汇总这一期…", max_entries=6, hash_funcs={View: lambda view: repr(view.at(
    view.snapshot, as_of=view.as_of)).split(", dark=")[0]})  # fmt: skip
def _made(view: View, span: analysis.Span, _frozen: tuple[str, ...]) -> Situation:
    kept = data.frozen().get(span.name)
    ground, facts, packs = data.grounded(view.at(kept.snapshot if kept else view.snapshot, as_of=span.last))
    packs = analysis.calendar_from_text(kept.rules_text) if kept else packs
    ground = ground._replace(rules=packs.digest)
    known = {"weeks": data.replayed(ground, facts, packs), "scores": data.scored(ground, facts, packs)}
    facts = Remembering(facts)  # the content and the situation ask about the same days
    said = (
        None
        if kept
        else analysis.content_bytes(analysis.period_content(facts, span, rules=packs, weeks=known["weeks"]))
    )
    told = kept.content_hash if kept else analysis.content_hash(said)
    return situation(
        facts, span, rules=packs, snapshot=kept.snapshot if kept else view.snapshot, fingerprint=told,
        frozen=kept is not None, errata=freezes.errata(view, span) if kept else None, kept=known,
    )  # fmt: skip


class Refusal(NamedTuple):
    """Why there is no document, in one sentence; `nothing`: there was nothing for it to say, which is no fault."""

    sentence: str
    nothing: bool


def build(
    view: View, about: Situation, kind: Document, *, ending: str, by: str, formal: bool = False
) -> Paper | Refusal:
    """Make a document and keep it; return it, or why there is none."""
    told = data.version_facts(data.current())["decisions"]
    number, dated = issue_kept(told, kind.kind, about.span.name)
    try:
        wish = Wish(
            ending, dated=dated or data.today(), number=number, words=fresh_words(told, kind.kind, about.span.name),
            template=_template(view, kind, ending), fonts=data.fonts(), formal=formal,
            numbers=numbers_given(told, about.span.name, year=(dated or data.today()).year), desk=desk_kept(told),
        )  # fmt: skip
        content = kind.build(about, wish)
        paper = Paper(about.span.name, about.snapshot, about.fingerprint, kind.kind, file_name(about, kind, ending))
        return papers.keep_paper(data.store(), paper, content, by=by, at=data.now())
    except (LedgerError, DocumentError) as error:
        return Refusal(str(error), isinstance(error, NothingToMake))


def give_numbers(about: Situation, *, by: str) -> str:
    """Give every notice of a period the next free number of its kind and year, and keep it; return a sentence where
    that could not be kept, "" otherwise."""
    decisions = data.version_facts(data.current())["decisions"]
    told = numbers_told(decisions, about.span.name, year=data.today().year, names=notice_names(about))
    return verdicts.keep_decisions([told], by=by) if told else ""


def ruled(view: View, about: Situation, kind: str) -> OfficialPaper:
    """Return a paper as the rules say it, dated as it was kept."""
    dated = issue_kept(data.facts(view)["decisions"], kind, about.span.name)[1]
    return ruled_paper(about, kind, dated or data.today(), desk=desk(view))


def desk(view: View) -> Desk:
    """Return the office that signs."""
    return desk_kept(data.facts(view)["decisions"])


def kept() -> list[Paper]:
    """Return every document that was made, the newest first, with the times of the office's clock."""
    found = papers.papers_kept(data.store())
    return [replace(each, made_at=data.local(each.made_at)) if each.made_at else each for each in found]


def content(sha256: str, name: str) -> bytes:
    """Return the bytes of a document that was kept; none, with a sentence on the screen, where it is gone."""
    try:
        return papers.kept_bytes(data.store(), sha256, name=name)
    except LedgerError as error:
        st.error(reports.plain(str(error)))
        return b""


def template_name(view: View, kind: Document, ending: str) -> str:
    """Return the name of the office's template for a kind, "" for the built-in one."""
    found = papers.template_of(data.facts(view), kind.kind, ending)
    return found[0] if found else ""


def keep_template(kind: Document, ending: str, *, name: str, held: bytes | None, by: str) -> list[str]:
    """Check a template and use it from now on (held None: the built-in one again); return what is wrong with it."""
    faults = template_faults(held, ending) if held is not None else []
    if faults:
        return faults
    try:
        papers.keep_template(
            data.store(), kind.kind, ending, name=name.removesuffix(f".{ending}"), content=held, by=by, at=data.now()
        )
    except LedgerError as error:
        return [str(error)]
    return []


def _template(view: View, kind: Document, ending: str) -> bytes | None:
    found = papers.template_of(data.facts(view), kind.kind, ending) if ending in kind.templates else None
    return papers.kept_bytes(data.store(), found[1], name=found[0]) if found else None
