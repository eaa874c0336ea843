"""The invented corpus holds what its README promises: 57 texts, whole metadata, codings and relations that slice back."""

from __future__ import annotations

import csv
import hashlib
import itertools
import re
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from kfi_analysis.corpus import Corpus
from kfi_analysis.corpus.registry import registered
from kfi_analysis.corpus.vocabulary import DOCUMENT_COLUMNS, SOURCE_KINDS

HERE = Path(__file__).resolve().parents[2] / "corpora" / "exempelkommuner"
MUNICIPALITIES = {"Kvarnköping", "Tjärnhulta", "Sundhaga"}
PER_MUNICIPALITY = {"självvärdering": 7, "hearing": 7, "intervju": 5}
CODES = {"ansvar", "koordinering", "kapacitet", "samverkan", "lärande", "relationer", "ingen"}
VALENCES = {"styrka", "utmaning", "blandat", "neutral"}
PHASES = {"inledning", "fortlöpande", "efter", "oklart"}
RELATION_TYPES = {"samverkan", "stöd", "information", "rapportering", "styrning", "konflikt"}
UNDIRECTED = {"samverkan", "konflikt"}
MODALITIES = {"faktisk", "negerad", "önskad", "hypotetisk"}
SHINGLE = 5


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def documents() -> list[dict[str, str]]:
    return rows("documents.csv")


@pytest.fixture(scope="module")
def texts(documents: list[dict[str, str]]) -> dict[str, str]:
    return {d["document_id"]: (HERE / "texts" / d["file"]).read_bytes().decode("utf-8") for d in documents}


@pytest.fixture(scope="module")
def coding() -> list[dict[str, str]]:
    return rows("coding.csv")


@pytest.fixture(scope="module")
def relations() -> list[dict[str, str]]:
    return rows("relations.csv")


def test_toml_names_the_files_and_says_that_all_is_invented() -> None:
    corpus = tomllib.loads((HERE / "corpus.toml").read_text(encoding="utf-8"))["corpus"]
    assert corpus["invented"] is True
    assert corpus["name"] == HERE.name
    assert all((HERE / corpus[key]).exists() for key in ("documents", "texts", "coding", "relations"))
    assert "påhittad" in corpus["title"]
    assert "påhittade" in (HERE / "README.md").read_text(encoding="utf-8")


def test_fingerprint_is_that_of_the_files() -> None:
    corpus = tomllib.loads((HERE / "corpus.toml").read_text(encoding="utf-8"))["corpus"]
    names = sorted(["coding.csv", "documents.csv", "relations.csv", *(f"texts/{p.name}" for p in (HERE / "texts").iterdir())])
    listing = "".join(f"{hashlib.sha256((HERE / name).read_bytes()).hexdigest()}  {name}\n" for name in names)
    assert hashlib.sha256(listing.encode()).hexdigest() == corpus["sha256"]


def test_each_municipality_has_its_nineteen_documents(documents: list[dict[str, str]]) -> None:
    assert {d["municipality"] for d in documents} == MUNICIPALITIES
    counts = Counter((d["municipality"], d["source_kind"]) for d in documents)
    assert counts == {(m, kind): n for m in MUNICIPALITIES for kind, n in PER_MUNICIPALITY.items()}
    assert {p.name for p in (HERE / "texts").iterdir()} == {d["file"] for d in documents}


def test_metadata_is_whole(documents: list[dict[str, str]]) -> None:
    ids = [d["document_id"] for d in documents]
    assert len(set(ids)) == len(ids)
    for d in documents:
        assert d["document_id"]
        assert d["file"] == d["document_id"] + ".txt"
        assert d["title"]
        assert d["source_kind"] in SOURCE_KINDS
        assert d["language"] == "sv"
        assert date(2021, 1, 1) <= date.fromisoformat(d["date"]) <= date(2021, 12, 31)
        assert d["relations_coded"] in {"true", "false"}
        interview = d["source_kind"] == "intervju"
        assert bool(d["respondent"]) == interview
        assert bool(d["unit"]) != interview
    assert set(DOCUMENT_COLUMNS) - set(documents[0]) == {"text", "source", "sha256", "ocr_noise"}


def test_units_meet_in_both_kinds_and_respondents_are_letters(documents: list[dict[str, str]]) -> None:
    for municipality in MUNICIPALITIES:
        mine = [d for d in documents if d["municipality"] == municipality]
        units = {kind: [d["unit"] for d in mine if d["source_kind"] == kind] for kind in ("självvärdering", "hearing")}
        assert sorted(units["självvärdering"]) == sorted(units["hearing"])
        assert len(set(units["hearing"])) == 7
        assert [d["respondent"] for d in mine if d["source_kind"] == "intervju"] == list("ABCDE")


def test_texts_are_200_to_500_words_in_paragraphs(texts: dict[str, str]) -> None:
    for document_id, text in texts.items():
        assert 200 <= len(re.findall(r"\w+", text)) <= 500, document_id
        assert len(re.findall(r"\n\n", text)) >= 5, document_id
        assert text.endswith("\n"), document_id
        assert not re.search(r"[\r\t]|  ", text), document_id
        assert not any(line != line.strip() for line in text.splitlines()), document_id


