"""Run one part of the measurement of the service, and print its table."""

import argparse

from .parts import PARTS, QUICK, Size, run_part


def main() -> None:
    """Run a part; exit with 1 if a kill lost something, or an answer was wrong."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.service", description=__doc__
    )
    parser.add_argument("part", choices=[*PARTS])
    parser.add_argument("--quick", action="store_true", help="shorter")
    for name, value in Size()._asdict().items():
        parser.add_argument(f"--{name}", type=type(value), help=f"default: {value:g}")
    given = vars(parser.parse_args())
    part, size = given.pop("part"), QUICK if given.pop("quick") else Size()
    size = size._replace(**{name: n for name, n in given.items() if n is not None})
    table = run_part(part, size)
    print(table.markdown())
    wrong = {"kills": [3, 4], "schema": [1]}.get(part, [])  # columns that must be 0
    raise SystemExit(any(int(table.rows[0][at]) for at in wrong))


if __name__ == "__main__":
    main()
