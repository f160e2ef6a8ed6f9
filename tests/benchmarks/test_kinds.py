"""The kinds of data are read as they say, and their learners are what they say."""

import contextlib
import hashlib
import io
import math
import random
import tarfile

import pytest

pytest.importorskip("benchmarks", reason="benchmarks/ is not beside these tests")

from benchmarks import kinds
from benchmarks.common import Missing
from benchmarks.kinds import compressors, data, kept, measuring, sources
from benchmarks.kinds.choosing import carved, least
from benchmarks.kinds.counting import OpenKneserNey, OpenPPM
from benchmarks.kinds.data import KINDS, Kind
from benchmarks.kinds.measuring import Judge, Measured, few, ours, peers, pooled
from benchmarks.kinds.repeats import corrections
from benchmarks.kinds.tables import cell
from benchmarks.peers.kneser_ney import KneserNey
from benchmarks.peers.ppm import PPM
from plastic import PlasticMemory, datasets

NAMES = datasets.read(datasets.path("names.txt"))[:120]
TRAIN, TEST = NAMES[:100], NAMES[100:]
LETTERS = "".join(sorted(set("".join(TRAIN))))


# What is pinned ----------------------------------------------------------------------


@pytest.fixture
def pinned(tmp_path, monkeypatch):
    """Put files into the folder, and list them with the hashes they have."""

    def put(files, listed=None):
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        digests = {
            name: hashlib.sha256(content).hexdigest()
            for name, content in (listed or files).items()
        }
        monkeypatch.setattr(sources, "listed", lambda: digests)

    monkeypatch.setenv(sources.FOLDER, str(tmp_path))
    return put


def test_every_listed_file_has_a_home():
    assert len(sources.listed()) > 100
    for name, digest in sources.listed().items():
        assert name.partition("/")[0] in sources.HOMES
        assert len(digest) == 64


def test_what_is_there_is_taken_without_a_network(pinned, monkeypatch):
    pooch = pytest.importorskip("pooch")
    monkeypatch.setattr(pooch, "retrieve", None)
    pinned({"loghub/a.log": b"one\r\n"})
    assert sources.text("loghub/a.log") == "one\n"


@pytest.mark.parametrize("there", [{}, {"loghub/a.log": b"changed"}])
def test_what_is_not_there_as_it_was_is_asked_for_at_its_home(
    there, pinned, monkeypatch
):
    pooch = pytest.importorskip("pooch")
    asked = []

    def retrieve(url, **told):
        asked.append(url)
        raise ConnectionError("no network")

    monkeypatch.setattr(pooch, "retrieve", retrieve)
    pinned(there, {"loghub/a.log": b"right"})
    with pytest.raises(Missing, match=r"a\.log is not there, nor to be had"):
        sources.text("loghub/a.log")
    assert asked == [f"{sources.HOMES['loghub']}/a.log"]


def package(*files):
    """Make a package of Debian with nothing in it but the list of its files."""
    listing = "".join(f"{'0' * 32}  {file}\n" for file in files).encode()
    control = io.BytesIO()
    with tarfile.open(fileobj=control, mode="w:xz") as tar:
        member = tarfile.TarInfo("./md5sums")
        member.size = len(listing)
        tar.addfile(member, io.BytesIO(listing))
    whole = b"!<arch>\n"
    odd = ("debian-binary", b"2.0")  # padded to an even place
    for name, content in [odd, ("control.tar.xz", control.getvalue())]:
        head = f"{name:<16}{0:<12}{0:<6}{0:<6}{100644:<8}{len(content):<10}`\n"
        whole += head.encode() + content + b"\n" * (len(content) % 2)
    return whole


def test_the_files_of_a_package_are_listed(tmp_path):
    path = tmp_path / "x.deb"
    path.write_bytes(package("usr/share/a b", "etc/c"))
    assert [*data.packed(path)] == ["/usr/share/a b", "/etc/c"]


def everything(train, test):
    return sorted(train + test)


