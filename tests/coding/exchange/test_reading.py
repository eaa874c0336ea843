"""Projects as other programs write them, and as they should not be: counting, casing, braces, sets, cases, broken files."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from kfi_analysis.coding import read_qdpx
from kfi_analysis.coding.exchange.positions import Selection, choose, line_ends_once
from kfi_analysis.errors import ReadError, SettingError

HEAD = '<Project xmlns="urn:QDA-XML:project:1.0" name="p" origin="{origin}">'
A, B, C, D = (f"{digit * 8}-0000-0000-0000-000000000000" for digit in "abcd")


def project(tmp_path: Path, body: str, *, origin: str = "x", name: str = "project.qde", texts: dict[str, bytes] | None = None) -> Path:
    path = tmp_path / "p.qdpx"
    with zipfile.ZipFile(path, "w") as bundle:
        bundle.writestr(name, HEAD.format(origin=origin) + body + "</Project>")
        for member, data in (texts or {}).items():
            bundle.writestr(member, data)
    return path


CODES = (
    f'<CodeBook><Codes><Code guid="{A}" name="oro/trygghet" isCodable="true" color="#abc">'
    f'<Code guid="{B}" name="x" isCodable="true"/><Code guid="{C}" name="x" isCodable="true"/></Code></Codes></CodeBook>'
)
USERS = f'<Users><User guid="{D}" name="anna"/></Users>'


def selection(start: int, end: int, name: str, code: str = A) -> str:
    return (
        f'<PlainTextSelection guid="{C}" name="{name}" startPosition="{start}" endPosition="{end}">'
        f'<Coding guid="{C}" creatingUser="{{{D.upper()}}}"><CodeRef targetGUID="{{{code.upper()}}}"/></Coding></PlainTextSelection>'
    )


def test_nvivo_counts_utf16_units_over_crlf(tmp_path: Path) -> None:
    text = "Rad ett 😀.\r\nRad två.\r\nPersonalen räckte inte till."
    start = len(text[: text.index("Personalen")].encode("utf-16-le")) // 2
    source = f'<TextSource guid="{B}" name="hearing" plainTextPath="internal://t.txt">{selection(start, start + 10, "")}</TextSource>'
    path = project(
        tmp_path, USERS + CODES + f"<Sources>{source}</Sources>", origin="NVivo for Windows 12", texts={"sources/t.txt": text.encode()}
    )
    found = read_qdpx(path)
    plain = text.replace("\r\n", "\n")
    row = found.table.iloc[0]
    assert plain[row["start"] : row["end"]] == "Personalen"
    assert found.provenance.steps[-1]["positions"] == {"hearing": "UTF-16 units, CRLF as two"}
    assert row["coder"] == "anna"


def test_line_ends_counted_once_over_a_file_that_has_crlf(tmp_path: Path) -> None:
    text = "Rad ett.\r\nRad två.\r\nPersonalen räckte inte till."
    start = text.replace("\r\n", "\n").index("Personalen")
    source = f'<TextSource guid="{B}" name="i" plainTextPath="t.txt">{selection(start, start + 17, "Personalen räckte")}</TextSource>'
    path = project(tmp_path, USERS + CODES + f"<Sources>{source}</Sources>", texts={"Sources/T.txt": b"\xef\xbb\xbf" + text.encode()})
    found = read_qdpx(path)
    assert found.provenance.steps[-1]["positions"] == {"i": "code points"}
    assert found.table["start"].tolist() == [start]


def test_names_casing_braces_and_siblings(tmp_path: Path) -> None:
    source = f'<TextSource guid="{B}" name="i"><PlainTextContent>Oro fanns.</PlainTextContent>{selection(0, 3, "Oro", C)}</TextSource>'
    twice = source + source
    found = read_qdpx(project(tmp_path, USERS + CODES + f"<Sources>{twice}</Sources>", name="Project.QDE"))
    assert found.codebook is not None
    assert found.codebook.paths == ("oro och trygghet", "oro och trygghet/x", "oro och trygghet/x (2)")
    assert found.codebook["oro och trygghet"].color == "#aabbcc"
    assert set(found.table["code"]) == {"oro och trygghet/x (2)"}
    assert found.units["document_id"].tolist() == ["i", "i (2)"]


def test_variables_cases_and_sets_become_columns(tmp_path: Path) -> None:
    value = f'<VariableValue><VariableRef targetGUID="{C}"/><TextValue>Åby</TextValue></VariableValue>'
    body = (
        f'<Variables><Variable guid="{C}" name="kommun" typeOfVariable="Text"/></Variables>'
        f'<Cases><Case guid="{D}" name="fall 1">{value}<SourceRef targetGUID="{B}"/></Case></Cases>'
        f'<Sources><TextSource guid="{B}" name="i"><PlainTextContent>Oro.</PlainTextContent></TextSource></Sources>'
        f'<Sets><Set guid="{A}" name="hearingar"><MemberSource targetGUID="{B}"/></Set></Sets>'
    )
    found = read_qdpx(project(tmp_path, body))
    assert found.corpus is not None
    row = found.corpus.documents.iloc[0]
    assert (row["kommun"], row["case"], row["sets"]) == ("Åby", "fall 1", "hearingar")


def test_what_is_left_out_is_counted(tmp_path: Path) -> None:
    body = (
        f"{USERS}{CODES}<Sources>"
        f'<TextSource guid="{B}" name="borta" plainTextPath="internal://x.txt">{selection(0, 3, "Oro")}</TextSource>'
        f'<TextSource guid="{A}" name="kort"><PlainTextContent>Oro.</PlainTextContent>{selection(2, 90, "")}</TextSource>'
        f'<PictureSource guid="{D}" name="bild.jpg"/></Sources>'
    )
    found = read_qdpx(project(tmp_path, body))
    assert found.corpus is not None
    assert sorted(found.corpus.skipped[["source", "what", "reason"]].itertuples(index=False, name=None)) == [
        ("bild.jpg", "källa", "bild"),
        ("borta", "källa", "texten finns inte i filen"),
        ("borta", "markering", "texten finns inte i filen"),
        ("kort", "markering", "ligger utanför texten"),
    ]
    assert len(found) == 0
    assert len(found.units) == 1


def test_ways_of_counting_are_told_apart_or_said_to_be_in_doubt() -> None:
    assert choose("Ett två", [Selection(4, 7)]).way == "code points"
    assert not choose("Ett två", [Selection(4, 7)]).ambiguous
    assert choose("a\nb c d", [Selection(3, 4)], raw="a\r\nb c d").ambiguous
    assert choose("Ett", [Selection(0, 9)]).spans == (None,)
    assert line_ends_once("\ufeffa\r\nb\rc\n") == "a\nb\nc\n"


def test_broken_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such file"):
        read_qdpx(tmp_path / "x.qdpx")
    path = tmp_path / "p.qdpx"
    path.write_bytes(b"PK no zip")
    with pytest.raises(ReadError, match="no whole zip"):
        read_qdpx(path)
    with pytest.raises(ReadError, match=r"no project\.qde"):
        read_qdpx(project(tmp_path, "", name="annat.xml"))
    with pytest.raises(ReadError, match=r"line 1: the XML is broken"):
        read_qdpx(project(tmp_path, "<Users>"))
    with zipfile.ZipFile(path, "w") as bundle:
        bundle.writestr("project.qde", '<!DOCTYPE p [<!ENTITY a "aa">]><Project xmlns="urn:QDA-XML:project:1.0" name="&a;"/>')
    with pytest.raises(ReadError, match="document type"):
        read_qdpx(path)
    with zipfile.ZipFile(path, "w") as bundle:
        bundle.writestr("project.qde", "<Project/>")
    with pytest.raises(ReadError, match="expected Project"):
        read_qdpx(path)
    with pytest.raises(SettingError, match="did you mean 'paragraphs'"):
        read_qdpx(path, passages="paragraph")  # type: ignore[arg-type]


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "p.qdpx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle, bundle.open("project.qde", "w", force_zip64=True) as member:
        for _ in range(210):
            member.write(b" " * 1_000_000)
    assert path.stat().st_size < 1_000_000
    with pytest.raises(ReadError, match="refused"):
        read_qdpx(path)
