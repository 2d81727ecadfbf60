"""`python -m analysis score | period | index | backtest`: for people and scripts.

Scores of a snapshot, frozen periods made again, an index of any table of indicators, how often warnings came true.
Exit codes: 0 fine, 1 a frozen period does not come out as it was, 2 nothing done.
"""

import argparse
import json
import os
import sys
from pathlib import Path

import pandas as pd

from analysis import commandline
from analysis.backtest.portfolio import PortfolioError, read_portfolio
from analysis.backtest.record import backtest_record, record_text, store_record
from analysis.backtest.signals import SIGNALS
from analysis.composite.engine import composite_index
from analysis.composite.printing import TableError, index_json, index_text, read_table, unit_table
from analysis.composite.scheme import SchemeError, read_scheme
from analysis.freezing.errata import errata
from analysis.freezing.frozen import content_bytes, content_hash, period_content
from analysis.rules.rulecalendar import calendar_from_text, rule_calendar
from analysis.rules.rulepack import RulePackError, rule_pack
from analysis.scores.answers import score_json
from analysis.scores.printing import score_text
from analysis.standing_scores import standing_scores
from ledgers.errors import LedgerError
from ledgers.freezing import Period, frozen_periods
from ledgers.store import Store, facts, open_snapshot


def _parser() -> argparse.ArgumentParser:
    parser = commandline.Parser(prog="python -m analysis", description="给台账快照评分。", add_help=False)
    commandline.options_of(parser)
    commands = parser.add_subparsers(
        dest="command", required=True, title="命令", metavar="命令", parser_class=commandline.Parser
    )
    scoring = commands.add_parser("score", help="评分：任务、单位、项目长", add_help=False)
    options = commandline.options_of(scoring)
    commandline.store_option(options)
    options.add_argument("--snapshot", metavar="编号", help="快照编号（默认当前发布的快照）")
    options.add_argument("--as-of", type=commandline.day, required=True, metavar="日期", help="评分日，如 2022-10-31")
    options.add_argument("--rules", metavar="名称", help="规则包名称（默认按启用的规则，没有启用过就是 default）")
    options.add_argument("--json", action="store_true", help="输出 JSON")
    again = commands.add_parser("period", help="冻结的周期：重做一遍，核对内容，列出勘误", add_help=False)
    again.add_argument("period", type=commandline.span, metavar="周期", help="如 2022-10 或 2022-Q4")
    options = commandline.options_of(again)
    commandline.store_option(options)
    options.add_argument("-o", "--output", type=Path, metavar="文件", help="把重做的内容（JSON）写到这里")
    options.add_argument("--json", action="store_true", help="输出 JSON")
    _index_options(commands)
    _backtest_options(commands)
    return parser


def _index_options(commands: argparse._SubParsersAction) -> None:
    indexing = commands.add_parser("index", help="指数：任何一张指标表按指标体系合成", add_help=False)
    options = commandline.options_of(indexing)
    options.add_argument("--scheme", type=Path, required=True, metavar="文件", help="指标体系（CSV）")
    options.add_argument(
        "--data", type=Path, required=True, metavar="文件", help="数据（CSV，一行一个单位，一列一个指标）"
    )
    families = (
        ("normalisation", "归一化", "minmax"),
        ("aggregation", "合成方式", "arithmetic"),
        ("treatment", "离群处理", ""),
    )
    for name, words, default in families:
        options.add_argument(
            f"--{name}", default=default, metavar="名称", help=f"没有写明的{words}（默认 {default or '不处理'}）"
        )
    options.add_argument("--min-known", type=float, default=0.5, metavar="份额", help="已知不足多少就不评（默认 0.5）")
    options.add_argument("--json", action="store_true", help="输出 JSON")


def _backtest_options(commands: argparse._SubParsersAction) -> None:
    testing = commands.add_parser("backtest", help="回测：预警有多准、提前多久", add_help=False)
    options = commandline.options_of(testing)
    commandline.store_option(options)
    options.add_argument("--as-of", type=commandline.day, metavar="日期", help="看到哪一天（默认最近一次填报）")
    options.add_argument("--rules", metavar="名称", help="规则包名称（默认按启用的规则）")
    options.add_argument("--portfolio", type=Path, metavar="文件", help="公开项目组合（CSV），代替台账库")
    options.add_argument("--json", action="store_true", help="输出 JSON")


def main(arguments: list[str] | None = None) -> int:
    """Run one command and print; gives back the exit code."""
    call = _parser().parse_args(arguments)
    try:
        return _COMMANDS[call.command](call)
    except (LedgerError, RulePackError, SchemeError, PortfolioError, TableError) as error:
        print(error, file=sys.stderr)
        return 2


