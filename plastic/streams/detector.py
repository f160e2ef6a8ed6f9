"""The detector of odd records: what a stream finds surprising, and whether it matters.

Each field of a record is watched in several ways (:mod:`.field_watch`), and the
record is as odd as its oddest field, less what there is to be had by chance of so
many.  What is odd is told once: an alarm is over when nothing odd came for a while.
"""

from __future__ import annotations

import copy
import datetime as dt
import math
from collections import deque
from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

from .._support import json_codec
from .._support.arguments import positive, whole
from .._support.locking import Synchronized, synchronized
from .._support.short import short
from ..errors import SampleError
from .clocks import TIME
from .estimator import Estimator
from .field_watch import FieldWatch, Numbers, combined
from .inferred import Outlook, fields_of, inferred
from .odds import as_rate, as_score
from .resting import Rest
from .settings import Settings
from .tabular import as_record, like, plain, rows, unplain
from .verdicts import Verdict
from .view import View

if TYPE_CHECKING:
    from typing_extensions import Self

MOST_KEPT = 10_000  # numbers that tails look back at where the window is a time


class AnomalyDetector(Estimator, Synchronized):
    """Tells which records of a stream are odd, and why, as they come.

    Parameters
    ----------
    threshold : str or float, default "one in a thousand records"
        How rarely records may be as odd as an alarm, in words or as a number.
    settle : int, default 200
        How many records are only learned: they set the scales.
    window : int, timedelta or None, default 10,000
        How many records are held, or how old they may be; None: all.
    rest : int, optional
        An alarm goes on until for so many records nothing odd came; what comes
        meanwhile is not told, unless it is a thousand times rarer.  None: a fifth
        of `settle`.
    out_of_range : float or None, default 0.05
        A number that leaves the range so far by more than this part of it is odd
        whatever else there is.  None: there is no such rule.
    time : str, default "time"
        Which field says when a record came.

    Notes
    -----
    A push costs the same however much came before: some 20 microseconds for each way
    in which a field is looked at, of which there are three or four.

    A record is a mapping of fields to values, a row of a table, or a number.  None,
    NaN and an absent field are facts of their own; a field whose values change their
    type goes on, and each such value is a fact that was never seen.  A clock that
    goes back is taken to stand.

    Threads may share a detector: its verbs take turns.

    Examples
    --------
    >>> import math
    >>> detector = AnomalyDetector(settle=100)
    >>> calm = [math.sin(t / 4) for t in range(300)]
    >>> any(detector.push(value).is_alarm for value in calm)
    False
    >>> print(detector.push(9.0))
    alarm: one in 10,000,000,000 or less (score 0.951): value is 9.0: out of range,
    it was between -0.99999 and 0.999912
    """

    def __init__(
        self,
        *,
        threshold: str | float = "one in a thousand records",
        settle: int = 200,
        window: int | dt.timedelta | None = 10_000,
        rest: int | None = None,
        out_of_range: float | None = 0.05,
        time: str = TIME,
    ) -> None:
        self.threshold, self.settle, self.window = threshold, settle, window
        self.rest, self.out_of_range, self.time = rest, out_of_range, time
        self._forget_all()

    def _forget_all(self) -> None:
        self._waiting: list[Mapping[Hashable, Any]] = []  # until there is a scale
        self._fields: list[FieldWatch] = []
        self._records: deque[Mapping[Hashable, Any]] = deque()  # that streams hold
        self._rest = Rest()
        self._pushed = 0
        self._enough = math.inf

    def _checked(self) -> None:
        """Look at the parameters, before anything is learned."""
        settle = whole(self.settle, "settle", least=1)
        rest = settle // 5 if self.rest is None else whole(self.rest, "rest")
        self._rest = Rest(rest)
        self._enough = -math.log(as_rate(self.threshold))
        if self.out_of_range is not None:
            positive(self.out_of_range, "out_of_range")

    # What it is --------------------------------------------------------------------

    def __len__(self) -> int:
        """Count the records that came."""
        return self._pushed

    def __repr__(self) -> str:
        if not self._fields:
            return f"<AnomalyDetector: {len(self):,} records, not settled yet>"
        names = ", ".join(short(watch.field) for watch in self._fields)
        return f"<AnomalyDetector of {names}: {len(self):,} records>"

    @property
    def is_settled(self) -> bool:
        """Whether it knows the scales, and tells what is odd."""
        return bool(self._fields)

    @property
    def fields(self) -> dict[Hashable, FieldWatch]:
        """The fields that are watched."""
        return {watch.field: watch for watch in self._fields}

    # Records -----------------------------------------------------------------------

    @synchronized
    def push(
        self, record: Any, time: Any = None, *, why: bool | None = None
    ) -> Verdict:
        """Tell how odd a record is, and learn it.

        Parameters
        ----------
        record : mapping, row or number
            What came.
        time : datetime, str or float, optional
            When; None: what its time field says.
        why : bool, optional
            Whether to say why; None: of an alarm.

        Returns
        -------
        Verdict
            Until it has settled nothing is odd.

        Raises
        ------
        SampleTypeError
            It is no record.
        ParameterError
            A parameter of the detector cannot be.

        Examples
        --------
        >>> detector = AnomalyDetector(settle=20)
        >>> verdicts = [detector.push({"load": t % 5}) for t in range(100)]
        >>> verdicts[-1].is_alarm, detector.push({"load": 99}).is_alarm
        (False, True)
        >>> detector.is_settled, list(detector.fields)
        (True, ['load'])
        """
        given = self._read(record, time)
        if not self._fields:
            self._wait(given)
            return Verdict(0.0, False, 0.0, {})
        oddest, numbers, of, evidence = self._learn(given)
        score = as_score(evidence)
        resting = self._rest.is_resting(self._pushed, score)
        is_alarm = evidence >= self._enough and self._rest.is_news(
            self._pushed, evidence
        )
        told = ""
        if why or (why is None and is_alarm):
            told = oddest.why(given, numbers, of)
        return Verdict(score, is_alarm, evidence, of, told, resting)

    @synchronized
    def score_one(self, x: Any, time: Any = None) -> float:
        """Tell how odd a record would be if it came next, and learn nothing.

        Parameters
        ----------
        x : mapping, row or number
            It.
        time : datetime, str or float, optional
            As for :meth:`push`.

        Returns
        -------
        float
            From 0, as usual, to 1; .5 is one in a thousand.

        Examples
        --------
        >>> detector = AnomalyDetector(settle=20).fit([t % 5 for t in range(100)])
        >>> detector.score_one(3) < detector.score_one(99)
        True
        """
        given = self._read(x, time)
        found = []
        for watch in self._fields:
            watch.stream.surprise(given)
            found.append(watch.evidence(watch.numbers(given, watch.stream.by_order)))
        return as_score(self._oddest(found)[1]) if found else 0.0

    def learn_one(self, x: Any, time: Any = None) -> None:
        """Learn a record; parameters and errors are those of :meth:`push`.

        Examples
        --------
        >>> detector = AnomalyDetector(settle=20)
        >>> detector.learn_one(3)
        >>> len(detector)
        1
        """
        self.push(x, time, why=False)

    # Tables --------------------------------------------------------------------------

    @synchronized
    def fit(self, X: Any, y: object = None) -> Self:
        """Forget all and learn a table, row by row.

        Parameters
        ----------
        X : DataFrame, Series, array-like or iterable of records
            What came, in the order in which it came.  If it is shorter than `settle`,
            its first half sets the scales.
        y : object, optional
            Is not looked at.

        Returns
        -------
        AnomalyDetector
            Itself.

        Raises
        ------
        SampleTypeError
            It is no table, or holds what is no record.
        ParameterError
            A parameter cannot be.

        Examples
        --------
        >>> AnomalyDetector(settle=20).fit([t % 5 for t in range(100)])
        <AnomalyDetector of 'value': 100 records>
        """
        self._forget_all()
        for name in ("n_features_in_", "feature_names_in_"):
            self.__dict__.pop(name, None)
        before = self._pushed
        self.partial_fit(X)
        if self._pushed == before:
            raise SampleError("nothing to learn: 0 sample(s) were given")
        return self

    @synchronized
    def partial_fit(self, X: Any, y: object = None) -> Self:
        """Learn more rows; parameters and errors are those of :meth:`fit`.

        Examples
        --------
        >>> detector = AnomalyDetector(settle=20).fit([t % 5 for t in range(100)])
        >>> len(detector.partial_fit([0, 1, 2]))
        103
        """
        self._note_columns(X)
        for record in rows(X):
            self.push(record, why=False)
        if not self._fields and fields_of(self._waiting, self.time):
            self._settle()
        return self

    @synchronized
    def watch(self, X: Any) -> Any:
        """Push a table row by row, and give what is said of each.

        Parameters
        ----------
        X : DataFrame, Series, array-like or iterable of records
            As for :meth:`fit`.

        Returns
        -------
        list of Verdict, or DataFrame
            Of what pandas gave a DataFrame with its index and the columns ``score``,
            ``alarm``, ``odds`` and ``why``.

        Examples
        --------
        >>> import pandas as pd
        >>> load = pd.Series([1.0, 2.0] * 60 + [9.0])
        >>> AnomalyDetector(settle=100).watch(load)[["score", "alarm"]].tail(2).round(2)
             score  alarm
        119   0.02  False
        120   0.95   True
        """
        verdicts = [self.push(record) for record in rows(X)]
        found = like(X, [verdict.score for verdict in verdicts])
        if not hasattr(found, "to_frame"):
            return verdicts
        import pandas as pd  # which X is of

        told = [verdict.as_dict() for verdict in verdicts]
        return pd.DataFrame(told, index=found.index)

    @synchronized
    def score_samples(self, X: Any) -> Any:
        """Give minus the scores of rows, if they came next one after the other.

        Parameters
        ----------
        X : DataFrame, Series, array-like or iterable of records
            As for :meth:`fit`.

        Returns
        -------
        numpy.ndarray of float, shape (rows,); of what pandas gave a Series
            The lower, the odder.  A copy of the detector learns them; it itself does
            not change.

        Examples
        --------
        >>> detector = AnomalyDetector(settle=20).fit([t % 5 for t in range(100)])
        >>> common, odd = detector.score_samples([0, 99])
        >>> bool(common > odd)
        True
        """
        self._note_columns(X)
        trial = copy.deepcopy(self)
        scores = [-trial.push(record, why=False).score for record in rows(X)]
        return like(X, scores)

    def __sklearn_is_fitted__(self) -> bool:
        """Tell whether it has settled."""
        return self.is_settled

    def __sklearn_tags__(self) -> Any:
        """Tell scikit-learn what this is; only it asks."""
        tags = self._for_sklearn(two_d_array=True, string=True, allow_nan=True)
        tags.input_tags.categorical = True
        tags.requires_fit = False  # before that nothing is odd
        return tags

    # Kept across restarts ------------------------------------------------------------

    @property
    def state(self) -> dict[str, Any]:
        """All that it knows, as JSON can hold it, for :meth:`restore`.

        The records that it holds are the most of it; the graphs are grown of them.
        """
        if not self._fields:
            return {"waiting": [*map(plain, self._waiting)], "pushed": self._pushed}
        stream = self._fields[0].stream
        return {
            "settings": Settings(**stream.get_params()).to_json(),
            "outlooks": [
                [json_codec.write_sample((watch.field,)), *watch.outlook]
                for watch in self._fields
            ],
            "records": [*map(plain, self._records)],
            "fields": [watch.state for watch in self._fields],
            "rest": self._rest.state,
            "pushed": self._pushed,
        }

    @synchronized
    def restore(self, state: Mapping[str, Any]) -> None:
        """Know what another one knew when this was its :attr:`state`.

        Costs as much as learning the records that it held.

        Examples
        --------
        >>> import json
        >>> detector = AnomalyDetector(settle=20).fit([t % 5 for t in range(100)])
        >>> other = AnomalyDetector()
        >>> other.restore(json.loads(json.dumps(detector.state)))
        >>> other.push(99).is_alarm
        True
        """
        self._forget_all()
        self._checked()
        self._pushed = int(state["pushed"])
        if "waiting" in state:
            self._waiting = [*map(unplain, state["waiting"])]
            return
        view = Settings.from_json(state["settings"]).view
        outlooks = {}
        for written, target, orders in state["outlooks"]:
            field = json_codec.read_sample(written)[0]
            told = {name: tuple(order) for name, order in orders.items()}
            outlooks[field] = Outlook(target, told)
        self._look_at(view, outlooks)
        for record in map(unplain, state["records"]):
            self._hold(record)
            for watch in self._fields:
                watch.stream.push(record)
        for watch, known in zip(self._fields, state["fields"]):
            watch.restore(known)
        self._rest.restore(state["rest"])

    # How it is done ------------------------------------------------------------------

    def _read(self, record: Any, time: Any) -> Mapping[Hashable, Any]:
        """Give a record as a mapping, with its time."""
        given = as_record(record)
        return given if time is None else {**given, self.time: time}

    def _wait(self, given: Mapping[Hashable, Any]) -> None:
        if not self._waiting:
            self._checked()
        self._waiting.append(given)
        self._pushed += 1
        if len(self._waiting) < whole(self.settle, "settle"):
            return
        if fields_of(self._waiting, self.time):
            self._settle()
        else:  # nothing but times came: go on waiting
            del self._waiting[0]

    def _settle(self) -> None:
        """Set the scales by what waited, and learn it."""
        waited, self._waiting = self._waiting, []
        self._look_at(*inferred(waited, self.time))
        self._pushed -= len(waited)
        for at, given in enumerate(waited):
            # The first third is surprising because hardly anything is known yet.
            self._learn(given, is_early=at < len(waited) // 3)
        for watch in self._fields:
            for tail in (*watch.tails, *watch.sides):
                tail.estimate()

    def _look_at(self, view: View, outlooks: Mapping[Hashable, Outlook]) -> None:
        """Watch fields, of which nothing is known yet."""
        window = self.window
        most = window if isinstance(window, int) else MOST_KEPT
        self._fields = [
            FieldWatch(
                field,
                view,
                outlook,
                window=window,
                most=most,
                margin=self.out_of_range,
                time=self.time,
            )
            for field, outlook in outlooks.items()
        ]

    def _hold(self, record: Mapping[Hashable, Any]) -> None:
        """Keep a record for as long as the streams hold it."""
        self._records.append(record)
        while len(self._records) > len(self._fields[0].stream) + 1:
            self._records.popleft()

    def _learn(
        self, given: Mapping[Hashable, Any], is_early: bool = False
    ) -> tuple[FieldWatch, Numbers, dict[str, float], float]:
        """Learn a record; give the oddest field, and how odd the record is."""
        judged, found = [], []
        self._hold(given)
        for watch in self._fields:
            watch.stream.push(given)
            numbers = watch.numbers(given, watch.stream.by_order)
            judged.append(numbers)
            found.append(watch.evidence(numbers))
            watch.add(numbers, is_early)
        self._pushed += 1
        at, evidence = self._oddest(found)
        return self._fields[at], judged[at], found[at], evidence

    def _oddest(self, found: list[dict[str, float]]) -> tuple[int, float]:
        """Give the oddest field's place, and how odd it makes the record."""
        most = [*map(combined, found)]
        at = most.index(max(most))
        return at, max(most[at] - math.log(len(most)), 0.0)
