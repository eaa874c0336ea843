"""`kfi repair`: a badly read text made good, with a list of every change."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kfi_analysis.cli.output import FORMATS, emit, emit_records, format_option, records
from kfi_analysis.cli.source import load
from kfi_analysis.errors import SettingError

if TYPE_CHECKING:
    from kfi_analysis.text.ocr import Repair

__all__ = ["command"]


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--vocabulary", "clean", multiple=True, help="Clean text of the same field: a file, a folder or a registered corpus. May be repeated."
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write the repaired text here.")
@click.option(
    "--log", type=click.Path(dir_okay=False, path_type=Path), help="Write the changes here (.csv, .json or .parquet) [OUT.changes.csv]."
)
@click.option("--threshold", type=click.FloatRange(0, 1), default=0.5, show_default=True, help="Least confidence of a change.")
@format_option
def command(*, file: Path, clean: tuple[str, ...], output: Path | None, log: Path | None, threshold: float, format_: str) -> None:
    """Repair a misread text: å, ä and ö, letters of like shape, words broken over lines.

    A clean text comes back as it is. Without -o the changes are listed and nothing is written; with -o the text goes to OUT and the
    changes to OUT.changes.csv, or to --log. JSON holds "file", "noise" (before, after) and "changes" (start, end, before, after,
    confidence, reason; positions in the text before).

    Example: kfi repair handlingar-ocr.txt --vocabulary tidigare-rapporter/ -o handlingar.txt
    """
    from kfi_analysis.corpus.readers.dispatch import read_file
    from kfi_analysis.corpus.readers.plain import decode
    from kfi_analysis.files import write_text
    from kfi_analysis.text.ocr import repair

    if log is not None and log.suffix.lstrip(".") not in FORMATS[1:]:
        raise SettingError(f"--log {log}: the ending tells the format and must be .csv, .json or .parquet, not {log.suffix!r}")
    vocabulary = [str(text) for text in load(clean).documents["text"]] if clean else None
    reading = read_file(file)
    plain = file.suffix.lower() in {".txt", ".text"}
    result = repair(decode(file.read_bytes(), file.name) if plain else reading.layout.text, vocabulary=vocabulary, threshold=threshold)
    if output is not None:
        write_text(output, result.text)
        log = log or output.with_name(output.name + ".changes.csv")
    if log is not None:
        emit(result.changes, log.suffix.lstrip("."), log)
    _show(result, file, format_, listed=output is None)


def _show(result: Repair, file: Path, format_: str, *, listed: bool) -> None:
    """Print the changes, or with a file written only what was done."""
    if format_ == "json":
        noise = {"before": result.before.to_dict(), "after": result.after.to_dict()}
        emit_records({"file": str(file), "noise": noise, "changes": records(result.changes)})
    elif listed:
        emit(result.changes, format_)
    click.echo(
        f"kfi: {file.name}: {len(result.changes)} changes in {result.before.words} words; noise {result.before.score} before, "
        f"{result.after.score} after",
        err=True,
    )
