"""Praise and criticism of units: points by level, the highest level of each matter only. SCORING.md 3."""

import numpy as np
import pandas as pd

from analysis.facts.known import Known
from analysis.rules.rulepack import RulePack

__all__ = ["evidence_kind", "honour_points", "unit_honours"]

KINDS = (
    ("批评", ("批评", "问责", "约谈")),
    ("排名", ("排名",)),
    ("媒体", ("媒体", "宣传", "报道")),
    ("批示", ("批示",)),
)
"""Kind of evidence and the words of a level that mean it, the first hit wins; anything else is 表彰. Adding a kind is
one entry here."""

PRAISE = "表彰"


def evidence_kind(level: object, matter: object = None) -> str:
    """What a row of the honours ledger is evidence of; its level speaks first, then what it is about.

    >>> [evidence_kind(level) for level in ("省级媒体", "市级批示", "市", None)]
    ['媒体', '批示', '表彰', '表彰']
    >>> evidence_kind("市", "通报批评：迟报"), evidence_kind("市", "媒体融合工作获表扬")
    ('批评', '表彰')
    """
    said = _text(level)
    kind = next((kind for kind, words in KINDS if any(word in said for word in words)), None)
    if kind is None and any(word in _text(matter) for word in KINDS[0][1]):
        kind = KINDS[0][0]
    return kind or PRAISE


def honour_points(known: Known, rules: RulePack) -> pd.DataFrame:
    """Every honour known that claims points, with `bad` (criticism), `rank` (the level that the rule pack knows it as,
    or ''), `amount` and `counted`: amount > 0 and the highest of its unit and matter. Praise without a document number
    counts nothing. Ranks and press cases are evidence for a brand (`analysis.boards.brands`) and are not among
    these."""
    rows, rule = known.honours, rules.honours
    words = rows["level"].map(_text) + rows["matter"].map(_text)
    bad = _mentions(words, rule.criticism_words) | rows["points"].lt(0).to_numpy(bool, na_value=False)
    claims = bad | ~_mentions(rows["level"].map(_text), rule.evidence_words)
    rows, bad = rows[claims].reset_index(drop=True), bad[claims]
    rank = rows["level"].map(lambda said: _rank(said, rule.levels)).astype("object")
    amount = np.where(bad, rank.map(dict(rule.criticism)), rank.map(dict(rule.bonus))).astype("float64")
    proven = bad | rows["document_no"].notna().to_numpy()
    rows = rows.assign(bad=bad, rank=rank, amount=np.where(proven, np.nan_to_num(amount), 0.0))
    order = rows.sort_values(["amount", "document_no", "row"], ascending=[False, True, True])
    best = order.index[~order.duplicated(["unit", "matter", "bad"])]
    return rows.assign(counted=rows.index.isin(best) & (rows["amount"] > 0))


def _mentions(texts: pd.Series, words: tuple[str, ...]) -> np.ndarray:
    return np.array([any(word in text for word in words) for text in texts], dtype=bool)


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
