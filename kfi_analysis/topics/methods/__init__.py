"""The methods behind one face: a name, and the leaf file that is imported when the method is used.

A method is a module with a function `fit(problem, sizes) -> list[Factors]`. To add one, write such a file and name it here.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from kfi_analysis.errors import SettingError, did_you_mean
from kfi_analysis.topics.problem import Factors, Problem

__all__ = ["METHODS", "check_method", "run_method"]

METHODS = {
    "nmf": "pairs",
    "tfidf-nmf": "tfidf_nmf",
    "consensus": "consensus",
    "lda": "sklearn_lda",
    "gensim-lda": "gensim_lda",
    "gensim-hdp": "gensim_hdp",
}
"""Method -> leaf file in this folder."""


def check_method(method: str) -> None:
    """Raise SettingError if there is no such method."""
    if method not in METHODS:
        raise SettingError(f"the method {method!r} is unknown: {did_you_mean(method, METHODS)}")


def run_method(method: str, problem: Problem, sizes: Sequence[int]) -> list[Factors]:
    """Return one solution for each number of topics.

    Raises
    ------
    SettingError
        If the method is unknown.
    MissingExtraError
        If its package is not installed.
    """
    check_method(method)
    module = import_module(f"kfi_analysis.topics.methods.{METHODS[method]}")
    factors: list[Factors] = module.fit(problem, sizes)
    return factors
