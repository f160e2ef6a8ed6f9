"""How sure an answer is: by runners-up, leaving pairs out, bits, and what is new."""

import functools
import pickle
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from processes import told_with_hash_seeds

import plastic
from plastic import SampleTypeError, Seq2SeqMemory, UnsureWarning
from plastic.seq2seq import confidence
from plastic.seq2seq import task as task_module
from plastic.seq2seq.confidence import SURE, reliability


def taped(*pairs):
    """Give pairs with sources that a head steps along: texts are judged otherwise."""
    return [([*source], target) for source, target in pairs]


SHORT = taped(("Ada Lovelace", "Ada L"), ("Bo Ray", "Bo R"), ("Alan Turing", "Alan T"))
LETTERS = taped(("abc", "xyz"), ("cab", "zxy"), ("bb", "yy"), ("ca", "zx"))
DATES = taped(  # of which no program explains all
    ("3/14/2024", "2024-03-14"),
    ("12/1/2023", "2023-12-01"),
    ("7/4/2022", "2022-07-04"),
)
WORDS = [
    "abc",
    "defg",
    "hij",
    "klmn",
    "opq",
    "rstu",
    "vwx",
    "yzab",
    "cde",
    "fghi",
    "jkl",
]


@pytest.fixture
def left_out(monkeypatch):
    """List what was looked for without a pair."""
    asked = []
    search = task_module.synthesise_soon
    monkeypatch.setattr(
        task_module,
        "synthesise_soon",
        lambda problem: asked.append(len(problem.pairs)) or search(problem),
    )
    return asked


def warned(memory, source):
    with warnings.catch_warnings(record=True) as met:
        warnings.simplefilter("always")
        memory.predict(source)
    return [str(each.message) for each in met]


# What is sure, and what is not ------------------------------------------------------


def test_an_answer_that_all_agree_on_is_sure_and_silent():
    memory = Seq2SeqMemory().fit(SHORT)
    answer = memory.answer("Grace Hopper")
    assert (answer.target, answer.reason, answer.is_sure) == ("Grace H", "", True)
    assert SURE <= answer.confidence < 1
    assert warned(memory, "Grace Hopper") == []
    assert memory.predict_proba("Grace Hopper")["Grace H"] == answer.confidence


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("pairs", "source", "reason"),
    [
        (taped(("ab", "ba")), "abc", "too few"),  # or is the second one written first?
        (SHORT, "Ada-Lovelace", "no pair shows"),  # a mark that none holds
        (SHORT, "Ada", "no pair shows"),  # an end where a space was
        (LETTERS, "abd", "no pair shows"),  # d has no translation
        (DATES[:2] + taped(("7/4/2022", "2022")), "1/2/2021", "reproduces"),
    ],
)
def test_what_is_unsure_says_why_and_warns(pairs, source, reason):
    memory = Seq2SeqMemory(budget=300_000).fit(pairs)
    answer = memory.answer(source)
    assert answer.confidence < SURE
    assert not answer.is_sure
    assert reason in answer.reason
    (told,) = warned(memory, source)
    assert answer.reason in told
    with pytest.warns(UnsureWarning, match="unsure"):
        memory.predict(source)
    assert reason in str(memory.explain(source))
    assert max(memory.predict_proba(source).values()) < SURE


@functools.cache
def taught(at):
    return Seq2SeqMemory().fit([SHORT, LETTERS, SHORT[:1], SHORT[:2]][at])


@pytest.mark.thorough
@given(st.integers(0, 3), st.text("abcd -AB", max_size=8))
@settings(deadline=None)
def test_predicting_warns_just_where_the_answer_is_unsure(at, source):
    memory = taught(at)
    try:
        answer = memory.answer(source)
    except plastic.GenerationError:
        return
    assert len(warned(memory, source)) == (not answer.is_sure) == bool(answer.reason)
    assert memory.predict(source) == answer.target
    chances = memory.predict_proba(source)
    assert chances[answer.target] == answer.confidence
    assert 0 < sum(chances.values()) < 1


