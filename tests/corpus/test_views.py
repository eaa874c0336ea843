"""Concordance, counts, samples: what they show is what the corpus holds."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kfi_analysis.corpus import Corpus
from kfi_analysis.errors import SettingError, TableError

TEXTS = {"a": "Nämnden tog ansvar. Nämndernas ansvar är delat.", "b": "Ansvarsfrihet gavs.\nSamverkan  med regionen."}


def corpus() -> Corpus:
    return Corpus.from_texts(TEXTS, municipality=["Ekby", "Alby"], source_kind=["hearing", None])


@pytest.mark.parametrize(
    ("pattern", "lemma", "hits"),
    [
        ("ansvar", False, ["ansvar", "ansvar"]),
        ("ansvar*", False, ["ansvar", "ansvar", "Ansvarsfrihet"]),
        ("samverkan med", False, ["Samverkan  med"]),
        ("nämnd", True, ["Nämnden", "Nämndernas"]),
        (re.compile(r"\bN\w+s\b"), False, ["Nämndernas"]),
        ("saknas", False, []),
    ],
)
def test_kwic(pattern: str | re.Pattern[str], lemma: bool, hits: list[str]) -> None:
    table = corpus().kwic(pattern, lemma=lemma, width=10)
    assert table["match"].tolist() == hits
    assert list(table) == ["document_id", "passage_id", "start", "end", "left", "match", "right"]
    for row in table.itertuples():
        assert corpus().slice(row.document_id, row.start, row.end) == row.match


@pytest.mark.parametrize(("pattern", "lemma"), [("", False), ("* *", False), ("två ord", True), ("ord*", True)])
def test_kwic_refuses_what_it_cannot_find(pattern: str, lemma: bool) -> None:
    with pytest.raises(SettingError):
        corpus().kwic(pattern, lemma=lemma)


@given(st.lists(st.text(max_size=20), max_size=5), st.text(min_size=1, max_size=4))
def test_kwic_slices_back(texts: list[str], word: str) -> None:
    some = Corpus.from_texts(texts)
    if not word.split() or set(word.replace(" ", "")) <= {"*"} or any(set(part) == {"*"} for part in word.split()):
        return
    for row in some.kwic(word).itertuples():
        assert some.slice(row.document_id, row.start, row.end) == row.match


def test_describe_counts_everything() -> None:
    whole = Corpus(
        corpus().documents, corpus().passages, pd.DataFrame({"source": ["x.pdf"], "what": ["file"], "reason": ["encrypted"], "count": [1]})
    )
    counts = {(row.what, None if pd.isna(row.value) else row.value): row.count for row in whole.describe().itertuples(index=False)}
    assert counts["documents", None] == 2
    assert counts["documents by source_kind", "hearing"] == counts["documents by source_kind", None] == 1
    assert counts["words", "body"] == 12
    assert counts["skipped: file", "encrypted"] == 1
    assert len(Corpus.empty().describe()) >= 6


def test_html_escapes() -> None:
    shown = Corpus.from_texts({"<b>": "x"}, title="<script>")._repr_html_()
    assert "<script>" not in shown
    assert "&lt;b&gt;" in shown
    assert "0 documents" in Corpus.empty()._repr_html_()


def test_samples_are_the_same_for_a_seed() -> None:
    some = Corpus.from_texts([str(n) for n in range(50)])
    assert some.sample(7, seed=3).texts.tolist() == some.sample(7, seed=3).texts.tolist()
    assert some.sample(7, seed=3).texts.tolist() != some.sample(7, seed=4).texts.tolist()
    assert len(some.sample(5, of="documents").documents) == 5
    with pytest.raises(SettingError, match="51 of 50"):
        some.sample(51)
    with pytest.raises(SettingError, match="documents"):
        some.sample(1, of="document")


def test_from_frame_names_what_is_missing() -> None:
    table = pd.DataFrame({"svar": ["a", "b"], "id": [1, 1]})
    with pytest.raises(TableError, match="'text' is missing"):
        Corpus.from_frame(table)
    with pytest.raises(TableError, match="more than once"):
        Corpus.from_frame(table, text="svar", document_id="id")
