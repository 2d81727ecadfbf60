"""What people decided about proposed flags, laid over the proposals: both stay visible.

A decision names flag, sequence and subject: a project and a unit of one name are two.
"""

from collections.abc import Mapping
from datetime import date

import pandas as pd

__all__ = ["CONFIRMED", "DECLINED", "FLAG", "decisions_about", "flag_decisions", "overlaid", "takes_part"]

FLAG = "flag"
"""Kind of a decision about a flag; its scope is the month, 2022-11."""

CONFIRMED, DECLINED = "确认", "不同意"
_WHO = ["flag", "kind", "subject"]
_SAID = ["answer", "reason", "decided_by", "decided_at"]
_COLUMNS = ["kind", "sequence", "subject", *_SAID, "period"]


def flag_decisions(decisions: pd.DataFrame) -> pd.DataFrame:
    """What people decided about flags (the store's `decisions`), oldest first: kind (which flag), sequence, subject,
    answer, reason, decided_by, decided_at, period."""
    mine = decisions[decisions["kind"].eq(FLAG)].sort_values("seq")
    if mine.empty:
        return pd.DataFrame(columns=_COLUMNS)
    parts = mine["subject"].str.split("!", n=2, expand=True).set_axis(_COLUMNS[:3], axis=1)
    return parts.join(mine[_SAID]).assign(period=mine["scope"])


def decisions_about(decisions: pd.DataFrame, subjects: Mapping[date, pd.DataFrame]) -> pd.DataFrame:
    """The decisions whose subject takes part in its month (last day -> `analysis.flag_subjects`)."""
    return decisions[takes_part(decisions, subjects)]


def takes_part(decisions: pd.DataFrame, subjects: Mapping[date, pd.DataFrame]) -> pd.Series:
    """Per decision whether its month knows the subject in that sequence."""
    known = {
        (f"{day:%Y-%m}", *pair)
        for day, table in subjects.items()
        for pair in zip(table["kind"], table["subject"], strict=True)
    }
    rows = zip(decisions["period"], decisions["sequence"], decisions["subject"], strict=True)
    return pd.Series([row in known for row in rows], index=decisions.index, dtype=bool)


def overlaid(
    found: pd.DataFrame, decisions: pd.DataFrame | None, *, flags: tuple[str, str], subjects: pd.DataFrame
) -> pd.DataFrame:
    """`found` with answer, reason, decided_by, decided_at, state and final. A flag that a person gives where the rule
    proposed none gets a row of its own; a decision about a subject that is not there is refused."""
    last = _last_answers(decisions, flags)
    _refuse(last, subjects)
    both = found.merge(last, on=_WHO, how="outer")
    given = both["proposed"].isna()
    both = both[~given | both["answer"].eq(CONFIRMED)].reset_index(drop=True)
    given = both["proposed"].isna()
    both["proposed"], both["near"] = (both[name].eq(True).astype(bool) for name in ("proposed", "near"))
    both["reasons"] = pd.Series(
        [[] if own else said for own, said in zip(given, both["reasons"], strict=True)], dtype="object"
    )
    yes, no = both["answer"].eq(CONFIRMED), both["answer"].eq(DECLINED)
    both["state"] = [_state(proposed=p, yes=y, no=n) for p, y, n in zip(both["proposed"], yes, no, strict=True)]
    both["final"] = both["flag"].astype("object").where(yes, None)
    order = {flag: i for i, flag in enumerate(flags)}
    place = {name: i for i, name in enumerate(zip(subjects["kind"], subjects["subject"], strict=True))}
    places = [place[name] for name in zip(both["kind"], both["subject"], strict=True)]
    keys = both.assign(_flag=both["flag"].map(order), _place=places)
    return both.loc[keys.sort_values(["_place", "_flag"], kind="stable").index].reset_index(drop=True)


def _last_answers(decisions: pd.DataFrame | None, flags: tuple[str, str]) -> pd.DataFrame:
    if decisions is None or decisions.empty:
        return pd.DataFrame({name: pd.Series(dtype="object") for name in (*_WHO, *_SAID)})
    mine = decisions[decisions["kind"].isin(flags)]
    wrong = mine[~mine["answer"].isin([CONFIRMED, DECLINED])]
    if len(wrong):
        row = wrong.iloc[0]
        raise ValueError(f"{row['subject']}的{row['kind']}决定“{row['answer']}”不认识；只能是{CONFIRMED}或{DECLINED}。")
    mine = mine.rename(columns={"kind": "flag", "sequence": "kind"}).sort_values("decided_at", kind="stable")
    return mine.drop_duplicates(_WHO, keep="last")[[*_WHO, *_SAID]]


def _refuse(last: pd.DataFrame, subjects: pd.DataFrame) -> None:
    there = set(zip(subjects["kind"], subjects["subject"], strict=True))
    strange = [row for row in last.to_dict("records") if (row["kind"], row["subject"]) not in there]
    if strange:
        row = strange[0]
        raise ValueError(
            f"决定里的“{row['subject']}”（{row['kind']}，{row['flag']}）不在参评的项目和单位之中，请核对名称。"
        )


def _state(*, proposed: bool, yes: bool, no: bool) -> str:
    if yes:
        return "已确认" if proposed else "人工增列"
    if no:
        return "不同意"
    return "待确认" if proposed else "差一项"
