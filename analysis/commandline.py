"""What the command lines of analysis and reports have in common: a parser that refuses in Chinese, days, periods, and
the options that mean the same everywhere."""

import argparse
from datetime import date
from pathlib import Path
from typing import NoReturn

from analysis.facts.periods import Span, named_span

__all__ = ["Parser", "day", "options_of", "span", "store_option"]

_PHRASES = (
    ("the following arguments are required: ", "缺少参数 "),
    ("unrecognized arguments: ", "不认识的参数 "),
    ("expected one argument", "后面应跟一个值"),
    ("not allowed with argument", "不能同时用"),
    ("argument ", "参数 "),
    ("invalid choice: ", "没有这一项："),
    ("choose from ", "可选："),
)


class Parser(argparse.ArgumentParser):
    """argparse that refuses in Chinese, with one sentence and exit code 2."""

    def format_help(self) -> str:
        """The help text with its one English word replaced."""
        return super().format_help().replace("usage: ", "用法：", 1)

    def error(self, message: str) -> NoReturn:
        """End with what is wrong; `message` is argparse's own English."""
        for english, chinese in _PHRASES:
            message = message.replace(english, chinese)
        program = " ".join(self.prog.split()[:3])  # of a command of its own too: python -m analysis
        self.exit(2, f"命令写法不对：{message}。用法见 {program} --help\n")


def options_of(parser: argparse.ArgumentParser) -> argparse._ArgumentGroup:
    """Begin the options of a parser, with help as the first."""
    options = parser.add_argument_group("选项")
    options.add_argument("-h", "--help", action="help", help="显示用法")
    return options


def store_option(options: argparse._ArgumentGroup) -> None:
    """Add --store."""
    options.add_argument(
        "--store", type=Path, metavar="目录", help="台账库目录（默认 ./data，或环境变量 LEDGER_STORE）"
    )


def day(text: str) -> date:
    """Read a day.

    >>> day("2022-10-31")
    datetime.date(2022, 10, 31)
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"日期“{text}”应写成 2022-10-31 的样子") from error


def span(text: str) -> Span:
    """Read a month or a quarter.

    >>> span("2022-10").last
    datetime.date(2022, 10, 31)
    """
    try:
        return named_span(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error).rstrip("。")) from error
