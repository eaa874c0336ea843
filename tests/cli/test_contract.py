"""What every command promises: the keys of its JSON, JSON alone on stdout, exit codes 0, 1 and 2, and one clear line for bad input."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner

from kfi_analysis.cli.main import COMMANDS, cli
from kfi_analysis.errors import KfiError, ReadError

TEXT = """Ansvar

Förvaltningen fick gott stöd av regionen i början. "Vi saknade personal och samverkan brast." (Hearing, Skolan)

Kommunstyrelsen rekommenderas att se över sina rutiner.
"""

KEYS = {
    "excerpts": "ordinal source_kind unit respondent text start end section page",
    "code": "passage_id start end codes subcodes valence phase score evidence",
    "code --excerpts": "ordinal passage_id start end codes subcodes valence phase score evidence",
    "actors": "actor canonical level start end surface",
    "recommendations": "addressees text start end",
}


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "en rapport åäö (1).txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def run(*arguments: str | Path) -> Any:
    result = CliRunner().invoke(cli, [str(argument) for argument in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def process(*arguments: str | Path, stdout: Any = subprocess.PIPE, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    command = [sys.executable, "-m", "kfi_analysis", *map(str, arguments)]
    return subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, text=True, check=False, env=environment, cwd=cwd)


@pytest.mark.parametrize("command", KEYS)
def test_json_has_the_keys(report: Path, command: str) -> None:
    rows = run(*command.split(), report, "--format", "json")
    assert rows
    assert set(KEYS[command].split()) <= set(rows[0])


def test_json_of_the_graph_and_of_reading(report: Path) -> None:
    graph = run("graph", report, "--format", "json")
    assert {"canonical", "level", "aliases"} <= set(graph["nodes"][0])
    keys = "source target type directed sign modality voice start end text score"
    assert set(keys.split()) <= set(graph["relations"][0])
    data = run("read", report, "--format", "json")
    assert {"document_id", "text", "sha256", "ocr_noise"} <= set(data["documents"][0])
    assert {"passage_id", "document_id", "start", "end", "level", "section", "page"} <= set(data["passages"][0])


def test_json_of_claims_and_comparison() -> None:
    claims = run("claims", "boras-2021", "--format", "json")
    assert len(claims) >= 25
    assert {"id", "claim", "verdict", "value", "low", "high", "n", "method", "evidence"} <= set(claims[0])
    found = run("compare", "exempelkommuner", "--permutations", "20", "--format", "json")
    assert {"cautions", "profile", "contrasts", "overall", "provenance"} <= set(found)


@pytest.mark.parametrize("command", ["read", "excerpts", "code", "actors", "graph", "recommendations"])
@pytest.mark.parametrize("format_", ["csv", "parquet"])
def test_tables_go_to_files(report: Path, tmp_path: Path, command: str, format_: str) -> None:
    target = tmp_path / f"ut.{format_}"
    result = CliRunner().invoke(cli, [command, str(report), "--format", format_, "-o", str(target)], catch_exceptions=False)
    assert (result.exit_code, result.stdout) == (0, "")
    table = pd.read_csv(target) if format_ == "csv" else pd.read_parquet(target)
    assert len(table)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str) -> None:
    result = CliRunner().invoke(cli, [command, "--help"])
    assert result.exit_code == 0
    assert "Example: kfi " + command in " ".join(result.stdout.split())


def _bad(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


BAD = {
    "tom.txt": (b"", "is empty"),
    "pdf.txt": (b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n", "ending .pdf"),
    "rtf.txt": (b"{\\rtf1 hej}", "ending .rtf"),
    "bild.txt": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "binary"),
    "trasig.docx": (b"PK\x03\x04 och inget mer", "fetch it again"),
    "okand.xyz": (b"x", "the ending"),
    "utan.csv": ("a,b\n1,2\n", "neither a column of texts"),
    "dubbel.csv": ("id,text\nx,hej\nx,hopp\n", "ids must differ"),
    "slag.csv": ("text,källtyp\nhej,hering\n", "did you mean 'hearing'"),
    "bred.csv": ("text,kommun\nhej, hopp,Ekby\n", "3 cells under 2 headings"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_told_in_one_line(tmp_path: Path, name: str) -> None:
    content, message = BAD[name]
    result = CliRunner().invoke(cli, ["read", str(_bad(tmp_path, name, content)), "--format", "json"])
    assert isinstance(result.exception, KfiError), result.output
    assert message in str(result.exception)
    assert name in str(result.exception)
    assert result.stdout == ""


def test_empty_cells_beyond_the_headings_are_no_error(tmp_path: Path) -> None:
    path = _bad(tmp_path, "t.csv", "text;kommun\nVi hade en plan.;Ekby;;\n")
    assert run("read", path, "--format", "json")["documents"][0]["municipality"] == "Ekby"


def test_a_list_of_files_of_two_municipalities(report: Path, tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(TEXT, encoding="utf-8")
    table = pd.DataFrame({"fil": [report.name, "b.txt"], "kommun": ["Ekby", "Alvik"], "datum": ["2021", "2022-03"]})
    table.to_excel(tmp_path / "lista.xlsx", index=False)
    documents = run("read", tmp_path / "lista.xlsx", "--format", "json")["documents"]
    assert [row["municipality"] for row in documents] == ["Ekby", "Alvik"]
    found = run("compare", tmp_path / "lista.xlsx", "--permutations", "5", "--format", "json")
    assert {row["group"] for row in found["profile"]} == {"Ekby", "Alvik"}
    assert found["cautions"]


def test_exit_codes_and_streams(report: Path, tmp_path: Path) -> None:
    missing = process("read", tmp_path / "saknas.txt", "--format", "json")
    assert (missing.returncode, missing.stdout, missing.stderr.count("\n")) == (1, "", 1)
    done = process("corpora", "list", "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    json.loads(done.stdout)
    for usage in (["read"], ["read", str(report), "--format", "yaml"], ["nosuch"]):
        assert CliRunner().invoke(cli, usage).exit_code == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_full_disk_is_one_line() -> None:
    for arguments in (["corpora", "list"], ["--help"]):
        with Path("/dev/full").open("w") as full:
            stopped = process(*arguments, stdout=full)
        assert (stopped.returncode, stopped.stderr.count("\n")) == (1, 1), stopped.stderr
        assert "Traceback" not in stopped.stderr


@pytest.mark.skipif(os.name != "posix", reason="pipes of POSIX")
def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as pipe:
        stopped = process("corpora", "list", stdout=pipe)
    assert (stopped.returncode, stopped.stderr) == (0, "")


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_ctrl_c_leaves_nothing(report: Path, tmp_path: Path) -> None:
    report.write_text((TEXT + "\n") * 3000, encoding="utf-8")
    target = tmp_path / "ut" / "a.json"
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-m", "kfi_analysis", "code", str(report), "--format", "json", "-o", str(target)]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(root)}, text=True)
    time.sleep(1.5)
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "nothing was half written" in told
    assert not target.parent.exists()


def test_no_stdout_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    from kfi_analysis.cli.output import emit

    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(ReadError, match="-o FILE"):
        emit(pd.DataFrame({"a": [1]}), "csv")
