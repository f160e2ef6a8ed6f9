"""Odd sessions: the detector for finite sequences, such as the events of a request.

It looks at a session in several ways (:mod:`.session_views`): as it comes, as a bag,
as counts.  How odd it is in each is told by that view's tail (:mod:`.tails`), which
is measured by *exact leave-one-out*: each session is forgotten, looked at as if it
had never been met, and learned again.  So a view whose normal sessions surprise each
other, because their order is mere chance, has a long tail and little say, and nobody
has to tell which view to believe.  What the views say is added up, and the sum has a
tail that is measured likewise.
"""

from __future__ import annotations

import math
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from .._support import json_codec
from .._support.arguments import whole
from .._support.locking import Synchronized, synchronized
from .._support.taught import many
from ..core.symbols import Symbol, Symbols, brief
from ..errors import NotLearnedError, SampleError
from ..state.graph import without_collector
from ..state.state import numbered
from ..state.validation import Vocabulary
from .estimator import Estimator
from .odds import as_rate, as_score
from .session_views import CountsView, Finding, SequenceView, SessionView, as_bag
from .tails import PEAKS, Tail, as_tail
from .verdicts import Verdict

if TYPE_CHECKING:
    from typing_extensions import Self

# Nats: what differs by less is alike, for what is known changes with each session.
LEAST = 0.1
LEAST_EVIDENCE = 1.0  # the mean excess of evidence if one view alone were to tell all
BAG_HORIZON = 2  # of sorted symbols: which stand beside which, and up to three alike
MOST_LEFT_OUT = 50_000  # symbols, in some 1.5 s; of more a seeded choice is left out


class Look(NamedTuple):
    """One number that a view is judged by."""

    view: str
    is_mean: bool  # of its surprises; else the greatest of them


# What stands out once, and what is strange all along.  Means of bags and of counts
# were of no use on what we looked at: there what is odd stands out.
LOOKS = {
    "as it comes": Look("order", False),
    "as it comes, all along": Look("order", True),
    "as a bag": Look("bag", False),
    "as counts": Look("counts", False),
}


