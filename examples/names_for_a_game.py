"""Names for a game: elves, dwarves and robots, each invented from a handful.

A memory a people, taught some names.  New ones are drawn, none of them taught;
`temperature` says how boldly: 1 is as probable as learned, below it what is usual
comes more often, above it what is strange.

    python examples/names_for_a_game.py
"""

from __future__ import annotations

import plastic

PEOPLES = {
    "elves": """aelar aerith aelindra caelith caerwyn celindra elaria elerith elindor
        faelar faelwyn galadan galerith ilandra ilariel laerith lindariel lirael
        mirael mirindra naelwyn nimriel saerith selindra silariel thalindor thaerwyn
        valandor valindra ylariel""",
    "dwarves": """balrik bardum borgrim brundar dagrim dorrik durgan durnok farrik
        gardum gorm grimbar grondar haldrik harbek kildrak kordum korgan morgran
        nordrik orsik rurik thorbar thordum thorgrim thrain tordek torgan ulfgar
        vondal""",
    "robots": """ax-12 ax-90 bd-77 bd-81 cx-04 cx-19 dex-3 dex-5 dex-8 gr-45 gr-60
        hal-2 hal-7 kt-31 kt-55 max-1 max-6 max-9 nx-08 nx-22 qr-14 qr-73 rex-2
        rex-4 tk-33 tk-42 vox-1 vox-5 vox-7 zx-81""",
}


def taught(people: str) -> plastic.PlasticMemory:
    """Learn the names of one people, and sleep over them.

    A people has no two of a name: `repeats="estimate"` sees that in what is taught
    and foretells new names only, instead of finding most of what it draws taken.
    """
    return plastic.train(PEOPLES[people].split(), repeats="estimate")


def main() -> None:
    """Invent ten of each, then some that begin as the player likes."""
    how = {"novel": True, "unique": True, "rng": 7}
    for people in PEOPLES:
        names = taught(people).generate(10, temperature=0.5, min_length=4, **how)
        print(f"{people}: {' '.join(names)}")
    print("\nelves, at temperature")
    elves = taught("elves")
    for temperature in (0.5, 1, 2):
        names = elves.generate(8, temperature=temperature, max_length=12, **how)
        print(f"  {temperature:<4}{' '.join(names)}")
    names = elves.generate(5, "mor", temperature=0.5, **how)
    print(f"elves, beginning with mor: {' '.join(names)}")


if __name__ == "__main__":
    main()
