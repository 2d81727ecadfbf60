"""Who may be named in front of others: only who is surely among the first and has met the target, or surely among the
last and has missed it. SCORING.md 5; both conditions as in 绵阳 (CN14)."""

import numpy as np
import pandas as pd

__all__ = ["BOTTOM", "TOP", "named"]

TOP, BOTTOM = "居前", "居后"


def named(table: pd.DataFrame, *, probability: float) -> pd.Series:
    """居前, 居后 or None for every row of `table` (p_top, p_bottom; met, missed: whether the absolute target is met or
    missed, unknown counts as neither).

    >>> rows = pd.DataFrame({"p_top": [.9, .9, 0], "p_bottom": [0, 0, .8], "met": [True, False, False],
    ...                      "missed": [False, True, True]})
    >>> named(rows, probability=.8).tolist()
    ['居前', None, '居后']
    """
    met, missed = (table[name].eq(True).to_numpy(bool) for name in ("met", "missed"))
    top = (table["p_top"].to_numpy("float64") >= probability - 1e-9) & met
    bottom = (table["p_bottom"].to_numpy("float64") >= probability - 1e-9) & missed & ~top
    return pd.Series(np.select([top, bottom], [TOP, BOTTOM], default=None), index=table.index, dtype="object")
