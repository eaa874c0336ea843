"""Registered corpora are found by name, hold what they say, and say what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from kfi_analysis.corpus import Corpus, list_corpora, load_corpus, registered
from kfi_analysis.corpus.fingerprint import letters_of, mark_of
from kfi_analysis.corpus.registry import corpora_folder
from kfi_analysis.errors import InputError, ReadError, SettingError


def test_the_study_is_listed_and_says_that_it_is_real() -> None:
    table = list_corpora().set_index("name")
    assert table.loc["boras-2021", "kind"] == "study"
    assert not table.loc["boras-2021", "invented"]


def test_the_paraphrases_are_fifty_six_excerpts_with_their_sources() -> None:
    corpus = load_corpus("boras-2021")
    counts = corpus.passages["source_kind"].value_counts()
    assert len(corpus.excerpts) == 56
    assert counts.to_dict() == {"självvärdering": 34, "intervju": 12, "hearing": 10}
    interviews = corpus.filter(source_kind="intervju").passages
    assert interviews["unit"].isna().all()
    assert set(interviews["respondent"]) == set("ABCDEFH")
    assert corpus.filter(source_kind=["självvärdering", "hearing"]).passages["unit"].notna().all()
    assert corpus.texts.map(len).min() > 20


def test_our_coding_uses_the_words_of_the_codebook() -> None:
    table = registered("boras-2021").table("excerpts")
    codes = {code for cell in table["codes"] for code in cell.split(";")}
    assert codes == {"ansvar", "koordinering", "kapacitet", "samverkan", "lärande", "relationer"}
    assert set(table["valence"]) <= {"styrka", "utmaning", "blandat", "neutral"}
    assert set(table["phase"]) <= {"inledning", "fortlöpande", "efter", "oklart"}


def test_tables_lead_to_the_sections() -> None:
    entry = registered("boras-2021")
    sections = entry.table("sections")
    figures = entry.table("figures")
    assert figures["figure_id"].is_unique
    limit = figures["section"].map(sections.set_index("ordinal")["paragraphs"])
    assert (figures["paragraph"].astype(int) <= limit.astype(int)).all()
    assert set(entry.table("excerpts")["section"]) <= set(sections["section"])


def test_actors_form_a_forest() -> None:
    actors = registered("boras-2021").table("actors")
    parents = dict(zip(actors["actor_id"], actors["part_of"], strict=True))
    assert actors["actor_id"].is_unique
    for actor, parent in parents.items():
        seen, above = {actor}, parent
        while isinstance(above, str):
            assert above in parents
            assert above not in seen
            seen.add(above)
            above = parents[above]


def test_an_unknown_name_is_answered_with_the_closest() -> None:
    with pytest.raises(SettingError, match="did you mean 'boras-2021'"):
        load_corpus("boras-2020")


def test_an_unknown_table_names_the_ones_there_are() -> None:
    with pytest.raises(SettingError, match="figures"):
        registered("boras-2021").table("figurs")


def test_the_folder_holds_what_is_listed() -> None:
    assert isinstance(corpora_folder(), Path)
    assert {path.parent.name for path in corpora_folder().glob("*/corpus.toml")} == set(list_corpora()["name"])


def test_a_manifest_without_its_keys_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kfi_analysis.corpus import registry

    (tmp_path / "trasig").mkdir()
    (tmp_path / "trasig" / "corpus.toml").write_text("[corpus]\nname = 'trasig'\n", encoding="utf-8")
    monkeypatch.setattr(registry, "corpora_folder", lambda: tmp_path)
    with pytest.raises(InputError, match="licence"):
        registered("trasig")


def test_shipped_documents_are_loaded_with_their_metadata(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kfi_analysis.corpus import registry

    home = tmp_path / "prov"
    (home / "texts").mkdir(parents=True)
    (home / "corpus.toml").write_text(
        "[corpus]\nname='prov'\ntitle='t'\ndescription='d'\nlicence='MIT'\nlanguage='sv'\ninvented=true\n"
        "documents='documents.csv'\ntexts='texts'\n",
        encoding="utf-8",
    )
    (home / "documents.csv").write_text("document_id,file,source_kind,unit,coded\na,a.txt,hearing,Skola,ja\n", encoding="utf-8")
    (home / "texts" / "a.txt").write_text("Första stycket.\n\nAndra stycket.\n", encoding="utf-8")
    monkeypatch.setattr(registry, "corpora_folder", lambda: tmp_path)
    corpus = load_corpus("prov")
    assert corpus.texts.tolist() == ["Första stycket.", "Andra stycket."]
    assert corpus.passages["unit"].tolist() == ["Skola", "Skola"]
    assert corpus.documents["coded"].tolist() == ["ja"]


def test_the_spans_of_the_shipped_coding_lead_to_the_same_words_in_the_corpus(example: Corpus) -> None:
    entry, corpus = registered("exempelkommuner"), example
    table = entry.table("documents")
    assert corpus.documents["document_id"].tolist() == table["document_id"].tolist()
    raw = {row.document_id: (entry.path("texts") / row.file).read_text(encoding="utf-8") for row in table.itertuples()}
    for file in ("coding", "relations"):
        there, here = entry.table(file), entry.spans(file, corpus)
        assert len(here) == len(there) > 0
        for old, new in zip(there.itertuples(), here.itertuples(), strict=True):
            words = raw[old.document_id][int(old.start) : int(old.end)]
            assert letters_of(corpus.slice(new.document_id, new.start, new.end)) == letters_of(words)


@pytest.mark.sources
def test_a_copy_of_the_study_gives_the_real_excerpts(boras_path: Path) -> None:
    corpus = load_corpus("boras-2021", boras_path)
    marks = registered("boras-2021").table("excerpts")
    assert [mark_of(text).sha256 for text in corpus.excerpts.texts] == marks["sha256"].tolist()
    assert corpus.excerpts.passages["unit"].fillna("").tolist() == marks["unit"].fillna("").tolist()
    assert corpus.provenance.steps[-1]["verdict"] == "exact"


def test_another_document_is_refused_with_an_account() -> None:
    with pytest.raises(ReadError, match="Fel dokument"):
        load_corpus("boras-2021", corpora_folder() / "exempelkommuner" / "texts" / "kvarnkoping-hearing-forskola.txt")
