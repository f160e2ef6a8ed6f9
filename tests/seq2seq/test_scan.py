"""SCAN is the published one: its commands, their actions, its splits."""

import pytest

import plastic
from plastic.seq2seq import Seq2SeqMemory
from plastic.seq2seq.datasets import scan

PUBLISHED = {  # Lake and Baroni (2018), figure 1
    "jump": "JUMP",
    "jump left": "LTURN JUMP",
    "jump around right": "RTURN JUMP RTURN JUMP RTURN JUMP RTURN JUMP",
    "turn left twice": "LTURN LTURN",
    "jump thrice": "JUMP JUMP JUMP",
    "jump opposite left and walk thrice": "LTURN LTURN JUMP WALK WALK WALK",
    "jump opposite left after walk around left": (
        "LTURN WALK LTURN WALK LTURN WALK LTURN WALK LTURN LTURN JUMP"
    ),
}


@pytest.mark.parametrize("command", PUBLISHED)
def test_actions_are_those_of_the_paper(command):
    written = " ".join(scan.actions(command)).replace("I_TURN_LEFT", "LTURN")
    written = written.replace("I_TURN_RIGHT", "RTURN").replace("I_", "")
    assert written == PUBLISHED[command]


def test_there_are_as_many_commands_as_published():
    pairs = scan.commands()
    assert len({command for command, _ in pairs}) == len(pairs) == 20_910
    assert max(len(actions) for _, actions in pairs) == 48


def test_splits_are_as_published():
    sizes = {name: [len(p) for p in scan.split(name, 0)] for name in scan.SPLITS}
    assert sizes["simple"] == [16_728, 4_182]
    assert sizes["length"] == [16_990, 3_920]
    assert sizes["add-jump"][1] == 7_706
    train, test = scan.split("add-jump")
    assert [c for c, _ in train if "jump" in c] == [("jump",)]
    assert all("jump" in command for command, _ in test)
    assert min(len(actions) for _, actions in scan.split("length")[1]) == 24


def test_the_simple_split_is_drawn():
    assert scan.split("simple", 1) == scan.split("simple", 1)
    assert scan.split("simple", 1) != scan.split("simple", 2)


def test_an_unknown_split():
    with pytest.raises(plastic.ParameterError, match="no split 'hard'; there are"):
        scan.split("hard")


@pytest.mark.thorough
def test_a_thousand_commands_are_enough():
    train, test = scan.split("simple", 0, share=1_000 / 20_910)
    memory = Seq2SeqMemory().fit(train)
    assert memory.score(test[:300]).exact == 1
    assert memory.predict(test[0][0]) == test[0][1]
