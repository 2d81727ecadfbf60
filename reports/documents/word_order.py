"""The order in which Word wants what it is told about a paragraph, a run, a table: another one is a broken file."""

from docx.oxml.ns import qn
from lxml.etree import _Element

__all__ = ["in_order"]

_ORDER = {
    "pPr": (
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
        "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
        "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
        "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
    ),
    "rPr": (
        "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
        "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em "
        "lang eastAsianLayout specVanish oMath"
    ),
    "tblPr": (
        "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd "
        "tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription"
    ),
    "tcPr": (
        "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark"
    ),
    "sectPr": (
        "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType "
        "cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings"
    ),
}  # fmt: skip
_PLACES = {
    qn(f"w:{kind}"): {qn(f"w:{name}"): place for place, name in enumerate(names.split())}
    for kind, names in _ORDER.items()
}


_MANY = {qn("w:headerReference"), qn("w:footerReference")}


def in_order(root: _Element) -> None:
    """Put the children of every such element below `root` into their order, the last one said of each kind."""
    for found in root.iter(*_PLACES):
        places = _PLACES[found.tag]
        last = {child if child.tag in _MANY else child.tag: child for child in found}
        found[:] = sorted(last.values(), key=lambda child: places.get(child.tag, len(places)))
