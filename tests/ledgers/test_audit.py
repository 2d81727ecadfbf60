"""The journal only grows, and shows when it was changed, thinned out, shortened or stopped half-way."""

from datetime import datetime

import pytest

from ledgers import audit

AT = datetime(2022, 12, 1, 8)


@pytest.fixture
def journal(tmp_path):
    for number in range(3):
        audit.append(tmp_path, at=AT, who="张三", what="load", detail={"snapshot": f"第{number}个"})
    return tmp_path / "journal.jsonl"


def test_every_line_says_who_did_what_when_and_hangs_on_the_one_before(journal):
    lines = list(audit.entries(journal.parent))
    assert [(each["who"], each["what"], each["at"]) for each in lines] == [("张三", "load", "2022-12-01T08:00:00")] * 3
    assert [each["previous"] for each in lines[1:]] == [each["hash"] for each in lines[:-1]]
    assert audit.verify(journal.parent) == 3
    assert audit.head(journal.parent) == lines[-1]["hash"]


def test_an_empty_journal_is_whole(tmp_path):
    assert (audit.verify(tmp_path), audit.head(tmp_path), list(audit.entries(tmp_path))) == (0, "0" * 64, [])


@pytest.mark.parametrize(("spoil", "line"), [
    (lambda lines: [lines[0], lines[1].replace("张三", "李四"), lines[2]], "第 2 行的内容"),
    (lambda lines: [lines[0], lines[2]], "第 2 行与上一行接不上"),
    (lambda lines: [lines[1], lines[0], lines[2]], "第 1 行与上一行接不上"),
    (lambda lines: lines[1:], "第 1 行与上一行接不上"),
    (lambda lines: [lines[0], "{}\n", lines[2]], "第 3 行与上一行接不上"),
    (lambda lines: [lines[0], lines[0], *lines[1:]], "第 2 行与上一行接不上"),
])  # fmt: skip
def test_a_changed_line_is_found(journal, spoil, line):
    lines = journal.read_text(encoding="utf-8").splitlines(keepends=True)
    journal.write_text("".join(spoil(lines)), encoding="utf-8")
    with pytest.raises(audit.Broken, match=line):
        audit.verify(journal.parent)


def test_a_shortened_journal_is_found_by_whoever_remembers_its_head(journal):
    head = audit.head(journal.parent)
    journal.write_text("".join(journal.read_text(encoding="utf-8").splitlines(keepends=True)[:2]), encoding="utf-8")
    assert audit.verify(journal.parent) == 2
    with pytest.raises(audit.Broken, match="不完整"):
        audit.verify(journal.parent, heads={head})


@pytest.mark.parametrize("left", [1, 40])
def test_a_line_that_a_crash_left_unfinished_does_not_stop_the_next(journal, left):
    whole = journal.read_bytes()
    last = whole.splitlines(keepends=True)[-1]
    journal.write_bytes(whole + last[:left])
    audit.append(journal.parent, at=AT, who="李四", what="publish", detail={})
    assert audit.verify(journal.parent) == 4
    assert journal.read_bytes().startswith(whole + last[:left])  # nothing that was written is ever removed


def test_a_last_line_that_only_lacks_its_end_counts(journal):
    journal.write_bytes(journal.read_bytes()[:-1])
    audit.append(journal.parent, at=AT, who="李四", what="publish", detail={})
    assert audit.verify(journal.parent) == 4
