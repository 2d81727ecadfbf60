"""How many children may read at once: as many as there are processors, and never more than the memory holds."""

import os
from pathlib import Path

__all__ = ["available_memory", "children_at_once", "processors"]

_UNKNOWN = 2
"""So many where the system does not say how much memory is free: what an office PC has carried so far."""
_CONTAINER = (
    ("memory.max", "memory.current"),
    ("memory/memory.limit_in_bytes", "memory/memory.usage_in_bytes"),
)
"""Limit and use of the container that we may run in, second version of the kernel's interface and first."""


def children_at_once(*, each: int, memory: int | None, processors: int) -> int:
    """How many children of at most `each` bytes fit into `memory` bytes; one in any case.

    >>> gigabyte = 1 << 30
    >>> children_at_once(each=2 * gigabyte, memory=3 * gigabyte, processors=2)
    1
    >>> children_at_once(each=2 * gigabyte, memory=30 * gigabyte, processors=8)
    8
    >>> children_at_once(each=2 * gigabyte, memory=None, processors=8)
    2
    """
    fitting = _UNKNOWN if memory is None else memory // max(each, 1)
    return max(1, min(fitting, processors))


def processors() -> int:
    """Processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def available_memory(system: Path = Path("/proc"), groups: Path = Path("/sys/fs/cgroup")) -> int | None:
    """Bytes that can be had without swapping: the system's, and what a container leaves of them. None: nobody says."""
    said = [_system_memory(system / "meminfo"), *(_left(groups / most, groups / used) for most, used in _CONTAINER)]
    known = [size for size in said if size is not None]
    return min(known, default=None)


def _system_memory(file: Path) -> int | None:
    for line in _text(file).splitlines():
        name, _, size = line.partition(":")
        if name == "MemAvailable":
            return int(size.split()[0]) << 10
    return None


def _left(limit: Path, used: Path) -> int | None:
    most, taken = _text(limit).strip(), _text(used).strip()
    return max(int(most) - int(taken), 0) if most.isdigit() and taken.isdigit() else None


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii")
    except OSError:  # not this system, or not for us to see
        return ""
