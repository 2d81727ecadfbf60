"""What the pages change in the store goes through here: uploads become drafts, people answer, drafts are published.

The other doors to the ledgers: `data.py` and `blanks.py` only read, `verdicts.py` keeps what people decide. Rights are
checked in these four.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import streamlit as st

from ledgers import audit, loading, publishing
from ledgers import store as snapshots
from ledgers.asking import cells, columns, guards, units
from ledgers.cell_changes import cell_changes
from ledgers.clerk import annotate
from ledgers.decisions import Decision
from ledgers.drafting import decided_before
from ledgers.errors import LedgerError, PasswordNeeded
from ledgers.intake import Refused
from ledgers.progress import Told
from pages.shared import data
from pages.shared.keeping import shared
from pages.shared.views import Asked, Draft


def read_into_draft(
    files: list, *, by: str, report_date: date | None, password: str = "", told: Told | None = None
) -> Draft:
    """Read uploaded workbooks into a draft version; what cannot be read is refused with a sentence, nothing is lost.

    `told` hears how far it is, and stops it by raising.
    """
    uploads = [(file.name, file.getvalue()) for file in files]
    return _load(uploads, Draft(None, len(files), by=by, report_date=report_date, password=password), told)


def read_again(draft: Draft, decided: Sequence[Decision], *, told: Told | None = None) -> Draft:
    """Read a draft's files once more with what was answered, in place of the draft."""
    again = _load(
        [(name, path) for name, digest in draft.files_read for path in _originals(digest)[:1]],
        replace(draft, decided=(*draft.decided, *decided)),
        told,
    )
    if draft.snapshot and draft.is_new and again.snapshot != draft.snapshot:
        drop(draft.snapshot, by=draft.by)
    return again


def _load(uploads: list, draft: Draft, told: Told | None) -> Draft:
    moment = data.now()
    try:
        loaded = loading.load(
            uploads, store=data.store(), by=draft.by, today=data.local(moment).date(), at=moment, draft=True,
            report_date=draft.report_date, password=draft.password or None, decided=draft.decided, told=told,
        )  # fmt: skip
    except LedgerError as error:
        unread = error.refused
        return replace(
            draft, snapshot=None, files=len(unread) or draft.files, locked=isinstance(error, PasswordNeeded),
            refused=tuple(each.reason for each in unread) or (str(error),), unread=unread, files_read=_named(unread),
        )  # fmt: skip
    originals = (each for each in loaded.taken if any(map(annotate.takes_comments, _originals(each[1]))))
    return replace(
        draft, files=len(loaded.taken) + len(loaded.refused), files_read=(*loaded.taken, *_named(loaded.refused)),
        snapshot=loaded.snapshot, rows_loaded=loaded.rows_loaded, rows_held=loaded.rows_held,
        findings=loaded.findings_table, refused=tuple(each.reason for each in loaded.refused), unread=loaded.refused,
        is_new=loaded.snapshot != loaded.base, originals=tuple(originals),
        locked=any(each.locked for each in loaded.refused),
    )  # fmt: skip


def _named(refused: Sequence[Refused]) -> tuple[tuple[str, str], ...]:
    """The refused files that naming their columns may make ledgers of: name and hash."""
    return tuple((each.name, each.sha256) for each in refused if each.sha256)


def asked(draft: Draft) -> Asked:
    """Return what a person is asked about a draft before it is looked at further: columns, units, cells, held rows."""
    return _asked(str(data.store_path()), draft.snapshot, repr((draft.files_read, draft.decided)), draft)


@st.cache_resource(show_spinner=False, max_entries=10)
def _asked(path: str, snapshot: str | None, said: str, _draft: Draft) -> Asked:
    """Kept by version, files and answers: every click on the page asks for it again."""
    draft, facts = _draft, _facts(snapshot)
    files = [digest for _, digest in draft.files_read]
    decided = [*decided_before(data.store(), snapshot), *draft.decided]
    held = cells.held_sheets(facts, files=files)
    return Asked(
        columns=columns.columns_asked(facts, files=files, refused=draft.unread, decided=decided),
        units=units.units_asked(facts, files=files, decided=decided),
        cells=cells.cells_asked(facts, files=files),
        held=tuple((row, held_rows(snapshot, row)) for row in held.to_dict("records")),
        all_units=tuple(facts["units"].drop_duplicates("unit")["unit"]),
    )


def field_choices(kind: str | None) -> dict[str, str]:
    """Return the columns that a table of this kind can hold: name and what people call it."""
    return columns.field_choices(kind)


def answered(
    draft_asked: Asked,
    *,
    told_columns: Sequence[str | None],
    told_units: Sequence[tuple[str | None, date | None]],
    told_cells: Sequence[str | None],
    rows: Sequence[pd.DataFrame],
) -> list[Decision]:
    """Return the decisions that the answers come to; what was not answered is no decision."""
    found = columns.column_decisions(draft_asked.columns, told_columns)
    found += units.unit_decisions(
        draft_asked.units, [unit for unit, _ in told_units], since=[day for _, day in told_units]
    )
    found += cells.cell_decisions(draft_asked.cells, told_cells)
    for (where, before), after in zip(draft_asked.held, rows, strict=True):
        found += cells.row_decisions(before, after, sha256=where["sha256"], sheet=where["sheet"])
    return found


