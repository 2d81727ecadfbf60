"""Scores as a table of text for a terminal, where a Chinese character is two columns wide."""

import unicodedata

import pandas as pd

from analysis.scores.scoring import Scores

__all__ = ["score_text"]


def score_text(scores: Scores) -> str:
    """Units, project leaders and tasks of one day (`standing_scores`), one line each, under a heading that says day and
    rule pack; 等级 is the level that stands, 当日 what the day alone says."""
    words = scores.rules.ladder.words
    head = f"评分日 {scores.as_of:%Y-%m-%d}，规则包《{scores.rules.title}》（{scores.rules.name}）"
    kinds = dict.fromkeys([*scores.rules.ranking.kinds, *scores.units["kind"]])
    ranked = [
        scores.units[scores.units["kind"] == kind].sort_values(["rank", "raw_rank"], kind="stable") for kind in kinds
    ]
    parts = [head]
    parts += [_grid(_unit_rows(table, words), f"{table['kind'].iat[0]}") for table in ranked if len(table)]
    parts += [_grid(_leader_rows(scores.leaders, words), "项目长")] if len(scores.leaders) else []
    parts += [_grid(_task_rows(scores.tasks, words), "任务")]
    return "\n\n".join(parts)


def _unit_rows(units: pd.DataFrame, words: tuple[str, ...]) -> list[list[str]]:
    head = ["名次", "单位", "项目", "指数", "收缩后", "滞后", "等级", "预扣分", "加分", "已知"]
    rows = units[["unit", "projects", "index", "shrunk_index", "lag", "level", "deduction", "bonus", "known_share"]]
    places = [_place(row) for row in units[["rank", "rank_low", "rank_high", "held_back"]].itertuples(index=False)]
    return [head] + [
        [
            place,
            unit,
            str(n),
            _index(index),
            _whole(drawn),
            _number(lag),
            words[level],
            _number(less),
            _number(more),
            _share(known),
        ]
        for place, (unit, n, index, drawn, lag, level, less, more, known) in zip(
            places, rows.itertuples(index=False), strict=True
        )
    ]


def _leader_rows(leaders: pd.DataFrame, words: tuple[str, ...]) -> list[list[str]]:
    rows = leaders[["leader", "projects", "tasks", "index", "lag", "level"]]
    return [["项目长", "项目", "任务", "指数", "滞后", "等级"]] + [
        [name, str(projects), str(tasks), _index(index), _number(lag), words[level]]
        for name, projects, tasks, index, lag, level in rows.itertuples(index=False)
    ]


def _task_rows(tasks: pd.DataFrame, words: tuple[str, ...]) -> list[list[str]]:
    rows = tasks[["no", "task", "state", "planned", "actual", "lag", "index", "level", "raw_level"]]
    return [["序号", "任务", "状态", "计划", "实际", "滞后", "指数", "等级", "当日"]] + [
        [
            str(no or ""),
            _short(task),
            state,
            _number(planned),
            _number(actual),
            _number(lag),
            _index(index),
            words[level],
            words[raw],
        ]
        for no, task, state, planned, actual, lag, index, level, raw in rows.itertuples(index=False)
    ]


def _number(value: float) -> str:
    return "未知" if pd.isna(value) else f"{round(value, 1) + 0.0:.1f}"  # + 0.0: no "-0.0"


def _index(value: float) -> str:
    return "不评" if pd.isna(value) else f"{value:.1f}"


def _place(row: tuple) -> str:
    """A place with the places between which it surely lies, or why there is none."""
    rank, low, high, why = row
    return (why or "—") if pd.isna(rank) else f"{rank:.0f}（{low:.0f}–{high:.0f}）"


def _whole(value: float) -> str:
    return "—" if pd.isna(value) else f"{value:.1f}"


def _share(value: float) -> str:
    return "—" if pd.isna(value) else f"{value:.0%}"


def _short(text: str, limit: int = 20) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)


def _grid(rows: list[list[str]], title: str) -> str:
    wide = [max(_width(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = ["  ".join(cell + " " * (wide[i] - _width(cell)) for i, cell in enumerate(row)).rstrip() for row in rows]
    return "\n".join([f"【{title}】", *lines])
