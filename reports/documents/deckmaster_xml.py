"""What the slides' master and its layouts say, in the words of the file format. Distances: EMU, 914400 an inch."""

__all__ = ["FONT_SCHEME", "LAYOUTS", "MASTER", "NAMESPACES", "PALETTE"]

NAMESPACES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
_ALL = " ".join(f'xmlns:{name}="{address}"' for name, address in NAMESPACES.items())
_INCH = 914400

PALETTE = (
    '<a:clrScheme name="施工图">'
    '<a:dk1><a:srgbClr val="1F2430"/></a:dk1><a:lt1><a:srgbClr val="FFFFFF"/></a:lt1>'
    '<a:dk2><a:srgbClr val="0F3D50"/></a:dk2><a:lt2><a:srgbClr val="F2F5F7"/></a:lt2>'
    '<a:accent1><a:srgbClr val="1763B6"/></a:accent1><a:accent2><a:srgbClr val="14607A"/></a:accent2>'
    '<a:accent3><a:srgbClr val="EA7A13"/></a:accent3><a:accent4><a:srgbClr val="1B9E77"/></a:accent4>'
    '<a:accent5><a:srgbClr val="F2C200"/></a:accent5><a:accent6><a:srgbClr val="79828F"/></a:accent6>'
    '<a:hlink><a:srgbClr val="14607A"/></a:hlink><a:folHlink><a:srgbClr val="5D6673"/></a:folHlink></a:clrScheme>'
)
"""Colours by their places in the theme: what is drawn with them follows when the office changes the theme."""

_FACES = '<a:latin typeface="微软雅黑"/><a:ea typeface="微软雅黑"/><a:cs typeface=""/>'
FONT_SCHEME = (
    f'<a:fontScheme name="施工图"><a:majorFont>{_FACES}</a:majorFont><a:minorFont>{_FACES}</a:minorFont></a:fontScheme>'
)


def _frame(x: float, y: float, w: float, h: float) -> str:
    places = [round(value * _INCH) for value in (x, y, w, h)]
    return '<a:xfrm><a:off x="{}" y="{}"/><a:ext cx="{}" cy="{}"/></a:xfrm>'.format(*places)


def _block(number: int, place: tuple[float, ...], fill: str) -> str:
    """A filled rectangle that is part of the ground."""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="底 {number}"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f'<p:spPr>{_frame(*place)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill}'
        "<a:ln><a:noFill/></a:ln></p:spPr>"
        '<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="zh-CN"/></a:p></p:txBody></p:sp>'
    )


def _solid(colour: str, alpha: int = 100) -> str:
    return f'<a:solidFill><a:schemeClr val="{colour}"><a:alpha val="{alpha * 1000}"/></a:schemeClr></a:solidFill>'


def _grid(first: int, place: tuple[float, float, float, float], *, step: float, alpha: int) -> str:
    """The faint squares of drawing paper."""
    x, y, w, h = place
    lines = [(x + i * step, y, 0.008, h) for i in range(1, round(w / step))]
    lines += [(x, y + i * step, w, 0.008) for i in range(1, round(h / step))]
    return "".join(_block(first + i, line, _solid("lt1", alpha)) for i, line in enumerate(lines))


def _holder(
    number: int, kind: str, place: tuple[float, ...], style: str, *, words: str = "", anchor: str = "ctr"
) -> str:
    """A placeholder; kind: its attributes."""
    text = words or "单击此处编辑"
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="占位 {number}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f"<p:nvPr><p:ph {kind}/></p:nvPr></p:nvSpPr><p:spPr>{_frame(*place)}"
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        f'<p:txBody><a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}"><a:noAutofit/></a:bodyPr>'
        f"<a:lstStyle><a:lvl1pPr {style}</a:lvl1pPr></a:lstStyle><a:p>{text}</a:p></p:txBody></p:sp>"
    ).replace(f"<a:p>{text}</a:p>", f'<a:p><a:r><a:rPr lang="zh-CN"/><a:t>{text}</a:t></a:r></a:p>')


