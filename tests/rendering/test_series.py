"""A series and its alarms are drawn as they are."""

import math
import re

import pytest
from browser import (
    chromium,
    complaints,
    on_a_phone,
    open_page,
    reason_to_skip,
    requests,
)
from hypothesis import given
from hypothesis import strategies as st

from plastic import DataError
from plastic.rendering.series import COLUMNS, Alarm, Series, draw, page


def series(values, alarms=(), name="load"):
    n = len(values)
    return Series(
        times=[f"at {at}" for at in range(n)],
        columns={name: values},
        scores=[0.1] * n,
        threshold=0.5,
        alarms=[Alarm(at, "one in 2,000", "why <b>not</b>") for at in alarms],
    )


def points(drawn):
    """Give the points of the first chart's lines."""
    chart = drawn.split("<section")[1]
    return [
        [tuple(map(float, point.split(","))) for point in line.split()]
        for line in re.findall(r'points="([^"]*)"', chart)
    ]


def test_each_value_is_a_point_and_a_gap_is_a_gap():
    (first, second) = points(page(series([0.0, 1.0, math.nan, 0.5])))
    assert [y for _, y in first] == [100, 0]
    assert [y for _, y in second] == [50]
    assert [x for x, _ in first] == [COLUMNS / 8, 3 * COLUMNS / 8]


def test_of_many_values_no_spike_is_lost():
    values = [0.0] * 50_000
    values[31_234] = 1.0
    (line,) = points(page(series(values)))
    assert len(line) < 3 * COLUMNS
    (spike,) = [x for x, y in line if y == 0]
    assert spike == pytest.approx(31_234 / 50_000 * COLUMNS, abs=1)


def test_alarms_are_marked_and_told_as_text():
    drawn = page(series([0.0, 1.0] * 10, alarms=[5]))
    assert 'href="#alarm-0"' in drawn
    assert 'id="alarm-0"' in drawn
    assert "left:27.500%" in drawn
    assert "why &lt;b&gt;not&lt;/b&gt;" in drawn
    assert "<b>not" not in drawn
    assert "1 alarms" in drawn
    assert "nothing odd came" in page(series([1.0]))


@given(st.lists(st.floats(allow_subnormal=False), min_size=1, max_size=40))
def test_any_series_can_be_drawn(values):
    for line in points(page(series(values, name="<script>"))):
        for x, y in line:
            assert 0 <= x <= COLUMNS
            assert -1e-6 <= y <= 100.000001


def test_of_nothing_there_is_no_picture(tmp_path):
    with pytest.raises(DataError, match="nothing to draw"):
        draw(tmp_path / "a.html", series([]))
    with pytest.raises(DataError, match="cannot write"):
        draw(tmp_path / "no" / "a.html", series([1.0]))


def test_a_picture_has_a_plot_for_each_column_and_one_for_the_score(tmp_path):
    pyplot = pytest.importorskip("matplotlib.pyplot")
    made = []
    pyplot.switch_backend("agg")
    save = pyplot.Figure.savefig
    with pytest.MonkeyPatch.context() as patch:

        def keep(figure, *args, **kwargs):
            made.append(figure)
            save(figure, *args, **kwargs)

        patch.setattr(pyplot.Figure, "savefig", keep)
        draw(
            tmp_path / "a.png",
            series([0.0, math.inf, 2.0, 1.0], alarms=[2], name="$x$"),
        )
    (figure,) = made
    values, scores = figure.axes
    line, marks = values.lines
    assert line.get_ydata()[[0, 2, 3]].tolist() == [0.0, 2.0, 1.0]
    assert marks.get_xydata().tolist() == [[2.0, 2.0]]
    assert scores.lines[0].get_ydata().tolist() == [0.1] * 4
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


@pytest.fixture(scope="module")
def browser():
    if reason := reason_to_skip():
        pytest.skip(reason)
    with chromium() as browser:
        yield browser


def test_the_page_fits_a_phone_and_asks_for_nothing(browser, tmp_path):
    path = tmp_path / "a.html"
    draw(path, series([0.0, 1.0] * 300, alarms=[100, 400], name="a_long_name" * 20))
    open_page(browser, path)
    assert not complaints(browser)
    assert not requests(browser)
    with on_a_phone(browser):
        open_page(browser, path)
        wide, room = browser.execute_script(
            "return [document.documentElement.scrollWidth, innerWidth]"
        )
        assert wide <= room
        mark = browser.execute_script(
            "return document.querySelectorAll('.values .mark')[1].offsetLeft"
            " / document.querySelector('.values .plot').clientWidth"
        )
        assert mark == pytest.approx(400.5 / 600, abs=0.02)
