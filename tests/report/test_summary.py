"""The summary: as its schema says, every reference leads to a passage, small cells are hidden, names are masked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from kfi_analysis import Corpus
from kfi_analysis.analysis import Analysis, analyse
from kfi_analysis.errors import SettingError
from kfi_analysis.report import summarise
from kfi_analysis.report.summary import schema


def references(node: Any) -> Iterator[Any]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "passages" and isinstance(value, list) and value and isinstance(value[0], list):
                yield from value
            else:
                yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def test_it_is_what_its_schema_says_and_json_holds_it(summary: dict[str, Any]) -> None:
    jsonschema.validate(summary, schema())
    assert json.loads(json.dumps(summary, allow_nan=False)) == summary


def test_every_reference_leads_to_words(summary: dict[str, Any]) -> None:
    found = list(references(summary))
    assert len(found) > 100
    for number, spans in found:
        text = summary["passages"][number]["text"]
        for start, end in spans:
            assert 0 <= start < end <= len(text)


def test_evidence_of_a_theme_is_the_words_of_the_coder(summary: dict[str, Any], analysis: Analysis) -> None:
    texts = {p["passage_id"]: p["text"] for p in summary["passages"]}
    evidence = analysis.codings.evidence
    evidence = evidence[evidence["code"].str.startswith("ansvar")]
    words = {(row.passage_id, row.words) for row in evidence.itertuples()}
    shown = set()
    for code in summary["themes"]["codes"]:
        if code["code"] == "ansvar":
            for number, spans in code["passages"]:
                passage = summary["passages"][number]
                shown |= {(passage["passage_id"], passage["text"][a:b]) for a, b in spans}
    assert shown
    unmasked = {pair for pair in shown if "[" not in texts[pair[0]]}
    assert unmasked <= words


def test_counts_and_shares_agree(summary: dict[str, Any]) -> None:
    for part in summary["themes"]["profiles"]:
        for group in part["groups"]:
            for cell in group["cells"].values():
                if not cell["masked"]:
                    assert cell["share"] == pytest.approx(cell["count"] / cell["n"])
                    assert len(cell["passages"]) == min(cell["count"], 200)


def test_a_single_interviewee_is_hidden(summary: dict[str, Any]) -> None:
    kinds = next(part for part in summary["themes"]["profiles"] if part["by"] == "source_kind")
    lone = next(group for group in kinds["groups"] if group["group"] == "intervju")
    cell = lone["cells"]["ansvar"]
    assert cell["masked"]
    assert cell["count"] is None
    assert cell["passages"] == []


def test_the_unit_of_a_lone_respondent_is_left_out(analysis: Analysis) -> None:
    said = [p["source"] for p in summarise(analysis, smallest=1, resamples=20)["passages"] if p["passage_id"] == "ond:1"]
    assert said
    assert "respondent A" in said[0]
    assert "Skolan" not in said[0]


def test_names_are_masked_and_spans_move_along() -> None:
    text = "Enligt Anna Lindkvist var ansvaret tydligt. Ring 070-123 45 67 om du undrar."
    corpus = Corpus.from_texts({"a": text, "b": "Kapaciteten räckte inte till i krisen."}, source_kind="hearing")
    summary = summarise(analyse(corpus, n_topics=2, resamples=20), resamples=20)
    everything = json.dumps(summary, ensure_ascii=False)
    assert "Lindkvist" not in everything
    assert "070-123" not in everything
    code = next(code for code in summary["themes"]["codes"] if code["code"] == "ansvar")
    [[number, spans]] = code["passages"]
    shown = summary["passages"][number]["text"]
    assert any(shown[a:b].startswith("ansvar") for a, b in spans)


def test_ties_are_said_as_ties(summary: dict[str, Any]) -> None:
    assert summary["highlights"]
    assert all(line["text"].endswith(".") for line in summary["highlights"])


def test_english(analysis: Analysis) -> None:
    said = summarise(analysis, language="en", resamples=20)
    jsonschema.validate(said, schema())
    assert "theme" in " ".join(line["text"] for line in said["highlights"])
    with pytest.raises(SettingError, match="language"):
        summarise(analysis, language="se")


def test_an_empty_corpus_gives_an_empty_report() -> None:
    said = summarise(analyse(Corpus.empty()), resamples=20)
    jsonschema.validate(said, schema())
    assert said["material"]["passages"] == 0
