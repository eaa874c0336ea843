"""How good the topics are: the tables `quality` and `topics`, each measure beside what chance gives.

Verdicts: *ej skild från slump* is a topic that holds together in the other half of the material no better than the best topic of
shuffled material (in more than one shuffle of twenty); *stabil* holds better, and comes back with a mean Jaccard of a half or more when
80 % of the material is drawn anew; *skör* holds better but comes back less; *ej prövad* was not resampled or not shuffled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from kfi_analysis.topics.coherence import c_v, npmi, window_counts
from kfi_analysis.topics.material import Material
from kfi_analysis.topics.measures import diversity, exclusivity
from kfi_analysis.topics.problem import top_terms
from kfi_analysis.topics.stability import Chance, Resampled

__all__ = ["FRAGILE", "NOISE", "STABLE", "UNTESTED", "Assessment", "assess"]

Floats = npt.NDArray[np.float64]
STABLE, FRAGILE, NOISE, UNTESTED = "stabil", "skör", "ej skild från slump", "ej prövad"
LEVEL = 0.05
"""Level of the test, over all topics together; with fewer than 19 shuffles it is 1 / (1 + shuffles)."""
HALF = 0.5
_COLUMNS = ("measure", "topic", "value", "low", "high", "null", "n", "note")


@dataclass(frozen=True, eq=False)
class Assessment:
    """The table `Topics.quality`, and per topic: recurrence with interval, excess, p, verdict, npmi, exclusivity."""

    quality: pd.DataFrame
    per_topic: pd.DataFrame


def assess(
    material: Material,
    components: npt.NDArray[np.floating],
    *,
    resampled: Resampled | None,
    backed: Floats | None,
    null: Chance | None,
    seeds: Sequence[float] | None,
) -> Assessment:
    """Measure one solution.

    Parameters
    ----------
    material
        What was modelled.
    components
        Topics × terms.
    resampled
        From `stability.resample`; None if not asked for.
    backed
        From `stability.halves`: held-out excess of each topic's counterpart (halves × topics).
    null
        From `stability.chance`: the same on shuffled material.
    seeds
        Likeness to the topics of other seeds.
    """
    k = components.shape[0]
    words = top_terms(components)
    near = window_counts(material.ids, material.starts, words, 10)
    wide = window_counts(material.ids, material.starts, words, 110)
    coherence = np.array([npmi(near, topic) for topic in words])
    cv = np.array([c_v(wide, topic) for topic in words])
    own = exclusivity(components, words)
    rows: list[tuple[object, ...]] = [
        _row("npmi", coherence.mean(), n=k, note="fönster 10, på samma material"),
        _row("c_v", cv.mean(), n=k, note="fönster 110, på samma material"),
        _row("diversity", diversity(words), n=sum(map(len, words)), note="andel olika ord bland tio per ämne"),
        _row("exclusivity", own.mean(), null=1.0 / k, n=k, note="slump: alla ämnen delar orden lika"),
    ]
    per_topic = pd.DataFrame({"topic": np.arange(1, k + 1), "npmi": coherence, "exclusivity": own})
    blank = np.full(k, np.nan)
    recurrence, low, high, excess, p = blank, blank, blank, blank, blank
    if resampled is not None and len(resampled.recurrence):
        recurrence = resampled.recurrence.mean(axis=0)
        low, high = np.quantile(resampled.recurrence, [0.025, 0.975], axis=0)
        means = resampled.recurrence.mean(axis=1)
        by_chance = float(np.nanmean(null.recurrence)) if null is not None else np.nan
        n = len(means)
        ends = np.quantile(means, [0.025, 0.975])
        rows.append(_row("recurrence", means.mean(), *ends, null=by_chance, n=n, note="bästa motsvarighet i urval om 80 %"))
        matched = resampled.matched.mean(axis=1)
        rows.append(_row("recurrence_matched", matched.mean(), *np.quantile(matched, [0.025, 0.975]), n=n, note="ett till ett"))
        rows.extend(_held_out(resampled))
    if backed is not None:
        excess = np.nanmean(backed, axis=0)
    best_by_chance = None
    if null is not None:
        filled = np.where(np.isnan(null.excess), -np.inf, null.excess).max(axis=1, initial=-np.inf)
        best_by_chance = np.where(np.isinf(filled), np.nan, filled)
    if best_by_chance is not None:
        p = np.array([(1 + (~(best_by_chance < value)).sum()) / (1 + len(best_by_chance)) for value in excess])
    if seeds:
        rows.append(_row("seed_stability", float(np.mean(seeds)), min(seeds), max(seeds), n=len(seeds), note="andra frön, samma material"))
    rows.extend(_row("npmi", coherence[t], topic=t + 1) for t in range(k))
    rows.extend(_row("exclusivity", own[t], topic=t + 1, null=1.0 / k) for t in range(k))
    level = max(LEVEL, 1.0 / (1 + len(best_by_chance))) if best_by_chance is not None else LEVEL
    limit = float(best_by_chance.max()) if best_by_chance is not None else np.nan
    if resampled is not None:
        n = len(resampled.recurrence)
        rows.extend(_row("recurrence", recurrence[t], low[t], high[t], topic=t + 1, n=n) for t in range(k))
    if backed is not None:
        note = "i den andra halvan; slump: bästa ämnet av alla omblandningar"
        rows.extend(_row("excess", excess[t], topic=t + 1, null=limit, n=len(backed), note=note) for t in range(k))
    quality = pd.DataFrame(rows, columns=list(_COLUMNS)).astype({"topic": "Int64", "n": "Int64", "note": "string", "measure": "string"})
    per_topic = per_topic.assign(recurrence=recurrence, recurrence_low=low, recurrence_high=high, excess=excess, p=p)
    per_topic["verdict"] = pd.array([_verdict(r, q, level) for r, q in zip(recurrence, p, strict=True)], dtype="string")
    return Assessment(quality, per_topic)


def _held_out(resampled: Resampled) -> list[tuple[object, ...]]:
    if not resampled.coherence.size or np.isnan(resampled.coherence).all():
        return []
    known = ~(np.isnan(resampled.coherence).all(axis=1) | np.isnan(resampled.chance).all(axis=1))
    if not known.any():
        return []
    seen, chance = np.nanmean(resampled.coherence[known], axis=1), np.nanmean(resampled.chance[known], axis=1)
    excess = seen - chance
    n = len(excess)
    ends = np.quantile(excess, [0.025, 0.975])
    return [
        _row("held_out_npmi", seen.mean(), *np.quantile(seen, [0.025, 0.975]), null=chance.mean(), n=n, note="på utelämnade stycken"),
        _row("excess", excess.mean(), *ends, null=0.0, n=n, note="mot slumpord med samma frekvens, på utelämnade stycken"),
    ]


def _row(
    measure: str,
    value: float,
    low: float = np.nan,
    high: float = np.nan,
    *,
    topic: int | None = None,
    null: float = np.nan,
    n: int | None = None,
    note: str | None = None,
) -> tuple[object, ...]:
    return (measure, pd.NA if topic is None else topic, value, low, high, null, pd.NA if n is None else n, pd.NA if note is None else note)


def _verdict(recurrence: float, p: float, level: float) -> str:
    if np.isnan(recurrence) or np.isnan(p):
        return UNTESTED
    if p > level + 1e-12:
        return NOISE
    return STABLE if recurrence >= HALF else FRAGILE
