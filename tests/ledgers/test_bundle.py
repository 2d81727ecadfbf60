"""Zips and folders: which ledgers are in them, what they are called, what is passed over and what is refused."""

import io
import os
from datetime import date
from hashlib import sha256

import pytest

from ledgers.bundle import BundleLimits, below, may_be_zip, unzipped
from ledgers.errors import LedgerError
from ledgers.files.gate import Limits
from ledgers.intake import Refused, keep
from ledgers.loading import load
from ledgers.store import Store, facts, open_snapshot
from ledgers.unzip import unpack
from tests.ledgers.conftest import task_book
from tests.ledgers.zips import encrypted, locked, zipped


@pytest.fixture
def book(tmp_path):
    return task_book(tmp_path / "a.xlsx", month=10, percents=["50%", "60%"]).read_bytes()


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


def unpacked(content, tmp_path, **options):
    """Names and reasons of a zip's members, in their order; None for a workbook."""
    path, folder = tmp_path / "九月.zip", tmp_path / "out"
    path.write_bytes(content)
    folder.mkdir(exist_ok=True)
    found = unzipped(path, path.name, folder, pulse=lambda: None, **options)
    return found if found is None else [(each.name, each.reason) for each in found]


def refusal(content, tmp_path, **options):
    with pytest.raises(LedgerError) as caught:
        unpacked(content, tmp_path, **options)
    return str(caught.value)


# -- names ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("names", "options"), [
    (["太和镇/9月台账.xlsx"], {}),  # with the flag
    (["太和镇/9月台账.xlsx"], {"encoding": "gbk"}),  # Windows, WPS
    (["太和镇/9月台账.xlsx"], {"encoding": "utf-8"}),  # macOS
    (["联通/联通.csv", "太和镇/9月台账.xlsx"], {"encoding": "gbk"}),  # two bytes of GBK that are UTF-8 too
    (["联通.csv"], {"encoding": "gbk"}),
    (["龘㙓镇/台账.xlsx"], {"encoding": "gb18030"}),
    (["太和镇/🚩.xlsx"], {"encoding": "gbk", "repeated": True}),  # 7-Zip: the bytes do not even hold it
    (["plain.xlsx", "sub/plain.csv"], {"encoding": "ascii"}),
])  # fmt: skip
def test_names_are_read_as_they_were_given(tmp_path, names, options):
    content = zipped({name: name.encode() for name in names}, **options)
    assert [name for name, _ in unpacked(content, tmp_path)] == sorted(names)


@pytest.mark.parametrize(("name", "shown"), [
    ("太和镇\\9月\\台账.xlsx", "太和镇/9月/台账.xlsx"),
    ("../../etc/台账.xlsx", "etc/台账.xlsx"),
    ("C:/报送/台账.xlsx", "报送/台账.xlsx"),
    ("/台账.xlsx", "台账.xlsx"),
    ("甲\x1b[2J.xlsx", "甲_[2J.xlsx"),
])  # fmt: skip
def test_a_name_never_leads_out_of_the_zip_nor_draws_on_the_terminal(tmp_path, name, shown):
    assert unpacked(zipped({name: b"a,b"}), tmp_path) == [(shown, "")]
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"job.json", "members.json", "0000"}


def test_what_systems_leave_lying_about_is_passed_over(tmp_path):
    junk = [
        "__MACOSX/太和镇/._台账.xlsx",
        "太和镇/._台账.xlsx",
        "太和镇/~$台账.xlsx",
        "太和镇/.~台账.xlsx",
        "Thumbs.db",
        ".DS_Store",
    ]
    content = zipped(dict.fromkeys([*junk, "太和镇/", "太和镇/台账.xlsx"], b"x"))
    assert unpacked(content, tmp_path) == [("太和镇/台账.xlsx", "")]


@pytest.mark.parametrize(("name", "said"), [
    ("说明.docx", "文字文档"), ("现场.JPG", "图片"), ("批示.pdf", "版式文件"), ("汇报.pptx", "演示文稿"), ("台账.rar", "解压后上传"),
])  # fmt: skip
def test_what_is_no_ledger_is_named_with_the_reason(tmp_path, name, said):
    [(shown, reason)] = unpacked(zipped({f"太和镇/{name}": b"x"}), tmp_path)
    assert (shown, said in reason, reason.startswith(shown)) == (f"太和镇/{name}", True, True)


