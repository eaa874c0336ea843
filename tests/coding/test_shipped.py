"""The shipped model: of this codebook and these passages, the same when made anew, and set aside for any other book."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kfi_analysis.coding import Codebook, Codings, code, example_codings
from kfi_analysis.coding.attributes import attribute_book
from kfi_analysis.coding.shipped import make_model, shipped_coder, shipped_model, shipped_readers, training_hash
from kfi_analysis.coding.vocabulary import ATTRIBUTES
from kfi_analysis.errors import SettingError

TEXTS = ["Samarbetet med regionen fungerade bra.", "", "Vi tar med oss de digitala mötena.", "Solen sken."]


def test_it_is_made_of_what_is_shipped() -> None:
    made_of = shipped_model().made_of
    assert made_of["codebook"] == Codebook.load("kfi").sha256, "the codebook changed: run  make model"
    assert made_of["training"] == training_hash(), "the passages changed: run  make model"
    assert made_of["lists"] == {name: attribute_book(name).sha256 for name in ATTRIBUTES}, "the lists changed: run  make model"
    assert made_of["passages"] == len(example_codings().units)


def test_it_is_the_default_for_its_book_alone() -> None:
    book = Codebook.load("kfi")
    assert code(TEXTS).coders == ("combined",)
    assert code(TEXTS, coder="combined").sha256 == code(TEXTS).sha256
    assert code(TEXTS, coder="lexical").coders == ("lexical",)
    other = replace(book, title="Mina teman")
    assert shipped_coder(other) is None
    assert code(TEXTS, other).coders == ("lexical",)
    assert code(TEXTS, "varden").coders == ("lexical",)
    with pytest.raises(SettingError, match="training"):
        code(TEXTS, other, coder="combined")


def test_scores_stand_at_the_threshold_and_evidence_in_the_text() -> None:
    coder = shipped_coder(Codebook.load("kfi"))
    assert coder is not None
    scores = coder.score(TEXTS)
    themes = [scores.codes.index(theme) for theme in coder.codes]
    assert ((scores.values[:, themes] >= 0.5) == scores.chosen[:, themes]).all()
    assert scores.chosen[0, scores.codes.index("samverkan")]
    assert not scores.chosen[1].any()
    for text, start, end in zip(scores.evidence.text, scores.evidence.start, scores.evidence.end, strict=True):
        assert TEXTS[text][start:end].strip() == TEXTS[text][start:end] != ""
    alone = [coder.score([text]).values for text in TEXTS]
    assert np.allclose(np.vstack(alone), scores.values)


def test_every_theme_set_shows_words() -> None:
    codings = code(example_codings("skola").texts.tolist())
    themes = codings.table[~codings.table["code"].str.contains("/")]
    assert themes["evidence"].notna().mean() > 0.99


def test_readers_give_values_of_the_vocabulary() -> None:
    for name, reader in shipped_readers().items():
        judged = reader.read(TEXTS)
        assert {one.value for one in judged} <= set(ATTRIBUTES[name])
        assert all(0 <= one.score <= 1 for one in judged)
        assert reader.read([]) == []


@pytest.mark.parametrize("own", [False, True])
def test_one_owns_codings_stand_on_it(own: bool) -> None:
    some = example_codings("forsta-3")
    trained = code(TEXTS, training=some, coder="combined" if own else None)
    assert trained.coders == ("combined",)
    assert trained.provenance.steps[-1]["trained_on"] == len(some.units)


def test_a_model_made_anew_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    part = example_codings("forsta-1")

    def few() -> Codings:
        return part

    monkeypatch.setattr("kfi_analysis.coding.shipped.example_codings", few)
    one, two = make_model(tmp_path / "a.npz"), make_model(tmp_path / "b.npz")
    assert one.made_of == two.made_of
    assert np.array_equal(one.themes.weights, two.themes.weights)
    with np.load(tmp_path / "a.npz") as a, np.load(tmp_path / "b.npz") as b:
        assert all(np.array_equal(a[key], b[key]) for key in a.files)
