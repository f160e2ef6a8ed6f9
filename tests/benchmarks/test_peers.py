"""The learners that plastic is compared with: each is what it says it is."""

import json
import math
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from random import Random

import pytest

pytest.importorskip("benchmarks", reason="benchmarks/ is not beside these tests")

from benchmarks.peers import PEERS, Setting
from benchmarks.peers.abstraction import abstract, deepest, fewest
from benchmarks.peers.counting import Bigram
from benchmarks.peers.ctw import CTW
from benchmarks.peers.kneser_ney import FALLBACK, HandSet, KneserNey
from benchmarks.peers.makemore import Evaluation, Makemore, cut, laid_out
from benchmarks.peers.markov import Markovify
from benchmarks.peers.peer import LONGEST
from benchmarks.peers.ppm import PPM
from benchmarks.peers.splits import FOLDS, alphabet, folds, splits
from plastic import datasets

NAMES = datasets.read(datasets.path("names.txt"))[:300]
TRAIN, TEST = tuple(NAMES[:150]), NAMES[150:200]
LETTERS = "abcdefghijklmnopqrstuvwxyz"
PASTS = ["", "e", "em", "mari", "zzzz", "christoph", "qx"]
SETTING = Setting(LETTERS, TEST, Path("nowhere"), 1, 1, Path("nowhere"))
COUNTING = [key for key in PEERS if not key.startswith(("makemore", "markovify"))]
LEARNING = [key for key in COUNTING if key != "uniform"]


@pytest.fixture(params=COUNTING)
def key(request):
    return request.param


def build(key, samples):
    peer = PEERS[key](SETTING)
    peer.fit(samples)
    return peer


built_once = cache(build)  # for tests that only look


@pytest.fixture
def peer(key):
    return built_once(key, TRAIN)


# What all promise --------------------------------------------------------------


@pytest.mark.parametrize("past", PASTS)
def test_probabilities_add_up_to_one(peer, past):
    chances = peer.probabilities(past)
    assert len(chances) == 27
    assert min(chances) > 0
    assert math.fsum(chances) == pytest.approx(1, abs=1e-12)


def test_log_probs_are_those_of_the_symbols(peer):
    for sample in ["", "emma", "zyx"]:
        places = [*map(LETTERS.index, sample), 26]
        expected = [
            math.log(peer.probabilities(sample[:at])[place])
            for at, place in enumerate(places)
        ]
        assert peer.log_probs(sample) == pytest.approx(expected, abs=1e-9)


def test_generated_samples_are_of_the_alphabet(peer):
    invented = peer.generate(5, Random(0))
    assert len(invented) == 5
    assert set("".join(invented)) <= set(LETTERS)
    assert invented == peer.generate(5, Random(0))


@pytest.mark.parametrize("key", LEARNING)
def test_what_was_learned_becomes_more_probable(key):
    peer = build(key, TRAIN)
    before = sum(peer.log_probs("qwert"))
    peer.learn("qwert")
    assert sum(peer.log_probs("qwert")) > before


@pytest.mark.parametrize("key", ["ppm", "ctw"])
def test_some_cannot_forget(key, peer):
    with pytest.raises(NotImplementedError):
        peer.forget(TRAIN[0])


@pytest.mark.parametrize("key", [key for key in COUNTING if key not in ("ppm", "ctw")])
def test_forgetting_is_as_if_never_learned(key):
    peer = build(key, TRAIN)
    for sample in TRAIN[:100]:
        peer.forget(sample)
    other = build(key, TRAIN[100:])
    peer.settle()
    other.settle()
    assert [*map(peer.log_probs, TEST)] == [*map(other.log_probs, TEST)]


@pytest.mark.parametrize("key", LEARNING)
def test_a_size_is_more_with_more(key, peer):
    small = build(key, TRAIN[:10])
    assert 0 < small.size_bytes() < peer.size_bytes()


def test_a_sample_without_end_is_cut():
    peer = Bigram("a")
    peer.fit(["a" * 100_000])
    assert max(map(len, peer.generate(3, Random(0)))) == LONGEST


# Each by hand -------------------------------------------------------------------


def test_bigram_by_hand():
    peer = Bigram("ab")
    peer.fit(["ab", "aa"])
    assert peer.probabilities("") == [3 / 5, 1 / 5, 1 / 5]
    assert peer.probabilities("ba") == [2 / 6, 2 / 6, 2 / 6]


