"""调度会幻灯片: the slides of the meeting mode as a presentation that the office can edit, charts included.

The way through the meeting is at most a dozen slides, each with a finding as its title; what is left of long lists and
every unit stand in the annex. The office's own template lends its master; without one ours is used.
"""

import io

import pandas as pd
from lxml import etree
from pptx.oxml.ns import qn
from pptx.util import Pt

from reports.documents.deckmaster import Box, Ground, blank_deck, ground_of, numbered_on, opened
from reports.documents.decknotes import ground_lines
from reports.documents.deckslides import FORMS, Shown
from reports.documents.decktext import MUTED, WHITE, Run, box_text, clean, fitting
from reports.documents.packing import settled
from reports.documents.situation import Situation
from reports.subjects.meeting import CHART, COVER, DECIDED, Slide

__all__ = ["MOST", "deck_pptx", "way"]

MOST = 12
"""Slides on the way through a meeting; the rest is the annex."""


def way(made: Situation) -> tuple[list[Slide], list[Slide]]:
    """The slides of the meeting and those of the annex, from the agenda of the meeting mode: what goes on from the
    slide before (2/2) stands in the annex, and so do the last charts where there would be too many."""
    first = [slide for slide in made.agenda if not slide.annex and not _goes_on(slide)]
    charts = [slide for slide in first if slide.form == CHART]
    spare = charts[len(charts) - (len(first) - MOST) :] if len(first) > MOST else []
    main = [slide for slide in first if slide not in spare]
    return main, [slide for slide in made.agenda if slide not in main]


def _goes_on(slide: Slide) -> bool:
    return bool(slide.about) and isinstance(slide.about[-1], int) and slide.about[-1] > 0


def deck_pptx(made: Situation, template: bytes | None = None) -> bytes:
    """Make the presentation. template: the office's own pptx, of which the master and the layouts are used."""
    deck = opened(template) if template else blank_deck()
    ground = ground_of(deck, own=template is None)
    numbered_on(deck.part.package)
    main, annex = way(made)
    decided = [slide for slide in main if slide.form == DECIDED]
    for slide in [*(each for each in main if each.form != DECIDED), *decided]:
        _added(deck, ground, made, slide)
    for slide in annex:
        _added(deck, ground, made, slide, annex=True)
    _properties(deck, made)
    out = io.BytesIO()
    deck.save(out)
    return settled(out.getvalue(), when=made.as_of)


def _added(deck: object, ground: Ground, made: Situation, slide: Slide, *, annex: bool = False) -> None:
    """One slide: title, part of the agenda, what its form draws, foot, notes."""
    page = deck.slides.add_slide(ground.cover if slide.form == COVER else ground.content)
    page.shapes.turbo_add_enabled, holders = True, list(page.placeholders)
    shown = Shown(page, ground.body, made, slide)
    told = FORMS[slide.form](shown)
    _titled(holders, told.title, f"附件 · {slide.part}" if annex else slide.part, ground=ground)
    _footed(deck, page, made, cover=slide.form == COVER and ground.own)
    page.notes_slide.notes_text_frame.text = "\n".join(map(clean, told.notes.splitlines()))


def _titled(holders: list, title: str, part: str, *, ground: Ground) -> None:
    """Put the finding where the layout has its title, and the part where it has room for it; no empty holder stays."""
    for holder in holders:
        form = holder.placeholder_format
        if form.type in (1, 3):
            box = _box_of(holder)
            largest = 44 if holder.placeholder_format.type == 3 else 24
            lines = [line for line in title.split("\n") if line]
            size = min(fitting(clean(line), Box(0, 0, box.w, box.h / len(lines)), largest=largest, smallest=14)[1]
                       for line in lines)  # fmt: skip
            said = [fitting(clean(line), box, largest=size, smallest=size)[0] for line in lines]
            holder.text_frame.text = "\n".join(said)
            _sized(holder, size)
        elif form.idx == 13 and ground.own:
            holder.text_frame.text = clean(part)
        elif not holder.has_text_frame or not holder.text_frame.text:
            holder._element.getparent().remove(holder._element)


def _sized(holder: object, size: float) -> None:
    for paragraph in holder.text_frame.paragraphs:
        for run in paragraph.runs:
            run.font.size = Pt(size)


def _box_of(holder: object) -> Box:
    return Box(*(value / 914400 for value in (holder.left, holder.top, holder.width, holder.height)))


def _footed(deck: object, page: object, made: Situation, *, cover: bool) -> None:
    """Day, rules, version and hash at the foot, the number of the slide at its end."""
    wide, high = deck.slide_width / 914400, deck.slide_height / 914400
    place = Box(0.9 if cover else 0.55, high - 0.4, wide - (1.4 if cover else 2.2), 0.26)
    said, size = fitting(clean(f"{made.note} · {made.mark}"), place, largest=9.5, smallest=7)
    box_text(page, place, [[Run(said, size, WHITE if cover else MUTED)]], anchor="m")
    if not cover:
        frame = box_text(
            page,
            Box(wide - 1.58, high - 0.4, 1.03, 0.26),
            [[Run(str(len(deck.slides)), 10, MUTED)]],
            align="r",
            anchor="m",
        )
        _numbered(frame)


def _numbered(frame: object) -> None:
    """Turn the words of a box into the number of its slide."""
    run = frame.paragraphs[0].runs[0]._r
    field = etree.SubElement(run.getparent(), qn("a:fld"))
    field.set("id", "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}")
    field.set("type", "slidenum")
    field.extend(list(run))
    run.getparent().replace(run, field)


def _properties(deck: object, made: Situation) -> None:
    """Title, source and version in the file's own properties."""
    about = deck.core_properties
    about.title, about.author = f"{made.words}一榜一牌一令调度会", "施工图"
    about.subject, about.comments = made.note, " ".join(ground_lines(made))
    about.keywords, about.last_modified_by, about.revision = made.mark, "施工图", 1
    about.created = about.modified = pd.Timestamp(made.as_of).to_pydatetime()
