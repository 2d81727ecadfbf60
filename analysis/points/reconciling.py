"""预扣分 proved and followed: entries added up on their own accounts, by month, what is still open, a statement."""

import pandas as pd

from analysis.points.entries import CHARGE, CONFIRM, FINAL, HELD, RETURN

__all__ = ["monthly_points", "open_charges", "reconciliation", "statement"]

_NAMES = {CHARGE: "charged", RETURN: "returned", CONFIRM: "confirmed"}
_ROUNDING = 1e-6


def reconciliation(entries: pd.DataFrame, book: pd.DataFrame) -> pd.DataFrame:
    """One row per unit and year of `book` (`analysis.balances`) that has entries: entries (how many), charged,
    returned, confirmed, held as the book says, posted_held and posted_final (what the entries moved into 预扣 and 已扣
    less what they moved out, added up by account and not by kind), open (charges that nothing has settled yet),
    difference (the largest of all disagreements) and even (there is none)."""
    moved = entries.assign(year=entries["charged_in"].dt.year)
    keys = ["unit", "year"]
    table = book.set_index(keys)[["charged", "returned", "confirmed", "held"]]
    table = table.join(moved.groupby(keys).size().rename("entries"), how="inner")
    for account, name in ((HELD, "posted_held"), (FINAL, "posted_final")):
        into, out = (
            moved[moved[side].eq(account)].groupby(keys)["points"].sum() for side in ("to_account", "from_account")
        )
        table[name] = into.sub(out, fill_value=0.0).reindex(table.index).fillna(0.0)
    left = open_charges(entries)
    open_ = left.assign(year=left["month"].dt.year).groupby(keys)["open"].sum()
    table["open"] = open_.reindex(table.index).fillna(0.0)
    gaps = pd.DataFrame(
        {
            "held": table["posted_held"] - table["held"], "final": table["posted_final"] - table["confirmed"],
            "open": table["open"] - table["held"],
            "sum": table["charged"] - table["returned"] - table["confirmed"] - table["held"],
        }
    ).abs()  # fmt: skip
    table["difference"] = gaps.max(axis=1)
    return table.assign(even=table["difference"] < _ROUNDING).reset_index()


def open_charges(entries: pd.DataFrame) -> pd.DataFrame:
    """The charges that are not settled, oldest first: unit, task_id, task, month, points (charged), open (held)."""
    keys = ["unit", "task_id", "charged_in"]
    settled = entries[~entries["kind"].eq(CHARGE)].groupby(keys)["points"].sum()
    charged = entries[entries["kind"].eq(CHARGE)].copy()
    back = settled.reindex(pd.MultiIndex.from_frame(charged[keys])).fillna(0.0).to_numpy()
    charged["open"] = (charged["points"] - back).round(9)
    left = charged[charged["open"] > _ROUNDING]
    return left[["unit", "task_id", "task", "month", "points", "open"]].reset_index(drop=True)


def monthly_points(entries: pd.DataFrame) -> pd.DataFrame:
    """Points by unit and month, oldest month first: unit, month, charged, returned, confirmed, lost (to caps)."""
    keys = ["unit", "month"]
    lost = (entries["lost_to_task"] + entries["lost_to_unit"]).groupby([entries[key] for key in keys]).sum()
    table = entries.pivot_table(index=keys, columns="kind", values="points", aggfunc="sum", observed=True)
    table = table.reindex(columns=list(_NAMES)).rename(columns=_NAMES).fillna(0.0)
    table = table.join(lost.rename("lost")).rename_axis(index=keys, columns=None).reset_index()
    return table.sort_values(["month", "unit"], ignore_index=True)


def statement(entries: pd.DataFrame, unit: str, year: int) -> pd.DataFrame:
    """A unit's account of one year, movement by movement, with the held balance after each: the columns of `entries`
    and balance. Movements of another year that settle this one's charges belong to this one."""
    mine = entries[entries["unit"].eq(unit) & entries["charged_in"].dt.year.eq(year)]
    sign = mine["kind"].map({CHARGE: 1.0, RETURN: -1.0, CONFIRM: -1.0}).astype("float64")
    return mine.assign(balance=(sign * mine["points"]).cumsum().round(9)).reset_index(drop=True)
