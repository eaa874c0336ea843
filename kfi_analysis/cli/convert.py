"""`kfi convert`: codings and codebooks between this library's files and those of NVivo, ATLAS.ti, MAXQDA, QualCoder and others."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kfi_analysis.errors import ReadError, SettingError

if TYPE_CHECKING:
    from kfi_analysis.coding import Codings

__all__ = ["command"]

_BOOKS = (".yaml", ".yml", ".qdc")
_TABLES = (".csv", ".json", ".xlsx", ".parquet")


@click.command()
@click.argument("source", type=click.Path(path_type=Path))
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--texts", multiple=True, help="File, folder or registered corpus that a table of codings belongs to (to write .qdpx).")
@click.option("--codebook", help="Codebook whose definitions and colours go along (to write .qdpx).")
@click.option(
    "--passages",
    type=click.Choice(["documents", "paragraphs"]),
    default="documents",
    show_default=True,
    help="Units of a project that is read.",
)
def command(source: Path, target: Path, *, texts: tuple[str, ...], codebook: str | None, passages: str) -> None:
    r"""Convert SOURCE to TARGET; the endings say what they are.

    \b
    project.qdpx -> codings .csv .json .xlsx .parquet, or its codebook .yaml .qdc
    codings .csv .json ... -> project.qdpx (with --texts)
    codebook .yaml .qdc .csv .json -> codebook .yaml .qdc

    Example: kfi convert projekt.qdpx kodning.csv
    """
    from kfi_analysis.coding import Codebook
    from kfi_analysis.coding.codebook_files import write_codebook
    from kfi_analysis.coding.exchange import read_qdpx, write_qdpx

    ending = target.suffix.lower()
    if source.suffix.lower() == ".qdpx":
        codings = read_qdpx(source, passages=passages)  # type: ignore[arg-type]
        _tell(codings)
        if ending in _BOOKS:
            if codings.codebook is None or not len(codings.codebook):
                raise ReadError("the project has no codes", where=source)
            write_codebook(codings.codebook, target)
        else:
            _write_table(codings, target)
    elif ending == ".qdpx":
        write_qdpx(_with_texts(source, texts, codebook), target, name=source.stem)
    elif ending in _BOOKS:
        write_codebook(Codebook.load(source), target)
    else:
        raise SettingError(f"{source.suffix or source.name} cannot become {ending or target.name}: see  kfi convert --help")
    click.echo(f"kfi: wrote {target}", err=True)


def _with_texts(source: Path, texts: tuple[str, ...], codebook: str | None) -> Codings:
    from dataclasses import replace

    from kfi_analysis.cli.source import load
    from kfi_analysis.coding import Codebook
    from kfi_analysis.coding.codings_files import read_codings

    if not texts:
        raise SettingError("a project holds the texts too: say which they are with --texts SOURCE")
    codings = read_codings(source).on(load(texts))
    return codings if codebook is None else replace(codings, codebook=Codebook.load(codebook))


def _write_table(codings: Codings, target: Path) -> None:
    """A row a code, with the text under it and the metadata of its document."""
    from kfi_analysis.cli.output import emit

    if target.suffix.lower() not in _TABLES:
        raise SettingError(f"{target.suffix or target.name} is no table: give .csv, .json, .xlsx or .parquet")
    table = codings.to_frame()
    full = (
        {} if codings.corpus is None else dict(zip(codings.corpus.documents["document_id"], codings.corpus.documents["text"], strict=True))
    )
    spans = zip(table["document_id"], table["start"], table["end"], strict=True)
    table.insert(4, "quote", [full[document][start:end] for document, start, end in spans])
    table = table.dropna(axis="columns", how="all")
    if target.suffix.lower() == ".xlsx":
        from kfi_analysis.files import atomic_path

        with atomic_path(target) as part:
            table.to_excel(part, index=False)
    else:
        emit(table, target.suffix.lower().removeprefix("."), target)


def _tell(codings: Codings) -> None:
    if codings.corpus is None:
        return
    for what, reason, count in codings.corpus.skipped.groupby(["what", "reason"], as_index=False)["count"].sum().itertuples(index=False):
        click.echo(f"kfi: left out: {count} {what} ({reason})", err=True)
    for document in codings.provenance.steps[-1].get("doubtful_positions", []):
        click.echo(f"kfi: {document}: the positions fit more than one way of counting; check a few quotes", err=True)
