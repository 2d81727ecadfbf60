"""One layout, one fingerprint: what people decided about its columns is found again next month."""

import hashlib
import re
from collections.abc import Iterable

from ledgers.columns.headings import normal

__all__ = ["fingerprint", "heading_key"]

_NUMBER = re.compile(r"\d+(?:\.\d+)*")


def heading_key(heading: str) -> str:
    """A heading (its levels joined by "-") as it is remembered: no blanks, no brackets, no numbers, so that 9月投资 is
    8月投资 of last month.

    >>> heading_key(" 各月 投资（万元）-8月"), heading_key("2022年\\n总投资")
    ('各月投资-#月', '#年总投资')
    """
    return _NUMBER.sub("#", normal(heading)[0])


def fingerprint(headings: Iterable[str]) -> str:
    """Short hash of a table's headings, whatever their order and however many months there are.

    >>> fingerprint(["任务", "8月"]) == fingerprint(["9月", "任务", "10月"])
    True
    """
    keys = sorted({heading_key(heading) for heading in headings})
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()[:12]
