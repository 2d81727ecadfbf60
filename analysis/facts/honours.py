"""Praise and criticism of units: points by level, the highest level of each matter only. SCORING.md 3."""

from collections.abc import Hashable, Iterable

import numpy as np
import pandas as pd

from analysis.facts.days import as_date
from analysis.facts.known import Known
from analysis.rules.rulecalendar import Rules
from analysis.rules.rulepack import RulePack

__all__ = ["evidence_kind", "honour_points", "unit_honours", "within_cap"]

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


def honour_points(known: Known, rules: Rules) -> pd.DataFrame:
    """Every honour known that claims points, with `bad` (criticism), `rank` (the level that the rule pack knows it as,
    or ''), `worth` (what that level is worth), `amount` (the same where it is proven), `cap` (of praise) and `counted`:
    amount > 0 and the highest of its unit and matter. Each goes by the pack in force on its day of issue, one without a
    day by that of the day looked at. Praise without a document number counts nothing. Ranks and press cases are
    evidence for a brand (`analysis.boards.brands`) and are not among these."""
    rows, today = known.honours, as_date(known.until)
    packs = [rules.at(today if pd.isna(day) else day) for day in rows["issued_on"]]
    digests = np.array([pack.digest for pack in packs], dtype="object")
    each = {pack.digest: pack for pack in packs} or {"": rules.at(today)}
    parts = [_claims(rows[digests == digest], pack) for digest, pack in each.items()]
    rows = pd.concat(parts).sort_index(kind="stable").reset_index(drop=True) if len(parts) > 1 else parts[0]
    order = rows.sort_values(["amount", "document_no", "row"], ascending=[False, True, True])
    best = order.index[~order.duplicated(["unit", "matter", "bad"])]
    return rows.assign(counted=rows.index.isin(best) & (rows["amount"] > 0))


def _claims(rows: pd.DataFrame, rules: RulePack) -> pd.DataFrame:
    """What of these honours claims points by one pack, and how many."""
    rule = rules.honours
    words = rows["level"].map(_text) + rows["matter"].map(_text)
    bad = _mentions(words, rule.criticism_words) | rows["points"].lt(0).to_numpy(bool, na_value=False)
    claims = bad | ~_mentions(rows["level"].map(_text), rule.evidence_words)
    rows, bad = rows[claims], bad[claims]
    rank = rows["level"].map(lambda said: _rank(said, rule.levels)).astype("object")
    worth = np.where(bad, rank.map(dict(rule.criticism)), rank.map(dict(rule.bonus))).astype("float64")
    proven = bad | rows["document_no"].notna().to_numpy()
    worth = np.nan_to_num(worth)
    return rows.assign(bad=bad, rank=rank, worth=worth, amount=np.where(proven, worth, 0.0), cap=rule.bonus_cap)


def within_cap(rows: pd.DataFrame, by: Iterable[Hashable]) -> np.ndarray:
    """How much of each praise in `honour_points` counts: of one key of `by` together no more than the cap that was in
    force on its day, in the order of the rows."""
    praise = np.where(rows["counted"] & ~rows["bad"], rows["amount"], 0.0)
    held: dict[Hashable, float] = {}
    kept = np.zeros(len(rows))
    for place, (key, amount, cap) in enumerate(zip(by, praise, rows["cap"], strict=True)):
        kept[place] = min(amount, max(0.0, cap - held.get(key, 0.0)))
        held[key] = held.get(key, 0.0) + kept[place]
    return kept


def _mentions(texts: pd.Series, words: tuple[str, ...]) -> np.ndarray:
    return np.array([any(word in text for word in words) for text in texts], dtype=bool)


def _text(said: object) -> str:
    return said if isinstance(said, str) else ""


def _rank(said: object, synonyms: tuple[tuple[str, str], ...]) -> str:
    """The level that a text begins with: 省级通报批评 → 省; the longest synonym wins."""
    found = [(len(word), means) for word, means in synonyms if _text(said).startswith(word)]
    return max(found)[1] if found else ""


def unit_honours(known: Known, rules: Rules) -> pd.DataFrame:
    """bonus (capped) and criticism of each unit (index: unit); units without any are not in it."""
    rows = honour_points(known, rules)
    rows = rows[rows["counted"]].sort_values(["unit", "issued_on", "row"], kind="stable")
    points = rows.assign(bonus=within_cap(rows, rows["unit"]), criticism=rows["amount"].where(rows["bad"], 0.0))
    return points.groupby("unit")[["bonus", "criticism"]].sum()
