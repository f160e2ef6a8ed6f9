"""Ranking symbols by an amount, the same way in every run."""

from __future__ import annotations

from collections.abc import Mapping

from ..core.symbols import Symbol, order_key


def ranked(amounts: Mapping[Symbol, float], signed: bool = False) -> list[Symbol]:
    """List symbols, the strongest first; of equals, in symbol order.

    Parameters
    ----------
    amounts : mapping
        Symbol -> strength, count or probability.
    signed : bool, default False
        Whether amounts below 0 come last.  Else they count by their size.

    Returns
    -------
    list of hashable
        Costs O(n log n).

    Examples
    --------
    >>> ranked({"c": 1, "b": 1, "a": -2}), ranked({"a": -2, "b": 1}, signed=True)
    (['a', 'b', 'c'], ['b', 'a'])
    """

    def rank(symbol: Symbol) -> tuple[float, tuple[str, object]]:
        amount = amounts[symbol]
        return -(amount if signed else abs(amount)), order_key(symbol)

    return sorted(amounts, key=rank)
