"""What the mechanism makes of the published ledgers: levels with memory, flags, points. Kept like everything loaded.

What people decide about flags makes a new version, but no other score: these are kept by what they rest on (the
ledgers, how they were read, the rules, the day), so that after a decision nothing is worked out twice.
"""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import pandas as pd
import streamlit as st

import analysis
import reports
from pages.shared import data
from pages.shared.views import View


class Ground(NamedTuple):
    """What a score rests on; two versions with the same one have the same scores."""

    store: str
    content: str
    rules: str
    day: date


def weeks(view: View) -> pd.DataFrame:
    """Return the level of every task at every evaluation up to the view's day, with memory."""
    return _weeks(*_grounded(view))


def alerts(view: View) -> pd.DataFrame:
    """Return where every task stands now, worst first: since when, why, what brings it down."""
    return _alerts(*_grounded(view))


def scores(view: View, *, rules: analysis.RulePack | None = None) -> analysis.Scores:
    """Return the scores of the view's day with levels as they stand; by other `rules` than the view's in a trial."""
    ground, facts, pack = _grounded(view)
    return _scores(ground._replace(rules=rules.digest) if rules else ground, facts, rules or pack)


def entries(view: View) -> pd.DataFrame:
    """Return every movement of points up to the view's day, each with why the task stood where it did."""
    return _entries(*_grounded(view))


def bonuses(view: View) -> pd.DataFrame:
    """Return what praise and criticism give."""
    return _bonuses(*_grounded(view))


def balances(view: View) -> pd.DataFrame:
    """Return the accounts of every unit and year, which add up."""
    return analysis.balances(entries(view), bonus=bonuses(view))


def months(view: View) -> list[date]:
    """Return the days that months are judged on, oldest first: their ends since the mechanism began, and the view's day
    for a month that has not ended."""
    first = min(data.rules(view).phases[0].first, view.as_of)
    return sorted({*analysis.month_ends(first, view.as_of), view.as_of})


def flags(view: View, days: list[date]) -> pd.DataFrame:
    """Return the flags of the months that end with `days`, as `analysis.flag_history` does, decisions of people laid
    over what the rules propose."""
    return _flags(view, tuple(days))


def strays(view: View, days: list[date]) -> list[str]:
    """Return in sentences which decisions of these months are about somebody whom the ledgers no longer know."""
    judged = _months_judged(view, days)
    return reports.stray_lines(_flag_decisions(view), {day: subjects for day, (subjects, _) in judged.items()})


def _months_judged(view: View, days: Sequence[date]) -> dict[date, tuple[pd.DataFrame, pd.DataFrame]]:
    return {day: _judged(*_grounded(view.at(view.snapshot, as_of=day))) for day in days}


def _flag_decisions(view: View) -> pd.DataFrame:
    return reports.flag_decisions(data.facts(view)["decisions"])


def _grounded(view: View) -> tuple[Ground, dict[str, pd.DataFrame], analysis.RulePack]:
    pack, known = data.rules(view), data.facts(view)
    return Ground(view.store, _content(view.store, view.snapshot, known), pack.digest, view.as_of), known, pack


@st.cache_resource(show_spinner=False, max_entries=30)
def _content(store: str, snapshot: str, _facts: dict) -> str:
    """Name what the scores of a version rest on: its imports, and what was decided about reading them."""
    parts = (_facts["imports"], reports.reading_decisions(_facts["decisions"]))
    return hashlib.sha256("\n".join(part.to_json(date_format="iso") for part in parts).encode()).hexdigest()


@st.cache_resource(show_spinner="正在回放各周等级…", max_entries=30)
def _weeks(ground: Ground, _facts: dict, _pack: analysis.RulePack) -> pd.DataFrame:
    return analysis.standings(_facts, as_of=ground.day, rules=_pack)


@st.cache_resource(show_spinner=False, max_entries=30)
def _alerts(ground: Ground, _facts: dict, _pack: analysis.RulePack) -> pd.DataFrame:
    return reports.alert_rows(_weeks(ground, _facts, _pack), rules=_pack)


@st.cache_resource(show_spinner="正在按规则评定等级…", max_entries=30)
def _scores(ground: Ground, _facts: dict, _pack: analysis.RulePack) -> analysis.Scores:
    return analysis.standing_scores(_facts, as_of=ground.day, rules=_pack)


@st.cache_resource(show_spinner="正在逐月评旗…", max_entries=60)
def _judged(ground: Ground, _facts: dict, _pack: analysis.RulePack) -> tuple[pd.DataFrame, pd.DataFrame]:
    subjects = analysis.flag_subjects(_scores(ground, _facts, _pack))
    return subjects, analysis.vetoes_known(_facts, as_of=ground.day, rules=_pack)


@st.cache_resource(show_spinner=False, max_entries=30, hash_funcs={View: repr})
def _flags(view: View, days: tuple[date, ...]) -> pd.DataFrame:
    judged = _months_judged(view, days)
    decisions = reports.decisions_about(_flag_decisions(view), {day: subjects for day, (subjects, _) in judged.items()})
    told = [(day, *each) for day, each in judged.items()]
    return analysis.flag_periods(told, rules=data.rules(view), decisions=decisions)


@st.cache_resource(show_spinner="正在逐月记分…", max_entries=30)
def _entries(ground: Ground, _facts: dict, _pack: analysis.RulePack) -> pd.DataFrame:
    found = analysis.point_entries(_facts, as_of=ground.day, rules=_pack)
    return reports.reasoned_entries(found, _weeks(ground, _facts, _pack))


@st.cache_resource(show_spinner=False, max_entries=30)
def _bonuses(ground: Ground, _facts: dict, _pack: analysis.RulePack) -> pd.DataFrame:
    return analysis.bonus_entries(_facts, as_of=ground.day, rules=_pack)
