"""`kfi`: the group of commands, how errors become one line on stderr, and the exit codes.

Exit codes: 0 done, 1 bad input (one line on stderr), 2 usage, 130 stopped by the user.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from importlib import import_module

import click

from kfi_analysis._version import __version__
from kfi_analysis.errors import Cancelled, KfiError, did_you_mean

__all__ = ["cli", "main"]

COMMANDS = {
    "analyse": "The main job: sources in, a report out.",
    "read": "Read files: documents and passages.",
    "excerpts": "List the quoted excerpts of a report with their sources.",
    "code": "Code passages by theme, with valence, phase and evidence.",
    "compare": "Compare municipalities, units or kinds of source.",
    "claims": "Hold the claims of an evaluation against the material.",
    "recommendations": "Find recommendations and whom they are put to.",
    "agreement": "How far coders agree, per code, with intervals and disagreements.",
    "convert": "Codings and codebooks to and from REFI-QDA (NVivo, ATLAS.ti, MAXQDA ...).",
    "corpora": "Registered corpora: list, show, verify a copy.",
    "topics": "Find topics, tested against resampled and shuffled material.",
    "actors": "Find actors: names, collectives, roles, with their places.",
    "repair": "Repair a badly read (OCR) text, with a list of changes.",
    "graph": "Build the actor graph: typed, signed ties that open to their words.",
}
"""Command -> its one-line help; the command `x-y` is the object `command` in `kfi_analysis.cli.x_y`."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"kfi_analysis.cli.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which one may have been meant."""
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            ctx.fail(f"no command {args[0]!r}: {did_you_mean(args[0], COMMANDS)}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; a reader that has seen enough (`| head`) is no error."""
        try:
            result: object = super().invoke(ctx)
            if sys.stdout is not None:
                sys.stdout.flush()
        except BrokenPipeError:
            raise click.exceptions.Exit(_closed(0)) from None
        return result

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kfi")
def cli() -> None:
    """Code, model, compare and report evaluation material, every figure traceable to its words.

    Example: kfi analyse rapport.pdf -o ut/
    """


def main() -> None:
    """Run the command line and exit."""
    try:
        cli.main(prog_name="kfi", standalone_mode=False)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.UsageError as error:
        error.show()
        sys.exit(2)
    except click.ClickException as error:
        error.show()
        sys.exit(1)
    except (Cancelled, click.Abort, KeyboardInterrupt):
        click.echo("kfi: stopped; nothing was half written", err=True)
        sys.exit(130)
    except KfiError as error:
        click.echo("kfi: " + " ".join(str(error).split()), err=True)
        sys.exit(1)
    except OSError as error:
        what = "the output" if error.filename is None else error.filename
        click.echo(f"kfi: {what} cannot be used ({error.strerror or error}): check name, room and permission", err=True)
        sys.exit(_closed(1))


def _closed(code: int) -> int:
    """Give up stdout, so that the interpreter does not try to empty it again on leaving; return the exit code."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code
