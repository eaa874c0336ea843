"""`kfi claims`: what an evaluation says, held against the material."""

from __future__ import annotations

from pathlib import Path

import click
import pandas as pd

from kfi_analysis.cli.output import emit, format_option, output_option
from kfi_analysis.cli.source import load
from kfi_analysis.errors import ReadError

__all__ = ["command"]


@click.command()
@click.argument("claims")
@click.option("--source", multiple=True, help="The material: a file, a folder or a registered corpus. Default: the study's paraphrases.")
@click.option("--coder", help="Code the material anew with this coder (combined, lexical) instead of the coding that the study ships.")
@click.option("--texts", is_flag=True, help="Give the words of the evidence beside its place.")
@format_option
@output_option
def command(claims: str, *, source: tuple[str, ...], coder: str | None, texts: bool, format_: str, output: Path | None) -> None:
    """Hold the CLAIMS of an evaluation against the material.

    CLAIMS is a registered study or a claims file (TOML). Each claim gets one of four verdicts: stöds, stöds delvis, stöds inte,
    kan inte prövas, with the number, its interval, what it rests on, and the spans that carry it.

    Example: kfi claims boras-2021 --source rapport.pdf --format json
    """
    from kfi_analysis.corpus import list_corpora, verify_corpus
    from kfi_analysis.findings import check_claims
    from kfi_analysis.progress import progress_bar

    if not source and claims not in set(list_corpora()["name"]):
        raise ReadError("a claims file needs material: give it with --source", where=claims)
    corpus = load(source or (claims,))
    if source and claims in set(list_corpora()["name"]):
        known = verify_corpus(claims, corpus)
        if known.verdict == "wrong document":
            raise ReadError(
                f"{known.account()} Claims of one study say nothing of another's material: write a claims file for it", where=source[0]
            )
        if known.verdict != "exact":
            click.echo(f"kfi: {known.account()}", err=True)
    codings = None
    if coder is not None:
        from kfi_analysis.coding import code

        codings = code(corpus.excerpts if len(corpus.excerpts) else corpus, coder=coder)
    with progress_bar("claims") as progress:
        found = check_claims(corpus, claims, codings=codings, progress=progress)
    table = found.table.rename(columns={"finding_id": "id", "statement": "claim"})
    spans = [list(row) for row in table["evidence"]]
    if texts:
        spans = [[{**one, "text": corpus.slice(one["document_id"], one["start"], one["end"])} for one in row] for row in spans]
    flat = format_ in {"table", "csv"}
    table = table.assign(evidence=pd.Series([len(row) if flat else row for row in spans], index=table.index, dtype="object"))
    columns = ["id", "claim", "verdict", "value", "low", "high", "n", "method", "reason", "chapter", "evidence"]
    emit(table[["id", "verdict", "value", "low", "high", "n", "claim"]] if format_ == "table" else table[columns], format_, output)
