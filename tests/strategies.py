"""Hypothesis strategies that several test modules draw from."""

from hypothesis import strategies as st

# Few different symbols, so that pasts are shared often.
strings = st.text(alphabet="abc", max_size=7)
tuples = st.lists(
    st.one_of(st.integers(0, 2), st.sampled_from(["to", "be"]), st.just((1, "x"))),
    max_size=6,
).map(tuple)

# Any string that may be a sample: all of Unicode but the two that are reserved.
any_strings = st.text(
    alphabet=st.characters(exclude_characters="\ufdd0\ufdd1\ufdd2"), max_size=12
)

horizons = st.one_of(st.just(24), st.integers(1, 5))


def batches(samples=strings, max_size=10):
    """Lists of samples of one kind, with repetitions."""
    return st.lists(samples, max_size=max_size)


# Either kind of memory: each draw holds samples of one kind only.
any_batches = st.one_of(batches(strings), batches(tuples))
