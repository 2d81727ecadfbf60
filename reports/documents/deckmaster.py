"""The master of our slides, made by code: a drawing office's blue-green, a dark head with the finding, a quiet foot.

Three layouts: 封面, 结论与图, 结论与表. An office's own template is used as it is (`opened`): our slides stand on its
layouts, in the room that its placeholders leave.
"""

import io
import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import count

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.package import OpcPackage
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.util import Emu, Inches

from reports.documents.deckmaster_xml import FONT_SCHEME, LAYOUTS, MASTER, NAMESPACES, PALETTE

__all__ = ["Box", "Ground", "blank_deck", "ground_of", "numbered_on", "opened"]

_INCH = 914400


@dataclass(frozen=True)
class Box:
    """A rectangle on a slide, in inches."""

    x: float
    y: float
    w: float
    h: float

    def inset(self, dx: float, dy: float) -> "Box":
        """The same without a margin."""
        return Box(self.x + dx, self.y + dy, self.w - 2 * dx, self.h - 2 * dy)

    def rows(self, count: int, *, gap: float = 0.0) -> list["Box"]:
        """Cut into rows of one height."""
        height = (self.h - gap * (count - 1)) / count
        return [Box(self.x, self.y + i * (height + gap), self.w, height) for i in range(count)]

    def columns(self, *shares: float, gap: float = 0.0) -> list["Box"]:
        """Cut into columns by shares."""
        room, x, found = self.w - gap * (len(shares) - 1), self.x, []
        for share in shares:
            wide = room * share / sum(shares)
            found.append(Box(x, self.y, wide, self.h))
            x += wide + gap
        return found

    @property
    def emu(self) -> tuple[Emu, Emu, Emu, Emu]:
        """Left, top, width, height as the library wants them."""
        return tuple(Inches(value) for value in (self.x, self.y, self.w, self.h))


@dataclass(frozen=True)
class Ground:
    """What a template offers: its layouts for the cover and for all else, the room below the title, whether it is
    ours."""

    cover: object
    content: object
    body: Box
    own: bool


def blank_deck() -> Presentation:
    """Return an empty 16:9 presentation with our master."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    master = deck.slide_master
    for layout in list(deck.slide_layouts)[len(LAYOUTS) :]:
        deck.slide_layouts.remove(layout)
    _replace(master._element, MASTER)
    for layout, (name, kind, xml) in zip(deck.slide_layouts, LAYOUTS, strict=True):
        layout._element.attrib["type"] = kind
        layout._element.find("p:cSld", NAMESPACES).attrib["name"] = name
        _replace(layout._element, xml)
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme._blob = _themed(theme.blob)
    return deck


def _replace(element: etree._Element, xml: str) -> None:
    """Put our common slide data in the place of the library's; a master's text styles too."""
    new = parse_xml(xml)
    for part in list(new):
        old = element.find(part.tag)
        if old is None:
            element.append(part)
            continue
        for name, value in old.attrib.items():
            part.set(name, value)
        element.replace(old, part)


def _themed(blob: bytes) -> bytes:
    """The theme with our colours and fonts."""
    text = blob.decode("utf-8")
    text = re.sub(r"<a:clrScheme.*?</a:clrScheme>", PALETTE, text, flags=re.DOTALL)
    text = re.sub(r"<a:fontScheme.*?</a:fontScheme>", FONT_SCHEME, text, flags=re.DOTALL)
    return re.sub(r'(<a:theme [^>]*name=")[^"]*', r"\g<1>施工图", text).encode("utf-8")


def opened(template: bytes) -> Presentation:
    """Return the office's template as an empty presentation: its master, its layouts, none of its slides."""
    deck = Presentation(io.BytesIO(template))
    numbers = deck.slides._sldIdLst
    for number in list(numbers):
        deck.part.drop_rel(number.rId)
        numbers.remove(number)
    return deck


def numbered_on(package: OpcPackage) -> None:
    """Let new parts of a file be numbered one after the other: the library walks through the whole file for each."""
    taken = {str(part.partname) for part in package.iter_parts()}
    numbers = defaultdict(lambda: count(1))

    def next_partname(template: str) -> PackURI:
        """The next name that no part of the file has."""
        return PackURI(next(name for number in numbers[template] if (name := template % number) not in taken))

    package.next_partname = next_partname


def ground_of(deck: Presentation, *, own: bool) -> Ground:
    """Say on which layouts the slides stand and which room they have."""
    layouts = list(deck.slide_layouts)
    content = _first(layouts, ("titleOnly", "obj", "twoObj")) or layouts[-1]
    return Ground(
        _first(layouts, ("title",)) or layouts[0], content, _body(deck, content, gap=0.34 if own else 0.12), own
    )


def _first(layouts: list, kinds: tuple[str, ...]) -> object | None:
    """The first layout of the best kind that there is."""
    for kind in kinds:
        for layout in layouts:
            if layout._element.get("type") == kind:
                return layout
    return None


def _body(deck: Presentation, layout: object, *, gap: float) -> Box:
    """The room below the title: that of the layout's own body, else all between title and foot."""
    wide, high = deck.slide_width / _INCH, deck.slide_height / _INCH
    title = next((shape for shape in layout.placeholders if shape.placeholder_format.type in (1, 3)), None)
    top = (title.top + title.height) / _INCH + gap if title is not None else high * 0.2
    foots = [shape.top / _INCH for shape in layout.placeholders if shape.placeholder_format.type in (13, 15, 16)]
    bottom = min([high - 0.55, *(foot - 0.08 for foot in foots if foot > high / 2)])
    left = max(0.4, title.left / _INCH) if title is not None and title.left < wide * _INCH * 0.2 else 0.5
    return Box(left, top, wide - 2 * left, bottom - top)
