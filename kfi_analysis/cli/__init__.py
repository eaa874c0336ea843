"""The command line: parse, call, print. One leaf file a command; a command is imported when it is called."""

from kfi_analysis.cli.main import main

__all__ = ["main"]
