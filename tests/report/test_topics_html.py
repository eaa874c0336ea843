from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kfi_analysis.errors import NotEnoughDataError, SettingError
from kfi_analysis.plots.topics import plot_topic_choice, plot_topics, save_topic_figure
from kfi_analysis.report.topics_html import render_topics_html, write_topics_html
from kfi_analysis.topics import Topics, fit_topics
from kfi_analysis.topics.mapping import topic_distances
from kfi_analysis.topics.summary import topic_summary
from tests.topics.conftest import planted


@pytest.fixture(scope="module")
def topics() -> Topics:
    return fit_topics(planted(2, passages=120)[0], range(4, 6), by="year", resamples=3, shuffles=2)


def test_summary_is_plain_and_complete(topics: Topics) -> None:
    summary = topic_summary(topics)
    assert json.loads(json.dumps(summary, allow_nan=False)) == summary
    assert summary["groups"][0] == "year"
    for topic in summary["topics"]:
        assert -1 <= topic["x"] <= 1
        assert topic["topic"] not in topic["neighbours"]
        assert all(passage["text"] for passage in topic["passages"])
        assert {row["group"] for row in topic["groups"]["year"]} == {"2018", "2019", "2020", "2021"}
    assert all(passage["text"] is None for topic in topic_summary(topics, texts=False)["topics"] for passage in topic["passages"])


def test_distances_are_a_metric(topics: Topics) -> None:
    d = topic_distances(topics.placing.components)
    assert (d == d.T).all() or abs(d - d.T).max() < 1e-12
    assert d.max() <= 1
    assert (d.diagonal() == 0).all()


def test_the_page_is_one_file_with_its_data(topics: Topics, tmp_path: Path) -> None:
    summary = topic_summary(topics)
    page = render_topics_html(summary, title="<b>Ämnen</b>")
    assert "&lt;b&gt;Ämnen" in page
    data = json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)[1])  # type: ignore[index]
    assert data["topics"] == summary["topics"]
    assert data["sizes"] == [4, 5]
    assert not re.search(r"""(?:src|href)=["'](?!#)""", page)
    assert "@import" not in page
    assert "url(" not in page
    for topic in summary["topics"]:
        assert topic["label"] in page
    assert write_topics_html(summary, tmp_path / "t.html").read_text(encoding="utf-8") == render_topics_html(summary)


def test_a_text_cannot_break_out_of_the_page() -> None:
    texts = [f"</script><script>alert(1)</script> möte {word} digital teknik" for word in ("a", "b", "c", "d")] * 5
    page = render_topics_html(topic_summary(fit_topics(texts, 2, max_share=1.0, resamples=0)))
    assert "</script><script>alert" not in page


def test_pictures_say_which_size_and_what_is_chance(topics: Topics, tmp_path: Path) -> None:
    summary = topic_summary(topics, texts=False)
    svg = save_topic_figure(summary, tmp_path / "t.svg").read_text(encoding="utf-8")
    assert summary["topics"][0]["label"] in svg
    assert (tmp_path / "t-antal.svg").exists()
    assert svg == save_topic_figure(summary, tmp_path / "u.svg").read_text(encoding="utf-8")
    with pytest.raises(SettingError, match=r"got '\.docx'"):
        save_topic_figure(summary, tmp_path / "t.docx")
    with pytest.raises(NotEnoughDataError, match="only one number"):
        plot_topic_choice({**summary, "choice": None})
    with pytest.raises(NotEnoughDataError):
        plot_topics({**summary, "topics": []})
