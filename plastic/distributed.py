"""Learning what lies on many disks or machines: count where it lies, grow once (Dask).

*The graph is a pure function of the multiset of samples*, so that what has to travel
are samples and how often each was met.  Each partition is counted where it lies,
counts are added up along a tree, and the graph is grown of their sum, at once.
Whatever the partitions are, it is the memory that learns everything in one process,
bit for bit, the order of its samples included: a sum keeps what came last, last.

Sleep is not spread out.  It goes over samples that differ, which are all in one place
by then, in hundreds of rounds, of which each needs the sums of the one before: they
would cost more to send than to add up (``docs/scaling.md`` has the figures).
"""

from __future__ import annotations

import csv
import io
import os
from asyncio import CancelledError
from collections.abc import Iterable, Iterator
from concurrent import futures
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from ._support.arguments import whole
from ._support.extras import need
from ._support.lines import Line, lines, named_by_line, texts
from ._support.packed import LONGEST_SIGN, packer
from ._support.short import short
from ._support.unicode_forms import Form, checked_form, normalized
from .core.symbols import Symbol, Symbols
from .errors import (
    DataError,
    DataNotFoundError,
    ParameterError,
    SampleError,
    ServiceError,
)
from .hyperparameters import Hyperparameters
from .memory import PlasticMemory
from .state.samples import tally
from .state.state import numbered
from .state.validation import Vocabulary

if TYPE_CHECKING:
    from dask.bag import Bag
    from distributed import Client

BLOCK = 64 * 2**20  # bytes of a text to a partition: some seconds of counting
ENTRY = 150  # bytes, about: a short string and its place in a dict
TOGETHER = 8  # partitions whose counts are added up by one task


class Counted:
    """The samples of some partitions.

    It is no dict, for of a dict Dask packs each entry by itself, and weighs it, which
    takes ten times as long as all the rest.

    Attributes
    ----------
    counts : dict
        Sample -> how often it came, the one that came last, last.
    """

    __slots__ = ("counts",)

    def __init__(self, counts: dict[Symbols, int]) -> None:
        self.counts = counts

    def __sizeof__(self) -> int:
        return ENTRY * len(self.counts)  # by which workers know what fits


def train(
    source: Any,
    client: Client | None = None,
    *,
    column: str | None = None,
    block: int = BLOCK,
    consolidate: bool = True,
    progress: bool = False,
    normalize: str | None = None,
    **hyperparameters: Any,
) -> PlasticMemory:
    """Learn samples that lie in many partitions into a new memory.

    Parameters
    ----------
    source : str, os.PathLike, list of these, dask.bag.Bag, or a dask Series
        A path, with ``*`` many, on any disk that fsspec knows (``s3://...``): texts of
        a sample a line, which may be packed, CSV (``.csv``, ``.tsv``) or Parquet
        (``.parquet``); or a bag of samples, or a column of a dask DataFrame.
    client : distributed.Client, optional
        Who does the work.  None: the current client, or this machine's processes.
    column : str, optional
        Which column of CSV or Parquet files the samples are in.
    block : int, default 64 MiB
        Bytes of a text that is not packed to a partition.
    consolidate : bool, default True
        Sleep at the end (:meth:`PlasticMemory.consolidate`), in this process.
    progress : bool, default False
        Show bars; of the cluster more is on its dashboard, ``client.dashboard_link``.
    normalize : {None, "NFC", "NFD", "NFKC", "NFKD"}, default None
        To which form of Unicode to bring texts.
    **hyperparameters
        Those of :class:`PlasticMemory`, without `capacity`: what such a one holds
        depends on the order in which samples come.

    Returns
    -------
    PlasticMemory
        Equal to one that was taught all partitions, one after the other.

    Raises
    ------
    MissingExtraError
        The extra ``dask`` is not installed.
    DataNotFoundError, DataError
        A file is not there, or cannot be read; the message names file and line.
    SampleTypeError, SampleError
        A sample cannot be learned; likewise.
    ParameterError
        An argument is out of its range.
    ServiceError
        The cluster is gone.

    Notes
    -----
    A worker that is lost costs its partitions once more, and changes nothing; if it
    cannot be done, nothing is there.  What travels is each partition's samples
    that differ, once up the tree, some 10 bytes a name.  The process that asks holds
    all samples that differ and grows the graph, see ``docs/scaling.md``.

    Examples
    --------
    >>> from plastic import distributed
    >>> memory = distributed.train("names-*.txt")    # doctest: +SKIP
    """
    need("dask.bag", "dask", "learning from many partitions")
    params = Hyperparameters().replaced(**hyperparameters).checked()
    if params.capacity is not None:
        raise ParameterError(
            "what a memory with a capacity holds depends on the order of samples: "
            "leave capacity out, or teach it by partial_fit"
        )
    form = checked_form(normalize)
    how: dict[str, Any] = {"alphabet": params.symbols, "form": form}
    if isinstance(source, (str, os.PathLike)) or _are_paths(source):
        partitions, count = _of_files(source, column, block), _count_piece
    else:
        partitions, count = _of_bag(source), _count_samples
    summed = partitions.reduction(partial(count, **how), _add_all, split_every=TOGETHER)
    counted: Counted = _computed(summed, client, progress)
    if not counted.counts:
        raise DataError(f"{short(source)} holds no samples")
    memory = PlasticMemory(**params.as_dict()).fit(counted.counts, progress=progress)
    if consolidate:
        memory.consolidate(progress=progress)
    return memory


