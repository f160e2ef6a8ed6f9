"""An animation shows what happens, and nothing jumps."""

import re

import pytest

import plastic
from plastic import PlasticMemory, datasets
from plastic.rendering.growth import gif as animation
from plastic.rendering.growth import stage
from plastic.rendering.growth.story import story_signs
from plastic.rendering.growth.watching import watch
from plastic.rendering.palette import ABSTRACTED, EXCITED, FIRED, INHIBITED, LIFTED

np = pytest.importorskip("numpy")
Image = pytest.importorskip("PIL.Image")
pytest.importorskip("matplotlib")

NAMES = ["rohan", "mohan", "rehan"]
ODD = ["<script>", '"', "\\", "new\nline", "😀", "a b", ""]


def pictures(path):
    """Give the pictures of a GIF as arrays, and the milliseconds of each."""
    with Image.open(path) as gif:
        shown, times = [], []
        for at in range(gif.n_frames):
            gif.seek(at)
            shown.append(np.asarray(gif.convert("RGB")).astype(int))
            times.append(gif.info["duration"])
    return shown, times


def grown(samples=NAMES):
    return watch(PlasticMemory().state, samples)


def has(picture, colour):
    """Tell whether a colour is in the tree of a picture."""
    rgb = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    tree = picture[stage.HEADER : stage.HEADER + stage.TREE - 40]
    # An edge between two other colours may have a pixel or two of it.
    return int((tree == rgb).all(axis=2).sum()) > 30


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("every", "count"), [("signal", None), ("moment", 5 * 3), ("sample", 3)]
)
def test_a_picture_for_every_step_and_one_at_rest(tmp_path, every, count):
    growth = grown(["ana", "una", "ena"])
    growth.gif(tmp_path / "growth.gif", every=every)
    shown, times = pictures(tmp_path / "growth.gif")
    assert len(shown) == (count or len(growth)) + 1
    assert {one.shape for one in shown} == {(828, 800, 3)}
    assert not any(has(shown[-1], colour) for colour in (FIRED, EXCITED, ABSTRACTED))
    assert times[-1] == 3000


@pytest.mark.thorough
def test_signals_have_their_colours(tmp_path):
    growth = watch(PlasticMemory().fit(["xab", "xab"]).state, ["yab"])
    growth.gif(tmp_path / "growth.gif", every="signal")
    shown, _ = pictures(tmp_path / "growth.gif")
    colours = {
        "fires": FIRED,
        "potentiates": EXCITED,
        "abstracts": ABSTRACTED,
        "lifts": LIFTED,
    }
    assert {one.kind for one in growth} == set(colours)
    for frame, picture in zip(growth, shown):
        seen = {kind for kind, colour in colours.items() if has(picture, colour)}
        assert seen == {frame.kind}


@pytest.mark.thorough
def test_forgetting_has_its_colour_and_what_dissolves_vanishes(tmp_path):
    growth = watch(PlasticMemory(capacity=2).state, ["ab", "cb", "x"])
    growth.gif(tmp_path / "growth.gif", every="signal")
    shown, _ = pictures(tmp_path / "growth.gif")
    (goes,) = (at for at, one in enumerate(growth) if one.kind == "forgets")
    seen = [has(picture, INHIBITED) for picture in shown]
    assert [at for at, there in enumerate(seen) if there] == [goes]
    x, y = stage.Plan(growth.drawn(150), stage.TREE, story_signs(growth)).at("b")
    row, column = round(y) + stage.HEADER, round(x) + (stage.WIDTH - stage.TREE) // 2
    white = [(picture[row, column] == 255).all() for picture in shown]
    assert not white[goes - 1]
    assert all(white[goes:])


@pytest.mark.thorough
def test_nothing_jumps(tmp_path):
    """What no signal touches stands where it stood."""
    growth = grown(["abc", "xbc", "abd"])
    growth.gif(tmp_path / "growth.gif")
    shown, _ = pictures(tmp_path / "growth.gif")
    plan = stage.Plan(growth.drawn(150), stage.TREE, story_signs(growth))
    left = (stage.WIDTH - stage.TREE) // 2
    born = {}  # concept -> the first picture of it
    for at, (_, state) in enumerate(growth.steps("moment")):
        for concept in state:
            born.setdefault(concept, at)
    for concept, first in born.items():
        x, y = plan.at(concept)
        rim = round(plan.least(concept)) - 2  # above what is written in it
        row, column = round(y) + stage.HEADER - rim, round(x) + left
        inks = [tuple(one[row, column]) for one in shown]
        white = [ink == (255, 255, 255) for ink in inks]
        assert not any(white[first:]), concept


