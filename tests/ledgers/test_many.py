"""Many files at once: few children, hostile files that cost only themselves, and a stop that leaves nothing behind."""

import os
import signal
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest

from ledgers import audit
from ledgers.capacity import available_memory
from ledgers.files.gate import Limits
from ledgers.intake import keep, read_all
from ledgers.loading import load
from ledgers.lock import writer
from ledgers.progress import STAGES
from ledgers.stopping import beside
from ledgers.store import Store
from ledgers.upkeep import verify
from tests.ledgers.conftest import task_book
from tests.ledgers.zips import explosive, zipped

ROOT = Path(__file__).resolve().parents[2]
CHILD = ("ledgers.parse", "ledgers.unzip")

needs_proc = pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="needs a list of processes")


def books(folder, count):
    """Different small ledgers: one a month, then one a month with other tasks."""
    made = []
    for place in range(count):
        tasks = [[1, "攻城拔寨", f"任务{place}", "区领导01", "区财政局", "太和镇", "2022-12-20", ""]]
        path = folder / f"台账{place:03d}.xlsx"
        made.append(task_book(path, month=9, percents=[f"{place}%"], tasks=tasks))
    return made


def children(store):
    """Command lines of living children that work for this store."""
    lines = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:  # it has just ended
            continue
        if str(store.path) in line and any(module in line for module in CHILD):
            lines.append(line)
    return lines


def state(store):
    return store.ids(), store.current()


# -- reading ----------------------------------------------------------------------------------------------------------


def read(store, files, **options):
    store.work.mkdir(parents=True, exist_ok=True)
    return read_all(store, keep(store, files), **options)


def test_readings_come_in_the_order_of_the_files(tmp_path):
    files = books(tmp_path, 20)
    readings, refused = read(Store(tmp_path / "store"), files)
    assert ([each.file for each in readings], refused) == ([path.name for path in files], [])


def test_a_file_that_ends_its_child_costs_only_itself(tmp_path):
    files = books(tmp_path, 8)
    hostile = [explosive(tmp_path / name) for name in ("台账003x.xlsx", "台账005x.xlsx")]
    assert all(path.stat().st_size < 512 << 10 for path in hostile)  # small enough to share a child
    hostile[1].write_bytes(hostile[1].read_bytes() + b" ")  # another content
    everything = sorted([*files, *hostile])
    readings, refused = read(Store(tmp_path / "store"), everything, limits=Limits(memory=400 << 20))
    assert [each.file for each in readings] == [path.name for path in files]
    assert [each.name for each in refused] == [path.name for path in hostile]
    assert all("无法读入" in each.reason for each in refused)


def test_a_file_over_its_time_is_refused_and_the_others_get_theirs(tmp_path):
    files = books(tmp_path, 3)
    readings, refused = read(Store(tmp_path / "store"), files, limits=Limits(seconds=0))
    assert (readings, [each.name for each in refused]) == ([], [path.name for path in files])
    assert all("已停止" in each.reason for each in refused)


@needs_proc
def test_many_files_share_few_children(tmp_path):
    store, seen = Store(tmp_path / "store"), []

    def told(progress):
        seen.append(children(store))

    readings, _ = read(store, books(tmp_path, 40), told=told)
    assert len(readings) == 40
    assert max(map(len, seen)) <= len(os.sched_getaffinity(0))
    assert len({line for lines in seen for line in lines}) <= 2 * len(os.sched_getaffinity(0))


def test_who_listens_hears_every_stage_with_the_file_in_hand(tmp_path):
    heard, store = [], Store(tmp_path / "store")
    files = books(tmp_path, 12)
    load(files, store=store, by="张三", today=date(2022, 12, 1), told=heard.append)
    assert {"keeping", "reading"} <= {each.stage for each in heard} <= set(STAGES)
    reading = [each for each in heard if each.stage == "reading"]
    assert {each.total for each in reading} == {12}
    assert [each.done for each in reading] == sorted(each.done for each in reading)
    assert {each.name for each in reading} <= {path.name for path in files} | {""}