# Counting -----------------------------------------------------------------------------


def _count_samples(
    partition: Iterable[Any], alphabet: frozenset[Symbol] | None, form: Form | None
) -> Counted:
    """Count the samples of a partition, where it lies."""
    return _counted([*partition], alphabet, form)


def _count_piece(
    partition: Iterable[Piece], alphabet: frozenset[Symbol] | None, form: Form | None
) -> Counted:
    """Count the samples of a piece of a file; an error names the file and the line."""
    (piece,) = partition
    if piece.column is not None:
        return _counted_of(piece, alphabet, form)
    try:
        return _counted(texts([piece.content()], piece.name), alphabet, form)
    except (DataError, SampleError):
        # Once more, from where lines are numbered from, and with their numbers.
        _counted_of(piece._replace(begin=0), alphabet, form)
        raise


def _counted_of(
    piece: Piece, alphabet: frozenset[Symbol] | None, form: Form | None
) -> Counted:
    read = piece.read()
    with named_by_line(piece.name, read):
        return _counted([line.text for line in read], alphabet, form)


def _counted(
    samples: list[Any], alphabet: frozenset[Symbol] | None, form: Form | None
) -> Counted:
    if form is not None:
        samples = [normalized(sample, form) for sample in samples]
    vocabulary = Vocabulary(alphabet)
    if not vocabulary.takes_strings(samples):
        samples = [*_checked(samples, vocabulary)]
    return Counted(tally(samples, None))


def _checked(samples: Iterable[Any], vocabulary: Vocabulary) -> Iterator[Symbols]:
    for index, sample in enumerate(samples):
        try:
            symbols = vocabulary.check_sample(sample)
        except SampleError as error:
            raise numbered(error, index) from error
        vocabulary.add(symbols)
        yield symbols


def _add_all(parts: Iterable[Counted]) -> Counted:
    """Add up the counts of partitions that follow each other; what came last is last.

    >>> _add_all([Counted({"ava": 1, "mia": 1}), Counted({"ava": 2})]).counts
    {'mia': 1, 'ava': 3}
    """
    counts: dict[Symbols, int] = {}  # a new one: the scheduler keeps what it was given
    vocabulary = Vocabulary()
    for part in parts:
        # 1 and True are equal, and not the same: they are refused where they meet.
        if not vocabulary.takes_strings(part.counts):
            for sample in part.counts:
                vocabulary.add(vocabulary.check_sample(sample))
        for sample, times in part.counts.items():
            counts[sample] = counts.pop(sample, 0) + times
    return Counted(counts)


def _computed(summed: Any, client: Client | None, progress: bool) -> Counted:
    """Let it be worked out, by whoever is there to do it."""
    if client is not None:
        return _computed_by(client, summed, progress)
    if progress:
        from dask.diagnostics import ProgressBar

        with ProgressBar():
            return summed.compute()
    return summed.compute()


def _computed_by(client: Client, summed: Any, progress: bool) -> Counted:
    """Let a cluster work it out.

    Raises
    ------
    ServiceError
        The cluster is gone, or loses worker after worker.
    """
    cluster = need("distributed", "dask", "learning on a cluster")
    if client.status in ("closed", "closing"):
        raise ServiceError("the client of the cluster is closed: make a new one")
    future = client.compute(summed)
    try:
        if progress:
            cluster.progress(future)
        counted: Counted = future.result()
        return counted
    except cluster.KilledWorker as error:
        raise ServiceError(
            f"a partition took worker after worker with it ({error}): it may need "
            "more memory than one has; take smaller ones (block=)"
        ) from error
    except (CancelledError, futures.CancelledError) as error:
        raise ServiceError(f"the cluster is no longer there: {error}") from error
    finally:
        future.release()  # of one that was interrupted nothing is left to do


# Partitions ---------------------------------------------------------------------------


