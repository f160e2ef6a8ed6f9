"""Streams of a service: what is pushed, said, told to others, and refused."""

import pytest
from serving import TOKEN, served

import plastic
from plastic.client import Client
from plastic.service import Limits
from plastic.service.fields import records
from plastic.service.watching import Streams

CALM = [float(turn % 5) for turn in range(80)]


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    path = tmp_path_factory.mktemp("watching") / "names.plastic"
    plastic.PlasticMemory().fit(["emma", "ava"]).save(path)
    limits = Limits(streams=2, fields=2, window=50, records=100)
    with served(path, limits=limits) as found:
        yield found


@pytest.fixture
def client(service):
    with Client(service.address, TOKEN) as found:
        yield found
        for stream in found.streams():
            found.unwatch(stream)


def test_a_service_says_what_a_detector_says(client):
    detector = plastic.AnomalyDetector(settle=30, window=50)
    told = client.watch("load", [*CALM, 99.0], settle=30)
    verdicts = [detector.push(value) for value in [*CALM, 99.0]]
    assert [row.alarm for row in told] == [verdict.is_alarm for verdict in verdicts]
    assert told[-1].alarm
    assert told[-1].why == verdicts[-1].why
    assert told[-1].nats == verdicts[-1].evidence
    assert [row.at for row in told] == [*range(1, 82)]
    assert {row.nats for row in told[:30]} == {None}  # it only learned


def test_the_latest_are_kept_and_no_more(client):
    client.watch("load", CALM, settle=30)
    assert [row.at for row in client.watched("load", last=3)] == [78, 79, 80]
    assert len(client.watched("load", last=50)) == 50  # of 80: the window
    assert client.watched("load", last=0) == []
    assert client.streams() == {
        "load": {"pushed": 80, "alarms": 0, "settled": True, "settle": 30}
    }


def test_records_have_fields_of_any_kind(client):
    whole = [{"door": "open", "load": turn % 3} for turn in range(40)]
    client.watch("house", whole, settle=20)
    told = client.watch("house", [{"door": None, "load": 1}, {}, {"load": 50}])
    assert told[-1].alarm
    assert "load is 50" in told[-1].why


def test_who_listens_hears_of_alarms_only(client):
    heard = client.events()
    assert next(heard) is None
    client.watch("load", [*CALM, 99.0], settle=30)
    event = next(heard)
    assert (event.kind, event.sample) == ("watch", None)
    assert event.facts["pushed"] == 81
    assert [row["record"] for row in event.facts["rows"]] == [99.0]
    client.unwatch("load")
    assert next(heard).kind == "unwatch"
    heard.close()


def test_nobody_pushes_without_the_token(service, client):
    fields = {"stream": "load", "records": [1]}
    assert service.ask("/watch", fields)[0] == 401
    assert service.ask("/unwatch", {"stream": "load"})[0] == 401
    assert client.streams() == {}
    client.watch("load", [1])
    assert service.ask("/watched", {"stream": "load"})[0] == 200  # who may read, may


def test_there_are_no_more_than_so_many_streams_and_fields(client):
    client.watch("a", [1])
    client.watch("b", [1])
    with pytest.raises(plastic.ParameterError, match="2 streams already"):
        client.watch("c", [1])
    with pytest.raises(plastic.ParameterError, match="2 fields, not 3"):
        client.watch("a", [{"x": 1}, {"y": 1}, {"z": 1}])
    assert client.streams()["a"]["pushed"] == 1  # nothing was half done
    client.unwatch("b")
    client.watch("c", [1])
    with pytest.raises(plastic.NotLearnedError, match="no stream 'b'"):
        client.watched("b")


@pytest.mark.parametrize(
    "given",
    [
        [],
        "ab",
        [[1]],
        [{"x": [1]}],
        [{"x": {"y": 1}}],
        [float("inf")],
        ["x" * 21],
        [{"x" * 21: 1}],
        ["\ufdd0"],
        [{"a": 1, "b": 2, "c": 3}],
        [1] * 101,
    ],
)
def test_what_is_no_record_is_refused(given):
    field = records("What came.", most=100, fields=2, length=20)
    with pytest.raises(plastic.ParameterError):
        field.check("records", given)


@pytest.mark.parametrize("stream", ["", "a b", "../x", "x" * 65, 1, "é", "a\n"])
def test_a_stream_has_a_plain_name(service, stream):
    status, told = service.ask("/watch", {"stream": stream, "records": [1]}, TOKEN)
    assert (status, told["error"]) == (422, "ParameterError")


def test_any_numbers_that_json_has_can_be_pushed():
    streams = Streams(Limits())
    odd = [10**400, -(10**400), 1e308, -1e308, 5e-324, None, True, "", "NaN", {}]
    for settle in (10, 30):
        told = streams.push(f"after{settle}", [*odd, *CALM, *odd], settle)
        assert len(told["rows"]) == 100
        assert all(row["nats"] is None or row["nats"] >= 0 for row in told["rows"])
