"""Links between the files of the project lead somewhere, also where the pages are read without being built."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = [*ROOT.glob("*.md"), *sorted(ROOT.glob("docs/**/*.md")), *sorted(ROOT.glob("benchmarks/*.md"))]
PAGES = [page for page in PAGES if not {"_build", "generated"} & set(page.parts)]
_LINK = re.compile(r"\]\(([^)\s]+)\)")
MADE = ("docs/notebooks/", "docs/reference/generated/")
"""Written when the pages are built."""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    for target in _LINK.findall(page.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", target) or target.startswith("#"):
            continue
        path = (page.parent / target.split("#")[0]).resolve()
        place = path.relative_to(ROOT).as_posix()
        if place.startswith(MADE[0]):
            path = ROOT / "notebooks" / path.name
        elif place.startswith(MADE[1]):
            continue
        assert path.exists(), f"{target} leads nowhere"
