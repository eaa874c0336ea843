"""`write_report`: an analysis to HTML, Word, Excel or JSON, by the file's ending; a file is written whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kfi_analysis.analysis import Analysis, analyse
from kfi_analysis.errors import AnonymityError, SettingError, did_you_mean, require_kind
from kfi_analysis.files import PathLike, write_bytes
from kfi_analysis.findings import Findings
from kfi_analysis.report.anonymity import check_anonymity
from kfi_analysis.report.excel import render_excel
from kfi_analysis.report.html import render_html
from kfi_analysis.report.pictures import pictures
from kfi_analysis.report.summary import summarise
from kfi_analysis.report.word import render_word

if TYPE_CHECKING:
    from kfi_analysis.report.pictures import Picture

__all__ = ["FORMATS", "write_report"]

FORMATS = (".html", ".docx", ".xlsx", ".json")


def write_report(
    analysis: Analysis | Findings,
    *paths: PathLike,
    language: str = "sv",
    summary: Mapping[str, Any] | None = None,
    allow_risks: bool = False,
) -> tuple[Path, ...]:
    """Write an analysis as one report or several formats of it.

    Parameters
    ----------
    analysis
        What `analyse` gave; or claims that were checked, whose corpus is then analysed around them.
    *paths
        Files that end in .html, .docx, .xlsx or .json (the summary itself).
    language
        "sv" or "en".
    summary
        What `summarise` gave, to be rendered as it is; made anew if None.
    allow_risks
        Write although the anonymity check finds what could identify somebody.

    Returns
    -------
    tuple of pathlib.Path
        The files written, in the order asked for.

    Raises
    ------
    AnonymityError
        If `check_anonymity` finds a blocking risk and `allow_risks` is False; nothing is written then.
    SettingError
        If an ending is unknown.
    InputError
        If a file cannot be written.
    """
    require_kind(analysis, (Analysis, Findings), call="write_report", instead="analyse the corpus first:  kfi.analyse(corpus)")
    for path in paths:
        ending = Path(path).suffix.lower()
        if ending not in FORMATS:
            raise SettingError(f"a report cannot be written as {ending or 'a file without ending'!r}: {did_you_mean(ending, FORMATS)}")
    if isinstance(analysis, Findings):
        if analysis.corpus is None:
            raise SettingError("these findings do not know their corpus: give the analysis they belong to, analyse(corpus, claims=found)")
        analysis = analyse(analysis.corpus, claims=analysis)
    said = dict(summary) if summary is not None else summarise(analysis, language=language)
    risks = check_anonymity(said)
    blocking = risks[risks["blocks"]]
    if len(blocking) and not allow_risks:
        first = blocking.iloc[0]
        raise AnonymityError(
            f"{len(blocking)} places could identify somebody, first: {first['risk']} in {first['place']}. Look at "
            "check_anonymity(summary); write with allow_risks=True (--allow-risks) if the report stays with those who may know"
        )
    drawn: dict[str, Picture] = {}
    written: list[Path] = []
    for path in paths:
        ending = Path(path).suffix.lower()
        if ending in (".html", ".docx") and not drawn:
            drawn = pictures(analysis, said)
        written.append(write_bytes(path, _rendered(ending, said, drawn)))
    return tuple(written)


def _rendered(ending: str, summary: Mapping[str, Any], drawn: Mapping[str, Picture]) -> bytes:
    if ending == ".html":
        return render_html(summary, {name: picture.to_html() for name, picture in drawn.items()}).encode("utf-8")
    if ending == ".docx":
        return render_word(summary, drawn)
    if ending == ".xlsx":
        return render_excel(summary)
    return (json.dumps(summary, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode("utf-8")
