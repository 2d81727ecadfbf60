"""The demo district with a frozen October, and office files as LibreOffice prints and reckons them."""

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import analysis
from ledgers.store import Store, facts, open_snapshot
from reports.documents.situation import Situation, situation

OCTOBER = analysis.named_span("2022-10")
HOSTILE = ('=cmd|"/c calc"!A1', "#eval(1+1) *粗* $x$ <script>alert(1)</script>", "@SUM(1)\x00\x07{{ 标题 }}", "桥" * 90)
"""Names that somebody may write into a ledger."""

_FONTS = (
    '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><include>/etc/fonts/fonts.conf</include>'
    "<selectfont><rejectfont><glob>*NotoColorEmoji*</glob></rejectfont></selectfont>{}</fontconfig>"
)
_ALIAS = '<alias binding="same"><family>{}</family><prefer><family>Noto Sans CJK SC</family></prefer></alias>'


@pytest.fixture(scope="session")
def october(frozen_store: Store) -> Situation:
    """What documents of the frozen October are made from."""
    from ledgers.freezing import frozen_periods

    kept = frozen_periods(frozen_store)[0]
    rules = analysis.calendar_from_text(kept.rules_text)
    return situation(
        facts(open_snapshot(frozen_store, kept.snapshot)), OCTOBER, rules=rules, snapshot=kept.snapshot,
        fingerprint=kept.content_hash, frozen=True,
    )  # fmt: skip


@pytest.fixture(scope="session")
def hostile(october: Situation) -> Situation:
    """The same with names that mean harm, in tasks and units."""
    tasks = october.scores.tasks.copy()
    names = [HOSTILE[i % len(HOSTILE)] if i % 3 == 0 else name for i, name in enumerate(tasks["task"])]
    units = october.scores.units.assign(
        unit=[HOSTILE[0] if unit == "太和镇" else unit for unit in october.scores.units["unit"]]
    )
    towns = [[HOSTILE[0] if town == "太和镇" else town for town in names] for names in tasks["towns"]]
    scores = replace(october.scores, tasks=tasks.assign(task=names, towns=towns), units=units)
    return replace(october, scores=scores)


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """LibreOffice: (content, name, ending wanted) -> the file that it makes of it."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("没有 LibreOffice，不能看打印出来的样子")
    home = tmp_path_factory.mktemp("office")
    fonts = home / "fonts.conf"
    fonts.write_text(_FONTS.format("".join(_ALIAS.format(name) for name in ("微软雅黑", "等线"))), encoding="utf-8")

    def convert(content: bytes, name: str, ending: str) -> Path:
        source, out = home / name, home / "out"
        source.write_bytes(content)
        call = [program, "--headless", f"-env:UserInstallation={(home / 'profile').as_uri()}", "--convert-to", ending,
                "--outdir", str(out), str(source)]  # fmt: skip
        subprocess.run(call, check=True, capture_output=True, env=os.environ | {"FONTCONFIG_FILE": str(fonts)})
        return out / f"{source.stem}.{ending.split(':')[0]}"

    return convert
