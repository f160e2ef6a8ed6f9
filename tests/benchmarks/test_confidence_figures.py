"""The measurement of confidence counts what it says."""

import json

from benchmarks import confidence
from benchmarks.confidence import Case, Found


def test_a_row_counts_tasks_answers_and_what_is_sure():
    found = [
        Found(True, [Case(0.95, True), Case(0.9, True)]),
        Found(False, [Case(0.99, False), Case(0.5, True)]),
        Found(False, []),
        Found(False, [Case(0.2, False)]),
    ]
    row = confidence._row("suite", found)
    error = (0.05**2 + 0.1**2 + 0.99**2 + 0.5**2 + 0.2**2) / 5
    assert row == ["suite", "4", "1", "5", "3", "67%", "50%", f"{error:.3f}"]


def test_a_file_of_pairs_is_measured(tmp_path, capsys):
    pairs = [["Ada Lovelace", "Ada L"], ["Bo Ray", "Bo R"], ["Alan Turing", "Alan T"]]
    test = [["Grace Hopper", "Grace H"], ["grace", "?"]]
    file = tmp_path / "pairs.json"
    file.write_text(json.dumps({"names": [{"train": pairs, "test": test}] * 2}))
    confidence.main([str(file), "--most", "1"])
    out = capsys.readouterr().out
    row = next(line for line in out.splitlines() if line.startswith("| names"))
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert cells[:7] == ["names", "1", "0", "2", "1", "100%", "100%"]
