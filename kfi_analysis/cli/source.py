"""What every command takes: SOURCE (a file, a folder, a glob, a table, or the name of a registered corpus) and its metadata."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kfi_analysis.errors import ReadError, SettingError, did_you_mean

if TYPE_CHECKING:
    from kfi_analysis.corpus import Corpus

__all__ = ["load", "metadata_options", "source_argument"]

F = TypeVar("F", bound=Callable[..., Any])


def source_argument(function: F) -> F:
    """Add SOURCE... (argument `source`, a tuple)."""
    return click.argument("source", nargs=-1, required=True)(function)


def metadata_options(function: F) -> F:
    """Add the options that `load` takes (argument names as in `kfi_analysis.read`)."""
    for option in (
        click.option("--units", type=click.Path(path_type=Path), help="YAML table of units and their other spellings."),
        click.option("--patterns", type=click.Path(path_type=Path), help="YAML description of the forms of attributions."),
        click.option("--split", type=click.Choice(["matters"]), help="Take packs of board papers apart into matters and attachments."),
        click.option("--repair", is_flag=True, default=None, help="Mend misread words (å, ä, ö and letters of like shape)."),
        click.option("--text-column", help="The column of a table that holds the texts, if it is not called text or file."),
        click.option("--encoding", help="Encoding of text files, where it should not be found."),
        click.option("--date", help="When the documents were written: 2021, 2021-11 or 2021-11-30."),
        click.option("--unit", help="The unit that wrote them."),
        click.option("--source-kind", help="självvärdering, hearing, intervju, rapport or handling."),
        click.option("--municipality", help="The municipality that they are about."),
    ):
        function = option(function)
    return function


def load(source: Sequence[str], **settings: Any) -> Corpus:
    """Return the corpus of all sources; a name that is no file is looked up among the registered corpora."""
    from kfi_analysis.corpus import Corpus, list_corpora, load_corpus, read
    from kfi_analysis.progress import progress_bar

    names = list(list_corpora()["name"])
    parts: list[Corpus] = []
    for one in source:
        if one in names and not Path(one).exists():
            parts.append(load_corpus(one))
        elif not Path(one).exists() and not any(sign in one for sign in "*?["):
            close = did_you_mean(one, names)
            hint = f" (or {close})" if close.startswith("did") else f"; registered corpora: {', '.join(names)}"
            raise ReadError(f"no such file, folder or registered corpus: check the name{hint}", where=one)
        else:
            with progress_bar(f"read {one}") as progress:
                parts.append(read(one, progress=progress, **{key: value for key, value in settings.items() if value is not None}))
    if len(parts) == 1:
        return parts[0]
    ids = [str(identifier) for part in parts for identifier in part.documents["document_id"]]
    double = sorted({identifier for identifier in ids if ids.count(identifier) > 1})
    if double:
        raise SettingError(f"the document {double[0]!r} stands in more than one of the sources: rename one, or give their common folder")
    return Corpus.concat(parts)
