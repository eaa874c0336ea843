"""What a coefficient says: the customary thresholds, with who set them, and the cautions that go with a figure.

Thresholds are conventions. Krippendorff (2004, Content Analysis, 2nd ed., p. 241) asks for .800 and lets .667 carry tentative
conclusions; Landis and Koch (1977, Biometrics 33, p. 165) name six steps of kappa. The rare-code caution is the first paradox of
Feinstein and Cicchetti (1990, Journal of Clinical Epidemiology 43).
"""

from __future__ import annotations

from math import isnan
from typing import Literal

from kfi_analysis.errors import SettingError, did_you_mean

__all__ = ["SOURCES", "Language", "read_alpha", "read_kappa", "undefined_reason"]

Language = Literal["sv", "en"]

SOURCES = {"alpha": "Krippendorff 2004, s. 241", "kappa": "Landis & Koch 1977, s. 165"}

_ALPHA = {
    "sv": ("tillförlitlig (α ≥ 0,800)", "prövande slutsatser möjliga (0,667 ≤ α < 0,800)", "för låg för slutsatser (α < 0,667)"),
    "en": ("reliable (α ≥ .800)", "tentative conclusions (.667 ≤ α < .800)", "too low for conclusions (α < .667)"),
}
_KAPPA = {
    "sv": ("sämre än slumpen", "obetydlig", "svag", "måttlig", "betydande", "nästan fullständig"),
    "en": ("poor", "slight", "fair", "moderate", "substantial", "almost perfect"),
}
_LOW = {
    "sv": "intervallets nedre gräns {low} ligger under 0,667: fler kodade passager behövs",
    "en": "the interval reaches down to {low}, below .667: code more passages",
}
_RARE = {
    "sv": "koden står på {share} av passagerna: procentuell överensstämmelse säger då lite",
    "en": "the code is on {share} of the passages: percent agreement then says little",
}
_UNDEFINED = {
    "one": {
        "sv": "odefinierad: alla omdömen är {value}; slumpen kan inte beräknas utan minst två kategorier",
        "en": "undefined: all ratings are {value}; chance cannot be reckoned without at least two categories",
    },
    "none": {
        "sv": "odefinierad: ingen enhet bedömdes av två kodare",
        "en": "undefined: no unit was rated by two coders",
    },
}


def read_alpha(
    alpha: float, low: float = float("nan"), *, share: float = float("nan"), percent: float = float("nan"), language: Language = "sv"
) -> str:
    """Return a line on an alpha: the step it reaches with its source, then what to beware of.

    Parameters
    ----------
    alpha, low
        The coefficient and the lower end of its interval; NaN where unknown.
    share, percent
        How large a part of the ratings says yes, and percent agreement (0–1); for the caution on rare codes.
    language
        "sv" or "en".

    Examples
    --------
    >>> read_alpha(0.83, 0.71)
    'tillförlitlig (α ≥ 0,800); Krippendorff 2004, s. 241'
    >>> read_alpha(0.83, 0.41, language="en")
    'reliable (α ≥ .800); Krippendorff 2004, p. 241; the interval reaches down to .41, below .667: code more passages'
    """
    _known(language)
    if isnan(alpha):
        return ""
    step = 0 if alpha >= 0.8 else (1 if alpha >= 2 / 3 else 2)
    parts = [_ALPHA[language][step], _source("alpha", language)]
    if not isnan(low) and low < 2 / 3 <= alpha:
        parts.append(_LOW[language].format(low=_number(low, language)))
    if alpha < 2 / 3 and percent >= 0.9 and min(share, 1 - share) < 0.1:
        parts.append(_RARE[language].format(share=f"{100 * share:.0f}\N{NO-BREAK SPACE}%"))
    return "; ".join(parts)


def read_kappa(kappa: float, *, language: Language = "sv") -> str:
    """Return a line on a kappa: its step after Landis and Koch.

    Examples
    --------
    >>> read_kappa(0.55)
    'måttlig; Landis & Koch 1977, s. 165'
    """
    _known(language)
    if isnan(kappa):
        return ""
    step = 0 if kappa < 0 else 1 + sum(kappa > limit for limit in (0.2, 0.4, 0.6, 0.8))
    return f"{_KAPPA[language][step]}; {_source('kappa', language)}"


def undefined_reason(values: int, value: object = None, *, language: Language = "sv") -> str:
    """Return why a coefficient is not defined.

    Parameters
    ----------
    values
        How many categories the comparable ratings hold: 0 or 1.
    value
        The only one.
    language
        "sv" or "en".
    """
    _known(language)
    return _UNDEFINED["one" if values else "none"][language].format(value=repr(value))


def _known(language: str) -> None:
    if language not in _ALPHA:
        raise SettingError(f"language={language!r}: {did_you_mean(str(language), _ALPHA)}")


def _source(kind: str, language: str) -> str:
    return SOURCES[kind] if language == "sv" else SOURCES[kind].replace("s. ", "p. ")


def _number(value: float, language: str) -> str:
    text = f"{value:.2f}"
    return text.replace(".", ",") if language == "sv" else text.replace("0.", ".", 1)
