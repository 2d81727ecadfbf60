"""The strip of levels: order, shapes, what a click carries."""

import pandas as pd
import pytest

from reports.drawing.strip import level_strip
from reports.words.levels import level_mark


@pytest.mark.parametrize("narrow", [False, True])
def test_every_cell_carries_the_shape_of_its_level_and_the_id_of_its_task(samples, narrow):
    weeks = samples["weeks"]
    figure = level_strip(weeks, narrow=narrow)
    names, days = _order(weeks), sorted(weeks["as_of"].unique())
    drawn = {
        (item[0], days[x]): trace.name
        for trace in figure.data
        if trace.meta == "marks"
        for x, y, item in zip(trace.x, trace.y, trace.customdata or [], strict=True)
        if names[y] == item[0]
    }
    assert drawn == {
        (row["task_id"], row["as_of"]): level_mark(row["level"], row["state"]).word for row in weeks.to_dict("records")
    }


def _order(weeks: pd.DataFrame) -> list[str]:
    """Worst today first, of equal ones the one that was worse for longer."""
    marks = [level_mark(*pair).number for pair in zip(weeks["level"], weeks["state"], strict=True)]
    table = weeks.assign(mark=marks).pivot(index="task_id", columns="as_of", values="mark")
    rank = pd.DataFrame({"now": table.iloc[:, -1], "sum": table.clip(lower=0).sum(axis=1)})
    return rank.sort_values(["now", "sum"], ascending=False, kind="stable").index.tolist()


def test_the_heading_says_how_many_are_high_and_how_many_of_them_are_new():
    rows = [("a", 3, 4), ("b", 0, 3), ("c", 4, 1)]
    days = pd.to_datetime(["2022-11-18", "2022-11-25"])
    weeks = pd.DataFrame(
        {"task_id": key, "task": key, "no": "1", "as_of": day, "level": level, "state": "进行中", "why": ""}
        for key, *levels in rows
        for day, level in zip(days, levels, strict=True)
    )
    assert "2 项在黄牌以上，其中 1 项是本次新到" in _heading(level_strip(weeks))
    assert "1 项在黄牌以上，都不是本次新到" in _heading(level_strip(weeks[weeks["task_id"].eq("a")]))
    assert "现在没有任务在黄牌以上" in _heading(level_strip(weeks[weeks["task_id"].eq("c")]))


def test_a_long_record_shows_its_last_evaluations_and_keeps_the_last_date(samples):
    weeks = samples["weeks"]
    longer = pd.concat([weeks.assign(as_of=weeks["as_of"] - pd.Timedelta(weeks=9 * i)) for i in range(4)])
    figure = level_strip(longer, narrow=True)
    assert figure.layout.xaxis.range == (-0.5, 10.5)
    assert figure.layout.xaxis.ticktext[0] == "11月30日"


def _heading(figure) -> str:
    return next(each.text for each in figure.layout.annotations if each.name == "title").replace("<br>", "")
