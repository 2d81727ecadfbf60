"""Praise and criticism of units: points by level, the highest level of each matter only. SCORING.md 3."""

import numpy as np
import pandas as pd

from analysis.known import Known
from analysis.rulepack import RulePack

__all__ = ["honour_points", "unit_honours"]


def honour_points(known: Known, rules: RulePack) -> pd.DataFrame:
    """Every honour known, with `bad` (criticism), `rank` (the level that the rule pack knows it as, or ''), `amount`
    and `counted`: amount > 0 and the highest of its unit and matter. Praise without a document number counts
    nothing."""
    rows, rule = known.honours, rules.honours
    rank = rows["level"].map(lambda said: _rank(said, rule.levels)).astype("object")
    words = rows["level"].map(_text) + rows["matter"].map(_text)
    bad = np.array([any(word in said for word in rule.criticism_words) for said in words], dtype=bool)
    bad |= rows["points"].lt(0).to_numpy(bool, na_value=False)
    amount = np.where(bad, rank.map(dict(rule.criticism)), rank.map(dict(rule.bonus))).astype("float64")
    proven = bad | rows["document_no"].notna().to_numpy()
    rows = rows.assign(bad=bad, rank=rank, amount=np.where(proven, np.nan_to_num(amount), 0.0))
    order = rows.sort_values(["amount", "document_no", "row"], ascending=[False, True, True])
    best = order.index[~order.duplicated(["unit", "matter", "bad"])]
    return rows.assign(counted=rows.index.isin(best) & (rows["amount"] > 0))


def _text(said: object) -> str:
    return said if isinstance(said, str) else ""


def _rank(said: object, synonyms: tuple[tuple[str, str], ...]) -> str:
    """The level that a text begins with: 省级通报批评 → 省; the longest synonym wins."""
    found = [(len(word), means) for word, means in synonyms if _text(said).startswith(word)]
    return max(found)[1] if found else ""


def unit_honours(known: Known, rules: RulePack) -> pd.DataFrame:
    """bonus (capped) and criticism of each unit (index: unit); units without any are not in it."""
    rows = honour_points(known, rules)
    rows = rows[rows["counted"]]
    points = rows.assign(bonus=rows["amount"].where(~rows["bad"], 0), criticism=rows["amount"].where(rows["bad"], 0))
    sums = points.groupby("unit")[["bonus", "criticism"]].sum()
    return sums.assign(bonus=sums["bonus"].clip(upper=rules.honours.bonus_cap))