def test_a_warning_names_the_line_that_predicts_and_is_told_once():
    memory = Seq2SeqMemory().fit(taped(("ab", "ba")))
    with warnings.catch_warnings(record=True) as met:
        warnings.simplefilter("default")
        for source in ("abc", "xyz", "pq"):
            memory.predict(source)  # Python tells a text once for each line
    assert [each.filename for each in met] == [__file__]


def test_neither_scores_nor_chances_warn():
    memory = Seq2SeqMemory().fit(taped(("ab", "ba")))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        memory.score([("abc", "cba")])
        memory.predict_proba("abc")
        memory.explain("abc")
        memory.answer("abc")


@pytest.mark.thorough
def test_a_longer_source_is_as_sure():
    memory = Seq2SeqMemory().fit([([3, 1, 2], [1, 2, 3]), ([5, 9, 7], [5, 7, 9])])
    short, long = memory.answer([8, 2, 4]), memory.answer([*range(200, 0, -1)])
    assert long.target == [*range(1, 201)]
    assert long.confidence == pytest.approx(short.confidence, abs=0.01)
    assert long.is_sure


@pytest.mark.parametrize("wrong", [1, 2])
def test_ten_pairs_of_which_one_is_not_reproduced_are_not_sure(wrong):
    pairs = [(word, word[::-1]) for word in WORDS[:10]]
    pairs[:wrong] = [(word, word) for word in WORDS[:wrong]]
    pairs = taped(*pairs)
    memory = Seq2SeqMemory(budget=300_000).fit(pairs)
    answer = memory.answer("plastic")
    assert answer.target == "citsalp"
    assert 0.5 < answer.confidence < SURE
    assert f"{10 - wrong} of 10 pairs" in answer.reason


def test_more_pairs_that_agree_make_it_surer():
    pairs = taped(*((word, word[::-1]) for word in WORDS))
    chances = [
        Seq2SeqMemory().fit(pairs[:n]).answer("plastic").confidence for n in (1, 3, 11)
    ]
    assert chances == sorted(chances)
    assert chances[0] < SURE < chances[1]


def test_what_is_known_by_heart_is_no_rule():
    regular = [(f"{word}a", f"{word}as") for word in WORDS]
    odd = [("mouse", "mice"), ("ox", "oxen"), ("child", "children")]
    sure, unsure = (
        Seq2SeqMemory(budget=50_000).fit(pairs).answer("panda")
        for pairs in (regular, regular + odd)
    )
    assert sure.target == unsure.target == "pandas"
    assert unsure.confidence < SURE < sure.confidence


def test_chances_are_those_of_the_answers_and_leave_something():
    memory = Seq2SeqMemory().fit(taped(("ab", "ba")))
    chances = memory.predict_proba("abc")
    assert {"cba", "ba"} <= chances.keys()
    assert chances[memory.predict("abc")] == memory.answer("abc").confidence
    assert sum(chances.values()) < 1
    assert min(chances.values()) > 0


# Leaving pairs out -------------------------------------------------------------------


def test_pairs_are_left_out_when_it_is_asked_and_once(left_out):
    memory = Seq2SeqMemory().fit(SHORT)
    memory.score(SHORT)
    memory.program()
    assert left_out == []
    for _ in range(2):
        memory.answer("Grace Hopper")
        memory.predict_proba("Grace")
    assert left_out == [2, 2, 2]


def test_many_pairs_are_not_left_out_one_by_one(left_out):
    pairs = [(f"{at:02}-x", f"x-{at:02}") for at in range(20)]
    assert Seq2SeqMemory().fit(pairs).answer("77-x").is_sure
    assert left_out == []


