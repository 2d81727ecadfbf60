"""`python -m reports KIND`: documents of a month, a quarter or a day, for people and scripts.

Exit codes: 0 made, 1 made, but a frozen period does not come out as it was frozen, 2 nothing made.
"""

import argparse
import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pandas as pd

import analysis
from analysis import commandline
from analysis.facts.known import Remembering
from ledgers.errors import LedgerError
from ledgers.freezing import Period, frozen_periods
from ledgers.papers import kept_bytes, template_of
from ledgers.store import Store, facts, open_snapshot
from reports.documents.fonts import font_folders, font_line, font_table, fonts_whole
from reports.documents.register import (
    DOCUMENTS,
    Document,
    Wish,
    document,
    file_name,
    fitting,
)
from reports.documents.situation import Situation, day_span, situation
from reports.documents.templates import template_faults
from reports.pieces.paper import DocumentError, NothingToMake
from reports.subjects.desks import desk_kept
from reports.subjects.notice_numbers import numbers_given
from reports.subjects.own_words import fresh_words, issue_kept


class Ground(NamedTuple):
    """What documents are made from: the situation, whether a frozen period came out as it was frozen, and what
    people decided until today: words, numbers and days of papers are given after the freeze."""

    made: Situation
    same: bool
    decisions: pd.DataFrame


def _parser() -> argparse.ArgumentParser:
    told = "；".join(f"{each.kind} {each.title}（.{'、.'.join(each.endings)}）" for each in DOCUMENTS)
    parser = commandline.Parser(prog="python -m reports", description="由一份台账快照生成文件。", add_help=False)
    parser.add_argument_group("文档").add_argument(
        "kind", nargs="?", choices=[each.kind for each in DOCUMENTS], metavar="文档", help=told
    )
    options = commandline.options_of(parser)
    options.add_argument("--all", action="store_true", help="做全部文档，-o 写文件夹")
    commandline.store_option(options)
    when = options.add_mutually_exclusive_group()
    when.add_argument(
        "--period", type=commandline.span, metavar="周期", help="如 2022-10 或 2022-Q4（默认最近冻结的周期）"
    )
    when.add_argument("--as-of", type=commandline.day, metavar="日期", help="按这一天的情况，如 2022-11-18")
    options.add_argument("-o", "--output", type=Path, required=True, metavar="文件", help="写到这里，格式看文件名后缀")
    options.add_argument(
        "--dated",
        type=commandline.day,
        metavar="日期",
        help="印在文件上的日期（默认登记的印发日期，没有登记的用数据日期）",
    )
    options.add_argument(
        "--number", default="", metavar="文号", help="印在文件上的发文字号（默认登记的）；通知和责任令：只出这一份"
    )
    options.add_argument("--template", type=Path, metavar="文件", help="单位自己的模板（默认用内置的）")
    options.add_argument("--fonts", type=Path, metavar="目录", help="单位自己的字体目录（或环境变量 LEDGER_FONTS）")
    options.add_argument("--formal", action="store_true", help="正式件：缺字体就不做")
    options.add_argument("--json", action="store_true", help="输出 JSON")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Make what was asked for and print where it is; gives back the exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    if given[:1] == ["fonts"]:
        return _self_check(given[1:])
    parser = _parser()
    call = parser.parse_args(arguments)
    if (call.kind is None) != call.all:
        parser.error("请写明要做哪种文档，或者用 --all 做全部")
    if call.all and call.number:
        parser.error("发文字号一份一个，不能和 --all 同时用；请另外单做那一份")
    try:
        _ready(call)
        ground = _ground(call)
        left_out: list[str] = []
        files = _all(call, ground, left_out) if call.all else [_one(call, ground, document(call.kind), call.output)]
    except (LedgerError, DocumentError, analysis.RulePackError) as error:
        print(error, file=sys.stderr)
        return 2
    print(_told_json(ground, files, left_out) if call.json else _told(ground, files, left_out))
    return int(not ground.same)


