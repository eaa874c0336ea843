"""Numbers as a language writes them: 12,5 % and 1 037 in Swedish, 12.5% and 1,037 in English. A missing value is a dash."""

from __future__ import annotations

import math

__all__ = ["decimal", "number", "percent", "points", "pvalue"]

_NBSP = "\u00a0"


def _missing(value: float | None) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))


def _localised(text: str, language: str) -> str:
    return text.replace("-", "−").replace(".", ",") if language == "sv" else text.replace("-", "−")


def percent(value: float | None, sign: bool = True, *, language: str = "sv") -> str:
    r"""Write a share (0–1) in whole per cent.

    Examples
    --------
    >>> percent(0.125), percent(0.5, language="en"), percent(None)
    ('12\xa0%', '50%', '–')
    """
    if value is None or _missing(value):
        return "–"
    text = f"{100 * value:.0f}"
    return text if not sign else text + (_NBSP + "%" if language == "sv" else "%")


def points(value: float | None, *, language: str = "sv") -> str:
    """Write a difference of shares in percentage points with its sign.

    Examples
    --------
    >>> points(0.21), points(-0.04)
    ('+21', '−4')
    """
    if value is None or _missing(value):
        return "–"
    text = f"{100 * value:+.0f}"
    return _localised("0" if text in ("+0", "-0") else text, language)


def decimal(value: float | None, digits: int = 2, *, language: str = "sv") -> str:
    """Write a number with a fixed number of decimals.

    Examples
    --------
    >>> decimal(0.333), decimal(-1.5, 1), decimal(float("nan"))
    ('0,33', '−1,5', '–')
    """
    return "–" if value is None or _missing(value) else _localised(f"{value:.{digits}f}", language)


def number(value: float | None, *, language: str = "sv") -> str:
    r"""Write a whole number with thousands apart.

    Examples
    --------
    >>> number(113714), number(113714, language="en")
    ('113\xa0714', '113,714')
    """
    if value is None or _missing(value):
        return "–"
    text = f"{value:,.0f}"
    return text.replace(",", _NBSP) if language == "sv" else text


def pvalue(value: float | None, *, language: str = "sv") -> str:
    """Write a p-value: three decimals, or that it is smaller.

    Examples
    --------
    >>> pvalue(0.0004), pvalue(0.031)
    ('< 0,001', '0,031')
    """
    if value is None or _missing(value):
        return "–"
    return _localised("< 0.001" if value < 0.001 else f"{value:.3f}", language)
