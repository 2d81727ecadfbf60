"""Print every ratio with its aim: `python -m benchmarks [part …]`; the parts are the keys of PARTS."""

import argparse

from benchmarks import corpus, documents, indices, many, reading, scoring, screens, viewers

PARTS = {
    "corpus": corpus.measure, "documents": documents.measure, "indices": indices.measure, "many": many.measure,
    "reading": reading.measure, "scoring": scoring.measure, "screens": screens.measure, "viewers": viewers.measure,
}  # fmt: skip


def main() -> None:
    """Measure the named parts, all of them by default, and print one line a figure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], default=[])
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    for name in asked.parts or PARTS:
        for figure in PARTS[name](rounds=asked.rounds):
            print(figure, flush=True)


if __name__ == "__main__":
    main()
