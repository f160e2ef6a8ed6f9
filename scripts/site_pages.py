"""The pages of the site that are made from what stands elsewhere: a hook of MkDocs.

    pip install -e '.[docs]' && mkdocs build --strict

Pages in ``docs/`` are read on a code host, too, so their links go by the folders of
the repository: ``../benchmarks/RESULTS.md``.  In the site they lead to what is
brought in here, or else to the repository.  What the program knows is not written
down a second time: the reference of commands is made from the command line, that of
names from the package, tables of figures are those that ``python -m benchmarks``
wrote, and the colours are those of the library's own pictures.
"""

from __future__ import annotations

import importlib
import inspect
import posixpath
import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer.main
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

import plastic
from plastic.cli.commands import app
from plastic.cli.verbs import MODULE_OF, example
from plastic.rendering import palette

ROOT = Path(__file__).resolve().parent.parent
REPOSITORY = "https://github.com/plastic-memory/plastic/blob/main/"

# What is brought in: its path in the repository, and in the site.
BROUGHT = {
    "README.md": "index.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "benchmarks/RESULTS.md": "measured/all.md",
    **{
        f"{folder}/{path.name}": f"{there}/{path.name}"
        for folder, pattern, there in [
            ("benchmarks/results", "*.md", "measured"),
            ("benchmarks/results", "*.png", "measured"),
            ("notebooks", "*.ipynb", "notebooks"),
        ]
        for path in sorted((ROOT / folder).glob(pattern))
    },
}


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the pages that are made into the navigation."""
    measured = [name for name in BROUGHT.values() if re.match(r"measured/.+\.md", name)]
    for section in config.nav:
        if "Python API" in section:
            section["Python API"] = [{room: f"api/{room}.md"} for room in ROOMS]
        elif "Benchmarks" in section:
            section["Benchmarks"] += measured
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add what is brought in, and what is made."""
    for source, target in BROUGHT.items():
        path = str(ROOT / source)
        files.append(File.generated(config, target, abs_src_path=path))
    for room, names in ROOMS.items():
        text = reference(room, names)
        files.append(File.generated(config, f"api/{room}.md", content=text))
    files.append(File.generated(config, "palette.css", content=colours()))
    return files


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """Add the reference of commands, and let links lead to where things are."""
    if page.file.src_uri == "commands.md":
        markdown = f"{markdown}\n{commands()}"
    if page.file.src_uri.startswith("measured/"):  # a row that belongs to the one above
        markdown = re.sub(r"^\|   (?=\S)", "| &emsp;", markdown, flags=re.M)
    return moved(markdown, page.file.src_uri)


def on_page_content(html: str, **_: Any) -> str:
    """Let the names that docstrings refer to be links."""
    return ROLE.sub(referred, html).replace("::</p>", ":</p>")


# Links -------------------------------------------------------------------------------

LINK = re.compile(r"(?<=\]\()(?!\w+:|#)([^)\s#]+)(#[^)\s]*)?(?=\))")


def moved(markdown: str, page: str) -> str:
    """Let the links of a page lead to where things are in the site.

    >>> moved("[all](../benchmarks/RESULTS.md)", "trie.md")
    '[all](measured/all.md)'
    """
    sources = {there: here for here, there in BROUGHT.items()}
    folder = posixpath.dirname(sources.get(page, f"docs/{page}"))

    def there(link: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join(folder, link[1]))
        if path in BROUGHT:
            path = BROUGHT[path]
        elif path.startswith("docs/"):
            path = path.removeprefix("docs/")
        else:
            return f"{REPOSITORY}{path}{link[2] or ''}"
        return posixpath.relpath(path, posixpath.dirname(page) or ".") + (link[2] or "")

    return LINK.sub(there, markdown)


ROLE = re.compile(r":(?:class|func|meth|mod|attr|data|exc):<code>[~.]?([\w.]+)</code>")


