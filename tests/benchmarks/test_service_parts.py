"""The parts of the service's measurement are kept, and not run twice."""

import pytest

from benchmarks.common import Table
from benchmarks.service import parts


def test_a_run_that_was_interrupted_goes_on(monkeypatch, tmp_path):
    ran, interrupted = [], []

    def table(name):
        def run(size):
            ran.append(name)
            if name == "kills" and not interrupted:
                interrupted.append(name)
                raise RuntimeError
            return Table(name, ["what"], [[str(size.kills)]])

        return run

    monkeypatch.setattr(parts, "PARTS", {name: table(name) for name in parts.PARTS})
    monkeypatch.setattr(parts, "FOLDER", tmp_path / "kept")
    parts.run_part("endurance", parts.Size())  # singly
    parts.run_part("schema", parts.QUICK)  # which does not count
    with pytest.raises(RuntimeError):
        parts.run_all()
    tables = parts.run_all()
    assert [each.title for each in tables] == ["load", "endurance", "kills", "schema"]
    assert tables[0] == Table("load", ["what"], [["1000"]])
    assert ran == ["endurance", "schema", "load", "kills", "kills", "schema"]
    ran.clear()
    parts.run_all()
    assert len(ran) == 4  # nothing is kept once all were told
