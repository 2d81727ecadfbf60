"""What people decided about proposed flags, laid over the proposals: both stay visible.

A decision names flag, sequence and subject, of a project its board too: a project and a unit of one name are two, and
so are two projects of one name on different boards. Journals from before boards were named are read as they were meant:
about every project of the name.
"""

from collections.abc import Mapping
from datetime import date

import pandas as pd

__all__ = [
    "CONFIRMED", "DECLINED", "FLAG", "decided_name", "decisions_about", "flag_decisions", "overlaid", "takes_part",
    "with_board",
]  # fmt: skip

FLAG = "flag"
"""Kind of a decision about a flag; its scope is the month, 2022-11."""

CONFIRMED, DECLINED = "确认", "不同意"
_WHO = ["flag", "kind", "board", "subject"]
_SAID = ["answer", "reason", "decided_by", "decided_at"]
_COLUMNS = ["kind", "sequence", "board", "subject", *_SAID, "period"]
_ON = "·"


def decided_name(flag: str, kind: str, subject: str, *, board: str = "") -> str:
    """How a decision names the flag of a subject.

    >>> decided_name("红旗", "项目", "太平新城", board="任务榜"), decided_name("黄旗", "镇", "太平镇")
    ('红旗!项目·任务榜!太平新城', '黄旗!镇!太平镇')
    """
    return "!".join((flag, f"{kind}{_ON}{board}" if board else kind, subject))


def with_board(table: pd.DataFrame) -> pd.DataFrame:
    """The table with `board` as text, "" where none is told."""
    return table.assign(board=table["board"].astype("object").fillna("") if "board" in table else "")


def flag_decisions(decisions: pd.DataFrame) -> pd.DataFrame:
    """What people decided about flags (the store's `decisions`), oldest first: kind (which flag), sequence, board
    ("": of every board), subject, answer, reason, decided_by, decided_at, period."""
    mine = decisions[decisions["kind"].eq(FLAG)].sort_values("seq")
    if mine.empty:
        return pd.DataFrame(columns=_COLUMNS)
    parts = mine["subject"].str.split("!", n=2, expand=True).set_axis(["kind", "sequence", "subject"], axis=1)
    kinds = parts["sequence"].str.partition(_ON)
    told = parts.assign(sequence=kinds[0], board=kinds[2]).join(mine[_SAID]).assign(period=mine["scope"])
    return told[_COLUMNS]


def decisions_about(decisions: pd.DataFrame, subjects: Mapping[date, pd.DataFrame]) -> pd.DataFrame:
    """The decisions whose subject takes part in its month (last day -> `analysis.flag_subjects`)."""
    return decisions[takes_part(decisions, subjects)]


def takes_part(decisions: pd.DataFrame, subjects: Mapping[date, pd.DataFrame]) -> pd.Series:
    """Per decision whether its month knows the subject in that sequence, on that board."""
    known = {(f"{day:%Y-%m}", *each) for day, table in subjects.items() for each in _there(table)}
    told = with_board(decisions)
    rows = zip(told["period"], told["sequence"], told["subject"], told["board"], strict=True)
    return pd.Series([row in known for row in rows], index=decisions.index, dtype=bool)


def overlaid(
    found: pd.DataFrame, decisions: pd.DataFrame | None, *, flags: tuple[str, str], subjects: pd.DataFrame
) -> pd.DataFrame:
    """`found` with answer, reason, decided_by, decided_at, state and final. A flag that a person gives where the rule
    proposed none gets a row of its own; a decision about a subject that is not there is refused."""
    found, subjects = with_board(found), with_board(subjects)
    last = _last_answers(decisions, flags, subjects)
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
    place = {name: i for i, name in enumerate(_named(subjects))}
    places = [place[name] for name in _named(both)]
    keys = both.assign(_flag=both["flag"].map(order), _place=places)
    return both.loc[keys.sort_values(["_place", "_flag"], kind="stable").index].reset_index(drop=True)


def _named(table: pd.DataFrame) -> list[tuple[str, str, str]]:
    return list(zip(table["kind"], table["subject"], table["board"], strict=True))


def _there(subjects: pd.DataFrame) -> set[tuple[str, str, str]]:
    """What a decision can name: every subject on its board, and on none."""
    return {(kind, name, on) for kind, name, board in _named(with_board(subjects)) for on in (board, "")}


def _last_answers(decisions: pd.DataFrame | None, flags: tuple[str, str], subjects: pd.DataFrame) -> pd.DataFrame:
    if decisions is None or decisions.empty:
        return pd.DataFrame({name: pd.Series(dtype="object") for name in (*_WHO, *_SAID)})
    mine = decisions[decisions["kind"].isin(flags)]
    wrong = mine[~mine["answer"].isin([CONFIRMED, DECLINED])]
    if len(wrong):
        row = wrong.iloc[0]
        raise ValueError(f"{row['subject']}的{row['kind']}决定“{row['answer']}”不认识；只能是{CONFIRMED}或{DECLINED}。")
    mine = with_board(mine.rename(columns={"kind": "flag", "sequence": "kind"}))
    _refuse(mine, subjects)
    told = mine.sort_values("decided_at", kind="stable").rename(columns={"board": "_meant"})
    told = told.merge(subjects[["kind", "subject", "board"]], on=["kind", "subject"])
    told = told[told["_meant"].eq("") | told["_meant"].eq(told["board"])]
    return told.drop_duplicates(_WHO, keep="last")[[*_WHO, *_SAID]]


def _refuse(decided: pd.DataFrame, subjects: pd.DataFrame) -> None:
    there = _there(subjects)
    strange = [i for i, name in enumerate(_named(decided)) if name not in there]
    if strange:
        row = decided.iloc[strange[0]]
        raise ValueError(
            f"决定里的“{row['subject']}”（{row['kind']}，{row['flag']}）不在参评的项目和单位之中，请核对名称。"
        )


def _state(*, proposed: bool, yes: bool, no: bool) -> str:
    if yes:
        return "已确认" if proposed else "人工增列"
    if no:
        return "不同意"
    return "待确认" if proposed else "差一项"
