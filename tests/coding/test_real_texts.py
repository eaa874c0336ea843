"""The real report and the audits: excerpts are coded as people did, and no theme is absent from another city's audits."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

import kfi_analysis as kfi
from kfi_analysis.cli.code import command
from kfi_analysis.errors import ReadError
from tests.conftest import shared

pytestmark = pytest.mark.sources


def test_excerpts_agree_with_the_consensus_of_people(boras: kfi.Corpus) -> None:
    gold = pd.read_csv(shared("gold", "excerpts_dev.csv"))
    codings = kfi.code(boras.excerpts)
    ordinals = codings.units.set_index("passage_id")["ordinal"]
    themes = list(codings.codebook.themes) if codings.codebook else []
    got = codings.matrix(codes=themes).set_axis(ordinals.to_numpy()).loc[gold["ordinal"]]
    wanted = np.array([[theme in codes.split(";") for theme in themes] for codes in gold["codes"]])
    f1 = [2 * (wanted[:, k] & got.to_numpy()[:, k]).sum() / (wanted[:, k].sum() + got.to_numpy()[:, k].sum()) for k in range(len(themes))]
    assert np.mean(f1) >= 0.75
    by_ordinal = {int(ordinals[passage]): passage for passage in ordinals.index}
    for name, least in (("valence", 0.75), ("phase", 0.85)):
        values = codings.attribute(name)
        assert np.mean([values[by_ordinal[n]] == value for n, value in zip(gold["ordinal"], gold[name], strict=True)]) >= least


def test_no_theme_is_absent_from_the_audits(goteborg_paths: list[Path]) -> None:
    total = pd.Series(dtype="float64")
    for path in goteborg_paths:
        try:
            corpus = kfi.read(path)
        except ReadError:
            continue
        total = total.add(kfi.code(corpus, attributes=False).matrix().sum(), fill_value=0)
    assert (total >= 5).all(), total.to_dict()


def test_the_command_gives_one_object_a_passage(boras_path: Path, boras: kfi.Corpus) -> None:
    run = CliRunner().invoke(command, [str(boras_path), "--excerpts", "--format", "json"])
    assert run.exit_code == 0, run.output
    rows = json.loads(run.stdout)
    assert [row["ordinal"] for row in rows] == list(range(1, 57))
    text = boras.documents["text"].iloc[0]
    for row in rows:
        assert {"passage_id", "start", "end", "codes", "subcodes", "valence", "phase", "score", "evidence"} <= set(row)
        for span in row["evidence"]:
            assert row["start"] <= span["start"] < span["end"] <= row["end"]
            assert text[span["start"] : span["end"]].split() == span["words"].split()
