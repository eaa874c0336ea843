"""`check_claims`: each claim of an evaluation held against the material, by the test and the rule that its file set beforehand.

Verdicts of one test: the value lies on the expected side and so does its whole interval (stöds); the value does, the interval does not
(stöds delvis); the value does not (stöds inte); too little to count, or nothing to count on (kan inte prövas). A claim with several
parts is supported if all are, not if none is, and partly otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from kfi_analysis.coding import Codings, code
from kfi_analysis.coding.registered import paraphrased, registered_codings
from kfi_analysis.corpus import Corpus
from kfi_analysis.files import PathLike
from kfi_analysis.findings.claims import TESTS, Claim, Claims, Part, load_claims
from kfi_analysis.findings.material import Material
from kfi_analysis.findings.measured import Measured
from kfi_analysis.findings.model import FINDING_COLUMNS, NOT_SUPPORTED, PARTLY, SUPPORTED, UNTESTABLE, Findings
from kfi_analysis.progress import Progress, track

__all__ = ["check_claims", "judge"]

_CODED = {"share", "share_difference", "code_difference", "every_group", "spread", "saturation"}
CHOSEN = "Utdragen är valda av rapportens författare: andelen gäller urvalet, inte allt som sades."
"""What tests on quoted excerpts always say."""


def check_claims(
    corpus: Corpus,
    claims: str | PathLike | Mapping[str, Any] | Claims,
    *,
    codings: Codings | None = None,
    progress: Progress | None = None,
) -> Findings:
    """Return the claims of an evaluation held against a corpus.

    Parameters
    ----------
    corpus
        The material: a report with its excerpts, or the sources themselves.
    claims
        A registered study ("boras-2021"), a claims file, a mapping of the same shape, or `Claims`.
    codings
        Codes, valence and phase of the passages. The default is the coding that a registered study ships for its excerpts, and otherwise
        what `code` gives with the codebook `kfi`.
    progress
        Called with (claims done, claims in all).

    Returns
    -------
    Findings
        One row a claim, in the order of the file.

    Raises
    ------
    ClaimError
        If the claims file names an unknown test, parameter, figure or scope.

    Examples
    --------
    >>> from kfi_analysis.corpus import load_corpus
    >>> found = check_claims(load_corpus("boras-2021"), "boras-2021")
    >>> found.table.set_index("finding_id").loc["fall-per-invanare", "verdict"]
    'stöds'
    """
    asked = claims if isinstance(claims, Claims) else load_claims(claims)
    own_words = paraphrased(corpus)
    coded, coder = codings, "given"
    if coded is None and asked.study is not None and (own := registered_codings(corpus, asked.study)) is not None:
        coded, coder = own, f"shipped with {asked.study}"
    elif coded is None and len(corpus) and any(part.test in _CODED for claim in asked.claims for part in claim.parts):
        coded = code(corpus.excerpts if len(corpus.excerpts) else corpus)
        coder = f"{coded.coders[0]}, codebook kfi"
    material = Material(corpus, coded, asked.figures, asked.scopes, own_words)
    rows = [_finding(claim, material) for claim in track(asked.claims, progress, len(asked))]
    table = pd.DataFrame(rows, columns=[*FINDING_COLUMNS, "evidence"])
    provenance = corpus.provenance.derive("check_claims", claims=asked.name, n=len(asked), coding=coder, corpus=corpus.sha256)
    return Findings(table, corpus, provenance)


def judge(measured: Measured, part: Part) -> tuple[str, str]:
    """Return the verdict of one test and its reason.

    Examples
    --------
    >>> from kfi_analysis.findings.claims import Rule
    >>> judge(Measured(0.7, 0.6, 0.8, n=20), Part("share", {}, Rule("above", 0.5)))
    ('stöds', '')
    >>> judge(Measured(0.7, 0.4, 0.9, n=20), Part("share", {}, Rule("above", 0.5)))
    ('stöds delvis', 'intervallet går över gränsen')
    """
    rule = part.rule
    if np.isnan(measured.value):
        return UNTESTABLE, measured.note
    if measured.n < rule.min_n:
        return UNTESTABLE, f"för litet underlag: {measured.n}, regeln kräver {rule.min_n}"
    if rule.direction == "equal":
        holds = abs(measured.value - rule.than) <= rule.tolerance
        return (SUPPORTED if holds else NOT_SUPPORTED), ""
    sign = 1 if rule.direction == "above" else -1
    if sign * (measured.value - rule.than) <= 0:
        crosses = not measured.exact and rule.interval and sign * ((measured.high if sign > 0 else measured.low) - rule.than) > 0
        return NOT_SUPPORTED, "intervallet går över gränsen" if crosses else ""
    if measured.exact or not rule.interval:
        return SUPPORTED, ""
    near = measured.low if sign > 0 else measured.high
    if np.isnan(near):
        return PARTLY, "för få källor för ett intervall"
    return (SUPPORTED, "") if sign * (near - rule.than) > 0 else (PARTLY, "intervallet går över gränsen")


def _finding(claim: Claim, material: Material) -> dict[str, Any]:
    if not claim.parts:
        return {
            "finding_id": claim.id,
            "chapter": claim.chapter,
            "statement": claim.claim,
            "method": "ingen prövning",
            "value": np.nan,
            "low": np.nan,
            "high": np.nan,
            "n": None,
            "verdict": UNTESTABLE,
            "reason": claim.untestable,
            "evidence": [],
        }
    outcomes = [(part, TESTS[part.test](material, **part.parameters)) for part in claim.parts]
    judged = [judge(measured, part) for part, measured in outcomes]
    first = outcomes[0][1]
    said = []
    for number, ((_, measured), (verdict, reason)) in enumerate(zip(outcomes, judged, strict=True), start=1):
        lead = f"del {number}: {verdict}; " if len(outcomes) > 1 else ""
        said.append(lead + "; ".join(dict.fromkeys(text for text in (reason, measured.note) if text)))
    quoted = any(part.test in _CODED for part, _ in outcomes) and bool((material.passages["level"] == "excerpt").any())
    reason = ". ".join(text.rstrip(".; ") for text in (*said, claim.caveat, CHOSEN if quoted else "") if text.strip("; "))
    evidence = [span for _, measured in outcomes for span in measured.evidence]
    return {
        "finding_id": claim.id,
        "chapter": claim.chapter,
        "statement": claim.claim,
        "method": "; ".join(f"{part.test}: {part.rule}" for part in claim.parts),
        "value": first.value,
        "low": first.low,
        "high": first.high,
        "n": sum(measured.n for _, measured in outcomes),
        "verdict": _together([verdict for verdict, _ in judged]),
        "reason": reason,
        "evidence": [dict(span) for span in {tuple(sorted(span.items())): span for span in evidence}.values()],
    }


def _together(verdicts: list[str]) -> str:
    """The verdict of several parts."""
    testable = [verdict for verdict in verdicts if verdict != UNTESTABLE]
    if not testable:
        return UNTESTABLE
    if len(testable) == len(verdicts) and len(set(verdicts)) == 1:
        return verdicts[0]
    return NOT_SUPPORTED if set(testable) == {NOT_SUPPORTED} else PARTLY
