"""`Topics`: what a topic model says, as tables that lead back to the passages, with how far each topic can be trusted.

Topics are numbered from 1, largest first. The object never changes; `rename` and the like give new ones.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from kfi_analysis.corpus import Corpus
from kfi_analysis.errors import NotEnoughDataError, SettingError, did_you_mean
from kfi_analysis.numbers import decimal, percent
from kfi_analysis.provenance import Provenance
from kfi_analysis.topics.intrusion import IntrusionSheet, topic_intrusion, word_intrusion
from kfi_analysis.topics.overlap import Overlap, code_overlap
from kfi_analysis.topics.placing import Placing
from kfi_analysis.topics.prevalence import prevalence_table, year_of
from kfi_analysis.topics.stability import jaccard, match_topics

if TYPE_CHECKING:
    from kfi_analysis.topics.choose import TopicRange

__all__ = ["Topics"]

Floats = npt.NDArray[np.float64]
Words = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False, repr=False)
class Topics:
    """Topics of a corpus.

    Parameters
    ----------
    terms
        topic, rank (from 1), term, weight (share of the topic), frex (0-1), the top terms of each topic.
    passages
        passage_id, topic, share: how much of a passage each topic takes; the shares of a passage sum to 1.
    quality
        measure, topic (missing: all), value, low, high, null (what chance gives), n, note.
    topics
        One row a topic: topic, label, words, prevalence, low, high, recurrence, recurrence_low, recurrence_high, excess, p, verdict, npmi,
        exclusivity.
    units
        One row a passage that was looked at, in the order of the model: passage_id, document_id, source_kind, unit, respondent,
        municipality, section, date, position (0-1 in its document), words, source (number of the source), cluster (what intervals
        draw whole: the source, or the section of a source that holds more than a fifth of the words).
    left_out
        what, count: passages that are not in the model, and why.
    placing
        Vocabulary, weights and components: what places a passage on the topics.
    shares
        Passages × topics, in the order of `units`; a row of zeros is a passage without a single word of the vocabulary.
    settings
        What was asked for, and what was chosen.
    provenance
        How it came to be, with the hash of the corpus.
    corpus
        The corpus, for reading the passages; missing in a model that was loaded without one.
    choice
        Where a range of sizes was asked for: what spoke for and against each.
    """

    terms: pd.DataFrame
    passages: pd.DataFrame
    quality: pd.DataFrame
    topics: pd.DataFrame
    units: pd.DataFrame
    left_out: pd.DataFrame
    placing: Placing
    shares: Floats
    settings: Mapping[str, Any]
    provenance: Provenance
    corpus: Corpus | None = field(default=None)
    choice: TopicRange | None = field(default=None)

    # ---------------------------------------------------------------- reading it

    def __len__(self) -> int:
        """Number of topics."""
        return len(self.topics)

    def __repr__(self) -> str:
        counted = self.topics["verdict"].value_counts()
        said = ", ".join(f"{counted[name]} {name}" for name in counted.index)
        return f"<Topics: {len(self)} topics by {self.settings['method']} over {len(self.units)} passages ({said})>"

    @property
    def labels(self) -> list[str]:
        """The names of the topics, in order."""
        return [str(label) for label in self.topics["label"]]

    def words(self, topic: int, n: int = 10) -> list[str]:
        """Return the `n` heaviest words of a topic, as they are shown."""
        self._check(topic)
        own = self.terms[self.terms["topic"] == topic]
        return [str(term) for term in own.sort_values("rank")["term"].head(n)]

    def frex_words(self, topic: int, n: int = 10) -> list[str]:
        """Return the `n` words that are both frequent in a topic and its own (highest FREX)."""
        self._check(topic)
        own = self.terms[self.terms["topic"] == topic]
        return [str(term) for term in own.sort_values(["frex", "rank"], ascending=[False, True])["term"].head(n)]

    def read(self, topic: int, n: int = 5) -> pd.DataFrame:
        """Return the `n` passages that a topic takes most of, whole, with their source.

        Passages of fewer than eight content words come after the longer ones: in a short passage any topic is thick.

        Returns
        -------
        passage_id, document_id, source_kind, unit, respondent, section, share, text (missing without a corpus).
        """
        self._check(topic)
        shares = self.shares[:, topic - 1]
        long = self.units["words"].to_numpy() >= 8
        order = np.lexsort((np.arange(len(shares)), -shares, ~long))[:n]
        order = order[shares[order] > 0]
        columns = ["passage_id", "document_id", "source_kind", "unit", "respondent", "section"]
        table = self.units.iloc[order][columns].reset_index(drop=True).assign(share=shares[order])
        if self.corpus is None:
            return table.assign(text=pd.array([pd.NA] * len(table), dtype="string"))
        texts = self.corpus.texts
        return table.assign(text=[texts[name] for name in table["passage_id"]])

    def prevalence(self, by: str | None = None, *, resamples: int = 1000, level: float = 0.95) -> pd.DataFrame:
        """Return the share of the words that each topic takes, in all or per group, with intervals over sources.

        Parameters
        ----------
        by
            A column of `units` (source_kind, unit, municipality, section, ...), "year", or any column of the corpus such as phase.
        resamples, level
            Of the bootstrap over sources.

        Returns
        -------
        topic, group, n, sources, share, low, high.

        Raises
        ------
        SettingError
            If the column is unknown.
        """
        return prevalence_table(
            self.shares,
            self.units["words"].to_numpy(dtype=np.float64),
            self._groups(by),
            self.units["cluster"].to_numpy(dtype=np.int64),
            resamples=resamples,
            seed=int(self.settings["seed"]),
            level=level,
        )

    def course(self, bins: int = 10, *, resamples: int = 1000, level: float = 0.95) -> pd.DataFrame:
        """Return the prevalence over the course of the texts, cut in `bins` equal parts (group = number of the part, from 1)."""
        if bins < 1:
            raise SettingError(f"bins must be at least 1, got {bins}")
        part = np.minimum((self.units["position"].to_numpy() * bins).astype(int), bins - 1) + 1
        width = len(str(bins))
        table = prevalence_table(
            self.shares,
            self.units["words"].to_numpy(dtype=np.float64),
            pd.Series([f"{number:0{width}d}" for number in part], dtype="string"),
            self.units["cluster"].to_numpy(dtype=np.int64),
            resamples=resamples,
            seed=int(self.settings["seed"]),
            level=level,
        )
        return table.assign(group=table["group"].astype(int))

    def overlap(self, coding: pd.DataFrame, *, looked_at: Iterable[str] | None = None, permutations: int = 1999) -> Overlap:
        """Say which codes each topic carries and which topics no code catches.

        Parameters
        ----------
        coding
            Columns passage_id and code (say `codings.table`); passages looked at and given no code have a missing code.
        looked_at
            Ids of the passages that were looked at (say `codings.units["passage_id"]`), where the table lists coded ones only.
        permutations
            Of the test.
        """
        return code_overlap(
            self.shares,
            self.units["passage_id"],
            self.labels,
            coding,
            looked_at=looked_at,
            permutations=permutations,
            seed=int(self.settings["seed"]),
        )

    def sheet(self, kind: str = "word", *, seed: int = 0, passages: int = 20) -> IntrusionSheet:
        """Return a sheet that readers fill in: word intrusion ("word") or topic intrusion ("topic", needs the corpus)."""
        if kind == "word":
            return word_intrusion(self.placing.components, self.placing.display, seed=seed)
        if kind != "topic":
            raise SettingError(f"kind {kind!r} is unknown: {did_you_mean(kind, ['word', 'topic'])}")
        if self.corpus is None:
            raise NotEnoughDataError("a topic sheet shows passages, and this model was loaded without its corpus: load it with corpus=...")
        texts = self.corpus.texts
        ids = [str(name) for name in self.units["passage_id"]]
        described = [", ".join(self.words(topic, 8)) for topic in self.topics["topic"]]
        return topic_intrusion(self.shares, ids, [str(texts[name]) for name in ids], described, seed=seed, passages=passages)

    # ---------------------------------------------------------------- new material, other models

    def transform(self, material: Corpus | Iterable[str]) -> pd.DataFrame:
        """Place new passages on the topics: passage_id, topic, share; a passage without a known word has no rows."""
        from kfi_analysis.topics.material import as_corpus, counts_of

        corpus = as_corpus(material)
        counts = counts_of(corpus.texts.tolist(), self.placing.vocabulary, self.settings)
        return long_shares(self.placing.place(counts), corpus.passages["passage_id"])

    def likeness(self, other: Topics, n: int = 10) -> pd.DataFrame:
        """Return the Jaccard likeness of the `n` top words of each topic here (rows) and there (columns)."""
        mine, theirs = self._coded(other, n)
        return pd.DataFrame(jaccard(mine, theirs), index=self.topics["topic"], columns=other.topics["topic"])

    def match(self, other: Topics, n: int = 10) -> pd.DataFrame:
        """Pair the topics with those of another model, one to one: topic, other, jaccard."""
        mine, theirs = self._coded(other, n)
        pairs = match_topics(mine, theirs)
        return pd.DataFrame([(i + 1, j + 1, value) for i, j, value in pairs], columns=["topic", "other", "jaccard"])

    def rename(self, labels: Mapping[int, str]) -> Topics:
        """Return the topics with other names: number -> name."""
        for topic in labels:
            self._check(topic)
        own = self.topics["topic"].map(dict(labels))
        table = self.topics.assign(label=own.where(own.notna(), self.topics["label"]).astype("string"))
        named = {int(topic): str(label) for topic, label in labels.items()}
        return replace(self, topics=table, provenance=self.provenance.derive("rename", labels=named))

    def names_from(self, earlier: Topics, *, at_least: float = 0.25) -> Topics:
        """Return the topics with the names that an earlier model gave its like; topics without a like keep their own.

        Parameters
        ----------
        earlier
            The model whose names are kept.
        at_least
            The Jaccard likeness of the ten top words that counts as the same topic.
        """
        pairs = self.match(earlier)
        alike = pairs[pairs["jaccard"] >= at_least]
        kept = {int(topic): earlier.labels[int(other) - 1] for topic, other in zip(alike["topic"], alike["other"], strict=True)}
        return self.rename(kept)

    # ---------------------------------------------------------------- keeping it

    def save(self, path: str | Path) -> Path:
        """Write the model to one file (JSON and arrays in a zip, no pickle); the texts are not in it."""
        from kfi_analysis.topics.store import save_topics

        return save_topics(self, path)

    @classmethod
    def load(cls, path: str | Path, *, corpus: Corpus | None = None) -> Topics:
        """Read what `save` wrote.

        Parameters
        ----------
        path
            The file.
        corpus
            The corpus it was fitted on, for reading the passages; its hash is checked.
        """
        from kfi_analysis.topics.store import load_topics

        return load_topics(path, corpus)

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{row['topic']}</td><td>{html.escape(str(row['label']))}</td><td>{html.escape(str(row['words']))}</td>"
            f"<td>{percent(row['prevalence'])}</td><td>{decimal(row['recurrence'])}</td><td>{html.escape(str(row['verdict']))}</td></tr>"
            for row in self.topics.to_dict("records")
        )
        return (
            f"<p>{html.escape(repr(self)[1:-1])}</p><table><thead><tr><th>#</th><th>Namn</th><th>Ord</th><th>Andel</th>"
            f"<th>Återkomst</th><th>Omdöme</th></tr></thead><tbody>{rows}</tbody></table>"
        )

    def _check(self, topic: int) -> None:
        if topic not in set(self.topics["topic"]):
            raise SettingError(f"there is no topic {topic!r}: topics are numbered from 1 to {len(self)}")

    def _coded(self, other: Topics, n: int) -> tuple[list[Words], list[Words]]:
        """Return the top words of both models as numbers of one list."""
        numbers: dict[str, int] = {}

        def coded(side: Topics) -> list[Words]:
            listed = [side.words(int(topic), n) for topic in side.topics["topic"]]
            return [np.array([numbers.setdefault(word, len(numbers)) for word in words], dtype=np.int64) for words in listed]

        return coded(self), coded(other)

    def _groups(self, by: str | None) -> pd.Series[str]:
        if by is None:
            return pd.Series(["alla"] * len(self.units), dtype="string")
        if by == "year":
            return year_of(self.units["date"])
        if by in self.units.columns:
            return self.units[by].astype("string")
        if self.corpus is not None:
            table = self.corpus.table()
            if by in table.columns:
                values = dict(zip(table["passage_id"], table[by], strict=True))
                return self.units["passage_id"].map(values).astype("string")
            known = [*self.units.columns, *table.columns, "year"]
        else:
            known = [*self.units.columns, "year"]
        raise SettingError(f"prevalence knows no column {by!r}: {did_you_mean(by, known)}")


def long_shares(shares: Floats, passage_ids: pd.Series[str]) -> pd.DataFrame:
    """Return the table passage_id, topic, share of a matrix of shares; rows of zeros are left out."""
    filled = sparse.coo_array(shares)
    return (
        pd.DataFrame({"row": filled.row, "topic": filled.col + 1, "share": filled.data})
        .sort_values(["row", "topic"], kind="stable")
        .assign(passage_id=lambda table: passage_ids.to_numpy()[table["row"]])[["passage_id", "topic", "share"]]
        .astype({"passage_id": "string", "topic": "int64"})
        .reset_index(drop=True)
    )
