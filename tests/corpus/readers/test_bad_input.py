"""What cannot be read is refused with one error that says why; nothing hangs, nothing is unpacked unseen."""

from __future__ import annotations

import codecs
import io
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kfi_analysis.corpus import read
from kfi_analysis.corpus.readers import SUFFIXES, read_bytes
from kfi_analysis.corpus.readers.plain import decode
from kfi_analysis.errors import KfiError, ReadError
from tests.corpus.papers import odt, zipped


def whole_docx() -> bytes:
    out = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Vi hade en plan.")
    document.save(out)
    return out.getvalue()


def test_a_truncated_docx_is_refused() -> None:
    with pytest.raises(ReadError, match="cut off"):
        read_bytes(whole_docx()[:2000], "a.docx")


def test_a_zip_that_is_no_word_file_is_refused() -> None:
    with pytest.raises(ReadError, match="no Word document"):
        read_bytes(zipped({"a.txt": b"hej"}), "a.docx")


def test_an_old_office_file_is_refused_with_the_way_out() -> None:
    with pytest.raises(ReadError, match="without a password"):
        read_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 600, "a.docx")
    with pytest.raises(ReadError, match=r"save it as \.docx"):
        read_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 600, "a.doc")


@pytest.mark.parametrize("name", ["a.docx", "a.odt"])
def test_a_zip_bomb_is_refused(name: str) -> None:
    with pytest.raises(ReadError, match="zip bomb"):
        read_bytes(zipped({"content.xml": b"0" * 30_000_000, "word/document.xml": b"0" * 30_000_000}), name)


def test_external_entities_are_refused(tmp_path: Path) -> None:
    secret = tmp_path / "hemlig.txt"
    secret.write_text("hemligt")
    prolog = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>'
    with pytest.raises(ReadError, match="entities"):
        read_bytes(odt("<text:p>&e;</text:p>", prolog), "a.odt")
    with pytest.raises(ReadError, match="entities"):
        read_bytes(zipped({"word/document.xml": prolog.encode("utf-16"), "[Content_Types].xml": b"<Types/>"}), "a.docx")


@pytest.mark.parametrize("data", [b"", b"{\\rtf1 Vi {hade", b"hej"])
def test_bad_rtf_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError):
        read_bytes(data, "a.rtf")


@pytest.mark.parametrize("suffix", [*SUFFIXES, ".csv", ".xyz", ""])
@given(data=st.binary(max_size=200))
def test_noise_gives_a_text_or_one_clear_error(suffix: str, data: bytes) -> None:
    said = ""
    try:
        said = read_bytes(data, "a" + suffix).layout.text
    except ReadError as error:
        said = str(error)
    assert said


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1", "mac_roman"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_encodings_are_found(encoding: str) -> None:
    text = "Förvaltningen såg över ansvaret.\r\nÅren går. Äldre och yngre möts på torget, för så är det här.\r\n"
    assert decode(text.encode(encoding), "a.txt") == text
    assert decode(text.encode(encoding), "a.txt", encoding.removesuffix("-sig")) == text


def test_a_wrong_encoding_is_told_about() -> None:
    with pytest.raises(ReadError, match="not text in 'ascii'"):
        decode("å".encode(), "a.txt", "ascii")
    with pytest.raises(ReadError, match="damaged"):
        decode(codecs.BOM_UTF8 + b"\xff\xff", "a.txt")


def test_newlines_of_all_systems_read_alike(tmp_path: Path) -> None:
    lines = ["Ansvar", "", "Vi hade en plan för hur", "verksamheten skulle ledas.", "", "Sedan kom våren."]
    texts = set()
    for name, newline in (("a", "\n"), ("b", "\r\n"), ("c", "\r")):
        (tmp_path / f"{name}.txt").write_bytes(newline.join(lines).encode())
        texts.add(read(tmp_path / f"{name}.txt").documents["text"].iloc[0])
    assert len(texts) == 1


def test_stopping_in_the_middle_raises_through(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text("Vi hade en plan.")

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read(tmp_path, progress=stop)


def test_errors_of_one_file_are_one_paragraph(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(whole_docx()[:1000])
    with pytest.raises(KfiError) as caught:
        read(tmp_path / "a.docx")
    assert "\n" not in str(caught.value)
