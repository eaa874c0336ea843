"""Score tokens, sentences and lemmas against a CoNLL-U treebank (UD Talbanken): `python benchmarks/treebank.py FILE.conllu`."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "ADV"})


@dataclass(frozen=True)
class Sentence:
    """A gold sentence: its text, its tokens' spans, forms, lemmas and parts of speech, and whether a paragraph begins with it."""

    text: str
    spans: list[tuple[int, int]]
    forms: list[str]
    lemmas: list[str]
    tags: list[str]
    new_paragraph: bool


def read_conllu(path: Path) -> list[Sentence]:
    """Read the gold sentences."""
    sentences: list[Sentence] = []
    text, rows, new = "", [], False
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("# text = "):
            text = line[9:]
        elif line.startswith(("# newpar", "# newdoc")):
            new = True
        elif line and not line.startswith("#"):
            fields = line.split("\t")
            if fields[0].isdigit():
                rows.append((fields[1], fields[2], fields[3]))
        elif not line and rows:
            spans, at = [], 0
            for form, _, _ in rows:
                at = text.index(form, at)
                spans.append((at, at + len(form)))
                at += len(form)
            sentences.append(Sentence(text, spans, [r[0] for r in rows], [r[1] for r in rows], [r[2] for r in rows], new))
            rows, new = [], False
    return sentences


def f1(found: int, right: int, gold: int) -> float:
    """F1 of counts."""
    return 2 * right / (found + gold) if found + gold else 0.0


def score_tokens(sentences: list[Sentence]) -> tuple[float, Counter[str]]:
    """F1 of token spans, and what went wrong."""
    from kfi_analysis.text import tokenize

    found = right = gold = 0
    wrong: Counter[str] = Counter()
    for sentence in sentences:
        tokens = {(t.start, t.end) for t in tokenize(sentence.text)}
        truth = set(sentence.spans)
        found, right, gold = found + len(tokens), right + len(tokens & truth), gold + len(truth)
        wrong.update(sentence.text[a:b] for a, b in truth - tokens)
    return f1(found, right, gold), wrong


def score_lemmas(sentences: list[Sentence]) -> tuple[float, float, Counter[tuple[str, str, str, str]]]:
    """Share of right lemmas of all tokens and of content words (case ignored), and the errors (form, tag, gold, found)."""
    from kfi_analysis.text import lemmatize

    right = total = content_right = content = 0
    wrong: Counter[tuple[str, str, str, str]] = Counter()
    for sentence in sentences:
        for form, tag, gold, found in zip(sentence.forms, sentence.tags, sentence.lemmas, lemmatize(sentence.forms), strict=True):
            hit = gold.lower() == found.lower()
            total, right = total + 1, right + hit
            if tag in CONTENT:
                content, content_right = content + 1, content_right + hit
            if not hit:
                wrong[(form, tag, gold, found)] += 1
    return right / total, content_right / content, wrong


def joined(sentences: list[Sentence], headings_known: bool) -> tuple[str, list[tuple[int, int]]]:
    """The sentences as running text, and their spans.

    A blank line stands before each paragraph; with `headings_known` also after a sentence that has no stop, as a heading has in print.
    """
    text, spans = "", []
    for sentence in sentences:
        open_end = headings_known and text[-1:] not in (".", "!", "?", "'", ")", ":", ",")
        text += ("\n\n" if sentence.new_paragraph or open_end else " ") if text else ""
        spans.append((len(text), len(text) + len(sentence.text)))
        text += sentence.text
    return text, spans


def score_sentences(gold: list[Sentence], headings_known: bool) -> tuple[float, Counter[str]]:
    """F1 of sentence spans in running text, and the gold sentences that were not found."""
    from kfi_analysis.text import sentences

    text, spans = joined(gold, headings_known)
    found = set(sentences(text))
    wrong = Counter(f"{text[a - 20 : a]}[{text[a:b]}]{text[b : b + 20]}" for a, b in set(spans) - found)
    return f1(len(found), len(found & set(spans)), len(spans)), wrong


def main() -> None:
    gold = read_conllu(Path(sys.argv[1]))
    verbose = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    tokens, wrong_tokens = score_tokens(gold)
    print(f"tokens     F1 {tokens:.4f}")
    ends, wrong_ends = score_sentences(gold, True)
    glued, _ = score_sentences(gold, False)
    print(f"sentences  F1 {ends:.4f} (headings glued on: {glued:.4f})")
    all_, content, wrong = score_lemmas(gold)
    print(f"lemmas     all {all_:.4f}  content {content:.4f}")
    if verbose:
        print(wrong_tokens.most_common(verbose))
        print(*wrong_ends.most_common(verbose), sep="\n")
        print(*(" ".join((*key, str(n))) for key, n in wrong.most_common(verbose)), sep=" · ")


if __name__ == "__main__":
    main()