def test_coding_covers_each_passage_with_known_words(texts: dict[str, str], coding: list[dict[str, str]]) -> None:
    by_passage: dict[tuple[str, int], set[str]] = {}
    for row in coding:
        text, start, end = texts[row["document_id"]], int(row["start"]), int(row["end"])
        lines = [line for line in text.split("\n") if line]
        assert text[start:end] == lines[int(row["paragraph"]) - 1].removeprefix("• ")
        assert row["code"] in CODES
        assert row["valence"] in VALENCES
        assert row["phase"] in PHASES
        key = (row["document_id"], int(row["paragraph"]))
        assert row["code"] not in by_passage.setdefault(key, set()), key
        by_passage[key].add(row["code"])
    for key, codes in by_passage.items():
        assert "ingen" not in codes or len(codes) == 1, key
        assert len(codes) <= 3, key
    for document_id, text in texts.items():
        lines = [line for line in text.split("\n") if line]
        uncoded = [line for n, line in enumerate(lines, 1) if (document_id, n) not in by_passage]
        # what is left uncoded are headings: short, no full stop at the end
        assert all(len(line) < 90 and not line.endswith((".", "!", "?")) for line in uncoded), document_id


def test_loaded_by_name_every_body_passage_is_coded(example: Corpus) -> None:
    spans = {
        name: set(zip(table["document_id"], table["start"], table["end"], strict=True))
        for name, table in (("coded", registered("exempelkommuner").spans("coding", example)), ("body", example.body.passages))
    }
    assert spans["body"] - spans["coded"] == set()
    # an interviewer's question may be read as a heading; nothing else that is coded is left out of the body
    assert all(example.slice(*span).startswith("Fråga: ") for span in spans["coded"] - spans["body"])
    assert len(spans["body"]) > 440


def test_every_code_valence_and_phase_occurs_in_every_municipality(coding: list[dict[str, str]], documents: list[dict[str, str]]) -> None:
    where = {d["document_id"]: d["municipality"] for d in documents}
    for municipality in MUNICIPALITIES:
        mine = [row for row in coding if where[row["document_id"]] == municipality]
        for column, words in (("code", CODES), ("valence", VALENCES), ("phase", PHASES)):
            assert {row[column] for row in mine} == words


def test_the_municipalities_differ_as_the_readme_says(coding: list[dict[str, str]], documents: list[dict[str, str]]) -> None:
    where = {d["document_id"]: d["municipality"] for d in documents}
    counts = Counter((where[row["document_id"]], row["code"], row["valence"]) for row in coding)

    def most(code: str, valence: str) -> str:
        return max(MUNICIPALITIES, key=lambda municipality: counts[municipality, code, valence])

    assert most("koordinering", "utmaning") == "Kvarnköping"
    assert most("relationer", "styrka") == "Kvarnköping"
    assert most("samverkan", "styrka") == "Tjärnhulta"
    assert most("kapacitet", "utmaning") == "Tjärnhulta"
    assert most("ansvar", "utmaning") == "Sundhaga"
    assert most("lärande", "styrka") == "Sundhaga"


def test_relations_slice_back_and_use_the_six_types(
    texts: dict[str, str], documents: list[dict[str, str]], relations: list[dict[str, str]], coding: list[dict[str, str]]
) -> None:
    passages = {(row["document_id"], int(row["start"]), int(row["end"])) for row in coding}
    for row in relations:
        start, end = int(row["start"]), int(row["end"])
        assert 0 <= start < end <= len(texts[row["document_id"]])
        assert any(d == row["document_id"] and a <= start and end <= b for d, a, b in passages)
        cue = texts[row["document_id"]][start:end]
        assert cue == cue.strip()
        assert len(cue.split()) >= 3
        assert row["source"]
        assert row["target"]
        assert row["sign"] in {"+", "0", "-"}
        assert row["modality"] != "önskad" or row["sign"] == "-"  # a wish says that something was lacking
        assert row["type"] not in UNDIRECTED or row["directed"] == "false"
    assert {row["type"] for row in relations} == RELATION_TYPES
    assert {row["modality"] for row in relations} == MODALITIES
    assert len({tuple(row.items()) for row in relations}) == len(relations)
    coded = {d["document_id"] for d in documents if d["relations_coded"] == "true"}
    assert {row["document_id"] for row in relations} == coded
    assert len(coded) >= 4 * len(MUNICIPALITIES)


def test_no_text_repeats_another(texts: dict[str, str]) -> None:
    """Word five-grams: two texts share at most 3 % of the shorter one's."""
    shingles = {}
    for document_id, text in texts.items():
        words = re.findall(r"\w+", text.lower())
        shingles[document_id] = {tuple(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}
    for (a, left), (b, right) in itertools.combinations(shingles.items(), 2):
        assert len(left & right) <= 0.03 * min(len(left), len(right)), (a, b, left & right)
    lines = Counter(line for text in texts.values() for line in text.splitlines() if len(line) > 60)
    assert max(lines.values()) == 1


def test_the_only_personal_names_are_the_documented_signatures(texts: dict[str, str]) -> None:
    """An invented surname of a kind that nobody bears; the README lists where."""
    signed = {document_id for document_id, text in texts.items() if "Exempelqvist" in text}
    readme = (HERE / "README.md").read_text(encoding="utf-8")
    assert signed
    assert all(document_id in readme for document_id in signed)


@pytest.mark.sources
def test_no_real_municipality_is_named(texts: dict[str, str], municipalities_path: Path) -> None:
    with municipalities_path.open(encoding="utf-8", newline="") as file:
        real = list(csv.DictReader(file))
    short = {row["municipality_name_short"] for row in real}
    assert not short & MUNICIPALITIES
    names = "|".join(sorted(map(re.escape, short), key=len, reverse=True))
    whole = "|".join(sorted({re.escape(row["municipality_name"]) for row in real}))
    # a name inside a sentence (after a small letter or a comma), so that a sentence may begin with a common word such as "Vara"
    pattern = re.compile(rf"(?<=[a-zåäö,] )(?:{names})s?\b|\b(?:{whole})\b")
    for document_id, text in texts.items():
        assert not pattern.findall(text), document_id
