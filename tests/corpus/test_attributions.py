"""Attributions in the forms that studies write, read through damage, and references that are none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kfi_analysis as kfi
from kfi_analysis.corpus import AttributionPatterns, Corpus, Units
from kfi_analysis.corpus.folding import likeness
from kfi_analysis.errors import InputError

SAID = "Vi fick göra det bästa av läget"


def read_text(text: str, tmp_path: Path, **settings: object) -> Corpus:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    return kfi.read(tmp_path / "a.txt", **settings)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "kind", "unit", "respondent", "role"),
    [
        (f"{SAID}. (Hearing, Förskoleförvaltningen)", "hearing", "Förskoleförvaltningen", None, None),
        (f"{SAID}. (Självvärdering , Central\nkrisledning)", "självvärdering", "Central krisledning", None, None),
        (f"{SAID} (Intervjureferat, B).", "intervju", None, "B", None),
        (f"{SAID}. (Intervjufigu-\nrant, H)", "intervju", None, "H", None),
        (f"{SAID}. (Intervju 3, chef)", "intervju", None, "3", "chef"),
        (f"”{SAID}.”\n– Rektor, skola B", "intervju", "skola B", None, "Rektor"),
        (f"”{SAID}.”\n(Enhetschef 2)", "intervju", None, None, "Enhetschef 2"),
        (f"“{SAID}.” (IP4)", "intervju", None, "IP4", None),
        (f'Det fanns kritik. "{SAID}", säger en medarbetare. (Fokusgrupp 2, sköterskor)', "intervju", "sköterskor", "2", None),
        (f"{SAID}.\n– Intervju 7, sjuksköterska", "intervju", None, "7", "sjuksköterska"),
        (f"{SAID}. (Sjdlvvdrdering, Vdrd- och dldrefdrvaltningen)", "självvärdering", "Vård- och äldreförvaltningen", None, None),
    ],
)
def test_forms(text: str, kind: str, unit: str | None, respondent: str | None, role: str | None, tmp_path: Path) -> None:
    excerpts = read_text(f"Bakgrund\n\n{text}\n\nSedan kom hösten och då blev allt annorlunda igen.\n", tmp_path).excerpts
    row = excerpts.passages.iloc[0].astype("object").where(lambda s: s.notna(), None)
    assert excerpts.texts.iloc[0].rstrip(".") == SAID
    assert (row["source_kind"], row["unit"], row["respondent"], row["role"]) == (kind, unit, respondent, role)


@pytest.mark.parametrize(
    "text",
    [
        "Detta har visats tidigare (Kastberg, 2009; March, 1991).",
        "Flera källor bekräftar bilden (intervju 3, 5).",
        "Förvaltningen har en plan (se bilaga 2).",
        "Region Väst (RV) har samordnat arbetet (hela våren).",
        "Att ta med:\n– Rektor\n– Chef\n– Politiker",
    ],
)
def test_references_are_no_excerpts(text: str, tmp_path: Path) -> None:
    assert len(read_text(text, tmp_path).excerpts) == 0


def test_an_excerpt_in_running_text_is_cut_out(tmp_path: Path) -> None:
    corpus = read_text("Flera beskriver läget. ”Vi visste inget om det” (Intervju 3, chef). Sedan vände det.", tmp_path)
    assert list(zip(corpus.passages["level"], corpus.texts, strict=True)) == [
        ("paragraph", "Flera beskriver läget."),
        ("excerpt", "Vi visste inget om det"),
        ("attribution", "(Intervju 3, chef)"),
        ("paragraph", "Sedan vände det."),
    ]


def test_patterns_and_units_can_be_the_users_own(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(
        "kinds: {intervju: [samtal]}\nroles: []\npatterns:\n  - {name: hakar, form: '[{kind} {who}]', place: end, takes: block}\n",
        encoding="utf-8",
    )
    (tmp_path / "u.yaml").write_text("units:\n  Skolförvaltningen: [Skolan]\n", encoding="utf-8")
    text = f"{SAID}. [Samtal: Skolan]\n"
    assert len(read_text(text, tmp_path).excerpts) == 0
    own = read_text(text, tmp_path, patterns=tmp_path / "p.yaml", units=tmp_path / "u.yaml").excerpts.passages
    assert own[["unit", "unit_as_written"]].values.tolist() == [["Skolförvaltningen", "Skolan"]]


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ({"form": "({kin} {who})"}, "did you mean 'kind'"),
        ({"form": "({role})"}, "has no {kind}"),
        ({"form": "({kind})", "place": "slut"}, "'slut' is unknown"),
        ({"form": "({kind})", "plats": "end"}, "key 'plats' is unknown"),
        ({"form": "({role})", "source_kind": "intervjuu"}, "did you mean 'intervju'"),
    ],
)
def test_mistakes_in_patterns_are_told_about(pattern: dict[str, str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        AttributionPatterns({"intervju": ["intervju"]}, ["chef"], [{"name": "p", **pattern}])


def test_mistakes_in_files_are_told_about(tmp_path: Path) -> None:
    for text, message in (("- a", "not a mapping"), ("a: [", "no YAML"), ("kinds: {}", "is missing")):
        (tmp_path / "p.yaml").write_text(text)
        with pytest.raises(InputError, match=message):
            AttributionPatterns.load(tmp_path / "p.yaml")
    with pytest.raises(InputError, match="cannot be read"):
        AttributionPatterns.load(tmp_path / "saknas.yaml")
    with pytest.raises(InputError, match="both"):
        Units({"A-förvaltningen": ["X"], "B-förvaltningen": ["X"]})


def test_units_that_differ_stay_apart() -> None:
    units = Units.load()
    for name in units.names:
        assert units.resolve(name) == name
    for other in ("Räddningstjänsten", "Grundsärskoleförvaltningen", "Kulturnämnden", "Fritidsförvaltningen"):
        assert units.resolve(other) == other


@pytest.mark.sources
def test_the_damaged_report_keeps_its_excerpts(boras: Corpus, boras_ocr: Corpus) -> None:
    clean = boras.excerpts
    damaged = boras_ocr.excerpts
    assert len(damaged) == 56
    same = 0
    for (_, one), (_, other), a, b in zip(clean.passages.iterrows(), damaged.passages.iterrows(), clean.texts, damaged.texts, strict=True):
        told = all(str(one[column]) == str(other[column]) for column in ("source_kind", "unit", "respondent"))
        same += told and likeness(a[:40], b[:40]) > 0.7 and likeness(a[-40:], b[-40:]) > 0.7
    assert same >= 52


@given(st.text(st.sampled_from('”“"()[],.;– ABcdeåöInterv3\n'), max_size=80))
def test_any_text_gives_passages_that_slice_back(text: str) -> None:
    patterns = AttributionPatterns.load()
    for told in patterns.after_quotation(text):
        assert 0 <= told.start < told.end <= len(text)
    patterns.line(text)
