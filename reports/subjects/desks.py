"""The office that signs the papers, as it was set on the page 文档: its name, its code number, who receives what.

Kept as decisions of kind `desk`: answer JSON with the fields of `reports.pieces.paper.Desk`; the last one holds.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict

import pandas as pd

from reports.pieces.paper import Desk

__all__ = ["DESK", "FIELDS", "LONGEST", "desk_faults", "desk_kept", "desk_told"]

DESK = "desk"
"""The kind of decision."""

FIELDS = {
    "issuer": ("发文机关", "印在红头上，也是落款"), "code": ("机关代字", "发文字号的开头，如“清执办”"),
    "addressee": ("主送机关", "通报的抬头"), "copies": ("抄送机关", "印在版记里；没有就留空"),
}  # fmt: skip
"""What is asked of an office in words: name and explanation of each field."""

LONGEST = 120
"""Characters that a field may have."""

_NEEDED = ("issuer", "code", "addressee")


def desk_kept(decisions: pd.DataFrame) -> Desk:
    """Return the office as it was last set, the built-in one where nobody has set it.

    >>> none = pd.DataFrame({"kind": [], "seq": [], "answer": []})
    >>> desk_kept(none) == Desk()
    True
    """
    mine = decisions[decisions["kind"].eq(DESK)].sort_values("seq")
    return Desk(**json.loads(mine["answer"].iloc[-1])) if len(mine) else Desk()


def desk_told(fields: Mapping[str, str], replies: Mapping[str, int]) -> dict:
    """Return the office as a decision. fields: by the names of `FIELDS`; replies: days by the kind of notice.

    >>> told = desk_told({"issuer": " 甲区督查室", "code": "甲督", "addressee": "各镇", "copies": ""}, {"提醒": 7})
    >>> desk_kept(pd.DataFrame([told]).assign(seq=1)).issuer
    '甲区督查室'
    """
    told = {name: " ".join(fields[name].split()) for name in FIELDS} | {"replies": dict(replies)}
    return {"kind": DESK, "scope": "", "subject": "", "answer": json.dumps(told, ensure_ascii=False)}


def desk_faults(now: Desk, told: Mapping[str, str], *, by: str) -> list[str]:
    """Say what is missing before the office can be set, or that nothing would change."""
    wanted = json.loads(told["answer"])
    faults = [f"“{FIELDS[name][0]}”还空着，请填写。" for name in _NEEDED if not wanted[name]]
    faults += [
        f"“{FIELDS[name][0]}”有 {len(wanted[name])} 个字，最多 {LONGEST} 个；请写短一些。"
        for name in FIELDS if len(wanted[name]) > LONGEST
    ]  # fmt: skip
    faults += [] if by.strip() else ["还没有写登记人：换发文单位要具名。"]
    same = all(asdict(now)[name] == value for name, value in wanted.items())
    return faults or (["和现在的一样，没有改动。"] if same else [])
