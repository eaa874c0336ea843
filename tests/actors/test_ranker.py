from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kfi_analysis import Corpus
from kfi_analysis.actors.ranker import fit_ranker
from kfi_analysis.actors.relations import find_relations
from kfi_analysis.errors import NotEnoughDataError, TableError

NAMES = ["Kultur", "Miljö", "Social", "Teknik", "Bygg", "Service"]


def material() -> Corpus:
    """Give documents in which support is coded and information is not."""
    texts = {}
    for at in range(8):
        one, other = NAMES[at % 6], NAMES[(at + 1) % 6]
        third, fourth = NAMES[(at + 2) % 6], NAMES[(at + 3) % 6]
        texts[f"d{at}"] = (
            f"{one}förvaltningen stöttade {other}förvaltningen. {third}förvaltningen stöttade {fourth}förvaltningen. "
            f"{one}förvaltningen informerade {third}förvaltningen. {other}förvaltningen informerade {fourth}förvaltningen."
        )
    return Corpus.from_texts(texts)


def test_the_ranker_learns_what_coders_note_and_changes_nothing_else() -> None:
    relations = find_relations(material())
    codings = relations.table[relations.table["type"] == "stöd"][["document_id", "source", "target"]]
    ranker = fit_ranker(relations, codings, by="document_id")
    assert ranker.auc == 1
    assert ranker.n == (32, 16)
    ranked = ranker(relations)
    score = ranked.table.groupby("type")["score"].mean()
    assert score["stöd"] > 0.8 > 0.2 > score["information"]
    same = [column for column in relations.table if column != "score"]
    pd.testing.assert_frame_equal(ranked.table[same], relations.table[same])
    again = fit_ranker(relations, codings.sample(frac=1, random_state=1), by="document_id")(relations)
    assert np.array_equal(again.table["score"], ranked.table["score"])


def test_too_little_to_learn_from() -> None:
    relations = find_relations(material())
    with pytest.raises(NotEnoughDataError, match="needs 10 of each"):
        fit_ranker(relations, pd.DataFrame({"document_id": ["d0"], "source": ["A"], "target": ["B"]}), by="document_id")
    with pytest.raises(TableError, match="'section' is missing"):
        fit_ranker(relations, pd.DataFrame({"source": ["A"], "target": ["B"]}))