# -- zips that are no bundle, or more than one ------------------------------------------------------------------------


def test_a_workbook_called_zip_stays_a_workbook(tmp_path, store, book):
    assert unpacked(book, tmp_path) is None
    [kept] = keep(store, [("9月台账.zip", book)])
    assert (kept.name, kept.sha256) == ("9月台账.zip", sha256(book).hexdigest())


@pytest.mark.parametrize(("name", "content", "may"), [
    ("九月.zip", zipped({"说明.txt": b"x"}), True),
    ("九月.xlsx", zipped({"太和镇/9月.XLSX": b"x"}), True),  # a zip under another ending
    ("九月.xlsx", zipped({"[Content_Types].xml": b"x"}), False),
    ("九月.zip", b"Rar!\x1a\x07", False),
    ("九月.zip", b"", False),
])  # fmt: skip
def test_only_what_can_be_a_zip_of_ledgers_is_opened_as_one(name, content, may):
    assert may_be_zip(content, name) is may


def test_a_zip_within_the_zip_is_opened_once(tmp_path, book):
    inner = zipped({"台账.xlsx": book, "更里面.zip": zipped({"b.csv": b"x"}), "工作簿.zip": book})
    found = dict(unpacked(zipped({"太和镇.zip": inner, "坏.zip": b"PK\x03\x04 no zip", "c.csv": b"x"}), tmp_path))
    assert [name for name, reason in found.items() if not reason] == [
        "c.csv",
        "太和镇.zip/台账.xlsx",
        "太和镇.zip/工作簿.zip",
    ]
    assert "没有再往里解" in found["太和镇.zip/更里面.zip"]
    assert "已损坏" in found["坏.zip"]


def test_a_locked_zip_asks_for_the_unpacked_files(tmp_path):
    content = locked(zipped({"a.csv": b"x", "b.csv": b"x"}))
    [(name, reason)] = unpacked(content, tmp_path)
    assert (name, "压缩包密码" in reason, "先解压" in reason) == ("九月.zip", True, True)


MEMBERS = {"太和镇/a.csv": b"x,y" * 50, "b.csv": b"1,2"}


@pytest.mark.parametrize("coding", ["utf-8", "gb18030"])  # what the program that made it took from the keyboard
def test_a_locked_zip_is_opened_with_the_password(tmp_path, coding):
    content = encrypted(MEMBERS, "清新2022".encode(coding))
    assert unpacked(content, tmp_path, password="清新2022") == [("b.csv", ""), ("太和镇/a.csv", "")]
    assert {(tmp_path / "out" / name).read_bytes() for name in ("0000", "0001")} == set(MEMBERS.values())


@pytest.mark.parametrize(("password", "said"), [("", "请给出密码"), ("清新2021", "密码不对")])
def test_without_the_right_password_nothing_of_it_is_read(tmp_path, password, said):
    [(name, reason)] = unpacked(encrypted(MEMBERS, "清新2022".encode()), tmp_path, password=password)
    assert (name, said in reason, "先解压" in reason) == ("九月.zip", True, True)


def test_a_zip_locked_with_aes_asks_for_the_unpacked_files(tmp_path):
    content = bytearray(locked(zipped({"a.csv": b"x"})))
    for sign, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        content[content.find(sign) + place] = 99
    [(_, reason)] = unpacked(bytes(content), tmp_path, password="清新2022")
    assert "AES" in reason
    assert "请先解压" in reason


def test_a_damaged_member_costs_only_itself(tmp_path):
    content = zipped({"坏.csv": b"12345678" * 50, "好.csv": b"a,b"})
    at = content.index("坏.csv".encode()) + len("坏.csv".encode())
    damaged = content[:at] + b"\xff\xff" + content[at + 2 :]
    assert [(name, bool(reason)) for name, reason in unpacked(damaged, tmp_path)] == [
        ("坏.csv", True),
        ("好.csv", False),
    ]


@pytest.mark.parametrize("content", [b"PK\x03\x04" + b"\0" * 100, zipped({"a.csv": b"x" * 900})[:-30]])
def test_a_damaged_zip_is_one_sentence(tmp_path, content):
    assert "解不开" in refusal(content, tmp_path)


