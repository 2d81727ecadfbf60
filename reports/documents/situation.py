"""What every document of one meeting is made from: the frames of one day or frozen period, of one version, by one set
of rules. Made once, then handed to each document; nothing in it is changed."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import pandas as pd

import analysis
from analysis.facts.known import Remembering
from analysis.facts.sifting import Facts
from analysis.flagging.flags import flags_decided
from analysis.standing_scores import scores_on
from reports.subjects.alerts import alert_rows
from reports.subjects.flagging import flag_rows, given_flags
from reports.subjects.meeting import Slide, slides
from reports.words.wording import day
from reports.words.words import data_note

__all__ = ["DEMO", "Situation", "day_span", "situation"]

DEMO = "演示数据"
"""What a ledger says of itself when its numbers are invented; every document made from it says so too."""

_SHOWN = (
    "task_id", "no", "task", "project", "board", "category", "lead_units", "towns", "leaders", "deadline", "planned",
    "actual", "lag", "level", "state", "triggers", "why", "cut",
)  # fmt: skip


@dataclass(frozen=True)
class Situation:
    """The frames of one day or period. A value that is not known is NaN, NaT or None, as in `analysis.Scores`.

    span: the month or quarter, or a day (`day_span`); snapshot: id of the version; fingerprint: sha256 of the period's
    whole content (`analysis.period_content`), for a frozen period the hash under which it was frozen; frozen: whether
    it is; demo: whether the ledgers say that they are invented; rules: all packs, `pack` the one in force.
    scores, before: with memory, on the last day and at the end of the period before. weeks: every evaluation of every
    task (`analysis.standings`); alerts: the last one with since, near, why, way_down (`alert_rows`).
    flags: months of the mechanism up to the last day, as `analysis.flag_periods`; decisions of people laid over.
    objections, points, bonus, balances, exemptions, orders, items (督查), interviews (due), due (soon): as the
    functions of `analysis` of these names give them. errata: what a later version says otherwise about a frozen period
    (`analysis.errata`), empty otherwise. facts: the tables of the version, for the cells that numbers come from.
    """

    span: analysis.Span
    snapshot: str
    fingerprint: str
    rules: analysis.Rules = field(repr=False)
    facts: Facts = field(repr=False)
    scores: analysis.Scores = field(repr=False)
    before: analysis.Scores = field(repr=False)
    weeks: pd.DataFrame = field(repr=False)
    flags: pd.DataFrame = field(repr=False)
    alerts: pd.DataFrame = field(repr=False)
    objections: pd.DataFrame = field(repr=False)
    points: pd.DataFrame = field(repr=False)
    bonus: pd.DataFrame = field(repr=False)
    balances: pd.DataFrame = field(repr=False)
    exemptions: pd.DataFrame = field(repr=False)
    orders: pd.DataFrame = field(repr=False)
    items: pd.DataFrame = field(repr=False)
    interviews: pd.DataFrame = field(repr=False)
    due: pd.DataFrame = field(repr=False)
    errata: pd.DataFrame = field(repr=False)
    frozen: bool = False
    demo: bool = False

    @property
    def as_of(self) -> date:
        """The day of the data: the last day of the period."""
        return self.scores.as_of

    @property
    def pack(self) -> analysis.RulePack:
        """The rule pack in force on that day."""
        return self.scores.rules

    @property
    def words(self) -> str:
        """The period as people say it: 2022年10月; a day: 2022年11月18日."""
        return day(self.as_of) if self.span.name == self.as_of.isoformat() else self.span.words

    @cached_property
    def note(self) -> str:
        """What every document and chart shows at its foot: demo, day of the data, rule pack, share known."""
        return data_note(self.scores, demo=self.demo)

    @property
    def mark(self) -> str:
        """What ties a document to its data: version and content hash, short enough for a foot."""
        return f"版本 {self.snapshot} · 校验 {self.fingerprint[:12]}"

    @cached_property
    def flagged(self) -> pd.DataFrame:
        """The flags of the last month of the period, red before yellow: proposed by rule or given by a person."""
        return flag_rows(self.flags, self.as_of)

    @cached_property
    def agenda(self) -> tuple[Slide, ...]:
        """The slides of the meeting, the same ones as the screen shows."""
        return slides(self.scores, self.flagged)

    @cached_property
    def reports(self) -> dict[str, dict]:
        """The last report of every task up to the day, by task_id: report_date, percent, source (file!sheet!cell)."""
        table = self.facts["progress"]
        until = pd.Timestamp(self.as_of) + pd.Timedelta(days=1)
        told = table[table["report_date"].lt(until) & table["entered_on"].lt(until) & table["percent"].notna()]
        last = told.sort_values(["report_date", "seq"]).drop_duplicates("task_id", keep="last")
        cells = analysis.cells_of(last.to_dict("records"), self.facts, of=[("progress", "percent", "")])
        found = last.assign(source=cells["source"].to_numpy())
        return found.set_index("task_id")[["report_date", "percent", "source"]].to_dict("index")

    @cached_property
    def tasks(self) -> pd.DataFrame:
        """The tasks of the day with what a slide or a list shows of them: taking rows of all their columns is slow."""
        return self.scores.tasks[list(_SHOWN)]

    @cached_property
    def units(self) -> tuple[dict[str, pd.Series], dict[str, pd.Series]]:
        """The units by name, on the day and at the end of the period before."""
        return tuple({row["unit"]: row for _, row in each.units.iterrows()} for each in (self.scores, self.before))

    def ruled(self, write: Callable[["Situation", Hashable], object], about: Hashable) -> object:
        """Return what `write` says of the situation, written once: a paper is set as Word and as PDF."""
        key = (write, about)
        if key not in self._written:
            self._written[key] = write(self, about)
        return self._written[key]

    @cached_property
    def _written(self) -> dict:
        return {}

    @property
    def paper(self) -> str:
        """Under which number the matters of this meeting stand in 督查."""
        return f"{self.as_of.year}年{self.as_of.month}月调度会议定"


def day_span(when: date) -> analysis.Span:
    """The days of the month up to a day, for documents of a period that is not over.

    >>> day_span(date(2022, 11, 18))
    Span(name='2022-11-18', first=datetime.date(2022, 11, 1), last=datetime.date(2022, 11, 18))
    """
    return analysis.Span(when.isoformat(), when.replace(day=1), when)


def situation(
    facts: Facts,
    span: analysis.Span,
    *,
    rules: analysis.Rules,
    snapshot: str,
    fingerprint: str,
    frozen: bool = False,
    errata: pd.DataFrame | None = None,
    kept: Mapping | None = None,
) -> Situation:
    """Work out everything that documents of the span say. fingerprint: `analysis.content_hash` of the span's content.

    kept: frames that are at hand already (scores, before, weeks, flags: screens keep them), by name; they must be of
    the same facts, day and rules. The replay is the costly part.
    """
    last, pack = span.last, rules.at(span.last)
    facts = facts if isinstance(facts, Remembering) else Remembering(facts)
    known = _kept(facts, span, rules=rules, kept=kept or {})
    weeks = known["weeks"]
    points = analysis.point_entries(facts, as_of=last, rules=rules, weeks=weeks)
    bonus = analysis.bonus_entries(facts, as_of=last, rules=rules)
    said = analysis.objections(facts["decisions"], rules=rules)
    return Situation(
        span=span, snapshot=snapshot, fingerprint=fingerprint, rules=rules, facts=facts, frozen=frozen, **known,
        **_standing(facts, weeks, last, rules=rules),
        objections=said[said["period"].isin([span.name, *span.months])], points=points, bonus=bonus,
        balances=analysis.balances(points, bonus=bonus),
        exemptions=analysis.exemptions_known(facts, as_of=last, rules=pack),
        orders=analysis.orders(facts, as_of=last, rules=pack),
        items=analysis.supervision_states(facts, as_of=last, rules=rules),
        due=analysis.due_soon(facts, as_of=last, rules=rules),
        errata=pd.DataFrame() if errata is None else errata,
        demo=bool(facts["imports"]["file"].str.contains(DEMO).any()),
    )  # fmt: skip


def _standing(facts: Facts, weeks: pd.DataFrame, last: date, *, rules: analysis.Rules) -> dict[str, pd.DataFrame]:
    """The last evaluation of every task in words, and who must be interviewed."""
    pack = rules.at(last)
    top = len(pack.ladder.words) - 1
    shown = weeks["as_of"].eq(weeks["as_of"].max()) if len(weeks) else None
    now = analysis.worded(weeks, rules, rows=shown) if len(weeks) else weeks
    grave = analysis.worded(weeks, rules, rows=weeks["level"].ge(top)) if len(weeks) else weeks
    held = analysis.interviews_held(facts["decisions"], as_of=last)
    given = given_flags(facts["decisions"], until=last)
    return {
        "alerts": alert_rows(now, rules=pack),
        "interviews": analysis.interviews_due(grave, held, rules=pack, flags=given),
    }


def _kept(facts: Facts, span: analysis.Span, *, rules: analysis.Rules, kept: Mapping) -> dict:
    """weeks, scores, before and flags: those that are at hand, the others worked out, each day scored once."""
    weeks = kept.get("weeks")
    weeks = analysis.standings(facts, as_of=span.last, rules=rules, words=False) if weeks is None else weeks
    previous = analysis.previous_period_end(span.first if "Q" in span.name else span.last)
    scored = {span.last: kept.get("scores"), previous: kept.get("before")}

    def scores(when: date) -> analysis.Scores:
        if scored.get(when) is None:
            scored[when] = scores_on(facts, when, rules=rules, weeks=weeks)
        return scored[when]

    flags = kept.get("flags")
    if flags is None:  # of the months from the mechanism's first, since ranks are compared from month to month
        first = min(rules.at(span.last).phases[0].first, span.first)
        days = sorted({*analysis.month_ends(first, span.last), span.last})
        flags = flags_decided(facts, days, rules=rules, scores=scores)
    return {"weeks": weeks, "scores": scores(span.last), "before": scores(previous), "flags": flags}
