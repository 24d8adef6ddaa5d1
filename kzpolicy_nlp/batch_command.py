"""The command `kzpolicy batch`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from .errors import KzPolicyError
from .outputs.progress import Progress, duration

if TYPE_CHECKING:
    from .batch import Summary

FORMATS_IN = ("txt", "md", "html", "docx", "pdf", "jsonl", "csv", "parquet")
FORMATS_OUT = ("jsonl", "csv", "parquet", "sqlite")
TIMEOUT = 300.0
SHOWN = 3  # reasons of failures that the summary shows


def _read_date(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """Returns what `--date` says: auto, name or a day as an ISO date."""
    if value in (None, "auto", "name"):
        return value
    from .extractor import read_anchor

    try:
        return str(read_anchor(value))
    except KzPolicyError as error:
        raise click.BadParameter(f"{error}, or say auto or name", ctx, param) from None


def _read_list(ctx: click.Context, param: click.Parameter, value: str | None) -> list[str] | None:
    return None if value is None else [name.strip() for name in value.split(",") if name.strip()]


@click.command(short_help="Extract the records of thousands of documents.")
@click.argument("inputs", nargs=-1, required=True, metavar="IN...")
@click.option(
    "-o",
    "--output",
    default="-",
    metavar="OUT",
    help="The file to write, whose end tells the format; else stdout.",
)
@click.option("--to", type=click.Choice(FORMATS_OUT), help="The output's format, if OUT doesn't tell.")
@click.option(
    "--records",
    "--only",
    metavar="LISTS",
    callback=_read_list,
    help="Record lists to keep, by commas, or all. By default targets for csv and parquet, all for the others.",
)
@click.option(
    "--date",
    metavar="DATE",
    callback=_read_date,
    help="The date of documents without one of their own: YYYY-MM-DD; auto: the text's own date line; "
    "name: the date in the file's name.",
)
@click.option("--text-column", default="text", show_default=True, metavar="NAME", help="Of jsonl, csv, parquet.")
@click.option("--date-column", metavar="NAME", help="The same; date, if there is one.")
@click.option("--id-column", metavar="NAME", help="The same; id, if there is one.")
@click.option("--format-in", type=click.Choice(FORMATS_IN), help="What every IN is, if the names don't tell.")
@click.option("--encoding", metavar="NAME", help="Of every IN; by default told from the bytes.")
@click.option(
    "--workers", type=click.IntRange(1), metavar="N", help="Processes to share the work; by default one a core."
)
@click.option("--resume", is_flag=True, help="Go on with a batch that was stopped; begin if there is none.")
@click.option(
    "--timeout",
    type=click.FloatRange(0),
    default=TIMEOUT,
    show_default=True,
    metavar="SECONDS",
    help="A document that takes longer fails; 0 is no limit.",
)
@click.option("--max-chars", type=click.IntRange(1), metavar="N", help="A longer document fails.")
@click.option("--no-names", is_flag=True, help="Leave the names tagger out: quicker, rules and gazetteers alone.")
@click.option("--lists", metavar="FILE", multiple=True, help="A list of further bodies or places (TSV); repeatable.")
@click.option("--quiet", is_flag=True, help="Say nothing on stderr but errors.")
@click.pass_context
def batch(
    ctx: click.Context,
    inputs: tuple[str, ...],
    output: str,
    to: str | None,
    records: list[str] | None,
    date: str | None,
    text_column: str,
    date_column: str | None,
    id_column: str | None,
    format_in: str | None,
    encoding: str | None,
    workers: int | None,
    resume: bool,
    timeout: float,
    max_chars: int | None,
    no_names: bool,
    lists: tuple[str, ...],
    quiet: bool,
) -> None:
    """Extract the records of every document in IN: files, folders with all that is in them, patterns, or - for stdin.

    \b
    one document a file    .txt .md .html .docx .pdf
    one document a row     .jsonl .csv .parquet    (stdin: jsonl)
    compressed             .gz .zst of any of them
    OUT                    .jsonl .csv .parquet .sqlite, .jsonl.gz …

    The order is kept. A document that fails is written to OUT.errors.jsonl with the reason, and the rest is done: exit
    code 1. A batch that was stopped or killed goes on with --resume, to the same output.

    \b
    kzpolicy batch news/ --date name -o records.sqlite
    kzpolicy batch news.csv --text-column body --date-column day -o targets.csv
    zcat news.jsonl.gz | kzpolicy batch - > records.jsonl
    """
    from .batch import batch as run
    from .extractor import Extractor
    from .inputs.rows import Columns
    from .inputs.sources import Reading

    progress = Progress(sys.stderr, quiet=quiet, each_failure=output == "-")
    try:
        summary = run(
            inputs,
            output,
            extractor=Extractor(names=not no_names, lists=lists),
            reading=Reading(date, Columns(text_column, date_column, id_column), encoding, format_in),
            to=to,
            records=records,
            workers=workers,
            timeout=timeout or None,
            max_chars=max_chars,
            resume=resume,
            progress=progress,
        )
    except KzPolicyError as error:
        click.echo(f"kzpolicy: {error}", err=True)
        ctx.exit(2)
    except KeyboardInterrupt:
        if output != "-":
            progress.end()
            click.echo(f"{output} has what was done so far; go on with --resume", err=True)
        raise
    finally:
        progress.end()
    if not quiet:
        click.echo(_said(summary), err=True)
    if summary.failed:
        click.echo(f"{summary.failed:,} failed{'' if output == '-' else f', see {output}.errors.jsonl'}", err=True)
        if output != "-":
            for reason in summary.reasons[:SHOWN]:
                click.echo(f"  {reason}", err=True)
        ctx.exit(1)


def _said(summary: Summary) -> str:
    """Returns what a batch did in a line: `1,200 documents in 2 min, 10.0/s; passed over: 2 .png`."""
    now = summary.documents + summary.failed - summary.resumed
    said = f"{summary.documents:,} documents"
    if summary.resumed:
        said += f", {now:,} in this run,"
    said += f" in {duration(summary.seconds)}, {now / max(summary.seconds, 1e-6):.1f}/s"
    if summary.passed:
        said += f"; passed over: {', '.join(f'{n:,} {end}' for end, n in summary.passed.most_common(5))}"
    return said
