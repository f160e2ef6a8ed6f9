"""Learning from many partitions: equal whatever they are, and what goes wrong."""

import gzip
import os
import random
import signal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import plastic
from plastic import distributed

pytest.importorskip("dask.bag")
NAMES = plastic.datasets.read(plastic.datasets.path("names.txt"))[:300]


@pytest.fixture(autouse=True, scope="module")
def _same_process():
    import dask

    with dask.config.set(scheduler="synchronous"):
        yield


def same(one, other):
    return (
        [*one.samples.items()] == [*other.samples.items()]
        and one.state.concepts == other.state.concepts
        and one.predict_proba() == other.predict_proba()
    )


def train(source, **given):
    return distributed.train(source, **{"consolidate": False, **given})


@given(
    st.one_of(
        st.lists(st.text("abc", max_size=5), min_size=1, max_size=30),
        st.lists(
            st.lists(st.sampled_from(["a", 1, (2, "b")]), max_size=4).map(tuple),
            min_size=1,
            max_size=30,
        ),
    ),
    st.integers(1, 40),
)
def test_whatever_the_partitions_it_is_the_same_memory(samples, partitions):
    from dask import bag

    found = train(bag.from_sequence(samples, npartitions=partitions))
    found.check()
    assert same(found, plastic.PlasticMemory().fit(samples))


def test_files_of_text_are_cut_anywhere(tmp_path):
    drawn = random.Random(0).choices(NAMES, k=1_000)
    for part in range(3):
        text = "\r\n".join(drawn[part::3]) + "\n" * (part % 2)
        (tmp_path / f"{part}.txt").write_bytes(text.encode())
    packed = gzip.compress("\n".join(NAMES[:50]).encode())
    (tmp_path / "3.txt").write_bytes(packed)
    expected = [name for part in range(3) for name in drawn[part::3]] + NAMES[:50]
    memory = plastic.PlasticMemory().fit(expected)
    for block in (1, 37, 1_000, distributed.BLOCK):
        if block > 1:
            assert same(train(str(tmp_path / "*.txt"), block=block), memory)
    files = [tmp_path / f"{part}.txt" for part in range(4)]
    assert same(train(files), memory)
    small = tmp_path / "small.txt"
    small.write_text("emma\nava\n\nmia")
    for block in range(1, 15):
        assert [*train(small, block=block).samples] == ["emma", "ava", "mia"]


def test_a_column_of_csv_files(tmp_path):
    (tmp_path / "a.csv").write_text('id,name\n1,emma\n2,"a ""b"",\nc"\n\n3,ava\n')
    (tmp_path / "b.tsv").write_text("name\tid\nmia\t1\n")
    memory = train([tmp_path / "a.csv", tmp_path / "b.tsv"], column="name")
    assert [*memory.samples] == ["emma", 'a "b",\nc', "ava", "mia"]
    with pytest.raises(plastic.ParameterError, match="say which column"):
        train(tmp_path / "a.csv")
    with pytest.raises(plastic.DataError, match="no column 'nmae': it has"):
        train(tmp_path / "a.csv", column="nmae")
    (tmp_path / "a.csv").write_text("id,name\n1,emma\n2\n")
    with pytest.raises(plastic.DataError, match=r"a.csv', line 3: no column 'name'"):
        train(tmp_path / "a.csv", column="name")
    (tmp_path / "a.csv").write_bytes(b"id,name\n1,emma\n2,\xff\n")
    with pytest.raises(plastic.DataError, match=r"a.csv', line 3: this is not UTF-8"):
        train(tmp_path / "a.csv", column="name")


def test_a_column_of_parquet_files(tmp_path):
    arrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    for part, names in enumerate((["emma", "ava"], ["ava", "mia"])):
        table = arrow.table({"name": names, "id": [1, 2]})
        parquet.write_table(table, tmp_path / f"{part}.parquet")
    memory = train(str(tmp_path / "*.parquet"), column="name")
    assert memory.samples == {"emma": 1, "ava": 2, "mia": 1}
    parquet.write_table(arrow.table({"name": ["a", None]}), tmp_path / "1.parquet")
    with pytest.raises(plastic.DataError, match=r"1.parquet', row 2: column 'name'"):
        train(str(tmp_path / "*.parquet"), column="name")


