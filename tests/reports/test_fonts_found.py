"""Which fonts a paper wants, which are there, what stands in: in folders that hold what a case says."""

import pandas as pd
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib.tables._g_l_y_f import Glyph

from reports.documents.fonts import ROLES, font_folders, font_line, font_table, typefaces
from reports.pieces.paper import DocumentError


def font(folder, name: str, letters: str = "一二三", *, weight: int = 400, file: str | None = None) -> None:
    """A font of that family with these letters, as empty boxes."""
    built = FontBuilder(1000, isTTF=True)
    order = [".notdef", *(f"u{ord(letter):x}" for letter in letters)]
    built.setupGlyphOrder(order)
    built.setupCharacterMap({ord(letter): f"u{ord(letter):x}" for letter in letters})
    built.setupGlyf({name: Glyph() for name in order})
    built.setupHorizontalMetrics(dict.fromkeys(order, (1000, 0)))
    built.setupHorizontalHeader(ascent=880, descent=-120)
    built.setupNameTable({"familyName": name, "styleName": "Regular", "fullName": name})
    built.setupOS2(usWeightClass=weight)
    built.setupPost()
    built.save(folder / f"{file or name}.ttf")


@pytest.fixture
def folder(tmp_path):
    """A folder with a plain and a bold stand-in for everything."""
    font(tmp_path, "Noto Serif CJK SC", "一二三四")
    font(tmp_path, "Noto Serif CJK SC", "一二三四", weight=700, file="bold")
    return tmp_path


def row(table: pd.DataFrame, name: str) -> pd.Series:
    return table.set_index("要用的字体").loc[name]


def test_a_font_that_is_not_there_is_said_with_its_stand_in_and_what_looks_different(folder) -> None:
    found = row(font_table([folder]), "仿宋_GB2312")
    assert found["在哪里找到"] == "没有找到"
    assert found["用什么代替"] == "Noto Serif CJK SC"
    assert "不是仿宋的样子" in found["PDF 有什么不同"]
    assert row(font_table([folder]), "方正小标宋简体")["用什么代替"] == "Noto Serif CJK SC（粗）"


@pytest.mark.parametrize("name", ["仿宋_GB2312", "FangSong_GB2312", "FangSong", "仿宋"])
def test_a_font_is_found_by_every_name_that_it_has(folder, name) -> None:
    font(folder, name, file="own")
    found = row(font_table([folder]), "仿宋_GB2312")
    assert (found["用什么代替"], found["在哪里找到"].endswith("own.ttf")) == ("不用代替", True)


def test_a_font_that_is_put_into_the_folder_is_seen_at_once(folder) -> None:
    assert "黑体" in font_line([folder])
    font(folder, "SimHei")
    assert "黑体" not in font_line([folder]).split("：")[0]


def test_with_all_fonts_there_formal_papers_can_be_set(folder) -> None:
    for role in ROLES:
        font(folder, role.names[0])
    assert font_line([folder]) == "公文用的字体都在，Word 和 PDF 都可以出正式文件。"
    assert typefaces([folder], formal=True).missing == ()


def test_a_formal_paper_is_refused_with_the_fonts_that_are_missing(folder) -> None:
    font(folder, "SimSun")
    with pytest.raises(
        DocumentError, match="没有方正小标宋简体、仿宋_GB2312、楷体_GB2312、黑体；请把字体文件放进字体文件夹再排"
    ):
        typefaces([folder], formal=True)


def test_without_any_chinese_font_nothing_is_set(tmp_path) -> None:
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    with pytest.raises(DocumentError, match="没有能代替方正小标宋简体的中文字体"):
        typefaces([tmp_path])
    assert set(font_table([tmp_path])["用什么代替"]) == {"没有能代替的"}


def test_a_bold_face_does_not_stand_in_for_a_plain_one(tmp_path) -> None:
    font(tmp_path, "Noto Serif CJK SC", weight=700)
    assert row(font_table([tmp_path]), "仿宋_GB2312")["用什么代替"] == "没有能代替的"


@pytest.mark.parametrize(("text", "lacking"), [("一二三", ""), ("一五 六五", "五六"), ("四", "")])
def test_letters_are_looked_for_in_every_face_of_the_body(folder, text, lacking) -> None:
    font(folder, "FangSong", "一二三")
    assert typefaces([folder]).lacking(text) == lacking


def test_the_folder_of_the_office_comes_first(tmp_path) -> None:
    assert font_folders(tmp_path)[0] == tmp_path
    assert tmp_path / "none" not in font_folders(tmp_path / "none")
