"""What can go wrong, each with a name of its own.

Every error of the library is a :class:`PlasticError` *and* the builtin that
fits it, so that ``except plastic.PlasticError`` catches all of ours while
code that knows only Python's own exceptions goes on working.  A message says
what was wrong and what to do about it.
"""

from __future__ import annotations


class PlasticError(Exception):
    """Base of everything that plastic raises on purpose.

    Examples
    --------
    >>> import plastic
    >>> try:
    ...     plastic.load("nowhere.plastic")
    ... except plastic.PlasticError as error:
    ...     print(type(error).__name__)
    DataNotFoundError
    """

    # KeyError would show the repr of its message: quotes, escapes and all.
    __str__ = Exception.__str__


class SampleError(PlasticError, ValueError):
    """A sample, prefix or context that this memory cannot take.

    Attributes
    ----------
    index : int or None
        Which one of many samples it was, from 0.

    Examples
    --------
    >>> import plastic
    >>> try:
    ...     plastic.PlasticMemory(alphabet="ab").fit(["ab", "abc"])
    ... except plastic.SampleError as error:
    ...     print(error.index, error)
    1 sample 1 (from 0): 'abc' holds 'c', which is not in the alphabet; leave out
    alphabet= to learn any symbol
    """

    index: int | None = None


class SampleTypeError(SampleError, TypeError):
    """Not a sequence of hashable symbols, or not of the memory's kind.

    Examples
    --------
    >>> import plastic
    >>> plastic.PlasticMemory().learn(7)
    Traceback (most recent call last):
        ...
    plastic.errors.SampleTypeError: 7 is not a sequence: give a str, or a list or tuple
    of hashable symbols
    """


class NotLearnedError(PlasticError, KeyError):
    """Asked to forget, or to show, what the memory does not hold.

    Examples
    --------
    >>> import plastic
    >>> plastic.PlasticMemory().forget("emma")
    Traceback (most recent call last):
        ...
    plastic.errors.NotLearnedError: cannot forget 'emma' 1 times: it is held 0 times
    """


class ParameterError(PlasticError, ValueError):
    """A hyperparameter or an argument outside its range.

    Examples
    --------
    >>> import plastic
    >>> plastic.PlasticMemory(horizon=-1).fit(["emma"])
    Traceback (most recent call last):
        ...
    plastic.errors.ParameterError: horizon must be at least 1, not -1
    """


class GenerationError(PlasticError, RuntimeError):
    """A sample such as was asked for could not be found.

    Examples
    --------
    >>> import plastic
    >>> memory = plastic.PlasticMemory(alphabet="a").fit(["a"])
    >>> memory.generate(1, temperature=0, novel=True)
    Traceback (most recent call last):
        ...
    plastic.errors.GenerationError: drew 0 of 1 samples, then 1,000 in a row that were
    taught or drawn before: raise the temperature or ask for fewer
    """


class DataError(PlasticError, ValueError):
    """A file whose content cannot be read as samples or as a memory.

    Examples
    --------
    >>> import pathlib, plastic, tempfile
    >>> empty = pathlib.Path(tempfile.mkdtemp(), "empty.txt")
    >>> empty.touch()
    >>> try:
    ...     plastic.train(empty)
    ... except plastic.DataError as error:
    ...     print(str(error).partition("empty.txt' holds ")[2])
    no sample: it is empty, or all lines are blank
    """


class DataNotFoundError(PlasticError, FileNotFoundError):
    """A file that is neither where it was said to be nor among our data.

    Examples
    --------
    >>> import plastic
    >>> try:
    ...     plastic.train("no_such_names.txt")
    ... except FileNotFoundError as error:
    ...     print(str(error).partition(":")[0])
    no file 'no_such_names.txt'
    """


class StorageError(DataError, OSError):
    """A file that cannot be used: a full disk, no permission, a folder gone.

    Examples
    --------
    >>> import os, plastic, tempfile
    >>> path = os.path.join(tempfile.mkdtemp(), "no", "such", "folder.plastic")
    >>> try:
    ...     plastic.PlasticMemory().save(path)
    ... except plastic.StorageError:
    ...     print("not saved")
    not saved
    """


