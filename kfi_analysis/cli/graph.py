"""`kfi graph`: the actors and the statements that tie them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kfi_analysis.cli.output import emit, emit_records, format_option, output_option
from kfi_analysis.cli.source import load, metadata_options, source_argument

__all__ = ["command"]


@click.command()
@source_argument
@metadata_options
@click.option("--gazetteer", type=click.Path(dir_okay=False, path_type=Path), help="YAML list of actors, put over the shipped one.")
@click.option("--implied/--no-implied", default=True, show_default=True, help="Also statements with a party that is understood.")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Also write an interactive page that works offline.")
@click.option("--picture", type=click.Path(dir_okay=False, path_type=Path), help="Also write a picture: .png, .svg or .pdf.")
@click.option("--save", type=click.Path(dir_okay=False, path_type=Path), help="Also write .graphml, .gexf, .net, .dl, .csv or .json.")
@click.option("--min-score", type=click.FloatRange(0, 1), default=0.2, show_default=True, help="Lowest score to keep.")
@format_option
@output_option
def command(
    *,
    source: tuple[str, ...],
    gazetteer: Path | None,
    implied: bool,
    min_score: float,
    html: Path | None,
    picture: Path | None,
    save: Path | None,
    format_: str,
    output: Path | None,
    **settings: Any,
) -> None:
    """Build the actor graph: who is tied to whom, how, and in which words.

    JSON holds "nodes" (canonical, level, aliases) and "relations" (source, target, type, directed, sign, modality, voice, start, end,
    text, score); the other formats hold the relations. Spans are those of the cleaned text that `kfi read` gives; original_start and
    original_end lead to the characters of the file.

    Example: kfi graph rapport.txt --html natverk.html --format json
    """
    from kfi_analysis.actors import Gazetteer, actor_graph, find_actors
    from kfi_analysis.progress import progress_bar

    corpus = load(source, **settings)
    known = Gazetteer.load(gazetteer, with_shipped=True) if gazetteer is not None else None
    with progress_bar("graph") as progress:
        graph = actor_graph(corpus, find_actors(corpus, gazetteer=known), implied=implied, min_score=min_score, progress=progress)
    if html is not None:
        from kfi_analysis.report.network import NetworkView

        NetworkView(graph).write(html)
    if picture is not None:
        from kfi_analysis.plots.network import save_network

        save_network(graph, picture)
    if save is not None:
        from kfi_analysis.actors import write_graph

        write_graph(graph, save)
    if format_ != "json":
        emit(graph.statements, format_, output)
        return
    data = graph.summary()
    for relation in data["relations"]:
        span = corpus.original_span(relation["document_id"], relation["start"], relation["end"])
        relation["original_start"], relation["original_end"] = span
    emit_records(data, output)
