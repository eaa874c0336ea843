"""Shared fixtures: the real texts where they are at hand, and Hypothesis settings that give the same run every time."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from kfi_analysis import Corpus, load_corpus, read

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

settings.register_profile("kfi", deadline=None, derandomize=True, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("kfi")


def shared(*parts: str) -> Path:
    """Give a file of ../shared; skip the test without it, or fail where KFI_REQUIRE_SOURCES=1."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        message = f"{'/'.join(parts)} is not at hand in ../shared"
        if os.environ.get("KFI_REQUIRE_SOURCES") == "1":
            pytest.fail(message)
        pytest.skip(message)
    return path


@pytest.fixture(scope="session")
def boras_path() -> Path:
    """The clean text of the KFi report."""
    return shared("sources", "boras-kfi-2021.txt")


@pytest.fixture(scope="session")
def boras(boras_path: Path) -> Corpus:
    """The KFi report, read once."""
    return read(boras_path, municipality="Borås")


@pytest.fixture(scope="session")
def boras_ocr(boras_ocr_path: Path) -> Corpus:
    """The board papers, read once."""
    return read(boras_ocr_path)


@pytest.fixture(scope="session")
def study() -> Corpus:
    """The registered study: paraphrases of its excerpts."""
    return load_corpus("boras-2021")


@pytest.fixture(scope="session")
def example() -> Corpus:
    """The invented municipalities, all of them."""
    return load_corpus("exempelkommuner")


@pytest.fixture(scope="session")
def boras_ocr_path() -> Path:
    """The board papers with the report in bad OCR."""
    return shared("sources", "boras-aln-2022-01-25-ocr.txt")


@pytest.fixture(scope="session")
def goteborg_paths() -> list[Path]:
    """The eight audit PDFs."""
    return sorted(shared("sources", "goteborg").glob("*.pdf"))


@pytest.fixture(scope="session")
def municipalities_path() -> Path:
    """Codes and names of Sweden's municipalities."""
    return shared("data", "municipalities.csv")
