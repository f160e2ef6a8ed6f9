"""Run every command of an installed ``plastic`` once, as somebody new would.

    python scripts/try_commands.py    # of the environment that is tried

.ci/run does it with the wheel in an environment that holds nothing else, so that a
file that is not in the wheel, or a package that is not asked for, is found.  What
needs an extra must say which one, and how to install it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sysconfig
import tempfile
from pathlib import Path

from plastic.cli.verbs import MODULE_OF

PLASTIC = Path(sysconfig.get_path("scripts")) / "plastic"
FLIP = {
    "train": [
        {"input": [[1, 2, 0], [0, 0, 0]], "output": [[0, 2, 1], [0, 0, 0]]},
        {"input": [[3, 0, 0], [0, 4, 0]], "output": [[0, 0, 3], [0, 4, 0]]},
    ],
    "test": [{"input": [[5, 6, 0], [7, 0, 0]], "output": [[0, 6, 5], [0, 0, 7]]}],
}
FILES = {
    "few.txt": "emma\nemily\nava\nmia\n",
    "names.tsv": "Ada Lovelace\tA. Lovelace\nBo Ray\tB. Ray\n",
    "more.txt": "Alan Turing\n",
    "people.csv": "name,short\nAda Lovelace,A. L.\nBo Ray,B. R.\nAlan Turing,\n",
    "task.json": json.dumps(FLIP),
    "app.log": "".join(
        f"job {n // 2} {('begins', 'ends')[n % 2]}\n" for n in range(200)
    )
    + "job 100 begins\njob 100 crashed\n",
}
# What is asked, and what the answer must hold.
ASKED = [
    ("--version", "plastic"),
    ("--help", "plastic train"),
    ("train -o names.plastic", "5163"),
    ("generate -n 5 --seed 0", "\n"),
    ("complete -m names.plastic em", "emma"),
    ("predict chri", "s"),
    ("explain em", "fired"),
    ("score few.txt", "samples"),
    ("concepts -n 3", "1758"),
    ("learn names.plastic zoltan", "5,164"),
    ("forget names.plastic zoltan", "5,163"),
    ("reinforce names.plastic zoltan --strength 2", ""),
    ("depotentiate names.plastic mary", ""),
    ("retract names.plastic mary", ""),
    ("info names.plastic", "5163"),
    ("check names.plastic", ""),
    ("export names.json -m names.plastic", ""),
    ("import names.json -o again.plastic", ""),
    ("graph names.html -m names.plastic", ""),
    ("watch app.log --session job\\s(\\d+) --no-follow", "crashed"),
    ("tasks copy --length 50", "copy"),
    ("learn-pairs names.tsv", "the"),
    ("map names.tsv more.txt", "A. Turing"),
    ("map people.csv --fill short", "A. T."),
    ("arc task.json", "flip across"),
]
DRAWN = [("render tree.svg -m few.txt", "")]  # needs Graphviz
EXTRAS = {"animate few.txt -o growth.gif": "plot", "serve names.plastic": "serve"}


def run(line: str, folder: str) -> subprocess.CompletedProcess[str]:
    """Run a command; a minute is far more than any of them takes."""
    command = [str(PLASTIC), *line.split()]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=60
    )


def fault(line: str, expected: str, folder: str) -> str:
    """Say what is wrong with the answer to a command; nothing if nothing is."""
    done = run(line, folder)
    if done.returncode:
        return f"exit code {done.returncode}: {done.stderr.strip()}"
    answer = done.stdout + done.stderr
    return "" if expected in answer else f"no {expected!r} in {answer!r}"


def fault_without(line: str, extra: str, folder: str) -> str:
    """Say what is wrong with what is said where an extra is not installed."""
    done = run(line, folder)
    told = f"plastic-memory[{extra}]" in done.stderr
    return "" if done.returncode and told else f"does not name [{extra}]: {done}"


def main() -> int:
    """Run all commands in a folder of their own; print what is wrong."""
    drawn = DRAWN if shutil.which("dot") else []
    tried = {line.split()[0] for line in [*dict(ASKED + DRAWN), *EXTRAS]}
    faults = dict.fromkeys(sorted(MODULE_OF.keys() - tried), "not tried")
    with tempfile.TemporaryDirectory() as folder:
        for name, text in FILES.items():
            Path(folder, name).write_text(text, encoding="utf-8")
        for line, expected in [*ASKED, *drawn]:
            faults[line] = fault(line, expected, folder)
        for line, extra in EXTRAS.items():
            faults[line] = fault_without(line, extra, folder)
    wrong = {line: text for line, text in faults.items() if text}
    for line, text in wrong.items():
        print(f"plastic {line}: {text}")
    print(f"{len(faults) - len(wrong)} of {len(faults)} commands do what they should")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
