"""Freezing a period in the store: kept once, whatever is published, gone back to, pruned or carried away afterwards."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from ledgers import audit
from ledgers.errors import LedgerError
from ledgers.freezing import Period, freeze, frozen_periods, pinned
from ledgers.loading import load
from ledgers.publishing import history, rollback
from ledgers.store import Store, facts, open_snapshot
from ledgers.upkeep import backup, prune, restore, verify

AT = datetime(2022, 10, 12, 8)
TODAY = date(2022, 12, 1)
TODAY_NOON = datetime(2022, 12, 4, 12)


def september(store, **more):
    """The month of September, made from the published version."""
    last = date(2022, 9, 30)
    told = Period("2022-09", date(2022, 9, 1), last, last, store.current(), "default", "abc", "{}", "f" * 64)
    return replace(told, **more)


def test_a_frozen_period_stands_in_a_new_published_version_with_all_that_it_was_made_from(store):
    before = store.current()
    made = freeze(store, september(store, coverage="[]", reason="石潭镇未报"), by="张三", at=AT)
    assert store.current() == made != before
    (kept,) = frozen_periods(store)
    assert kept == september(store, snapshot=before, coverage="[]", reason="石潭镇未报", frozen_by="张三", frozen_at=AT)
    assert facts(open_snapshot(store))["periods"]["content_hash"].tolist() == ["f" * 64]
    assert history(store).iloc[-1][["files", "made_by"]].tolist() == [["冻结 2022-09"], "张三"]


def test_a_period_is_frozen_once(store):
    freeze(store, september(store), by="张三", at=AT)
    before = (store.current(), store.ids())
    with pytest.raises(LedgerError, match="2022-09 已经冻结"):
        freeze(store, september(store, content_hash="e" * 64), by="李四", at=AT)
    assert (store.current(), store.ids()) == before


def test_what_was_checked_must_still_be_what_is_published(store, october):
    checked = september(store)
    load([october], store=store, by="李四", today=TODAY, at=AT)
    with pytest.raises(LedgerError, match="又发布了别的版本"):
        freeze(store, checked, by="张三", at=AT)
    assert frozen_periods(store) == []


def test_going_back_and_going_on_leaves_a_frozen_period_reachable_and_frozen(store, october):
    first = store.current()
    freeze(store, september(store), by="张三", at=AT)
    rollback(store, first, by="张三", at=AT)
    load([october], store=store, by="李四", today=TODAY, at=datetime(2022, 11, 1))
    assert facts(open_snapshot(store))["periods"].empty  # the version shown now knows nothing of it
    assert [each.period for each in frozen_periods(store)] == ["2022-09"]
    with pytest.raises(LedgerError, match="已经冻结"):
        freeze(store, september(store), by="张三", at=AT)


def test_what_a_frozen_period_rests_on_is_not_pruned(store, october, november):
    base = store.current()
    holder = freeze(store, september(store), by="张三", at=AT)
    for month, book in ((11, october), (12, november)):
        load([book], store=store, by="李四", today=TODAY, at=datetime(2022, month, 3))
    gone = prune(store, keep=1, by="张三", at=TODAY_NOON)
    assert pinned(store) == {base, holder} <= set(store.ids())
    assert gone == []  # the fourth is the published one, the third its base
    assert [each.snapshot for each in frozen_periods(store)] == [base]


def test_pruning_takes_what_no_frozen_period_rests_on(store, october, november):
    first = store.current()
    for month, book in ((11, october), (12, november)):
        load([book], store=store, by="李四", today=TODAY, at=datetime(2022, month, 3))
    freeze(store, september(store), by="张三", at=datetime(2022, 12, 4))
    assert prune(store, keep=1, by="张三", at=TODAY_NOON) == [first]
    assert verify(store) == []


def test_a_backup_carries_frozen_periods_with_it(store, tmp_path):
    freeze(store, september(store), by="张三", at=AT)
    backup(store, tmp_path / "备份.zip", by="张三", at=AT)
    again = Store(tmp_path / "again")
    restore(again, tmp_path / "备份.zip")
    assert frozen_periods(again) == frozen_periods(store)
    assert verify(again) == []


def test_a_lost_version_under_a_frozen_period_is_told(store):
    base = store.current()
    freeze(store, september(store), by="张三", at=AT)
    store.file(base).unlink()
    assert any("冻结的周期 2022-09 依据的快照" in said for said in verify(store))


def test_a_freeze_that_was_announced_and_never_published_froze_nothing(store):
    detail = {"snapshot": "20221012T080000Z-0123456789", "period": "2022-09", "pinned": store.current()}
    audit.append(store.audit, at=AT, who="张三", what="freeze", detail=detail)
    assert frozen_periods(store) == []
    assert pinned(store) == set()
