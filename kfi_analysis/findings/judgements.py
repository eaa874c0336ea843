"""Judgements: what the auditors or evaluators find about how a body does its work, with the grade they give it.

A judgement is a sentence in which the authors assess ("vi bedömer att …", "vår samlade bedömning är att …") by one of the words that
Swedish auditing law and practice judge by (ändamålsenlig, tillräcklig, tillfredsställande, rättvisande, förenlig, säkerställt …). Its
grade follows the modifiers: ja, i huvudsak, delvis, nej.
"""

from __future__ import annotations

import re

import pandas as pd

from kfi_analysis.corpus import Corpus
from kfi_analysis.findings.bodies import bodies_in
from kfi_analysis.findings.cues import AUTHOR, HEARSAY
from kfi_analysis.text import sentences

__all__ = ["GRADES", "judgements"]

GRADES = ("ja", "i huvudsak", "delvis", "nej")

_ASSESSES = re.compile(
    r"\b(?:bedöm(?:er|de|s|des)|bedömning(?:en)?|konstatera(?:r|de)|slutsats(?:en)?|finner|anser|ansåg)\b",
    re.IGNORECASE,
)
_CRITERION = re.compile(
    r"\b(?:ändamålsenlig\w*|tillräcklig\w*|tillfredsställ\w+|rättvisande|förenlig\w*|säkerställ(?:t|er|s|d|de)\b|god\s+ekonomisk\s+hushållning|"
    r"betryggande|systematisk\w*|tydlig\w*|likvärdig\w*|effektiv\w*|i\s+enlighet\s+med|uppfyll\w+|efterlev\w+|välfungerande|fungera(?:r|t|de)\s+väl)",
    re.IGNORECASE,
)
_PURPOSE = re.compile(
    r"\b(?:[Ss]yftet|[Ss]yftade|[Rr]evisionsfråg\w*|[Uu]ppdrag\w*|[Ff]ör\s+att\s+bedöma|att\s+bedöma\s+om|ska\s+(?:också\s+)?bedöma|pröva\s+om)\b"
)
_WANTED = re.compile(r"\b(?:bör|behöver|måste|kan\s+utvecklas|kunde\s+\w+s|viktigt|angeläget|går\s+att\s+avgöra)\b")
"""Signs that a sentence says what ought to be, not how it is."""
_MODIFIERS = (
    (
        "delvis",
        r"\b(?:delvis|till\s+viss\s+del|inte\s+fullt\s+ut|inte\s+helt|i\s+viss\s+(?:mån|utsträckning)|till\s+en\s+del)\b",
    ),
    (
        "nej",
        r"\b(?:inte|ej|saknar|saknas|otillräcklig\w*|otydlig\w*|brister?|bristande|bristfällig\w*|icke)\b",
    ),
    (
        "i huvudsak",
        r"\b(?:i\s+huvudsak|i\s+allt\s+väsentligt|till\s+stora?\s+del(?:ar)?|i\s+stort|huvudsakligen|till\s+övervägande\s+del|i\s+stora\s+drag)\b",
    ),
)


def judgements(corpus: Corpus) -> pd.DataFrame:
    """Return the judgements of the authors of the documents.

    Parameters
    ----------
    corpus
        Reports, letters of auditors, board papers.

    Returns
    -------
    DataFrame
        document_id, passage_id, start, end, text, grade (one of `GRADES`), criterion (the word judged by), bodies (list of names), section.

    Examples
    --------
    >>> corpus = Corpus.from_texts(["Vår bedömning är att socialnämnden delvis har säkerställt en ändamålsenlig styrning."])
    >>> judgements(corpus)[["grade", "bodies"]].values.tolist()
    [['delvis', ['socialnämnden']]]
    """
    rows = []
    table = corpus.body.table()
    reports = table["source_kind"].isna() | table["source_kind"].isin(["rapport", "handling"])
    for row in table[reports & (table["level"] != "excerpt")].to_dict("records"):
        text = str(row["text"])
        for start, end in sentences(text):
            sentence = text[start:end]
            found = _grade(sentence)
            if found is None:
                continue
            grade, criterion = found
            rows.append(
                {
                    "document_id": row["document_id"],
                    "passage_id": row["passage_id"],
                    "start": int(row["start"]) + start,
                    "end": int(row["start"]) + end,
                    "text": sentence,
                    "grade": grade,
                    "criterion": criterion,
                    "bodies": [body.name for body in bodies_in(sentence) if not AUTHOR.fullmatch(body.surface)],
                    "section": row["section"],
                }
            )
    columns = ["document_id", "passage_id", "start", "end", "text", "grade", "criterion", "bodies", "section"]
    return pd.DataFrame(rows, columns=columns)


def _grade(sentence: str) -> tuple[str, str] | None:
    """The grade of a sentence and the word it judges by, or None if it does not judge."""
    assesses = _ASSESSES.search(sentence)
    if not assesses or _PURPOSE.search(sentence) or HEARSAY.search(sentence[: assesses.start()]):
        return None
    owner = sentence[: assesses.start()] + sentence[assesses.end() : assesses.end() + 40]
    if not (AUTHOR.search(owner) or re.search(r"\b(?:[Vv]år|[Dd]en\s+\w+|[Rr]evision\w+s|[Ss]ammanfatt\w+|[Ss]amlade?)\b", owner)):
        return None
    said = re.split(r"\batt\b", sentence[assesses.end() :], maxsplit=1)
    clause = said[1] if len(said) > 1 else sentence[assesses.end() :]
    criterion = _CRITERION.search(clause)
    if criterion is None or _WANTED.search(clause[: criterion.end()]):
        return None
    main = re.split(r",\s+(?:men|dock|eftersom|då|vilket)\b|\bför\s+att\b", clause, maxsplit=1)[0]
    scope = main if _CRITERION.search(main) else clause
    for grade, pattern in _MODIFIERS:
        if re.search(pattern, scope, re.IGNORECASE):
            return grade, criterion.group(0).lower()
    return "ja", criterion.group(0).lower()
