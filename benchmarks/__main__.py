"""Run the measurements, print them, and keep them in RESULTS.md.

python -m benchmarks [--quick] [--kenlm DIR] [--data DIR] [--nab DIR] [--pbe FILE ...]
    [--rules DIR] [NAME ...]
"""

from __future__ import annotations

import argparse
import importlib
import os
import re
from pathlib import Path

from .common import Missing, origin
from .kinds.sources import FOLDER
from .nab_corpus import NAB
from .suites import FILES, RULES

NAMES = [
    *("waking", "sleep", "kinds", "slow", "discounts", "pictures"),
    *("files", "crashes", "fuzzing", "use", "service", "streams"),
    *("nab", "sessions", "learners"),
    *("claims", "scaling", "bulk", "distributed", "seq2seq", "confidence"),
    *("calibration", "synthesis", "arc", "house", "theory"),
]
RESULTS = Path(__file__).parent / "RESULTS.md"


def main() -> None:
    """Run what was asked for, or everything; keep what is not quick."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--quick", action="store_true", help="smaller, in a minute")
    kenlm = "bulk: where lmplz and build_binary are, if not on the PATH"
    parser.add_argument("--kenlm", type=Path, metavar="DIR", help=kenlm)
    data = "kinds: where its files are kept (default: ~/.cache/plastic/benchmarks)"
    parser.add_argument("--data", type=Path, metavar="DIR", help=data)
    nab = "nab: where a copy of github.com/numenta/NAB is"
    parser.add_argument("--nab", type=Path, metavar="DIR", help=nab)
    pbe = "synthesis, calibration: files of tasks (default: what is shared here)"
    parser.add_argument("--pbe", type=Path, metavar="FILE", action="append", help=pbe)
    rules = "synthesis: where a copy of Rule's list-routines-human-experiments is"
    parser.add_argument("--rules", type=Path, metavar="DIR", help=rules)
    options = parser.parse_args()
    if options.kenlm:  # programs in other processes look there, too
        found = [str(options.kenlm.resolve()), os.environ["PATH"]]
        os.environ["PATH"] = os.pathsep.join(found)
    if options.data:
        os.environ[FOLDER] = str(options.data.resolve())
    if options.nab:
        os.environ[NAB] = str(options.nab.resolve())
    if options.pbe:
        os.environ[FILES] = os.pathsep.join(str(file.resolve()) for file in options.pbe)
    if options.rules:
        os.environ[RULES] = str(options.rules.resolve())
    unknown = set(options.names) - set(NAMES)
    if unknown:
        parser.error(
            f"no measurement {', '.join(unknown)}; there are {', '.join(NAMES)}"
        )
    for name in options.names or NAMES:
        text = section(name, options.quick)
        print(text, end="\n\n", flush=True)
        if not options.quick:
            keep(name, text)


def keep(name: str, text: str) -> None:
    """Put a section in its place in RESULTS.md."""
    kept = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else ""
    head, *sections = re.split(r"^(?=## )", kept, flags=re.MULTILINE)
    found = {re.match(r"## (\w+)", one)[1]: one.strip() for one in sections}
    found[name] = text
    head = head.strip() or "# Results\n\nMade by `python -m benchmarks`."
    ordered = [found[each] for each in NAMES if each in found]
    RESULTS.write_text("\n\n".join([head, *ordered]) + "\n", encoding="utf-8")


def section(name: str, quick: bool) -> str:
    """Run one module and give its tables as Markdown."""
    module = importlib.import_module(f".{name}", __package__)
    try:
        text = "\n\n".join(table.markdown() for table in module.run(quick))
    except Missing as error:
        text = f"Left out: {error}."
    first_line = module.__doc__.splitlines()[0]
    said = origin(f"python -m benchmarks {name}")
    return f"## {name}: {first_line}\n\n{said}\n\n{text}"


if __name__ == "__main__":
    main()