def test_ppm_by_hand():
    peer = PPM("ab", depth=1)
    peer.fit(["ab"])
    # After START only a: half for it, half escapes.  The empty context knows a,
    # b and STOP, each once; without a, b and STOP are all there is.
    assert peer.probabilities("") == pytest.approx([1 / 2, 1 / 4, 1 / 4])
    peer.learn("ab")
    # "a" was known after START, so the empty context does not count it again.
    assert peer.probabilities("") == pytest.approx([3 / 4, 1 / 8, 1 / 8])


def test_ctw_by_hand():
    peer = CTW("a", depth=1)
    peer.fit([""])
    # Both contexts have STOP once, with half of one added for each symbol.
    assert peer.probabilities("") == pytest.approx([1 / 4, 3 / 4])
    assert peer.probabilities("a") == pytest.approx([3 / 8, 5 / 8])


# Kneser-Ney ----------------------------------------------------------------------


class Definition:
    """Modified Kneser-Ney as Chen and Goodman write it down, by brute force."""

    def __init__(self, samples, order, letters):
        self.order, self.symbols = order, [*letters, "_"]
        wrapped = [f">{sample}_" for sample in samples]
        self.grams = Counter(
            one[at : at + length]
            for one in wrapped
            for length in range(1, order + 2)
            for at in range(len(one) - length + 1)
        )

    def count(self, gram):
        """How often, for the longest and what begins with START; else: ways."""
        if len(gram) == self.order or gram[0] == ">":
            return self.grams[gram]
        return sum(self.grams[before + gram] > 0 for before in [">", *self.symbols])

    def discount(self, count, length):
        seen = {gram for gram in self.grams if len(gram) == length and gram != ">"}
        n = Counter(map(self.count, seen))
        if not all(n[at] for at in (1, 2, 3, 4)):
            return (0, *FALLBACK)[min(count, 3)]
        y = n[1] / (n[1] + 2 * n[2])
        found = [0, *(at - (at + 1) * y * n[at + 1] / n[at] for at in (1, 2, 3))]
        if any(not 0 <= one <= at for at, one in enumerate(found)):
            found = [0, *FALLBACK]
        return found[min(count, 3)]

    def probability(self, symbol, context):
        length = len(context) + 1
        followers = {one: self.count(context + one) for one in self.symbols}
        total = sum(followers.values())
        if context:
            lower = self.probability(symbol, context[1:])
        else:
            lower = 1 / len(self.symbols)
        if not total:
            return lower
        kept = sum(self.discount(n, length) for n in followers.values())
        n = followers[symbol]
        return (n - self.discount(n, length)) / total + kept / total * lower

    def probabilities(self, past):
        context = f">{past}"[-self.order + 1 :] if self.order > 1 else ""
        return [self.probability(symbol, context) for symbol in self.symbols]


@pytest.mark.parametrize("order", [1, 2, 3, 4])
def test_kneser_ney_is_chen_and_goodmans(order):
    letters = "abc"
    rng = Random(order)
    samples = ["".join(rng.choices(letters, k=rng.randrange(6))) for _ in range(40)]
    definition = Definition(samples, order, letters)
    peer = KneserNey(letters, order)
    peer.fit(samples)
    for past in ["", "a", "ab", "cab", "bcab", "cccc"]:
        expected = definition.probabilities(past)
        assert peer.probabilities(past) == pytest.approx(expected, abs=1e-9)


def test_kneser_ney_on_names_has_discounts_of_its_own():
    peer = KneserNey(LETTERS, 3)
    peer.fit(NAMES)
    definition = Definition(NAMES, 3, LETTERS)
    assert peer.discounts(0) == FALLBACK
    assert peer.discounts(2) != FALLBACK
    for length in (1, 2):
        expected = [definition.discount(count, length + 1) for count in (1, 2, 3)]
        assert peer.discounts(length) == pytest.approx(expected, abs=1e-9)


class Absolute(KneserNey):
    """One discount everywhere, and none for single symbols, as nltk has it."""

    def discounts(self, length):
        return (0.1, 0.1, 0.1) if length else (0, 0, 0)