class Piece(NamedTuple):
    """A file, or a part of one.

    Attributes
    ----------
    url : str
        As fsspec knows it.
    begin, end : int
        Bytes; 0 and 0: all of it.  A line belongs to where it begins.
    column : str or None
        Of a table; None: it is a text of a sample a line.
    """

    url: str
    begin: int = 0
    end: int = 0
    column: str | None = None

    @property
    def name(self) -> str:
        """What messages call it."""
        return self.url.removeprefix("file://")

    def read(self) -> list[Line]:
        """Read its samples, each with the number of its line, or row.

        Raises
        ------
        DataError
            It cannot be read.
        """
        content = self.content()
        if self.column is None:
            return [*lines([content], self.name)]
        if self.url.lower().endswith(".parquet"):
            return _parquet_column(io.BytesIO(content), self.column, self.name)
        return _csv_column(content, self.column, self.name)

    def content(self) -> bytes:
        """Read its bytes, to the end of its last line.

        Raises
        ------
        DataError
            It cannot be read.
        """
        import fsspec

        try:
            with fsspec.open(self.url, "rb") as stream:
                if not self.end:
                    return bytes(stream.read())
                length = self.end - self.begin
                return bytes(
                    fsspec.utils.read_block(stream, self.begin, length, delimiter=b"\n")
                )
        except OSError as error:
            raise DataError(f"cannot read {self.name!r}: {error}") from error


def _are_paths(source: Any) -> bool:
    return isinstance(source, (list, tuple)) and all(
        isinstance(path, (str, os.PathLike)) for path in source
    )


def _of_files(source: Any, column: str | None, block: int) -> Bag:
    """Give a bag of pieces, each of which is a partition."""
    from dask import bag

    block = whole(block, "block", least=1)
    paths = [*source] if isinstance(source, (list, tuple)) else [source]
    found = [url for path in paths for url in _urls(os.fspath(path))]
    pieces = [piece for url in found for piece in _pieces(url, column, block)]
    if not pieces:
        raise DataNotFoundError(f"no files {short(source)}")
    return bag.from_sequence(pieces, npartitions=len(pieces))


def _urls(path: str) -> list[str]:
    """Find the files that a path stands for, in order."""
    from fsspec.core import url_to_fs

    try:
        system, plain = url_to_fs(path)
        found = sorted(system.glob(plain)) if "*" in plain else [plain]
        files = [each for each in found if system.isfile(each)]
    except (OSError, ValueError, ImportError) as error:
        raise DataError(f"cannot read {path!r}: {error}") from error
    if not files:
        raise DataNotFoundError(f"no file {path!r}")
    return [system.unstrip_protocol(each) for each in files]


def _pieces(url: str, column: str | None, block: int) -> Iterator[Piece]:
    """Cut a text into blocks; a table, and what is packed, is one piece."""
    from fsspec.core import url_to_fs

    is_table = url.lower().endswith((".csv", ".tsv", ".parquet"))
    if is_table and column is None:
        raise ParameterError(f"{url!r} is a table: say which column holds the samples")
    if is_table:
        yield Piece(url, column=column)
        return
    system, plain = url_to_fs(url)
    with system.open(plain, "rb") as stream:
        packed = packer(stream.read(LONGEST_SIGN)) is not None
    size = system.size(plain)
    if packed or not size:
        yield Piece(url)
        return
    for begin in range(0, size, block):
        yield Piece(url, begin, min(begin + block, size))


def _csv_column(content: bytes, column: str, name: str) -> list[Line]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DataError(f"{name!r}, line {line}: this is not UTF-8") from error
    rows = csv.reader(
        io.StringIO(text, newline=""), delimiter="\t" if name.endswith(".tsv") else ","
    )
    try:
        header = next(rows, [])
        if column not in header:
            raise DataError(f"{name!r} has no column {column!r}: it has {header}")
        place, found = header.index(column), []
        for row in rows:
            if not row:
                continue
            if len(row) <= place:
                raise DataError(
                    f"{name!r}, line {rows.line_num}: no column {column!r} in this row"
                )
            found.append(Line(rows.line_num, row[place]))
        return found
    except csv.Error as error:
        raise DataError(f"{name!r}, line {rows.line_num}: {error}") from error


def _parquet_column(stream: Any, column: str, name: str) -> list[Line]:
    parquet = need("pyarrow.parquet", "dask", "reading Parquet files")
    arrow = need("pyarrow", "dask", "reading Parquet files")
    try:
        file = parquet.ParquetFile(stream)
        if column not in file.schema_arrow.names:
            raise DataError(
                f"{name!r} has no column {column!r}: it has {file.schema_arrow.names}"
            )
        values = file.read(columns=[column]).column(0).to_pylist()
    except arrow.ArrowInvalid as error:
        raise DataError(f"cannot read {name!r}: {error}") from error
    for row, value in enumerate(values, 1):
        if value is None:
            raise DataError(f"{name!r}, row {row}: column {column!r} is empty there")
    return [Line(row, value) for row, value in enumerate(values, 1)]


def _of_bag(source: Any) -> Bag:
    """Give a bag of samples."""
    from dask.bag import Bag

    if hasattr(source, "to_bag") and not hasattr(source, "columns"):
        source = source.to_bag()  # a column of a dask DataFrame
    if not isinstance(source, Bag):
        raise ParameterError(
            "give paths, a dask bag of samples or a column of a dask DataFrame, not "
            f"{short(source)}: plastic.train() takes what is here already"
        )
    return source