def held_rows(snapshot: str, where: Mapping[str, str]) -> pd.DataFrame:
    """Return the held rows of one sheet as they stand there."""
    return cells.held_rows(_facts(snapshot), import_id=where["import_id"], sheet=where["sheet"])


def held_before() -> pd.DataFrame:
    """Return where rows of published ledgers are still held: file, sha256, import_id, sheet, rows, report_date."""
    return _held(str(data.store_path()), data.current())


@shared(most=6)
def _held(path: str, snapshot: str | None) -> pd.DataFrame:
    facts = _facts(snapshot)
    imports = facts["imports"]
    given = imports["report_date"].where(imports["report_date_from"].eq("参数"))
    return cells.held_sheets(facts).merge(imports.assign(report_date=given)[["import_id", "report_date"]])


def mend_rows(where: Mapping, before: pd.DataFrame, after: pd.DataFrame, *, by: str) -> Draft | None:
    """Read a published ledger's held rows once more with what was mended in them; None when nothing was."""
    decided = cells.row_decisions(before, after, sha256=where["sha256"], sheet=where["sheet"])
    if not decided:
        return None
    day = None if pd.isna(where["report_date"]) else where["report_date"].date()
    draft = Draft(None, 1, files_read=((where["file"], where["sha256"]),), by=by, report_date=day)
    return read_again(draft, decided)


def changed_cells(before: str | None, after: str) -> pd.DataFrame:
    """Return cell by cell what a version says otherwise than an earlier one."""
    return _changed_cells(str(data.store_path()), before, after)


def annotated(snapshot: str, name: str, digest: str) -> bytes:
    """Return an uploaded workbook with what was found in it: a comment on every cell, a summary in front; a workbook
    with the reason in it when its own format cannot be written back."""
    found = annotate.findings_of(snapshots.open_snapshot(data.store(), snapshot), digest)
    try:
        return annotate.annotated(_originals(digest)[0], name=name, findings=found)
    except LedgerError as error:
        return annotate.sorry(str(error))


def questions(draft: Draft) -> pd.DataFrame:
    """Return the findings of a draft that somebody must answer before it is published."""
    return guards.questions(draft.findings) if len(draft.findings) else pd.DataFrame()


def answers() -> pd.DataFrame:
    """Return what publishers answered, oldest first, times by the clock of the host."""
    return data.on_the_wall(guards.answers(data.store()), "at")


def decided() -> pd.DataFrame:
    """Return what people decided about reading ledgers, oldest first, times by the clock of the host."""
    table = guards.decided(data.store())
    names = dict(_facts(data.current())["imports"][["sha256", "file"]].itertuples(index=False))
    return data.on_the_wall(table.assign(file=[names.get(scope, "") for scope in table["scope"]]), "at")


def publish(snapshot: str, *, by: str, answers: list[dict[str, str]]) -> str:
    """Make a draft the version that everybody sees; `answers` to its questions go into the journal. Return a sentence
    when its locked files would have to be read again on top of another version, "" when it is done."""
    try:
        publishing.publish(data.store(), snapshot, by=by, at=data.now(), answers=answers)
    except PasswordNeeded:
        return "试算以后又发布了别的版本，而这批文件有密码，要重新读一次；请放弃这次试算，带上密码重新上传。"
    return ""


def published() -> frozenset[str]:
    """Return the ids of every version that was ever published and is still there."""
    return _published(str(data.store_path()), audit.length(data.store().audit))


def drop(snapshot: str, *, by: str) -> None:
    """Remove a draft; the original files stay."""
    publishing.discard(data.store(), snapshot, by=by, at=data.now())


def roll_back(snapshot: str, *, by: str) -> None:
    """Let everybody see an earlier version again; nothing is deleted."""
    publishing.rollback(data.store(), snapshot, by=by, at=data.now())


@st.cache_resource(show_spinner="正在逐格比较…", max_entries=10)
def _changed_cells(path: str, before: str | None, after: str) -> pd.DataFrame:
    return cell_changes(_facts(before), _facts(after))


def _facts(snapshot: str | None) -> dict[str, pd.DataFrame]:
    return data.version_facts(snapshot)


def _originals(digest: str) -> list[Path]:
    return list(data.store().originals.glob(f"{digest}.*"))


@st.cache_resource(show_spinner=False, max_entries=6)
def _published(path: str, journal: int) -> frozenset[str]:
    """Kept by the length of the journal, in which every publishing and every clearing away stands."""
    kept = snapshots.Store(Path(path))
    return frozenset(publishing.published_ids(kept)) & frozenset(kept.ids())
