"""The store: originals byte for byte, immutable snapshots, one pointer, one writer, many readers."""

import hashlib
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

import duckdb
import pandas as pd
import pytest

from ledgers import audit
from ledgers.compare import differences
from ledgers.errors import LedgerError
from ledgers.loading import load
from ledgers.lock import writer
from ledgers.publishing import discard, history, publish, rollback
from ledgers.schema import TABLES
from ledgers.sql import snapshots
from ledgers.store import Snapshot, Store, facts, open_snapshot
from ledgers.upkeep import backup, prune, removable, restore, verify

TODAY = date(2022, 12, 1)
AT = datetime(2022, 12, 1, 8)


def percents(store, snapshot=None):
    """Day of the year's month -> percents of both tasks, as a reader sees them."""
    progress = facts(open_snapshot(store, snapshot))["progress"].sort_values("percent")
    return {
        int(month): group["percent"].tolist() for month, group in progress.groupby(progress["report_date"].dt.month)
    }


def content(store):
    """Every file of the store but the lock, with its bytes."""
    files = (path for path in store.path.rglob("*") if path.is_file() and path.name != "writer.lock")
    return {path.relative_to(store.path).as_posix(): path.read_bytes() for path in files}


# ---- what lies where ---------------------------------------------------------------------------------------------------


def test_the_store_holds_originals_snapshots_pointer_journal_and_lock_and_nothing_else(store):
    assert sorted(path.name for path in store.path.iterdir()) == [
        "CURRENT",
        "audit",
        "originals",
        "snapshots",
        "writer.lock",
    ]
    (original,) = store.originals.iterdir()
    assert original.name == hashlib.sha256(original.read_bytes()).hexdigest() + ".xlsx"
    assert store.current() in store.ids()
    assert store.current().startswith("20221001T080000Z-")


@pytest.mark.parametrize(
    "name", ["../../etc/坏.xlsx", "..\\坏.xlsx", "/坏.xlsx", "a/b/坏.XLSX", "坏.xlsx;rm", "没有结尾"]
)
def test_a_name_from_an_upload_never_becomes_a_path(store, name):
    before = set(store.path.rglob("*")) | set(store.path.parent.iterdir())
    with pytest.raises(LedgerError):
        load([(name, b"no workbook")], store=store, by="李四", today=TODAY)
    (new,) = (set(store.path.rglob("*")) | set(store.path.parent.iterdir())) - before
    assert new.parent == store.originals
    assert new.stem == hashlib.sha256(b"no workbook").hexdigest()


def test_a_file_that_cannot_be_read_is_kept_and_written_down_and_changes_nothing_else(store, tmp_path):
    bad = tmp_path / "坏.xlsx"
    bad.write_bytes(b"no workbook")
    before = content(store)
    with pytest.raises(LedgerError, match=r"坏\.xlsx"):
        load([bad], store=store, by="李四", today=TODAY)
    after = content(store)
    assert set(after) - set(before) == {f"originals/{hashlib.sha256(b'no workbook').hexdigest()}.xlsx"}
    assert [name for name in before if after[name] != before[name]] == ["audit/journal.jsonl"]
    assert list(audit.entries(store.audit))[-1]["what"] == "refuse"


def test_one_bad_file_among_several_does_not_stop_the_others(store, october, tmp_path):
    bad = tmp_path / "坏.xlsx"
    bad.write_bytes(b"no workbook")
    loaded = load([bad, october, tmp_path / "没有.xlsx", october], store=store, by="李四", today=TODAY, at=AT)
    assert [each.name for each in loaded.refused] == ["坏.xlsx", "没有.xlsx"]
    assert (loaded.published, loaded.rows_loaded, percents(store)[10]) == (True, 2, [50, 60])


# ---- reading -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_empty", [True, False])
def test_facts_has_every_table_with_the_columns_and_types_of_the_schema(store, tmp_path, is_empty):
    found = facts(open_snapshot(Store(tmp_path / "nothing") if is_empty else store))
    assert list(found) == list(TABLES)
    expected = {"VARCHAR": "str", "INTEGER": "int32", "DOUBLE": "float64", "BOOLEAN": "bool", "VARCHAR[]": "object",
                "DATE": "datetime64[us]", "TIMESTAMP": "datetime64[us]"}  # fmt: skip
    for name, columns in TABLES.items():
        assert {column: str(kind) for column, kind in found[name].dtypes.items()} == {
            column: expected[kind] for column, kind in columns.items()
        }, name
    assert found["progress"].empty == is_empty


def test_an_empty_store_is_readable_and_is_not_created_by_reading(tmp_path):
    store = Store(tmp_path / "nothing")
    assert (store.current(), store.ids(), history(store).empty) == (None, [], True)
    assert open_snapshot(store) == Snapshot(None, None)
    assert not store.path.exists()


