"""GridMemory: its verbs, and each way to explain."""

import pickle

import pytest

import plastic
from plastic import (
    DataError,
    DataNotFoundError,
    GenerationError,
    GridMemory,
    NotLearnedError,
    ParameterError,
    SampleError,
    SampleTypeError,
    UnsureWarning,
)
from plastic.grids import Grid
from plastic.grids.acting import acted
from plastic.grids.growth import growths

FLIP = [("120/000", "021/000"), ("300/040", "003/040")]
FILL = [
    ("0000/0333/0303/0333", "0000/0333/0343/0333"),
    ("33300/30300/33300/00000", "33300/34300/33300/00000"),
]


def test_one_operation():
    memory = GridMemory(budget=300).fit(FLIP)
    assert memory.predict("560/700") == Grid("065/007")
    assert memory.answers("560/700")[0].is_sure
    assert "flip across" in str(memory.program())


def test_a_table_fills_what_is_enclosed():
    memory = GridMemory(budget=300).fit(FILL)
    asked = "3330000/3030333/3330303/0000333"
    assert memory.predict(asked, n=1) == [Grid("3330000/3430333/3330343/0000333")]
    run = memory.explain(asked)
    assert "write 4" in str(run) or "filled with 4" in str(run)
    assert run._repr_svg_().count("<svg") == 1


def test_a_mosaic():
    pairs = [("12", "1221/1221"), ("34", "3443/3443"), ("56", "5665/5665")]
    assert GridMemory(budget=300).fit(pairs).predict("78", n=1) == [Grid("7887/7887")]


def test_objects_act():
    pairs = [
        ("2000/0000/0000/8880", "0000/0000/2000/8880"),
        ("00000/02000/00000/00000/88888", "00000/00000/00000/02000/88888"),
    ]
    sources = [Grid(source) for source, _ in pairs] + [Grid("00200/00000/08880")]
    found = [*acted(sources, [Grid(target) for _, target in pairs], 1)]
    price, grids, rows, _ = min(found, key=lambda each: each[0])
    assert grids[2] == Grid("00000/00200/08880")
    assert any("slides down" in row for row in rows)
    assert price == min(price for price, *_ in found)


def test_a_rule_is_repeated_until_nothing_changes():
    pairs = [("100000", "111111"), ("010020", "011120"), ("000100", "000111")]
    sources = [Grid(source) for source, _ in pairs] + [Grid("001003")]
    found = [*growths(sources, [Grid(target) for _, target in pairs], 1)]
    assert Grid("001113") in [grids[3] for _, grids, *_ in found]
    assert all(rows[0] == "until nothing changes:" for _, _, rows, _ in found)


def test_another_ground_than_zero():
    pairs = [("877/777", "778/777"), ("797/777/777", "797/777/777")]
    assert GridMemory(budget=300).fit(pairs).predict("677/776", n=1) == [
        Grid("776/677")
    ]


@pytest.mark.thorough
def test_forgetting_is_never_having_had_it():
    memory = GridMemory(budget=300).fit(FLIP)
    asked = "560/700"
    before = memory.answers(asked)
    memory.learn("120/000", "222/222")  # of which something else came
    with pytest.raises(GenerationError):
        memory.predict(asked)
    memory.forget("120/000", "222/222")
    assert memory.pairs == [(Grid(a), Grid(b)) for a, b in FLIP]
    after = memory.answers(asked)
    assert [(a.grid, a.confidence) for a in after] == [
        (b.grid, b.confidence) for b in before
    ]
    with pytest.raises(NotLearnedError):
        memory.forget("120/000", "222/222")


def test_tasks_do_not_disturb_each_other():
    memory = GridMemory(budget=300).fit(FLIP, "flip")
    for source, target in FILL:
        memory.learn(source, target, "fill")
    assert memory.goals == ["flip", "fill"]
    assert memory.predict("560/700", "flip") == Grid("065/007")
    with pytest.raises(NotLearnedError, match="no task"):
        memory.predict("560/700")


@pytest.mark.thorough
def test_what_is_only_a_guess_is_told():
    memory = GridMemory(budget=300).fit([("120/345/006", "641/302/500")])
    with pytest.warns(UnsureWarning):
        memory.predict("321/654/987")


@pytest.mark.parametrize(
    ("pairs", "error"),
    [
        ([("12",)], SampleTypeError),
        ([("12", "2x")], SampleError),
        ([(1, 2)], SampleTypeError),
        ([FLIP[0], ("12", [[11]])], SampleError),
    ],
)
def test_a_fit_that_fails_changes_nothing(pairs, error):
    memory = GridMemory(budget=300).fit(FLIP)
    for verb in (memory.fit, memory.partial_fit):
        with pytest.raises(error):
            verb(pairs)
    assert len(memory) == 2


def test_it_comes_back_from_a_file(tmp_path):
    memory = GridMemory(budget=50).fit(FLIP, ("a", 1))
    path = tmp_path / "grids.json"
    memory.save(path)
    memory.save(path)  # over its own kind
    for back in (GridMemory.load(path), pickle.loads(pickle.dumps(memory))):
        assert back.pairs == memory.pairs
        assert back.goals == [("a", 1)]
        assert back.get_params() == {"budget": 50}
    with pytest.raises(DataError):
        plastic.load(path)
    with pytest.raises(DataNotFoundError):
        GridMemory.load(tmp_path / "none")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        '{"format":"plastic grids"}',
        '{"format":"plastic grids","version":1,"budget":0,"pairs":[]}',
        '{"format":"plastic grids","version":1,"budget":1,"pairs":[[null,"1"]]}',
        '{"format":"plastic grids","version":1,"budget":1,"pairs":[[null,"1",[[2]]]]}',
        '{"format":"plastic grids","version":2,"budget":1,"pairs":[]}',
        '{"format":"plastic pairs","version":1,"params":{},"pairs":[]}',
    ],
)
def test_what_is_no_such_file(tmp_path, content):
    path = tmp_path / "odd.json"
    path.write_text(content)
    with pytest.raises(DataError):
        GridMemory.load(path)


def test_nothing_of_another_kind_is_written_over(tmp_path):
    for name, content in (("pairs.json", "[1]"), ("names.txt", "emma"), ("new", "")):
        path = tmp_path / name
        path.write_text(content)
        with pytest.raises(DataError, match="another name"):
            GridMemory().save(path)
        assert path.read_text() == content


@pytest.mark.parametrize("params", [{"budget": 0}, {"budget": 1.5}, {"steps": 3}])
def test_hyperparameters_are_checked(params):
    memory = GridMemory()
    with pytest.raises(ParameterError):
        memory.set_params(**params)
    assert memory.get_params() == {"budget": 20_000}
