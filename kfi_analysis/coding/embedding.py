"""A coder on a sentence-embedding model, or word vectors, that the user has on disk. Never required, never downloaded.

The model turns texts into vectors; a code is described by its definition, its examples and, where there are any, human codings. A text is
given the codes whose description it lies close to. Two kinds of model are read: a folder for sentence-transformers (the extra `models`),
and word vectors as text (word2vec or GloVe: a word and its numbers a line), which need nothing but NumPy.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np

from kfi_analysis.coding.codebook import Codebook
from kfi_analysis.coding.coders import Evidence, Floats, Scores
from kfi_analysis.coding.codings import Codings
from kfi_analysis.errors import MissingExtraError, ReadError, SettingError

__all__ = ["EmbeddingCoder", "Encoder", "load_encoder"]

Encoder = Callable[[Sequence[str]], Floats]
"""Texts -> one vector each, shape (n, d)."""

_WORD = re.compile(r"[^\W_]+")
_SHARPNESS = 12.0  # how fast the score leaves 0.5 with the cosine
_RARITY = 1e-3
_DEFAULT_MARGIN = 0.15


class EmbeddingCoder:
    """Codes texts by their closeness to what a theme is described by.

    Parameters
    ----------
    book
        The codebook; themes with a definition or examples are coded.
    encoder
        Texts -> vectors: from `load_encoder`, or any function of that kind.
    training
        Human codings by one coder, with their corpus: their passages join the descriptions, and each theme's threshold is set on them.
    name
        What stands in the column `coder`.
    margin
        Without training: how much closer than to the average theme a text must be (difference of cosines).
    """

    def __init__(
        self,
        book: Codebook,
        encoder: Encoder,
        *,
        training: Codings | None = None,
        name: str = "embedding",
        margin: float = _DEFAULT_MARGIN,
    ) -> None:
        if training is not None and (training.corpus is None or len(training.coders) != 1):
            raise SettingError("the training must be by one coder and know its corpus: filter(coder=...), on(corpus)")
        self.codes: tuple[str, ...] = book.themes
        self._name = name
        self._encode = encoder
        self._margin = margin
        self._trained = 0 if training is None else len(training.units)
        texts: list[str] = []
        owner: list[int] = []
        for number, theme in enumerate(self.codes):
            own = [code for code in book.codes if code.theme == theme]
            described = [text for code in own for text in (code.definition, *code.examples) if text]
            if not described:
                raise SettingError(f"the theme {theme!r} has neither definition nor examples: an embedding needs words to compare with")
            texts += described
            owner += [number] * len(described)
        vectors = _unit(encoder(texts))
        self._centres = _unit(np.stack([vectors[np.array(owner) == number].mean(axis=0) for number in range(len(self.codes))]))
        self._limits = np.full(len(self.codes), margin)
        if training is not None:
            self._learn(training)

    @property
    def name(self) -> str:
        """What stands in the column `coder`."""
        return self._name

    @property
    def settings(self) -> dict[str, Any]:
        """What the provenance says."""
        return {"trained_on": self._trained, "limits": [round(float(limit), 4) for limit in self._limits]}

    def _learn(self, training: Codings) -> None:
        """Move each theme's centre half-way to its coded passages, and set its limit where it divides them best."""
        vectors = _unit(self._encode(training.texts.tolist()))
        labels = training.matrix(codes=self.codes).to_numpy().astype(bool)
        for number in range(len(self.codes)):
            if labels[:, number].any():
                self._centres[number] = self._centres[number] + vectors[labels[:, number]].mean(axis=0)
        self._centres = _unit(self._centres)
        close = self._closeness(vectors)
        for number in range(len(self.codes)):
            wanted = labels[:, number]
            if wanted.any() and not wanted.all():
                order = np.argsort(-close[:, number], kind="stable")
                f1 = 2 * np.cumsum(wanted[order]) / (np.arange(1, len(order) + 1) + wanted.sum())
                best = int(f1.argmax())
                following = close[order[min(best + 1, len(order) - 1)], number]
                self._limits[number] = float((close[order[best], number] + following) / 2)

    def _closeness(self, vectors: Floats) -> Floats:
        """Return cosines to each theme, less the text's mean over the themes, shape (n, k)."""
        cosines = vectors @ self._centres.T
        out: Floats = cosines - cosines.mean(axis=1, keepdims=True)
        return out

    def score(self, texts: Sequence[str]) -> Scores:
        """Return scores for the texts. A vector has no words to show: there is no evidence."""
        if not len(texts):
            return Scores(self.codes, np.zeros((0, len(self.codes))), np.zeros((0, len(self.codes)), dtype=bool), Evidence.none())
        vectors = _unit(self._encode(list(texts)))
        over = self._closeness(vectors) - self._limits[None, :]
        known = np.linalg.norm(vectors, axis=1) > 0
        values = np.where(known[:, None], 1.0 / (1.0 + np.exp(-_SHARPNESS * over)), 0.0)
        return Scores(self.codes, values, (over >= 0) & known[:, None], Evidence.none())


