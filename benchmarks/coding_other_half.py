"""How well a coder codes the excerpts nobody tuned it on: aggregate figures only.

    python benchmarks/coding_other_half.py                  # the coder and the readers that are shipped
    python benchmarks/coding_other_half.py --coder lexical  # the codebook's indicators, and valence and phase by the lists alone

The report quotes 56 excerpts. Every other one (odd ordinals) was read while the word lists were made, the others were not. The library
ships a coding of all of them (`load_codings`), made from the codebook without looking at what the coder says. This script compares the
coder with it on either half and prints no passage, no id and no single code, so that running it teaches nobody which excerpts are missed.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

import kfi_analysis as kfi
from kfi_analysis.coding import Codings
from kfi_analysis.coding.attributes import PhaseReader, ValenceReader

REPORT = Path(__file__).resolve().parent.parent.parent / "shared" / "sources" / "boras-kfi-2021.txt"
HALVES = (("odd, read while the lists were made", 1), ("even, not read", 0))


def alpha(one: Sequence[object], other: Sequence[object]) -> float:
    """Krippendorff's nominal alpha of two coders without missing values."""
    both = [*one, *other]
    counts = [both.count(value) for value in dict.fromkeys(both)]
    expected = 1 - sum(n * (n - 1) for n in counts) / (len(both) * (len(both) - 1))
    observed = float(np.mean([a != b for a, b in zip(one, other, strict=True)]))
    return 1 - observed / expected if expected else float("nan")


def themes_lines(ids: Sequence[str], coder: Codings, own: Codings, themes: Sequence[str]) -> None:
    got = coder.matrix(codes=themes).loc[list(ids)].to_numpy() > 0
    wanted = own.matrix(codes=themes).loc[list(ids)].to_numpy() > 0
    alphas = []
    for k, theme in enumerate(themes):
        hits = int((got[:, k] & wanted[:, k]).sum())
        said, sought = int(got[:, k].sum()), int(wanted[:, k].sum())
        alphas.append(alpha(wanted[:, k].tolist(), got[:, k].tolist()))
        f1 = 2 * hits / max(1, said + sought)
        print(f"  {theme:14} alpha {alphas[-1]:5.2f}  F1 {f1:.2f}  codes set {said:2}, in our coding {sought:2}")
    pooled = alpha(wanted.ravel().tolist(), got.ravel().tolist())
    print(f"  alpha mean {np.mean(alphas):.2f}, pooled {pooled:.2f}")
    print(f"  codes an excerpt {got.sum(axis=1).mean():.2f}, in our coding {wanted.sum(axis=1).mean():.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--coder", choices=["combined", "lexical"], default="combined")
    name_of_coder = parser.parse_args().coder
    excerpts = kfi.read(REPORT, municipality="Borås").excerpts
    coder = kfi.code(excerpts, "kfi", coder=name_of_coder)
    lists = {"valence": ValenceReader(), "phase": PhaseReader()} if name_of_coder == "lexical" else {}
    values = {name: [one.value for one in reader.read(excerpts.texts.tolist())] for name, reader in lists.items()}
    read = {name: pd.Series(values[name], excerpts.texts.index) if lists else coder.attribute(name) for name in ("valence", "phase")}
    own = kfi.load_codings("boras-2021", source=REPORT)
    themes = kfi.Codebook.load("kfi").themes
    passages = excerpts.passages
    for label, rest in HALVES:
        ids = passages.loc[passages["ordinal"].astype(int) % 2 == rest, "passage_id"].tolist()
        print(f"{label}: {len(ids)} excerpts")
        themes_lines(ids, coder, own, themes)
        for name in ("valence", "phase"):
            got, wanted = read[name].reindex(ids).tolist(), own.attribute(name).reindex(ids).tolist()
            right = np.mean([a == b for a, b in zip(wanted, got, strict=True)])
            print(f"  {name:14} alpha {alpha(wanted, got):5.2f}  accuracy {right:.2f}")


if __name__ == "__main__":
    main()
