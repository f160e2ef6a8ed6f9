"""What is public is shown: each name has an example, which doctest runs."""

from __future__ import annotations

import inspect
import re
from functools import cache, cached_property

import pytest

import plastic
from plastic.cli import verbs

# What others import, and from where; a module's own list says the rest.
HOMES = {
    plastic: plastic.__all__,
    plastic.datasets: plastic.datasets.__all__,
    plastic.client: ["Client"],
    plastic.distributed: ["train"],
}
ATTRIBUTES = (property, cached_property)


def public():
    """Give name, object and owner's kin of all that is public, members included."""
    for home, names in HOMES.items():
        for name in names:
            thing = getattr(home, name)
            yield f"{home.__name__}.{name}", thing, []
            if inspect.isclass(thing):
                yield from members(f"{home.__name__}.{name}", thing)


def members(path, kind):
    """Give the public members of a class that plastic itself defines."""
    kin = [each for each in kind.__mro__ if each.__module__.startswith("plastic")]
    for name in sorted({name for each in kin for name in vars(each)}):
        if not name.startswith("_"):
            yield f"{path}.{name}", inspect.getattr_static(kind, name), kin


def name_of(path):
    return path.rpartition(".")[2]


NAMES = {path: (thing, kin) for path, thing, kin in public()}
METHODS = {
    path: kin
    for path, (thing, kin) in NAMES.items()
    if kin and inspect.isroutine(thing) and not isinstance(thing, ATTRIBUTES)
}
PROPERTIES = {
    path: kin for path, (thing, kin) in NAMES.items() if isinstance(thing, ATTRIBUTES)
}
THINGS = {
    path: thing
    for path, (thing, kin) in NAMES.items()
    if not kin and (inspect.isclass(thing) or inspect.isroutine(thing))
}


def has_example(thing):
    return ">>> " in (inspect.getdoc(thing) or "")


@cache
def texts_of(*things):
    """Give all docstrings of classes, their members' included, or of functions."""
    own = [thing for thing in things if inspect.isclass(thing)]
    members = [member for kind in own for member in vars(kind).values()]
    return "\n".join(inspect.getdoc(each) or "" for each in [*things, *members])


def docs_of(kin, name):
    """Give what the classes say of a member: what one says holds for its heirs."""
    return [
        inspect.getdoc(vars(each)[name]) or "" for each in kin if name in vars(each)
    ]


def test_there_is_much_that_is_public():
    assert len(THINGS) > 50
    assert len(METHODS) > 150
    assert len(PROPERTIES) > 50


def test_what_is_public_has_an_example():
    assert not [path for path, thing in THINGS.items() if not has_example(thing)]
    plots = plastic.plots
    assert all(has_example(getattr(plots, name)) for name in plots.__all__)


def test_a_method_has_an_example():
    bare = [
        path
        for path, kin in METHODS.items()
        if not any(">>> " in text for text in docs_of(kin, name_of(path)))
    ]
    assert not bare


def test_a_property_is_told_and_seen_in_an_example():
    assert not [
        path for path, kin in PROPERTIES.items() if not all(docs_of(kin, name_of(path)))
    ]
    unseen = [
        path
        for path, kin in PROPERTIES.items()
        if not re.search(rf"(>>>|\.\.\.) .*\.{name_of(path)}\b", texts_of(*kin))
    ]
    assert not unseen


def test_no_example_is_left_out():
    """What is only shown may be wrong; where nobody can run it, the reason is here."""
    reasons = {
        "plastic.datasets.fetch": "needs the network",
        "plastic.distributed.train": "needs a cluster",
    }
    skipped = {path for path, thing in THINGS.items() if "+SKIP" in texts_of(thing)}
    assert skipped <= reasons.keys()


@pytest.mark.parametrize("name", verbs.MODULE_OF)
def test_a_command_has_help_and_an_example(name):
    assert inspect.getdoc(verbs.find(name))
    assert f"plastic {name}" in verbs.example(name)