def test_the_same_bytes_every_time(tmp_path):
    for name in ("one.gif", "other.gif"):
        grown().gif(tmp_path / name)
    one, other = (tmp_path / name for name in ("one.gif", "other.gif"))
    assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize(
    "samples",
    [
        ODD,
        [("to", "be"), ("not", "to", "be"), ("</b>", "to", "be")],
        [(1, (2, "x")), (3, (2, "x"))],
        [""],
        ["a" * 60, "a" * 60 + "b"],
        [("incomprehensibilities", "x" * 90), ("y", "x" * 90)],
    ],
)
def test_any_symbols(tmp_path, samples):
    grown(samples).gif(tmp_path / "growth.gif", every="sample")
    shown, _ = pictures(tmp_path / "growth.gif")
    assert 2 <= len(shown) <= len(samples) + 1


def test_a_memory_that_holds_more_than_can_be_drawn(tmp_path):
    memory = PlasticMemory().fit(datasets.read(datasets.path("names.txt"))[:300])
    growth = watch(memory.state, ["zelda"])
    growth.gif(tmp_path / "growth.gif", every="sample", most=30)
    shown, _ = pictures(tmp_path / "growth.gif")
    assert has(shown[0], EXCITED)


def test_it_begins_slowly_and_ends_in_time():
    times = animation._durations(300, 30)
    assert times == sorted(times, reverse=True)
    assert times[0] > 3 * times[-1]
    assert abs(sum(times) - 30_000) < 1500  # rounded to hundredths
    assert animation._durations(2, 60) == [800, 760]
    assert min(animation._durations(900, 1)) == 20


def test_forty_names_make_a_small_file(tmp_path):
    import PIL

    if int(PIL.__version__.partition(".")[0]) < 11:
        pytest.skip("older Pillow writes what has not changed, too")
    names = datasets.read(datasets.path("names.txt"))[:40]
    grown(names).gif(tmp_path / "growth.gif", every="sample")
    assert (tmp_path / "growth.gif").stat().st_size < 600_000


def test_what_cannot_be(tmp_path, monkeypatch):
    growth, path = grown(), tmp_path / "growth.gif"
    with pytest.raises(plastic.ParameterError, match="every must be one of signal"):
        growth.gif(path, every="second")
    with pytest.raises(plastic.ParameterError, match="seconds must be above 0"):
        growth.gif(path, seconds=0)
    with pytest.raises(plastic.ParameterError, match="most must be at least 1"):
        growth.gif(path, most=0)
    with pytest.raises(plastic.ParameterError, match="nothing was learned"):
        grown([]).gif(path)
    monkeypatch.setattr(animation, "MOST_PICTURES", 20)
    with pytest.raises(plastic.ParameterError, match=r"21 pictures .*\(at most 20\)"):
        growth.gif(path)
    assert not path.exists()
    with pytest.raises(plastic.DataError, match=re.escape(repr(str(tmp_path)))):
        growth.gif(tmp_path, every="sample")


def test_what_is_not_installed_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "PIL.Image", None)
    with pytest.raises(
        plastic.MissingExtraError, match=r"animating.*plastic-memory\[plot\]"
    ):
        grown().gif(tmp_path / "growth.gif")
    assert not (tmp_path / "growth.gif").exists()


def test_no_depth_has_the_colour_of_a_signal(tmp_path):
    growth = PlasticMemory().watch([name * 2 for name in ["ab", "bab", "abab", "cab"]])
    growth.gif(tmp_path / "growth.gif", every="sample")
    shown, _ = pictures(tmp_path / "growth.gif")
    at_rest = shown[-1][stage.HEADER :]  # no signal is shown in the tree
    assert (at_rest.max(axis=2) - at_rest.min(axis=2)).max() == 0  # only grey


def test_no_name_lies_on_a_branch():
    growth = grown(["abc", "xbc", "abd", "xabc", "zabc"])
    plan = stage.Plan(growth.drawn(150), stage.TREE, story_signs(growth))
    inner = {parent for parent in growth.drawn(150).values() if parent is not None}
    assert any(len(concept) > 1 for concept in inner)
    assert all(plan.is_inside(each) for each in inner if plan.label(each))


@pytest.mark.thorough
def test_forty_names_play_for_some_twenty_seconds_at_most(tmp_path):
    names = datasets.read(datasets.path("names.txt"))[:40]
    PlasticMemory().watch(names).gif(tmp_path / "growth.gif", most=20)
    _, times = pictures(tmp_path / "growth.gif")
    assert 12_000 <= sum(times) <= 20_000
