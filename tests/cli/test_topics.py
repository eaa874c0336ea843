from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from kfi_analysis.cli.main import cli
from kfi_analysis.cli.topics import METHODS
from kfi_analysis.errors import ReadError, SettingError
from kfi_analysis.topics import METHODS as KNOWN
from kfi_analysis.topics import Topics
from tests.topics.conftest import planted


@pytest.fixture(scope="module")
def text_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    corpus, _ = planted(1, passages=100, documents=1)
    path = tmp_path_factory.mktemp("topics") / "rapport.txt"
    path.write_text("\n\n".join(text.capitalize() + "." for text in corpus.texts), encoding="utf-8")
    return path


def test_the_methods_are_those_of_the_library() -> None:
    assert set(METHODS) == set(KNOWN)


def test_json_holds_topics_quality_and_settings(text_file: Path, tmp_path: Path) -> None:
    files = {name: tmp_path / name for name in ("a.html", "a.png", "a.kfi")}
    options = ["--html", str(files["a.html"]), "--figure", str(files["a.png"]), "--save", str(files["a.kfi"])]
    small = ["-k", "4-5", "--resamples", "2", "--shuffles", "1", "--format", "json"]
    result = CliRunner().invoke(cli, ["topics", str(text_file), *small, *options], catch_exceptions=False)
    assert result.exit_code == 0
    data = json.loads(result.stdout)
    assert {"topics", "quality", "settings"} <= set(data)
    topic = data["topics"][0]
    assert {"label", "words", "recurrence", "prevalence"} <= set(topic)
    assert {"term", "weight", "frex"} == set(topic["words"][0])
    assert data["settings"]["method"] == "nmf"
    assert len(data["models"]) == 1
    assert files["a.png"].read_bytes()[:4] == b"\x89PNG"
    assert (tmp_path / "a-antal.png").exists()
    assert len(Topics.load(files["a.kfi"])) in (4, 5)
    assert "http" not in files["a.html"].read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")


def test_seed_words_from_a_file(text_file: Path, tmp_path: Path) -> None:
    seeds = tmp_path / "seeds.yaml"
    _, sets = planted(1, passages=100, documents=1)
    seeds.write_text(f"mitt tema: [{', '.join(sorted(sets[2])[:3])}]", encoding="utf-8")
    arguments = ["topics", str(text_file), "-k", "5", "--resamples", "0", "--seeds", str(seeds), "--format", "csv"]
    result = CliRunner().invoke(cli, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    assert "mitt tema" in result.stdout
    seeds.write_text("[bara, text]", encoding="utf-8")
    assert isinstance(CliRunner().invoke(cli, arguments).exception, ReadError)


@pytest.mark.parametrize("size", ["många", "9-5"])
def test_a_wrong_number_says_what_is_right(text_file: Path, size: str) -> None:
    result = CliRunner().invoke(cli, ["topics", str(text_file), "-k", size])
    assert isinstance(result.exception, SettingError)
    assert "5-15" in str(result.exception)
