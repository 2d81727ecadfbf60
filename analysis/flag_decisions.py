"""What people decided about proposed flags, laid over the proposals: both stay visible."""

import pandas as pd

__all__ = ["CONFIRMED", "DECLINED", "overlaid"]

CONFIRMED, DECLINED = "确认", "不同意"
_SAID = ["answer", "reason", "decided_by", "decided_at"]


def overlaid(
    found: pd.DataFrame, decisions: pd.DataFrame | None, *, flags: tuple[str, str], subjects: pd.DataFrame
) -> pd.DataFrame:
    """`found` with answer, reason, decided_by, decided_at, state and final. A flag that a person gives where the rule
    proposed none gets a row of its own; a decision about a subject that is not there is refused."""
    last = _last_answers(decisions, flags)
    _refuse(last, subjects)
    both = found.merge(last, on=["subject", "flag"], how="outer", suffixes=("", "_said"))
    kinds = subjects.drop_duplicates("subject").set_index("subject")["kind"]
    given = both["proposed"].isna()
    both = both[~given | both["answer"].eq(CONFIRMED)].reset_index(drop=True)
    given = both["proposed"].isna()
    both["kind"] = both["kind"].astype("object").where(~given, both["subject"].map(kinds))
    both["proposed"], both["near"] = (both[name].eq(True).astype(bool) for name in ("proposed", "near"))
    both["reasons"] = pd.Series(
        [[] if own else said for own, said in zip(given, both["reasons"], strict=True)], dtype="object"
    )
    yes, no = both["answer"].eq(CONFIRMED), both["answer"].eq(DECLINED)
    both["state"] = [_state(proposed=p, yes=y, no=n) for p, y, n in zip(both["proposed"], yes, no, strict=True)]
    both["final"] = both["flag"].astype("object").where(yes, None)
    order = {flag: i for i, flag in enumerate(flags)}
    place = {name: i for i, name in enumerate(subjects["subject"])}
    keys = both.assign(_flag=both["flag"].map(order), _place=both["subject"].map(place))
    return both.loc[keys.sort_values(["_place", "_flag"], kind="stable").index].reset_index(drop=True)


def _last_answers(decisions: pd.DataFrame | None, flags: tuple[str, str]) -> pd.DataFrame:
    if decisions is None or decisions.empty:
        return pd.DataFrame({name: pd.Series(dtype="object") for name in ("subject", "flag", *_SAID)})
    mine = decisions[decisions["kind"].isin(flags)]
    wrong = mine[~mine["answer"].isin([CONFIRMED, DECLINED])]
    if len(wrong):
        row = wrong.iloc[0]
        raise ValueError(f"{row['subject']}的{row['kind']}决定“{row['answer']}”不认识；只能是{CONFIRMED}或{DECLINED}。")
    mine = mine.sort_values("decided_at", kind="stable").drop_duplicates(["kind", "subject"], keep="last")
    return mine.rename(columns={"kind": "flag"})[["subject", "flag", *_SAID]]


def _refuse(last: pd.DataFrame, subjects: pd.DataFrame) -> None:
    strange = last[~last["subject"].isin(subjects["subject"])]
    if len(strange):
        row = strange.iloc[0]
        raise ValueError(f"决定里的“{row['subject']}”（{row['flag']}）不在参评的项目和单位之中，请核对名称。")


def _state(*, proposed: bool, yes: bool, no: bool) -> str:
    if yes:
        return "已确认" if proposed else "人工增列"
    if no:
        return "不同意"
    return "待确认" if proposed else "差一项"
