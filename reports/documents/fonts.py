"""Fonts of official papers: which one each part wants, whether this machine has it, what stands in for it.

A Word file only names fonts, so it is right on any machine that has them. A PDF carries the shapes of its letters: it
is as the office wants it only where the fonts were found when it was made.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd
from fontTools.ttLib import TTCollection, TTFont, TTLibError

from reports.pieces.paper import DocumentError

__all__ = ["ROLES", "Face", "Role", "Typefaces", "font_folders", "font_line", "font_table", "fonts_whole", "typefaces"]

_MANY = (".ttc", ".otc")
_ENDINGS = (".ttf", ".otf", *_MANY)
_BOLD = 600
"""From this weight on a face is a bold one."""


@dataclass(frozen=True)
class Role:
    """One part of a paper and its font: the name that Word files carry, every name that the font itself may have, and
    what stands in for it, the likest first, each as (family, weight)."""

    code: str
    name: str
    part: str
    names: tuple[str, ...]
    stand_ins: tuple[tuple[str, int], ...]
    differs: str


_SONG = (("Noto Serif CJK SC", 400), ("Source Han Serif SC", 400), ("AR PL UMing CN", 400))
_HEI = (
    ("Noto Sans CJK SC", 400),
    ("Source Han Sans SC", 400),
    ("WenQuanYi Zen Hei", 400),
    ("WenQuanYi Micro Hei", 400),
)

ROLES = (
    Role(
        "title", "方正小标宋简体", "红头、标题",
        ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "FZXiaoBiaoSong-B05"),
        (("Noto Serif CJK SC", 700), ("Source Han Serif SC", 700), ("FandolSong", 700), *_SONG, *_HEI),
        "用粗宋体代替：横画较细、字面略大，换行相同",
    ),
    Role(
        "body", "仿宋_GB2312", "正文、附件说明、落款、版记",
        ("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "方正仿宋_GBK", "FZFangSong-Z02", "华文仿宋",
         "STFangsong"),
        (("FandolFang R", 400), ("FandolFang", 400), *_SONG, *_HEI),
        "用宋体代替：笔画较粗，不是仿宋的样子，每行字数相同",
    ),
    Role(
        "kai", "楷体_GB2312", "二级标题",
        ("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "方正楷体_GBK", "FZKai-Z03", "华文楷体", "STKaiti"),
        (("FandolKai", 400), ("AR PL UKai CN", 400), ("AR PL KaitiM GB", 400), *_SONG, *_HEI),
        "用宋体代替：二级标题和正文分不大开",
    ),
    Role(
        "hei", "黑体", "一级标题、表头、“附件”二字",
        ("黑体", "SimHei", "方正黑体_GBK", "FZHei-B01", "华文黑体", "STHeiti"),
        (("FandolHei", 400), *_HEI, *_SONG),
        "用无衬线体代替：略细，其余相同",
    ),
    Role(
        "song", "宋体", "页码、表格",
        ("宋体", "SimSun", "方正书宋_GBK", "FZShuSong-Z01", "华文宋体", "STSong"),
        (("FandolSong", 400), *_SONG, *_HEI),
        "用同类宋体代替：看不大出来",
    ),
)  # fmt: skip
"""Every part of a paper and its font. One more part is one more entry here."""


@dataclass(frozen=True)
class Face:
    """One face of a font file: where it is, every family name it answers to, its weight."""

    path: Path
    index: int
    families: frozenset[str]
    family: str
    weight: int


@dataclass(frozen=True)
class Typefaces:
    """What a PDF is set in: for each role the faces in the order in which a letter is looked for, and the roles whose
    own font is not there."""

    faces: tuple[tuple[str, tuple[Face, ...]], ...]
    missing: tuple[str, ...]

    def of(self, code: str) -> tuple[Face, ...]:
        """Return the faces of one role, the wanted one first where it is there."""
        return dict(self.faces)[code]

    @property
    def paths(self) -> tuple[Path, ...]:
        """Every file that is needed, each once."""
        return tuple(dict.fromkeys(face.path for _, faces in self.faces for face in faces))

    def refuse_stand_ins(self) -> None:
        """Raise DocumentError when the own font of any role is not there: a formal paper is not set in stand-ins."""
        if self.missing:
            lost = "、".join(self.missing)
            told = "请把字体文件放进字体文件夹再排，或先出 Word 文件、送审稿。"
            raise DocumentError(f"没有排正式的 PDF：这台机器上没有{lost}；{told}")

    def lacking(self, text: str) -> str:
        """Return the letters that no face of the body has, each once, in order: they would be boxes."""
        held = set().union(*(_letters(face.path, face.index) for face in self.of("body")))
        return "".join(dict.fromkeys(letter for letter in text if ord(letter) > 32 and ord(letter) not in held))


def font_folders(own: Path | None = None) -> tuple[Path, ...]:
    """Return the folders in which fonts are looked for: the office's own first, then those of the system."""
    home = Path("~").expanduser()
    system = (
        home / ".fonts", home / ".local/share/fonts", Path("/usr/local/share/fonts"), Path("/usr/share/fonts"),
        Path("C:/Windows/Fonts"), home / "AppData/Local/Microsoft/Windows/Fonts",
        Path("/Library/Fonts"), home / "Library/Fonts", Path("/System/Library/Fonts"),
    )  # fmt: skip
    return tuple(folder for folder in ((own,) if own else ()) + system if folder.is_dir())