# -- bombs ------------------------------------------------------------------------------------------------------------

MANY = zipped({f"{place}.csv": b"x" for place in range(5)})
NULLS = zipped({"大.csv": b"\0" * (3 << 20), "小.csv": b"a,b"})


@pytest.mark.parametrize(("content", "limits", "said"), [
    (MANY, BundleLimits(members=4), "里有 5 个文件，一次最多读 4 个"),
    (MANY, BundleLimits(file_bytes=100), "上限"),
    (NULLS, BundleLimits(unpacked_bytes=1 << 20), "解开后有 3 MB，大得不正常"),
    (NULLS, BundleLimits(ratio_from=1 << 20), "大得不正常"),
])  # fmt: skip
def test_a_swollen_zip_is_refused_whole_before_it_is_unpacked(tmp_path, content, limits, said):
    assert said in refusal(content, tmp_path, bundle=limits)
    assert not (tmp_path / "out" / "0000").exists()


def test_a_member_that_is_too_large_is_left_out_and_the_others_go_in(tmp_path):
    (large, reason), other = unpacked(NULLS, tmp_path, bundle=BundleLimits(member_bytes=1 << 20))
    assert (large, "3 MB" in reason, other) == ("大.csv", True, ("小.csv", ""))


def test_a_zip_within_the_zip_draws_on_the_same_limits(tmp_path):
    found = dict(unpacked(zipped({"a.csv": b"x", "b.zip": MANY}), tmp_path, bundle=BundleLimits(members=5)))
    assert (found["a.csv"], "一次最多读" in found["b.zip"], len(found)) == ("", True, 2)


def test_a_table_of_contents_larger_than_the_memory_ends_only_the_child(tmp_path):
    content = zipped(dict.fromkeys(map(str, range(40_000)), b""))
    assert "解不开" in refusal(content, tmp_path, limits=Limits(memory=48 << 20))


# -- in the store -----------------------------------------------------------------------------------------------------


def test_members_are_kept_each_and_the_zip_too(store, book):
    content = zipped({"太和镇/台账.xlsx": book, "太平镇/台账.csv": b"a,b"})
    kept = keep(store, [("九月.zip", content)])
    assert [each.name for each in kept] == ["太和镇/台账.xlsx", "太平镇/台账.csv"]
    lying = {path.read_bytes(): path.suffix for path in store.originals.iterdir()}
    assert lying == {content: ".zip", book: ".xlsx", b"a,b": ".csv"}


def test_the_same_content_under_two_names_is_read_once_and_said(store, book):
    first, second = keep(store, [("九月.zip", zipped({"太和镇/台账.xlsx": book, "太平镇/台账.xlsx": book}))])
    assert (first.name, isinstance(second, Refused)) == ("太和镇/台账.xlsx", True)
    assert second.reason.startswith("太平镇/台账.xlsx 与 太和镇/台账.xlsx 的内容完全相同")
    assert len(keep(store, [("台账.xlsx", book), ("台账.xlsx", book)])) == 1


def test_a_zip_is_loaded_under_the_names_in_it_and_what_is_refused_does_not_stop_the_rest(store, book, tmp_path):
    other = task_book(tmp_path / "b.xlsx", month=11, percents=["55%", "65%"]).read_bytes()
    content = zipped({"太和镇/台账.xlsx": book, "太平镇/台账.xlsx": other, "坏.xlsx": b"no workbook", "x.pdf": b"%PDF"})
    loaded = load([("九月.zip", content)], store=store, by="张三", today=date(2022, 12, 1))
    assert [name for name, _ in loaded.taken] == ["太和镇/台账.xlsx", "太平镇/台账.xlsx"]
    assert [each.name for each in loaded.refused] == ["x.pdf", "坏.xlsx"]
    files = facts(open_snapshot(store, loaded.snapshot))["imports"]["file"]
    assert sorted(files) == ["太和镇/台账.xlsx", "太平镇/台账.xlsx"]


def test_nothing_readable_at_all_is_one_sentence_with_all_reasons_beside_it(store):
    content = zipped({f"{place}.xlsx": bytes([place]) for place in range(5)})
    with pytest.raises(LedgerError, match="5 个文件都没有读入，前 3 个的原因") as caught:
        load([("九月.zip", content)], store=store, by="张三", today=date(2022, 12, 1))
    assert [each.name for each in caught.value.refused] == [f"{place}.xlsx" for place in range(5)]


