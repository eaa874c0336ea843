"""Text analysis for evaluation reports: from self-evaluations, hearings and interviews to conclusions that can be traced.

Every name below is loaded when it is first used, so that `import kfi_analysis` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from kfi_analysis._version import __version__

if TYPE_CHECKING:
    from kfi_analysis.coding import Codings as Codings
    from kfi_analysis.comparison import Comparison as Comparison
    from kfi_analysis.comparison import compare as compare
    from kfi_analysis.comparison import keyness as keyness
    from kfi_analysis.corpus import Corpus as Corpus
    from kfi_analysis.corpus import list_corpora as list_corpora
    from kfi_analysis.corpus import load_corpus as load_corpus
    from kfi_analysis.corpus import read as read

_HOME = {
    "Codings": "coding",
    "Comparison": "comparison",
    "Corpus": "corpus",
    "compare": "comparison",
    "keyness": "comparison",
    "list_corpora": "corpus",
    "load_corpus": "corpus",
    "read": "corpus",
}

__all__ = [
    "Codings",
    "Comparison",
    "Corpus",
    "__version__",
    "compare",
    "keyness",
    "list_corpora",
    "load_corpus",
    "read",
]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(f"kfi_analysis.{_HOME[name]}"), name)
    raise AttributeError(f"module 'kfi_analysis' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