class BusyError(StorageError, BlockingIOError):
    """A file that somebody else has open.

    Examples
    --------
    >>> import os, plastic, tempfile
    >>> path = os.path.join(tempfile.mkdtemp(), "names.plastic")
    >>> with plastic.open(path) as memory:
    ...     try:
    ...         again = plastic.open(path, timeout=0)
    ...     except plastic.BusyError as error:
    ...         print(str(error).partition("names.plastic' is ")[2])
    open in this very process: close it there, or wait longer with timeout=
    """


class ClosedError(PlasticError, ValueError):
    """Asked to change a memory whose file was closed.

    Examples
    --------
    >>> import os, plastic, tempfile
    >>> with plastic.open(os.path.join(tempfile.mkdtemp(), "names.plastic")) as memory:
    ...     pass  # it is closed at the end
    >>> try:
    ...     memory.learn("emma")
    ... except plastic.ClosedError:
    ...     print("not learned")
    not learned
    """


class DamageWarning(UserWarning):
    """A part of a file was damaged and left out; nothing learned is lost.

    Examples
    --------
    >>> import warnings
    >>> from plastic import DamageWarning
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("error", DamageWarning)
    ...     # plastic.load now raises it instead of going on without that part
    """


class UnsureWarning(UserWarning):
    """An answer that the pairs do not make sure: more of them would.

    Examples
    --------
    >>> import plastic, warnings
    >>> memory = plastic.Seq2SeqMemory().fit([("Ada Lovelace", "Ada")])
    >>> with warnings.catch_warnings(record=True) as told:
    ...     warnings.simplefilter("always")
    ...     answer = memory.predict("Grace Brewster Murray Hopper")
    >>> told[0].category.__name__
    'UnsureWarning'
    """


class NormalizationWarning(UserWarning):
    """The same letters in two forms of Unicode, which count as different ones.

    Examples
    --------
    >>> import plastic, warnings
    >>> with warnings.catch_warnings(record=True) as told:
    ...     warnings.simplefilter("always")
    ...     memory = plastic.train(["zo" + chr(0xEB), "zoe" + chr(0x308)])
    >>> told[0].category.__name__
    'NormalizationWarning'
    """


class DownloadError(PlasticError, OSError):
    """A data set that could not be fetched, or arrived altered.

    Examples
    --------
    >>> from plastic import DownloadError
    >>> issubclass(DownloadError, OSError)  # of plastic.datasets.fetch
    True
    """


class DrawingError(PlasticError, RuntimeError):
    """A picture that Graphviz could not make.

    Examples
    --------
    >>> from plastic import DrawingError
    >>> issubclass(DrawingError, RuntimeError)  # of Drawing.render, say
    True
    """


class MissingExtraError(PlasticError, ImportError):
    """An optional dependency that is not installed.

    Examples
    --------
    >>> from plastic import MissingExtraError
    >>> try:
    ...     raise MissingExtraError("plots need the extra plot")
    ... except ImportError as error:
    ...     print(error)
    plots need the extra plot
    """


class MissingProgramError(PlasticError, FileNotFoundError):
    """A program that is not installed, such as Graphviz's ``dot``.

    Examples
    --------
    >>> from plastic import MissingProgramError
    >>> issubclass(MissingProgramError, FileNotFoundError)
    True
    """


class ServiceError(PlasticError, ConnectionError):
    """A service that cannot be reached, is busy, or refuses a request as it is.

    Examples
    --------
    >>> from plastic import ServiceError
    >>> from plastic.client import Client
    >>> try:
    ...     Client("http://127.0.0.1:9").info()
    ... except ServiceError:
    ...     print("nobody answers there")
    nobody answers there
    """


class AccessError(PlasticError, PermissionError):
    """Asked a service for what needs a token, without the right one.

    Examples
    --------
    >>> from plastic import AccessError
    >>> issubclass(AccessError, PermissionError)  # of a Client without its token
    True
    """
