"""Fonts, borders and shades of a ledger, and a workbook file that is the same bytes each time."""

import io
import zipfile

import xlsxwriter

__all__ = ["stored", "styles"]

TITLE_FONT, HEAD_FONT, BODY_FONT = "方正小标宋简体", "黑体", "仿宋_GB2312"
NUMBER_FORMATS = {"date": "yyyy/m/d", "percent": "0%", "number": "General", "text": "General", "centre": "General"}


def stored(content: bytes) -> bytes:
    """The same zip without compression and dates: neither the day nor the version of zlib shows through."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.create_system = 0  # else Windows and Linux write different bytes
            new.writestr(member, old.read(name))
    return out.getvalue()


def styles(book: xlsxwriter.Workbook) -> dict[str, xlsxwriter.format.Format]:
    """The formats of a book by name: one for each kind of cell (in sums with "total " before it), head, section, title,
    note."""
    body = {"font_name": BODY_FONT, "font_size": 11, "border": 1, "valign": "vcenter", "text_wrap": True}
    middle = {"align": "center"}
    made = {
        kind: body | {"num_format": form} | ({} if kind == "text" else middle) for kind, form in NUMBER_FORMATS.items()
    }
    made |= {f"total {kind}": style | {"bold": True, "bg_color": "#F2F2F2"} for kind, style in made.items()}
    made["head"] = body | middle | {"font_name": HEAD_FONT, "bg_color": "#D9E2F3"}
    made["section"] = body | {"font_name": HEAD_FONT, "bg_color": "#FBE9D9"}
    made["title"] = {"font_name": TITLE_FONT, "font_size": 20, "align": "center", "valign": "vcenter"}
    made["note"] = {"font_name": BODY_FONT, "font_size": 11, "valign": "vcenter"}
    return {name: book.add_format(style) for name, style in made.items()}
