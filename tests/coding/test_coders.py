"""Coders: evidence slices back, order of passages is nothing, conditions hold, learning says how little it had."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kfi_analysis import Corpus
from kfi_analysis.coding import Code, Codebook, Codings, Indicator, code, code_stream, example_codings, heading_codings
from kfi_analysis.coding import indicators as indicators_module
from kfi_analysis.coding.embedding import EmbeddingCoder, load_encoder
from kfi_analysis.coding.evidence import read_evidence
from kfi_analysis.coding.learned import CombinedCoder, LearnedCoder
from kfi_analysis.coding.lexical import LexicalCoder
from kfi_analysis.coding.records import coding_records, coding_table
from kfi_analysis.errors import NotEnoughDataError, ReadError, SettingError, TableError

TEXTS = [
    "Vi saknade skyddsutrustning och personal i början av pandemin.",
    "Samverkan med regionen fungerade inte.",
    "Förvaltningarna fick gemensamma riktlinjer från den centrala krisledningen.",
    "",
    "Solen sken.",
]


@pytest.fixture(scope="module")
def book() -> Codebook:
    return Codebook.load("kfi")


@pytest.fixture(scope="module")
def lexical(book: Codebook) -> LexicalCoder:
    return LexicalCoder(book)


def coder_of(*indicators: Indicator) -> LexicalCoder:
    return LexicalCoder(Codebook("b", codes=(Code("a", indicators=indicators),)))


def sums(coder: LexicalCoder, *texts: str) -> list[float]:
    return [round(float(value), 6) for value in coder.sums(texts)[0][:, 0]]


def test_conditions_on_neighbours_and_exclusions() -> None:
    coder = coder_of(Indicator(("stöd",), unless=("med stöd av",), near=("region*",), not_near=("inte",)))
    given_ = (
        "Regionen gav stöd.",
        "Vi gav stöd.",
        "Regionen beslutade med stöd av lagen.",
        "Regionen gav inte stöd.",
        "Stöd. Regionen kom.",
    )
    assert sums(coder, *given_) == [1.0, 0.0, 0.0, 0.0, 0.0]
    wide = coder_of(Indicator(("stöd",), near=("region*",), within="passage"))
    assert sums(wide, "Stöd gavs. Regionen kom.", "Stöd gavs.", "Regionen kom.") == [1.0, 0.0, 0.0]


def test_longer_hits_swallow_shorter_and_repeats_are_damped() -> None:
    coder = coder_of(Indicator(("personal", "brist på personal"), weight=2.0), Indicator(("lugn",), weight=-0.5))
    assert sums(coder, "Brist på personal.", "Personal, personal, personal, personal.", "Personal och lugn.") == [2.0, 4.0, 1.5]


def test_passages_do_not_leak_into_each_other() -> None:
    coder = coder_of(Indicator(("brist .. personal",)))
    assert sums(coder, "Det var brist på", "personal i går") == [0.0, 0.0]


def test_long_passages_need_more(lexical: LexicalCoder) -> None:
    short = "Samordningen var bra."
    long = short + " " + "Vi gick hem och åt middag och sov sedan gott hela natten. " * 20
    chosen = lexical.score([short, long]).chosen[:, lexical.codes.index("koordinering")]
    assert chosen.tolist() == [True, False]


words_ = st.sampled_from(["personal", "regionen", "samordning", "oro", "inte", "vi", "lärdomar", "beslut", "Information", "och", "på"])


@given(st.lists(st.lists(words_, max_size=8).map(" ".join), max_size=6), st.randoms())
def test_order_of_passages_changes_nothing_and_evidence_slices_back(texts: list[str], random: object) -> None:
    coder = LexicalCoder(Codebook.load("kfi"))
    scores = coder.score(texts)
    order = list(range(len(texts)))
    random.shuffle(order)  # type: ignore[attr-defined]
    again = coder.score([texts[i] for i in order])
    assert np.array_equal(scores.values[order], again.values)
    assert np.array_equal(scores.chosen[order], again.chosen)
    assert ((scores.values >= 0) & (scores.values <= 1)).all()
    for text, start, end in zip(scores.evidence.text, scores.evidence.start, scores.evidence.end, strict=True):
        assert texts[text][start:end].strip()


def test_small_batches_give_the_same(lexical: LexicalCoder, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = lexical.score(TEXTS * 5)
    monkeypatch.setattr(indicators_module, "_CHUNK", 100)
    cut = lexical.score(TEXTS * 5)
    assert np.array_equal(whole.values, cut.values)
    assert np.array_equal(whole.evidence.text, cut.evidence.text)


def test_code_takes_lists_series_and_corpora() -> None:
    listed = code(TEXTS)
    assert listed.units["passage_id"].tolist() == ["0", "1", "2", "3", "4"]
    assert listed.matrix().loc["1", "samverkan"] == 1
    assert listed.matrix().loc["2", "koordinering"] == 1
    assert set(listed.uncoded["passage_id"]) == {"3", "4"}
    assert listed.valence.to_dict() == {"0": "utmaning", "1": "utmaning", "2": "neutral", "3": "neutral", "4": "neutral"}
    assert listed.phase["0"] == "inledning"
    assert code(pd.Series(TEXTS, index=list("abcde"))).units["passage_id"].tolist() == list("abcde")
    assert code(Corpus.from_texts(TEXTS)).sha256 == listed.sha256
    assert listed.codebook_hash == Codebook.load("kfi").sha256
    assert listed.provenance.steps[-1]["codebook_sha256"] == listed.codebook_hash


def test_spans_of_evidence_hold_the_words_they_claim() -> None:
    codings = code(TEXTS)
    texts = dict(zip(codings.units["passage_id"], TEXTS, strict=True))
    rows = [*codings.table.itertuples(), *codings.attributes.itertuples()]
    spans = [(row.passage_id, span) for row in rows for span in read_evidence(row.evidence)]
    assert spans
    for passage, (start, end, words) in spans:
        assert texts[passage][start:end] == words


def test_records_for_json() -> None:
    records = coding_records(code(TEXTS), text=True)
    assert [record["passage_id"] for record in records] == ["0", "1", "2", "3", "4"]
    first = records[0]
    assert {"start", "end", "codes", "subcodes", "valence", "phase", "score", "scores", "evidence", "text"} <= set(first)
    assert first["codes"] == ["kapacitet"]
    assert "kapacitet/personal" in first["subcodes"] or "kapacitet/materiel" in first["subcodes"]
    assert coding_table(code(TEXTS))["codes"].tolist()[0] == "kapacitet"


def test_stream_equals_code() -> None:
    parts = list(code_stream(iter(TEXTS), chunk=2))
    assert [len(part.units) for part in parts] == [2, 2, 1]
    assert Codings.concat(parts).sha256 == code(TEXTS).sha256


def test_what_cannot_be_coded_is_refused() -> None:
    with pytest.raises(SettingError, match="one string"):
        code("bara en sträng")  # type: ignore[arg-type]
    with pytest.raises(SettingError, match="lexical"):
        code(["a"], coder="leksikal")
    with pytest.raises(SettingError, match="training"):
        code(["a"], coder="learned")
    with pytest.raises(TableError, match="not a string"):
        code(["a", None])  # type: ignore[list-item]
    assert len(code([]).units) == 0
    assert code([]).matrix().columns.tolist() == list(Codebook.load("kfi").themes)


def test_learned_coders_learn_and_tell_how_well(book: Codebook) -> None:
    examples = example_codings("omsorg", "skola", "ledning-1")
    learned, combined = LearnedCoder(book, examples), CombinedCoder(book, examples)
    assert learned.quality["theme"].tolist() == list(book.themes)
    assert learned.quality["by_document"].all()
    assert combined.quality["alpha"].mean() > learned.quality["alpha"].mean() > 0.3
    scores = combined.score(TEXTS)
    assert scores.chosen[1, scores.codes.index("samverkan")]
    for text, start, end in zip(scores.evidence.text, scores.evidence.start, scores.evidence.end, strict=True):
        assert TEXTS[text][start:end].strip()
    again = code(TEXTS, training=examples)
    assert again.coders == ("combined",)
    assert again.matrix(values="score")["samverkan"].max() > 0.5
    with pytest.raises(NotEnoughDataError, match="at least 20"):
        LearnedCoder(book, code(TEXTS))
    with pytest.raises(SettingError, match="corpus"):
        LearnedCoder(book, Codings(examples.table, examples.units, coders=examples.coders))


def test_headings_label_their_sections(book: Codebook) -> None:
    text = "Koordinering\nVi möttes.\nVäder\nSol."
    passages = pd.DataFrame(
        {
            "passage_id": ["1", "2"],
            "document_id": "d",
            "start": [13, 30],
            "end": [23, 34],
            "level": "paragraph",
            "section": ["Analys / Koordinering", "Analys / Väder"],
        }
    )
    corpus = Corpus(pd.DataFrame({"document_id": ["d"], "text": [text]}), passages)
    codings = heading_codings(corpus, book)
    assert codings.table[["passage_id", "code"]].to_numpy().tolist() == [["1", "koordinering"]]
    assert codings.units["passage_id"].tolist() == ["1"]


def vectors(path: Path) -> Path:
    words = {"personal": (1, 0), "resurs": (1, 0), "oro": (0, 1), "trygghet": (0, 1), "bemanning": (0.9, 0.1), "rädsla": (0.1, 0.9)}
    path.write_text(f"{len(words)} 2\n" + "".join(f"{word} {a} {b}\n" for word, (a, b) in words.items()), encoding="utf-8")
    return path


def test_embedding_coder_with_word_vectors(tmp_path: Path) -> None:
    book = Codebook("b", codes=(Code("kapacitet", definition="personal resurs"), Code("relationer", definition="oro trygghet")))
    coder = EmbeddingCoder(book, load_encoder(vectors(tmp_path / "v.vec")))
    scores = coder.score(["Bemanning!", "Stor rädsla.", "Okänt."])
    assert scores.chosen.tolist() == [[True, False], [False, True], [False, False]]
    assert code(["bemanning"], book, coder=coder, attributes=False).table["coder"].tolist() == ["embedding"]
    corpus = Corpus.from_texts(["bemanning", "rädsla", "personal", "oro"])
    table = pd.DataFrame({"passage_id": list("0123"), "code": ["kapacitet", "relationer"] * 2, "coder": "h"})
    from kfi_analysis.coding.codings import units_of

    trained = EmbeddingCoder(book, load_encoder(vectors(tmp_path / "v.vec")), training=Codings(table, units_of(corpus), corpus=corpus))
    assert trained.score(["resurs", "trygghet"]).chosen.tolist() == [[True, False], [False, True]]


def test_embedding_models_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="nothing is downloaded"):
        load_encoder(tmp_path / "saknas")
    with pytest.raises(ReadError, match=r"modules\.json"):
        load_encoder(tmp_path)
    bad = tmp_path / "b.vec"
    bad.write_text("ord 1 2\nord2 1\n", encoding="utf-8")
    with pytest.raises(ReadError, match="line 2"):
        load_encoder(bad)


@pytest.mark.parametrize("texts", ["en text", Corpus.from_texts(["en text"])])
def test_a_stream_of_one_string_or_a_corpus_is_refused(texts: Any) -> None:
    with pytest.raises(SettingError, match=r"kfi\.code"):
        next(code_stream(texts))
