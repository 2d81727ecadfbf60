"""A rule pack as the text of its file, whole and without `extends`, and back: what a decision about rules keeps."""

import json
import tomllib
from datetime import date

from analysis.rules.rulepack import RulePack, RulePackError, checked_pack, pack_data

__all__ = ["kept_pack", "pack_text"]


def pack_text(pack: RulePack) -> str:
    """The pack as TOML that says everything: it means the same whatever becomes of the shipped packs.

    >>> from analysis.rules.rulepack import rule_pack
    >>> kept_pack(pack_text(rule_pack()), name="default", spare=rule_pack()).ladder == rule_pack().ladder
    True
    """
    return "".join(f"{_key(key)} = {_value(held)}\n" for key, held in pack_data(pack).items())


def kept_pack(text: str, *, name: str, spare: RulePack) -> RulePack:
    """The pack that `pack_text` wrote. What it does not say, because there was no such rule yet, is as in `spare`.
    Raises RulePackError when it is no pack."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RulePackError(f"规则包“{name}”读不出来，请核对启用时存下的文本：{error}。") from error
    whole = pack_data(spare)
    whole.pop("published", None)  # a pack that quotes nobody does not begin to
    filled = {
        key: {**whole[key], **held} if isinstance(held, dict) and isinstance(whole.get(key), dict) else held
        for key, held in data.items()
    }
    return checked_pack(whole | filled, name=name)


def _value(held: object) -> str:
    if isinstance(held, dict):
        return "{ " + ", ".join(f"{_key(key)} = {_value(value)}" for key, value in held.items()) + " }"
    if isinstance(held, list):
        return f"[{', '.join(map(_value, held))}]"
    if isinstance(held, date):
        return held.isoformat()
    return _text(held) if isinstance(held, str) else json.dumps(held)


def _key(name: str) -> str:
    return name if name.isascii() and name.replace("_", "").isalnum() else _text(name)


def _text(said: str) -> str:
    """A basic string; what JSON escapes TOML reads alike, and the one sign more that TOML wants escaped."""
    return json.dumps(said, ensure_ascii=False).replace("\x7f", "\\u007f")
