"""Everything the pages show is loaded here; what they change goes through `drafts.py` and `verdicts.py`, blank
ledgers through `blanks.py`, where the towns lie through `whereabouts.py`. No other module of the pages opens the
store. Rights are checked in the first four.

Loaders are cached by store, version, rule pack and day, so a page can ask again and again; scores by what they rest on,
since a version that only holds another decision about a flag has the same ones. What they return is shared between
visitors: nobody changes it.
"""

import hashlib
import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import streamlit as st

import analysis
import reports
from ledgers import audit, compare, freezing, publishing
from ledgers import store as snapshots
from ledgers.asking import guards
from ledgers.errors import LedgerError
from ledgers.freezing import Period
from pages.shared import rights
from pages.shared.keeping import shared
from pages.shared.views import View

_DEFAULT_STORE = "data"
_DEMO = "演示数据"


class Ground(NamedTuple):
    """What a score rests on; two versions with the same one have the same scores."""

    store: str
    content: str
    rules: str
    day: date | None


def store_path() -> Path:
    """Return where the store is: LEDGER_STORE, else `data` beside the place where the server was started."""
    return Path(os.environ.get("LEDGER_STORE") or _DEFAULT_STORE)


def store() -> snapshots.Store:
    """Return the store."""
    return snapshots.Store(store_path())


def fonts() -> Path | None:
    """Return the folder with the office's own fonts: LEDGER_FONTS, where that is a folder."""
    folder = Path(os.environ.get("LEDGER_FONTS") or "")
    return folder if os.environ.get("LEDGER_FONTS") and folder.is_dir() else None


def now() -> datetime:
    """Return the time of the host in UTC, without a zone as the store writes it: the one clock of the screens."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def local(moment: datetime) -> datetime:
    """Return a time of the store as the clock on the wall of the office showed it, wherever the host stands."""
    return moment + timedelta(hours=analysis.rule_pack().cadence.utc_hours)


def on_the_wall(table: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return a table of the store with a column of times as the clock on the wall of the office showed them."""
    return table.assign(
        **{column: pd.to_datetime(table[column]) + timedelta(hours=analysis.rule_pack().cadence.utc_hours)}
    )


def current() -> str | None:
    """Return the id of the published version, None in an empty store."""
    return store().current()


def facts(view: View) -> dict[str, pd.DataFrame]:
    """Return every table of the version that the view names."""
    return _facts(view.store, view.snapshot)


def version_facts(snapshot: str | None) -> dict[str, pd.DataFrame]:
    """Return every table of a version, a draft too; empty tables of an empty store."""
    return _facts(str(store_path()), snapshot)


def grounded(view: View, *, by: analysis.Rules | None = None) -> tuple[Ground, dict[str, pd.DataFrame], analysis.Rules]:
    """Return what the scores of the view rest on, and what they are reckoned from: the arguments of `scored`. `by`
    other rules than those in force, in a trial."""
    packs, known = by or calendar(view), facts(view)
    return Ground(view.store, _content(view.store, view.snapshot, known), packs.digest, view.as_of), known, packs


def scores(view: View, *, by: analysis.Rules | None = None) -> analysis.Scores:
    """Return the scores of the view's day, every task at the level at which it stands (with memory); `by` other rules
    than those in force, in a trial."""
    return scored(*grounded(view, by=by))


def scores_before(view: View) -> analysis.Scores:
    """Return the scores of the end of the period before the view's day, from the same version."""
    return scores(view.at(view.snapshot, as_of=analysis.previous_period_end(view.as_of)))


def weeks(view: View) -> pd.DataFrame:
    """Return the level of every task at every evaluation up to the view's day, with memory, without words."""
    return replayed(*grounded(view))


def history(view: View, *, of: str) -> pd.DataFrame:
    """Return the scores of `of` (tasks or units) week by week up to the view's day."""
    return _history(*grounded(view), of)


def calendar(view: View) -> analysis.RuleCalendar:
    """Return the rule packs in force and from which days."""
    return _calendar(view.store, view.snapshot, view.rules)


def rules(view: View) -> analysis.RulePack:
    """Return the rule pack in force on the view's day."""
    return calendar(view).at(view.as_of or today())


def rules_named(pack: str) -> analysis.RulePack:
    """Return a rule pack by its name."""
    return _named(pack)


def reckoned(view: View, reckon: Callable, *, over_days: bool = False) -> pd.DataFrame:
    """Return what a function of `analysis` (facts, as_of, rules) says of the view's day; kept by what it rests on.
    `over_days`: it goes by the rules of each day itself, else it is given those of the view's day."""
    return _reckoned(reckon.__name__, *grounded(view), reckon, over_days)


def cannot_open(snapshot: str | None) -> str | None:
    """Say why a version cannot be read, None when it can."""
    try:
        version_facts(snapshot) if snapshot else None
    except LedgerError as error:
        return str(error)
    return None


def report_days(snapshot: str | None) -> tuple[date, ...]:
    """Return the days that a ledger speaks of, newest first: reports, report dates, else the day of loading."""
    return _report_days(str(store_path()), snapshot) if snapshot else ()


def today() -> date:
    """Return the day of the office, as its people write it down."""
    return local(now()).date()


def frozen() -> dict[str, Period]:
    """Return the frozen months and quarters by name, 2022-10, whatever version is shown."""
    return _frozen(str(store_path()), audit.length(store().audit))


def asked_codes() -> tuple[str, ...]:
    """Return the codes of findings that somebody must answer."""
    return guards.ASKED


