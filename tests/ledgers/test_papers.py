"""Documents that were made and templates of the office: kept by their hash, told by the journal, given back whole."""

from datetime import datetime

import pytest

from ledgers import audit
from ledgers.errors import LedgerError
from ledgers.papers import Paper, keep_paper, keep_template, kept_bytes, papers_kept, template_of
from ledgers.store import Store, facts, open_snapshot
from ledgers.upkeep import verify
from tests.pages.conftest import ledger

AT = datetime(2022, 11, 10, 8)
MADE = Paper("2022-10", "20221101T000000Z-0123456789", "ab" * 32, "deck", "2022年10月-幻灯片.pptx")


@pytest.fixture
def store(tmp_path):
    from datetime import date

    from ledgers.loading import load

    (tmp_path / "任务榜.xlsx").write_bytes(ledger())
    found = Store(tmp_path / "store")
    load([tmp_path / "任务榜.xlsx"], store=found, by="李四", today=date(2022, 11, 1), at=datetime(2022, 11, 1, 9))
    return found


def test_a_document_is_given_back_byte_for_byte_and_the_journal_says_who_made_it(store):
    kept = keep_paper(store, MADE, b"PK one", by="李四", at=AT)
    keep_paper(store, MADE, b"PK two", by="张三", at=AT.replace(hour=9))
    newest, first = papers_kept(store)
    assert (newest.made_by, first) == ("张三", kept)
    assert kept_bytes(store, first.sha256, name=first.name) == b"PK one"
    assert (first.made_at, first.snapshot, first.fingerprint) == (AT, MADE.snapshot, MADE.fingerprint)
    assert verify(store) == []
    assert audit.verify(store.audit) >= 2


@pytest.mark.parametrize("sha256", ["0" * 64, "../CURRENT", "*", ""])
def test_what_is_not_there_is_refused_with_a_sentence(store, sha256):
    with pytest.raises(LedgerError, match=r"找不到“表\.xlsx”"):
        kept_bytes(store, sha256, name="表.xlsx")


def test_the_last_word_about_a_template_holds_and_the_built_in_one_comes_back(store):
    keep_template(store, "deck", "pptx", name="蓝色", content=b"PK blue", by="李四", at=AT)
    keep_template(store, "deck", "pptx", name="红色", content=b"PK red", by="李四", at=AT.replace(hour=9))
    name, sha256 = template_of(facts(open_snapshot(store)), "deck", "pptx")
    assert (name, kept_bytes(store, sha256, name=name)) == ("红色", b"PK red")
    assert template_of(facts(open_snapshot(store)), "bulletin", "docx") is None
    keep_template(store, "deck", "pptx", name="", content=None, by="李四", at=AT.replace(hour=10))
    assert template_of(facts(open_snapshot(store)), "deck", "pptx") is None
