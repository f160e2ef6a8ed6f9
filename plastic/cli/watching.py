"""The command that watches a log or a table as it grows, and tells what is odd."""

from __future__ import annotations

import math
import signal
import sys
import time as clock
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Optional

from .._support.paths import as_path
from ..errors import DataError, ParameterError
from ..streams import kept
from ..streams.logs.following import Follower, decoded, followed
from ..streams.logs.tables import TableWatch
from ..streams.logs.watch import Judged, LogWatch
from .as_json import echo as echo_json
from .declaring import Argument, option
from .options import AsJson, MaybeStr, MaybeStrs
from .output import echo, is_terminal, note
from .writing import check_folder, check_not_read, check_output

KIND = "watch"  # what a file of --state is
SAVE_EVERY = 10.0  # seconds; what was read since is read again after a crash

Watched = Annotated[str, Argument("A log, or a CSV file; - is standard input.")]
Session = Annotated[
    MaybeStr,
    option(
        "--session",
        metavar="REGEX",
        help="What the lines of a session name; without it each minute is one.",
    ),
]
Gap = Annotated[
    Optional[float],  # noqa: UP045 (as in options)
    option("--gap", metavar="SECONDS", help="How long until a session ends."),
]
Time = Annotated[
    MaybeStr, option("--time", metavar="COLUMN", help="Of a table: what says when.")
]
Values = Annotated[
    MaybeStrs,
    option("--value", metavar="COLUMN", help="Of a table: what to watch; or several."),
]
Threshold = Annotated[
    str, option("--threshold", metavar="WORDS", help="How rare an alarm is.")
]
State = Annotated[
    MaybeStr,
    option("--state", metavar="FILE", help="Keep what is learned across restarts."),
]
Plot = Annotated[
    MaybeStr,
    option("--plot", metavar="FILE", help="Of a table: .png, or .html to look into."),
]


def watch(
    file: Watched,
    session: Session = None,
    gap: Gap = None,
    time: Time = None,
    value: Values = None,
    threshold: Threshold = "one in a thousand",
    state: State = None,
    plot: Plot = None,
    follow: Annotated[
        bool,
        option("--follow/--no-follow", help="Go on as the file grows; or end with it."),
    ] = True,
    every: Annotated[
        bool, option("--all", help="Tell of everything, not only of alarms.")
    ] = False,
    json: AsJson = False,
) -> None:
    """Watch a log, or a table of numbers, and tell what is odd in it, and why."""
    watching: LogWatch | TableWatch
    if time is not None or value:
        watching = TableWatch(time=time, values=value or [], threshold=threshold)
        if session is not None or gap is not None:
            raise ParameterError("--session and --gap are for logs, not for tables")
    else:
        watching = LogWatch(key=session, gap=gap, threshold=threshold)
        if plot is not None:
            raise ParameterError("--plot is for tables: name a column with --value")
    if gap is not None and not (0 < gap < math.inf):
        raise ParameterError(f"--gap must be above 0 seconds, not {gap}")
    if plot is not None:
        _check_plot(plot, file)
        follow = False
    place = None
    path = None
    if state is not None:
        check_folder(state)
        check_not_read(state, file)
        path = as_path(state)
        place = _restored(watching, path)
    source = Source(file, place, follow)
    shown = Shown(every, json, is_table=isinstance(watching, TableWatch))
    try:
        _run(watching, source, shown, path, keeps=plot is not None)
    finally:
        source.close()
    if plot is not None and isinstance(watching, TableWatch):
        _draw(plot, watching, shown.kept)


