"""What people decided, kept in the snapshot: one row a decision, nothing is ever overwritten, the newest one holds.

| kind | scope | subject | answer |
|---|---|---|---|
| column | layout fingerprint | heading key | canonical column, "" to leave the column out |
| cell | sha256 of the file | sheet!cell | the text to read there |
| unit | "" | a unit as somebody wrote it | the unit that is meant; itself: a unit of its own |
| finding | sha256 of the file | sheet!cell!code | 属实, with the reason |
| flag | month, 2022-11 | 红旗!项目·board!name, 红旗!镇!name | 确认 or 不同意, with the reason |
| supervision | matter, units and day of issue | 交办, 反馈, 核查 or 销号 | JSON of what was entered; reason: its text |
| interview | 项目!task, 单位!name or 项目长!name | the day | JSON: who, what was promised, by when, kept when |
| remark | chart and what it is about | data date!moment | JSON: what the chart told then; 撤回; reason: the words |
| scheme | sequence, 镇 | 指标指数 | what its indicators weigh and how they are read, as JSON |
| exemption | task_id | node (or "")!day of approval | JSON: approver, until, document_no; since: day of approval |
| kiosk | "" | hash of the token of a screen's link | JSON: what it shows, until when, whether it was withdrawn |
| rules | "" | title of the pack | its whole text (`analysis.rules.packtext`), since: first day in force, and why |
| template | kind of document, deck | its ending, pptx | sha256 of the file (`ledgers.papers`) |
| wording | bulletin!2022-10 | key of a sentence | JSON: text, fingerprint of its numbers; 撤回; was: what stood there |
| issue | bulletin!2022-10 | "" | JSON: number and day of the paper; of notices: the numbers given out |
| desk | "" | "" | JSON: the office that signs, its code number, who receives what, days to answer a notice |
| period_draft | month or quarter, 2022-Q4 | "" | 公示; `since` is the day on which the draft was opened |
| objection | month or quarter | as of flag, or 任务!task_id | the unit that objects, and why; `since` is the day |
| reply | month or quarter | the objection's subject!unit | 采纳 or 不采纳, with the reason |

Objections of several units about one subject are several rows; an answer settles what its unit had said until then.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

import duckdb

from ledgers.mends import Mends
from ledgers.sql import decided

__all__ = [
    "CELL",
    "COLUMN",
    "EXEMPTION",
    "FINDING",
    "UNIT",
    "Decision",
    "exemption",
    "known",
    "mends_of",
    "of_answers",
    "record",
    "signed",
]

COLUMN, CELL, UNIT, FINDING, EXEMPTION = "column", "cell", "unit", "finding", "exemption"


@dataclass(frozen=True)
class Decision:
    """One decision; `was` is what stood or was told there, `since` the day from which it holds (None: always)."""

    kind: str
    scope: str
    subject: str
    answer: str
    was: str = ""
    reason: str = ""
    since: date | None = None
    decided_by: str = ""
    decided_at: datetime | None = None


def signed(decisions: Iterable[Decision], *, by: str, at: datetime) -> list[Decision]:
    """The decisions with who took them and when, where that is not said yet."""
    return [
        each if each.decided_at else Decision(**{**asdict(each), "decided_by": by, "decided_at": at})
        for each in decisions
    ]


def exemption(
    task_id: str,
    *,
    milestone: str,
    reason: str,
    approver: str,
    approved_on: date,
    until: date,
    document_no: str,
) -> Decision:
    """An exemption of a task, or of one of its nodes, as a decision; another end of the same approval is a later word
    about it.

    >>> exemption("1", milestone="", reason="台风", approver="区领导01", approved_on=date(2022, 10, 5),
    ...           until=date(2022, 11, 5), document_no="6号").answer
    '{"approver": "区领导01", "document_no": "6号", "until": "2022-11-05"}'
    """
    said = {"approver": approver, "document_no": document_no or None, "until": until.isoformat()}
    answer = json.dumps(said, ensure_ascii=False)
    return Decision(EXEMPTION, task_id, f"{milestone}!{approved_on}", answer, reason=reason, since=approved_on)


def known(connection: duckdb.DuckDBPyConnection | None) -> list[Decision]:
    """The decisions of a snapshot that hold, oldest first; [] where there are none yet."""
    if connection is None or not connection.execute(decided.HAS_DECISIONS).fetchone()[0]:
        return []
    return [Decision(*row) for row in connection.execute(decided.HOLDING).fetchall()]


def record(connection: duckdb.DuckDBPyConnection, decisions: Sequence[Decision]) -> int:
    """Write the decisions that say something new; returns how many those are."""
    if not decisions:
        return 0
    before = connection.execute(decided.COUNT).fetchone()[0]
    for each in decisions:
        connection.execute(decided.RECORD, asdict(each))
    return connection.execute(decided.COUNT).fetchone()[0] - before


def of_answers(answers: Iterable[Mapping[str, str]], *, digests: Mapping[str, str]) -> list[Decision]:
    """What a publisher answered to the guards (`ledgers.asking.guards.ANSWERED`), as decisions; `digests` are the
    hashes of the files by name."""
    return [
        Decision(
            FINDING, digests.get(each["file"], each["file"]), f"{each['sheet']}!{each['cell']}!{each['code']}",
            each["answer"], was=each["message"], reason=each["reason"],
        )
        for each in answers
    ]  # fmt: skip


def mends_of(decisions: Iterable[Decision], *, sha256: str) -> Mends:
    """What the decisions say about reading the file with this hash; later ones win.

    >>> mends_of([Decision("cell", "ab", "表!D7", "80%"), Decision("cell", "cd", "表!D7", "1")], sha256="ab").cells
    {'表': {'D7': '80%'}}
    """
    columns: dict[str, dict[str, str]] = {}
    cells: dict[str, dict[str, str]] = {}
    for each in decisions:
        if each.kind == COLUMN:
            columns.setdefault(each.scope, {})[each.subject] = each.answer
        elif each.kind == CELL and each.scope == sha256:
            sheet, _, cell = each.subject.rpartition("!")
            cells.setdefault(sheet, {})[cell] = each.answer
    return Mends(columns, cells)
