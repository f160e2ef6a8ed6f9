"""Doctests of plots are left out where what they need is not installed."""

from importlib.util import find_spec

plotting = find_spec("matplotlib") and find_spec("scipy")
collect_ignore_glob = [] if plotting else ["plastic/rendering/plots/*"]