def _period(call: argparse.Namespace) -> int:
    store = _store(call)
    kept = next((each for each in frozen_periods(store) if each.period == call.period.name), None)
    if kept is None:
        raise LedgerError(f"台账库 {store.path} 里没有冻结的周期 {call.period.name}；请先在“周期”页冻结。")
    then, rules = facts(open_snapshot(store, kept.snapshot)), calendar_from_text(kept.rules_text)
    content = period_content(then, call.period, rules=rules)
    made = content_bytes(content)
    if call.output:
        call.output.write_bytes(made)
    now = facts(open_snapshot(store))
    later = period_content(now, call.period, rules=rules)
    found = errata(content, later, before=then, after=now)
    same = content_hash(made) == kept.content_hash
    print(_period_json(kept, made, found) if call.json else _period_text(kept, made, found))
    return int(not same)


def _period_json(kept: Period, made: bytes, found: pd.DataFrame) -> str:
    told = {name: getattr(kept, name) for name in ("period", "snapshot", "rules", "rules_digest", "content_hash")}
    told |= {"made_hash": content_hash(made), "same": content_hash(made) == kept.content_hash}
    rows = found.assign(brought_at=[str(when) for when in found["brought_at"]]).to_dict("records")
    return json.dumps(told | {"errata": rows}, ensure_ascii=False)


def _period_text(kept: Period, made: bytes, found: pd.DataFrame) -> str:
    same = content_hash(made) == kept.content_hash
    lines = [
        f"周期 {kept.period}：{kept.frozen_by}冻结。",
        f"数据快照 {kept.snapshot}，规则包 {kept.rules}（{kept.rules_digest}）。",
        f"重做一遍与冻结时{'一致' if same else '不一致'}：冻结时 {kept.content_hash}，现在 {content_hash(made)}。",
        f"勘误 {len(found)} 条。" if len(found) else "没有勘误：按现在的台账，各项数字与冻结时相同。",
    ]
    lines += [
        f"[{row.what}] {row.subject} {row.number}：冻结 {_said(row.frozen)}，现在 {_said(row.now)}；{row.brought_by}"
        for row in found.itertuples()
    ]
    return "\n".join(lines)


def _said(value: object) -> str:
    if value is None or isinstance(value, bool):
        return "未知" if value is None else "是" if value else "否"
    return f"{round(value, 2) + 0.0:g}" if isinstance(value, float) else str(value)


def _store(call: argparse.Namespace) -> Store:
    return Store(call.store or Path(os.environ.get("LEDGER_STORE", "data")))


def _score(call: argparse.Namespace) -> int:
    store = _store(call)
    snapshot = call.snapshot or store.current()
    if snapshot is None:
        raise LedgerError(f"台账库 {store.path} 还是空的，没有可以评分的快照；请先用 python -m ledgers load 导入台账。")
    known = facts(open_snapshot(store, snapshot))
    rules = rule_pack(call.rules) if call.rules else rule_calendar(known["decisions"], base=rule_pack())
    scores = standing_scores(known, as_of=call.as_of, rules=rules)
    print(json.dumps(score_json(scores, snapshot), ensure_ascii=False) if call.json else score_text(scores))
    return 0


def _index(call: argparse.Namespace) -> int:
    families = {name: getattr(call, name) for name in ("normalisation", "aggregation", "treatment")}
    scheme = read_scheme(read_table(call.scheme), min_known=call.min_known, **families)
    found = composite_index(unit_table(read_table(call.data), scheme, name=call.data.name), scheme)
    print(json.dumps(index_json(found), ensure_ascii=False) if call.json else index_text(found))
    return 0


def _backtest(call: argparse.Namespace) -> int:
    if call.portfolio:
        record = backtest_record(*read_portfolio(call.portfolio), signals=SIGNALS[-1:])
    else:
        record = _store_record(call)
    print(json.dumps(record, ensure_ascii=False) if call.json else record_text(record))
    return 0


def _store_record(call: argparse.Namespace) -> dict:
    store = _store(call)
    known = facts(open_snapshot(store)) if store.current() else None
    newest = None if known is None else known["progress"]["report_date"].max()
    if newest is None or pd.isna(newest):
        raise LedgerError(
            f"台账库 {store.path} 里还没有一次填报，没有可以回测的；请先用 python -m ledgers load 导入台账。"
        )
    rules = rule_pack(call.rules) if call.rules else rule_calendar(known["decisions"], base=rule_pack())
    return store_record(known, as_of=call.as_of or newest.date(), rules=rules)


_COMMANDS = {"score": _score, "period": _period, "index": _index, "backtest": _backtest}


if __name__ == "__main__":
    sys.exit(main())
