"""The hyperparameters: what they are, what they may be, and what a change costs.

There is one copy of them, in the memory's state.  They are stored as given and
looked at when they are first used, as in scikit-learn; from then on they are
plain Python values, whatever numeric type was given, and what is saved is what
predicts.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields, replace
from functools import cached_property
from typing import Any

from ._support import json_codec
from ._support.arguments import positive, whole
from ._support.short import short
from ._support.symbol_checks import check_alphabet
from .consolidation.templates import Recipe
from .core.symbols import Symbol, in_order
from .errors import ParameterError
from .mixture.prior import Prior

EVICT = ("oldest", "rarest")  # see state.eviction
REPEATS = ("keep", "estimate")  # see state.repeats


@dataclass(frozen=True)
class Hyperparameters:
    """What a :class:`plastic.PlasticMemory` was told about how to learn.

    Parameters
    ----------
    horizon, alphabet, recipe, sleep_after, capacity, evict, repeats, prior
        See :class:`plastic.PlasticMemory`.

    Examples
    --------
    >>> Hyperparameters(alphabet={"b", "a"}, horizon=True).checked()
    Hyperparameters(horizon=1, alphabet=('a', 'b'), recipe=None, sleep_after=0.5,
                    capacity=None, evict='oldest', repeats='keep', prior=None)
    """

    horizon: int = 24
    alphabet: Collection[Symbol] | None = None
    recipe: Recipe | None = None
    sleep_after: float | None = 0.5
    capacity: int | None = None
    evict: str = "oldest"
    repeats: str = "keep"
    prior: Prior | None = None

    @classmethod
    def names(cls) -> list[str]:
        """List the names of all hyperparameters."""
        return [field.name for field in fields(cls)]

    def checked(self) -> Hyperparameters:
        """Give these as plain values of Python.

        Raises
        ------
        ParameterError
            One of them is out of its range.
        """
        recipe, sleep_after = self.recipe, self.sleep_after
        if recipe is not None:
            if not isinstance(recipe, Recipe):
                raise ParameterError(
                    f"recipe must be a plastic.Recipe, not {short(recipe)}"
                )
            recipe = recipe.checked()
        if sleep_after is not None:
            sleep_after = positive(sleep_after, "sleep_after")
            if sleep_after == math.inf:
                raise ParameterError("sleep_after must be finite; None: never")
        if self.prior is not None and not isinstance(self.prior, Prior):
            raise ParameterError(
                f"prior must be another PlasticMemory, not {short(self.prior)}"
            )
        return Hyperparameters(
            horizon=whole(self.horizon, "horizon", least=1),
            alphabet=_plain_alphabet(self.alphabet),
            recipe=recipe,
            sleep_after=sleep_after,
            capacity=(
                None
                if self.capacity is None
                else whole(self.capacity, "capacity", least=1)
            ),
            evict=_chosen(self.evict, "evict", EVICT),
            repeats=check_repeats(self.repeats),
            prior=self.prior,
        )

    def replaced(self, **changes: Any) -> Hyperparameters:
        """Give these with some changed, checked.

        ``recipe__near=2`` changes one parameter of the recipe, as scikit-learn
        names what lies in what.

        Raises
        ------
        ParameterError
            There is no such hyperparameter, or it cannot have this value.
        """
        changes = {**changes, **self._nested(changes)}
        changes = {name: changes[name] for name in changes if "__" not in name}
        unknown = changes.keys() - self.as_dict().keys()
        if unknown:
            raise ParameterError(
                f"no hyperparameter {', '.join(sorted(unknown))}; "
                f"there are: {', '.join(self.names())}"
            )
        return replace(self, **changes).checked()

    def _nested(self, changes: Mapping[str, Any]) -> dict[str, Any]:
        """Give the recipe with those of its parameters that are to change."""
        parts = {
            tuple(name.split("__", 1)): value
            for name, value in changes.items()
            if "__" in name
        }
        if not parts:
            return {}
        known = {field.name for field in fields(Recipe)}
        for owner, part in parts:
            if owner != "recipe" or part not in known:
                raise ParameterError(
                    f"no hyperparameter {owner}__{part}; of a recipe there are: "
                    f"{', '.join(sorted(known))}"
                )
        recipe = changes.get("recipe", self.recipe) or Recipe()
        if not isinstance(recipe, Recipe):
            return {}  # which is refused with the others
        new = {part: value for (_, part), value in parts.items()}
        return {"recipe": replace(recipe, **new)}

    def as_dict(self) -> dict[str, Any]:
        """Give them by name."""
        return {name: getattr(self, name) for name in self.names()}

    # What a change costs -------------------------------------------------------------

    @cached_property
    def symbols(self) -> frozenset[Symbol] | None:
        """The only symbols there can be; None: any."""
        return None if self.alphabet is None else frozenset(self.alphabet)

    def regrows(self, before: Hyperparameters) -> bool:
        """Whether the graph must be grown anew, coming from others."""
        return self.horizon != before.horizon or self.symbols != before.symbols

    def wakes(self, before: Hyperparameters) -> bool:
        """Whether what the last sleep found does not go with these any more."""
        default = Recipe()
        changed = (self.recipe or default) != (before.recipe or default)
        return changed or self.regrows(before)

    # JSON ----------------------------------------------------------------------------

    def to_json(self) -> dict[str, Any]:
        """Give them as what JSON can hold; a prior is no such thing, and left out."""
        values = self.as_dict()
        del values["prior"]
        return {
            **values,
            "alphabet": json_codec.encode_all(self.alphabet),
            "recipe": None if self.recipe is None else asdict(self.recipe),
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Hyperparameters:
        """Read them, checked.

        Raises
        ------
        ValueError
            They are not what :meth:`to_json` gave.
        """
        params = {"repeats": "keep", **values, "prior": None}  # older ones name neither
        params["alphabet"] = json_codec.decode_all(params["alphabet"])
        if params["recipe"] is not None:
            params["recipe"] = Recipe.from_json(params["recipe"])
        if params.keys() != set(cls.names()):
            raise ValueError(f"there is no hyperparameter {[*params]!r:.200}")
        return cls(**params).checked()


def check_repeats(how: Any) -> str:
    """Give a value of `repeats` as a plain string.

    Raises
    ------
    ParameterError
        There is no such value.
    """
    return _chosen(how, "repeats", REPEATS)


def _chosen(value: Any, name: str, values: Collection[str]) -> str:
    if not isinstance(value, str) or value not in values:
        raise ParameterError(
            f"{name} must be one of {', '.join(values)}, not {short(value)}"
        )
    return str(value)


def _plain_alphabet(
    alphabet: Collection[Symbol] | None,
) -> str | tuple[Symbol, ...] | None:
    """Give the symbols of an alphabet in an order that does not change."""
    if alphabet is None:
        return None
    check_alphabet(alphabet)
    if isinstance(alphabet, str):
        return str.__str__(alphabet)
    if isinstance(alphabet, (set, frozenset)):
        return tuple(in_order(alphabet))
    return tuple(alphabet)
