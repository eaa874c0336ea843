"""`kfi read` and `kfi excerpts` as their user meets them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kfi_analysis.cli import main

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def kfi(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The program as a process would run it, without the price of a new process."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        monkeypatch.setattr(sys, "argv", ["kfi", *arguments])
        code: int | str | None = 0
        try:
            main()
        except SystemExit as stop:
            code = stop.code
        out, err = capsys.readouterr()
        return subprocess.CompletedProcess(list(arguments), int(code or 0), out, err)

    return run


@pytest.mark.sources
def test_excerpts_of_the_report(kfi: Run, boras_path: Path) -> None:
    run = kfi("excerpts", str(boras_path), "--format", "json")
    rows = json.loads(run.stdout)
    assert len(rows) == 56
    assert {"ordinal", "source_kind", "unit", "respondent", "text", "start", "end", "section", "page"} <= set(rows[0])


def test_read_gives_documents_passages_and_what_was_skipped(kfi: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Ansvar\n\nVi hade en plan. (Hearing, Skolan)\n", encoding="utf-8")
    (tmp_path / "b.xyz").write_text("x")
    run = kfi("read", str(tmp_path), "--municipality", "Ekby", "--format", "json")
    data = json.loads(run.stdout)
    text = {document["document_id"]: document["text"] for document in data["documents"]}
    said = [text[passage["document_id"]][passage["start"] : passage["end"]] for passage in data["passages"]]
    assert said == ["Ansvar", "Vi hade en plan.", "(Hearing, Skolan)"]
    assert [row["source"] for row in data["skipped"]] == ["b.xyz"]
    assert "b.xyz" in run.stderr


def test_errors_are_one_line(kfi: Run, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4 hej")
    for arguments in (
        ["read", str(tmp_path / "a.pdf")],
        ["excerpts", "saknas.txt"],
        ["read", str(tmp_path / "a.pdf"), "--source-kind", "x"],
    ):
        run = kfi(*arguments)
        assert (run.returncode, run.stdout, run.stderr.count("\n")) == (1, "", 1)


def test_a_process_of_its_own_ends_the_same_way(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kfi_analysis", "excerpts", str(tmp_path / "saknas.txt")]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr.count("\n")) == (1, "", 1)
