"""Coders that learn from human codings, with calibrated linear models per theme.

`LearnedCoder` sees the words alone: their letters and the latent dimensions of these. `CombinedCoder` sees the lexical coder's evidence
too, which is what carries when there is little to learn from; where the library ships a model of the codebook, it stands on that model and
learns how the user's material differs. Quality is estimated on passages of documents that the model has not seen, and kept with the
coder (`quality`): with few documents the figures say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from kfi_analysis.coding.codebook import Codebook
from kfi_analysis.coding.coders import Evidence, Floats, Ints, Scores
from kfi_analysis.coding.codings import Codings
from kfi_analysis.coding.evidence import read_evidence
from kfi_analysis.coding.features import Described, FeatureSpace, telling_words
from kfi_analysis.coding.lexical import LexicalCoder
from kfi_analysis.coding.ngrams import Ngrams, Sparse
from kfi_analysis.coding.theme_model import ThemeModel, fit_themes
from kfi_analysis.coding.vocabulary import CODE_SEPARATOR
from kfi_analysis.errors import NotEnoughDataError, SettingError

__all__ = ["CombinedCoder", "LearnedCoder", "training_set"]

_LEAST_PASSAGES = 20
_MOST_DIMENSIONS = 60

Rows = tuple[Sparse, Sparse, Ints]


class LearnedCoder:
    """Codes as the people did whose codings it was given.

    Parameters
    ----------
    book
        The codebook; its themes are learned.
    training
        Human codings by one coder (or a consensus) that know their corpus. Where they have evidence, the sentences that carry a theme are
        learned too.
    name
        What stands in the column `coder`.
    seed
        For the folds and the latent dimensions.
    least
        Passages that a run of letters must stand in to be looked at.

    Attributes
    ----------
    quality
        One row a theme: theme, positives (passages with it), precision, recall, f1, alpha (on documents not seen in training), passages,
        documents, by_document (False where there were too few documents to hold any out).

    Raises
    ------
    SettingError
        If the training does not know its corpus, or was made by several coders.
    NotEnoughDataError
        If it has fewer than 20 passages, or no theme has four.
    """

    def __init__(self, book: Codebook, training: Codings, *, name: str = "learned", seed: int = 0, least: int = 3) -> None:
        texts, labels, groups, spans = training_set(book, training)
        self.book = book
        self._name = name
        self.codes: tuple[str, ...] = book.themes
        self._space = self._make_space(texts, seed, least)
        described = list(self._space.batches(texts))
        rows = _stacked([self._rows(part) for _, part in described])
        within = _sentences_with([part for _, part in described], labels, spans)
        self._model, self.quality = fit_themes(rows, labels, within, self.codes, groups, seed=seed, trusted=self._trusted(rows[0].shape[1]))
        self._settings: dict[str, Any] = {
            "trained_on": len(texts),
            "seed": seed,
            "f1": dict(zip(self.quality["theme"], self.quality["f1"].round(3).tolist(), strict=True)),
        }

    @property
    def name(self) -> str:
        """What stands in the column `coder`."""
        return self._name

    @property
    def settings(self) -> dict[str, Any]:
        """What the provenance says."""
        return self._settings

    def _make_space(self, texts: Sequence[str], seed: int, least: int) -> FeatureSpace:
        ngrams = _ngrams(texts, least)
        return FeatureSpace(ngrams, latent=_latent(ngrams, texts, seed))

    def _rows(self, described: Described) -> Rows:
        return described.passages, described.sentences, described.letters.home

    def _trusted(self, width: int) -> Floats | None:
        """Return weights of features known before any training, shape (width, themes)."""
        return None

    def score(self, texts: Sequence[str]) -> Scores:
        """Return scores for the texts; a theme that could not be learned is never set."""
        parts = []
        for first, described in self._space.batches(texts):
            values, chosen = self._model.scores(self._model.margins(*self._rows(described)))
            parts.append(Scores(self.codes, values, chosen, _moved(self._words(described, chosen), first)))
        return _joined(self.codes, parts)

    def _words(self, described: Described, chosen: npt.NDArray[np.bool_]) -> Evidence:
        """Give the words that weighed most for each theme set."""
        text, code = np.nonzero(chosen)
        return telling_words(described, self._pull(described), text, code)

    def _pull(self, described: Described) -> Floats:
        return self._space.pull(described.letters.types, self._model.joint_weights)


class CombinedCoder(LearnedCoder):
    """Learns on top of the lexical coder: its sums for every code beside the words.

    Parameters and errors are those of `LearnedCoder`; `base` is a combined coder of the same codebook to stand on. Sub-codes and evidence
    are the lexical coder's where it has any.
    """

    def __init__(
        self,
        book: Codebook,
        training: Codings,
        *,
        name: str = "combined",
        seed: int = 0,
        least: int = 3,
        trust: float = 0.0,
        base: CombinedCoder | None = None,
    ) -> None:
        self._lexical = LexicalCoder(book)
        self._trust = trust
        self._base = base
        super().__init__(book, training, name=name, seed=seed, least=least)

    @classmethod
    def of_model(
        cls, book: Codebook, ngrams: Ngrams, model: ThemeModel, settings: dict[str, Any], *, name: str = "combined"
    ) -> CombinedCoder:
        """Return a coder that was trained before."""
        coder = cls.__new__(cls)
        coder.book, coder._name, coder.codes, coder._settings = book, name, book.themes, settings
        coder._lexical, coder._base, coder._model = LexicalCoder(book), None, model
        coder._space = FeatureSpace(ngrams, lexical=coder._lexical)
        return coder

    @property
    def space(self) -> FeatureSpace:
        """The features it sees."""
        return self._space

    @property
    def model(self) -> ThemeModel:
        """What it learned."""
        return self._model

    def _make_space(self, texts: Sequence[str], seed: int, least: int) -> FeatureSpace:
        return self._base.space if self._base is not None else FeatureSpace(_ngrams(texts, least), lexical=self._lexical)

    def _rows(self, described: Described) -> Rows:
        if self._base is None:
            return super()._rows(described)
        from scipy import sparse

        known = self._base.model
        passages = known.margins(described.passages, described.sentences, described.letters.home)
        sentences = known.sentence_margins(described.sentences)
        return (
            sparse.hstack([described.passages, sparse.csr_array(passages)], format="csr"),
            sparse.hstack([described.sentences, sparse.csr_array(sentences)], format="csr"),
            described.letters.home,
        )

    def _trusted(self, width: int) -> Floats | None:
        if self._base is not None:
            return None
        out = np.zeros((width, len(self.codes)))
        for column, theme in enumerate(self.codes):
            out[len(self._space.ngrams) + self._lexical.codes.index(theme), column] = self._trust
        return out

    def _pull(self, described: Described) -> Floats:
        weights = self._model.joint_weights
        if self._base is not None:
            own = len(weights) - len(self.codes)
            weights = weights[:own] + self._base.model.joint_weights @ weights[own:]
        return self._space.pull(described.letters.types, weights)

    def score(self, texts: Sequence[str]) -> Scores:
        """Return scores for the texts: themes as learned, sub-codes as the lexical coder sees them below the themes set."""
        parts = []
        at = {path: i for i, path in enumerate(self._lexical.codes)}
        columns = [at[theme] for theme in self.codes]
        themes = np.array([at[path.split(CODE_SEPARATOR)[0]] for path in self._lexical.codes], dtype=np.int64)
        below = np.array([CODE_SEPARATOR in path for path in self._lexical.codes], dtype=bool)
        for first, described in self._space.batches(texts):
            found = described.hits
            learned, set_ = self._model.scores(self._model.margins(*self._rows(described)))
            values, chosen = self._lexical.judge(self._lexical.totals(found, found.text, len(learned)), described.lengths)
            values[:, columns], chosen[:, columns] = learned, set_
            chosen[:, below] &= chosen[:, themes[below]]
            said = Evidence(found.text, found.code, found.start, found.end, found.weight)
            carried = np.zeros(chosen.shape, dtype=bool)
            carried[said.text, themes[said.code]] = True
            words = self._words(described, set_ & ~carried[:, columns])
            words = Evidence(words.text, np.array(columns, dtype=np.int64)[words.code], words.start, words.end, words.weight)
            parts.append(Scores(self._lexical.codes, values, chosen, _moved(_both(said, words), first)))
        return _joined(self._lexical.codes, parts)


def training_set(
    book: Codebook, training: Codings
) -> tuple[list[str], npt.NDArray[np.bool_], npt.NDArray[Any], dict[tuple[int, int], list[tuple[int, int]]]]:
    """Return what is learned from: texts, labels (n, themes), the document of each, and (text, theme) -> the spans given as evidence.

    Raises
    ------
    SettingError
        If the training does not know its corpus, or was made by several coders.
    NotEnoughDataError
        If it has fewer than 20 passages.
    """
    if training.corpus is None:
        raise SettingError("the training codings do not know their corpus: give it with  codings.on(corpus)")
    if len(training.coders) != 1:
        raise SettingError(f"the training has {len(training.coders)} coders: choose one with filter(coder=...) or make a consensus first")
    if len(training.units) < _LEAST_PASSAGES:
        raise NotEnoughDataError(f"{len(training.units)} passages are too few to learn from: at least {_LEAST_PASSAGES}")
    labels = training.matrix(codes=book.themes).to_numpy().astype(bool)
    units = training.units
    row = {passage: i for i, passage in enumerate(units["passage_id"])}
    column = {theme: i for i, theme in enumerate(book.themes)}
    spans: dict[tuple[int, int], list[tuple[int, int]]] = {}
    table = training.table
    for passage, code, cell in zip(table["passage_id"], table["code"], table["evidence"], strict=True):
        theme = code.split(CODE_SEPARATOR)[0]
        if passage in row and theme in column:
            begin = int(units["start"].iloc[row[passage]])
            spans.setdefault((row[passage], column[theme]), []).extend((a - begin, b - begin) for a, b, _ in read_evidence(cell))
    return training.texts.tolist(), labels, units["document_id"].to_numpy(), spans


def _sentences_with(
    described: Sequence[Described], labels: npt.NDArray[np.bool_], spans: dict[tuple[int, int], list[tuple[int, int]]]
) -> npt.NDArray[np.int8] | None:
    """Return which sentences carry which theme: 1 yes, 0 no, -1 not known (the passage has it, and no evidence says where)."""
    if not any(spans.values()):
        return None
    parts = []
    first = 0
    for part in described:
        n = len(part.lengths)
        out = np.where(labels[first : first + n][part.letters.home], -1, 0).astype(np.int8)
        cuts = np.searchsorted(part.letters.passage, np.arange(n + 1))
        for (text, theme), given in spans.items():
            if first <= text < first + n and given:
                words = np.arange(cuts[text - first], cuts[text - first + 1])
                inside = [((part.letters.starts[words] < end) & (part.letters.ends[words] > start)) for start, end in given]
                mine = part.letters.sentence[words]
                out[mine, theme] = 0
                out[mine[np.logical_or.reduce(inside)], theme] = 1
        parts.append(out)
        first += n
    return np.concatenate(parts)


def _ngrams(texts: Sequence[str], least: int) -> Ngrams:
    space = Ngrams.fit(texts, least=least)
    if len(space) < 3:
        raise NotEnoughDataError("the passages share hardly a word: nothing can be learned from them")
    return space


def _latent(ngrams: Ngrams, texts: Sequence[str], seed: int) -> Floats:
    """Return latent dimensions (LSA: Deerwester et al. 1990) of the letters in the texts, shape (letters, d)."""
    from sklearn.decomposition import TruncatedSVD

    rows = _stacked([(part.passages, part.sentences, part.letters.home) for _, part in FeatureSpace(ngrams).batches(texts)])[0]
    size = max(1, min(_MOST_DIMENSIONS, rows.shape[1] - 1, rows.shape[0] - 1))
    found: Floats = TruncatedSVD(size, random_state=seed).fit(rows).components_.T
    return found


def _stacked(parts: Sequence[Rows]) -> Rows:
    from scipy import sparse

    first = np.cumsum([0, *(part[0].shape[0] for part in parts)])
    return (
        sparse.vstack([part[0] for part in parts], format="csr"),
        sparse.vstack([part[1] for part in parts], format="csr"),
        np.concatenate([part[2] + offset for part, offset in zip(parts, first, strict=False)]),
    )


def _moved(evidence: Evidence, first: int) -> Evidence:
    return Evidence(evidence.text + first, evidence.code, evidence.start, evidence.end, evidence.weight)


def _both(*parts: Evidence) -> Evidence:
    return Evidence(*(np.concatenate([getattr(part, name) for part in parts]) for name in ("text", "code", "start", "end", "weight")))


def _joined(codes: tuple[str, ...], parts: Sequence[Scores]) -> Scores:
    if not parts:
        return Scores(codes, np.zeros((0, len(codes))), np.zeros((0, len(codes)), dtype=bool), Evidence.none())
    values, chosen = np.concatenate([part.values for part in parts]), np.concatenate([part.chosen for part in parts])
    return Scores(codes, values, chosen, _both(*(part.evidence for part in parts)))
