"""What differs between two scorings: tasks and units whose level, rank, index or lag is not what it was."""

import numpy as np
import pandas as pd

from analysis.scores.scoring import Scores

__all__ = ["changes", "effect_sentence"]

_MEASURED = ("level", "rank", "index", "lag")
_SURE = ("rank_low", "rank_high")
_COLUMNS = [
    "what", "kind", "name", "key", *(f"{name}_{when}" for name in _MEASURED for when in ("before", "after")),
    *(f"{name}_after" for name in _SURE),
]  # fmt: skip
_ROUNDING = 1e-9


def changes(before: Scores, after: Scores) -> pd.DataFrame:
    """One row for each task and unit that differs: what (任务 | 单位), kind (its board, or 镇 | 部门 | 其他), name, key
    (task_id or unit), and level, rank, index, lag before and after (NaN: not known, not ranked, or not there);
    rank_low_after and rank_high_after say between which places a rank surely lies."""
    unranked = dict.fromkeys(("rank", *_SURE), np.nan)
    fields = "任务", "board", "task", "task_id"
    tasks = [_side(scores.tasks.assign(**unranked), *fields) for scores in (before, after)]
    units = [_side(scores.units, "单位", "kind", "unit", "unit") for scores in (before, after)]
    return pd.concat([_differing(*tasks), _differing(*units)], ignore_index=True)


def _side(table: pd.DataFrame, what: str, *fields: str) -> pd.DataFrame:
    named = dict(zip(("kind", "name", "key"), fields, strict=True))
    said = pd.DataFrame({column: table[field].astype("object") for column, field in named.items()}).assign(what=what)
    return said.assign(**{name: table[name].astype("float64") for name in (*_MEASURED, *_SURE)})


def _differing(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    both = after.merge(before, on=["what", "key"], how="left", suffixes=("_after", "_before"), indicator=True)
    gone = before[~before["key"].isin(after["key"])].rename(columns=lambda name: f"{name}_before")
    gone = gone.rename(columns={"what_before": "what", "key_before": "key"})
    both = pd.concat([both, gone], ignore_index=True)
    both = both.assign(**{name: both[f"{name}_after"].fillna(both[f"{name}_before"]) for name in ("kind", "name")})
    differs = (both["_merge"] != "both").to_numpy()
    for name in _MEASURED:
        then, now = both[f"{name}_before"], both[f"{name}_after"]
        same = ((now - then).abs() <= _ROUNDING) | (now.isna() & then.isna())
        differs = differs | ~same.to_numpy()
    return both.loc[differs, _COLUMNS].reset_index(drop=True)


def effect_sentence(changed: pd.DataFrame) -> str:
    """What an upload would do, in one phrase: "3 项等级变化、1 个镇名次变化".

    >>> effect_sentence(pd.DataFrame(columns=_COLUMNS))
    '没有等级和名次变化'
    """
    tasks, units = (changed[changed["what"] == what] for what in ("任务", "单位"))
    new, gone = tasks["level_before"].isna(), tasks["level_after"].isna()
    moved = ~new & ~gone & (tasks["level_before"] != tasks["level_after"])
    ranked = units[units["rank_before"].notna() | units["rank_after"].notna()]
    ranked = ranked[ranked["rank_before"].fillna(-1) != ranked["rank_after"].fillna(-1)]
    said = [(new.sum(), "新增 {} 项任务"), (gone.sum(), "少了 {} 项任务"), (moved.sum(), "{} 项等级变化")]
    said += [((ranked["kind"] == kind).sum(), "{} 个" + kind + "名次变化") for kind in dict.fromkeys(ranked["kind"])]
    return "、".join(words.format(count) for count, words in said if count) or "没有等级和名次变化"
