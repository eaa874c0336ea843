r"""The small language of a codebook's indicators, read into patterns.

| written | finds |
|---|---|
| `bemanning` | the word in any inflection (its lemma, or the form as written) |
| `=stab` | this form alone |
| `kris*`, `*ledning`, `*sjuk*` | words that begin, end, or go on with these letters |
| `~personal` | the word, and compounds with it as a part: personalbrist, vårdpersonal |
| `personal+`, `+brist` | the word, and compounds that begin (end) with it |
| `brist på personal` | these words after each other |
| `brist .. personal` | with up to three words between; `..5`: up to five |
| `brist\|avsaknad på ~personal` | one of several at a place |
| `@externa` | every term of the codebook's list of that name |

Letters only match whole words, capitals do not count, and a phrase never crosses the end of a sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from kfi_analysis.errors import CodebookError

__all__ = ["Atom", "Pattern", "Slot", "read_term"]

Kind = Literal["lemma", "form", "prefix", "suffix", "infix", "part", "first", "last"]

_GAP = re.compile(r"\.\.(\d*)")
_WORD = re.compile(r"[^\W_]+")
_DEFAULT_GAP = 3
_MOST_GAP = 12
_SHORTEST = 2


@dataclass(frozen=True, order=True)
class Atom:
    """A condition on one word."""

    kind: Kind
    letters: str


@dataclass(frozen=True)
class Slot:
    """One place of a pattern: any of the atoms, at most `gap` words after the place before it."""

    atoms: tuple[Atom, ...]
    gap: int = 0


@dataclass(frozen=True)
class Pattern:
    """A term as it is searched for: one slot for a word, several for a phrase."""

    term: str
    slots: tuple[Slot, ...]

    @property
    def is_plain(self) -> bool:
        """Whether letters alone decide: no lemmas, no parts of compounds, no gaps."""
        return all(slot.gap == 0 and all(atom.kind in ("form", "prefix", "suffix", "infix") for atom in slot.atoms) for slot in self.slots)


def read_term(term: str) -> Pattern:
    """Return the pattern of one term (a list's name is resolved before).

    Raises
    ------
    CodebookError
        If a wildcard stands alone or inside a word, a gap stands at an end, or nothing is left to search for.

    Examples
    --------
    >>> read_term("brist|avsaknad på ..2 ~personal").slots[-1]
    Slot(atoms=(Atom(kind='part', letters='personal'),), gap=2)
    >>> read_term("kris*").slots[0].atoms[0].kind
    'prefix'
    """
    slots: list[Slot] = []
    gap: int | None = None
    for piece in term.split():
        hit = _GAP.fullmatch(piece)
        if hit is not None:
            if not slots or gap is not None:
                raise CodebookError(f"the term {term!r} has a gap without a word before it: write 'brist .. personal'")
            gap = int(hit[1]) if hit[1] else _DEFAULT_GAP
            if not 1 <= gap <= _MOST_GAP:
                raise CodebookError(f"the term {term!r} has a gap of {gap} words: it must be 1 to {_MOST_GAP}")
            continue
        for position, atoms in enumerate(_pieces(piece, term)):
            slots.append(Slot(atoms, (gap or 0) if position == 0 else 0))
        gap = None
    if not slots:
        raise CodebookError(f"the term {term!r} is empty: write a word")
    if gap is not None:
        raise CodebookError(f"the term {term!r} ends in a gap: a word must follow")
    return Pattern(" ".join(term.split()), tuple(slots))


def _pieces(piece: str, term: str) -> list[tuple[Atom, ...]]:
    """Return the slots of a piece without blanks: several where a hyphen cuts it ("e-tjänst" is two words to the matcher)."""
    options = [option.strip("-") for option in piece.split("|")]
    if any(not option for option in options):
        raise CodebookError(f"the term {term!r} has an empty choice in {piece!r}: write 'ord|ord'")
    if len(options) == 1:
        words = _WORD.findall(piece)
        if len(words) > 1 and "-" in piece and piece[0] not in "~+" and piece[-1] != "+":
            return [
                (
                    _atom(
                        ("*" if piece.startswith("*") and i == 0 else "")
                        + word
                        + ("*" if piece.endswith("*") and i == len(words) - 1 else ""),
                        term,
                    ),
                )
                for i, word in enumerate(words)
            ]
    return [tuple(sorted({_atom(option, term) for option in options}))]


def _atom(written: str, term: str) -> Atom:
    body = written.lower()
    kind: Kind = "lemma"
    if body.startswith("=") or body.startswith("~"):
        kind, body = ("form" if body[0] == "=" else "part"), body[1:]
    elif body.startswith("+"):
        kind, body = "last", body[1:]
    elif body.endswith("+"):
        kind, body = "first", body[:-1]
    elif body.startswith("*") or body.endswith("*"):
        kind = "infix" if body.startswith("*") and body.endswith("*") and len(body) > 1 else "prefix" if body.endswith("*") else "suffix"
        body = body.removeprefix("*").removesuffix("*")
    if not body:
        raise CodebookError(f"the term {term!r} has the sign {written!r} without letters: a wildcard needs at least {_SHORTEST}")
    if "*" in body or "+" in body:
        raise CodebookError(
            f"the term {term!r} has a wildcard inside or double in {written!r}: '*' and '+' may only stand at an end of a word"
        )
    if not _WORD.fullmatch(body):
        raise CodebookError(f"the term {term!r}: {written!r} holds a sign that is no letter or digit; write the words apart")
    if kind in ("prefix", "suffix", "infix", "part", "first", "last") and len(body) < _SHORTEST:
        raise CodebookError(f"the term {term!r}: {written!r} would find almost every word: at least {_SHORTEST} letters with a wildcard")
    return Atom(kind, body)
