"""scikit-learn's and River's own checks pass, but for a few that have reasons."""

import random

import pytest

from plastic import AnomalyDetector

pytestmark = pytest.mark.thorough  # to import the two takes seconds


ORDER = "what comes after what matters: a sequential detector depends on the order"
SERIES = "a single column may be given as it is: a series of values"
CONTAMINATION = "nothing of a few hundred rows is one in a thousand: none is an outlier"
EXPECTED = {
    "check_fit1d": SERIES,
    "check_fit2d_predict1d": SERIES,
    "check_methods_sample_order_invariance": ORDER,
    "check_methods_subset_invariance": ORDER,
    "check_outliers_fit_predict": CONTAMINATION,
    "check_outliers_train": CONTAMINATION,
}


@pytest.mark.filterwarnings("ignore")
def test_scikit_learn_s_checks():
    checks = pytest.importorskip("sklearn.utils.estimator_checks")
    told = checks.check_estimator(
        AnomalyDetector(), expected_failed_checks=EXPECTED, on_fail=None
    )
    status = {}
    for check in told:
        status.setdefault(check["status"], set()).add(check["check_name"])
    assert "failed" not in status, status["failed"]
    assert status["xfail"] == {*EXPECTED}
    assert len(status["passed"]) > 30


def test_what_scikit_learn_s_tools_ask_for():
    pytest.importorskip("sklearn")
    from sklearn.base import clone, is_outlier_detector
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    detector = AnomalyDetector(settle=40, threshold="one in a hundred")
    assert is_outlier_detector(detector)
    assert clone(detector).get_params() == detector.get_params()
    rows = [[float(n % 5), float(n % 3)] for n in range(120)]
    pipeline = make_pipeline(StandardScaler(), detector).fit(rows)
    assert pipeline.predict([[2.0, 1.0], [90.0, 1.0]]).tolist() == [1, -1]


def rows(n=400):
    """Make what River's checks take: features, and whether they are odd."""
    rng = random.Random(0)
    for _ in range(n):
        odd = rng.random() < 0.02
        features = {name: rng.gauss(0, 1) + 8 * odd for name in "ab"}
        yield features, odd


def one_of_rivers():
    """Give ours as one of River's family, where pickle finds it."""
    from river.base.anomaly_detector import AnomalyDetector as OfRiver

    bases, docs = (AnomalyDetector, OfRiver), {"__doc__": "Ours, as one of River's."}
    made = type("OneOfRivers", bases, {**docs, "__module__": __name__})
    return globals().setdefault("OneOfRivers", made)


@pytest.mark.filterwarnings("ignore")
def test_river_s_checks(monkeypatch):
    checks = pytest.importorskip("river.checks")
    OneOfRivers = one_of_rivers()
    # River would download a data set of credit cards.
    monkeypatch.setattr(checks, "_yield_datasets", lambda model, scale=1: [[*rows()]])
    failed, passed = {}, 0
    for check in checks.yield_checks(OneOfRivers(settle=50)):
        name = getattr(check, "__name__", None) or check.func.__name__
        try:
            check(OneOfRivers(settle=50))
            passed += 1
        except Exception as error:  # noqa: BLE001 - whatever a check raises
            failed[name] = error
    assert not failed
    assert passed > 20


def test_river_s_way_of_going_through_a_stream():
    auc = pytest.importorskip("river.metrics").RollingROCAUC()
    detector = AnomalyDetector(settle=100)
    for features, odd in rows(600):
        auc.update(odd, detector.score_one(features))
        detector.learn_one(features)
    assert auc.get() > 0.75  # the first hundred are told nothing of
