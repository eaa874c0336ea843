"""`kfi recommendations`: what a report recommends, and to whom; held against evidence, against later reports, and for new material."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kfi_analysis.cli.output import emit, format_option, output_option
from kfi_analysis.cli.source import load, metadata_options, source_argument

if TYPE_CHECKING:
    import pandas as pd

    from kfi_analysis.corpus import Corpus

__all__ = ["command"]

_COLUMNS = [
    "recommendation_id",
    "addressees",
    "members",
    "text",
    "document_id",
    "start",
    "end",
    "kind",
    "named",
    "section",
    "page",
    "repeats",
]


@click.command()
@source_argument
@metadata_options
@click.option("--to", "addressee", help="Only those put to this body.")
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(["rekommendation", "förslag", "besked"]),
    help="recommendations (default), what ought to be done though it is not recommended, notices that recommendations were given.",
)
@click.option("--judgements", "mode", flag_value="judgements", help="The authors' judgements and their grades instead.")
@click.option("--support", "study", help="Hold the recommendations of this study (boras-2021, or a file) against SOURCE instead.")
@click.option("--areas", "mode", flag_value="areas", help="Areas for development that SOURCE tells of instead, ranked by evidence.")
@click.option("--later", type=click.Path(exists=True), help="Match them with the recommendations of this later document.")
@click.option("--answers", type=click.Path(exists=True), help="Find the passages of this document that answer them.")
@format_option
@output_option
def command(
    source: tuple[str, ...],
    *,
    format_: str,
    output: Path | None,
    addressee: str | None,
    kinds: tuple[str, ...],
    mode: str | None,
    study: str | None,
    later: str | None,
    answers: str | None,
    **settings: Any,
) -> None:
    """Find the recommendations of audits and evaluations, with whom they are put to.

    JSON is a list of objects with addressees, text, start, end (characters of the text that `kfi read` gives), kind, named, section, page,
    members (who a collective addressee stands for) and repeats (other places where the same one is given).

    Example: kfi recommendations granskningsrapport.pdf --format json
    """
    from kfi_analysis import findings

    corpus = load(source, **settings)
    if mode == "judgements":
        table = findings.judgements(corpus)
        emit(table[["grade", "bodies", "text"]] if format_ == "table" else table, format_, output)
    elif mode == "areas":
        areas = findings.development_areas(corpus)
        short = ["rank", "area", "sources", "challenges", "passages", "resembles", "reason"]
        emit(areas.table[short] if format_ == "table" else areas.table, format_, output)
        click.echo(f"kfi: {areas.purpose}", err=True)
    elif study is not None:
        support = findings.recommendation_support(corpus, study)
        short = ["recommendation_id", "strength", "supporting", "contradicting", "sources", "source_kinds", "text"]
        emit(support.table[short] if format_ == "table" else support.table, format_, output)
        click.echo(f"kfi: {len(support.unmet)} challenges are met by none of them", err=True)
    else:
        emit(_given(corpus, addressee, kinds, (later, answers), format_), format_, output)


def _given(
    corpus: Corpus, addressee: str | None, kinds: tuple[str, ...], others: tuple[str | None, str | None], format_: str
) -> pd.DataFrame:
    """The recommendations of a source, alone or beside those of a later document or its answers."""
    from kfi_analysis.findings import find_answers, match_recommendations, recommendations

    found = recommendations(corpus, kinds=kinds or None)
    if addressee is not None:
        found = found.to(addressee)
    later, answers = others
    if later is not None:
        return match_recommendations(found, recommendations(load((later,)), kinds=kinds or None))
    if answers is not None:
        return find_answers(found, load((answers,)))
    return found.table[["addressees", "text"]] if format_ == "table" else found.table[_COLUMNS]