def test_files_become_samples(pinned):
    line = b"\r\n\r\n" + b"x" * 250 + b"\r\n"
    protein = "ACDEFGHIKLMNPQRSTVWY"
    dna = "ACGT" * 8
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w:gz") as tar:
        for name, text in {
            "t/a.gb": f'/translation="{protein[:10]}\n    {protein[10:]}"',
            "t/b.fasta": f">p\r\n{protein}\r\n{protein}*\r\n>dna\n{dna}\n",
            "t/c.txt": f">p\n{protein}A\n",
        }.items():
            member = tarfile.TarInfo(name)
            member.size = len(text)
            tar.addfile(member, io.BytesIO(text.encode()))
    pinned(
        {
            **{
                f"loghub/{system}/{system}_2k.log": system.encode() + line
                for system in data.SYSTEMS
            },
            "chess-openings/a.tsv": b"eco\tname\tpgn\nA00\tOne\t1. e4 e5 2. Nf3\n",
            "nottingham-dataset/x.abc": b"X: 1\n% n\nabc|\\\nd|\n\nX: 2\nK:G\nef\n",
            "debian/x.deb": package("usr/a"),
            "cpython/x.py": b"  def f():\n# no\nx=1\nimport os\n    import os\n",
            "biopython/x.tar.gz": archive.getvalue(),
            "char-rnn/data/tinyshakespeare/input.txt": b"0123456789",
        }
    )
    assert everything(*data.logs(0)) == sorted([*data.SYSTEMS, *["x" * 200] * 5])
    assert everything(*data.chess(0)) == [("e4", "e5", "Nf3")]
    assert everything(*data.music(0)) == ["abc|d|", "ef"]
    assert everything(*data.paths(0)) == ["/usr/a"]
    assert everything(*data.python_lines(0)) == ["def f():", "import os"]
    assert everything(*data.proteins(0)) == [protein, protein * 2]
    assert data.shakespeare(0) == (["012345678"], ["9"])


def test_another_version_is_noticed(monkeypatch):
    def split(seed):
        return ["a"], ["b"]

    digest = hashlib.sha256(repr(split(0)).encode()).hexdigest()
    monkeypatch.setitem(KINDS, "right", Kind(split, "", digest=digest))
    monkeypatch.setitem(KINDS, "wrong", Kind(split, "", digest="0"))
    monkeypatch.setitem(KINDS, "files", Kind(split, ""))
    assert [*map(data.another, ["right", "wrong", "files"])] == [False, True, False]


# Learners ----------------------------------------------------------------------------

PAIRS = [(OpenKneserNey(4), KneserNey), (OpenPPM(3), PPM)]


@pytest.mark.parametrize("opened", [OpenKneserNey(4), OpenPPM(3)])
def test_all_symbols_and_the_slot_add_up_to_one(opened):
    opened.fit(TRAIN)
    for past in ["", "e", "mari", "qx"]:
        chances = [
            math.exp(opened.log_probs(past + symbol)[len(past)])
            for symbol in [*LETTERS, "\N{SNOWMAN}"]
        ]
        chances.append(math.exp(opened.log_probs(past)[-1]))
        assert math.fsum(chances) == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize(("opened", "kind"), PAIRS)
def test_a_slot_is_as_wide_as_so_many_letters_that_never_come(opened, kind):
    opened.fit(TRAIN)
    once = sum(count == 1 for count in opened.counts[""].values())
    never = "".join(map(chr, range(0x3B1, 0x3B1 + once + 1)))
    closed = kind(LETTERS + never, 4 if kind is KneserNey else 3)
    closed.fit(TRAIN)
    for name in [*TEST, ""]:
        if set(name) <= set(LETTERS):
            assert opened.log_probs(name) == pytest.approx(closed.log_probs(name))


def test_kneser_ney_is_what_waking_is_near():
    opened = OpenKneserNey(24)
    opened.fit(TRAIN)
    ours = -PlasticMemory().fit(TRAIN).score(TEST)
    theirs = Judge((TRAIN, TEST), False).sum(
        lambda name: [-log_prob for log_prob in opened.log_probs(name)]
    )
    assert theirs.mean() == pytest.approx(ours, abs=0.15)


