"""`python -m ledgers …`: the functions of this folder for scripts and people at a prompt.

Exit codes: 0 fine · 1 done, but rows were held, files refused or checks failed · 2 nothing done.
"""

import json
import os
import sys
import tempfile
from argparse import Namespace
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial

from ledgers import loading, publishing, upkeep
from ledgers.arguments import parsed
from ledgers.clerk.advice import WORDS
from ledgers.errors import LedgerError
from ledgers.progress import shown_on
from ledgers.sandbox import read_json, read_upload
from ledgers.stopping import interruptible
from ledgers.store import facts, open_snapshot


def main(words: list[str]) -> int:
    """Run one command; the answer goes to standard output, a failure as one sentence to standard error."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")
    try:
        given = parsed(words, environment=os.environ)
        code, answer, sentences = _COMMANDS[given.command](given)
    except LedgerError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(_STOPPED, file=sys.stderr)
        return 2
    print(json.dumps(answer, ensure_ascii=False, indent=1, default=str) if given.json else "\n".join(sentences))
    return code


_STOPPED = "已取消，台账库里的快照没有变化；读到的原件已留存。"

Answer = tuple[int, object, list[str]]
"""Exit code, what `--json` prints, what people read."""


def _read(given: Namespace) -> Answer:
    with tempfile.TemporaryDirectory() as folder:
        answer = read_json(
            read_upload(given.file, folder=folder, report_date=given.report_date, password=given.password)
        )
    lines = [f"{given.file.name}："]
    told = [
        (sheet["sheet"], f"{sheet['kind']}，{len(sheet['rows'])} 行" if sheet["kind"] else "不是台账")
        for sheet in answer["sheets"]
    ]
    for (sheet, what), count in Counter(told).items():
        lines.append(f"  工作表“{sheet}”：{what}" + (f"（{count} 张表）" if count > 1 else ""))
    held = any(finding["severity"] == "error" for finding in answer["findings"])
    return int(held), answer, lines + [_finding_line(answer["file"], each) for each in answer["findings"]]


def _annotate(given: Namespace) -> Answer:
    from ledgers.clerk.annotate import annotate

    today = datetime.now().date()
    done = annotate(given.file, given.output, store=given.store, today=today, report_date=given.report_date)
    told = "，".join(f"{WORDS[severity]} {count} 处" for severity, count in done.counts.items())
    return (
        int(done.counts["error"] > 0),
        {"output": str(done.output), **done.counts},
        [f"已写出 {done.output}：{told}。"],
    )


def _template(given: Namespace) -> Answer:
    from ledgers.clerk.template import write_template

    rows = write_template(given.kind, given.output, store=given.store, unit=given.unit, period=given.period)
    filled = f"，已填好 {rows} 行" if rows else ""
    return 0, {"output": str(given.output), "rows": rows}, [f"已写出 {given.output}{filled}。"]


def _load(given: Namespace) -> Answer:
    now = datetime.now(UTC).replace(tzinfo=None)
    with shown_on(sys.stderr) as show, interruptible() as check:
        loaded = loading.load(
            given.files, store=given.store, by=given.by, today=datetime.now().date(), at=now,
            report_date=given.report_date, draft=given.draft, password=given.password,
            told=lambda progress: (check(), show(progress)),
        )  # fmt: skip
    for each in loaded.refused:
        print(each.reason, file=sys.stderr)
    state = "已发布" if loaded.published else "草稿，尚未发布"
    lines = [f"载入 {loaded.rows_loaded} 行，保留待核对 {loaded.rows_held} 行。快照 {loaded.snapshot}（{state}）。"]
    lines += loaded.effect["sentences"] or ["与库中已有内容相同，没有新的变化。"]
    lines += [_finding_line(finding["file"], finding) for finding in loaded.findings]
    names = ("snapshot", "base", "published", "rows_loaded", "rows_held", "findings", "effect")
    return int(bool(loaded.rows_held or loaded.refused)), {name: getattr(loaded, name) for name in names}, lines


def _publish(given: Namespace) -> Answer:
    return _moved(given, partial(publishing.publish, password=given.password), "已发布快照")


def _rollback(given: Namespace) -> Answer:
    return _moved(given, publishing.rollback, "已回退到快照")


def _moved(given: Namespace, move: Callable[..., str], words: str) -> Answer:
    snapshot = move(given.store, given.snapshot, by=given.by, at=datetime.now(UTC).replace(tzinfo=None))
    return 0, {"snapshot": snapshot}, [f"{words} {snapshot}。"]


def _history(given: Namespace) -> Answer:
    rows = publishing.history(given.store).to_dict("records")
    lines = [
        f"{row['snapshot']}  {row['state']}  {row['made_by']}  "
        f"载入 {row['rows_loaded']} 行，保留 {row['rows_held']} 行  " + "、".join(row["files"])
        for row in rows
    ]
    return 0, rows, lines or [f"台账库“{given.store.path}”还是空的。"]


def _diff(given: Namespace) -> Answer:
    from ledgers.compare import differences

    found = differences(*(facts(open_snapshot(given.store, each)) for each in (given.before, given.after)))
    return 0, asdict(found), list(found.sentences) or ["两个快照的内容相同。"]


def _verify(given: Namespace) -> Answer:
    wrong = upkeep.verify(given.store)
    return int(bool(wrong)), {"wrong": wrong}, wrong or ["检查完毕：操作日志、快照、原始文件都完好。"]


def _prune(given: Namespace) -> Answer:
    if not given.yes:
        gone = upkeep.removable(given.store, keep=given.keep)
        lines = [f"将删除 {len(gone)} 个旧快照（原始文件不删）；加 --yes 才会执行。", *gone]
        return 0, {"removable": gone}, lines
    now = datetime.now(UTC).replace(tzinfo=None)
    gone = upkeep.prune(given.store, keep=given.keep, by=given.by, at=now)
    return 0, {"removed": gone}, [f"已删除 {len(gone)} 个旧快照。", *gone]


def _backup(given: Namespace) -> Answer:
    now = datetime.now(UTC).replace(tzinfo=None)
    count = upkeep.backup(given.store, given.output, by=given.by, at=now)
    return 0, {"files": count, "output": str(given.output)}, [f"已备份 {count} 个文件到 {given.output}。"]


def _restore(given: Namespace) -> Answer:
    count = upkeep.restore(given.store, given.file)
    return 0, {"files": count}, [f"已恢复 {count} 个文件到 {given.store.path}。"]


def _finding_line(file: str, finding: dict) -> str:
    word = {"error": "保留", "warning": "请核对", "info": "说明"}[finding["severity"]]
    place = "!".join(part for part in (file, finding["sheet"], finding["cell"]) if part)
    return f"[{word}] {place}：{finding['message']}"


_COMMANDS: dict[str, Callable[[Namespace], Answer]] = {
    "read": _read, "annotate": _annotate, "template": _template, "load": _load, "publish": _publish,
    "rollback": _rollback, "history": _history, "diff": _diff, "verify": _verify, "prune": _prune,
    "backup": _backup, "restore": _restore,
}  # fmt: skip

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
