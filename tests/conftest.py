"""Settings that all tests share."""

from hypothesis import settings

# The same examples in every run; no deadline, for machines differ in speed.
settings.register_profile("plastic", derandomize=True, deadline=None)
settings.load_profile("plastic")
