from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import kfi_analysis as kfi
from kfi_analysis.errors import Cancelled, NotEnoughDataError, ReadError, SettingError, TableError
from kfi_analysis.topics import METHODS, Topics, fit_topics
from tests.topics.conftest import planted

Planted = tuple[kfi.Corpus, list[set[str]]]
QUICK = {"resamples": 4, "shuffles": 0}


@pytest.fixture(scope="module")
def found(planted_corpus: Planted) -> Topics:
    return fit_topics(planted_corpus[0], 5, resamples=10, shuffles=19)


def recovered(topics: Topics, sets: list[set[str]]) -> int:
    return sum(max(len(set(topics.words(int(t))) & words) for t in topics.topics["topic"]) >= 9 for words in sets)


@pytest.mark.parametrize("method", METHODS)
def test_every_method_finds_planted_topics(method: str) -> None:
    corpus, sets = planted(0, passages=80 if method == "gensim-hdp" else 200)
    if method.startswith("gensim"):
        pytest.importorskip("gensim")
    topics = fit_topics(corpus, 6 if method == "gensim-hdp" else 5, method=method, resamples=0, shuffles=0)
    if method == "gensim-hdp":
        assert 2 <= len(topics) <= 6
    else:
        assert recovered(topics, sets) == 5
    shares = topics.passages.groupby("passage_id")["share"].sum()
    assert np.allclose(shares, 1.0)


def test_planted_topics_are_more_than_chance(found: Topics, planted_corpus: Planted) -> None:
    assert recovered(found, planted_corpus[1]) == 5
    assert (found.topics["verdict"] == "stabil").all()
    assert found.settings["resampling_unit"] == "source"
    assert found.quality.set_index("measure").loc["seed_stability", "value"] == 1.0


def test_shuffled_words_give_no_stable_topic() -> None:
    corpus, _ = planted(3, passages=60)
    words = np.array(" ".join(corpus.texts).split())
    dealt = np.random.default_rng(0).permutation(words)
    cuts = np.cumsum([len(text.split()) for text in corpus.texts])[:-1]
    topics = fit_topics([" ".join(part) for part in np.split(dealt, cuts)], 5, resamples=5)
    assert "stabil" not in set(topics.topics["verdict"])


def test_tables_hold_what_they_promise(found: Topics, planted_corpus: Planted) -> None:
    assert list(found.terms.columns) == ["topic", "rank", "term", "weight", "frex"]
    assert list(found.passages.columns) == ["passage_id", "topic", "share"]
    assert list(found.quality.columns[:5]) == ["measure", "topic", "value", "low", "high"]
    assert set(found.passages["passage_id"]) <= set(planted_corpus[0].passages["passage_id"])
    assert found.terms["frex"].between(0, 1).all()
    assert found.topics["prevalence"].sum() == pytest.approx(1.0)
    assert (found.topics["prevalence"].diff().dropna() <= 1e-12).all()
    assert found.provenance.steps[-1]["corpus_sha256"] == planted_corpus[0].sha256
    assert "<table>" in found._repr_html_()


def test_order_of_passages_and_documents_does_not_matter(planted_corpus: Planted, found: Topics) -> None:
    corpus, _ = planted_corpus
    rng = np.random.default_rng(1)
    other = replace(
        corpus,
        passages=corpus.passages.iloc[rng.permutation(len(corpus))],
        documents=corpus.documents.iloc[rng.permutation(len(corpus.documents))],
    )
    again = fit_topics(other, 5, resamples=10, shuffles=19)
    pd.testing.assert_frame_equal(again.terms, found.terms)
    pd.testing.assert_frame_equal(again.topics, found.topics)


@pytest.mark.parametrize("method", ["nmf", "lda"])
def test_two_workers_give_the_digits_of_one(method: str) -> None:
    corpus, _ = planted(4, passages=60, documents=15)
    one, two = (fit_topics(corpus, 3, method=method, resamples=2, shuffles=2 if method == "nmf" else 0, workers=n) for n in (1, 2))
    pd.testing.assert_frame_equal(one.quality, two.quality, check_exact=True)
    pd.testing.assert_frame_equal(one.topics, two.topics, check_exact=True)


@pytest.mark.parametrize("method", ["nmf", "tfidf-nmf"])
def test_every_seed_word_ends_among_the_ten(planted_corpus: Planted, method: str) -> None:
    corpus, sets = planted_corpus
    seeds = {"ett": sorted(sets[0])[:4], "blandat": [sorted(sets[1])[0], sorted(sets[2])[0], "finnsinte"]}
    topics = fit_topics(corpus, 5, method=method, seeds=seeds, **QUICK)
    for name, words in seeds.items():
        topic = topics.labels.index(name) + 1
        assert set(words) - {"finnsinte"} <= set(topics.words(topic))
    assert topics.settings["seeds_missing"] == {"blandat": ["finnsinte"]}