def test_kneser_ney_agrees_with_nltk():
    lm = pytest.importorskip("nltk.lm", reason="nltk is an independent oracle")
    from nltk.lm.preprocessing import padded_everygram_pipeline

    model = lm.KneserNeyInterpolated(order=2, discount=0.1)
    model.fit(*padded_everygram_pipeline(2, [*map(list, TRAIN)]))
    peer = Absolute(LETTERS, 2)
    peer.fit(TRAIN)
    for past in ["", "e", "emm", "ra"]:
        before = past[-1:] or "<s>"
        expected = [model.score(symbol, (before,)) for symbol in [*LETTERS, "</s>"]]
        assert peer.probabilities(past) == pytest.approx(expected, abs=1e-6)


def test_discounts_by_hand_grow_with_the_context():
    peer = HandSet(LETTERS, 6)
    assert peer.discounts(0) == (0.62, 0.98, 1.25)
    assert peer.discounts(5) == peer.discounts(9) == pytest.approx((0.82, 1.26, 1.53))


# Real peers ----------------------------------------------------------------------


def test_markovify_gives_its_own_counts():
    pytest.importorskip("markovify")
    peer = Markovify("ab", 1)
    peer.fit(["ab", "aa", "b"])
    assert peer.probabilities("") == [2 / 3, 1 / 3, 0]
    assert peer.probabilities("ba") == [1 / 3, 1 / 3, 1 / 3]
    assert peer.log_probs("bb")[1] == -math.inf
    assert set(peer.generate(20, Random(0))) >= {"b", "a"}
    assert peer.size_bytes() > 10


def test_without_makemore_there_is_a_reason():
    from benchmarks.common import Missing

    with pytest.raises(Missing, match=r"no makemore\.py in its folder"):
        PEERS["makemore-mlp"](SETTING).fit(TRAIN)


PROGRAM = """
import sys
print("step 500 train loss: 2.5 test loss: 2.4")
print("step 1000 train loss: 2.3 test loss: 2.2")
print("step 1500 train loss: 2.1 test loss: 2.3")
print("step 2000 train loss: 2.0 test loss: 2.4", flush=True)
print("step 2500 train loss: 1.9 test loss: 2.0", flush=True)
"""


def test_makemores_program_is_read_as_it_prints(tmp_path):
    (tmp_path / "makemore.py").write_text(PROGRAM)
    peer = Makemore(LETTERS, "mlp", tmp_path, TEST, 9_000, tmp_path, patience=1_000)
    peer.evaluations = [Evaluation(*one) for one in peer._run(tmp_path)["evaluations"]]
    assert [one.step for one in peer.evaluations] == [500, 1000, 1500, 2000]
    assert (peer.best.step, peer.best.train, peer.best.test) == (1000, 2.3, 2.2)
    seconds = [one.seconds for one in peer.evaluations]
    assert seconds == sorted(seconds)


def test_a_program_that_fails_is_a_reason(tmp_path):
    from benchmarks.common import Missing

    line = 'print("step 500 train loss: 2.5 test loss: 2.4")\n'
    (tmp_path / "makemore.py").write_text(line + "raise SystemExit('no such luck')")
    peer = Makemore(LETTERS, "mlp", tmp_path, TEST, 1, tmp_path)
    with pytest.raises(Missing, match="no such luck"):
        peer._run(tmp_path)


MODEL = """
import sys
import types
from pathlib import Path
import torch

def ModelConfig(**told):
    return types.SimpleNamespace(**told)

class Bigram(torch.nn.Module):
    def __init__(self, config):
        super().__init__()
        print("a line of its own")
        self.logits = torch.nn.Parameter(torch.zeros(config.vocab_size))

    def get_block_size(self):
        return 1

    def forward(self, rows):
        return self.logits.expand(*rows.shape, -1), None

if __name__ == "__main__":
    told = dict(zip(sys.argv[1::2], sys.argv[2::2]))
    model = Bigram(ModelConfig(vocab_size=27))
    with torch.no_grad():
        model.logits[0] = 1.0
    torch.save(model.state_dict(), Path(told["-o"]) / "model.pt")
    print("step 500 train loss: 2.5 test loss: 2.4")
"""


