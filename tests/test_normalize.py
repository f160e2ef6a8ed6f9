"""Letters that Unicode can write in two ways."""

import unicodedata
import warnings

import pytest

import plastic
from plastic import datasets

COMPOSED, DECOMPOSED = "zo\xeb", "chloe\u0308"


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_train_and_read_bring_letters_to_one_form(tmp_path, form):
    file = tmp_path / "names.txt"
    file.write_text(f"{COMPOSED}\n{DECOMPOSED}\n", encoding="utf-8")
    expected = [unicodedata.normalize(form, each) for each in (COMPOSED, DECOMPOSED)]
    assert datasets.read(file, normalize=form) == expected
    assert datasets.read(file) == [COMPOSED, DECOMPOSED]
    for source in (file, [COMPOSED, DECOMPOSED]):
        assert list(plastic.train(source, normalize=form)) == expected
    words = plastic.train([(COMPOSED, 1), (DECOMPOSED, 2)], normalize=form)
    assert list(words) == [(expected[0], 1), (expected[1], 2)]


@pytest.mark.parametrize("form", ["nfc", "", 1, "NFX", True])
def test_other_forms_are_refused_before_anything_is_read(form):
    with pytest.raises(plastic.ParameterError, match="normalize must be"):
        plastic.train("nowhere.txt", normalize=form)
    with pytest.raises(plastic.ParameterError, match="normalize must be"):
        datasets.read(datasets.path("names.txt"), normalize=form)


@pytest.mark.parametrize(
    "samples",
    [
        [COMPOSED, DECOMPOSED],
        [DECOMPOSED, "emma", COMPOSED],
        [("a", COMPOSED), ("b", DECOMPOSED)],
        ["\u212b", "\xc5"],
    ],
)
def test_both_forms_in_one_set_are_noted(samples):
    with pytest.warns(plastic.NormalizationWarning, match="two forms of the letter"):
        plastic.PlasticMemory().fit(samples)


@pytest.mark.parametrize(
    "samples",
    [[COMPOSED, "emma"], [DECOMPOSED, "emma"], [COMPOSED, "o\u0308"], [(1, 2)]],
)
def test_one_form_is_not(samples):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        plastic.PlasticMemory().fit(samples)
