"""Codebooks: what they refuse and how they say it, what survives a round trip, and how a coding follows a change."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kfi_analysis.coding import Code, Codebook, Indicator, diff_codebooks, merge_codebooks
from kfi_analysis.coding.codebook_files import read_codebook, shipped_codebooks, write_codebook
from kfi_analysis.coding.terms import read_term
from kfi_analysis.errors import CodebookError, ReadError, SettingError

HEAD = "name: prov\ncodes:\n"


def broken(tmp_path: Path, text: str, name: str = "bok.yaml") -> str:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CodebookError) as caught:
        Codebook.load(path)
    return str(caught.value)


@pytest.mark.parametrize(
    ("body", "parts"),
    [
        ("  - name: a\n  - name: b\n  - name: a\n", ["line 5", "code 'a'", "line 3"]),
        ("  - name: a\n    codes:\n      - name: x\n      - name: x\n", ["line 6", "a/x"]),
        ("  - name: a\n    parent: b\n  - name: b\n    parent: a\n", ["cycle", "a -> b -> a"]),
        ("  - name: a\n    parent: a\n", ["cycle", "line 3"]),
        ("  - name: a\n    parent: c\n", ["line 3", "'c'"]),
        ("  - name: a\n    indicators: ['kr*is']\n", ["line 4", "code 'a'", "kr*is", "wildcard"]),
        ("  - name: a\n    indicators: ['*']\n", ["wildcard", "code 'a'"]),
        ("  - name: a\n    indicators: ['brist ..']\n", ["gap"]),
        ("  - name: a\n    indicators: ['@saknas']\n", ["saknas"]),
        ("  - name: ''\n", ["line 3", "empty"]),
        ("  - title: utan namn\n", ["'name' is missing"]),
        ("  - name: a\n    definitin: x\n", ["definitin", "definition", "line 3"]),
        ("  - name: a\n    color: röd\n", ["color", "line 4"]),
        ("  - name: a\n    indicators:\n      - weight: 1\n", ["'terms' is missing"]),
        ("  - name: a/b\n", ["parent", "'a'"]),
        ("  - name: a\n    name: b\n", ["twice", "line 4"]),
    ],
)
def test_a_broken_book_is_told_by_line_and_code(tmp_path: Path, body: str, parts: list[str]) -> None:
    message = broken(tmp_path, HEAD + body)
    assert "bok.yaml" in message
    for part in parts:
        assert part in message


def test_yaml_that_is_no_book(tmp_path: Path) -> None:
    assert "empty" in broken(tmp_path, "")
    assert "line 3" in broken(tmp_path, "name: x\ncodes: [\n")
    assert "refers to itself" in broken(tmp_path, "name: x\ncodes: &a\n  - name: y\n    codes: *a\n")
    assert "keys" in broken(tmp_path, "- a\n- b\n")
    with pytest.raises(ReadError, match="UTF-8"):
        path = tmp_path / "latin.yaml"
        path.write_bytes("name: bök".encode("latin-1"))
        read_codebook(path)
    with pytest.raises(SettingError, match="kfi"):
        Codebook.load("kfy")
    with pytest.raises(ReadError, match="cannot be opened"):
        Codebook.load(tmp_path / "finns-inte.yaml")


def test_lists_that_circle_are_refused() -> None:
    with pytest.raises(CodebookError, match="refers to itself"):
        Codebook("b", lists={"a": ("@b",), "b": ("@a",)})


@pytest.mark.parametrize("name", sorted(shipped_codebooks()))
def test_shipped_books_are_whole(name: str) -> None:
    book = Codebook.load(name)
    assert book.name == name
    for code in book:
        assert code.definition, code.path
        assert code.indicators, code.path
    for theme in book.themes:
        assert book[theme].use_when
        assert book[theme].not_when
        assert book[theme].examples
        assert book[theme].color


def test_kfi_has_the_sub_codes_of_the_analysis() -> None:
    book = Codebook.load("kfi")
    assert book.themes == ("ansvar", "koordinering", "kapacitet", "samverkan", "lärande", "relationer")
    assert [len(book.children(theme)) for theme in book.themes] == [4, 4, 7, 7, 4, 3]
    assert Codebook.load("varden").themes == ("effektivitet", "resiliens", "rättssäkerhet")


@pytest.mark.parametrize("ending", ["yaml", "json"])
def test_files_lose_nothing(tmp_path: Path, ending: str) -> None:
    book = Codebook.load("kfi")
    again = Codebook.load(write_codebook(book, tmp_path / f"b.{ending}"))
    assert again == book
    assert again.sha256 == book.sha256
    assert Codebook.from_dict(book.to_dict()).sha256 == book.sha256


def test_csv_and_qdc_keep_tree_and_definitions(tmp_path: Path) -> None:
    book = Codebook.load("kfi")
    table = Codebook.load(write_codebook(book, tmp_path / "b.csv"))
    assert table.paths == book.paths
    assert table["kapacitet/personal"].definition == book["kapacitet/personal"].definition
    assert table["samverkan"].threshold == book["samverkan"].threshold
    exchange = Codebook.load(write_codebook(book, tmp_path / "b.qdc"))
    assert exchange.paths == book.paths
    assert exchange["lärande"].color == book["lärande"].color
    assert (tmp_path / "b.qdc").read_bytes() == write_codebook(book, tmp_path / "b2.qdc").read_bytes()


def test_csv_with_parents_and_its_errors(tmp_path: Path) -> None:
    path = tmp_path / "b.csv"
    path.write_text("name;parent;definition\nkapacitet;;Resurser\npersonal;kapacitet;Folk\n", encoding="utf-8")
    assert Codebook.load(path).paths == ("kapacitet", "kapacitet/personal")
    assert "cycle" in broken(tmp_path, "name,parent\na,b\nb,a\n", "c.csv")
    assert "line 3" in broken(tmp_path, "path\nx\ny/z\n", "d.csv")
    assert "column" in broken(tmp_path, "kod\nx\n", "e.csv")


def test_qdc_that_is_dangerous_or_broken(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "b">]><CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes/></CodeBook>'
    assert "document type" in broken(tmp_path, bomb, "b.qdc")
    assert "broken" in broken(tmp_path, "<CodeBook><Codes>", "c.qdc")
    assert "<Codes>" in broken(tmp_path, "<CodeBook/>", "d.qdc")
    old = '<CodeBook xmlns="urn:QDA-XML:codebook:0:4"><Codes><Code name="Oro / trygghet"/></Codes></CodeBook>'
    path = tmp_path / "old.qdc"
    path.write_text(old, encoding="utf-8")
    assert Codebook.load(path).paths == ("Oro  och  trygghet",)


def small() -> Codebook:
    return Codebook(
        "b",
        codes=(
            Code("kapacitet", definition="Resurser.", indicators=(Indicator(("bemanning", "~personal")),)),
            Code("kapacitet/personal", definition="Folk.", indicators=(Indicator(("vikarie",)),)),
            Code("oro", definition="Rädsla."),
        ),
    )


def test_rename_moves_children_and_gives_the_recode_map() -> None:
    new = small().rename("kapacitet", "resurser")
    assert new.paths == ("resurser", "resurser/personal", "oro")
    change = diff_codebooks(small(), new)
    assert dict(change.recode_map) == {"kapacitet": "resurser", "kapacitet/personal": "resurser/personal"}
    assert set(change.table["kind"]) == {"renamed"}
    under = small().rename("oro", "kapacitet/oro")
    assert under.paths == ("kapacitet", "kapacitet/personal", "kapacitet/oro")
    with pytest.raises(CodebookError, match="taken"):
        small().rename("oro", "kapacitet")


def test_diff_tells_added_removed_and_changed() -> None:
    new = small().without("oro").with_code(Code("kapacitet/lokaler", definition="Hus."))
    new = new.with_code(Code("kapacitet", definition="Resurser och beredskap.", indicators=new["kapacitet"].indicators))
    rows = diff_codebooks(small(), new).table.set_index("kind")
    assert rows.loc["added", "new"] == "kapacitet/lokaler"
    assert rows.loc["removed", "old"] == "oro"
    assert rows.loc["changed", "fields"] == "definition"
    assert diff_codebooks(small(), new).recode_map == {"oro": None}
    assert diff_codebooks(small(), small()).table.empty


def test_merge_names_every_conflict() -> None:
    other = Codebook("c", codes=(Code("oro", definition="Annat."), Code("media", definition="Press.")))
    with pytest.raises(CodebookError, match="oro"):
        merge_codebooks(small(), other)
    assert merge_codebooks(small(), other, on_conflict="first")["oro"].definition == "Rädsla."
    both = merge_codebooks(small(), other, on_conflict="second")
    assert both["oro"].definition == "Annat."
    assert both.paths == (*small().paths, "media")


def test_the_hash_sees_every_field() -> None:
    assert small().sha256 == small().sha256
    assert small().with_code(Code("oro", definition="Rädsla!")).sha256 != small().sha256


names = st.text(alphabet="abcåäö", min_size=1, max_size=4)


@given(st.lists(st.tuples(names, names), max_size=6, unique=True))
def test_any_tree_survives_yaml(pairs: list[tuple[str, str]]) -> None:
    book = Codebook("b")
    for theme, below in pairs:
        book = book if theme in book else book.with_code(Code(theme))
        book = book.with_code(Code(f"{theme}/{below}", definition=f"{below}: {theme}"))
    import yaml

    assert Codebook.from_dict(yaml.safe_load(book.to_yaml())) == book


@given(st.text(alphabet="ab*+~=|.@- å", max_size=10))
def test_a_term_is_read_or_refused(term: str) -> None:
    try:
        pattern = read_term(term)
    except CodebookError:
        return
    assert pattern.slots
    assert all(atom.letters for slot in pattern.slots for atom in slot.atoms)
