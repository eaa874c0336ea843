"""Many patterns found in many texts at once.

A word type is judged once: which conditions (`Atom`) it fulfils, by letters, lemma or parts of a compound. After that a text is an array of
type numbers; single words are read off, phrases are joined on positions, all with arrays. A matcher remembers the types it has met, so
it gets faster as it goes; beyond a limit it forgets them, so that memory stays bounded on a national study.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt

from kfi_analysis.coding.terms import Atom, Pattern
from kfi_analysis.coding.words import Words

__all__ = ["Hits", "Matcher"]

Ints = npt.NDArray[np.int64]

_SLOTS = 1 << 18
_LEARNING = Lock()  # threads may share a matcher; learning new words is done by one at a time
_MOST_TYPES = 1_000_000
_PIECE = 20_000  # words whose types are looked up at a time
_MAY_INFLECT, _MAY_BE_COMPOUND = -1, -2  # marks among the atoms of the automaton
_LONGEST_SIMPLE = 5  # letters up to which a word is not taken for a compound
_LEAST_STEM = 4  # letters of a lemma from which its beginning is enough to suspect a form of it


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

    def extend(self, values: Ints) -> None:
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
    inflections
        Known forms -> lemma. With it, only words that stand there with a lemma that is looked for, or that begin like one, are lemmatized:
        a lemmatizer is slow, and most words of a text are nobody's indicator. Swedish inflects at the end of a word; forms that change at
        the beginning (bok, böcker; stå, stod) belong to common words, which the table has, and short lemmas rest on the table alone.

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
        inflections: Mapping[str, str] | None = None,
    ) -> None:
        self.patterns = tuple(patterns)
        self._judge = _Judge({atom for pattern in patterns for slot in pattern.slots for atom in slot.atoms}, lemmatize, split, inflections)
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
        self._crowded: dict[int, int] = {}
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
        with _LEARNING:
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

    def _types(self, words: Words) -> npt.NDArray[np.intp]:
        """Return the type number of each word; in pieces, so that the common words of a new text are learned before most of it is read."""
        if self._size.size > _MOST_TYPES:
            self._forget()
        slot = (words.hashes >> np.uint64(46)).astype(np.intp)
        types = np.empty(len(words), dtype=np.int32)
        for first in range(0, len(words), _PIECE):
            piece = slice(first, first + _PIECE)
            types[piece] = self._piece_types(words, slot[piece], words.hashes[piece], first)
        return types.astype(np.intp)

    def _piece_types(self, words: Words, slot: npt.NDArray[np.intp], hashes: npt.NDArray[np.uint64], first: int) -> npt.NDArray[np.int32]:
        types = self._slot_type[slot]
        miss = np.flatnonzero((self._slot_hash[slot] != hashes) | (types < 0))
        if len(miss):
            fresh, at, back = np.unique(hashes[miss], return_index=True, return_inverse=True)
            numbers = self._learn(fresh, words, miss[at] + first)
            types[miss] = numbers[back]
        return types

    def _learn(self, hashes: npt.NDArray[np.uint64], words: Words, at: npt.NDArray[np.intp]) -> npt.NDArray[np.int32]:
        """Return the type numbers of words given by hash and one place each, judging those not met before.

        A type stands in the table at its slot; where another was there first, in the dictionary `_crowded`.
        """
        slot = (hashes >> np.uint64(46)).astype(np.intp)
        numbers = np.full(len(hashes), -1, dtype=np.int32)
        for i in np.flatnonzero(self._slot_type[slot] >= 0).tolist():
            numbers[i] = self._crowded.get(int(hashes[i]), -1)
        new = np.flatnonzero(numbers < 0)
        if len(new):
            text, starts, ends = words.text, words.starts[at[new]].tolist(), words.ends[at[new]].tolist()
            word, atoms = self._judge.atoms([text[start:end].lower() for start, end in zip(starts, ends, strict=True)])
            size = np.bincount(word, minlength=len(new))
            numbers[new] = np.arange(self._size.size, self._size.size + len(new))
            self._at.extend(self._atoms.size + np.cumsum(size) - size)
            self._size.extend(size)
            self._atoms.extend(atoms)
            free = new[self._slot_type[slot[new]] < 0]
            self._slot_hash[slot[free]], self._slot_type[slot[free]] = hashes[free], numbers[free]
            crowded = new[self._slot_hash[slot[new]] != hashes[new]]
            self._crowded.update(zip(hashes[crowded].tolist(), numbers[crowded].tolist(), strict=True))
        return numbers


class _Judge:
    """Tells which atoms words fulfil, many words at a time.

    Letters are found by one automaton over the words, each between two line ends: with one before, letters are a beginning, with one after
    they are an end, with both a form. The automaton also marks the words that may be a form of a lemma or a compound with a part that is
    looked for; only those are lemmatized or split, which is slow.
    """

    def __init__(
        self,
        atoms: Iterable[Atom],
        lemmatize: Callable[[str], str] | None,
        split: Callable[[str], Sequence[str]] | None,
        inflections: Mapping[str, str] | None,
    ) -> None:
        self.number = {atom: i for i, atom in enumerate(sorted(set(atoms)))}
        self.size = len(self.number)
        self._lemmatize = lemmatize
        self._split = split
        self._lemmas: dict[str, list[int]] = {}
        self._parts: dict[str, list[tuple[str, int]]] = {}
        letters: dict[str, list[int]] = {}
        around = {"form": "\n{}\n", "prefix": "\n{}", "suffix": "{}\n", "infix": "{}"}
        for atom, i in self.number.items():
            letters.setdefault(around.get(atom.kind, "\n{}\n").format(atom.letters), []).append(i)
            if atom.kind in around:
                continue
            if lemmatize is not None:
                self._lemmas.setdefault(lemmatize(atom.letters), []).append(i)
            if atom.kind != "lemma":
                for key in {atom.letters, self._base(atom.letters)}:
                    self._parts.setdefault(key, []).append((atom.kind, i))
        self._inflections: Mapping[str, str] = inflections if inflections is not None and self._lemmas else {}
        self._ask_all = inflections is None and bool(self._lemmas)
        stems = {stem for lemma in self._lemmas if len(lemma) >= _LEAST_STEM for stem in _stems(lemma)} if self._inflections else set()
        for stem in stems:
            letters.setdefault(f"\n{stem}", []).append(_MAY_INFLECT)
        for piece in {key[:-1] if len(key) > _LEAST_STEM else key for key in self._parts} if split is not None else ():
            letters.setdefault(piece, []).append(_MAY_BE_COMPOUND)
        self._size = np.array([len(ids) for ids in letters.values()], dtype=np.int64)
        self._at = np.concatenate([[0], np.cumsum(self._size)]).astype(np.int64)
        self._ids = np.array([i for ids in letters.values() for i in ids], dtype=np.int64)
        self._automaton = _automaton(list(letters))

    def _base(self, word: str) -> str:
        return word if self._lemmatize is None else self._lemmatize(word)

    def atoms(self, words: Sequence[str]) -> tuple[Ints, Ints]:
        """Return (number of the word, number of the atom) for words in lower case, sorted and without doubles."""
        clean = [word.replace("\u00ad", "") for word in words] if any("\u00ad" in word for word in words) else list(words)
        word, ids = self._by_letters(clean)
        rows = [(word[ids >= 0], ids[ids >= 0])]
        suspects = set(word[ids == _MAY_INFLECT].tolist())
        if self._inflections:
            suspects.update(i for i, w in enumerate(clean) if self._inflections.get(w) in self._lemmas)
        pairs: list[tuple[int, int]] = []
        for i in range(len(clean)) if self._ask_all else sorted(suspects):
            pairs += [(i, atom) for atom in self._lemmas.get(self._base(clean[i]), ())]
        for i in sorted(set(word[ids == _MAY_BE_COMPOUND].tolist())):
            pairs += [(i, atom) for atom in self._in_compound(clean[i])]
        if pairs:
            found = np.array(pairs, dtype=np.int64)
            rows.append((found[:, 0], found[:, 1]))
        both = np.unique(np.concatenate([w for w, _ in rows]) * (self.size + 1) + np.concatenate([a for _, a in rows]))
        return both // (self.size + 1), both % (self.size + 1)

    def _by_letters(self, words: Sequence[str]) -> tuple[Ints, Ints]:
        if self._automaton is None or not words:
            none = np.empty(0, dtype=np.int64)
            return none, none
        found = np.array(self._automaton.find_matches_as_indexes("\n" + "\n".join(words) + "\n", overlapping=True), dtype=np.int64)
        if not len(found):
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
        ends = np.cumsum(np.fromiter(map(len, words), dtype=np.int64, count=len(words)) + 1)  # the line end behind each word
        pattern, last = found[:, 0], found[:, 2] - 1
        word = np.searchsorted(ends, last, side="left")
        return _expanded(word, self._at[pattern], self._size[pattern], self._ids)

    def _in_compound(self, word: str) -> set[int]:
        found: set[int] = set()
        parts = list(self._split(word)) if self._split is not None and len(word) > _LONGEST_SIMPLE else []
        if len(parts) < 2:
            return found
        for at, part in enumerate(parts):
            for key in {part, self._base(part)}:
                for kind, i in self._parts.get(key, ()):
                    if kind == "part" or (kind == "first" and at == 0) or (kind == "last" and at == len(parts) - 1):
                        found.add(i)
        return found


def _stems(lemma: str) -> set[str]:
    """Return the letters that the forms of a lemma begin with: without a final vowel, and with "enkel" drawn together to "enkl"."""
    if lemma.endswith(("a", "e", "um")):
        return {lemma.removesuffix("um") if lemma.endswith("um") else lemma[:-1]}
    if lemma.endswith(("el", "en", "er")):
        return {lemma, lemma[:-2] + lemma[-1]}
    return {lemma}


def _automaton(pieces: Sequence[str]) -> Any:
    """Return an automaton that finds all of the pieces, or None without any."""
    if not pieces:
        return None
    from ahocorasick_rs import AhoCorasick, MatchKind

    return AhoCorasick(list(pieces), matchkind=MatchKind.Standard)


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