def typefaces(folders: Sequence[Path], *, formal: bool = False) -> Typefaces:
    """Return what a PDF is set in with the fonts of these folders. Raises DocumentError when no Chinese font is there
    at all, and of a formal paper when the font of any part is not: stand-ins are for drafts.
    """
    found = _faces(tuple(folders))
    told, missing = [], []
    for role in ROLES:
        wanted = [face for name in role.names for face in found if name in face.families][:1]
        spare = [face for stand_in in role.stand_ins for face in _like(found, *stand_in)]
        if not wanted and not spare:
            raise DocumentError(
                f"排不出 PDF：这台机器上没有能代替{role.name}的中文字体；请装上它，或装思源宋体（Noto Serif CJK）。"
            )
        missing += [] if wanted else [role.name]
        told.append((role.code, tuple(dict.fromkeys([*wanted, *spare]))))
    faces = Typefaces(tuple(told), tuple(missing))
    if formal:
        faces.refuse_stand_ins()
    return faces


def font_table(folders: Sequence[Path]) -> pd.DataFrame:
    """Return the self-check, a row a font: part, the font wanted, where it was found, what stands in for it, and what
    then looks different."""
    found = _faces(tuple(folders))
    rows = []
    for role in ROLES:
        wanted = [face for name in role.names for face in found if name in face.families][:1]
        spare = [face for stand_in in role.stand_ins for face in _like(found, *stand_in)][:1]
        stand_in = "不用代替" if wanted else _named(spare[0]) if spare else "没有能代替的"
        rows.append(
            (role.part, role.name, str(wanted[0].path) if wanted else "没有找到", stand_in,
             "与正式文件相同" if wanted else role.differs if spare else "排不出 PDF，只能出 Word 文件")
        )  # fmt: skip
    return pd.DataFrame(rows, columns=["用在哪里", "要用的字体", "在哪里找到", "用什么代替", "PDF 有什么不同"])


def font_line(folders: Sequence[Path]) -> str:
    """Say in one sentence whether formal PDFs can be made here; Word files can always be."""
    table = font_table(folders)
    lost = table.loc[table["用什么代替"].ne("不用代替"), "要用的字体"].tolist()
    if not lost:
        return "公文用的字体都在，Word 和 PDF 都可以出正式文件。"
    return f"缺{'、'.join(lost)}：Word 文件不受影响（只写字体名）；PDF 只能出送审稿，页脚会注明用了代用字体。"


def fonts_whole(folders: Sequence[Path]) -> bool:
    """Whether every font is here, so that a formal PDF is not refused."""
    return bool(font_table(folders)["用什么代替"].eq("不用代替").all())


def _named(face: Face) -> str:
    return f"{face.family}{'（粗）' if face.weight >= _BOLD else ''}"


def _like(found: Iterable[Face], family: str, weight: int) -> list[Face]:
    """The face of a family that has the weight, else none: a bold one does not stand in for a plain one."""
    return [face for face in found if family in face.families and (face.weight >= _BOLD) == (weight >= _BOLD)][:1]


def _faces(folders: tuple[Path, ...]) -> tuple[Face, ...]:
    """Every face in the folders, kept until a file is added or changed."""
    files = tuple(
        (path, path.stat().st_mtime_ns)
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in _ENDINGS and path.is_file()
    )
    return tuple(face for path, changed in files for face in _read(path, changed))


@lru_cache(maxsize=4096)
def _read(path: Path, _changed: int) -> tuple[Face, ...]:
    """The faces of one file; none where it is no font."""
    try:
        with _opened(path) as fonts:
            return tuple(_face(path, place, font) for place, font in enumerate(fonts))
    except (TTLibError, OSError, KeyError, AssertionError):
        return ()


@contextmanager
def _opened(path: Path) -> Iterator[list[TTFont]]:
    """The faces of a font file, read as far as they are asked for."""
    with path.open("rb") as held:
        if path.suffix.lower() in _MANY:
            with TTCollection(held, lazy=True) as many:
                yield many.fonts
        else:
            with TTFont(held, lazy=True) as one:
                yield [one]


def _face(path: Path, place: int, font: TTFont) -> Face:
    names = [record for record in font["name"].names if record.nameID in (1, 4, 6, 16)]
    families = frozenset(record.toUnicode(errors="ignore") for record in names)
    weight = font["OS/2"].usWeightClass if "OS/2" in font else 400
    family = font["name"].getDebugName(16) or font["name"].getDebugName(1) or path.stem
    return Face(path, place, families, family, int(weight))


_NAMELESS = [""] * 65536


@lru_cache(maxsize=64)
def _letters(path: Path, index: int) -> frozenset[int]:
    """The letters of one face. Which glyph draws a letter does not matter here, so the glyphs get no names: to read
    those of a face with 65,000 takes as long as to set a page."""
    with _opened(path) as fonts:
        fonts[index].setGlyphOrder(_NAMELESS)
        return frozenset(fonts[index].getBestCmap() or ())