def test_old_passages_given_anew_have_their_old_shares(found: Topics, planted_corpus: Planted) -> None:
    corpus = planted_corpus[0]
    pd.testing.assert_frame_equal(found.transform(corpus), found.passages)
    assert found.transform(["helt okänt"]).empty


def test_saved_and_loaded_is_the_same(found: Topics, planted_corpus: Planted, tmp_path: Path) -> None:
    path = found.save(tmp_path / "m.kfi")
    assert path.read_bytes() == found.save(tmp_path / "n.kfi").read_bytes()
    back = Topics.load(path, corpus=planted_corpus[0])
    for name in ("terms", "passages", "quality", "topics", "units", "left_out"):
        pd.testing.assert_frame_equal(getattr(back, name), getattr(found, name))
    assert back.read(1)["text"].notna().all()
    assert Topics.load(path).read(1)["text"].isna().all()
    assert planted_corpus[0].texts.iloc[0].encode() not in path.read_bytes()
    with pytest.raises(ReadError, match="another corpus"):
        Topics.load(path, corpus=planted(9)[0])
    (tmp_path / "bad").write_bytes(b"PK nothing")
    with pytest.raises(ReadError, match="not a saved topic model"):
        Topics.load(tmp_path / "bad")
    with pytest.raises(ReadError, match="no such file"):
        Topics.load(tmp_path / "absent")


def test_a_range_says_why(planted_corpus: Planted) -> None:
    topics = fit_topics(planted_corpus[0], range(3, 8), resamples=6, shuffles=0)
    choice = topics.choice
    assert choice is not None
    assert choice.chosen == 5
    assert list(choice.table["n_topics"]) == [3, 4, 5, 6, 7]
    assert "5 ämnen visas först" in choice.reasons
    assert len(choice.at(7)) == 7
    with pytest.raises(SettingError, match="were not tried"):
        choice.at(20)


def test_names_are_kept_over_refits(found: Topics, planted_corpus: Planted) -> None:
    named = found.rename({2: "Distansarbete"})
    assert found.labels[1] != "Distansarbete"
    later = fit_topics(planted_corpus[0], 6, resamples=0).names_from(named)
    at = later.labels.index("Distansarbete") + 1
    assert len(set(later.words(at)) & set(named.words(2))) >= 8
    assert found.match(found)["jaccard"].eq(1.0).all()
    with pytest.raises(SettingError, match="numbered from 1 to 5"):
        found.rename({9: "x"})


def test_prevalence_by_group_year_and_course(found: Topics) -> None:
    kinds = found.prevalence("source_kind")
    sums = kinds.groupby("group")["share"].sum()
    assert np.allclose(sums, 1.0)
    assert (kinds["low"] <= kinds["share"] + 1e-9).all()
    assert set(found.prevalence("year")["group"]) == {"2018", "2019", "2020", "2021"}
    assert set(found.course(5)["group"]) == {1, 2, 3, 4, 5}
    with pytest.raises(SettingError, match="did you mean 'source_kind'"):
        found.prevalence("source_kin")


def test_overlap_finds_the_code_that_is_the_topic(found: Topics, planted_corpus: Planted) -> None:
    corpus, sets = planted_corpus
    hit = [any(word in sets[0] for word in text.split()) for text in corpus.texts]
    coding = pd.DataFrame({"passage_id": corpus.passages["passage_id"], "code": ["kod" if h else None for h in hit]})
    over = found.overlap(coding, permutations=199)
    topic = max(found.topics["topic"], key=lambda t: len(set(found.words(int(t))) & sets[0]))
    assert over.table.sort_values("q").iloc[0]["topic"] == topic
    assert set(over.uncaught["topic"]) == set(found.topics["topic"]) - {topic}
    assert over.uncarried.empty
    coded = coding.dropna()
    pd.testing.assert_frame_equal(found.overlap(coded, looked_at=coding["passage_id"], permutations=199).table, over.table)
    with pytest.raises(TableError, match="none of its passages"):
        found.overlap(pd.DataFrame({"passage_id": ["x"], "code": ["y"]}))
    with pytest.raises(TableError, match="'code' is missing"):
        found.overlap(pd.DataFrame({"passage_id": ["x"]}))


def test_intrusion_sheets_are_scored(found: Topics) -> None:
    for sheet in (found.sheet("word"), found.sheet("topic", passages=6)):
        right = sheet.key.rename(columns={"intruder": "answer"})[["question", "answer"]]
        assert (sheet.score(right)["found"] == 1.0).all()
        wrong = right.assign(answer=right["answer"] % 4 + 1)
        assert (sheet.score(wrong)["found"] == 0.0).all() or "option_6" in sheet.questions
        with pytest.raises(TableError, match="is not an option"):
            sheet.score(right.assign(answer=99))
    assert "topic" not in found.sheet("word").questions.columns


