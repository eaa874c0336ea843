"""OCR repair against the truth: word error rate, spoiled words, speed, and what kinds of errors are left.

    python benchmarks/ocr.py                    the misread board papers against the clean report, with and without other clean text
    python benchmarks/ocr.py --made             clean texts misread by rule (three ways), repaired, and held against themselves

Needs `../shared/sources` (and `../shared/data` for the treebank). Prints kinds and counts, no sentence of a source.

The two texts are aligned word by word: first three-word runs that are unique on both sides (their vowels and look-alikes folded into
one sign), the longest chain of them in order, then edit distance between them. A gap of more than 120 words on either side is a part
that only one text has and is left out of the count. Words are stripped of punctuation; a line-end hyphen joins its halves.
"""

from __future__ import annotations

import argparse
import bisect
import json
import random
import re
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
sys.path.insert(0, str(ROOT))

GAP = 120
RUN = 3
_TOKEN = re.compile(r"\S+(?:(?<=[^\W\d_])[-\u00ad]\s*\n\s*(?!(?:och|eller|samt|men)\b)[^\W\d_&]\S*)*")
_BREAK = re.compile(r"[-\u00ad]\s*\n\s*")
_EDGE = re.compile(r"^[^\w&]+|[^\w&]+$")
_FOLD = str.maketrans(dict.fromkeys("åäöaoeéèidui46G&@ÅÄÖAOEÉIDlL1|", "a") | dict.fromkeys("-.,'\"”’", ""))

Pair = tuple[int | None, int | None]


def tokens(text: str) -> list[tuple[str, int]]:
    """Return the words with the place where each begins."""
    found = ((_EDGE.sub("", _BREAK.sub("", match.group())), match.start()) for match in _TOKEN.finditer(text))
    return [(word, start) for word, start in found if word]


def fold(word: str) -> str:
    return word.translate(_FOLD).lower()