def is_demo(view: View) -> bool:
    """Whether any ledger of the version says that it is demo data: every screen made from it says so too."""
    return _is_demo(view.store, view.snapshot)


def day_in_words(view: View) -> str:
    """Return the day that the view shows, and whether its data are invented."""
    demo = f" · {_DEMO}" if is_demo(view) else ""
    return f"数据日期 {view.as_of.year}年{view.as_of.month}月{view.as_of.day}日{demo}"


def version_in_words(snapshot: str | None) -> str:
    """Return which version is shown and who published it, in words."""
    return _version_in_words(str(store_path()), snapshot)


@shared(most=6)
def _is_demo(path: str, snapshot: str | None) -> bool:
    return bool(_facts(path, snapshot)["imports"]["file"].str.contains(_DEMO).any())


@shared(most=6)
def _version_in_words(path: str, snapshot: str) -> str:
    imports = _facts(path, snapshot)["imports"]
    demo = f"{_DEMO} · " if _is_demo(path, snapshot) else ""
    who = "、".join(sorted(set(imports["loaded_by"].dropna()))[:2])
    made = local(datetime.strptime(snapshot[:15], "%Y%m%dT%H%M%S"))
    return f"{demo}{made.month}月{made.day}日版本 · 台账 {len(imports)} 份 · {who}"


def evidence_refused() -> str | None:
    """Say why facts about officials are not for this visitor, None when they are."""
    return rights.refused(st.get_option("server.address"), st.context.ip_address, st.context.headers)


def evidence(view: View) -> pd.DataFrame | str:
    """Return the facts about officials; a sentence instead of them for anybody who is not at this host itself."""
    return evidence_refused() or reckoned(view, analysis.official_facts)


def differences(before: str, after: str) -> tuple[str, ...]:
    """Return in sentences what a version says that another one did not."""
    return _differences(str(store_path()), before, after)


def versions() -> pd.DataFrame:
    """Return every version of the store, oldest first, its times by the clock of the host."""
    return on_the_wall(publishing.history(store()), "made_at")


def warm() -> None:
    """Load what every visit needs: the newest day of the published version."""
    snapshot = current()
    for day in report_days(snapshot)[:1] if snapshot else ():
        view = View(str(store_path()), snapshot, "default", day)
        scores(view), scores_before(view), history(view, of="units"), history(view, of="tasks")


@st.cache_resource(show_spinner=False, max_entries=6)
def _frozen(path: str, journal: int) -> dict[str, Period]:
    """Kept by the length of the journal, which knows what was frozen also after going back to an older version."""
    return {each.period: each for each in freezing.frozen_periods(snapshots.Store(Path(path)))}


@shared(most=6, says="正在打开台账…")
def _facts(path: str, snapshot: str | None) -> dict[str, pd.DataFrame]:
    return snapshots.facts(snapshots.open_snapshot(snapshots.Store(Path(path)), snapshot))


@st.cache_resource(show_spinner="正在对比两版…", max_entries=20)
def _differences(path: str, before: str, after: str) -> tuple[str, ...]:
    return compare.differences(_facts(path, before), _facts(path, after)).sentences


@shared(most=30)
def _content(path: str, snapshot: str | None, _known: dict) -> str:
    """Name what the scores of a version rest on: its imports, and what was decided about reading them."""
    parts = (_known["imports"], reports.reading_decisions(_known["decisions"]))
    return hashlib.sha256("\n".join(part.to_json(date_format="iso") for part in parts).encode()).hexdigest()


@shared(most=60, says="正在回放各周等级…")
def replayed(ground: Ground, _known: dict, _pack: analysis.Rules) -> pd.DataFrame:
    """Return the levels with memory that rest on this ground."""
    return analysis.standings(_known, as_of=ground.day, rules=_pack, words=False)


@shared(most=60, says="正在计算进度指数…")
def scored(ground: Ground, _known: dict, _pack: analysis.Rules) -> analysis.Scores:
    """Return the scores that rest on this ground."""
    weeks = replayed(ground, _known, _pack)
    return analysis.standing_scores(_known, as_of=ground.day, rules=_pack, weeks=weeks)


@shared(most=30, says="正在回放各周情况…")
def _history(ground: Ground, _known: dict, _pack: analysis.Rules, of: str) -> pd.DataFrame:
    days = analysis.review_days(_known, as_of=ground.day)
    return analysis.history(_known, days=days, rules=_pack, of=of)


@shared(most=300)
def _reckoned(
    name: str, ground: Ground, _known: dict, _packs: analysis.Rules, _reckon: Callable, over_days: bool
) -> pd.DataFrame:
    return _reckon(_known, as_of=ground.day, rules=_packs if over_days else _packs.at(ground.day))


@shared(most=60)
def _named(pack: str) -> analysis.RulePack:
    return analysis.rule_pack(pack)


@shared(most=12)
def _calendar(path: str, snapshot: str | None, base: str) -> analysis.RuleCalendar:
    return analysis.rule_calendar(_facts(path, snapshot)["decisions"], base=analysis.rule_pack(base))


@shared(most=6)
def _report_days(path: str, snapshot: str) -> tuple[date, ...]:
    known = _facts(path, snapshot)
    reported, imports = known["progress"]["report_date"], known["imports"]
    days = pd.concat([reported, imports["report_date"]]).dropna()
    if days.empty:  # a plan without any report still has a day on which the office knew it
        days = imports["loaded_at"].dt.normalize()
    return tuple(day.date() for day in sorted(days.unique(), reverse=True))
