"""点评: what people say about a chart, kept with the numbers that they saw, and marked when those have changed.

A remark is a decision of the kind `remark`: scope is the chart (its name and what it is about), subject the data date
and a name of its own, `reason` the words, `answer` what the chart told then, as JSON, or that it was taken back. What
was said before stays; the newest word holds.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from typing import NamedTuple

import pandas as pd

from reports.words.wording import day, shortened

__all__ = [
    "LONGEST", "REMARK", "WHOLE", "Remark", "changed_since", "mark_names", "new_subject", "of_chart", "record_table",
    "remark_card", "remark_faults", "remark_lines", "remark_told", "withdrawal",
]  # fmt: skip

REMARK, WHOLE = "remark", ""
"""The kind of decision; and what a remark is about when it is about no mark of the chart."""

LONGEST = 300
"""Characters that a remark may have: it stands below a chart, not in its place."""

_WITHDRAWN = "撤回"
_KEPT_MARKS, _SAID = 60, 2
_CLAUSES, _NUMBER = re.compile(r"，| · |；"), re.compile(r"[−+-]?\d+(?:\.\d+)?")
_AGAIN = "′"


class Remark(NamedTuple):
    """One remark as it stands: `mark` is what it is about, `saw` what the chart told, `before` its earlier words."""

    subject: str
    day: str
    text: str
    by: str
    at: pd.Timestamp
    mark: str
    saw: Mapping
    before: tuple[tuple[str, str], ...] = ()
    withdrawn: bool = False


def remark_told(chart: str, told, *, text: str, mark: str, subject: str, snapshot: str) -> dict:
    """Return a remark as a decision: with the numbers of the chart (`reports.drawing.told`) that it speaks about."""
    marks = dict(told.marks)
    saw = {"snapshot": snapshot, "title": told.title, "print": _print(told)}
    if mark in marks:
        saw |= {"mark": mark, "said": marks[mark]}
    elif len(marks) <= _KEPT_MARKS:
        saw |= {"marks": marks}
    return {
        "kind": REMARK, "scope": chart, "subject": subject, "answer": json.dumps(saw, ensure_ascii=False),
        "reason": text.strip(),
    }  # fmt: skip


def withdrawal(chart: str, remark: Remark, *, reason: str) -> dict:
    """Return the taking back of a remark as a decision; its words stay in the record."""
    return {
        "kind": REMARK, "scope": chart, "subject": remark.subject, "answer": _WITHDRAWN, "reason": reason.strip(),
        "was": remark.text,
    }  # fmt: skip


def new_subject(as_of: date, moment: pd.Timestamp) -> str:
    """Name a new remark: the data date, then the moment at which it was written.

    >>> new_subject(date(2022, 11, 30), pd.Timestamp("2022-12-01 09:30:05"))
    '2022-11-30!20221201T093005'
    """
    return f"{as_of.isoformat()}!{moment:%Y%m%dT%H%M%S}"


def remark_faults(text: str, by: str) -> list[str]:
    """Say what is missing before a remark can be kept."""
    faults = [] if text.strip() else ["还没有写点评的话。"]
    return faults + ([] if by.strip() else ["还没有写是谁的点评：点评要具名。"])


def of_chart(decisions: pd.DataFrame, chart: str) -> list[Remark]:
    """Return the remarks about a chart, of all days, oldest first, those taken back too."""
    mine = decisions[decisions["kind"].eq(REMARK) & decisions["scope"].eq(chart)].sort_values("seq")
    return [_remark(rows.to_dict("records")) for _, rows in mine.groupby("subject", sort=False)]


def mark_names(told) -> list[str]:
    """Return the marks that somebody can speak about; of marks that share a name nobody knows which is meant."""
    names = [name for name, _ in told.marks]
    shared = {name.rstrip(_AGAIN) for name in names if name.endswith(_AGAIN)}
    return [name for name in names if name and name.rstrip(_AGAIN) not in shared]


def changed_since(remark: Remark, told) -> str:
    """Say which number that a remark speaks about is another one now; "" where none is.

    >>> from collections import namedtuple
    >>> told = namedtuple("Told", "title marks")
    >>> before, now = (told("镇", (("三坑镇", f"指数 {n} · 第 3 名"),)) for n in (82.3, 79.1))
    >>> saw = json.loads(remark_told("standing", before, text="", mark="三坑镇", subject="", snapshot="")["answer"])
    >>> changed_since(Remark("", "", "", "", None, "三坑镇", saw), now)
    '数字已变：指数当时 82.3，现在 79.1。'
    """
    saw, marks = remark.saw, dict(told.marks)
    if remark.mark:
        now = marks.get(remark.mark)
        if now is None:
            return f"数字已变：当时是“{shortened(saw['said'], 40)}”，现在图上没有“{remark.mark}”了。"
        return _changed({remark.mark: saw["said"]}, {remark.mark: now}, named=False)
    if saw.get("print") == _print(told):
        return ""
    if saw.get("title") != told.title:
        return f"数字已变：当时是“{saw.get('title')}”，现在是“{told.title}”。"
    return _changed(saw.get("marks", {}), marks, named=True) or "数字已变：图上有的数字和当时不同。"


def remark_card(remarks: Sequence[Remark], stale: Mapping[str, str]) -> str:
    """Write remarks below their chart: the words, who and when; what has changed since; `stale` by subject."""
    return f'<ul class="sgt-remarks">{"".join(_item(each, stale.get(each.subject, "")) for each in remarks)}</ul>'


def record_table(remarks: Sequence[Remark]) -> pd.DataFrame:
    """Return remarks of other dates, and those taken back with everything that was said, newest first."""
    rows = [
        (each.day, _about(each) + text, who, f"{_who(each)}撤回" if each.withdrawn else "")
        for each in reversed(remarks)
        for text, who in (*(() if each.withdrawn else ((each.text, _who(each)),)), *reversed(each.before))
    ]
    return pd.DataFrame(rows, columns=["数据日期", "点评", "谁，何时", "状态"])


def remark_lines(remarks: Sequence[Remark], stale: Mapping[str, str]) -> list[str]:
    """Write remarks as sentences for a document."""
    return [
        f"点评（{each.by}，{day(each.at)}）：{_about(each)}{each.text}"
        + (f"（{stale[each.subject]}）" if stale.get(each.subject) else "")
        for each in remarks
    ]


def _remark(rows: list[dict]) -> Remark:
    """Put together what was said about one matter, the newest word last."""
    said = [row for row in rows if row["answer"] != _WITHDRAWN]
    last, newest = said[-1], rows[-1]
    saw = _saw(last["answer"])
    earlier = [*said[:-1], *([last] if newest is not last else [])]
    before = tuple((row["reason"], f"{row['decided_by']}，{day(row['decided_at'])}") for row in earlier)
    return Remark(
        last["subject"], last["subject"].split("!")[0], last["reason"], newest["decided_by"], newest["decided_at"],
        str(saw.get("mark") or WHOLE), saw, before, newest["answer"] == _WITHDRAWN,
    )  # fmt: skip


def _saw(answer: str) -> dict:
    try:
        found = json.loads(answer)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _item(remark: Remark, changed: str) -> str:
    about = f"<b>{escape(_about(remark))}</b>" if remark.mark else ""
    edited = f"，改过 {len(remark.before)} 次" if remark.before else ""
    stale = f'<em><i aria-hidden="true">△</i> {escape(changed)}</em>' if changed else ""
    who = escape(_who(remark)) + edited
    return f"<li><p>{about}{escape(remark.text)}</p><small>{who}</small>{stale}</li>"


def _who(remark: Remark) -> str:
    return f"{remark.by}，{day(remark.at)}"


def _about(remark: Remark) -> str:
    return f"{remark.mark.rstrip(_AGAIN)}：" if remark.mark else ""


def _changed(before: Mapping[str, str], now: Mapping[str, str], *, named: bool) -> str:
    """Say what differs: of one mark its clauses, of a whole chart the first clause of each mark."""
    found = [(name, _clauses(said, now[name])) for name, said in before.items() if now.get(name, said) != said]
    pairs = [f"{name}{words[0]}" for name, words in found] if named else [each for _, words in found for each in words]
    more = f"，另有 {len(pairs) - _SAID} 处" if len(pairs) > _SAID else ""
    return f"数字已变：{'；'.join(pairs[:_SAID])}{more}。" if pairs else ""


def _clauses(before: str, now: str) -> list[str]:
    """Return what differs, clause by clause where the words are the same, else as a whole."""
    if before == now:
        return []
    old, new = _CLAUSES.split(before), _CLAUSES.split(now)
    if len(old) != len(new):
        return [f"当时“{shortened(before, 40)}”，现在“{shortened(now, 40)}”"]
    return [_clause(one, other) for one, other in zip(old, new, strict=True) if one != other]


def _clause(before: str, now: str) -> str:
    """Write one changed clause; the word before a single number is said once.

    >>> _clause("第 3 名（1–8）", "第 5 名（1–8）"), _clause("指数 82.3", "指数 79.1"), _clause("● 正常", "▲ 预警")
    ('当时“第 3 名（1–8）”，现在“第 5 名（1–8）”', '指数当时 82.3，现在 79.1', '当时“● 正常”，现在“▲ 预警”')
    """
    one, other = _NUMBER.findall(before), _NUMBER.findall(now)
    word, rest = _NUMBER.split(before, maxsplit=1) if one else (before, "")
    if len(one) == len(other) == 1 and now == f"{word}{other[0]}{rest}":
        return f"{word.strip()}当时 {one[0]}{rest}，现在 {other[0]}{rest}"
    return f"当时“{before}”，现在“{now}”"


def _print(told) -> str:
    """Return a short print of everything that a chart tells."""
    return hashlib.sha256(repr((told.title, sorted(told.marks))).encode()).hexdigest()[:16]
