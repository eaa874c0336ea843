"""The model of the `kfi` codebook that the library ships, and how it is made.

`models/kfi.npz` holds what was learned from the invented passages of `example_codings()`: linear weights over the letters of words and the
codebook's sums, as arrays. It fits one version of the codebook, known by its hash; for any other codebook there is none. `make_model`
makes it anew (`make model`), which is due whenever the codebook, the lists or the passages change.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from kfi_analysis.coding.attribute_model import AttributeModel, AttributeSpace, LearnedReader, fit_attribute
from kfi_analysis.coding.codebook import Codebook
from kfi_analysis.coding.examples import example_codings
from kfi_analysis.coding.learned import CombinedCoder
from kfi_analysis.coding.ngrams import Ngrams
from kfi_analysis.coding.theme_model import ThemeModel
from kfi_analysis.coding.vocabulary import ATTRIBUTES
from kfi_analysis.files import PathLike, atomic_path
from kfi_analysis.progress import Progress
from kfi_analysis.provenance import content_hash

__all__ = ["Shipped", "make_model", "shipped_coder", "shipped_model", "shipped_readers"]

_ARRAYS = ("weights", "intercepts", "spreads", "thresholds", "slopes")


@dataclass(frozen=True)
class Shipped:
    """What the file holds.

    Attributes
    ----------
    ngrams
        The space of letters that all models share.
    themes
        The model of the codebook's themes.
    attributes
        Valence and phase.
    made_of
        Hashes of the codebook, the lists and the passages it was made of, number of passages, and its quality on authors held out.
    """

    ngrams: Ngrams
    themes: ThemeModel
    attributes: dict[str, AttributeModel]
    made_of: dict[str, Any]


def _path() -> Path:
    return Path(str(files("kfi_analysis.coding"))) / "models" / "kfi.npz"


@lru_cache(maxsize=1)
def shipped_model() -> Shipped:
    """Return the shipped model."""
    with np.load(_path(), allow_pickle=False) as held:
        ngrams = Ngrams(bytes(held["grams"]).decode("utf-8").split("\n"), held["rarity"].astype(np.float64))
        themes = ThemeModel(*(held[f"themes_{name}"].astype(np.float64) for name in _ARRAYS))
        attributes = {
            name: AttributeModel(values, held[f"{name}_weights"].astype(np.float64), held[f"{name}_intercepts"].astype(np.float64))
            for name, values in ATTRIBUTES.items()
        }
        return Shipped(ngrams, themes, attributes, json.loads(bytes(held["made_of"]).decode("utf-8")))


@lru_cache(maxsize=2)
def shipped_coder(book: Codebook) -> CombinedCoder | None:
    """Return the shipped coder of a codebook, None if it is not the one the model was made for."""
    if book.name != "kfi" or book.sha256 != shipped_model().made_of["codebook"]:
        return None
    held = shipped_model()
    settings = {"trained_on": held.made_of["passages"], "training": held.made_of["training"]}
    return CombinedCoder.of_model(book, held.ngrams, held.themes, settings)


@lru_cache(maxsize=1)
def shipped_readers() -> dict[str, LearnedReader]:
    """Return the shipped readers of valence and phase."""
    held = shipped_model()
    return {name: LearnedReader(AttributeSpace(name, held.ngrams), model) for name, model in held.attributes.items()}


def make_model(
    target: PathLike | None = None, *, least: int = 4, trust: float = 3.0, seed: int = 0, progress: Progress | None = None
) -> Shipped:
    """Learn the model from the shipped passages and write it.

    Parameters
    ----------
    target
        The file; the package's own, if None.
    least
        Passages that a run of letters must stand in to be looked at.
    trust
        Weight of the codebook's own sum beyond what is learned: invented passages name their themes less often than real ones do.
    seed
        For the folds.
    progress
        Told (done, total).
    """
    tell = progress or (lambda done, total: None)
    training, book = example_codings(), Codebook.load("kfi")
    coder = CombinedCoder(book, training, seed=seed, least=least, trust=trust)
    tell(1, 1 + len(ATTRIBUTES))
    arrays = {f"themes_{name}": getattr(coder.model, name) for name in _ARRAYS}
    quality: dict[str, Any] = {"themes": coder.quality.set_index("theme")["alpha"].round(3).to_dict()}
    lists, attributes = {}, {}
    for done, name in enumerate(ATTRIBUTES, start=2):
        space = AttributeSpace(name, coder.space.ngrams)
        model, quality[name] = fit_attribute(space, training, seed=seed)
        attributes[name] = model
        arrays |= {f"{name}_weights": model.weights, f"{name}_intercepts": model.intercepts}
        lists[name] = space.book.sha256
        tell(done, 1 + len(ATTRIBUTES))
    made_of = {"codebook": book.sha256, "lists": lists, "training": training_hash(), "passages": len(training.units), "quality": quality}
    small = {name: array.astype(np.float16 if name.endswith("weights") else np.float32) for name, array in arrays.items()}
    with atomic_path(_path() if target is None else target) as part, part.open("wb") as file:
        np.savez_compressed(
            file,
            grams=np.frombuffer("\n".join(coder.space.ngrams.grams).encode("utf-8"), dtype=np.uint8),
            rarity=coder.space.ngrams.rarity.astype(np.float16),
            made_of=np.frombuffer(json.dumps(made_of, ensure_ascii=False).encode("utf-8"), dtype=np.uint8),
            **small,
        )
    return Shipped(coder.space.ngrams, coder.model, attributes, made_of)


def training_hash() -> str:
    """Return the hash of the passages that the model is made of."""
    return content_hash([(files("kfi_analysis.coding") / "models" / "kfi-passages.csv").read_text(encoding="utf-8")])
