"""`python -m analysis score`: scores of a snapshot for people and scripts. Exit codes: 0 fine, 2 nothing done."""

import argparse
import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import NoReturn

from analysis.answers import score_json
from analysis.printing import score_text
from analysis.rulecalendar import rule_calendar
from analysis.rulepack import RulePackError, rule_pack
from analysis.standing_scores import standing_scores
from ledgers.errors import LedgerError
from ledgers.store import Store, facts, open_snapshot


class _Parser(argparse.ArgumentParser):
    """argparse that refuses in Chinese, with one sentence and exit code 2."""

    def format_help(self) -> str:
        """The help text with its one English word replaced."""
        return super().format_help().replace("usage: ", "用法：", 1)

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"命令写法不对：{_chinese(message)}。用法见 python -m analysis score --help\n")


_PHRASES = (
    ("the following arguments are required: ", "缺少参数 "),
    ("unrecognized arguments: ", "不认识的参数 "),
    ("expected one argument", "后面应跟一个值"),
    ("argument ", "参数 "),
    ("invalid choice: ", "没有这一项："),
    ("choose from ", "可选："),
)


def _chinese(message: str) -> str:
    for english, chinese in _PHRASES:
        message = message.replace(english, chinese)
    return message


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"日期“{text}”应写成 2022-10-31 的样子") from error


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m analysis", description="给台账快照评分。", add_help=False)
    _options(parser)
    commands = parser.add_subparsers(dest="command", required=True, title="命令", metavar="命令", parser_class=_Parser)
    scoring = commands.add_parser("score", help="评分：任务、单位、项目长", add_help=False)
    options = _options(scoring)
    options.add_argument(
        "--store", type=Path, metavar="目录", help="台账库目录（默认 ./data，或环境变量 LEDGER_STORE）"
    )
    options.add_argument("--snapshot", metavar="编号", help="快照编号（默认当前发布的快照）")
    options.add_argument("--as-of", type=_day, required=True, metavar="日期", help="评分日，如 2022-10-31")
    options.add_argument("--rules", metavar="名称", help="规则包名称（默认按启用的规则，没有启用过就是 default）")
    options.add_argument("--json", action="store_true", help="输出 JSON")
    return parser


def _options(parser: argparse.ArgumentParser) -> argparse._ArgumentGroup:
    options = parser.add_argument_group("选项")
    options.add_argument("-h", "--help", action="help", help="显示用法")
    return options


def main(arguments: list[str] | None = None) -> int:
    """Score and print; gives back the exit code."""
    call = _parser().parse_args(arguments)
    try:
        return _score(call)
    except (LedgerError, RulePackError) as error:
        print(error, file=sys.stderr)
        return 2


def _score(call: argparse.Namespace) -> int:
    store = Store(call.store or Path(os.environ.get("LEDGER_STORE", "data")))
    snapshot = call.snapshot or store.current()
    if snapshot is None:
        raise LedgerError(f"台账库 {store.path} 还是空的，没有可以评分的快照；请先用 python -m ledgers load 导入台账。")
    known = facts(open_snapshot(store, snapshot))
    rules = rule_pack(call.rules) if call.rules else rule_calendar(known["decisions"], base=rule_pack())
    scores = standing_scores(known, as_of=call.as_of, rules=rules)
    print(json.dumps(score_json(scores, snapshot), ensure_ascii=False) if call.json else score_text(scores))
    return 0


if __name__ == "__main__":
    sys.exit(main())
