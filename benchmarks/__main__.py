"""Run the measurements, print them, and keep them in RESULTS.md.

python -m benchmarks [--quick] [NAME ...]
"""

from __future__ import annotations

import argparse
import importlib
from pathlib import Path

from .common import Missing, machine

NAMES = ["waking", "discounts"]
RESULTS = Path(__file__).parent / "RESULTS.md"


def main() -> None:
    """Run what was asked for; write RESULTS.md only when that is everything."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--quick", action="store_true", help="smaller, in a minute")
    options = parser.parse_args()
    unknown = set(options.names) - set(NAMES)
    if unknown:
        parser.error(
            f"no measurement {', '.join(unknown)}; there are {', '.join(NAMES)}"
        )
    sections = [section(name, options.quick) for name in options.names or NAMES]
    if not options.names and not options.quick:
        head = f"# Results\n\nMade by `python -m benchmarks`: {machine()}."
        RESULTS.write_text("\n\n".join([head, *sections]) + "\n", encoding="utf-8")
        print(f"written to {RESULTS.name}")


def section(name: str, quick: bool) -> str:
    """Run one module and give its tables as Markdown."""
    module = importlib.import_module(f".{name}", __package__)
    try:
        text = "\n\n".join(table.markdown() for table in module.run(quick))
    except Missing as error:
        text = f"Left out: {error}."
    first_line = module.__doc__.splitlines()[0]
    text = f"## {name}: {first_line}\n\n{text}"
    print(text, end="\n\n", flush=True)
    return text


if __name__ == "__main__":
    main()
