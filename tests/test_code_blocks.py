"""Code that readers copy from README, the guide and the how-tos: Python blocks run, in order, page by page; `kfi` lines parse.

A block is left out only if it says so (```python notest): it needs a file that the reader has and we do not.
"""

from __future__ import annotations

import re
import shlex
from functools import partial
from pathlib import Path

import click
import pytest

import kfi_analysis as kfi
from kfi_analysis.cli.main import COMMANDS, cli

ROOT = Path(__file__).resolve().parent.parent
PAGES = [
    ROOT / "README.md",
    ROOT / "docs" / "index.md",
    *sorted((ROOT / "docs").glob("guide/*.md")),
    *sorted((ROOT / "docs").glob("howto/*.md")),
]
_BLOCK = re.compile(r"^( *)```(\w+)([^\n]*)\n(.*?)^\1```", re.M | re.S)


def blocks(page: Path, language: str) -> list[tuple[str, str]]:
    out = []
    for indent, name, info, body in _BLOCK.findall(page.read_text(encoding="utf-8")):
        if name == language:
            out.append((info.strip(), re.sub(f"^{indent}", "", body, flags=re.M)))
    return out


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_python_blocks_compile(page: Path) -> None:
    for number, (_, body) in enumerate(blocks(page, "python"), start=1):
        compile(body, f"{name(page)}, block {number}", "exec")


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_names_of_the_library_exist(page: Path) -> None:
    used = {word for _, body in blocks(page, "python") for word in re.findall(r"\bkfi\.(\w+)", body)}
    assert used <= set(kfi.__all__)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_commands_parse(page: Path) -> None:
    for _, body in blocks(page, "sh"):
        for line in body.splitlines():
            words = shlex.split(line, comments=True)
            if words[:1] != ["kfi"] or words[1:2] == ["--help"]:
                continue
            assert words[1] in COMMANDS, line
            command = cli.get_command(click.Context(cli), words[1])
            assert command is not None
            parameters, operands, _ = command.make_parser(click.Context(command)).parse_args(words[2:])
            assert parameters is not None, (line, operands)


STAND_IN = """Förvaltningarna fick gott stöd av HR. Samverkan mellan Socialförvaltningen och Skolförvaltningen var god.

Vi saknade personal under våren. (Hearing, Förskoleförvaltningen)
"""
"""What stands in for the reader's own files."""


@pytest.fixture
def desk(example: kfi.Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with stand-ins for the reader's files; the example corpus is cut down and topics are tested less, to be quick."""
    monkeypatch.chdir(tmp_path)
    for path in ("rapport.txt", "material/skolan.txt", "material/varden.txt"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(STAND_IN, encoding="utf-8")
    whole = kfi.load_corpus

    def smaller(corpus: str, source: object = None) -> kfi.Corpus:
        if corpus != "exempelkommuner":
            return whole(corpus)
        firsts = example.documents.groupby(["municipality", "source_kind"]).head(2)["document_id"]
        return example.filter(document_id=firsts.tolist())

    monkeypatch.setattr(kfi, "load_corpus", smaller, raising=False)
    monkeypatch.setattr(kfi, "fit_topics", partial(kfi.fit_topics, resamples=4, shuffles=4), raising=False)
    monkeypatch.setattr(kfi, "analyse", partial(kfi.analyse, n_topics=2, resamples=50), raising=False)
    return tmp_path


RUN = [page for page in PAGES if blocks(page, "python")]


@pytest.mark.parametrize("page", RUN, ids=name)
def test_python_blocks_run(page: Path, desk: Path) -> None:
    for _, body in blocks(page, "yaml"):
        found = re.search(r"^name: (\w+)", body, re.M)
        (desk / f"{found.group(1) if found else 'egna'}.yaml").write_text(body, encoding="utf-8")
    scope: dict[str, object] = {}
    for number, (info, body) in enumerate(blocks(page, "python"), start=1):
        if "notest" not in info:
            exec(compile(body, f"{name(page)}, block {number}", "exec"), scope)
