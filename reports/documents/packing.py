"""The same content made again gives the same bytes: containers without the time of their making.

Word, slides and workbooks are zips of parts; the libraries that write them put the clock into the zip's entries, into
the properties, and into the workbooks within charts.
"""

import io
import re
import zipfile
from datetime import date

__all__ = ["settled"]

_FIRST = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip knows."""
_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")
_WITHIN = (".xlsx", ".docx", ".pptx")


def settled(made: bytes, *, when: date) -> bytes:
    """Return an office file with `when` as its only time, in its entries, its properties and the files within it."""
    source, out = zipfile.ZipFile(io.BytesIO(made)), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _FIRST)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            target.writestr(entry, _part(name, source.read(name), when))
    return out.getvalue()


def _part(name: str, held: bytes, when: date) -> bytes:
    if name == "docProps/core.xml":
        return _STAMP.sub(rb"\g<1>" + f"{when.isoformat()}T00:00:00Z".encode() + rb"\g<3>", held)
    return settled(held, when=when) if name.endswith(_WITHIN) else held
