"""Lists of people and units in one cell: separators, labels (牵头:…;配合:…), blanks that pad two-character names."""

import re
import unicodedata
from typing import NamedTuple

from ledgers.cells.texts import NOTHING, Note, Read, shown

__all__ = ["Labelled", "labelled_units", "people_of", "units_of"]

_BREAKS = frozenset("、,，;；/／+＋\n\r|｜&＆")
_OPENING, _CLOSING = "(（[【〔", ")）]】〕"
_LABEL = re.compile(
    r"(?:(?<=^)|(?<=[\s;；。,，、]))(主要牵头|牵头|主办|主责|主要责任|主要|责任|承办|配合|协办|协同配合|协同|协助|参与|参加|共同)"
    r"(?:责任)?(?:单位|部门|领导|人)?[:：]"
)
_AFTER = re.compile(r"([^,，;；。\n:：]+?)(牵头|主办|承办|配合|协办|协助|参与)(?=[,，;；。\n]|\s*$)")
_MARKED = re.compile(r"[(（](牵头|主办|承办|配合|协办|协助|参与)(?:单位|部门)?[)）]")
_LEADING = frozenset(("主要牵头", "牵头", "主办", "主责", "主要责任", "主要", "承办"))
_NUMBERING = re.compile(r"^(?:\d{1,2}[.．)）]|[①②③④⑤⑥⑦⑧⑨⑩]|[-•·●])\s*")
_PADDED = re.compile(r"(?:[\u4e00-\u9fff]\s+[\u4e00-\u9fff]\s*)+")
_PAIR = re.compile(r"([\u4e00-\u9fff])\s+([\u4e00-\u9fff])")
_OFFICE = re.compile(r"^[\u4e00-\u9fff]{2,6}[:：]\s*")
_TITLE = re.compile(r".*(?:书记|常委|[区县市镇局部院]长|主任|主席|委员|同志)$")
_PERSON = re.compile(r"[\u4e00-\u9fff·]{2,4}(?:[(（][^)）]*[)）])?")
_UNIT_END = re.compile(
    r".{2,}(?:局|委|办|部|院|所|站|镇|乡|街道|办事处|政府|中心|公司|集团|会|队|园|馆|社|村|社区|大队|单位|银行|学校|厅|处)$"
)


class Labelled(NamedTuple):
    """Units of one cell told apart by their labels."""

    lead: list[str]
    support: list[str]


def pieces(text: str) -> list[str]:
    """The cell cut at separators, but not inside brackets; outer blanks, numbering and empty pieces dropped.

    >>> pieces("各镇（街、场）、区直有关单位；")
    ['各镇（街、场）', '区直有关单位']
    """
    parts, depth, current = [], 0, []
    for sign in re.sub(r"\s+(?=\d{1,2}[.．、)）]\D)", "\n", text):
        depth = max(0, depth + (sign in _OPENING) - (sign in _CLOSING))
        if sign in _BREAKS and (depth == 0 or sign in "\n\r"):
            parts.append("".join(current))
            current = []
        else:
            current.append(sign)
    parts.append("".join(current))
    cleaned = (_NUMBERING.sub("", part.strip(" \t\u3000\u00a0")).strip(" \t\u3000\u00a0。.:：") for part in parts)
    return [part for part in cleaned if part not in NOTHING and not part.isdigit()]


def units_of(raw: object) -> Read:
    """Names of units in one cell, without inner blanks; labels are taken off.

    >>> units_of("区教育局、区财政局 /太和 镇").value
    ['区教育局', '区财政局', '太和镇']
    """
    if (text := _listed(raw)) is None:
        return Read(None)
    names = [name for part in pieces(_LABEL.sub("\n", text)) for name in _spaced_units(part)]
    return Read(_once(names) or None)


def _spaced_units(part: str) -> list[str]:
    words = part.split()
    if len(words) > 1 and all(_UNIT_END.match(word) for word in words):
        return words
    return ["".join(words)]


def labelled_units(raw: object) -> Labelled | None:
    """Lead and supporting units when the cell itself labels them (责任 counts as supporting beside 牵头), else None.

    >>> labelled_units("牵头:区教育局;配合:区财政局、区住建局")
    Labelled(lead=['区教育局'], support=['区财政局', '区住建局'])
    """
    if not isinstance(raw, str):
        return None
    if _MARKED.search(raw):
        return _marked(raw)
    raw = _AFTER.sub(r"\2:\1;", raw)
    if not (labels := list(_LABEL.finditer(raw))):
        return None
    lead: list[str] = []
    support: list[str] = []
    ends = [label.start() for label in labels[1:]] + [len(raw)]
    has_lead = any(label[1] in _LEADING for label in labels) or raw[: labels[0].start()].strip() != ""
    for label, end in zip(labels, ends, strict=True):
        leads = label[1] in _LEADING or (label[1] in ("责任", "共同") and not has_lead)
        (lead if leads else support).extend(units_of(raw[label.end() : end]).value or [])
    lead = (units_of(raw[: labels[0].start()]).value or []) + lead
    return Labelled(_once(lead), [name for name in _once(support) if name not in lead])


def _marked(raw: str) -> Labelled:
    """区教育局（牵头）、区财政局: a mark in brackets after the name; beside a lead, unmarked names support."""
    roles: dict[str, str | None] = {}
    for piece in pieces(raw):
        mark = _MARKED.search(piece)
        roles["".join(_MARKED.sub("", piece).split())] = mark[1] if mark else None
    has_lead = any(mark in _LEADING for mark in roles.values())
    lead = [name for name, mark in roles.items() if mark in _LEADING or (mark is None and not has_lead)]
    return Labelled(lead, [name for name in roles if name not in lead])


def people_of(raw: object) -> Read:
    """Names of people in one cell; "陆 明俞 悦" is two names, and a note says so when it took more than cutting.

    >>> people_of("陆 明俞 悦").value, people_of("张三、李四").note
    (['陆明', '俞悦'], None)
    """
    if (text := _listed(raw)) is None:
        return Read(None)
    names, note = [], None
    for part in pieces(_LABEL.sub("\n", text)):
        found, unsure = _spaced_people(_OFFICE.sub("", part))
        names += found
        note = unsure or note
    return Read(_once(names) or None, note)


def _spaced_people(part: str) -> tuple[list[str], Note | None]:
    words = part.split()
    if len(words) <= 1:
        return words, None
    if _PADDED.fullmatch(part):
        names = ["".join(pair) for pair in _PAIR.findall(part)]
        if len(names) == 1:
            return names, None  # a blank inside one short name is typography, nothing to report
        return names, Note("info", "names_split", f"“{part}”按 {len(names)} 个人读入：{'、'.join(names)}。")
    if all(_PERSON.fullmatch(word) and not _TITLE.match(word) for word in words):
        return words, Note("info", "names_split", f"“{part}”按 {len(words)} 个人读入：{'、'.join(words)}。")
    joined = "".join(words)
    return [joined], Note("warning", "names_unclear", f"“{part}”分不清是几个人，按一个名字读入；请用顿号隔开。")


def _listed(raw: object) -> str | None:
    """The cell's text, or None for an empty one and for a lone number (a 0 in a column of names)."""
    text = shown(raw).strip()
    if text in NOTHING or re.fullmatch(r"[\d.]+", unicodedata.normalize("NFKC", text)):
        return None
    return text


def _once(names: list[str]) -> list[str]:
    return list(dict.fromkeys(names))