def _ready(call: argparse.Namespace) -> None:
    """Refuse at once what would be refused in the end: the ending, the template, the folder."""
    if not call.all:
        document(call.kind, _ending(call.output))
    if call.template is not None:
        _held(call.template)
    folder = call.output if call.all else call.output.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DocumentError(f"写不了 {call.output}；请确认文件夹可以写，文件没有正被打开。") from error


def _self_check(arguments: list[str]) -> int:
    """Say which fonts of official papers are here; 1 when a formal PDF would be refused."""
    parser = commandline.Parser(prog="python -m reports fonts", description="公文字体自检。", add_help=False)
    parser.add_argument("-h", "--help", action="help", help="显示用法")
    parser.add_argument("--fonts", type=Path, metavar="目录", help="单位自己的字体目录（或环境变量 LEDGER_FONTS）")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    call = parser.parse_args(arguments)
    try:
        folders = font_folders(_fonts(call.fonts))
    except DocumentError as error:
        print(error, file=sys.stderr)
        return 2
    table, formal = font_table(folders), fonts_whole(folders)
    if call.json:
        told = {"formal": formal, "fonts": table.to_dict("records"), "sentence": font_line(folders)}
        print(json.dumps(told, ensure_ascii=False))
    else:
        rows = ("；".join(f"{name}：{value}" for name, value in row.items()) for row in table.to_dict("records"))
        print(*rows, font_line(folders), sep="\n")
    return int(not formal)


def _ending(path: Path) -> str:
    return path.suffix.removeprefix(".").lower()


def _store(call: argparse.Namespace) -> Store:
    return Store(call.store or Path(os.environ.get("LEDGER_STORE", "data")))


def _ground(call: argparse.Namespace) -> Ground:
    """The situation of the frozen period, of a period that is not frozen, or of a day."""
    store = _store(call)
    if store.current() is None:
        raise LedgerError(f"台账库 {store.path} 还是空的，做不出文件；请先用 python -m ledgers load 导入台账。")
    frozen = {each.period: each for each in frozen_periods(store)}
    if call.as_of is None and call.period is None and frozen:
        return _of_frozen(store, frozen[max(frozen)])
    if call.period and call.period.name in frozen:
        return _of_frozen(store, frozen[call.period.name])
    known = Remembering(facts(open_snapshot(store)))
    rules = analysis.rule_calendar(known["decisions"], base=analysis.rule_pack())
    span = call.period or day_span(call.as_of or _newest(store, known))
    weeks = analysis.standings(known, as_of=span.last, rules=rules, words=False)
    told = analysis.content_bytes(analysis.period_content(known, span, rules=rules, weeks=weeks))
    made = {"snapshot": store.current(), "fingerprint": analysis.content_hash(told), "kept": {"weeks": weeks}}
    return Ground(situation(known, span, rules=rules, **made), True, known["decisions"])


def _of_frozen(store: Store, kept: Period) -> Ground:
    """From the version and the rules that the period is pinned to, with what a later version says otherwise."""
    then, rules = Remembering(facts(open_snapshot(store, kept.snapshot))), analysis.calendar_from_text(kept.rules_text)
    span = analysis.named_span(kept.period)
    content = analysis.period_content(then, span, rules=rules)
    same = analysis.content_hash(analysis.content_bytes(content)) == kept.content_hash
    now = facts(open_snapshot(store))
    found = analysis.errata(content, analysis.period_content(now, span, rules=rules), before=then, after=now)
    made = situation(
        then, span, rules=rules, snapshot=kept.snapshot, fingerprint=kept.content_hash, frozen=True, errata=found
    )
    return Ground(made, same, now["decisions"])


def _newest(store: Store, known: dict) -> date:
    newest = known["progress"]["report_date"].max()
    if newest != newest:  # not a time
        raise LedgerError(f"台账库 {store.path} 里还没有一次填报；请用 --as-of 写明按哪一天。")
    return newest.date()