# -- how many at once -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("files", "bytes_"), [
    ({}, None),
    ({"proc/meminfo": "MemTotal: 9 kB\nMemAvailable:    3000 kB\n"}, 3_072_000),
    ({"proc/meminfo": "MemAvailable: 3000 kB", "groups/memory.max": "max", "groups/memory.current": "1"}, 3_072_000),
    ({"proc/meminfo": "MemAvailable: 3000 kB", "groups/memory.max": "2000000", "groups/memory.current": "500000"}, 1_500_000),
    ({"groups/memory.max": "20", "groups/memory.current": "50"}, 0),
    ({"groups/memory/memory.limit_in_bytes": "700", "groups/memory/memory.usage_in_bytes": "200"}, 500),
])  # fmt: skip
def test_the_memory_left_is_the_systems_or_the_containers_whichever_is_less(tmp_path, files, bytes_):
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    assert available_memory(tmp_path / "proc", tmp_path / "groups") == bytes_


# -- stopping ---------------------------------------------------------------------------------------------------------


class Stopped(BaseException):
    """What a screen raises in the middle of a run, like Ctrl-C no ordinary exception."""


def stop_at(stage, *, store, seen):
    def told(progress):
        if progress.stage == stage and (children(store) or stage != "reading"):
            seen.append(children(store))
            raise Stopped

    return told


@needs_proc
@pytest.mark.parametrize("stage", STAGES)
def test_a_stopped_load_leaves_nothing_behind(store, tmp_path, stage):
    before, seen = state(store), []
    files = books(tmp_path, 30)
    with pytest.raises(Stopped):
        load(
            [("很多.zip", zipped({path.name: path.read_bytes() for path in files}))],
            store=store, by="李四", today=date(2022, 12, 1), at=datetime(2022, 12, 1, 8),
            told=stop_at(stage, store=store, seen=seen),
        )  # fmt: skip
    if stage == "reading":
        assert seen[0]  # there was somebody to end
    assert (state(store), children(store), store.work.exists()) == (before, [], False)
    assert [each["what"] for each in audit.entries(store.audit)][-1] == "stop"
    assert verify(store) == []
    with writer(store.lock, wait=0):
        pass
    loaded = load(files, store=store, by="李四", today=date(2022, 12, 1), at=datetime(2022, 12, 1, 9))
    assert (loaded.rows_loaded, loaded.refused) == (30, ())


def test_a_draft_that_was_finished_before_the_stop_reached_it_is_taken_back(store, tmp_path, monkeypatch):
    """The writer cannot be interrupted any more: it has its name before anybody may say stop."""
    from ledgers import loading

    before = state(store)
    seen = []

    def late(work, *, tick, stop, undo):
        result = work()
        seen.append(state(store))
        undo(result)
        raise Stopped

    monkeypatch.setattr(loading, "beside", late)
    with pytest.raises(Stopped):
        load(
            books(tmp_path, 1), store=store, by="李四", today=date(2022, 12, 1), at=datetime(2022, 12, 1, 8), told=print
        )
    assert (len(seen[0][0]), state(store)) == (len(before[0]) + 1, before)
    assert verify(store) == []


def test_work_that_ends_in_spite_of_the_stop_is_undone_and_work_that_breaks_is_not():
    undone, stops = [], []

    def tick():
        raise Stopped

    def work():
        while not stops:
            pass
        return "late"

    with pytest.raises(Stopped):
        beside(work, tick=tick, stop=lambda: stops.append(1), undo=undone.append)
    assert undone == ["late"]

    def broken():
        while len(stops) < 2:
            pass
        raise ValueError

    with pytest.raises(Stopped):
        beside(broken, tick=tick, stop=lambda: stops.append(1), undo=undone.append)
    assert undone == ["late"]
    with pytest.raises(ValueError, match="x"):
        beside(lambda: int("x"), tick=lambda: None, stop=print, undo=print)


@needs_proc
def test_control_c_at_the_prompt_is_one_sentence_and_exit_code_2(store, tmp_path):
    before, folder = state(store), tmp_path / "报送"
    folder.mkdir()
    books(folder, 60)
    command = [sys.executable, "-m", "ledgers", "load", folder, "--store", store.path]
    load_ = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
    while not children(store):
        assert load_.poll() is None
    load_.send_signal(signal.SIGINT)
    out, error = load_.communicate()
    assert (load_.returncode, out, error) == (2, "", "已取消，台账库里的快照没有变化；读到的原件已留存。\n")
    assert (state(store), children(store), store.work.exists()) == (before, [], False)