def test_makemores_model_is_loaded_from_its_run(tmp_path, monkeypatch, capsys):
    pytest.importorskip("torch")
    pytest.importorskip("tensorboard")
    (tmp_path / "makemore.py").write_text(MODEL)
    train = [*NAMES[:90], "".join(sorted(LETTERS))]
    peer = Makemore(LETTERS, "bigram", tmp_path, NAMES[90:100], 1, tmp_path)
    peer.fit(train)
    chances = peer.probabilities("em")
    assert math.fsum(chances) == pytest.approx(1, abs=1e-9)
    assert chances[-1] / chances[0] == pytest.approx(math.e, rel=1e-6)
    assert len(set(chances[:-1])) == 1
    expected = [math.log(one) for one in [*chances[:4], chances[-1]]]
    assert peer.log_probs("abcd") == pytest.approx(expected, abs=1e-5)
    invented = peer.generate(50, Random(0))
    assert set("".join(invented)) <= set(LETTERS)
    assert len(set(invented)) > 10
    assert peer.size_bytes() > 100
    assert capsys.readouterr().out == ""
    monkeypatch.setattr(Makemore, "_run", lambda *_: pytest.fail("trained again"))
    again = Makemore(LETTERS, "bigram", tmp_path, NAMES[90:100], 1, tmp_path)
    again.fit(train)
    assert again.evaluations == peer.evaluations


@pytest.mark.parametrize("size", [10, 250, 450])
def test_makemore_is_given_our_split(size):
    torch = pytest.importorskip("torch")
    train = [f"train{at}" for at in range(size)]
    lines = laid_out(train, TEST)
    torch.manual_seed(3407)
    order = torch.randperm(len(lines)).tolist()
    tested = cut(len(lines))
    assert [lines[at] for at in order[-tested:]] == TEST
    times = Counter(lines[at] for at in order[:-tested])
    assert times.keys() == set(train)
    assert max(times.values()) - min(times.values()) <= 1


def test_makemore_tests_no_less_than_a_tenth():
    pytest.importorskip("torch")
    from benchmarks.common import Missing

    with pytest.raises(Missing, match="cannot test 50 samples"):
        laid_out([f"train{at}" for at in range(4_000)], TEST)


# Abstractions --------------------------------------------------------------------


def test_fewest_pieces():
    assert fewest("", set()) == 0
    assert fewest("abc", set()) == 3
    assert fewest("abab", {"ab"}) == 2
    assert fewest("abcd", {"abc", "bcd", "cd", "ab"}) == 2


def test_depth_of_a_grammar():
    grammar = {0: [1, "a"], 1: [2, "b"], 2: ["c", "d"], 3: ["e", "f"]}
    assert deepest(grammar, int) == 2


@pytest.mark.parametrize(
    ("key", "package"),
    [("concepts", "plastic"), ("bpe1000", "tokenizers"), ("sequitur", "sksequitur")],
)
def test_pieces_shorten(key, package):
    pytest.importorskip(package)
    found = abstract(key, TRAIN, Path("nowhere"))
    letters = sum(map(len, TRAIN))
    assert 0 < found["written"] < letters
    assert found["depth"] > 1
    assert found["rules"] > 10
    assert found["dictionary"] >= found["rules"] - 1
    json.dumps(found)


def test_without_the_toy_there_is_a_reason():
    assert "no src" in abstract("toy", TRAIN, Path("nowhere"))["skipped"]


def test_the_toy_is_found_by_its_path(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "path", sys.path.copy())
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "plastic_prefix_network.py").write_text(
        "import networkx\n"
        "class PlasticPrefixNetwork:\n"
        "    def __init__(self): self.graph = networkx.DiGraph()\n"
        "    def learn(self, one): self.graph.add_node(one, r_level=len(one))\n"
    )
    found = abstract("toy", ["ab", "abc"], tmp_path)
    assert (found["rules"], found["depth"]) == (2, 5)


# Splits ------------------------------------------------------------------------------


def test_folds_test_different_samples():
    found = folds(NAMES)
    assert len(found) == FOLDS
    tested = [one for _, test in found for one in test]
    assert len(tested) == len(set(tested)) == 90
    for train, test in found:
        assert sorted(train + test) == sorted(NAMES)
        assert not set(train) & set(test)
    assert folds(NAMES) == found


def test_splits_of_a_file(tmp_path):
    from benchmarks.common import Missing

    file = tmp_path / "few.txt"
    file.write_text("\n".join("abcdefghij") + "\n")
    assert [len(test) for _, test in splits(str(file))] == [1, 1, 1]
    assert alphabet(splits(str(file))[0]) == "abcdefghij"
    file.write_text("a\nb\n")
    with pytest.raises(Missing, match="10 are the least"):
        splits(str(file))