def referred(role: re.Match[str]) -> str:
    """Write a name that a docstring refers to, as a link if it has a place.

    >>> referred(ROLE.match(":class:<code>~plastic.Stream</code>"))
    '<autoref identifier="plastic.Stream" optional><code>Stream</code></autoref>'
    """
    name = role[1] if role[1].startswith("plastic") else f"plastic.{role[1]}"
    shown = role[1].rpartition(".")[2]
    return f'<autoref identifier="{name}" optional><code>{shown}</code></autoref>'


# The command line --------------------------------------------------------------------


def commands() -> str:
    """Write what each command takes, as the command line itself knows it."""
    group = typer.main.get_command(app)
    context = group.make_context("plastic", [], resilient_parsing=True)
    parts = []
    for name in MODULE_OF:
        command = group.get_command(context, name)
        rows = [taken(each) for each in command.params if each.name != "help"]
        shown = example(name).replace("\n\n", "\n")
        parts += [
            f"## plastic {name}",
            inspect.cleandoc(command.help),
            f"```sh\n{shown}\n```",
            "\n".join(["| takes | default | what for |", "|---|---|---|", *rows]),
        ]
    return "\n\n".join(parts) + "\n"


def taken(parameter: Any) -> str:
    """Write one argument or option as a row of a table."""
    names = [*parameter.opts, *parameter.secondary_opts]
    if parameter.param_type_name == "argument":
        names = [parameter.metavar or parameter.name.upper()]
    elif parameter.metavar and not parameter.is_flag:
        names[-1] += f" {parameter.metavar}"
    known = parameter.default not in (None, "", False)
    shown = f"`{parameter.default}`" if known else ""
    what = inspect.cleandoc(parameter.help or "").replace("|", r"\|")
    return f"| {' '.join(f'`{name}`' for name in names)} | {shown} | {what} |"


# Names -------------------------------------------------------------------------------

# What is public of the rooms besides what ``plastic`` hands on: packages that say so
# themselves, and modules that are named in docs/.
PACKAGES = ["grids", "seq2seq", "service"]
MODULES = ["client", "distributed", "seq2seq.datasets", "streams.logs.watch"]


def public_names() -> dict[str, list[str]]:
    """Give each room its public names: ``memory`` has ``plastic.PlasticMemory``."""
    rooms = defaultdict(list)
    for name in plastic.__all__:
        value = getattr(plastic, name)
        if inspect.ismodule(value):
            rooms[room_of(value.__name__)].append(value.__name__)
        else:
            module = getattr(value, "__module__", None) or type(value).__module__
            rooms[room_of(module)].append(f"plastic.{name}")
    for package in PACKAGES:
        handed_on = importlib.import_module(f"plastic.{package}").__all__
        names = [name for name in handed_on if name not in plastic.__all__]
        rooms[package] += [f"plastic.{package}.{name}" for name in names]
    for module in MODULES:
        rooms[room_of(f"plastic.{module}")].append(f"plastic.{module}")
    return dict(sorted(rooms.items()))


def room_of(module: str) -> str:
    """Give the room of a module; ``plastic`` is one of its own."""
    return [*module.split("."), "plastic"][1]


ROOMS = public_names()


def reference(room: str, names: list[str]) -> str:
    """Write the page of a room."""
    home = "plastic" if room == "plastic" else f"plastic.{room}"
    says = inspect.getdoc(importlib.import_module(home)).splitlines()[0]
    return "\n\n".join([f"# {room}", says, *(f"::: {name}" for name in names)]) + "\n"


# Looks -------------------------------------------------------------------------------


def colours() -> str:
    """Write the library's own colours as those of the site, light and dark."""
    light = rule("default", palette.LIGHT_PAGE, palette.EXCITED)
    return light + rule("slate", palette.DARK_PAGE, palette.VIRIDIS[2])


def rule(scheme: str, page: Mapping[str, str], bar: str) -> str:
    """Write the colours of one kind of page, and of the bar at its top."""
    colours = {
        "primary-fg-color": bar,
        "accent-fg-color": palette.INHIBITED,
        "typeset-a-color": page["link"],
        "default-bg-color": page["paper"],
        "default-fg-color": page["ink"],
    }
    lines = "".join(f"  --md-{name}: {colour};\n" for name, colour in colours.items())
    return f'[data-md-color-scheme="{scheme}"] {{\n{lines}}}\n'
