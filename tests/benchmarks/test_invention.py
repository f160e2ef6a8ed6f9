"""Inventing names beside others, judged by names that nobody learned."""

import json
import random
from importlib.util import find_spec

import pytest

import plastic
from benchmarks import invention
from benchmarks.peers.peer import Peer

NAMES = plastic.datasets.read(plastic.datasets.path("names.txt"))
TAUGHT, STOPPING, REAL = NAMES[:400], NAMES[400:440], NAMES[440:2000]


class Parrot(Peer):
    """Says each name of a list in turn."""

    def __init__(self, names):
        super().__init__("")
        self.names = names

    def fit(self, samples):
        """Learn nothing."""

    def probabilities(self, past):
        """Say nothing."""

    def generate(self, n, rng):
        """Repeat."""
        return self.names


@pytest.fixture
def found(monkeypatch, tmp_path):
    """Run it on few names; give what it keeps, and its page."""
    monkeypatch.setattr(invention, "splits", lambda name: [(TAUGHT, STOPPING)])
    monkeypatch.setattr(invention, "makemore_names", lambda: [*TAUGHT, *REAL])
    monkeypatch.setattr(invention, "DRAWN", 60)
    monkeypatch.setattr(invention, "TEMPERATURES", [1.0, 0.4])
    out = tmp_path / "invention"
    told = ["-o", str(out), "--makemore", str(tmp_path), "--work", str(tmp_path)]
    assert invention.main(told) == 0
    return json.loads(out.with_suffix(".json").read_text()), out.with_suffix(
        ".md"
    ).read_text()


def test_all_draw_what_is_new_and_say_how_good_it_is(found):
    kept, page = found
    assert kept["judged by"] == len(REAL)
    drawn = [invention.Drawn(**each) for each in kept["drawn"]]
    has_peer = find_spec("markovify") is not None
    assert len(drawn) == 4 + 2 * has_peer  # plastic in four ways, markovify in two
    assert ("Left out: markovify" not in page) == has_peer
    for way in drawn:
        assert way.tried >= 60
        assert not {*way.shown} & {*TAUGHT}
        assert 0 <= way.real < way.distinct <= 1
        assert way.nats > 1
        assert " ".join(way.shown) in page or way not in invention.chosen(drawn)
    bold, plain = drawn[1], drawn[0]
    assert bold.distinct < plain.distinct
    assert bold.nats < plain.nats
    assert "Left out: makemore's Transformer: no makemore.py" in page


def test_shares_are_those_of_what_was_drawn():
    said = [*TAUGHT[:10], *REAL[:5], *["qxqxqx"] * 5]
    judge = invention.Judge(REAL)
    draw = invention.lots(lambda rng: Parrot(said).generate(0, rng))
    judged = judge.judged(draw, {*TAUGHT})
    new = judged["tried"] / 2
    assert new == pytest.approx(invention.DRAWN, rel=0.05)
    assert judged["distinct"] == 6 / invention.DRAWN
    assert judged["real"] == pytest.approx(5 / 6)
    assert judged["shown"] == (said[10:] * 2)[:20]


def test_the_transformer_draws_more_of_the_likely_at_a_low_temperature():
    torch = pytest.importorskip("torch")
    from benchmarks.peers.makemore import Makemore

    class Constant:
        def get_block_size(self):
            return 5

        def __call__(self, rows):
            return torch.tensor([0.0, 2.0, 1.0]).expand(*rows.shape, 3), None

    peer = object.__new__(Makemore)
    Peer.__init__(peer, "ab")
    peer._model, peer._longest = Constant(), 5
    share = lambda warm: "".join(  # noqa: E731
        peer.generate(500, random.Random(0), warm)
    ).count("b")
    assert 0 == share(0.01) < share(0.5) < share(1.0)
