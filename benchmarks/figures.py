"""One measured figure, and how runs of two commands are paired."""

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

__all__ = ["Figure", "paired", "peak_megabytes", "run_apart"]


@dataclass(frozen=True)
class Figure:
    """A ratio (or a size) with its aim; `ours` and `baseline` are medians in `unit`."""

    name: str
    ours: float
    baseline: float | None
    aim: float
    unit: str = "s"

    def __str__(self) -> str:
        """Return the line that is printed and that stands in the README."""
        if self.baseline is None:
            reached = self.ours <= self.aim
            return f"{'ok  ' if reached else 'MISS'} {self.name}: {self.ours:.0f} {self.unit} (aim ≤ {self.aim:g})"
        ratio = self.ours / self.baseline
        return (
            f"{'ok  ' if ratio <= self.aim else 'MISS'} {self.name}: ratio {ratio:.2f} (aim ≤ {self.aim:g}), "
            f"{self.ours:.3f} {self.unit} against {self.baseline:.3f} {self.unit}"
        )


def paired(ours: Callable[[], float], baseline: Callable[[], float], *, rounds: int) -> tuple[float, float]:
    """Return the medians of both, measured in turn A B A B … after one round that does not count.

    Each callable runs once and returns what it measured. Taking turns keeps a drift of the machine out of the ratio.
    """
    ours(), baseline()
    pairs = [(ours(), baseline()) for _ in range(rounds)]
    return tuple(statistics.median(values) for values in zip(*pairs, strict=True))


def run_apart(command: Sequence[str], **options: object) -> tuple[float, float]:
    """Run a command in a process of its own; return its wall seconds and the peak memory (MB) of the largest one."""
    import resource
    import subprocess

    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **options)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return seconds, max(peak, before) / 1024


def peak_megabytes(command: Sequence[str], **options: object) -> float:
    """Return the peak memory in MB of the largest process of a command, measured by a fresh parent."""
    import subprocess

    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run([sys.executable, "-c", code, *command], check=True, capture_output=True, text=True, **options)
    return int(done.stdout.split()[-1]) / 1024