@pytest.mark.parametrize("block", [20, 10_000])
def test_a_bad_line_is_named_with_its_file_and_number(tmp_path, block):
    lines = [name.encode() for name in NAMES]
    lines[123] = b"al\xff"
    (tmp_path / "good.txt").write_bytes(b"emma\nava")
    (tmp_path / "bad.txt").write_bytes(b"\n".join(lines))
    with pytest.raises(plastic.DataError, match=r"bad.txt', line 124, byte 3: 0xff"):
        train(str(tmp_path / "*.txt"), block=block)
    lines[123] = "al\ufdd0".encode()
    (tmp_path / "bad.txt").write_bytes(b"\n".join(lines))
    with pytest.raises(plastic.SampleError, match=r"bad.txt', line 124: .*reserve"):
        train(str(tmp_path / "*.txt"), block=block)


def test_symbols_of_different_types_are_refused_where_partitions_meet():
    from dask import bag

    for samples in ([(1, "a"), (True, "a")], ["ab", ("a", "b")]):
        with pytest.raises(plastic.SampleError):
            train(bag.from_sequence(samples, npartitions=2))


def test_what_is_no_source_is_refused(tmp_path):
    with pytest.raises(plastic.ParameterError, match=r"plastic.train\(\) takes"):
        train([1, 2])
    with pytest.raises(plastic.DataNotFoundError, match="no file"):
        train(str(tmp_path / "*.txt"))
    with pytest.raises(plastic.ParameterError, match="capacity"):
        train("names.txt", capacity=3)
    (tmp_path / "empty.txt").write_text("\n\n")
    with pytest.raises(plastic.DataError, match="holds no samples"):
        train(tmp_path / "empty.txt")


def test_hyperparameters_and_forms_are_those_of_train(tmp_path):
    path = tmp_path / "names.txt"
    path.write_text("zoe\u0308\nemma\n", encoding="utf-8")
    memory = train(path, normalize="NFC", horizon=3)
    assert memory.horizon == 3
    assert "zo\xeb" in memory
    with pytest.raises(plastic.SampleError, match=r"names.txt', line 2: .*alphabet"):
        train(path, normalize="NFC", alphabet="zo\xeb")


# A cluster ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def cluster():
    """Give a client of two workers, each a process."""
    dask_distributed = pytest.importorskip("distributed")
    with (
        dask_distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None
        ) as found,
        dask_distributed.Client(found) as client,
    ):
        yield client


@pytest.fixture
def files(tmp_path):
    for part in range(8):
        (tmp_path / f"{part}.txt").write_text("\n".join(NAMES[part::8]))
    return str(tmp_path / "*.txt")


@pytest.mark.thorough
@pytest.mark.filterwarnings("ignore")  # of the cluster's own making
def test_a_worker_that_is_killed_changes_nothing(cluster, files, tmp_path):
    expected = [name for part in range(8) for name in NAMES[part::8]]
    memory = plastic.train(expected)
    assert same(distributed.train(files, cluster), memory)

    struck = tmp_path / "struck"

    def strike(samples):
        try:  # the first one to come here is killed in the middle of its work
            struck.touch(exist_ok=False)
        except FileExistsError:
            return samples
        return os.kill(os.getpid(), signal.SIGKILL)

    from dask import bag

    partitions = bag.from_sequence(expected, npartitions=8).map_partitions(strike)
    assert same(distributed.train(partitions, cluster), memory)
    assert struck.exists()
    cluster.wait_for_workers(2)


@pytest.mark.thorough
@pytest.mark.filterwarnings("ignore")
def test_what_is_wrong_is_said_across_processes(cluster, tmp_path):
    (tmp_path / "a.txt").write_bytes(b"emma\nava\n")
    (tmp_path / "b.txt").write_bytes(b"emma\n\xff\n")
    with pytest.raises(plastic.DataError, match=r"b.txt', line 2"):
        distributed.train(str(tmp_path / "*.txt"), cluster)
    (tmp_path / "b.txt").write_bytes(b"mia\n")
    assert len(distributed.train(str(tmp_path / "*.txt"), cluster)) == 3


@pytest.mark.thorough
@pytest.mark.filterwarnings("ignore")
def test_a_client_that_is_gone_is_an_error(files):
    dask_distributed = pytest.importorskip("distributed")
    with dask_distributed.LocalCluster(
        n_workers=1, processes=False, dashboard_address=None
    ) as found:
        client = dask_distributed.Client(found)
        client.close()
        with pytest.raises(plastic.ServiceError, match="make a new one"):
            distributed.train(files, client)