def test_bad_input_says_what_to_do() -> None:
    few = ["ett stycke om möten och teknik"] * 3
    with pytest.raises(NotEnoughDataError, match="ask for at most"):
        fit_topics(few, 10, max_share=1.0)
    with pytest.raises(NotEnoughDataError, match="lower min_df"):
        fit_topics(few, 2, min_df=9)
    with pytest.raises(NotEnoughDataError, match="no term is left"):
        fit_topics(["och att det", "som en på"] * 5, 2)
    with pytest.raises(NotEnoughDataError, match="no passage to model"):
        fit_topics(kfi.Corpus.empty(), 2)
    with pytest.raises(TableError, match="not a string"):
        fit_topics(["a", float("nan")], 2)  # type: ignore[list-item]
    with pytest.raises(SettingError, match="not a corpus"):
        fit_topics("en enda text", 2)
    for bad in ({"n_topics": 1}, {"n_topics": []}, {"resamples": -1}, {"context": 2.0}, {"workers": 0}, {"duplicates": "x"}, {"min_df": 0}):
        with pytest.raises(SettingError):
            fit_topics(few, **{"n_topics": 2, **bad})  # type: ignore[arg-type]
    with pytest.raises(SettingError, match="did you mean 'nmf'"):
        fit_topics(few, 2, method="nfm")
    with pytest.raises(SettingError, match="not a regular expression"):
        fit_topics(few, 2, leave_out="(")


def test_seeds_that_cannot_be_met(planted_corpus: Planted) -> None:
    corpus, sets = planted_corpus
    word = sorted(sets[0])[0]
    with pytest.raises(NotEnoughDataError, match="no seed word of 'x'"):
        fit_topics(corpus, 3, seeds={"x": ["finnsinte"]})
    with pytest.raises(SettingError, match="a seed of both"):
        fit_topics(corpus, 3, seeds={"x": [word], "y": [word]})
    with pytest.raises(SettingError, match="do not fit"):
        fit_topics(corpus, 2, seeds={name: [word] for name in "abc"})
    with pytest.raises(SettingError, match="seeds need method"):
        fit_topics(corpus, 2, method="lda", seeds={"x": [word]})
    with pytest.raises(SettingError, match="one string"):
        fit_topics(corpus, 2, seeds={"x": word})


def test_a_codebook_s_themes_seed_topics(example: kfi.Corpus) -> None:
    topics = fit_topics(example, 10, seeds=kfi.Codebook.load("kfi"), resamples=0)
    book = kfi.Codebook.load("kfi")
    seeded = topics.settings["seeds"]
    assert len(seeded) >= 4
    assert set(seeded) <= set(book.themes) & set(topics.labels)
    for name, terms in seeded.items():
        components = topics.placing.components[topics.labels.index(name)]
        best = {topics.placing.vocabulary[t] for t in np.argsort(-components, kind="stable")[:10]}
        assert 1 <= len(terms) <= 5
        assert set(terms) <= best


def test_a_wrong_column_is_told_before_the_work(planted_corpus: Planted) -> None:
    with pytest.raises(SettingError, match="did you mean 'source_kind'"):
        fit_topics(planted_corpus[0], 3, by="sourcekind")


def test_duplicates_are_counted_once_if_asked(planted_corpus: Planted) -> None:
    texts = list(planted_corpus[0].texts)
    double = [*texts, *(f"{text} {text.split()[0]}" for text in texts[:10])]
    once = fit_topics(double, 5, duplicates="once", resamples=0)
    assert once.left_out.set_index("what")["count"]["nearly the same as an earlier passage"] == 10
    assert len(fit_topics(double, 5, resamples=0).units) == len(once.units) + 10


def test_work_can_be_stopped_and_tells_how_far_it_is(planted_corpus: Planted) -> None:
    seen: list[tuple[int, int]] = []
    fit_topics(planted_corpus[0], 3, resamples=3, shuffles=2, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(n, 5) for n in range(1, 6)]

    def stop(done: int, total: int) -> None:
        raise Cancelled("stopped")

    for workers in (1, 2):
        with pytest.raises(Cancelled):
            fit_topics(planted_corpus[0], 3, progress=stop, workers=workers)


def test_settings_can_be_written_as_json(found: Topics) -> None:
    assert json.loads(json.dumps(dict(found.settings)))["method"] == "nmf"


@pytest.mark.sources
def test_the_report_keeps_its_figures(boras: kfi.Corpus) -> None:
    topics = fit_topics(boras, 10, resamples=10, shuffles=0)
    whole = topics.quality[topics.quality["topic"].isna()].set_index("measure")["value"]
    assert whole["recurrence"] >= 0.50
    assert whole["diversity"] >= 0.88
    assert whole["excess"] >= 0.13
    assert whole["seed_stability"] == 1.0
    assert topics.left_out.set_index("what")["count"]["level attribution"] == 56
