"""A column that is partly filled in: pandas, and which cell would settle most."""

import math

import pytest

from plastic import (
    Arguments,
    ParameterError,
    SampleError,
    SampleTypeError,
    Seq2SeqMemory,
)

pd = pytest.importorskip("pandas")

NAMES = ["Ada King", "Bo Ray", "Al Day", "Edsger W. Dijkstra"]


def people(**columns):
    return pd.DataFrame({"name": NAMES, **columns})


def test_empty_cells_are_filled_and_the_frame_stays():
    frame = people(short=["A. King", "B. Ray", None, ""])
    before = frame.copy()
    filled = Seq2SeqMemory().fill(frame, ["name"], "short")
    assert filled["short"].tolist()[:3] == ["A. King", "B. Ray", "A. Day"]
    assert [*filled.columns] == ["name", "short", "short confidence", "short doubt"]
    pd.testing.assert_frame_equal(frame, before)


def test_each_answer_tells_how_sure_it_is():
    frame = people(short=["A. King", "B. Ray", None, None])
    filled = Seq2SeqMemory().fill(frame, ["name"], "short")
    sure, doubts = filled["short confidence"].tolist(), filled["short doubt"].tolist()
    assert math.isnan(sure[0])
    assert not doubts[0]
    assert sure[3] < sure[2] <= 1  # it has another first name
    assert doubts[3]


def test_several_columns_are_several_inputs():
    frame = people(no=[7, 8, 9, 10], tag=["King-7", None, "Day-9", None])
    assert Seq2SeqMemory().fill(frame, target="tag")["tag"].tolist()[1] == "Ray-8"


def test_numbers_stay_numbers():
    frame = pd.DataFrame({"price": [5.25, 7.75, 3.1], "about": [5.5, 8.0, None]})
    filled = Seq2SeqMemory().fill(frame, ["price"], "about")
    assert filled["about"].dtype == float
    assert filled["about"].tolist() == [5.5, 8.0, 3.0]


def test_what_cannot_be_answered_stays_empty_and_says_why():
    frame = pd.DataFrame(
        {
            "day": ["3/4/2001", "May 6 2002", "1 May 1990", "?", None],
            "year": ["2001", "2002", "1990", "", ""],
        }
    )
    filled = Seq2SeqMemory().fill(frame, ["day"], "year")
    assert filled["year"].tolist()[3:] == ["", ""]
    assert filled["year doubt"].tolist()[3]
    assert filled["year confidence"].tolist()[3] == 0


def test_doubtful_cells_are_marked():
    pytest.importorskip("jinja2")
    frame = people(short=["A. King", "B. Ray", None, None])
    page = Seq2SeqMemory().fill(frame, ["name"], "short", mark=True).to_html()
    assert "#ffe08a" in page
    assert "row0_col1" not in page.partition("</style>")[0]  # it was given


@pytest.mark.parametrize(
    ("sources", "target", "error"),
    [
        (["nmae"], "short", ParameterError),
        (["name"], "sort", ParameterError),
        (["short"], "short", ParameterError),
        ([], "short", ParameterError),
        (7, "short", SampleTypeError),
    ],
)
def test_columns_that_are_not_there_are_refused(sources, target, error):
    memory = Seq2SeqMemory()
    with pytest.raises(error):
        memory.fill(people(short=["A. King", None, None, None]), sources, target)
    assert not len(memory)


def test_an_empty_column_teaches_nothing():
    with pytest.raises(SampleError, match="fill in"):
        Seq2SeqMemory().fill(people(short=[None] * 4), ["name"], "short")


def test_filling_twice_learns_no_pair_twice():
    memory, frame = Seq2SeqMemory(), people(short=["A. King", "B. Ray", None, None])
    memory.fill(frame, ["name"], "short")
    memory.fill(frame, ["name"], "short")
    assert len(memory) == 2


def test_the_most_informative_source_is_the_one_that_programs_differ_on():
    memory = Seq2SeqMemory().fit([("Ada King", "King"), ("Bo Ray", "Ray")])
    asked = ["Al Day", "Edsger W. Dijkstra", "Jo Fox"]
    assert memory.most_informative(asked) == ["Edsger W. Dijkstra"]
    assert set(memory.most_informative(asked, 3)) == set(asked)
    with pytest.raises(ParameterError):
        memory.most_informative(asked, 0)


def test_arguments_are_inputs_not_symbols():
    pairs = [(Arguments("a_b_c", 2), "b"), (Arguments("x_y", 1), "x")]
    memory = Seq2SeqMemory().fit(pairs)
    assert memory.predict(Arguments("red_green_blue", 3)) == "blue"
    assert memory.predict("red_green_blue\t3") == "blue"
    assert memory.pairs[0] == ("a_b_c\t2", "b")


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ((), SampleError),
        (("a\tb", 1), SampleError),
        (([1],), SampleTypeError),
        ((True,), SampleTypeError),
    ],
)
def test_what_is_no_argument_is_refused(values, error):
    with pytest.raises(error):
        Arguments(*values)


def test_columns_of_one_name_are_refused_and_what_is_no_table():
    frame = pd.DataFrame([["Ada", "A", ""], ["Bo", None, ""]], columns=[*"abb"])
    memory = Seq2SeqMemory()
    with pytest.raises(ParameterError, match="two columns are called 'b'"):
        memory.fill(frame, ["a"], "b")
    for other in ({"a": ["x"], "b": ["y"]}, [["x", "y"]], frame["a"], None, 5):
        with pytest.raises(SampleTypeError, match=r"pandas\.DataFrame"):
            memory.fill(other, ["a"], "b")


def test_a_column_is_computed_of_others():
    frame = pd.DataFrame({"price": [1.5, 0.5, 2.25, 4.0], "many": [2, 3, 4, 10]})
    frame["total"] = [3.0, 1.5, 9.0, None]
    assert Seq2SeqMemory().fill(frame, target="total")["total"].tolist()[3] == 40.0