def load_encoder(path: str | PathLike[str], *, words: Sequence[str] | None = None) -> Encoder:
    """Return an encoder from a model on disk.

    Parameters
    ----------
    path
        A sentence-transformers folder, or a text file of word vectors (`.vec`, `.txt`).
    words
        For word vectors: only these words are kept (saves memory).

    Raises
    ------
    ReadError
        If there is nothing at the path, or the vectors are damaged.
    MissingExtraError
        If a sentence model is given and sentence-transformers is not installed.
    """
    place = Path(path)
    if place.is_dir():
        return _sentence_model(place)
    if place.is_file():
        return _word_vectors(place, None if words is None else frozenset(word.lower() for word in words))
    raise ReadError("there is no model: give a sentence-transformers folder or a file of word vectors; nothing is downloaded", where=place)


def _sentence_model(folder: Path) -> Encoder:
    if not any((folder / name).exists() for name in ("modules.json", "config.json", "config_sentence_transformers.json")):
        raise ReadError("the folder holds no sentence-transformers model (modules.json or config.json)", where=folder)
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise MissingExtraError("sentence-transformers", "models", "a sentence-embedding model") from error
    model = SentenceTransformer(str(folder), local_files_only=True)

    def encode(texts: Sequence[str]) -> Floats:
        return np.asarray(model.encode(list(texts), show_progress_bar=False, convert_to_numpy=True), dtype=np.float64)

    return encode


def _word_vectors(file: Path, wanted: frozenset[str] | None) -> Encoder:
    """A text's vector is the mean of its words' vectors, common words (first in the file) weighing less (Arora et al. 2017)."""
    table: dict[str, int] = {}
    rows: list[Floats] = []
    for number, word, vector in _vector_lines(file):
        low = word.lower()
        if low not in table and (wanted is None or low in wanted):
            table[low] = len(rows)
            rows.append(vector * (_RARITY / (_RARITY + 0.1 / (number + 1))))  # 0.1 / rank: a word's share after Zipf
    if not rows:
        raise ReadError("the file holds no word vectors", where=file)
    matrix = np.stack(rows)

    def encode(texts: Sequence[str]) -> Floats:
        out = np.zeros((len(texts), matrix.shape[1]))
        for row, text in enumerate(texts):
            found = [table[word] for word in _WORD.findall(text.lower()) if word in table]
            if found:
                out[row] = matrix[found].mean(axis=0)
        return out

    return encode


def _vector_lines(file: Path) -> Iterator[tuple[int, str, Floats]]:
    size: int | None = None
    try:
        with file.open(encoding="utf-8") as handle:
            for number, line in enumerate(handle):
                parts = line.rstrip().split(" ")
                if number == 0 and len(parts) == 2 and parts[0].isdigit() and parts[1].isdigit():
                    continue
                try:
                    vector = np.array(parts[1:], dtype=np.float64)
                except ValueError as error:
                    raise ReadError("a word vector is a word and numbers, divided by blanks", where=f"{file}, line {number + 1}") from error
                if size is None:
                    size = len(vector)
                if len(vector) != size or size == 0:
                    raise ReadError(f"the vector has {len(vector)} numbers, those before {size}", where=f"{file}, line {number + 1}")
                yield number, parts[0], vector
    except UnicodeDecodeError as error:
        raise ReadError("it is not UTF-8 text: save the vectors as text, not as a binary file", where=file) from error


def _unit(vectors: Floats) -> Floats:
    """Scale rows to length one; a row of zeros stays."""
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    out: Floats = np.divide(vectors, length, out=np.zeros_like(vectors, dtype=np.float64), where=length > 0)
    return out