@pytest.mark.parametrize("name", ["20221001T080000Z-0000000000", "../CURRENT", "", "x"])
def test_a_snapshot_that_is_not_there_is_a_sentence(store, name):
    with pytest.raises(LedgerError, match="没有快照"):
        store.file(name)


def test_a_reader_cannot_write_nor_reach_other_files(store):
    cursor = open_snapshot(store).cursor()
    with pytest.raises(duckdb.Error):
        cursor.execute("DELETE FROM progress")
    with pytest.raises(duckdb.Error):
        cursor.execute("SELECT * FROM read_csv('/etc/hostname')")


def test_readers_in_many_threads_all_get_the_right_answer(store):
    snapshot = open_snapshot(store)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: facts(snapshot)["progress"]["percent"].sum(), range(40)))
    assert answers == [55.0] * 40


def test_a_snapshot_that_lacks_a_newer_column_is_read_with_that_column_empty(store, tmp_path):
    file = tmp_path / "old.duckdb"
    file.write_bytes(store.file(store.current()).read_bytes())
    with duckdb.connect(str(file)) as old:
        old.execute(
            "ALTER TABLE tasks DROP COLUMN remark; ALTER TABLE tasks DROP COLUMN late_entry; DROP TABLE honours"
        )
    before = file.read_bytes()
    found = facts(Snapshot("old", file))
    assert list(found["tasks"].columns) == list(TABLES["tasks"])
    assert (found["tasks"]["remark"].isna().all(), found["tasks"]["late_entry"].any(), len(found["honours"])) == (
        True,
        False,
        0,
    )
    assert file.read_bytes() == before


def test_migrations_are_numbered_in_order_and_run_once_each():
    numbers = [number for number, _ in snapshots.MIGRATIONS]
    assert numbers == sorted(set(numbers))


# ---- publishing, rolling back --------------------------------------------------------------------------------------------


def test_loading_twice_equals_loading_once(store, october):
    once = load([october], store=store, by="李四", today=TODAY, at=AT)
    before = content(store)
    twice = load([october], store=store, by="李四", today=TODAY, at=AT)
    assert (twice.snapshot, twice.rows_loaded, twice.rows_held, twice.published) == (once.snapshot, 2, 0, True)
    assert content(store) == before


def test_a_draft_is_not_seen_until_it_is_published(store, october):
    draft = load([october], store=store, by="李四", today=TODAY, at=AT, draft=True)
    assert (draft.published, store.current() == draft.base, 10 in percents(store)) == (False, True, False)
    assert percents(store, draft.snapshot)[10] == [50, 60]
    assert publish(store, draft.snapshot, by="王五", at=AT) == draft.snapshot == store.current()
    assert history(store)["state"].tolist() == ["已发布", "当前"]


def test_a_draft_whose_base_has_been_overtaken_is_replayed_on_what_is_published_now(store, october, november):
    draft = load([october], store=store, by="李四", today=TODAY, at=AT, draft=True)
    other = load([november], store=store, by="王五", today=TODAY, at=AT)
    assert (other.rows_loaded, other.rows_held) == (1, 1)
    new = publish(store, draft.snapshot, by="李四", at=datetime(2022, 12, 1, 9))
    assert new not in (draft.snapshot, other.snapshot)
    assert percents(store) == {9: [20, 35], 10: [50, 60], 11: [70]}
    assert (draft.snapshot in store.ids(), verify(store)) == (False, [])


def test_rolling_back_moves_the_pointer_and_loses_nothing(store, october):
    first = store.current()
    second = load([october], store=store, by="李四", today=TODAY, at=AT).snapshot
    assert rollback(store, first, by="王五", at=AT) == store.current() == first
    assert 10 not in percents(store)
    assert rollback(store, second, by="王五", at=AT) == second
    assert percents(store)[10] == [50, 60]


def test_what_was_published_cannot_be_discarded_and_a_draft_can(store, october):
    draft = load([october], store=store, by="李四", today=TODAY, at=AT, draft=True).snapshot
    with pytest.raises(LedgerError, match="草稿"):
        rollback(store, draft, by="李四", at=AT)
    with pytest.raises(LedgerError, match="不能丢弃"):
        discard(store, store.current())
    discard(store, draft)
    assert (draft in store.ids(), len(list(store.originals.iterdir())), verify(store)) == (False, 2, [])


def test_a_publication_that_was_announced_but_never_happened_is_noted_and_stays_a_draft(store, october, november):
    draft = load([october], store=store, by="李四", today=TODAY, at=AT, draft=True).snapshot
    audit.append(store.audit, at=AT, who="李四", what="publish", detail={"snapshot": draft})  # and then the power went
    load([november], store=store, by="王五", today=TODAY, at=AT)
    noted = [each["detail"] for each in audit.entries(store.audit) if each["what"] == "recover"]
    assert [each["announced"] for each in noted] == [draft]
    assert dict(zip(history(store)["snapshot"], history(store)["state"], strict=True))[draft] == "草稿"
    discard(store, draft)
    assert (draft in store.ids(), verify(store)) == (False, [])


