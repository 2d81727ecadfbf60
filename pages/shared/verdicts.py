"""What people decide on the screen goes through here: flags, objections, freezing, rules, exemptions, 督查, 约谈.

Each decision becomes part of a new published version. Like the other doors to the ledgers (`data.py`, `drafts.py`,
`blanks.py`) this is a place where rights are checked.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

import pandas as pd
import streamlit as st

import analysis
import reports
from ledgers import audit, freezing, publishing
from ledgers import store as snapshots
from ledgers.decisions import Decision, exemption
from ledgers.errors import LedgerError
from ledgers.journalled import journalled
from pages.shared import data, session
from reports.subjects import kiosk


def kiosks() -> dict[str, kiosk.Screen]:
    """Return the links of screens in halls by the hash of their token, whatever version is shown."""
    return _kiosks(str(data.store_path()), audit.length(data.store().audit))


@st.cache_resource(show_spinner=False, max_entries=6)
def _kiosks(path: str, journal: int) -> dict[str, kiosk.Screen]:
    """Kept by the length of the journal, as frozen periods are: what was withdrawn stays so in an older version."""
    told = journalled(snapshots.Store(Path(path)), kiosk.KIOSK)
    screens = kiosk.kept_screens({"subject": each.subject, "answer": each.answer} for each in told)
    return {screen.key: screen for screen in screens}


def decide_flags(month: str, verdicts: Sequence[Mapping[str, str]], *, by: str) -> str:
    """Keep what a person decided about flags of a month (2022-11) in a new published version; `verdicts`: subject,
    answer, reason, was. Return a sentence when it could not be kept (a frozen month is decided), "" when it is."""
    told = [
        Decision(reports.FLAG, month, each["subject"], each["answer"], was=each["was"], reason=each["reason"])
        for each in verdicts
    ]
    return _decide(month, told, by=by)


def open_draft(period: str, *, by: str) -> str:
    """Open the draft of a period: from today on units may object. Return a sentence when it was opened before."""
    if analysis.draft_day(data.version_facts(data.current())["decisions"], period):
        return f"周期 {period} 的草稿已经公示过，异议期从第一次公示那天算起。"
    told = Decision(analysis.PERIOD_DRAFT, period, "", analysis.OPENED, since=data.today())
    return _decide(period, [told], by=by)


def lodge_objection(period: str, subject: str, *, unit: str, reason: str, by: str) -> str:
    """Keep a unit's objection about a flag or a task of a period, in time or late; return a sentence or ""."""
    told = Decision(analysis.OBJECTION, period, subject, unit, reason=reason, since=data.today())
    return _decide(period, [told], by=by)


def answer_objection(objection: Mapping, answer: str, *, reason: str, by: str) -> str:
    """Keep the office's answer to an objection (a row of `analysis.flagging.objections`); return a sentence or ""."""
    name = analysis.reply_name(objection["subject"], objection["unit"])
    told = Decision(analysis.REPLY, objection["period"], name, answer, was=objection["reason"], reason=reason,
                    since=data.today())  # fmt: skip
    return _decide(objection["period"], [told], by=by)


def freeze(made: tuple[analysis.Span, str, bytes], rules: analysis.RuleCalendar, *, checked: pd.DataFrame, reason: str,
           by: str) -> str:  # fmt: skip
    """Freeze a period: `made` is the span, the version and the content's bytes, `checked` its coverage. Return a
    sentence when something stands in the way, or is open and nobody says why it is frozen all the same."""
    span, snapshot, content = made
    if blocking := analysis.open_points(checked, analysis.BLOCKING):
        return f"还不能冻结：{blocking[0]}"
    open_ = analysis.open_points(checked)
    if open_ and not reason.strip():
        return f"还有 {len(open_)} 处待办，要冻结请写明理由。"
    told = freezing.Period(
        span.name, span.first, span.last, span.last, snapshot, rules.at(span.last).name, rules.digest,
        analysis.calendar_text(rules), analysis.content_hash(content), json.dumps(open_, ensure_ascii=False),
        reason.strip(),
    )  # fmt: skip
    return _kept(lambda: freezing.freeze(data.store(), told, by=by, at=data.now()))


def keep_scheme(kind: str, scheme: str, *, reason: str, by: str) -> str:
    """Keep how the figures of a sequence are put together in a new published version; return a sentence or ""."""
    return _decided([Decision(reports.SCHEME, kind, "指标指数", scheme, reason=reason)], by=by)


def decide_exemption(entry: Mapping, *, by: str) -> str:
    """Keep an exemption that somebody entered (`reports.exemption_entry`); return a sentence or ""."""
    return _decided([exemption(**entry)], by=by)


def _decide(period: str, told: Sequence[Decision], *, by: str) -> str:
    """Keep decisions about a period that is not frozen."""
    if period in data.frozen():
        words = analysis.named_span(period).words
        return f"{words}已经冻结，不能再作决定或提出异议；台账有更正的，会列在“周期”页的勘误里。"
    return _decided(told, by=by)


def _decided(told: Sequence[Decision], *, by: str) -> str:
    """Keep decisions in a new published version."""
    return _kept(lambda: publishing.decide(data.store(), told, by=by, at=data.now()))


def _kept(write: Callable[[], str]) -> str:
    if session.is_old():
        return "现在看的是旧版，只能看、不能改；请先点页面上方的“回到最新版本”，再登记。"
    try:
        write()
    except LedgerError as error:
        return str(error)
    return ""


def activate_rules(pack: analysis.RulePack, *, since: date, reason: str, by: str) -> str:
    """Bring a pack into force from a day in a new published version. Return a sentence when it could not be kept, ""
    when it is."""
    told = Decision(analysis.RULES, "", pack.title, analysis.pack_text(pack), since=since, reason=reason)
    return _decided([told], by=by)


def keep_decisions(told: Sequence[Mapping[str, str]], *, by: str) -> str:
    """Keep decisions that change no score (督查, 约谈, 点评, 文字) in a new published version; each has kind, scope,
    subject, answer, reason. Return a sentence when they could not be kept, "" when they are."""
    return _decided([Decision(**each) for each in told], by=by)
