"""A coding written as a REFI-QDA project is valid by the schema and comes back with every span, code and coder."""

from __future__ import annotations

import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from kfi_analysis.coding import Codings, read_qdpx, write_qdpx
from kfi_analysis.coding.codebook import Code, Codebook
from kfi_analysis.coding.codings import units_of
from kfi_analysis.corpus import Corpus
from kfi_analysis.errors import ReadError, SettingError
from tests.conftest import shared

TEXT = "Personalen räckte 😀 inte till.\nSå lärde vi oss & vidare <nu>.\n"

spans = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 20)).map(lambda pair: (pair[0], min(len(TEXT), sum(pair))))
coded = st.lists(
    st.tuples(st.sampled_from(["norr", "syd"]), spans, st.sampled_from(["k", "k/x", "l/å ä"]), st.sampled_from(["anna", "bo"])), max_size=8
)


def corpus() -> Corpus:
    documents = pd.DataFrame(
        {"document_id": ["norr", "syd"], "text": TEXT, "municipality": ["Åby", None], "source_kind": ["hearing", "intervju"]}
    )
    passages = pd.DataFrame({"passage_id": ["norr", "syd"], "document_id": ["norr", "syd"], "start": 0, "end": len(TEXT)})
    return Corpus(documents, passages.assign(level="paragraph"))


def coding(rows: list[tuple[str, tuple[int, int], str, str]]) -> Codings:
    table = pd.DataFrame(
        [(document, document, start, end, code, coder) for document, (start, end), code, coder in dict.fromkeys(rows)],
        columns=["document_id", "passage_id", "start", "end", "code", "coder"],
    )
    texts = corpus()
    book = Codebook("b", codes=(Code("k", definition="Kapacitet & mer", color="#aabbcc"), Code("k/x")))
    return Codings(table, units_of(texts), corpus=texts, codebook=book)


def keys(codings: Codings) -> set[tuple[object, ...]]:
    return set(codings.table[["document_id", "start", "end", "code", "coder"]].itertuples(index=False, name=None))


@given(coded)
@settings(max_examples=8)
def test_nothing_is_lost(rows: list[tuple[str, tuple[int, int], str, str]]) -> None:
    one = coding(rows)
    with TemporaryDirectory() as folder:
        path = write_qdpx(one, Path(folder) / "p.qdpx")
        back = read_qdpx(path)
        assert write_qdpx(one, Path(folder) / "q.qdpx").read_bytes() == path.read_bytes()
    assert keys(back) == keys(one)
    assert back.corpus is not None
    assert back.corpus.documents["text"].tolist() == [TEXT, TEXT]
    assert back.corpus.documents["municipality"].tolist()[0] == "Åby"
    assert back.corpus.documents["source_kind"].tolist() == ["hearing", "intervju"]
    assert back.codebook is not None
    assert back.codebook["k"].definition == "Kapacitet & mer"
    assert back.codebook["k"].color == "#aabbcc"
    assert back.codebook.paths[:2] == ("k", "k/x")
    assert back.corpus.skipped.empty


def test_attributes_become_codes(tmp_path: Path) -> None:
    values = pd.DataFrame({"passage_id": ["norr"], "attribute": "valence", "value": "styrka", "coder": "anna"})
    one = coding([("norr", (0, 10), "k", "anna")])
    with_values = Codings(one.table, one.units, values, corpus=one.corpus)
    back = read_qdpx(write_qdpx(with_values, tmp_path / "p.qdpx"))
    assert ("norr", 0, len(TEXT), "valence/styrka", "anna") in keys(back)
    assert keys(read_qdpx(write_qdpx(with_values, tmp_path / "p.qdpx", attributes=False))) == keys(one)


def test_paragraphs_cut_selections(tmp_path: Path) -> None:
    end = TEXT.index("\n")
    back = read_qdpx(write_qdpx(coding([("norr", (5, end + 6), "k", "anna")]), tmp_path / "p.qdpx"), passages="paragraphs")
    assert back.table[["start", "end"]].to_numpy().tolist() == [[5, end], [end + 1, end + 6]]
    assert back.units["passage_id"].tolist() == ["norr:0001", "norr:0002", "syd:0001", "syd:0002"]
    assert list(back.seen_by("anna")) == ["norr:0001", "norr:0002"]


@pytest.mark.parametrize("rows", [[], [("norr", (0, 10), "k", "anna"), ("syd", (3, 9), "l/å ä", "bo")]])
def test_valid_by_the_schema(tmp_path: Path, rows: list[tuple[str, tuple[int, int], str, str]]) -> None:
    schema = etree.XMLSchema(etree.parse(str(shared("refi-qda", "Project.xsd"))))
    for name, one in (("coded", coding(rows)), ("empty", Codings(pd.DataFrame(), corpus=Corpus.empty()))):
        with zipfile.ZipFile(write_qdpx(one, tmp_path / f"{name}.qdpx")) as bundle:
            xml = bundle.read("project.qde")
        assert schema.validate(etree.fromstring(xml)), schema.error_log
        assert str(tmp_path).encode() not in xml


def test_projects_of_other_programs() -> None:
    atlas = read_qdpx(shared("refi-qda", "atlasti-8.4-standard-project.qdpx"))
    assert atlas.codebook is not None
    assert atlas.corpus is not None
    assert len(atlas.codebook) == 14
    counted = atlas.corpus.skipped.groupby("what")["count"].sum()
    assert counted.to_dict() == {"källa": 12, "markering": 8}
    nvivo = read_qdpx(shared("refi-qda", "nvivo-mac-15-codes-only.qdpx"))
    assert nvivo.codebook is not None
    assert len(nvivo.codebook) == 262
    demo = read_qdpx(shared("refi-qda", "qc-1.3.2-demo.qdpx"))
    assert demo.coders == ("cp",)
    assert len(demo) == 205
    assert demo.table["start"].iloc[0] == 320
    assert not demo.provenance.steps[-1]["doubtful_positions"]


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="does not know its corpus"):
        write_qdpx(Codings(pd.DataFrame()), tmp_path / "p.qdpx")
    with pytest.raises(ReadError, match=r"ends in \.qdpx"):
        write_qdpx(coding([]), tmp_path / "p.zip")
