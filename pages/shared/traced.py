"""Where a number comes from: its rule, its value and its cell, down to the row of the original workbook."""

from pathlib import Path

import pandas as pd
import streamlit as st

import analysis
from ledgers import original
from ledgers import store as snapshots
from ledgers.errors import LedgerError
from pages.shared import data
from pages.shared.data import Ground
from pages.shared.keeping import shared
from pages.shared.views import View


def explained(view: View, task_id: str) -> pd.DataFrame:
    """Return every number of a task with its rule, value and source cell."""
    return _explained(*data.grounded(view), task_id)


def original_rows(view: View, import_id: str, sheet: str, *, rows: tuple[int, ...]) -> original.OriginalRows | str:
    """Return rows of the original workbook that a number came from; a sentence when it cannot be opened."""
    try:
        return _original_rows(view.store, view.snapshot, import_id, sheet, rows)
    except LedgerError as error:
        return str(error)


@shared(most=100)
def _explained(ground: Ground, _known: dict, _pack: analysis.Rules, task_id: str) -> pd.DataFrame:
    weeks = data.replayed(ground, _known, _pack)
    lines = analysis.explain_task(_known, task_id, as_of=ground.day, rules=_pack, weeks=weeks)
    return analysis.trace(lines, _known)


@st.cache_resource(show_spinner="正在打开原件…", max_entries=200)
def _original_rows(
    path: str, snapshot: str, import_id: str, sheet: str, rows: tuple[int, ...]
) -> original.OriginalRows:
    store = snapshots.Store(Path(path))
    return original.original_rows(store, data.version_facts(snapshot), import_id=import_id, sheet=sheet, rows=rows)
