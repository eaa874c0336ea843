"""The HTML report: one file, nothing from outside, nothing in it runs but our script, readable by all."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html

from kfi_analysis.analysis import Analysis
from kfi_analysis.report import write_report


@pytest.fixture(scope="session")
def page(analysis: Analysis, summary: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("report") / "rapport.html"
    write_report(analysis, path, summary=summary)
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def tree(page: str) -> Any:
    return lxml_html.document_fromstring(page)


def test_nothing_comes_from_outside(page: str, tree: Any) -> None:
    for element in tree.iter():
        for name in ("src", "href", "action", "data", "poster", "srcset"):
            value = element.get(name) if isinstance(element.tag, str) else None
            assert value is None or value.startswith("#"), f"{element.tag} {name}={value}"
    outside = set(re.findall(r"https?://[^\s\"'<>)]+", page)) - {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert not outside
    assert "@import" not in page


def test_texts_are_texts(page: str, tree: Any) -> None:
    assert "<script>alert" not in page
    assert len(tree.findall(".//script")) == 3
    passages = json.loads(tree.get_element_by_id("passages").text)
    assert any("</script>" in passage["text"] for passage in passages)


def test_headings_have_an_order(tree: Any) -> None:
    levels = [int(h.tag[1]) for h in tree.iter("h1", "h2", "h3", "h4") if h.get("id") != "evidence-title"]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_page_is_named_and_in_swedish(tree: Any) -> None:
    assert tree.get("lang") == "sv"
    assert tree.findtext(".//title")
    assert tree.find(".//meta[@name='viewport']") is not None


def test_pictures_have_words(tree: Any) -> None:
    pictures = tree.findall(".//figure//svg")
    assert len(pictures) >= 3
    assert all(picture.get("role") == "img" and len(picture.get("aria-label")) > 20 for picture in pictures)


def test_every_number_opens_passages_that_are_there(tree: Any) -> None:
    n = len(json.loads(tree.get_element_by_id("passages").text))
    buttons = tree.findall(".//button[@class='open']")
    assert len(buttons) > 50
    for button in buttons:
        for number, _ in json.loads(button.get("data-passages")):
            assert 0 <= number < n
            tree.get_element_by_id(f"p{number}")


def test_tables_have_headers(tree: Any) -> None:
    for table in tree.findall(".//table"):
        assert table.findall(".//th[@scope]")


def test_links_lead_somewhere(tree: Any) -> None:
    ids = {element.get("id") for element in tree.iter() if isinstance(element.tag, str)}
    assert all(a.get("href")[1:] in ids for a in tree.findall(".//a[@href]"))


def test_colours_have_contrast() -> None:
    css = files("kfi_analysis.report").joinpath("templates", "report.css").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", css))
    for name in ("ink", "soft", "link", "good", "part", "bad", "none"):
        assert ratio(colours[name], "#ffffff") >= 4.5, name
    assert ratio(colours["ink"], colours["mark"]) >= 4.5


def ratio(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_same_analysis_gives_the_same_bytes(analysis: Analysis, summary: dict[str, Any], page: str, tmp_path: Path) -> None:
    write_report(analysis, tmp_path / "igen.html", summary=summary)
    assert (tmp_path / "igen.html").read_text(encoding="utf-8") == page