def available():
    yield compressors.xz
    with contextlib.suppress(Missing):
        yield compressors.ppmd(6)


@pytest.mark.parametrize("compressor", [*available()])
def test_a_compressor_spends_little_on_what_it_has_read(compressor):
    rng = random.Random(0)
    noise = ["".join(rng.choices(LETTERS, k=60)) for _ in TRAIN]
    fresh = compressors.adaptive(compressor, noise[10:], noise[:10])
    assert fresh / 600 == pytest.approx(math.log(len(LETTERS)), rel=0.2)
    assert compressors.adaptive(compressor, noise, noise[:10]) < fresh / 2
    assert math.fsum(compressors.primed(compressor, noise, noise[:10])) < fresh / 2


def test_whole_bytes_are_right_on_the_average():
    # Takes 0.3 bytes a sample, after something that depends on how the file begins.
    def compressor(begun, then):
        part = begun.index(b"\n") / 30
        return int(part + 0.3 * then.count(b"\n")) - int(part)

    train = ["x" * length for length in range(30)]
    nats = compressors.primed(compressor, train, ["x"] * 500)
    assert {*nats} == {0, compressors.BYTE}
    assert math.fsum(nats) / 500 == pytest.approx(0.3 * compressors.BYTE, rel=0.2)


def test_corrections_leave_one_in_all():
    # A model over four samples, of which two are known, one of them twice.
    chances = {"a": 0.4, "b": 0.1, "c": 0.3, "d": 0.2}
    train = ["a", "a", "b"]
    added = corrections(lambda sample: math.log(chances[sample]), train, [*chances])
    corrected = [p * math.exp(more) for p, more in zip(chances.values(), added)]
    assert math.fsum(corrected) == pytest.approx(1)
    # N = 3, n1 = 1, n2 = 1: never 1, once 2, twice 0, and half a sample's belief
    assert corrected[1] == pytest.approx(2.5 / 4.5)
    assert corrected[0] == pytest.approx(0.5 / 4.5)
    assert sum(corrected[2:]) == pytest.approx(1.5 / 4.5)


# Measuring ---------------------------------------------------------------------------


def test_only_moments_of_known_symbols_count():
    split = ["ab"], ["azb", "z"]
    found = Judge(split, True).sum(
        lambda sample: [1.0, 2.0, 4.0, 8.0][-len(sample) - 1 :]
    )
    assert (found.nats, found.symbols) == ([13.0, 8.0], [3, 1])
    found = Judge(split, False).sum(lambda sample: [1.0] * (len(sample) + 1))
    assert found.symbols == [4, 2]


def test_one_long_sample_is_cut_into_stretches():
    split = ["a"], ["a" * 2_500]
    found = Judge(split, False).sum(lambda sample: [1.0] * (len(sample) + 1))
    assert found.symbols == [1_000, 1_000, 501]


def test_a_tenth_is_carved_out():
    first, then = carved(TRAIN)
    assert (len(first), len(then)) == (90, 10)
    assert sorted(first + then) == sorted(TRAIN)
    assert carved(["0123456789"]) == (["012345678"], ["9"])


@pytest.mark.parametrize("start", [2, 7, 12])
def test_the_least_is_found_from_both_sides(start):
    assert least(lambda number: (number - 7) ** 2, start, range(2, 13)) == 7


def test_few_keeps_so_many_symbols():
    assert few(["abc", "def", "ghi"], 4) == ["abc", "d"]
    assert few([("a", "b")], 1) == [("a",)]


