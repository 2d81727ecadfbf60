"""Own words of a paper: sentences that somebody wrote in the place of those of the rules, and number and day of it.

Both are decisions of a paper of a period (scope: bulletin!2022-10). `wording`: subject is the key of the sentence,
answer JSON with the text and the fingerprint of its numbers, or that it was taken back; `was` is what the rules said
then. `issue`: subject is empty, answer JSON with number and dated. What was written before stays in the record.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

import pandas as pd

from reports.pieces.paper import Head, Line, Paper, Para, Rewording
from reports.words.wording import day

__all__ = [
    "ISSUE", "LEFT_OUT", "LONGEST", "WORDING", "OwnWords", "fresh_words", "issue_faults", "issue_kept", "issue_told",
    "own_words", "sentence_parts", "stale_pairs", "taken_back", "word_faults", "word_record", "word_told", "words_line",
]  # fmt: skip

WORDING, ISSUE = "wording", "issue"
"""The kinds of decisions."""

LONGEST = 600
"""Characters that a sentence may have."""

LEFT_OUT = "（不写这一句）"
"""What the record says where a sentence was left out."""

_BACK = "撤回"
_OPENING, _NAMES = "开头", ".名"
"""The part before the first heading; and how keys of names end, which are no sentences."""


class OwnWords(NamedTuple):
    """What holds of one sentence: the text in its place, for which numbers, what the rules said then, who, when."""

    key: str
    text: str
    fingerprint: str
    ruled: str
    by: str
    at: pd.Timestamp


def own_words(decisions: pd.DataFrame, kind: str, period: str) -> dict[str, OwnWords]:
    """Return the sentences of a paper that somebody wrote and nobody took back, by key."""
    mine = _about(decisions, WORDING, _scope(kind, period))
    last = mine.drop_duplicates("subject", keep="last")
    return {row["subject"]: _own(row) for row in last.to_dict("records") if row["answer"] != _BACK}


def fresh_words(decisions: pd.DataFrame, kind: str, period: str) -> dict[str, Rewording]:
    """Return the same as a wish takes them (`reports.documents.register.Wish.words`)."""
    return {
        key: Rewording(each.text, each.fingerprint, each.by)
        for key, each in own_words(decisions, kind, period).items()
    }  # fmt: skip


def word_told(kind: str, period: str, line: Line, *, text: str) -> dict:
    """Return a sentence in somebody's words as a decision; `line` is what the rules say, with its numbers."""
    answer = json.dumps({"text": text.strip(), "fingerprint": line.fingerprint}, ensure_ascii=False)
    return {
        "kind": WORDING, "scope": _scope(kind, period), "subject": line.key, "answer": answer, "was": line.text,
    }  # fmt: skip


def taken_back(kind: str, period: str, own: OwnWords) -> dict:
    """Return as a decision that the rules' sentence stands again."""
    return {
        "kind": WORDING, "scope": _scope(kind, period), "subject": own.key, "answer": _BACK, "was": own.text,
    }  # fmt: skip


def word_faults(text: str, by: str) -> list[str]:
    """Say what is missing before a sentence can be kept."""
    faults = [f"这一句有 {len(text)} 个字，最多 {LONGEST} 个；请写短一些。"] if len(text) > LONGEST else []
    return faults + ([] if by.strip() else ["还没有写改的人：改过的句子要具名。请先填“改的人”。"])


def sentence_parts(paper: Paper) -> dict[str, list[Line]]:
    """Return the sentences of a paper by part: the heading that they stand under, as it is printed."""
    parts: dict[str, list[Line]] = {}
    part = _OPENING
    for block in paper.blocks:
        if isinstance(block, Head) and block.level == 1:
            part = block.text
        elif isinstance(block, Para):
            parts.setdefault(part, []).extend(line for line in block.lines if not line.key.endswith(_NAMES))
    return {name: lines for name, lines in parts.items() if lines}


def stale_pairs(own: dict[str, OwnWords], lines: Iterable[Line]) -> list[tuple[OwnWords, Line | None]]:
    """Return what was written for other numbers, with what the rules say now; None: they say nothing there any more.

    >>> own = {"a": OwnWords("a", "共三项。", Line("a", "", (3,)).fingerprint, "共3项。", "李四", pd.NaT)}
    >>> [line.text for _, line in stale_pairs(own, [Line("a", "共4项。", (4,))])]
    ['共4项。']
    >>> stale_pairs(own, [Line("a", "", (3,))])
    []
    """
    now = {line.key: line for line in lines}
    found = [(each, now.get(key)) for key, each in own.items()]
    return [(each, line) for each, line in found if line is None or line.fingerprint != each.fingerprint]


def words_line(own: Sequence, stale: Sequence) -> str:
    """Say how many sentences are somebody's own, and how many must be looked at.

    >>> words_line([], []), words_line([1, 2], [1])
    ('都是规则的句子', '自己写的 2 句，其中 1 句数字已变，请复核')
    """
    if not own:
        return "都是规则的句子"
    return f"自己写的 {len(own)} 句" + (f"，其中 {len(stale)} 句数字已变，请复核" if stale else "")


def word_record(decisions: pd.DataFrame, kind: str, period: str) -> pd.DataFrame:
    """Return everything that was written about a paper, the newest first."""
    mine = _about(decisions, WORDING, _scope(kind, period)).iloc[::-1]
    rows = [
        (f"{row['decided_by']}，{day(row['decided_at'])}", row["subject"].split(".")[-1],
         "改用规则的句子" if row["answer"] == _BACK else _own(row).text or LEFT_OUT, row["was"])
        for row in mine.to_dict("records")
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["谁，何时", "哪一句", "写的是", "当时原来的句子"])


def issue_told(kind: str, period: str, *, number: str, dated: date) -> dict:
    """Return number and day of a paper as a decision."""
    answer = json.dumps({"number": number.strip(), "dated": dated.isoformat()}, ensure_ascii=False)
    return {"kind": ISSUE, "scope": _scope(kind, period), "subject": "", "answer": answer}


def issue_kept(decisions: pd.DataFrame, kind: str, period: str) -> tuple[str, date | None]:
    """Return number and day of a paper as they were kept; ("", None) where nobody gave them."""
    mine = _about(decisions, ISSUE, _scope(kind, period))
    if mine.empty:
        return "", None
    told = json.loads(mine["answer"].iloc[-1])
    return told["number"], date.fromisoformat(told["dated"])


def issue_faults(decisions: pd.DataFrame, told: dict) -> list[str]:
    """Say when another paper has the number already."""
    number = json.loads(told["answer"])["number"]
    mine = decisions[decisions["kind"].eq(ISSUE)].sort_values("seq").drop_duplicates("scope", keep="last")
    taken = [
        row["scope"] for row in mine.to_dict("records")
        if number and row["scope"] != told["scope"] and json.loads(row["answer"]).get("number") == number
    ]  # fmt: skip
    return [f"文号“{number}”已经给了{taken[0].partition('!')[2]}的文件；请核对后另编一个号。"] if taken else []


def _scope(kind: str, period: str) -> str:
    return f"{kind}!{period}"


def _about(decisions: pd.DataFrame, kind: str, scope: str) -> pd.DataFrame:
    return decisions[decisions["kind"].eq(kind) & decisions["scope"].eq(scope)].sort_values("seq")


def _own(row: dict) -> OwnWords:
    """One decision as it is; its JSON was written here alone."""
    said = json.loads(row["answer"])
    return OwnWords(row["subject"], said["text"], said["fingerprint"], row["was"], row["decided_by"], row["decided_at"])