class SessionDetector(Estimator, Synchronized):
    """Tells which sessions are odd, and why, without ever being told of an odd one.

    Parameters
    ----------
    threshold : str or float, default "one in a thousand sessions"
        How rarely there may be a false alarm, in words or as a number.
    horizon : int, default 24
        How many symbols of the past the view of a session as it comes looks at.
    window : int, optional
        How many sessions are held: with one more the oldest is forgotten.  None: any
        number.

    Notes
    -----
    Learning costs some 15 microseconds a symbol, and leaving out as much again twice
    of each session that is different; scoring some 10 microseconds a symbol.  Until
    twenty sessions are held nothing is odd.

    Threads may share a detector: its verbs take turns.

    Examples
    --------
    >>> normal = [("open", "read", "close"), ("open", "write", "write", "close")] * 30
    >>> detector = SessionDetector().fit(normal)
    >>> [f"{detector.score_one(session):.2f}" for session in (normal[0], ("open",))]
    ['0.00', '0.95']
    >>> print(detector.judge(("open", "read")))
    alarm: one in 10,000,000,000 or less (score 0.951): as it comes: after > open read
    it ended, where close was expected (97%)
    """

    def __init__(
        self,
        *,
        threshold: str | float = "one in a thousand sessions",
        horizon: int = 24,
        window: int | None = None,
    ) -> None:
        self.threshold, self.horizon, self.window = threshold, horizon, window
        self._forget_all()

    def _forget_all(self) -> None:
        horizon = whole(self.horizon, "horizon", least=1)
        self._most = None if self.window is None else whole(self.window, "window", 1)
        self._rate = as_rate(self.threshold)
        self._views: dict[str, SessionView] = {
            "order": SequenceView(horizon, tuple),
            "bag": SequenceView(BAG_HORIZON, as_bag),
            "counts": CountsView(),
        }
        self._vocabulary = Vocabulary()
        self._in_order: deque[Symbols] = deque()  # sessions, the oldest first
        self._held: Counter[Symbols] = Counter()
        self._numbers: list[tuple[float, ...]] = []  # of looks, of sessions left out
        self._tails: dict[str, Tail] = {}
        self._whole: Tail | None = None
        self._measured = 0  # sessions held when tails were last measured
        self._new = self._fresh = 0  # learned since then; since the last estimate

    # What it is --------------------------------------------------------------------

    def __len__(self) -> int:
        """Count the sessions that are held."""
        return len(self._in_order)

    def __repr__(self) -> str:
        kinds = len(self._held)
        return f"<SessionDetector: {len(self):,} sessions ({kinds:,} different)>"

    @property
    def sessions(self) -> list[Symbols]:
        """The sessions that are held, the oldest first."""
        return [*self._in_order]

    @property
    def tails(self) -> dict[str, Tail]:
        """The tail of each view, by how sessions are looked at.

        A view is believed the less the longer its tail: its `excess`, in nats.
        """
        self._ready()
        return dict(self._tails)

    # Learning ----------------------------------------------------------------------

    @synchronized
    def fit(self, X: Iterable[Sequence[Symbol]], y: object = None) -> Self:
        """Forget all and learn sessions.

        Parameters
        ----------
        X : iterable of sequence of hashable
            Normal ones, as far as one knows: a few odd ones do no harm.
        y : object, optional
            Is not looked at.

        Returns
        -------
        SessionDetector
            Itself.

        Raises
        ------
        SampleTypeError, SampleError
            One cannot be learned; the message says which.  Nothing has changed.
        ParameterError
            A parameter cannot be.

        Examples
        --------
        >>> detector = SessionDetector().fit([("open", "read", "close")] * 40)
        >>> len(detector.sessions), list(detector.tails)[0]
        (40, 'as it comes')
        """
        return self._learn_all(X, anew=True)

    @synchronized
    def partial_fit(self, X: Iterable[Sequence[Symbol]], y: object = None) -> Self:
        """Learn more sessions; parameters and errors are those of :meth:`fit`.

        Examples
        --------
        >>> detector = SessionDetector().fit([("open", "close")] * 40)
        >>> len(detector.partial_fit([("open", "read", "close")]))
        41
        """
        return self._learn_all(X, anew=False)

    def _learn_all(
        self, given: Iterable[Sequence[Symbol]], anew: bool, measure: bool = True
    ) -> Self:
        vocabulary = Vocabulary() if anew else self._vocabulary
        sessions = [*self._checked(many(given), vocabulary)]
        if anew:
            self._forget_all()
        without_collector(lambda: self._learn_many(sessions))
        self._measured = 0
        if measure:
            self._ready()
        return self

    def _learn_many(self, sessions: list[Symbols]) -> None:
        if self._most is not None:
            sessions = sessions[-self._most :]
        for session, times in Counter(sessions).items():
            self._learn(session, times)
        self._in_order.extend(sessions)
        self._forget_old()

    @staticmethod
    def _checked(given: Iterable[Any], vocabulary: Vocabulary) -> Iterator[Symbols]:
        for index, session in enumerate(given):
            try:
                found = _checked(session, vocabulary)
            except SampleError as error:
                raise numbered(error, index) from error
            vocabulary.add(found)
            yield found

    @synchronized
    def learn_one(self, x: Sequence[Symbol]) -> None:
        """Learn one session; errors are those of :meth:`fit`.

        Examples
        --------
        >>> detector = SessionDetector()
        >>> detector.learn_one(("open", "close"))
        >>> detector.sessions
        [('open', 'close')]
        """
        session = _checked(x, self._vocabulary)
        self._learn_next(session, self._numbers_of(session))

    def _learn_next(self, session: Symbols, numbers: tuple[float, ...]) -> None:
        """Learn a session; it was judged before, which is as if it were left out."""
        self._vocabulary.add(session)
        self._learn(session, 1)
        self._in_order.append(session)
        self._numbers.append(numbers)
        self._new += 1
        self._fresh += 1
        self._forget_old()

    def _learn(self, session: Symbols, times: int) -> None:
        for view in self._views.values():
            view.learn(session, times)
        self._held[session] += times

    def _forget_old(self) -> None:
        while self._most is not None and len(self._in_order) > self._most:
            self._drop(self._in_order.popleft())

    @synchronized
    def forget_one(self, x: Sequence[Symbol]) -> None:
        """Forget a session: all is as if it had never been learned.

        Raises
        ------
        NotLearnedError
            It is not held.

        Examples
        --------
        >>> detector = SessionDetector().fit([("open", "close"), ("open",)])
        >>> detector.forget_one(("open",))
        >>> detector.sessions
        [('open', 'close')]
        """
        session = _checked(x, self._vocabulary)
        if session not in self._held:
            raise NotLearnedError(f"cannot forget {brief(session)!r}: it is not held")
        self._in_order.remove(session)
        self._drop(session)
        self._measured = 0

    def _drop(self, session: Symbols) -> None:
        for view in self._views.values():
            view.forget(session)
        self._held[session] -= 1
        if not self._held[session]:
            del self._held[session]

    # Measuring tails -----------------------------------------------------------------

    def _ready(self) -> None:
        """Measure the tails, if they are not measured, or of half as many sessions.

        In between what came is judged before it is learned, which is as good as
        leaving it out.
        """
        if len(self) < 2 * PEAKS:
            self._tails, self._whole = {}, None
        elif not self._measured or self._new > self._measured / 2:
            self._numbers = without_collector(lambda: [*self._left_out()])
            self._measured, self._new = len(self), 0
            self._measure()
        elif self._fresh >= PEAKS:
            self._numbers = self._numbers[-len(self) :]
            self._measure()

    def _measure(self) -> None:
        self._fresh = 0
        columns = np.array(self._numbers).T
        self._tails = {
            name: Tail.of(column, LEAST) for name, column in zip(LOOKS, columns)
        }
        sums = [sum(self._evidence(numbers).values()) for numbers in self._numbers]
        self._whole = Tail.of(sums, LEAST_EVIDENCE)

    def _left_out(self) -> Iterator[tuple[float, ...]]:
        """Judge each session as if it had not been learned, in their order.

        Of equal ones once; of very many symbols those of a seeded choice.
        """
        found: dict[Symbols, tuple[float, ...]] = {}
        sessions = self.sessions  # a list: a deque is slow in the middle
        for at in self._chosen():
            session = sessions[at]
            if session not in found:
                for view in self._views.values():
                    view.forget(session)
                found[session] = self._numbers_of(session)
                for view in self._views.values():
                    view.learn(session)
            yield found[session]

    def _chosen(self) -> Iterable[int]:
        """Give the places of the sessions that are to be left out."""
        if sum(len(session) + 1 for session in self._held) <= MOST_LEFT_OUT:
            return range(len(self))
        sessions, symbols, chosen, met = self.sessions, 0, list[int](), set[Symbols]()
        for at in np.random.default_rng(0).permutation(len(self)).tolist():
            session = sessions[at]
            symbols += 0 if session in met else len(session) + 1
            met.add(session)
            chosen.append(at)
            if symbols > MOST_LEFT_OUT and len(chosen) >= 2 * PEAKS:
                break
        return sorted(chosen)

    def _numbers_of(self, session: Symbols) -> tuple[float, ...]:
        nats = {name: view.nats(session) for name, view in self._views.items()}
        return tuple(
            float(nats[look.view].mean() if look.is_mean else nats[look.view].max())
            for look in LOOKS.values()
        )

    def _evidence(self, numbers: Sequence[float]) -> dict[str, float]:
        return {
            name: self._tails[name].evidence(number - LEAST)
            for name, number in zip(LOOKS, numbers)
        }

    # Judging -------------------------------------------------------------------------

    @synchronized
    def judge(self, x: Sequence[Symbol], *, why: bool | None = None) -> Verdict:
        """Tell how odd a session is, and learn nothing.

        Parameters
        ----------
        x : sequence of hashable
            Known or not.
        why : bool, optional
            Whether to say why; None: of an alarm.

        Returns
        -------
        Verdict

        Raises
        ------
        SampleTypeError, SampleError
            It is no session.

        Examples
        --------
        >>> detector = SessionDetector().fit([("open", "read", "close")] * 40)
        >>> detector.judge(("open", "read", "close")).is_alarm
        False
        >>> print(detector.judge(("open", "crash")).why)
        as it comes: after > open came crash, which never came before
        """
        session = _checked(x, self._vocabulary)
        return self._judged(session, self._numbers_of(session), why)

    def _judged(
        self, session: Symbols, numbers: tuple[float, ...], why: bool | None
    ) -> Verdict:
        self._ready()
        if self._whole is None:
            return Verdict(0.0, False, 0.0, dict.fromkeys(LOOKS, 0.0))
        by_look = self._evidence(numbers)
        evidence = self._whole.evidence(sum(by_look.values()))
        oddest = dict(sorted(by_look.items(), key=lambda pair: -pair[1]))
        is_alarm = evidence > -math.log(self._rate)
        told = self._why(session, oddest) if (is_alarm if why is None else why) else ""
        return Verdict(as_score(evidence), is_alarm, evidence, oddest, told)

    def _why(self, session: Symbols, oddest: Mapping[str, float]) -> str:
        name = next(iter(oddest))
        return f"{name}: {self.finding(session, LOOKS[name].view).text}"

    def finding(self, session: Sequence[Symbol], view: str) -> Finding:
        """Give what a view, "order", "bag" or "counts", finds most surprising.

        Examples
        --------
        >>> detector = SessionDetector().fit([("open", "read", "close")] * 40)
        >>> print(detector.finding(("open", "close"), "order").text)
        after > open came close, where read was expected (97%)
        """
        return self._views[view].finding(tuple(session))

    @synchronized
    def push(self, x: Sequence[Symbol], *, why: bool | None = None) -> Verdict:
        """Judge a session as :meth:`judge` does, then learn it.

        Examples
        --------
        >>> detector = SessionDetector().fit([("open", "read", "close")] * 40)
        >>> detector.push(("open", "crash")).is_alarm, len(detector)
        (True, 41)
        """
        session = _checked(x, self._vocabulary)
        numbers = self._numbers_of(session)
        verdict = self._judged(session, numbers, why)
        self._learn_next(session, numbers)
        return verdict

    def score_one(self, x: Sequence[Symbol]) -> float:
        """Give how odd a session is, from 0 to 1; .5 is one in a thousand.

        Examples
        --------
        >>> detector = SessionDetector().fit([("open", "read", "close")] * 40)
        >>> usual = detector.score_one(("open", "read", "close"))
        >>> usual < 0.5 < detector.score_one(("open",))
        True
        """
        return self.judge(x, why=False).score

    def score_samples(self, X: Iterable[Sequence[Symbol]]) -> np.ndarray:
        """Give minus the score of each session, the lower the odder: (sessions,).

        Examples
        --------
        >>> detector = SessionDetector().fit([("open", "read", "close")] * 40)
        >>> common, odd = detector.score_samples([("open", "read", "close"), ("open",)])
        >>> bool(common > odd)
        True
        """
        sessions = [_checked(session, self._vocabulary) for session in many(X)]
        scores = {session: -self.score_one(session) for session in {*sessions}}
        return np.array([scores[session] for session in sessions])

    # Kept across restarts ------------------------------------------------------------

    @property
    def state(self) -> dict[str, Any]:
        """All that it knows, as JSON can hold it, for :meth:`restore`."""
        symbols = {symbol: at for at, symbol in enumerate(_symbols(self._in_order))}
        return {
            "symbols": json_codec.encode_all([*symbols]),
            "sessions": [[symbols[s] for s in session] for session in self._in_order],
            "numbers": [*map(list, self._numbers)],
            "measured": [self._measured, self._new, self._fresh],
            "tails": [*self._tails.values(), self._whole],
        }

    @synchronized
    def restore(self, state: Mapping[str, Any]) -> None:
        """Know what another one knew when this was its :attr:`state`.

        Costs as much as learning its sessions, and nothing is left out anew.

        Examples
        --------
        >>> import json
        >>> detector = SessionDetector().fit([("open", "close")] * 30)
        >>> other = SessionDetector()
        >>> other.restore(json.loads(json.dumps(detector.state)))
        >>> other.sessions == detector.sessions
        True
        """
        symbols = json_codec.decode_all(state["symbols"]) or ()
        sessions = [tuple(symbols[at] for at in each) for each in state["sessions"]]
        self._learn_all(sessions, anew=True, measure=False)
        self._numbers = [*map(tuple, state["numbers"])]
        self._measured, self._new, self._fresh = state["measured"]
        *tails, self._whole = (as_tail(each) for each in state["tails"])
        self._tails = {name: tail for name, tail in zip(LOOKS, tails) if tail}

    def __sklearn_tags__(self) -> Any:
        """Tell scikit-learn what this is; only it asks."""
        return self._for_sklearn(two_d_array=False, string=True)


def _symbols(sessions: Iterable[Symbols]) -> Iterable[Symbol]:
    return dict.fromkeys(symbol for session in sessions for symbol in session)


def _checked(session: Any, vocabulary: Vocabulary) -> Symbols:
    if isinstance(session, str):
        session = tuple(session)  # of characters
    return tuple(vocabulary.check_sample(session))