@pytest.mark.parametrize("of_words", [False, True])
def test_all_learners_are_measured_on_the_same_symbols(of_words):
    split = (TRAIN, TEST[:6])
    if of_words:
        split = tuple([tuple(name) for name in part] for part in split)
    found = {**ours(split), **peers(split)}
    assert {"awake", "asleep", "Kneser-Ney", "PPM-D"} <= found.keys()
    assert ("xz, primed" in found) != of_words
    symbols = sum(len(name) + 1 for name in TEST[:6])
    assert {sum(each.symbols) for each in found.values()} == {symbols}
    awake = -PlasticMemory().fit(split[0]).score(split[1])
    assert found["awake"].mean() == pytest.approx(awake)
    assert found["its best order on test"].mean() <= found["Kneser-Ney"].mean()


def test_words_and_letters_are_the_same_to_who_counts():
    words = [tuple(name) for name in TRAIN], [tuple(name) for name in TEST]
    found = [
        measuring.of_kneser_ney(measuring.of_characters(split), False)["Kneser-Ney"]
        for split in [(TRAIN, TEST), words]
    ]
    assert found[0].nats == pytest.approx(found[1].nats)


def test_splits_are_taken_together():
    one, other = Measured([1.0], [2], 1.0, "4"), Measured([3.0], [2], 3.0, "5")
    both = pooled([{"x": one}, {"x": other}])["x"]
    assert both == Measured([1.0, 3.0], [2, 2], 2.0, "4 5")
    assert cell(both) == "1.000 (4 5)"
    assert cell(None) == ""


def test_what_was_measured_is_not_measured_again(monkeypatch, tmp_path):
    monkeypatch.setenv(sources.FOLDER, str(tmp_path))
    calls = []

    def measure(nats):
        calls.append(nats)
        return {"x": Measured([nats], [2], 1.5, "4")}

    def asked(nats, *key):
        return kept.kept_or(lambda: measure(nats), *key)["x"].nats

    assert asked(1.0, "names", 0, "ours") == [1.0]
    assert asked(2.0, "names", 0, "ours") == [1.0]
    assert asked(3.0, "names", 1, "ours") == [3.0]
    assert asked(4.0, "names", 0, "peers") == [4.0]
    monkeypatch.setattr(kept, "digest", lambda who: f"another {who == 'ours'}")
    assert asked(5.0, "names", 0, "ours") == [5.0]
    assert calls == [1.0, 3.0, 4.0, 5.0]


def test_what_another_process_kept_meanwhile_stays(monkeypatch, tmp_path):
    monkeypatch.setenv(sources.FOLDER, str(tmp_path))

    def slow():
        kept.kept_or(lambda: {"y": Measured([2.0], [1])}, "words", 0, "peers")
        return {"x": Measured([1.0], [1])}

    kept.kept_or(slow, "names", 0, "ours")
    assert [*kept.kept_or(dict, "words", 0, "peers")] == ["y"]
    assert [*kept.kept_or(dict, "names", 0, "ours")] == ["x"]


def test_the_peers_do_not_depend_on_the_package():
    def files(who):
        return {
            str(file.relative_to(kept.ROOT))
            for pattern in kept.DEPENDS_ON[who]
            for file in kept.ROOT.glob(pattern)
        }

    assert "plastic/mixture/weights.py" in files("ours")
    assert "benchmarks/peers/ppm.py" in files("peers")
    assert not any(file.startswith("plastic/") for file in files("peers"))


def test_a_kind_that_is_not_there_is_left_out_with_a_reason(monkeypatch):
    def missing(seed):
        raise Missing("no file")

    chosen = {"here": Kind(lambda seed: (TRAIN, TEST), ""), "gone": Kind(missing, "")}
    for module in (kinds, data, measuring):
        monkeypatch.setattr(module, "KINDS", chosen)
    monkeypatch.setattr("benchmarks.kinds.tables.KINDS", chosen)
    monkeypatch.setattr(kinds, "in_fresh_process", lambda call, *told: call(*told))
    monkeypatch.setattr(measuring, "QUICK", (300, 60))
    table, seconds = kinds.run(quick=True)
    for each in (table, seconds):
        assert [row[0] for row in each.rows] == ["here"]
        assert {len(row) for row in each.rows} == {len(each.header)}
    assert "Left out: gone; no file." in table.note
