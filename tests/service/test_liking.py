"""Feedback to a served memory, and the prior behind one."""

import pytest
from serving import TOKEN, served

import plastic
from plastic.client import Client

NAMES = ["emma", "emmy", "emily", "ava", "ana", "hannah", "anna", "mia"]


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "names.plastic"
    plastic.PlasticMemory().fit(NAMES).save(path)
    return path


HERE_AND_ELSEWHERE = [0, pytest.param(1, marks=pytest.mark.thorough)]


@pytest.mark.parametrize("readers", HERE_AND_ELSEWHERE)
def test_what_is_liked_is_followed_kept_and_taken_back(file, readers):
    memory = plastic.PlasticMemory().fit(NAMES)
    before = memory.predict_proba("emm")
    with served(file, readers=readers) as found, Client(found.address, TOKEN) as client:
        assert client.predict_proba("emm") == before
        client.reinforce("emmy")
        client.depotentiate("emma", 0.5)
        memory.reinforce("emmy")
        memory.depotentiate("emma", 0.5)
        assert client.predict_proba("emm") == memory.predict_proba("emm") != before
        assert client.info()["feedback"] == 2
    assert plastic.load(file).feedback == {"emmy": 1.0, "emma": -0.5}  # it is on disk
    with served(file, readers=readers) as found, Client(found.address, TOKEN) as client:
        client.retract("emma")
        assert client.info()["feedback"] == 1
        client.retract()
        assert client.predict_proba("emm") == before
        with pytest.raises(plastic.NotLearnedError):
            client.retract("emma")


def test_who_listens_hears_what_is_liked(file):
    with served(file) as found, Client(found.address, TOKEN) as client:
        heard = client.events()
        assert next(heard) is None
        client.reinforce("emmy", -2)
        event = next(heard)
        assert (event.kind, event.sample) == ("reinforce", "emmy")
        assert event.facts == {"strength": -2.0, "feedback": 1}
        client.retract()
        event = next(heard)
        assert (event.kind, event.sample) == ("retract", None)
        heard.close()


def test_nobody_likes_without_the_token_or_too_much(file):
    with served(file) as found:
        assert found.ask("/reinforce", {"sample": "emma"})[0] == 401
        assert found.ask("/retract", {})[0] == 401
        ask = {"sample": "emma", "strength": 0}
        assert found.ask("/reinforce", ask, TOKEN)[0] == 409
        ask = {"sample": "emma", "strength": 101}
        assert found.ask("/reinforce", ask, TOKEN)[0] == 422
        assert Client(found.address).info()["feedback"] == 0


@pytest.mark.parametrize("readers", HERE_AND_ELSEWHERE)
def test_a_prior_is_told_of_and_asked(tmp_path, readers):
    behind = plastic.PlasticMemory().fit(NAMES)
    memory = plastic.PlasticMemory(prior=behind).fit(["zoe", "zora"])
    path = tmp_path / "with_prior.plastic"
    memory.save(path)
    with served(path, readers=readers) as found, Client(found.address) as client:
        assert client.info()["prior"] == {
            "samples": len(NAMES),
            "concepts": len(behind.graph),
            "different": len(NAMES),
        }
        assert client.predict_proba("em") == memory.predict_proba("em")
        assert client.complete("em", 2) == memory.complete("em", 2)


def test_without_a_prior_there_is_none(file):
    with served(file) as found:
        assert Client(found.address).info()["prior"] is None
