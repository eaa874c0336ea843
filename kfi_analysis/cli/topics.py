"""`kfi topics`: topics of a corpus, with how far each can be trusted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kfi_analysis.cli.output import emit, emit_records, format_option, output_option
from kfi_analysis.cli.source import load, metadata_options, source_argument
from kfi_analysis.errors import ReadError, SettingError

if TYPE_CHECKING:
    from kfi_analysis.coding import Codebook

__all__ = ["command"]

METHODS = ("nmf", "tfidf-nmf", "consensus", "lda", "gensim-lda", "gensim-hdp")


@click.command()
@source_argument
@metadata_options
@click.option("-k", "--n-topics", default="10", show_default=True, help="A number, or a range such as 5-15: then a size is suggested.")
@click.option("--method", type=click.Choice(METHODS), default="nmf", show_default=True, help="How topics are found.")
@click.option("--seed", default=0, show_default=True, help="Of samples and shuffles (and of LDA's start).")
@click.option(
    "--seeds", type=click.Path(dir_okay=False, path_type=Path), help="YAML: theme -> list of seed words; those topics start there."
)
@click.option("--by", help="Column whose groups are shown first: source_kind, unit, municipality, year, ...")
@click.option("--resamples", default=50, show_default=True, help="Refits on 80 % of the material; 0 leaves the test out.")
@click.option("--shuffles", default=19, show_default=True, help="Shuffled materials to test against; 0 leaves the test out.")
@click.option("--compounds", type=click.Choice(("whole", "split", "both")), default="whole", show_default=True, help="Compound words.")
@click.option("--keep-method-chapters", is_flag=True, help="Model the sections about the study itself, too.")
@click.option("--once", is_flag=True, help="Count nearly identical passages once.")
@click.option("--excerpts", is_flag=True, help="Model the quoted excerpts alone.")
@click.option("--workers", default=1, show_default=True, help="Threads; the result is the same.")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Also write the interactive page (one file).")
@click.option("--figure", type=click.Path(dir_okay=False, path_type=Path), help="Also write the picture for print (.png, .svg, .pdf).")
@click.option("--save", type=click.Path(dir_okay=False, path_type=Path), help="Also save the model (no texts in it).")
@click.option("--no-texts", is_flag=True, help="Leave the passages' texts out of JSON and HTML.")
@format_option
@output_option
def command(
    *,
    source: tuple[str, ...],
    format_: str,
    output: Path | None,
    n_topics: str,
    method: str,
    seed: int,
    seeds: str | None,
    by: str | None,
    resamples: int,
    shuffles: int,
    compounds: str,
    keep_method_chapters: bool,
    once: bool,
    excerpts: bool,
    workers: int,
    html: Path | None,
    figure: Path | None,
    save: Path | None,
    no_texts: bool,
    **settings: Any,
) -> None:
    """Find topics: words that stand together, the passages that carry them, and whether they come back.

    JSON holds "topics" (label, words with weight and FREX, recurrence, prevalence, groups, passages), "quality", "settings" and more;
    the other formats hold one row a topic.

    Example: kfi topics rapport.txt -k 5-15 --html amnen.html --format json
    """
    from kfi_analysis.progress import progress_bar
    from kfi_analysis.topics import fit_topics
    from kfi_analysis.topics.material import METHOD_CHAPTERS
    from kfi_analysis.topics.summary import topic_summary

    corpus = load(source, **settings)
    with progress_bar("topics") as progress:
        topics = fit_topics(
            corpus.excerpts if excerpts else corpus,
            _sizes(n_topics),
            method=method,
            seed=seed,
            seeds=_seed_words(seeds),
            by=by,
            resamples=resamples,
            shuffles=shuffles,
            leave_out=None if keep_method_chapters else METHOD_CHAPTERS,
            compounds=compounds,
            duplicates="once" if once else "keep",
            workers=workers,
            progress=progress,
        )
    if format_ == "json" or html is not None:
        summary = topic_summary(topics, texts=not no_texts)
    if html is not None:
        from kfi_analysis.report.topics_html import write_topics_html

        write_topics_html(summary, html)
    if figure is not None:
        from kfi_analysis.plots.topics import save_topic_figure

        save_topic_figure(topic_summary(topics, texts=False, passages=1), figure)
    if save is not None:
        topics.save(save)
    if format_ == "json":
        emit_records(summary, output)
    else:
        emit(topics.topics, format_, output)
    if topics.choice is not None:
        click.echo(topics.choice.reasons, err=True)


def _sizes(text: str) -> int | range:
    found = re.fullmatch(r"\s*(\d+)\s*(?:[-–:]\s*(\d+)\s*)?", text)
    if not found or (found[2] and int(found[2]) < int(found[1])):
        raise SettingError(f"--n-topics must be a number or a range such as 5-15, got {text!r}")
    return range(int(found[1]), int(found[2]) + 1) if found[2] else int(found[1])


def _seed_words(name: str | None) -> Mapping[str, list[str]] | Codebook | None:
    """Return the words of a YAML mapping, or a codebook."""
    if name is None:
        return None
    import yaml

    from kfi_analysis.coding import Codebook

    path = Path(name)
    if not path.is_file() or path.suffix.lower() not in (".yaml", ".yml"):
        return Codebook.load(name)
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ReadError(f"it cannot be read as YAML ({' '.join(str(error).split())})", where=path) from error
    if isinstance(data, dict) and "codes" in data:
        return Codebook.load(name)
    if not isinstance(data, dict) or not all(isinstance(words, list) for words in data.values()):
        raise ReadError("expected a mapping from theme to a list of words, such as  samverkan: [samverkan, partner]", where=path)
    return {str(theme): [str(word) for word in words] for theme, words in data.items()}
