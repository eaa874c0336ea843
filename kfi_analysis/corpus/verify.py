"""Is the user's copy the study it should be? Exact, another edition (how much of it), or the wrong document.

A copy is exact if the hash of its file or of its letters is a known one. Otherwise every excerpt and section is looked for by its
mark, letter by letter and by its sketch; a copy that holds a fair part is another edition, the rest is the wrong document.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from kfi_analysis.corpus.fingerprint import Copy, Mark
from kfi_analysis.corpus.model import Corpus
from kfi_analysis.corpus.reading import read
from kfi_analysis.corpus.registry import RegisteredCorpus, registered
from kfi_analysis.errors import SettingError
from kfi_analysis.files import PathLike

__all__ = ["Verification", "verify_copy", "verify_corpus", "verify_text"]

PRESENT = 0.42
"""A part whose sketch is held to this share counts as present: a copy with 24 % wrong words holds its parts to 0.46 and up, a text of the
same field without them to 0.375 at most (docs/measured/findings.md)."""

EDITION = 0.25
"""A copy that holds this share of the parts is an edition of the study; less is a document that merely quotes it, or another one."""


@dataclass(frozen=True, repr=False)
class Verification:
    """What a user's copy was found to be.

    Parameters
    ----------
    name
        The study.
    verdict
        `exact`, `other edition` or `wrong document`.
    version
        The known version it equals, if exact.
    complete
        True if the known version, or all parts found, hold the whole study.
    parts
        One row an excerpt or section: part ("excerpt", "section"), ordinal, label, exact (bool), share (0–1), present (bool).
    """

    name: str
    verdict: str
    version: str | None
    complete: bool
    parts: pd.DataFrame

    def __repr__(self) -> str:
        return f"<Verification of {self.name}: {self.verdict}>"

    @property
    def summary(self) -> pd.DataFrame:
        """One row a kind of part: part, n, exact, present, share (mean)."""
        grouped = self.parts.groupby("part", sort=True)
        return grouped.agg(n=("ordinal", "size"), exact=("exact", "sum"), present=("present", "sum"), share=("share", "mean")).reset_index()

    def account(self) -> str:
        """Return a clear account in Swedish, a few lines."""
        counts = {str(row.part): row for row in self.summary.itertuples()}
        held = "; ".join(
            f"{counts[part].present} av {counts[part].n} {word} finns, {counts[part].exact} ordagrant"
            for part, word in (("excerpt", "utdrag"), ("section", "avsnitt"))
        )
        if self.verdict == "exact":
            whole = "" if self.complete else " Den saknar delar av studien."
            return f"Exakt: texten är den kända versionen ”{self.version}”.{whole} {held[0].upper()}{held[1:]}."
        if self.verdict == "other edition":
            missing = self.parts.loc[(self.parts["part"] == "section") & ~self.parts["present"], "label"]
            gap = "" if missing.empty else " Avsnitt som saknas: " + ", ".join(missing) + "."
            sections = self.parts[(self.parts["part"] == "section") & self.parts["present"] & ~self.parts["exact"]]
            if missing.empty and 0 < len(sections) <= 5:
                gap = " Avsnitt som inte är ordagrant lika: " + ", ".join(sections["label"]) + "."
            return f"En annan utgåva av {self.name}: {held}.{gap}"
        return f"Fel dokument: det är inte {self.name} ({held})."


def verify_text(name: str, text: str, *, sha256_file: str | None = None) -> Verification:
    """Return what a text is, held against the marks of a registered study.

    Parameters
    ----------
    name
        A registered study.
    text
        The whole text of the copy.
    sha256_file
        Hash of the file it came from, if there is one.

    Raises
    ------
    SettingError
        If the registered corpus is not a study.

    Examples
    --------
    >>> verify_text("boras-2021", "En helt annan text.").verdict
    'wrong document'
    """
    entry = registered(name)
    if entry.kind != "study":
        raise SettingError(f"{name!r} is a corpus of shipped texts and needs no copy to be verified: load_corpus({name!r})")
    copy = Copy(text)
    rows = [*_parts(entry, copy, "excerpt"), *_parts(entry, copy, "section")]
    parts = pd.DataFrame(rows, columns=["part", "ordinal", "label", "exact", "share", "present"])
    for known in entry.manifest.get("fingerprint", []):
        if sha256_file == known["sha256_file"] or copy.sha256 in known["sha256_letters"]:
            return Verification(name, "exact", str(known["version"]), bool(known["complete"]), parts)
    if parts["exact"].all():
        return Verification(name, "exact", "samma utdrag och avsnitt, bokstav för bokstav", True, parts)
    verdict = "other edition" if parts["present"].mean() >= EDITION else "wrong document"
    return Verification(name, verdict, None, bool(parts["present"].all()), parts)


def verify_corpus(name: str, corpus: Corpus) -> Verification:
    """Return what the documents of a corpus, taken as one text, are."""
    hashes = corpus.documents["sha256"].dropna().tolist()
    return verify_text(name, "\n\n".join(corpus.documents["text"]), sha256_file=hashes[0] if len(hashes) == 1 else None)


def verify_copy(name: str, source: PathLike) -> Verification:
    """Return what a user's copy is, held against a registered study.

    Parameters
    ----------
    name
        A registered study.
    source
        The user's copy: any file (or folder) that `read` takes.

    Raises
    ------
    ReadError
        If it cannot be read.
    """
    return verify_corpus(name, read(source))


def _parts(entry: RegisteredCorpus, copy: Copy, part: str) -> list[tuple[str, int, str, bool, float, bool]]:
    table = entry.table(f"{part}s")
    rows = []
    for row in table.itertuples():
        mark = Mark(int(str(row.letters)), str(row.anchor), str(row.sha256), tuple(str(row.sketch).split()))
        exact = copy.holds(mark)
        share = 1.0 if exact else copy.share(mark)
        rows.append((part, int(str(row.ordinal)), str(row.section), exact, round(share, 4), share >= PRESENT))
    return rows
