"""Numbers of notices run on through the year, each kind by itself, and none is given out twice."""

import json

import pandas as pd
import pytest

from reports.subjects.notice_numbers import numbers_given, numbers_told

OCTOBER = ("预警!7!太和镇", "预警!8!太和镇", "提醒!9!区供电局")


def decisions(*told: dict) -> pd.DataFrame:
    return pd.DataFrame(
        [{"seq": place} | each for place, each in enumerate(told)],
        columns=["seq", "kind", "scope", "subject", "answer"],
    )


def given(*before: dict, period: str, year: int = 2022, names: tuple) -> dict:
    told = numbers_told(decisions(*before), period, year=year, names=names)
    return numbers_given(decisions(*before, *([told] if told else [])), period, year=year)


FIRST = numbers_told(decisions(), "2022-10", year=2022, names=OCTOBER)


@pytest.mark.parametrize(
    ("before", "period", "year", "names", "numbers"),
    [
        ((), "2022-10", 2022, OCTOBER, [1, 2, 1]),
        ((FIRST,), "2022-10", 2022, OCTOBER, [1, 2, 1]),
        ((FIRST,), "2022-11", 2022, OCTOBER, [3, 4, 2]),
        ((FIRST,), "2022-10", 2022, (*OCTOBER, "预警!5!三坑镇"), [1, 2, 1, 3]),
        ((FIRST,), "2022-10", 2022, ("预警!8!太和镇",), [1, 2, 1]),
        ((FIRST,), "2023-01", 2023, ("预警!8!太和镇",), [1]),
    ],
)
def test_a_number_goes_on_from_the_last_one_of_its_kind_and_year(before, period, year, names, numbers) -> None:
    assert list(given(*before, period=period, year=year, names=names).values()) == numbers


def test_nothing_new_is_no_decision() -> None:
    assert numbers_told(decisions(FIRST), "2022-10", year=2022, names=OCTOBER) is None
    assert json.loads(FIRST["answer"])["year"] == 2022
