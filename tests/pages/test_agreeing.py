"""The pages say the numbers of a frozen month as they were frozen: tables and charts are taken apart and compared."""

import json
import math
from collections.abc import Callable, Iterator

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from ledgers.store import Store
from reports.words.levels import LEVELS

COLUMNS = {"计划": "planned", "实际": "actual", "滞后": "lag", "指数": "index"}
WORDS = {level.word for level in LEVELS.values()}


def of_tables(page: AppTest) -> Iterator[tuple[str, str, float]]:
    """(what, whose, number) of every row of every table of tasks."""
    for table in page.dataframe:
        for row in table.value.to_dict("records"):
            yield from ((what, row["任务"], row[name]) for name, what in COLUMNS.items())


def of_places(page: AppTest) -> Iterator[tuple[str, str, float]]:
    """The index that each unit is placed by, as the chart of places draws it: one row of dots a level."""
    figure = json.loads(page.get("plotly_chart")[0].proto.spec)
    for trace in figure["data"]:
        if trace.get("name") in WORDS:
            yield from (("shrunk_index", unit, at) for [unit], at in zip(trace["customdata"], trace["x"], strict=True))


@pytest.mark.parametrize(
    ("name", "read", "least"),
    [("board", of_tables, 4 * 30), ("towns", of_tables, 4), ("towns", of_places, 8), ("departments", of_places, 5)],
)
def test_every_number_of_a_page_is_that_of_the_frozen_content(
    frozen_store: Store, run_page: Callable, monkeypatch: pytest.MonkeyPatch, name: str, read: Callable, least: int
) -> None:
    monkeypatch.setenv("LEDGER_STORE", str(frozen_store.path))
    told = json.loads((frozen_store.path / "content.json").read_text(encoding="utf-8"))
    known = {row["task"]: row for row in told["tasks"]} | {row["unit"]: row for row in told["units"]}
    found = list(read(run_page(name, date="2022-10-31")))
    assert len(found) >= least
    wrong = [(what, whose, value) for what, whose, value in found if not same(value, known[whose][what])]
    assert wrong == []


def same(value: float, known: float | None) -> bool:
    return math.isclose(value, known, abs_tol=1e-8) if known is not None else pd.isna(value)
