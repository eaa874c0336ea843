"""Round trips lose nothing: tables, dtypes, maps, what was skipped, provenance."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kfi_analysis.corpus import Corpus
from kfi_analysis.errors import ReadError

FORMS = {"parquet": (Corpus.to_parquet, Corpus.from_parquet), "jsonl": (Corpus.to_jsonl, Corpus.from_jsonl)}


def same(one: Corpus, other: Corpus) -> None:
    for table in ("documents", "passages", "skipped"):
        pd.testing.assert_frame_equal(getattr(one, table), getattr(other, table))
    assert dict(one.maps) == dict(other.maps)
    assert one.provenance.to_dict() == other.provenance.to_dict()
    assert one.sha256 == other.sha256


@pytest.mark.sources
@pytest.mark.parametrize("form", FORMS)
def test_the_report_comes_back(form: str, boras: Corpus, tmp_path: Path) -> None:
    write, read = FORMS[form]
    same(boras, read(write(boras, tmp_path / f"c.{form}")))
    same(boras.excerpts, read(write(boras.excerpts, tmp_path / f"e.{form}")))


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=15)
@given(
    texts=st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), max_size=4),
    extra=st.sampled_from([[1, 2, 3, 4], [1.5, None, 2.0, 3.0], ["a", None, "å", ""], [True, False, True, True]]),
)
def test_own_columns_come_back(form: str, tmp_path_factory: pytest.TempPathFactory, texts: list[str], extra: list[object]) -> None:
    write, read = FORMS[form]
    table = pd.DataFrame({"text": texts, "eget": extra[: len(texts)]})
    corpus = Corpus.from_frame(table)
    same(corpus, read(write(corpus, tmp_path_factory.mktemp("t") / "c")))


@pytest.mark.parametrize("form", FORMS)
def test_passages_keep_their_order(form: str, tmp_path: Path) -> None:
    write, read = FORMS[form]
    passages = {"passage_id": ["b:1", "a:1", "b:2"], "document_id": ["b", "a", "b"], "start": [0, 0, 2], "end": [1, 1, 3]}
    corpus = Corpus(pd.DataFrame({"document_id": ["a", "b"], "text": ["xyz", "xyz"]}), pd.DataFrame(passages))
    same(corpus, read(write(corpus, tmp_path / "c")))
    same(Corpus.empty(), read(write(Corpus.empty(), tmp_path / "tom")))


@pytest.mark.parametrize("form", FORMS)
def test_another_file_is_told_about(form: str, tmp_path: Path) -> None:
    _, read = FORMS[form]
    (tmp_path / "x").write_text('{"a": 1}\n')
    pd.DataFrame({"a": [1]}).to_parquet(tmp_path / "y")
    for name in ("x", "y", "saknas"):
        with pytest.raises(ReadError, match="corpus"):
            read(tmp_path / name)
