"""Packs of board papers come apart into matters and attachments; nothing of their text is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

import kfi_analysis as kfi
from kfi_analysis.corpus import Corpus, split_matters
from kfi_analysis.errors import SettingError

BODY = "Förvaltningen har tagit fram ett förslag som beskriver hur arbetet ska gå till under nästa år.\n" * 3


def letter(dnr: str, title: str, decision: str, attachment: str = "") -> str:
    head = f"Datum Instans\n2024-03-0{dnr[-1]} Tekniska nämnden\nHandläggare\nDnr TN {dnr} 1.1\n\n{title}\n\n"
    tail = "Beslutsunderlag\n1. Bilaga Plan för parker\n\nBeslutet expedieras till\n1. Kommunstyrelsen\n\nA. Namnsson\nOrdförande\n"
    pages = f"{head}Tekniska nämndens beslut\n{decision}\n\nÄrendet i sin helhet\n{BODY}\n{tail}"
    return pages + (f"\f{attachment}\n\n{BODY * 8}" if attachment else "")


@pytest.fixture
def pack(tmp_path: Path) -> Corpus:
    letters = [letter("2024-00011", "Nya lekplatser", "Förslaget antas.", "Plan för parker"), letter("2024-00012", "Vägar", "Avslag.")]
    (tmp_path / "p.txt").write_text("\f".join(letters), encoding="utf-8")
    return kfi.read(tmp_path / "p.txt", municipality="Exempelby", split="matters")


def test_matters_have_title_number_date_and_decision(pack: Corpus) -> None:
    shown = pack.documents[["document_id", "part", "title", "dnr", "date", "decision"]].astype("object")
    assert shown.where(shown.notna(), None).values.tolist() == [
        ["p/01", "ärende", "Nya lekplatser", "TN 2024-00011", "2024-03-01", "Förslaget antas."],
        ["p/01-b1", "bilaga", "Plan för parker", "TN 2024-00011", "2024-03-01", None],
        ["p/02", "ärende", "Vägar", "TN 2024-00012", "2024-03-02", "Avslag."],
    ]
    assert set(pack.documents["parent"]) == {"p"}
    assert set(pack.documents["municipality"]) == {"Exempelby"}


def test_nothing_is_lost(pack: Corpus, tmp_path: Path) -> None:
    whole = kfi.read(tmp_path / "p.txt")
    assert sorted(whole.texts) == sorted(pack.texts)
    original = (tmp_path / "p.txt").read_text(encoding="utf-8")
    for row, text in zip(pack.passages.itertuples(), pack.texts, strict=True):
        start, end = pack.original_span(row.document_id, row.start, row.end)
        assert original[start:end].split() == text.split()


def test_minutes_come_apart_at_their_paragraphs(tmp_path: Path) -> None:
    text = "".join(
        f"§ {n} Ärende nummer {n}\n\nNämndens beslut\nNämnden beslutar att anta punkt {n}.\n\nBakgrund\n{BODY}\n" for n in (4, 5, 6)
    )
    (tmp_path / "protokoll.txt").write_text(text, encoding="utf-8")
    documents = kfi.read(tmp_path / "protokoll.txt", split="matters").documents
    assert documents["title"].tolist() == [f"§ {n} Ärende nummer {n}" for n in (4, 5, 6)]
    assert documents["decision"].tolist() == [f"Nämnden beslutar att anta punkt {n}." for n in (4, 5, 6)]


def test_what_is_no_pack_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY, encoding="utf-8")
    corpus = kfi.read(tmp_path / "a.txt")
    assert split_matters(corpus) is corpus
    assert len(split_matters(Corpus.empty())) == 0
    with pytest.raises(SettingError, match="matters"):
        kfi.read(tmp_path / "a.txt", split="ärenden")


@pytest.mark.sources
def test_the_board_papers_hold_eleven_matters(boras_ocr: Corpus) -> None:
    corpus = split_matters(boras_ocr)
    matters = corpus.documents[corpus.documents["part"] == "ärende"]
    assert matters["matter"].tolist() == list(range(1, 12))
    assert matters["dnr"].str.replace(r"^\w+ ", "", regex=True).dropna().tolist() == [
        "2021-00123",
        "2019-00294",
        "2021-00121",
        "2021-00132",
        "2022-00005",
        "2022-00001",
        "2022-00002",
        "2022-00003",
    ]
    assert matters["title"].notna().all()
    assert matters["decision"].notna().sum() == 10
    assert len(corpus.excerpts) == 56
    assert corpus.excerpts.documents["part"].tolist() == ["bilaga"]
    assert sorted(boras_ocr.texts) == sorted(corpus.texts)
