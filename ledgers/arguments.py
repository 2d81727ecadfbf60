"""The words of the command line: which commands there are, what each takes, and what is said about a wrong call."""

import argparse
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NoReturn

from ledgers.errors import LedgerError
from ledgers.schema import KINDS
from ledgers.store import Store

__all__ = ["parsed"]

_ARGUMENTS = {
    "file": ("file", {"type": Path, "metavar": "文件"}),
    "kind": ("kind", {"metavar": "种类"}),
    "unit": ("--unit", {}),
    "period": ("--period", {}),
    "files": ("files", {"type": Path, "nargs": "+", "metavar": "文件"}),
    "snapshot": ("snapshot", {"metavar": "快照"}),
    "before": ("before", {"metavar": "快照甲"}),
    "after": ("after", {"metavar": "快照乙"}),
    "report_date": ("--report-date", {"type": date.fromisoformat}),
    "by": ("--by", {}),
    "password": ("--password", {}),
    "draft": ("--draft", {"action": "store_true"}),
    "keep": ("--keep", {"type": int, "default": 20}),
    "yes": ("--yes", {"action": "store_true"}),
    "output": ("-o", {"dest": "output", "type": Path, "required": True}),
    "store": ("--store", {}),
    "json": ("--json", {"action": "store_true"}),
}
_COMMANDS = {
    "read": (
        ("file", "report_date", "password"),
        "文件 [--report-date 日期] [--password 密码]",
        "只读一个工作簿，列出认出的表、行和发现的问题",
    ),
    "annotate": (
        ("file", "output", "report_date"),
        "文件 -o 文件 [--report-date 日期]",
        "把发现的问题写成批注，连同一张核对结果，放回原来的工作簿里",
    ),
    "template": (
        ("kind", "output", "unit", "period"),
        "种类 -o 文件 [--unit 单位] [--period 2022-11]",
        "写一份空白台账；给出单位就填好它的任务。种类：" + "、".join(KINDS),
    ),
    "load": (
        ("files", "by", "report_date", "draft", "password"),
        "文件、文件夹或 zip… [--by 姓名] [--report-date 日期] [--draft] [--password 密码]",
        "读入台账并发布；--draft 只做成草稿；文件夹和 zip 里的台账全部读入；Ctrl-C 取消",
    ),
    "publish": (("snapshot", "by", "password"), "快照 [--by 姓名] [--password 密码]", "发布一个草稿"),
    "rollback": (("snapshot", "by"), "快照 [--by 姓名]", "回到以前发布过的快照"),
    "history": ((), "", "列出所有快照"),
    "diff": (("before", "after"), "快照甲 快照乙", "说明乙比甲多了、变了、少了什么"),
    "verify": ((), "", "检查操作日志、快照和原始文件是否完好"),
    "prune": (("keep", "yes", "by"), "[--keep 个数] [--yes]", "列出可删的旧快照；--yes 才会删除"),
    "backup": (("output", "by"), "-o 文件.zip", "把整个台账库备份成一个文件"),
    "restore": (("file",), "文件.zip", "把备份恢复到一个空目录"),
}
_WRONG = (
    (r"the following arguments are required: (.*)", "还缺少参数 {}"),
    (r"argument \S+: invalid choice: (\S+).*", "没有 {} 这个命令"),
    (r"unrecognized arguments: (.*)", "不认识的参数 {}"),
    (r"argument --report-date: invalid .* value: (.*)", "日期 {} 应写成 2022-09-30 的样子"),
    (r"argument (\S+): invalid .* value: .*", "参数 {} 的值写得不对"),
    (r"argument (\S+): expected .*", "参数 {} 后面要跟一个值"),
    (r"(.*)", "{}"),
)


class _Parser(argparse.ArgumentParser):
    """One Chinese sentence instead of a usage block and an English message."""

    def error(self, message: str) -> NoReturn:
        for pattern, words in _WRONG:
            if found := re.fullmatch(pattern, message, re.DOTALL):
                raise LedgerError(f"命令写得不对：{words.format(found[1])}。可用 python -m ledgers --help 查看用法。")
        raise AssertionError(message)

    def format_help(self) -> str:
        lines = [f"  {name:<9}{usage}\n{'':11}{words}" for name, (_, usage, words) in _COMMANDS.items()]
        head = "用法：python -m ledgers 命令 … [--store 目录] [--json]"
        notes = [
            "台账库的目录：--store，其次环境变量 LEDGER_STORE，再次 ./data",
            "有密码的工作簿：--password，或环境变量 LEDGER_PASSWORD（不会留在命令历史里）；密码只用来打开，不保存",
        ]
        return "\n".join([head, *notes, "", *lines, ""])


def parsed(words: list[str], *, environment: Mapping[str, str]) -> argparse.Namespace:
    """The call as a namespace: `command`, its arguments, `store` (a Store), `by`, `password`, `json`.

    A wrong call raises.

    >>> parsed(["load", "a.xlsx", "--draft"], environment={"LEDGER_STORE": "here"}).store.path.name
    'here'
    """
    parser = _Parser(add_help=True, allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", metavar="命令", required=True, parser_class=_Parser)
    for name, (arguments, _, _) in _COMMANDS.items():
        command = commands.add_parser(name, allow_abbrev=False)
        for argument in (*arguments, "store", "json"):
            flag, options = _ARGUMENTS[argument]
            command.add_argument(flag, **options)
    given = parser.parse_args(words)
    given.store = Store(Path(given.store or environment.get("LEDGER_STORE") or "data"))
    given.password = getattr(given, "password", None) or environment.get("LEDGER_PASSWORD") or None
    given.by = getattr(given, "by", None) or environment.get("USER") or environment.get("USERNAME") or "命令行"
    return given