@pytest.mark.parametrize("content", [zipped({}), zipped({"__MACOSX/._a.xlsx": b"x"})])
def test_an_empty_zip_says_so(store, content):
    [refused] = keep(store, [("九月.zip", content)])
    assert refused.reason == "九月.zip 里没有台账；请核对压缩包。"


def test_nothing_of_unpacking_is_left(store, book):
    store.work.mkdir(parents=True)
    keep(store, [("九月.zip", zipped({"台账.xlsx": book}))])
    assert list(store.work.iterdir()) == []


# -- folders ----------------------------------------------------------------------------------------------------------


def test_a_folder_gives_its_ledgers_sorted_under_their_places_in_it(tmp_path):
    root = tmp_path / "九月"
    for name in ("太平镇/b.xlsx", "太和镇/台账.xlsx", "a.csv", ".git/config.csv", "太和镇/~$台账.xlsx", "x/.~b.xlsx"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"x")
    (root / "store").mkdir()
    (root / "store" / "c.csv").write_bytes(b"x")
    assert [each.name for each in below(root, without=root / "store")] == ["a.csv", "太和镇/台账.xlsx", "太平镇/b.xlsx"]


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_links_that_lead_out_of_a_folder_are_not_followed(tmp_path):
    root, outside = tmp_path / "九月", tmp_path / "别处"
    root.mkdir()
    outside.mkdir()
    (outside / "秘密.csv").write_bytes(b"x")
    (root / "a.csv").write_bytes(b"x")
    (root / "文件.csv").symlink_to(outside / "秘密.csv")
    (root / "里面.csv").symlink_to(root / "a.csv")
    (root / "夹").symlink_to(outside, target_is_directory=True)
    (root / "环").symlink_to(root, target_is_directory=True)
    found = {each.name: each.reason for each in below(root, without=tmp_path / "store")}
    assert set(found) == {"a.csv", "文件.csv", "里面.csv"}
    assert [name for name, reason in found.items() if reason] == ["文件.csv"]
    assert str(tmp_path) not in found["文件.csv"]


def test_a_folder_of_too_many_files_is_one_sentence(tmp_path):
    for place in range(3):
        (tmp_path / f"{place}.csv").write_bytes(b"x")
    with pytest.raises(LedgerError, match="有 3 个文件，一次最多读 2 个"):
        below(tmp_path, without=tmp_path / "store", limits=BundleLimits(members=2))


def test_a_zip_in_a_folder_is_opened_too(tmp_path, store, book):
    root = tmp_path / "报送"
    root.mkdir()
    (root / "太和镇.zip").write_bytes(zipped({"台账.xlsx": book}))
    assert [each.name for each in keep(store, [root])] == ["太和镇.zip/台账.xlsx"]


def test_members_of_several_zips_are_called_by_their_zip_too(store, book):
    pair = [("太和镇.zip", zipped({"台账.xlsx": book})), ("太平镇.zip", zipped({"台账.csv": b"a,b", "a.pdf": b""}))]
    kept = keep(store, pair)
    assert [each.name for each in kept] == ["太和镇.zip/台账.xlsx", "太平镇.zip/a.pdf", "太平镇.zip/台账.csv"]
    assert kept[1].reason.startswith("太平镇.zip/a.pdf 是版式文件")


def test_an_empty_folder_says_so(tmp_path, store):
    (tmp_path / "空").mkdir()
    [refused] = keep(store, [tmp_path / "空"])
    assert "文件夹 空 里没有台账" in refused.reason


def test_what_a_zip_says_about_sizes_is_not_believed(tmp_path):
    """A member that says it is small is cut where it said it would end, and then its checksum is wrong."""
    content = zipped({"大.csv": b"ab" * 50_000})
    size = (100_000).to_bytes(4, "little")
    lying = content.replace(size, (10).to_bytes(4, "little"))
    assert lying != content
    (tmp_path / "x").mkdir()
    [member] = unpack(io.BytesIO(lying), "九月.zip", tmp_path / "x", limits=BundleLimits())
    assert "已损坏" in member["reason"]
