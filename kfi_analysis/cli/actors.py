"""`kfi actors`: every mention of an actor, with its span."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kfi_analysis.cli.output import emit, format_option, output_option
from kfi_analysis.cli.source import load, metadata_options, source_argument

__all__ = ["command"]


@click.command()
@source_argument
@metadata_options
@click.option("--gazetteer", type=click.Path(dir_okay=False, path_type=Path), help="YAML list of actors, put over the shipped one.")
@click.option("--resolve/--no-resolve", default=True, show_default=True, help='Lead "förvaltningen", "vi" and the like back to an actor.')
@click.option("--unresolved", is_flag=True, help="List what looks like an actor and was not resolved.")
@format_option
@output_option
def command(
    *, source: tuple[str, ...], gazetteer: Path | None, resolve: bool, unresolved: bool, format_: str, output: Path | None, **settings: Any
) -> None:
    """Find actors: administrations, committees, agencies, unions, collectives and roles.

    One row a mention: actor (key), canonical, level, document_id, passage_id, start, end, surface, rule, confidence. Spans are
    those of the cleaned text that `kfi read` gives; original_start and original_end lead to the characters of the file.

    Example: kfi actors rapport.txt --format json
    """
    from kfi_analysis.actors import Gazetteer, find_actors
    from kfi_analysis.actors.actor import slug
    from kfi_analysis.progress import progress_bar

    corpus = load(source, **settings)
    known = Gazetteer.load(gazetteer, with_shipped=True) if gazetteer is not None else None
    with progress_bar("actors") as progress:
        mentions = find_actors(corpus, gazetteer=known, resolve=resolve, progress=progress)
    if unresolved:
        emit(mentions.unresolved(), format_, output)
        return
    table = mentions.to_frame()
    table.insert(0, "actor", [slug(name) for name in table["actor_id"]])
    table = table.rename(columns={"actor_id": "canonical"})
    spans = [corpus.original_span(*row) for row in zip(table["document_id"], table["start"], table["end"], strict=True)]
    table["original_start"], table["original_end"] = [first for first, _ in spans], [last for _, last in spans]
    columns = ["actor", "canonical", "level", "document_id", "passage_id", "start", "end", "surface", "rule", "confidence"]
    emit(table[[*columns, "original_start", "original_end"]], format_, output)
