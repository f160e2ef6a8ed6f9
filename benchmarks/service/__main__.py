"""Kill a service, and tell; see :mod:`.kills`."""

import argparse

from . import kills


def main() -> None:
    """Kill, and tell; exit with 1 if anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    findings = [*kills(options.kills, options.seed)]
    broken = [each for each in findings if each.lost or each.unsaid]
    for each in broken:
        print(each)
    total = sum(each.acknowledged for each in findings)
    print(f"{len(findings)} kills, {total} changes acknowledged, {len(broken)} broken")
    raise SystemExit(bool(broken))


if __name__ == "__main__":
    main()
