"""What is equal to Python, and not to whoever teaches it, is told apart."""

import pytest

from plastic import NotLearnedError, SampleError, Seq2SeqMemory
from plastic.seq2seq.tape import Tape


class Undecided:
    """Equal to nothing and unequal to nothing, as pandas.NA is."""

    def __eq__(self, other):
        raise TypeError("boolean value is ambiguous")

    __hash__ = object.__hash__


@pytest.mark.parametrize("strange", [Undecided(), float("nan")])
def test_a_symbol_that_cannot_be_compared_is_refused_everywhere(strange):
    memory = Seq2SeqMemory(budget=20_000).fit([([1, 2], [1])])
    for ask in (
        lambda: memory.learn((1, strange), (1,)),
        lambda: memory.learn((1,), (1, strange)),
        lambda: memory.learn((1,), (1,), goal=strange),
        lambda: memory.fit([([1, strange], [1])]),
        lambda: memory.fit([([1], [1])], goal=strange),
        lambda: memory.forget([1, strange], [1]),
        lambda: memory.predict([1, strange]),
        lambda: memory.predict([1], goal=strange),
    ):
        with pytest.raises(SampleError):
            ask()
    assert ([1, strange], [1]) not in memory
    assert memory.pairs == [((1, 2), (1,))]


@pytest.mark.parametrize(
    ("goal", "equal"), [(1, True), (0.0, -0.0), (1, 1.0), ((0, "a"), (False, "a"))]
)
def test_equal_goals_of_different_types_are_refused(goal, equal):
    memory = Seq2SeqMemory(budget=20_000).fit([("ab", "ba")], goal=goal)
    for ask in (
        lambda: memory.learn("xy", "yx", goal=equal),
        lambda: memory.partial_fit([("xy", "yx")], goal=equal),
        lambda: memory.predict("xy", goal=equal),
        lambda: memory.program(equal),
    ):
        with pytest.raises(SampleError, match="different types or signs"):
            ask()
    with pytest.raises((SampleError, NotLearnedError)):
        memory.forget("ab", "ba", goal=equal)
    assert repr(memory.goals) == repr([goal])
    assert len(memory) == 1
    memory.fit([("ab", "ba")], goal=equal)  # which forgets the other one
    assert repr(memory.goals) == repr([equal])


@pytest.mark.parametrize(
    "pairs",
    [
        [([1, 0, 1], [True, False, True]), ([0, 1], [False, True]), ([1], [True])],
        [([True, False], [1, 0]), ([False, True, True], [0, 1, 1]), ([True], [1])],
        [([1, 3], [True, False]), ([3, 1, 1], [False, True, True]), ([3], [False])],
        [([True, False], [False, True]), ([False], [True]), ([True], [False])],
        [("yn", [True, False]), ("nny", [False, False, True]), ("y", [True])],
    ],
)
def test_booleans_and_numbers_come_back_as_they_were_taught(pairs):
    memory = Seq2SeqMemory(budget=200_000).fit(pairs)
    for source, target in pairs:
        assert repr(memory.predict(source)) == repr(target)
        assert repr([*next(iter(memory.predict_proba(source)))]) == repr(target)
    first, last = pairs[0], pairs[1]
    longer = memory.predict([*first[0], *last[0]])
    assert repr(longer) == repr([*first[1], *last[1]])
    assert memory.program().right == len(pairs)


def test_whole_numbers_and_their_decimals_are_one_symbol():
    memory = Seq2SeqMemory().fit([([3, 1.5], [1.5, 3.0]), ([2.0, 7, 1], [1, 2, 7])])
    assert memory.predict([9, 0.5, 4]) == [0.5, 4, 9]


def test_a_score_tells_truths_from_numbers():
    memory = Seq2SeqMemory(budget=50_000).fit(
        [([3, 2], [2, 3]), ([7, 1, 5], [1, 5, 7])]
    )
    assert memory.score([([9, 1], [1, 9])]).exact == 1
    score = memory.score([([9, 1], [True, 9])])
    assert (score.exact, score.symbols) == (0, 0.5)


def test_one_and_true_have_translations_of_their_own():
    pairs = [([1, 3], ["a", "c"]), ([True, 3], ["b", "c"]), ([3, 1], ["c", "a"])]
    pairs += [([3, True, 3], ["c", "b", "c"])]
    memory = Seq2SeqMemory(budget=200_000).fit(pairs)
    assert memory.program().right == 4
    assert memory.predict([1, 3, 3]) == ["a", "c", "c"]
    assert memory.predict([True, 3, 3]) == ["b", "c", "c"]
    assert "1:a" in str(memory.program())
    assert "True:b" in str(memory.program())


def test_one_is_new_where_true_was_taught():
    pairs = [([True, False], ["b", "a"]), ([False], ["a"]), ([True], ["b"])]
    memory = Seq2SeqMemory(budget=200_000).fit(pairs)
    assert memory.answer([False, True, True]).target == ["a", "b", "b"]
    assert memory.answer([False, True]).is_sure
    told = memory.answer([False, 1])
    assert told.target[0] == "a"
    assert "no pair shows" in told.reason


def test_places_of_one_and_true_are_not_the_same():
    tape = Tape([1, 2, True, 1], ())
    assert tape.find(1) == 4
    assert tape.find(3) is None


def test_no_ending_mixes_up_one_and_true():
    """Tables of whole endings, or leaves, leave these to what tells them apart."""
    pairs = [(["a", 1], ["a", "x"]), (["b", True], ["b", "y"]), (["c", 1], ["c", "x"])]
    memory = Seq2SeqMemory(budget=200_000).fit(pairs)
    assert memory.program().right == 3
    assert memory.predict(["d", True]) == ["d", "y"]
    assert memory.predict(["d", 1]) == ["d", "x"]
