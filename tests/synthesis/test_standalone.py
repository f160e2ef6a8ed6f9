"""What printed Python needs is brought along: all of it, and no more."""

import re

from plastic import Seq2SeqMemory
from plastic.synthesis.standalone import standalone
from plastic.synthesis.strings.expression import HOMES, Operation

STRINGS = "plastic.synthesis.strings"


def defined(text):
    return re.findall(r"^(?:def|class) (\w+)|^(\w+) \+?=", text, re.MULTILINE)


def test_what_is_called_comes_after_what_it_needs():
    homes = {"find_dates": f"{STRINGS}.dates"}
    text = standalone("find_dates('5 May 2001', 'dmy')", homes)
    space = {}
    exec(text, space)  # a constant that is made of others must find them
    (found,) = space["find_dates"]("6-Oct-2143", "dmy")
    assert (found.year, found.month, found.day) == (2143, 10, 6)


def test_of_a_table_only_the_rows_come_that_are_named():
    homes = {"TimeFormat": f"{STRINGS}.times"}
    text = standalone("TimeFormat(form='2 PM')(3600)", homes)
    space = {}
    exec(text, space)
    assert space["TimeFormat"]("2 PM")(13 * 3600) == "1 PM"
    assert [*space["FORMS"]] == ["2 PM"]


def test_what_explains_is_left_out():
    text = standalone("Span(1, 2)", {"Span": f"{STRINGS}.places"})
    assert "sentence" not in text
    assert '"""' not in text
    assert "Operation" not in text


def test_no_two_things_of_all_operations_have_the_same_name():
    """What two modules call alike would be one in a program that is printed."""
    called = [
        each
        for each in Operation.__subclasses__()
        if each.python is Operation.python or each.__name__ in ("Test", "Span")
    ]
    homes = HOMES | {each.__name__: each.__module__ for each in called}
    names = [each for each in defined(standalone(", ".join(homes), homes)) if any(each)]
    assert len(called) > 10
    names.remove(("", "_MONTH"))  # which is made in two steps
    assert len(names) == len({*names})


def test_what_is_not_known_is_left_alone():
    assert standalone("len(source)", {"re": f"{STRINGS}.classes"}) == ""


def test_what_follows_after_dates_needs_no_plastic_and_predicts_the_same():
    pairs = [("7 Nov 2001 3pm", "Wed 15"), ("3/4/2002 2:30 am", "Mon 2")]
    memory = Seq2SeqMemory().fit(pairs)
    python = memory.program().python()
    assert "plastic" not in python
    space = {}
    exec(python, space)
    for source in ("1 January 1999 9 am", "2000-02-29 0:15", "May 5, 2031 12 PM"):
        assert space["program"](source) == memory.predict(source)
