"""What can go wrong, each with a name of its own.

Every error of the library is a :class:`PlasticError` *and* the builtin that
fits it, so that ``except plastic.PlasticError`` catches all of ours while
code that knows only Python's own exceptions goes on working.  A message says
what was wrong and what to do about it.
"""

from __future__ import annotations


class PlasticError(Exception):
    """Base of everything that plastic raises on purpose."""

    # KeyError would show the repr of its message: quotes, escapes and all.
    __str__ = Exception.__str__


class SampleError(PlasticError, ValueError):
    """A sample, prefix or context that this memory cannot take.

    Attributes
    ----------
    index : int or None
        Which one of many samples it was, from 0.
    """

    index: int | None = None


class SampleTypeError(SampleError, TypeError):
    """Not a sequence of hashable symbols, or not of the memory's kind."""


class NotLearnedError(PlasticError, KeyError):
    """Asked to forget, or to show, what the memory does not hold."""


class ParameterError(PlasticError, ValueError):
    """A hyperparameter or an argument outside its range."""


class GenerationError(PlasticError, RuntimeError):
    """A sample such as was asked for could not be found."""


class DataError(PlasticError, ValueError):
    """A file whose content cannot be read as samples or as a memory."""


class DataNotFoundError(PlasticError, FileNotFoundError):
    """A file that is neither where it was said to be nor among our data."""


class StorageError(DataError, OSError):
    """A file that cannot be used: a full disk, no permission, a folder gone."""


class BusyError(StorageError, BlockingIOError):
    """A file that somebody else has open."""


class ClosedError(PlasticError, ValueError):
    """Asked to change a memory whose file was closed."""


class DamageWarning(UserWarning):
    """A part of a file was damaged and left out; nothing learned is lost."""


class UnsureWarning(UserWarning):
    """An answer that the pairs do not make sure: more of them would."""


class NormalizationWarning(UserWarning):
    """The same letters in two forms of Unicode, which count as different ones."""


class DownloadError(PlasticError, OSError):
    """A data set that could not be fetched, or arrived altered."""


class DrawingError(PlasticError, RuntimeError):
    """A picture that Graphviz could not make."""


class MissingExtraError(PlasticError, ImportError):
    """An optional dependency that is not installed."""


class MissingProgramError(PlasticError, FileNotFoundError):
    """A program that is not installed, such as Graphviz's ``dot``."""


class ServiceError(PlasticError, ConnectionError):
    """A service that cannot be reached, is busy, or refuses a request as it is."""


class AccessError(PlasticError, PermissionError):
    """Asked a service for what needs a token, without the right one."""
