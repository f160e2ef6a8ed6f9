"""The commands as typer knows them: help, advice where one is wrong, completion.

Each command asks a memory for one thing and shows it.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from .. import __version__
from .declaring import Argument, Option, parameters
from .ending import said
from .verbs import MODULE_OF, example, find


class _Group(TyperGroup):
    """The commands, which all say in the same way what went wrong."""

    def invoke(self, ctx: Any) -> Any:
        with said():
            return super().invoke(ctx)


app = typer.Typer(
    cls=_Group,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Start with:  plastic train",
)


def main() -> None:
    """Run the command line."""
    app(prog_name="plastic")


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"plastic {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help="Show the version."
        ),
    ] = False,
) -> None:
    """Learn sequences without gradient descent: names, words, anything."""


def for_typer(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command whose parameters are declared by typer's own means."""
    annotations = {}
    for name, kind, declared, _ in parameters(command):
        if isinstance(declared, Option):
            names, text, metavar, least = declared
            declared = typer.Option(*names, help=text, metavar=metavar, min=least)
        elif isinstance(declared, Argument):
            declared = typer.Argument(help=declared.help, metavar=declared.metavar)
        annotations[name] = Annotated[kind, declared]

    @functools.wraps(command)
    def run(**values: Any) -> None:
        command(**values)

    signature = inspect.signature(command)
    run.__annotations__ = annotations
    run.__signature__ = signature.replace(  # type: ignore[attr-defined]
        parameters=[
            parameter.replace(annotation=annotations[name])
            for name, parameter in signature.parameters.items()
        ]
    )
    return run


for _name in MODULE_OF:
    app.command(_name, epilog=example(_name))(for_typer(find(_name)))
