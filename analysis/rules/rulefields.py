"""A TOML table into a frozen dataclass, key by key; whatever does not fit is named in one Chinese sentence."""

from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from types import UnionType
from typing import get_args, get_origin

__all__ = ["RulePackError", "build", "plain"]


class RulePackError(ValueError):
    """A rule pack that cannot be used; the message is one Chinese sentence for the person who edits it.

    field: the entry it is about, such as "ladder.lag[2]", so that an editor can show the sentence beside it; empty when
    the file as a whole cannot be read.
    """

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


_KEYS = {"first": "from", "last": "to"}  # `from` is no name in Python


def build(cls: type, data: object, where: str, *, field: str = "") -> object:
    """`cls` from a TOML table, key by key; every key without a default must be there, and no other."""
    if not isinstance(data, dict):
        raise RulePackError(f"{where} 应当是一组键值，现在不是。", field)
    wanted = {_KEYS.get(part.name, part.name): part for part in fields(cls)}
    for key in data:
        if key not in wanted:
            raise RulePackError(f"{where} 有不认识的键“{key}”；可用的键：{'、'.join(wanted)}。", _path(field, key))
    for key, part in wanted.items():
        if key not in data and part.default is MISSING:
            raise RulePackError(f"{where} 缺少键“{key}”。", _path(field, key))
    given = {key: part for key, part in wanted.items() if key in data}
    return cls(
        **{
            part.name: _value(part.type, data[key], (f"{where} 的 {key}", _path(field, key)))
            for key, part in given.items()
        }
    )


def plain(value: object) -> object:
    """The way back: a dataclass as the dict that `build` takes, so that a copy can be edited.

    >>> from analysis.rules.rulepack import Phase
    >>> plain(Phase("动员部署", date(2022, 8, 22), date(2022, 9, 5)))
    {'name': '动员部署', 'from': datetime.date(2022, 8, 22), 'to': datetime.date(2022, 9, 5)}
    """
    if is_dataclass(value):
        pairs = ((part, getattr(value, part.name)) for part in fields(value))
        return {_KEYS.get(part.name, part.name): _plain_field(part.type, held) for part, held in pairs}
    return [plain(item) for item in value] if isinstance(value, tuple) else value


def _plain_field(kind: type, value: object) -> object:
    words = get_origin(kind) is tuple and get_origin(get_args(kind)[0]) is tuple
    return {word: plain(held) for word, held in value} if words else plain(value)


def _path(field: str, key: str) -> str:
    return f"{field}.{key}" if field else key


def _value(kind: type, value: object, at: tuple[str, str]) -> object:
    """One value turned into the type that the dataclass names; at: where it stands, in words and as a path."""
    where, field = at
    if get_origin(kind) is UnionType:  # may be left out, but is no less than itself when it is there
        kind = get_args(kind)[0]
    if is_dataclass(kind):
        return build(kind, value, where, field=field)
    if get_origin(kind) is tuple:
        return _tuple(get_args(kind)[0], value, at)
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise RulePackError(f"{where} 的值“{value}”类型不对，应为{_NAMES[kind]}。", field)
    return value


_NAMES = {float: "数字", int: "整数", bool: "true 或 false", str: "文字", date: "日期"}


def _tuple(kind: type, value: object, at: tuple[str, str]) -> tuple:
    """A list, or a table of words as pairs (dicts cannot be part of a frozen, hashable pack)."""
    where, field = at
    if get_origin(kind) is tuple:
        if not isinstance(value, dict):
            raise RulePackError(f"{where} 应当是一组“词 = 值”。", field)
        held = get_args(kind)[1]
        return tuple((word, _value(held, v, (f"{where} 的 {word}", _path(field, word)))) for word, v in value.items())
    if not isinstance(value, list):
        raise RulePackError(f"{where} 应当是一个列表。", field)
    return tuple(
        _value(kind, item, (f"{where} 第 {i} 项", f"{field}[{i - 1}]")) for i, item in enumerate(value, start=1)
    )
