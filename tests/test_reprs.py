"""What a reader meets in a notebook: every public result shows itself, in short as text and as a table in a notebook."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd
import pytest

import kfi_analysis as kfi
from kfi_analysis.errors import SettingError

CLASSES = sorted(name for name in kfi.__all__ if isinstance(getattr(kfi, name), type))


@pytest.mark.parametrize("name", CLASSES)
def test_every_public_class_shows_itself(name: str) -> None:
    assert hasattr(getattr(kfi, name), "_repr_html_")


def test_results_are_short_as_text_and_escaped_as_tables(study: kfi.Corpus) -> None:
    graph = kfi.actor_graph(study)
    first = graph.edges.iloc[0]
    shown = (graph, graph.edge(first["one"], first["other"]), kfi.recommendation_support(study, "boras-2021"), kfi.Gazetteer.shipped())
    for result in shown:
        assert len(repr(result)) < 200
        assert "\n" not in repr(result)
        assert "<table" in result._repr_html_()
    claims = kfi.load_claims({"claim": [{"id": "x", "chapter": "<b>", "claim": "a & b", "untestable": "därför"}]})
    assert "&lt;b&gt;" in claims._repr_html_()
    assert "a &amp; b" in claims._repr_html_()


def test_a_figure_shows_itself_without_pyplot() -> None:
    table = pd.DataFrame({"group": ["A", "B"], "code": "ansvar", "n": 4, "share": [0.2, 0.5], "low": [0.1, 0.3], "high": [0.3, 0.6]})
    assert kfi.plot_profile(table)._repr_png_().startswith(b"\x89PNG")


def test_tab_completion_shows_the_vocabulary_and_nothing_else() -> None:
    assert set(dir(kfi)) == set(kfi.__all__)


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (kfi.profile, "kfi.code"),
        (kfi.compare, "kfi.code"),
        (kfi.saturation, "kfi.code"),
        (lambda study: kfi.write_report(study, "x.html"), "kfi.analyse"),
        (lambda study: kfi.find_actors("text"), "from_texts"),
        (lambda study: kfi.analyse("rapport.pdf"), "kfi.read"),
        (lambda study: kfi.recommendations("rapport.pdf"), "kfi.read"),
    ],
)
def test_the_wrong_thing_is_told_what_to_do_first(study: kfi.Corpus, call: Callable[[kfi.Corpus], object], told: str) -> None:
    with pytest.raises(SettingError, match=re.escape(told)):
        call(study)


def test_a_name_that_is_not_there_is_told_its_neighbour() -> None:
    with pytest.raises(AttributeError, match="cohen_kappa"):
        kfi.kappa  # noqa: B018


def test_a_progress_bar_is_drawn_where_asked(capsys: pytest.CaptureFixture[str]) -> None:
    with kfi.progress_bar("läser", show=True) as progress:
        kfi.find_actors(kfi.Corpus.from_texts(["HR stöttade Kulturförvaltningen."]), progress=progress)
    assert "läser" in capsys.readouterr().err
