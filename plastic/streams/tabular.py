"""Tables as records: arrays, frames and lists, row by row.

What pandas gives is told by its columns, and what is given back has its index.  A
table without names has the fields ``x0``, ``x1`` and so on; a single column is of
values.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from .._support import json_codec
from .._support.short import short
from ..errors import SampleError, SampleTypeError
from .facts import as_number, is_missing, strange
from .view import ALONE


def rows(X: Any) -> Iterable[Any]:
    """Give a table's rows as records, or a column's values.

    Parameters
    ----------
    X : DataFrame, Series, array-like or iterable
        A table, a column, or records.

    Raises
    ------
    SampleTypeError
        It is no table.
    SampleError
        It is of complex numbers, has no columns, or more than two dimensions.

    Examples
    --------
    >>> [*rows(np.array([[1.0, 2.0], [3.0, 4.0]]))]
    [{'x0': 1.0, 'x1': 2.0}, {'x0': 3.0, 'x1': 4.0}]
    >>> [*rows([1.5, 2.5])]
    [1.5, 2.5]
    """
    if hasattr(X, "iter_rows"):  # polars
        return X.iter_rows(named=True)
    if hasattr(X, "itertuples"):  # pandas
        names = [*X.columns]
        return (dict(zip(names, row)) for row in X.itertuples(index=False, name=None))
    if hasattr(X, "toarray"):
        raise SampleTypeError("a sparse table cannot be read: give X.toarray()")
    if hasattr(X, "__array__") and not hasattr(X, "index"):
        return _of_array(np.asarray(X))
    if isinstance(X, (str, bytes, Mapping)) or not isinstance(X, Iterable):
        raise SampleTypeError(f"{short(X)} is no table: give rows, one after the other")
    return map(_row, X)


def _of_array(X: np.ndarray) -> Iterable[Any]:
    if np.iscomplexobj(X):
        raise SampleError("Complex data not supported: give real and imaginary parts")
    if X.ndim == 1:
        return X.tolist()
    if X.ndim != 2 or not X.shape[1]:
        raise SampleError(
            f"no table: {X.shape[1] if X.ndim == 2 else X.ndim} feature(s) "
            f"(shape={X.shape}) while a minimum of 1 is required."
        )
    names = [f"x{at}" for at in range(X.shape[1])]
    return (dict(zip(names, row)) for row in X.tolist())


def columns(X: Any) -> list[Any] | None:
    """List a table's columns: their names, or their places; None: it has none."""
    named = getattr(X, "columns", None)
    if named is not None:
        return [*named]
    shape: Any = getattr(X, "shape", ())
    if len(shape) == 2:
        return [*range(shape[1])]
    if isinstance(X, (list, tuple)) and X and isinstance(X[0], (list, tuple)):
        return [*range(len(X[0]))]
    return None


def _row(row: Any) -> Any:
    if isinstance(row, (list, tuple, np.ndarray)) and not hasattr(row, "_asdict"):
        return {f"x{at}": value for at, value in enumerate(row)}
    return row


def as_record(record: Any) -> dict[Any, Any]:
    """Give a record as a mapping of its own: it may change after it was given.

    Raises
    ------
    SampleTypeError
        It is none: neither a mapping, a row that names its fields, nor a value.

    Examples
    --------
    >>> as_record({"load": 1}), as_record(2.5)
    ({'load': 1}, {'value': 2.5})
    """
    if isinstance(record, Mapping):
        return dict(record)
    if hasattr(record, "_asdict"):  # a named tuple
        return dict(record._asdict())
    if hasattr(record, "to_dict"):  # a Series, as a row
        return dict(record.to_dict())
    is_many = isinstance(record, (list, tuple, set, bytes)) or hasattr(record, "shape")
    if is_many and getattr(record, "shape", None) != ():  # but for a number of numpy
        raise SampleTypeError(f"{short(record)} is no record: give a mapping")
    return {ALONE: record}


def like(X: Any, numbers: Any) -> Any:
    """Give numbers as an array, or as a Series with the index of what they are of."""
    index = getattr(X, "index", None)
    if index is None or isinstance(index, Callable):  # type: ignore[arg-type]
        return np.array(numbers)
    import pandas as pd  # which X is of

    return pd.Series(numbers, index=index)


def plain(record: Mapping[Any, Any]) -> list[Any]:
    """Give a record as JSON can hold it: times as text, what is strange as its type.

    >>> import datetime as dt
    >>> unplain(plain({"time": dt.datetime(2024, 3, 15), "load": 1.5, 3: None}))
    {'time': '2024-03-15T00:00:00', 'load': 1.5, 3: None}
    """
    names = json_codec.encode_all([*record])
    return [names, json_codec.encode_all(map(_plain, record.values()))]


def unplain(written: Sequence[Any]) -> dict[Any, Any]:
    """Give a record that :func:`plain` wrote."""
    names, values = map(json_codec.decode_all, written)
    return dict(zip(names or (), values or ()))


def _plain(value: Any) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    if is_missing(value):
        return None
    if isinstance(value, (dt.datetime, dt.date)):
        return value.isoformat()
    if type(value) in (bool, int, float, str):
        return value
    number = as_number(value)
    return strange(value) if number is None else number
