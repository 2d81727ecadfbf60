"""What the page 周期 works out: the content of a period, what is open before it is frozen, what changed since.

Kept by what it rests on; the pages `periods` and `flags` ask for it.
"""

import json
from datetime import date

import pandas as pd
import streamlit as st

import analysis
from pages.shared import data, standing
from pages.shared.views import View


def spans(view: View) -> tuple[analysis.Span, ...]:
    """Return the months and quarters of the mechanism's year, oldest first, at least up to the view's day."""
    phases = data.rules(view).phases
    return analysis.spans_between(min(phases[0].first, view.as_of), max(phases[-1].last, view.as_of))


def coverage(view: View, span: analysis.Span) -> pd.DataFrame:
    """Return what is there and what is open before the span can be frozen, today."""
    return _coverage(view, span, data.today(), tuple(data.frozen()))


def flags(view: View, span: analysis.Span) -> pd.DataFrame:
    """Return the flags of the span's months, compared with the months before."""
    first = min(data.rules(view).phases[0].first, span.first)
    table = standing.flags(view, list(analysis.month_ends(first, span.last)))
    return table[table["period"] >= pd.Timestamp(span.first)]


def content(view: View, span: analysis.Span) -> bytes:
    """Return the content of a period that is not frozen, as it would be frozen now."""
    return _content(view.store, view.snapshot, span, data.calendar(view))


def frozen_content(view: View, span: analysis.Span) -> bytes:
    """Return the content of a frozen period, made again from what it is pinned to."""
    kept = data.frozen()[span.name]
    return _content(view.store, kept.snapshot, span, analysis.calendar_from_text(kept.rules_text))


def errata(view: View, span: analysis.Span) -> pd.DataFrame:
    """Return what the version that is shown would say otherwise about a frozen period."""
    kept = data.frozen()[span.name]
    return _errata(view.store, kept.snapshot, view.snapshot, span, analysis.calendar_from_text(kept.rules_text))


def changed_values(view: View, span: analysis.Span) -> pd.DataFrame:
    """Return what the version that is shown says otherwise than the frozen one about the time up to the span's end."""
    kept = data.frozen()[span.name]
    return _changed_values(view.store, kept.snapshot, view.snapshot, span)


@st.cache_resource(show_spinner="正在核对这个周期…", max_entries=20, hash_funcs={View: repr})
def _coverage(view: View, span: analysis.Span, today: date, frozen: tuple[str, ...]) -> pd.DataFrame:
    return analysis.coverage(
        data.facts(view), span, rules=data.calendar(view), today=today, asked=data.asked_codes(),
        scores=data.scores(view.at(view.snapshot, as_of=span.last)), flags=flags(view, span),
    )  # fmt: skip


@st.cache_resource(show_spinner="正在汇总这个周期…", max_entries=12, hash_funcs={analysis.RuleCalendar: repr})
def _content(path: str, snapshot: str, span: analysis.Span, rules: analysis.RuleCalendar) -> bytes:
    known = data.version_facts(snapshot)
    return analysis.content_bytes(analysis.period_content(known, span, rules=rules))


@st.cache_resource(show_spinner="正在对照冻结的数字…", max_entries=12, hash_funcs={analysis.RuleCalendar: repr})
def _errata(path: str, then: str, now: str, span: analysis.Span, rules: analysis.RuleCalendar) -> pd.DataFrame:
    contents = [json.loads(_content(path, each, span, rules)) for each in (then, now)]
    before, after = data.version_facts(then), data.version_facts(now)
    return analysis.errata(*contents, before=before, after=after)


@st.cache_resource(show_spinner="正在逐格对照…", max_entries=12)
def _changed_values(path: str, then: str, now: str, span: analysis.Span) -> pd.DataFrame:
    return analysis.changed_values(data.version_facts(then), data.version_facts(now), until=span.last)
