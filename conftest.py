"""Doctests are left out where what their modules need is not installed."""

from importlib.util import find_spec

plotting = find_spec("matplotlib") and find_spec("scipy")
serving = find_spec("starlette") and find_spec("uvicorn") and find_spec("httptools")
collect_ignore_glob = [
    *([] if plotting else ["plastic/rendering/plots/*"]),
    *([] if serving else ["plastic/service/app.py", "plastic/service/server.py"]),
]