def _style(size: float, colour: str, *, bold: bool = False, align: str = "l") -> str:
    return (
        f'marL="0" indent="0" algn="{align}"><a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/>'
        f'<a:defRPr sz="{round(size * 100)}" b="{int(bold)}"><a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'
        '<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/></a:defRPr>'
    )


_TREE = (
    '<p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>'
    '<a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
)
_NUMBER = (
    '<a:p><a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:rPr lang="zh-CN"/>'
    "<a:t>‹#›</a:t></a:fld></a:p>"
)


def _slide(inner: str, ground: str) -> str:
    """Common slide data of a layout or a master."""
    paper = f"<p:bg><p:bgPr>{ground}<a:effectLst/></p:bgPr></p:bg>"
    return f"<p:x {_ALL}><p:cSld>{paper}{_TREE}{inner}</p:spTree></p:cSld></p:x>"


_HEAD = (0.0, 0.0, 13.334, 1.22)
_TITLE = (0.55, 0.44, 12.2, 0.66)
_PART = (0.55, 0.17, 9.0, 0.27)
_FOOT, _PAGE = (0.55, 7.1, 10.6, 0.26), (11.75, 7.1, 1.03, 0.26)
_PLACE = '<a:p><a:r><a:rPr lang="zh-CN"/><a:t>页码</a:t></a:r></a:p>'
_PAGED = _holder(32, 'type="sldNum" sz="quarter" idx="12"', _PAGE, style=_style(10, "accent6", align="r"), words="页码")
_FOOTING = (
    _block(30, (0.55, 7.05, 12.23, 0.01), _solid("accent6", 45))
    + _holder(31, 'type="ftr" sz="quarter" idx="11"', _FOOT, style=_style(9, "accent6"), words="页脚")
    + _PAGED.replace(_PLACE, _NUMBER)
)


def _content() -> str:
    head = (
        _block(2, _HEAD, _solid("dk2"))
        + _grid(40, (9.6, 0.0, 3.734, 1.22), step=0.305, alpha=9)
        + _block(3, (0.0, 1.22, 13.334, 0.045), _solid("accent2"))
        + _block(4, (0.0, 0.22, 0.16, 0.84), _solid("accent5"))
    )
    part = _holder(6, 'type="body" sz="quarter" idx="13"', _PART, style=_style(12, "lt2", bold=True), words="议程")
    return _slide(
        head + _holder(5, 'type="title"', _TITLE, style=_style(24, "lt1", bold=True)) + part + _FOOTING,
        _solid("lt1"),
    )  # fmt: skip


def _cover() -> str:
    ground = (
        _grid(40, (0.0, 0.0, 13.334, 7.5), step=0.5, alpha=6)
        + _block(2, (0.9, 1.62, 0.9, 0.07), _solid("accent5"))
        + _block(3, (0.0, 5.35, 13.334, 2.15), _solid("lt1", 8))
    )
    return _slide(
        ground
        + _holder(5, 'type="ctrTitle"', (0.9, 1.85, 11.5, 1.75), style=_style(44, "lt1", bold=True), anchor="t")
        + _holder(6, 'type="subTitle" idx="1"', (0.9, 3.85, 11.5, 0.9), style=_style(20, "lt2"), anchor="t")
        + _holder(31, 'type="ftr" sz="quarter" idx="11"', (0.9, 7.1, 11.5, 0.26), style=_style(9, "lt2"), words="页脚"),
        _solid("dk2"),
    )


MASTER = _slide(
    _holder(5, 'type="title"', _TITLE, style=_style(24, "dk1", bold=True))
    + _holder(6, 'type="body" idx="1"', (0.55, 1.45, 12.23, 5.45), style=_style(16, "dk1"), anchor="t")
    + _FOOTING,
    _solid("lt1"),
)

LAYOUTS = (("封面", "title", _cover()), ("结论与图", "titleOnly", _content()), ("结论与表", "tbl", _content()))
"""Name, kind and content of each layout."""
