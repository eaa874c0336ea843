"""`Actor`: one actor that texts name, and the levels that actors belong to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

__all__ = ["COLLECTIVE_LEVELS", "HOME", "LEVELS", "REGION", "Actor", "slug"]

LEVELS = (
    "intern förvaltning",
    "intern central",
    "politik",
    "kommunalt bolag",
    "facklig",
    "regional",
    "statlig",
    "civilsamhälle",
    "näringsliv",
    "media",
    "brukare",
    "övrig",
)
"""Where an actor belongs. Other municipalities than the text's own are `regional`; `övrig` is for what fits nowhere."""

COLLECTIVE_LEVELS = ("intern förvaltning", "intern central", "politik", "kommunalt bolag")
"""The levels inside the municipality's own organisation."""

HOME = "$kommun"
REGION = "$region"
"""Names that stand for the document's own municipality and its region until a document is read."""


@dataclass(frozen=True, slots=True)
class Actor:
    """One actor of a gazetteer.

    Parameters
    ----------
    name
        The canonical name; it is also the actor's id in all tables.
    level
        One of `LEVELS`.
    aliases
        Other names, found in any case and with a genitive s.
    abbreviations
        Short forms, found in exactly this case.
    listed
        Names that are ordinary words too and count only beside another municipality ("Mark").
    part_of
        Name of the actor that this one belongs to.
    since, until
        First and last year of the name, or None.
    collective
        True for a group of units or people ("Förvaltningarna").
    exact
        True if name and aliases are found in the given case only.
    kind
        "kommun", "region" or "".
    code
        SCB's municipality code, or "".
    region
        The region of a municipality, or "".
    """

    name: str
    level: str
    aliases: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    part_of: str | None = None
    since: int | None = None
    until: int | None = None
    collective: bool = False
    exact: bool = False
    kind: str = ""
    code: str = ""
    region: str = ""
    where: str = field(default="", compare=False)

    @property
    def slug(self) -> str:
        """A short ASCII key made of the name.

        Examples
        --------
        >>> Actor("Vård- och äldreförvaltningen", "intern förvaltning").slug
        'vard-och-aldreforvaltningen'
        """
        return slug(self.name)

    def forms(self) -> Iterator[tuple[str, bool]]:
        """Yield (form, exact case) for every name of the actor."""
        if not self.name.startswith("$"):
            yield self.name, self.exact
        for alias in self.aliases:
            yield alias, self.exact
        for short in self.abbreviations:
            yield short, True


def slug(name: str) -> str:
    """Return a name in small ASCII letters, digits and hyphens."""
    plain = name.casefold().translate(str.maketrans("åäöéü", "aaoeu"))
    return "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in plain).split())
