"""Key words in context: every place where a word or phrase stands, with the words around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from kfi_analysis.errors import SettingError
from kfi_analysis.text.lemmas import lemma as lemma_of
from kfi_analysis.text.tokens import tokenize

if TYPE_CHECKING:
    from kfi_analysis.corpus.model import Corpus

__all__ = ["kwic", "wildcard_pattern"]

COLUMNS = ("document_id", "passage_id", "start", "end", "left", "match", "right")


def kwic(corpus: Corpus, pattern: str | re.Pattern[str], *, width: int = 60, lemma: bool = False) -> pd.DataFrame:
    """Return one row a hit: document_id, passage_id, start, end (in the document), left, match, right.

    Parameters
    ----------
    corpus
        Where to look: its passages.
    pattern
        Words, with ``*`` for any letters ("samverk*", "kommun* styrelse"); a compiled regular expression is taken as it is.
    width
        Characters of context on either side; the context does not leave the document.
    lemma
        Find all forms of one word ("nämnd" finds "nämnden", "nämndernas").

    Raises
    ------
    SettingError
        If the pattern is empty, or `lemma` is asked for with more than one word.
    """
    if width < 0:
        raise SettingError(f"width is {width}: it must be 0 or more")
    if lemma and (not isinstance(pattern, str) or len(pattern.split()) != 1 or "*" in pattern):
        raise SettingError(f"lemma=True finds the forms of one word, not {pattern!r}: leave lemma out, or name one word")
    regex = pattern if isinstance(pattern, re.Pattern) else None if lemma else wildcard_pattern(pattern)
    rows: list[tuple[str, str, int, int, str, str, str]] = []
    texts = dict(zip(corpus.documents["document_id"], corpus.documents["text"], strict=True))
    passages = corpus.passages
    columns = (passages["document_id"], passages["passage_id"], passages["start"], passages["end"])
    for document_id, passage_id, start, end in zip(*columns, strict=True):
        text = str(texts[document_id])
        for a, b in _spans(text[start:end], regex, str(pattern)):
            at, to = start + a, start + b
            left = text[max(0, at - width) : at].replace("\n", " ")
            right = text[to : to + width].replace("\n", " ")
            rows.append((str(document_id), str(passage_id), at, to, left, text[at:to], right))
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.astype({"start": "int64", "end": "int64"})


def wildcard_pattern(pattern: str) -> re.Pattern[str]:
    """Return the regular expression of words with wildcards, whole words, any case, white space alike.

    Examples
    --------
    >>> wildcard_pattern("samverk* med").findall("Samverkan  med regionen, i samverkan")
    ['Samverkan  med']
    """
    words = pattern.split()
    if not words or all(set(word) == {"*"} for word in words):
        raise SettingError(f"the pattern {pattern!r} finds everything or nothing: give a word, with * for any letters")
    body = r"\s+".join(re.escape(word).replace(r"\*", r"[\w-]*") for word in words)
    return re.compile(rf"(?<!\w){body}(?!\w)", re.IGNORECASE)


def _spans(text: str, regex: re.Pattern[str] | None, word: str) -> list[tuple[int, int]]:
    """The hits in one passage: of the expression, or of all forms of the word."""
    if regex is not None:
        return [match.span() for match in regex.finditer(text) if match.end() > match.start()]
    target = lemma_of(word)
    return [(token.start, token.end) for token in tokenize(text) if token.text.lower() == word.lower() or lemma_of(token.text) == target]
