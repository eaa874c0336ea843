"""Planted topics: five sets of words that only meet within their own set, with common words in every passage."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kfi_analysis.corpus import Corpus

LETTERS = "bdfghjklmnprstv"


def made_up_words(n: int) -> list[str]:
    """Words that no lemma table or compound splitter knows."""
    return [f"{a}o{b}i{c}ax" for a in LETTERS for b in LETTERS for c in LETTERS][: n * 7 : 7]


def planted(seed: int = 0, *, topics: int = 5, passages: int = 200, length: int = 25, documents: int = 20) -> tuple[Corpus, list[set[str]]]:
    rng = np.random.default_rng(seed)
    words = made_up_words(topics * 12 + 20)
    sets = [words[k * 12 : (k + 1) * 12] for k in range(topics)]
    common = words[topics * 12 :]
    texts, kinds, origin = [], [], []
    for number in range(passages):
        topic = number % topics
        own = rng.choice(sets[topic], size=length // 2)
        texts.append(" ".join(rng.permutation(np.concatenate([own, rng.choice(common, size=length - length // 2)]))))
        kinds.append(["självvärdering", "hearing", "intervju"][(number // topics) % 3] if topic else "intervju")
        origin.append((number // topics) % documents)
    table = pd.DataFrame({"text": texts, "kind": kinds, "document": origin}).sort_values("document", kind="stable")
    documents_, spans = [], []
    for document, rows in table.groupby("document"):
        text, at = "", 0
        for position, (row, kind) in enumerate(zip(rows["text"], rows["kind"], strict=True)):
            spans.append((f"d{document:02d}-{position}", f"d{document:02d}", at, at + len(row), "paragraph", kind, "S"))
            text += row + "\n"
            at = len(text)
        documents_.append((f"d{document:02d}", text, f"{2018 + document % 4}-03-01"))
    return (
        Corpus(
            pd.DataFrame(documents_, columns=["document_id", "text", "date"]),
            pd.DataFrame(spans, columns=["passage_id", "document_id", "start", "end", "level", "source_kind", "section"]),
        ),
        [set(words) for words in sets],
    )


@pytest.fixture(scope="session")
def planted_corpus() -> tuple[Corpus, list[set[str]]]:
    return planted()