def _all(call: argparse.Namespace, ground: Ground, left_out: list[str]) -> list[tuple[Document, Path]]:
    """Every kind that fits the period in every form, in one folder; what has nothing to say is told in `left_out`."""
    files = []
    for each in fitting(ground.made):
        for ending in each.endings:
            try:
                files.append(_one(call, ground, each, call.output / file_name(ground.made, each, ending)))
            except NothingToMake as told:
                left_out.append(f"{each.title}没有做：{told}")
    return files


def _one(call: argparse.Namespace, ground: Ground, kind: Document, path: Path) -> tuple[Document, Path]:
    ending, made = _ending(path), ground.made
    number, dated = issue_kept(ground.decisions, kind.kind, made.span.name)
    day = call.dated or dated or made.as_of
    wish = Wish(
        ending, dated=day, number=call.number or number,
        words=fresh_words(ground.decisions, kind.kind, made.span.name), fonts=_fonts(call.fonts), formal=call.formal,
        numbers=numbers_given(ground.decisions, made.span.name, year=day.year),
        template=_template(call, ground, kind, ending=ending) if ending in kind.templates else None,
        desk=desk_kept(ground.decisions),
    )  # fmt: skip
    try:
        path.write_bytes(kind.build(made, wish))
    except OSError as error:
        raise DocumentError(f"写不了 {path}；请确认文件夹可以写，文件没有正被打开。") from error
    return kind, path


def _fonts(own: Path | None) -> Path | None:
    """The office's own fonts: as the call says, else the environment variable LEDGER_FONTS."""
    told = own or (Path(os.environ["LEDGER_FONTS"]) if os.environ.get("LEDGER_FONTS") else None)
    if told is not None and not told.is_dir():
        raise DocumentError(f"没有字体目录 {told}；请核对 --fonts 或环境变量 LEDGER_FONTS。")
    return told


def _template(call: argparse.Namespace, ground: Ground, kind: Document, *, ending: str) -> bytes | None:
    """The template of the call, where it has this ending; else the office's own one of the store, else ours (None)."""
    if call.template is None:
        kept = template_of({"decisions": ground.decisions}, kind.kind, ending)
        return kept_bytes(_store(call), kept[1], name=kept[0]) if kept else None
    if _ending(call.template) != ending:
        return None
    held = _held(call.template)
    if faults := template_faults(held, ending):
        raise DocumentError(faults[0])
    return held


def _held(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DocumentError(f"打不开模板 {path}；请确认文件存在、可以读。") from error


def _told(ground: Ground, files: list[tuple[Document, Path]], left_out: list[str]) -> str:
    made = ground.made
    lines = [f"{each.title}：{path}（{path.stat().st_size / 1024:.0f} KB）" for each, path in files]
    lines += left_out
    lines.append(f"{made.words}，{'已冻结' if made.frozen else '未冻结'}；{made.note}；{made.mark}。")
    if not ground.same:
        lines.append("注意：按冻结的版本重做，内容与冻结时的校验不一致；请用 python -m analysis period 核对。")
    return "\n".join(lines)


def _told_json(ground: Ground, files: list[tuple[Document, Path]], left_out: list[str]) -> str:
    made = ground.made
    told = {
        "period": made.span.name, "as_of": made.as_of.isoformat(), "snapshot": made.snapshot, "frozen": made.frozen,
        "fingerprint": made.fingerprint, "rules": made.pack.name, "demo": made.demo, "same": ground.same,
    }  # fmt: skip
    told["files"] = [_file_json(each, path) for each, path in files]
    told["left_out"] = left_out
    return json.dumps(told, ensure_ascii=False)


def _file_json(kind: Document, path: Path) -> dict:
    return {"kind": kind.kind, "title": kind.title, "file": str(path), "bytes": path.stat().st_size}


if __name__ == "__main__":
    sys.exit(main())
