"""A rule pack as one text and back, so that a frozen period can be made again after the pack's file has changed."""

import json
from dataclasses import replace
from datetime import date

from analysis.rulepack import RulePack, checked_pack, pack_data, rule_pack

__all__ = ["pack_from_text", "pack_text"]

_DAY = "$day"


def pack_text(pack: RulePack) -> str:
    """The whole pack, name and digest included.

    >>> pack_from_text(pack_text(rule_pack("wuhan"))) == rule_pack("wuhan")
    True
    """
    told = {"name": pack.name, "digest": pack.digest, "pack": pack_data(pack)}
    return json.dumps(told, ensure_ascii=False, default=lambda day: {_DAY: day.isoformat()})


def pack_from_text(text: str) -> RulePack:
    """The pack that `pack_text` wrote. A key that packs did not have then is as in today's default: nothing was judged
    by it, and the hash of the period says whether that is still so."""
    told = json.loads(text, object_hook=lambda found: date.fromisoformat(found[_DAY]) if _DAY in found else found)
    return replace(checked_pack(_completed(told["pack"]), name=told["name"]), digest=told["digest"])


def _completed(pack: dict) -> dict:
    now = pack_data(rule_pack())
    return {
        key: (value | pack[key] if isinstance(value, dict) and _is_table(key) else pack[key]) if key in pack else value
        for key, value in now.items()
    } | {key: value for key, value in pack.items() if key not in now}


def _is_table(key: str) -> bool:
    """Whether the key is a table of settings; a list of words (severity) is taken whole."""
    return key not in {"boards", "severity"}
