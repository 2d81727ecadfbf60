"""A TOML table into a frozen dataclass, key by key; whatever does not fit is named in one Chinese sentence."""

from dataclasses import fields, is_dataclass
from datetime import date
from typing import get_args, get_origin

__all__ = ["RulePackError", "build"]


class RulePackError(ValueError):
    """A rule pack that cannot be used; the message is one Chinese sentence for the person who edits it."""


_KEYS = {"first": "from", "last": "to"}  # `from` is no name in Python


def build(cls: type, data: object, where: str) -> object:
    """`cls` from a TOML table, key by key; every key must be there and no other."""
    if not isinstance(data, dict):
        raise RulePackError(f"{where} 应当是一组键值，现在不是。")
    wanted = {_KEYS.get(field.name, field.name): field for field in fields(cls)}
    for key in data:
        if key not in wanted:
            raise RulePackError(f"{where} 有不认识的键“{key}”；可用的键：{'、'.join(wanted)}。")
    for key in wanted:
        if key not in data:
            raise RulePackError(f"{where} 缺少键“{key}”。")
    return cls(**{field.name: _value(field.type, data[key], f"{where} 的 {key}") for key, field in wanted.items()})


def _value(kind: type, value: object, where: str) -> object:
    """One value turned into the type that the dataclass names."""
    if is_dataclass(kind):
        return build(kind, value, where)
    if get_origin(kind) is tuple:
        return _tuple(get_args(kind)[0], value, where)
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise RulePackError(f"{where} 的值“{value}”类型不对，应为{_NAMES[kind]}。")
    return value


_NAMES = {float: "数字", int: "整数", bool: "true 或 false", str: "文字", date: "日期"}


def _tuple(kind: type, value: object, where: str) -> tuple:
    """A list, or a table of words as pairs (dicts cannot be part of a frozen, hashable pack)."""
    if get_origin(kind) is tuple:
        if not isinstance(value, dict):
            raise RulePackError(f"{where} 应当是一组“词 = 值”。")
        return tuple((word, _value(get_args(kind)[1], v, f"{where} 的 {word}")) for word, v in value.items())
    if not isinstance(value, list):
        raise RulePackError(f"{where} 应当是一个列表。")
    return tuple(_value(kind, item, f"{where} 第 {i} 项") for i, item in enumerate(value, start=1))