def test_the_effect_of_a_load_is_told_in_words_and_so_is_the_difference_of_two_snapshots(store, november):
    before = facts(open_snapshot(store))
    loaded = load([november], store=store, by="李四", today=TODAY, at=AT)
    assert loaded.effect["sentences"] == ["进展：新增 1 条"]
    held = [each for each in loaded.findings if each["severity"] == "error"]
    assert [(each["file"], each["sheet"], each["cell"]) for each in held] == [("任务榜11月.xlsx", "任务榜", "H4")]
    found = differences(before, facts(open_snapshot(store)))
    assert found.tables == {"progress": {"added": 1, "changed": 0, "gone": 0}}
    assert found.sentences == ("多了文件：任务榜11月.xlsx", "进展：新增 1 条")
    assert differences(before, before).sentences == ()


# ---- one writer ------------------------------------------------------------------------------------------------------------


def test_a_second_writer_waits_and_then_says_so_in_one_sentence(store, october):
    with writer(store.lock), pytest.raises(LedgerError, match="另一个程序正在写入"):
        load([october], store=store, by="李四", today=TODAY, wait=0.1)
    assert load([october], store=store, by="李四", today=TODAY, wait=0.1).published


def test_a_writer_that_waits_gets_its_turn(tmp_path):
    lock, order = tmp_path / "writer.lock", []
    inside = threading.Event()

    def first():
        with writer(lock):
            inside.set()
            order.append("first")

    with writer(lock):
        thread = threading.Thread(target=first)
        thread.start()
        assert not inside.wait(0.2)
        order.append("we")
    thread.join(10)
    assert order == ["we", "first"]


# ---- upkeep ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("spoil", "said"), [
    (lambda store: next(store.originals.iterdir()).write_bytes(b"x"), "原始文件"),
    (lambda store: next(store.originals.iterdir()).unlink(), "不见了"),
    (lambda store: store.file(store.current()).write_bytes(b"x"), "快照"),
    (lambda store: (store.path / "CURRENT").write_text("20221001T080000Z-0000000000\n"), "不存在"),
    (lambda store: (store.audit / "journal.jsonl").write_text(""), "不完整"),
])  # fmt: skip
def test_verify_names_what_was_tampered_with(store, october, spoil, said):
    load([october], store=store, by="李四", today=TODAY, at=AT)
    assert verify(store) == []
    spoil(store)
    assert any(said in sentence for sentence in verify(store))


def test_pruning_keeps_the_published_snapshot_its_base_and_the_newest(store, october, november):
    first = store.current()
    second = load([october], store=store, by="李四", today=TODAY, at=AT).snapshot
    third = load([november], store=store, by="李四", today=TODAY, at=datetime(2022, 12, 2)).snapshot
    assert removable(store, keep=20) == []
    assert removable(store, keep=1) == [first]
    assert prune(store, keep=1, by="王五", at=AT) == [first]
    assert (store.ids(), percents(store)[9], verify(store)) == ([second, third], [20, 35], [])


def test_a_backup_restores_to_the_same_store_but_only_into_an_empty_folder(store, tmp_path):
    archive = tmp_path / "备份.zip"
    (store.path / "towns.csv").write_text("镇,行,列\n太和镇,1,1\n", encoding="utf-8")  # where the towns lie goes along
    backup(store, archive, by="王五", at=AT)
    copy = Store(tmp_path / "copy")
    assert restore(copy, archive) == 5
    assert content(copy) == content(store)
    assert (copy.path / "towns.csv").read_bytes() == (store.path / "towns.csv").read_bytes()
    with pytest.raises(LedgerError, match="不是空的"):
        restore(copy, archive)


@pytest.mark.parametrize("member", ["../坏", "/etc/坏", "originals/坏.xlsx", "CURRENT/../坏", "app.py"])
def test_a_backup_with_strange_names_is_not_unpacked(tmp_path, member):
    import zipfile

    archive = tmp_path / "坏.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("CURRENT", "x")
        made.writestr(member, "x")
    with pytest.raises(LedgerError, match="不是台账库的备份文件"):
        restore(Store(tmp_path / "store"), archive)
    assert not (tmp_path / "store").exists()


def test_findings_are_a_table_too(store, november):
    loaded = load([november], store=store, by="李四", today=TODAY, at=AT, draft=True)
    assert isinstance(loaded.findings_table, pd.DataFrame)
    assert list(loaded.findings_table.columns) == ["file", "sheet", "cell", "severity", "code", "value", "message"]
    assert len(loaded.findings_table) == len(loaded.findings) > 0