def chain(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest run of pairs that goes forward on both sides."""
    tails: list[int] = []
    ends: list[int] = []
    before = [-1] * len(pairs)
    for place, (_, right) in enumerate(pairs):
        at = bisect.bisect_left(tails, right)
        if at == len(tails):
            tails.append(right)
            ends.append(place)
        else:
            tails[at], ends[at] = right, place
        before[place] = ends[at - 1] if at else -1
    out: list[tuple[int, int]] = []
    place = ends[-1] if ends else -1
    while place >= 0:
        out.append(pairs[place])
        place = before[place]
    return out[::-1]


def anchors(left: list[str], right: list[str]) -> list[tuple[int, int]]:
    def unique(words: list[str]) -> dict[tuple[str, ...], int]:
        seen: dict[tuple[str, ...], int] = {}
        for place in range(len(words) - RUN + 1):
            run = tuple(words[place : place + RUN])
            seen[run] = -1 if run in seen else place
        return seen

    one, other = unique(left), unique(right)
    runs = chain(sorted((place, other[run]) for run, place in one.items() if place >= 0 and other.get(run, -1) >= 0))
    return chain(sorted({(i + k, j + k) for i, j in runs for k in range(RUN)}))


def edit_path(left: list[str], right: list[str]) -> list[Pair]:
    rows = [list(range(len(right) + 1))]
    for i, word in enumerate(left, 1):
        row = [i]
        for j, other in enumerate(right, 1):
            row.append(min(rows[-1][j - 1] + (word != other), rows[-1][j] + 1, row[-1] + 1))
        rows.append(row)
    out: list[Pair] = []
    i, j = len(left), len(right)
    while i or j:
        if i and j and rows[i][j] == rows[i - 1][j - 1] + (left[i - 1] != right[j - 1]):
            i, j = i - 1, j - 1
            out.append((i, j))
        elif i and rows[i][j] == rows[i - 1][j] + 1:
            i -= 1
            out.append((i, None))
        else:
            j -= 1
            out.append((None, j))
    return out[::-1]


def align(truth: list[str], read: list[str]) -> list[Pair]:
    """Return the pairs of places (truth, read); None on one side is a word lost or added."""
    left, right = [fold(word) for word in truth], [fold(word) for word in read]
    out: list[Pair] = []
    last: tuple[int, int] | None = None
    for i, j in anchors(left, right):
        if last is not None:
            if i <= last[0] or j <= last[1]:
                continue
            lost, added = i - last[0] - 1, j - last[1] - 1
            if max(lost, added) <= GAP and (lost or added):
                for a, b in edit_path(left[last[0] + 1 : i], right[last[1] + 1 : j]):
                    out.append((None if a is None else a + last[0] + 1, None if b is None else b + last[1] + 1))
        out.append((i, j))
        last = (i, j)
    return out


@dataclass
class Score:
    """Counts of a text against the truth; `left` holds (truth, read, place in the truth, place in the text)."""

    words: int = 0
    wrong: int = 0
    lost: int = 0
    added: int = 0
    right_at: set[int] = field(default_factory=set)
    left: list[tuple[str, str, int, int]] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Word error rate."""
        return (self.wrong + self.lost + self.added) / max(self.words, 1)


def score(truth: list[tuple[str, int]], text: str) -> Score:
    """Return how a text stands against the truth."""
    read = tokens(text)
    out = Score()
    for i, j in align([word for word, _ in truth], [word for word, _ in read]):
        if i is None:
            out.added += 1
            continue
        out.words += 1
        if j is None:
            out.lost += 1
        elif truth[i][0] == read[j][0]:
            out.right_at.add(i)
        else:
            out.wrong += 1
            out.left.append((truth[i][0], read[j][0], i, j))
    return out


def kinds(before: Score, after: Score) -> Counter[str]:
    """Return the errors that are left, by kind."""
    from kfi_analysis.text.lexicon import frequency

    was = {place: word for _, word, place, _ in before.left}
    out: Counter[str] = Counter()
    for truth, read, place, _ in after.left:
        if place in before.right_at:
            out["spoiled: was right before"] += 1
        elif truth.lower() == read.lower():
            out["only small and capital letters differ"] += 1
        elif not truth.isalpha() and any(char.isdigit() for char in truth):
            out["figures, codes and footnote marks"] += 1
        elif len(truth) - len(read) > 2 or len(read) - len(truth) > 2:
            out["words run together or torn apart"] += 1
        elif was.get(place) == read:
            known = frequency(read.lower()) > 1e-7
            out["left as it was, a real word for another" if known else "left as it was, no word"] += 1
        elif frequency(read.lower()) > 1e-7:
            out["mended to a wrong real word"] += 1
        else:
            out["mended to no word"] += 1
    out["lost words"] += after.lost
    out["added words"] += after.added
    return out


def goteborg() -> list[str]:
    from kfi_analysis.corpus import read

    return [str(text) for text in read(SHARED / "sources" / "goteborg").documents["text"]]


def report(name: str, truth: str, noisy: str, vocabulary: list[str] | None) -> dict[str, object]:
    from kfi_analysis.text.ocr import repair

    reference = tokens(truth)
    start, cpu = time.perf_counter(), time.process_time()
    result = repair(noisy, vocabulary=vocabulary)
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    before, after = score(reference, noisy), score(reference, result.text)
    spoiled = before.right_at - after.right_at
    count = len(noisy.split())
    row = {
        "text": name,
        "words": before.words,
        "wer_before": round(before.rate, 4),
        "wer_after": round(after.rate, 4),
        "spoiled": len(spoiled),
        "spoiled_share": round(len(spoiled) / max(len(before.right_at), 1), 5),
        "changes": len(result.changes),
        "words_per_second": round(count / seconds),
        "words_per_cpu_second": round(count / cpu),
        "changes_when_repeated": len(repair(result.text, vocabulary=vocabulary).changes),
        "left": dict(kinds(before, after).most_common()),
    }
    print(json.dumps(row, ensure_ascii=False), flush=True)
    return row


MISREADINGS = {
    "å, ä, ö lost": {"å": "a", "ä": "a", "ö": "o", "Å": "A", "Ä": "A", "Ö": "O"},
    "å, ä, ö read by an English model": {"å": "aaaadié4", "ä": "aaiiidé4", "ö": "oooo6éG&", "Å": "A", "Ä": "A", "Ö": "O"},
    "å, ä, ö read by a German model": {"å": "äääaaà", "Å": "AÄ"},
}


def misread(text: str, signs: dict[str, str], seed: int) -> str:
    """Return the text with letters read as one of their look-alikes, and one word in 100 with another slip of the eye."""
    chance = random.Random(seed)
    slips = (("rn", "m"), ("f", "t"), ("l", "I"), ("e", "c"), ("m", "rn"), ("h", "b"))
    out = []
    for part in re.split(r"(\s+)", text):
        word = "".join(chance.choice(signs[char]) if char in signs else char for char in part)
        if part.isalpha() and chance.random() < 0.01:
            old, new = chance.choice(slips)
            word = word.replace(old, new, 1)
        out.append(word)
    return "".join(out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--made", action="store_true", help="clean texts misread by rule")
    chosen = parser.parse_args()
    from kfi_analysis.text.ocr import repair
    from kfi_analysis.text.ocr.lexicon import swedish_forms

    start = time.perf_counter()
    swedish_forms()
    print(f"word list loaded in {time.perf_counter() - start:.1f} s", flush=True)
    sources = SHARED / "sources"
    truth = (sources / "boras-kfi-2021.txt").read_text(encoding="utf-8")
    if not chosen.made:
        noisy = (sources / "boras-aln-2022-01-25-ocr.txt").read_text(encoding="utf-8")
        print("changes on the clean report:", len(repair(truth).changes))
        print("changes on the clean audits:", sum(len(repair(text).changes) for text in goteborg()))
        report("board papers, no clean text", truth, noisy, None)
        report("board papers, audits of another city as clean text", truth, noisy, goteborg())
        from kfi_analysis.corpus import list_corpora, load_corpus

        if "exempelkommuner" in set(list_corpora()["name"]):
            made = [str(text) for text in load_corpus("exempelkommuner").documents["text"]]
            report("board papers, audits and exempelkommuner as clean text", truth, noisy, goteborg() + made)
        return
    lines = (SHARED / "data" / "sv_talbanken-ud-dev.conllu").read_text(encoding="utf-8").splitlines()
    treebank = "\n".join(line[9:] for line in lines if line.startswith("# text = "))
    texts = {"treebank": treebank, "audits": "\n\n".join(goteborg()), "report": truth}
    for name, text in texts.items():
        for seed, (way, signs) in enumerate(MISREADINGS.items()):
            report(f"{name}, {way}", text, misread(text, signs, seed), None)


if __name__ == "__main__":
    main()
