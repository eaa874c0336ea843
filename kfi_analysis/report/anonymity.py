"""The promise to those who were interviewed: what in a corpus or a report could let somebody be recognised.

`summarise` masks names and hides small cells; this check looks at what is left, and `write_report` refuses while it blocks. The limits
are those of statistical disclosure control: no cell on fewer than three people, no combination of attributes that singles one out
(Hundepool et al. 2012, Statistical Disclosure Control, chapter 5).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from kfi_analysis.analysis import Analysis
from kfi_analysis.corpus import Corpus
from kfi_analysis.text.names import find_names

__all__ = ["RISK_COLUMNS", "check_anonymity"]

RISK_COLUMNS = ("risk", "place", "found", "why", "blocks")
"""`found` is what could identify; handle the table itself with care. `blocks`: a report is not written while it stands."""

_LIKELY = 0.5
"""What scores less as a name is listed for people to look at, and neither masked nor blocking (as `mask_names` has it)."""

Risk = tuple[str, str, str, str, bool]

_PSEUDONYM = re.compile(
    r"(?:[A-ZÅÄÖ]{1,2}\d{0,3}|\d{1,4}|(?:person|respondent|informant|intervju|ip|r|p)\s*\.?-?\s*[a-zåäö\d]{1,4})", re.IGNORECASE
)


def check_anonymity(material: Corpus | Analysis | Mapping[str, Any], *, smallest: int = 3) -> pd.DataFrame:
    """Return what could identify a person, what blocks a report first.

    Parameters
    ----------
    material
        A corpus, before anything is written; or an analysis, or the summary of one, as the report would show it.
    smallest
        Fewer people than this are a small group.

    Returns
    -------
    pandas.DataFrame
        Columns `RISK_COLUMNS`; empty if nothing was found. Names are found by rules that prefer a false alarm to a miss; a quotation
        can identify its speaker by what it tells, and no rule finds that.

    Examples
    --------
    >>> corpus = Corpus.from_texts(["Ring mig på 070-123 45 67."], respondent=["A"], source_kind=["intervju"])
    >>> check_anonymity(corpus)[["risk", "blocks"]].values.tolist()
    [['phone', False]]
    """
    if isinstance(material, Analysis):
        from kfi_analysis.report.summary import summarise

        material = summarise(material)
    found = _in_corpus(material, smallest) if isinstance(material, Corpus) else _in_summary(material)
    table = pd.DataFrame(list(found), columns=list(RISK_COLUMNS))
    return table.astype({"blocks": bool}).sort_values("blocks", ascending=False, kind="stable", ignore_index=True)


def _in_corpus(corpus: Corpus, smallest: int) -> Iterator[Risk]:
    table = corpus.table()
    for document, text in zip(corpus.documents["document_id"], corpus.documents["text"], strict=True):
        for row in find_names(str(text)).to_dict("records"):
            place = f"{document} ({row['start']}, {row['end']})"
            yield (str(row["kind"]), place, str(row["surface"]), "stands in the text; reports mask it", False)
    speaking = table[table["respondent"].notna()]
    for name in sorted(speaking["respondent"].astype(str).unique()):
        if not _PSEUDONYM.fullmatch(name.strip()):
            why = "a respondent must be a pseudonym such as A or 12, not a name or a title"
            yield ("respondent", "metadata", name, why, True)
    people = speaking[["document_id", "respondent", "unit", "municipality"]].drop_duplicates()
    grouped = people[people["unit"].notna()].groupby([people["municipality"].astype("object").fillna(""), "unit"], sort=True)
    for (municipality, unit), rows in grouped:
        if len(rows) < smallest:
            where = " ".join(part for part in (str(municipality), str(unit)) if part)
            yield ("letter plus unit", "metadata", where, f"{len(rows)} respondents share the unit; reports leave the unit out", False)


def _in_summary(summary: Mapping[str, Any]) -> Iterator[Risk]:
    for at, passage in enumerate(summary["passages"], start=1):
        yield from _names(str(passage["text"]), f"passage {at}")
        speaker = re.search(r"· respondent ([^·]+)", f"· {passage['source']}")
        if speaker and not _PSEUDONYM.fullmatch(speaker.group(1).strip()):
            yield ("respondent", f"passage {at}", speaker.group(1).strip(), "a respondent must be a pseudonym such as A or 12", True)
    for at, row in enumerate(summary["recommendations"], start=1):
        yield from _names(str(row["text"]), f"recommendation {at}")
    for row in summary["material"]["list"]:
        yield from _names(str(row["title"]), f"title of {row['document_id']}")


def _names(text: str, place: str) -> Iterator[Risk]:
    for row in find_names(text).to_dict("records"):
        likely = row["score"] >= _LIKELY
        why = "stands unmasked in the report" if likely else "could be a name: look at it"
        yield (str(row["kind"]), place, str(row["surface"]), why, likely)