def test_what_took_long_is_not_searched_again(left_out):
    memory = Seq2SeqMemory(budget=200_000).fit(SHORT)
    assert memory.program().steps > 200_000 / confidence.MOST_LEFT_OUT
    assert 0 < memory.answer("Grace Hopper").confidence < 1
    assert left_out == []


@pytest.mark.thorough
def test_a_pair_that_is_forgotten_never_was():
    memory = Seq2SeqMemory().fit(SHORT)
    memory.answer("Grace Hopper")
    memory.learn([*"Bo Lee"], "Lee Bo")
    other = memory.answer("Grace Hopper")
    memory.forget([*"Bo Lee"], "Lee Bo")
    fresh = Seq2SeqMemory().fit(SHORT[::-1])
    copied = pickle.loads(pickle.dumps(memory))
    for source in ("Grace Hopper", "Grace", "grace"):
        assert memory.answer(source) == fresh.answer(source) == copied.answer(source)
        assert memory.predict_proba(source) == fresh.predict_proba(source)
    assert other.confidence < memory.answer("Grace Hopper").confidence


@pytest.mark.thorough
def test_what_is_predicted_does_not_depend_on_what_was_before():
    pairs = [("xa,b,qr", "b"), ("z,ab,pq", "ab"), ("kk,m,z", "m"), ("q,rs,t", "rs")]
    odd = [",", "a,b", "", "abc", ",,,,", "a,b,c,d"]
    asked = Seq2SeqMemory().fit(pairs)

    def answers(memory, sources):
        found = {}
        for source in sources:
            try:
                found[source] = memory.answer(source)
            except plastic.GenerationError as error:
                found[source] = str(error)
        return found

    there = answers(asked, [*odd, "uv,w,x"])
    for source in there:
        assert answers(Seq2SeqMemory().fit(pairs), [source])[source] == there[source]


# The formula -------------------------------------------------------------------------

shares = st.lists(st.floats(0, 1), max_size=10)
saved_pairs = st.floats(0, 100)


@given(shares, saved_pairs)
def test_reliability_is_a_probability(tests, saved):
    assert 0 < reliability(tests, saved) < 1


@given(shares, saved_pairs, st.floats(0, 10))
def test_who_saves_more_is_more_reliable(tests, saved, more):
    assert reliability(tests, saved + more) >= reliability(tests, saved) - 1e-12


@given(st.integers(0, 10), saved_pairs)
def test_a_test_that_is_failed_makes_it_no_rule(passed, saved):
    laplace = (passed + 1) / (passed + 3)
    assert reliability([1.0] * passed + [0.0], saved) == pytest.approx(laplace)
    assert reliability([1.0] * (passed + 1), saved) > laplace


@pytest.mark.thorough
def test_confidence_does_not_depend_on_the_hash_seed():
    outputs = told_with_hash_seeds(
        "from plastic import Seq2SeqMemory\n"
        f"memory = Seq2SeqMemory().fit({SHORT!r})\n"
        "print(memory.answer('Grace Hopper'), memory.predict_proba('Grace'))\n"
    )
    assert len(outputs) == 1


# What may be asked -------------------------------------------------------------------


@pytest.mark.parametrize("several", [["ab", "cd"], ("abc", ""), ["x", "yz"]])
def test_several_strings_are_not_one_source_of_a_task_of_strings(several):
    memory = Seq2SeqMemory().fit([("abc", "cba"), ("xy", "yx")])
    for ask in (
        memory.predict,
        memory.predict_proba,
        memory.answer,
        memory.explain,
        lambda source: memory.score([(source, "x")]),
    ):
        with pytest.raises(SampleTypeError, match="one after another"):
            ask(several)
    assert memory.predict(["a", "b"]) == memory.predict("ab")
    memory.learn(["walk", "twice"], ["walk"])  # a task that was taught words takes them
    memory.fit([(["walk", "on"], ["on", "walk"]), (["a", "b"], ["b", "a"])])
    assert memory.predict(["ab", "cd"]) == ["cd", "ab"]
