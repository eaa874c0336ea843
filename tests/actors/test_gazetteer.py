from __future__ import annotations

from pathlib import Path

import pytest

from kfi_analysis.actors.actor import Actor, slug
from kfi_analysis.actors.gazetteer import Gazetteer
from kfi_analysis.errors import GazetteerError


def write(path: Path, body: str) -> Path:
    path.write_text("kind: actors\nactors:\n" + body, encoding="utf-8")
    return path


def test_the_shipped_list_holds_all_municipalities_and_regions() -> None:
    gazetteer = Gazetteer.shipped()
    towns = [actor for actor in gazetteer if actor.kind == "kommun"]
    assert len(towns) == 290
    assert len({actor.code for actor in towns}) == 290
    assert len({actor.region for actor in towns}) == 21
    assert all(actor.region in gazetteer for actor in towns)


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("FHM", "Folkhälsomyndigheten"),
        ("MSB", "Myndigheten för samhällsskydd och beredskap"),
        ("göteborgs stad", None),
        ("Göteborgs kommun", "Göteborgs Stad"),
        ("facken", "De fackliga organisationerna"),
        ("VGR", "Västra Götalandsregionen"),
        ("fhm", None),
    ],
)
def test_finds_by_name_alias_and_abbreviation(name: str, canonical: str | None) -> None:
    found = Gazetteer.shipped().find(name)
    assert (found.name if found else None) == canonical


def test_a_circle_in_part_of_is_told(tmp_path: Path) -> None:
    path = write(
        tmp_path / "g.yaml",
        "  - {name: A, level: politik, part_of: B}\n  - {name: B, level: politik, part_of: C}\n  - {name: C, level: politik, part_of: A}\n",
    )
    with pytest.raises(GazetteerError, match=r"g\.yaml, line 3: part-of goes in a circle: A -> B -> C -> A"):
        Gazetteer.load(path)


def test_a_circle_further_up_does_not_hang(tmp_path: Path) -> None:
    entries = ["{name: Ute, level: politik, part_of: B}", "{name: B, level: politik, part_of: C}", "{name: C, level: politik, part_of: B}"]
    path = write(tmp_path / "g.yaml", "".join(f"  - {entry}\n" for entry in entries))
    with pytest.raises(GazetteerError, match="circle: B -> C -> B"):
        Gazetteer.load(path)


def test_an_alias_of_two_actors_is_told(tmp_path: Path) -> None:
    path = write(
        tmp_path / "g.yaml", "  - {name: Ena, level: politik, aliases: [ledet]}\n  - {name: Andra, level: politik, aliases: [Ledet]}\n"
    )
    with pytest.raises(GazetteerError, match="'Ledet' is a name of both 'Ena' and 'Andra'"):
        Gazetteer.load(path)


def test_an_alias_may_pass_from_one_actor_to_the_next() -> None:
    old = Actor("Gamla verket", "statlig", ("verket",), until=2013)
    new = Actor("Nya verket", "statlig", ("verket",), since=2014)
    assert len(Gazetteer((old, new))) == 2


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("  - {name: A, level: kommunal}\n", "level 'kommunal' of 'A' is unknown"),
        ("  - {name: A, level: politik, alias: [B]}\n", "key 'alias' is unknown: did you mean 'aliases'"),
        ("  - {name: A, level: politik, part_of: B}\n", "part of 'B', which is not in the list"),
        ("  - {name: A, level: politik}\n  - {name: A, level: politik}\n", "'A' stands twice"),
        ("  - {name: A, level: politik, aliases: B}\n", "must be a list of texts"),
        ("  - {level: politik}\n", "every actor needs a name"),
        ("  - {name: A, level: politik, from: fjol}\n", "must be a year"),
        ("  - A\n", "must be a mapping"),
    ],
)
def test_bad_files_are_told(tmp_path: Path, body: str, message: str) -> None:
    with pytest.raises(GazetteerError, match=message):
        Gazetteer.load(write(tmp_path / "g.yaml", body))


def test_other_bad_files(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="cannot be read"):
        Gazetteer.load(tmp_path / "nowhere.yaml")
    (tmp_path / "x.yaml").write_text("actors: [", encoding="utf-8")
    with pytest.raises(GazetteerError, match="not valid YAML"):
        Gazetteer.load(tmp_path / "x.yaml")
    (tmp_path / "y.yaml").write_text("a: 1", encoding="utf-8")
    with pytest.raises(GazetteerError, match="kind: actors"):
        Gazetteer.load(tmp_path / "y.yaml")


def test_a_file_of_ones_own_wins_over_the_shipped_list(tmp_path: Path) -> None:
    path = write(tmp_path / "g.yaml", "  - {name: Pandemigruppen, level: intern central, aliases: [krisledningen]}\n")
    gazetteer = Gazetteer.load(path, with_shipped=True)
    assert gazetteer["krisledningen"].name == "Pandemigruppen"
    assert "krisledningen" not in gazetteer["Centrala krisledningen"].aliases


def test_yaml_round_trip(tmp_path: Path) -> None:
    own = Gazetteer(
        (Actor("Hela", "politik"), Actor("Delen", "politik", ("bit",), ("D",), part_of="Hela", since=2001, until=2009, collective=True))
    )
    path = tmp_path / "g.yaml"
    path.write_text(own.to_yaml(), encoding="utf-8")
    assert Gazetteer.load(path).sha256 == own.sha256


def test_slug() -> None:
    assert slug("Östersunds kommun") == "ostersunds-kommun"