class Source:
    """Where lines come from: a file that is followed or read, or standard input."""

    def __init__(self, file: str, place: Any, follow: bool) -> None:
        self.follower = None if file == "-" else Follower(file, place)
        self.follow = follow

    def lines(self) -> Iterator[str | None]:
        """Give lines; None whenever there is none for now."""
        if self.follower is None:
            if sys.stdin is None:
                raise DataError("standard input is closed")
            for line in sys.stdin.buffer:
                yield decoded(line.rstrip(b"\n"))
        elif self.follow:
            yield from followed(self.follower)
        else:
            yield from self.follower.lines()
            yield from self.follower.rest()

    @property
    def place(self) -> Any:
        """Where it stands; None: in standard input, which nobody can go back to."""
        return None if self.follower is None else self.follower.place

    def close(self) -> None:
        """Let go of the file."""
        if self.follower is not None:
            self.follower.close()


class Shown:
    """What is told: alarms or everything, for people or for programs."""

    def __init__(self, every: bool, as_json: bool, is_table: bool) -> None:
        self.every, self.as_json = every, as_json
        self.kept: list[tuple[dict[str, Any], Judged]] = []  # to be drawn
        self._what = "" if is_table else "session"

    def tell(self, judged: Judged) -> None:
        """Tell of a session or a row, if that is wanted."""
        verdict = judged.verdict
        if not (self.every or verdict.is_alarm):
            return
        if self.as_json:
            echo_json([judged.as_dict()])
            return
        when = judged.at or judged.name
        name = judged.name if self._what and judged.name != judged.at else ""
        facts = verdict.as_dict()
        cells = [when, name, facts["odds"], f"{verdict.score:.3f}", verdict.why]
        if is_terminal(sys.stdout):
            told = " ".join(filter(None, [when, f"[{name}]" if name else ""]))
            echo(f"{told}  {facts['odds']} (score {verdict.score:.2f})")
            if verdict.why:
                echo(f"    {verdict.why}")
        else:
            echo("\t".join(" ".join(cell.split()) for cell in cells))


def _run(
    watching: LogWatch | TableWatch,
    source: Source,
    shown: Shown,
    path: Path | None,
    keeps: bool,
) -> None:
    """Judge what comes, until there is no more, or somebody ends it."""

    def save() -> None:
        if path is not None:
            kept.write(path, KIND, {"watch": watching.state, "place": source.place})

    saved = clock.monotonic()
    previous = _end_softly()
    try:
        for line in source.lines():
            for judged in watching.feed(line) if line is not None else ():
                shown.tell(judged)
                if keeps and isinstance(watching, TableWatch):
                    shown.kept.append((watching.record, judged))
            if path is not None and clock.monotonic() - saved >= SAVE_EVERY:
                save()
                saved = clock.monotonic()
        if path is None:  # else they may go on in what is read next time
            for judged in watching.rest():
                shown.tell(judged)
    except KeyboardInterrupt:
        if path is None:
            raise
        note("interrupted; what was learned is kept")
    finally:
        signal.signal(signal.SIGTERM, previous)
        save()


def _end_softly() -> Any:
    """Let a service manager's end be as Ctrl-C: what was learned is kept first."""

    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    return signal.signal(signal.SIGTERM, interrupt)


def _restored(watching: LogWatch | TableWatch, path: Path) -> Any:
    """Let a watch go on as a state says; give where it had read to."""
    if not path.exists():
        return None
    content = kept.read(path, KIND)
    try:
        watching.restore(content["watch"])
        return content["place"]
    except kept.DAMAGE as error:
        raise kept.damaged(path, error) from error


def _check_plot(plot: str, file: str) -> None:
    if Path(plot).suffix.lower() not in (".png", ".svg", ".pdf", ".html"):
        raise ParameterError(f"{plot!r} must end with .png, .svg, .pdf or .html")
    check_output(plot, file)


def _draw(
    plot: str, watching: TableWatch, judged: list[tuple[dict[str, Any], Judged]]
) -> None:
    from ..rendering.series import draw

    draw(plot, watching.series(judged))
    note(f"wrote {plot}")


EXAMPLES = {
    watch: "plastic watch app.log --session 'request=(\\w+)'\n\n"
    "tail -f app.log | plastic watch - --json\n\n"
    "plastic watch data.csv --time timestamp --value value --plot out.html"
}
