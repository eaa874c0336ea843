"""`kfi analyse`: the main job. Sources in; a report to read, a table to count in, a graph to open elsewhere, and the provenance out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kfi_analysis.cli.source import load, metadata_options, source_argument

__all__ = ["command"]


@click.command()
@source_argument
@metadata_options
@click.option("-o", "--output", type=click.Path(file_okay=False, path_type=Path), default=Path("ut"), show_default=True, help="Folder.")
@click.option("--title", help="What the report is called.")
@click.option("--by", help="The column whose groups are compared (municipality, where there are several).")
@click.option("--codebook", default="kfi", show_default=True, help="A codebook file or the name of a shipped one.")
@click.option("--claims", help="Claims to hold against the material: a registered study (boras-2021) or a claims file.")
@click.option("--topics", type=click.IntRange(min=2), help="Number of topics (as many as the material can carry).")
@click.option("--language", type=click.Choice(["sv", "en"]), default="sv", show_default=True, help="Of the report.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of everything random.")
@click.option("--allow-risks", is_flag=True, help="Write although the anonymity check finds what could identify somebody.")
def command(
    *,
    source: tuple[str, ...],
    output: Path,
    title: str | None,
    by: str | None,
    codebook: str,
    claims: str | None,
    topics: int | None,
    language: str,
    seed: int,
    allow_risks: bool,
    **settings: Any,
) -> None:
    """Analyse sources and write the report into a folder.

    Writes rapport.html (open it in a browser), rapport.docx, tabeller.xlsx, aktorer.html and amnen.html (to look around in),
    aktorer.graphml and proveniens.json. Names of persons are masked in all of them.

    Example: kfi analyse rapport.pdf --municipality Borås -o ut/
    """
    from kfi_analysis.actors.exchange import write_graph
    from kfi_analysis.analysis import analyse
    from kfi_analysis.corpus.masking import mask_corpus
    from kfi_analysis.files import write_text
    from kfi_analysis.progress import progress_bar
    from kfi_analysis.report import write_report
    from kfi_analysis.report.network import NetworkView
    from kfi_analysis.report.topics_html import write_topics_html
    from kfi_analysis.topics.summary import topic_summary

    corpus = mask_corpus(load(source, **settings))
    with progress_bar("analyse") as progress:
        found = analyse(corpus, title=title, book=codebook, by=by, claims=claims, n_topics=topics, seed=seed, progress=progress)
    reports = [output / name for name in ("rapport.html", "rapport.docx", "tabeller.xlsx")]
    write_report(found, *reports, language=language, allow_risks=allow_risks)
    if len(found.graph):
        write_text(output / "aktorer.html", NetworkView(found.graph).to_html())
    if found.topics is not None:
        write_topics_html(topic_summary(found.topics), output / "amnen.html")
    write_graph(found.graph, output / "aktorer.graphml", evidence=False)
    write_text(output / "proveniens.json", found.provenance.to_json() + "\n")
    for row in corpus.skipped.itertuples():
        if row.what == "file":
            click.echo(f"kfi: left out {row.source}: {row.reason}", err=True)
    for note in found.notes:
        click.echo(f"kfi: {note}", err=True)
    click.echo(f"Klart: öppna {output / 'rapport.html'}" if language == "sv" else f"Done: open {output / 'rapport.html'}")
