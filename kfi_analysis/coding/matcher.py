"""Many patterns found in many texts at once.

A word type is judged once: which conditions (`Atom`) it fulfils, by letters, lemma or parts of a compound. After that a text is an array of
type numbers; single words are read off, phrases are joined on positions, all with arrays. A matcher remembers the types it has met, so
it gets faster as it goes; beyond a limit it forgets them, so that memory stays bounded on a national study.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from kfi_analysis.coding.terms import Atom, Pattern
from kfi_analysis.coding.words import Words

__all__ = ["Hits", "Matcher"]

Ints = npt.NDArray[np.int64]

_SLOTS = 1 << 18
_MOST_TYPES = 1_000_000


@dataclass(frozen=True)
class Hits:
    """Where patterns were found.

    Attributes
    ----------
    pattern
        Number of the pattern, shape (n,); rows are in the order of the text.
    first, last
        Numbers of the first and the last word, both inclusive.
    """

    pattern: Ints
    first: Ints
    last: Ints

    def __len__(self) -> int:
        return len(self.pattern)


class _Column:
    """An int32 array that grows at its end."""

    def __init__(self) -> None:
        self._room = np.zeros(1024, dtype=np.int32)
        self.size = 0

    def extend(self, values: Sequence[int]) -> None:
        need = self.size + len(values)
        if need > len(self._room):
            self._room = np.concatenate([self._room, np.zeros(max(need, len(self._room)), dtype=np.int32)])
        self._room[self.size : need] = values
        self.size = need

    @property
    def values(self) -> npt.NDArray[np.int32]:
        return self._room[: self.size]


class Matcher:
    """Finds patterns; made once, used on any number of texts.

    Parameters
    ----------
    patterns
        What to look for. Their numbers in `Hits` are their positions here.
    lemmatize
        From a word in lower case to its lemma.
    split
        From a word in lower case to the parts of the compound that it is; one part for a simple word.

    Examples
    --------
    >>> from kfi_analysis.coding.terms import read_term
    >>> from kfi_analysis.coding.words import find_words
    >>> matcher = Matcher([read_term("brist .. kris*"), read_term("=bra")])
    >>> hits = matcher.find(find_words("Brist på krisplaner. Bra!"))
    >>> hits.pattern.tolist(), hits.first.tolist(), hits.last.tolist()
    ([0, 1], [0, 3], [2, 3])
    """

    def __init__(
        self,
        patterns: Sequence[Pattern],
        *,
        lemmatize: Callable[[str], str] | None = None,
        split: Callable[[str], Sequence[str]] | None = None,
    ) -> None:
        self.patterns = tuple(patterns)
        self._judge = _Judge({atom for pattern in patterns for slot in pattern.slots for atom in slot.atoms}, lemmatize, split)
        number = self._judge.number
        alone: dict[int, list[int]] = {}
        self._several: list[tuple[int, list[tuple[list[int], int]]]] = []
        for at, pattern in enumerate(patterns):
            if len(pattern.slots) == 1 and len(pattern.slots[0].atoms) == 1:
                alone.setdefault(number[pattern.slots[0].atoms[0]], []).append(at)
            else:
                self._several.append((at, [([number[atom] for atom in slot.atoms], slot.gap) for slot in pattern.slots]))
        self._alone_size = np.array([len(alone.get(atom, ())) for atom in range(len(number))], dtype=np.int64)
        self._alone_at = np.concatenate([[0], np.cumsum(self._alone_size)]).astype(np.int64)
        self._alone = np.array([at for atom in range(len(number)) for at in alone.get(atom, ())], dtype=np.int64)
        self._forget()

    def _forget(self) -> None:
        self._known: dict[int, int] = {}
        self._slot_hash = np.zeros(_SLOTS, dtype=np.uint64)
        self._slot_type = np.full(_SLOTS, -1, dtype=np.int32)
        self._size, self._at, self._atoms = _Column(), _Column(), _Column()

    def find(self, words: Words) -> Hits:
        """Return all hits among the words.

        A phrase takes, for each place where its first word stands, the nearest words that complete it in the same sentence.

        Parameters
        ----------
        words
            As `find_words` gives them; `opens` marks where sentences (and passages) begin.
        """
        types = self._types(words)
        size = self._size.values[types]
        at = np.flatnonzero(size)
        if not len(at):
            none = np.empty(0, dtype=np.int64)
            return Hits(none, none, none)
        position, atom = _expanded(at, self._at.values[types[at]], size[at], self._atoms.values)
        order = np.argsort(atom.astype(np.uint16) if self._judge.size < 1 << 16 else atom, kind="stable")
        position, atom = position[order], atom[order]
        bounds = np.searchsorted(atom, np.arange(self._judge.size + 1))
        found = [self._single(position, atom)]
        sentence = np.cumsum(words.opens, dtype=np.int64)
        for number, slots in self._several:
            hit = _joined(slots, position, bounds, sentence)
            if hit is not None:
                found.append((np.full(len(hit[0]), number, dtype=np.int64), *hit))
        pattern, first, last = (np.concatenate(column) for column in zip(*found, strict=True))
        order = np.lexsort((pattern, last, first))
        return Hits(pattern[order], first[order], last[order])

    def _single(self, position: Ints, atom: Ints) -> tuple[Ints, Ints, Ints]:
        size = self._alone_size[atom]
        keep = np.flatnonzero(size)
        where, pattern = _expanded(position[keep], self._alone_at[atom[keep]], size[keep], self._alone)
        return pattern, where, where

    def _types(self, words: Words) -> Ints:
        if self._size.size > _MOST_TYPES:
            self._forget()
        slot = (words.hashes >> np.uint64(46)).astype(np.intp)
        types = self._slot_type[slot]
        miss = np.flatnonzero((self._slot_hash[slot] != words.hashes) | (types < 0))
        if len(miss):
            fresh, first, back = np.unique(words.hashes[miss], return_index=True, return_inverse=True)
            numbers = np.empty(len(fresh), dtype=np.int32)
            for i, (value, at) in enumerate(zip(fresh.tolist(), miss[first].tolist(), strict=True)):
                number = self._known.get(value)
                if number is None:
                    number = self._learn(value, words.text[int(words.starts[at]) : int(words.ends[at])])
                numbers[i] = number
            types[miss] = numbers[back]
            free = self._slot_type[(fresh >> np.uint64(46)).astype(np.intp)] < 0
            slots = (fresh[free] >> np.uint64(46)).astype(np.intp)
            self._slot_hash[slots], self._slot_type[slots] = fresh[free], numbers[free]
        return types.astype(np.intp)

    def _learn(self, value: int, word: str) -> int:
        atoms = self._judge.atoms(word.lower())
        number = len(self._known)
        self._known[value] = number
        self._at.extend([self._atoms.size])
        self._size.extend([len(atoms)])
        self._atoms.extend(atoms)
        return number


class _Judge:
    """Tells which atoms a word fulfils."""

    def __init__(self, atoms: Iterable[Atom], lemmatize: Callable[[str], str] | None, split: Callable[[str], Sequence[str]] | None) -> None:
        self.number = {atom: i for i, atom in enumerate(sorted(set(atoms)))}
        self.size = len(self.number)
        self._lemmatize = lemmatize or str
        self._split = split or (lambda word: (word,))
        by_kind: dict[str, dict[str, list[int]]] = {}
        for atom, i in self.number.items():
            by_kind.setdefault(atom.kind, {}).setdefault(atom.letters, []).append(i)
        self._forms = by_kind.get("form", {})
        self._lemmas: dict[str, list[int]] = {}
        self._written: dict[str, list[int]] = {}
        self._parts: dict[str, list[tuple[str, int]]] = {}
        for letters, ids in by_kind.get("lemma", {}).items():
            self._add_lemma(letters, ids)
        for kind in ("part", "first", "last"):
            for letters, ids in by_kind.get(kind, {}).items():
                self._add_lemma(letters, ids)
                for key in {letters, self._lemmatize(letters)}:
                    self._parts.setdefault(key, []).extend((kind, i) for i in ids)
        self._prefixes, self._prefix_sizes = by_kind.get("prefix", {}), sorted({len(key) for key in by_kind.get("prefix", {})})
        self._suffixes, self._suffix_sizes = by_kind.get("suffix", {}), sorted({len(key) for key in by_kind.get("suffix", {})})
        self._infixes = by_kind.get("infix", {})
        self._inside = _substrings([key[:-1] if len(key) > 4 else key for key in self._parts])

    def _add_lemma(self, letters: str, ids: list[int]) -> None:
        self._written.setdefault(letters, []).extend(ids)
        self._lemmas.setdefault(self._lemmatize(letters), []).extend(ids)

    def atoms(self, word: str) -> list[int]:
        """Return the numbers of the atoms that a word in lower case fulfils, sorted."""
        if "\u00ad" in word:
            word = word.replace("\u00ad", "")
        found: set[int] = set(self._forms.get(word, ()))
        found.update(self._written.get(word, ()))
        lemma = self._lemmatize(word) if self._lemmas else word
        found.update(self._lemmas.get(lemma, ()))
        for n in self._prefix_sizes:
            found.update(self._prefixes.get(word[:n], ()) if n <= len(word) else ())
        for n in self._suffix_sizes:
            found.update(self._suffixes.get(word[-n:], ()) if n <= len(word) else ())
        for letters, ids in self._infixes.items():
            if letters in word:
                found.update(ids)
        if self._parts and len(word) > 5 and self._inside(word):
            found.update(self._in_compound(word))
        return sorted(found)

    def _in_compound(self, word: str) -> set[int]:
        parts = list(self._split(word))
        found: set[int] = set()
        if len(parts) < 2:
            return found
        for at, part in enumerate(parts):
            for key in {part, self._lemmatize(part)}:
                for kind, i in self._parts.get(key, ()):
                    if kind == "part" or (kind == "first" and at == 0) or (kind == "last" and at == len(parts) - 1):
                        found.add(i)
        return found


def _substrings(pieces: Sequence[str]) -> Callable[[str], bool]:
    """Return a test for words that hold any of the pieces."""
    if not pieces:
        return lambda word: False
    from ahocorasick_rs import AhoCorasick

    automaton: Any = AhoCorasick(sorted(set(pieces)))
    return lambda word: bool(automaton.find_matches_as_indexes(word))


def _expanded(keys: Ints, start: Any, size: Any, values: Any) -> tuple[Ints, Ints]:
    """Return (key, value) pairs: each key with the `size` values from `start` on."""
    total = int(size.sum())
    offset = np.repeat(np.cumsum(size) - size, size)
    index = np.repeat(start, size) + (np.arange(total) - offset)
    return np.repeat(keys, size).astype(np.int64), values[index].astype(np.int64)


def _joined(slots: list[tuple[list[int], int]], position: Ints, bounds: Ints, sentence: Ints) -> tuple[Ints, Ints] | None:
    """Return first and last words of a phrase's hits, or None."""
    columns = []
    for atoms, _ in slots:
        pieces = [position[bounds[atom] : bounds[atom + 1]] for atom in atoms if bounds[atom + 1] > bounds[atom]]
        if not pieces:
            return None
        columns.append(pieces[0] if len(pieces) == 1 else np.unique(np.concatenate(pieces)))
    first = last = columns[0]
    for (_, gap), column in zip(slots[1:], columns[1:], strict=True):
        at = np.searchsorted(column, last, side="right")
        inside = at < len(column)
        first, last, at = first[inside], last[inside], at[inside]
        nearest = column[at]
        near = (nearest - last <= gap + 1) & (sentence[nearest] == sentence[last])
        first, last = first[near], nearest[near]
        if not len(first):
            return None
    return first, last
