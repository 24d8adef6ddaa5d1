"""The command line: `kzpolicy extract`, `kzpolicy explain`, `kzpolicy batch`, `kzpolicy schema`, `kzpolicy info`.

Data goes to stdout, talk to stderr. Exit codes: 0 done, 1 some input failed, 2 wrong use. The engine, rich and msgspec
are imported inside the commands, so that `kzpolicy --help` answers at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, TYPE_CHECKING, Any

import click

from . import __version__
from .batch_command import batch
from .convert_command import convert
from .errors import InputError, KzPolicyError
from .records import LISTS

if TYPE_CHECKING:
    from .extractor import Extractor
    from .records import Document

FORMATS = ("table", "json", "jsonl")
INTERRUPTED, PIPE_CLOSED = 130, 141  # what a shell reports for SIGINT and SIGPIPE


class _Commands(click.Group):
    """A group that ends quietly when it is interrupted or when nobody reads its output any more."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result
        except KeyboardInterrupt:
            click.echo("interrupted", err=True)
            ctx.exit(INTERRUPTED)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            ctx.exit(PIPE_CLOSED)


def _read_only(ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[str, ...] | None:
    """Returns the record lists that `--only` names, in the order of SPEC §11."""
    if value is None:
        return None
    named = [name.strip() for name in value.split(",") if name.strip()]
    unknown = [name for name in named if name not in LISTS]
    if unknown or not named:
        said = f"no such list: {', '.join(unknown)}" if unknown else "no list is named"
        raise click.BadParameter(f"{said}; choose from {', '.join(LISTS)}", ctx, param)
    return tuple(name for name in LISTS if name in named)


def _read_date(ctx: click.Context, param: click.Parameter, value: str | None) -> Any:
    """Returns the date that `--date` gives; `auto` stays."""
    if value == "auto":
        return value
    from .extractor import read_anchor

    try:
        return read_anchor(value)
    except InputError as error:
        raise click.BadParameter(str(error), ctx, param) from None


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kzpolicy", message="%(prog)s %(version)s")
def main() -> None:
    """Turns Russian-language policy texts of Kazakhstan into records: targets, facts, money, dates and names."""


main.add_command(batch)
main.add_command(convert)


@main.command(short_help="Extract the records of texts.")
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option(
    "--date",
    metavar="YYYY-MM-DD",
    callback=_read_date,
    help="The date of the texts, from which «this year» and «in three months» count; auto: each text's own date line.",
)
@click.option(
    "--format", "form", type=click.Choice(FORMATS), help="The output's form; table in a terminal, else jsonl."
)
@click.option(
    "--only", metavar="LISTS", callback=_read_only, help=f"Record lists to keep, by commas: {', '.join(LISTS)}."
)
@click.option("--no-names", is_flag=True, help="Leave the names tagger out: quicker, rules and gazetteers alone.")
@click.option(
    "--lists",
    metavar="FILE",
    multiple=True,
    help="A list of further bodies or places (TSV); may be given several times.",
)
@click.option("-o", "--output", metavar="FILE", help="Write there instead of stdout (.json gives json).")
@click.option("--quiet", is_flag=True, help="Say nothing on stderr but errors.")
@click.pass_context
def extract(
    ctx: click.Context,
    files: tuple[str, ...],
    date: Any,
    form: str | None,
    only: tuple[str, ...] | None,
    no_names: bool,
    lists: tuple[str, ...],
    output: str | None,
    quiet: bool,
) -> None:
    """Extract the records of each FILE, a UTF-8 text; without FILE, or for -, of the text on stdin.

    The table is for reading. json is one indented object (an array for several files); jsonl is one object a line,
    in the order of the files. A file that can't be read is named on stderr and the others are done: exit code 1.
    """
    if not files:
        if sys.stdin.isatty():
            raise click.UsageError("no text: name a FILE, or pipe a text in", ctx)
        files = ("-",)
    if output in (None, "-"):
        output = "-"
        form = form or ("table" if sys.stdout.isatty() else "jsonl")
    else:
        form = form or ("json" if output.endswith(".json") else "jsonl")
        if os.path.exists(output) and any(os.path.exists(f) and os.path.samefile(f, output) for f in files):
            raise click.BadParameter(f"{output} is one of the inputs", ctx, param_hint="-o")
    from .extractor import Extractor

    failed: list[str] = []
    try:
        extractor = Extractor(names=not no_names, lists=lists)
    except KzPolicyError as error:
        raise click.BadParameter(str(error), ctx, param_hint="--lists") from None
    documents = _documents(extractor, files, date, failed)
    try:
        stream = click.open_file(output, "w", encoding="utf-8")
    except OSError as error:
        raise click.BadParameter(f"{output}: {error.strerror}", ctx, param_hint="-o") from None
    done = 0
    with stream:
        for number, document in enumerate(documents):
            _write(document, stream, form, only, number, many=len(files) > 1)
            done += 1
        if form == "json" and len(files) > 1:
            stream.write("\n]\n" if done else "[]\n")
        stream.flush()
    if len(files) > 1 and not quiet:
        click.echo(f"{done} of {len(files)} texts done{f', {len(failed)} failed' if failed else ''}", err=True)
    if failed:
        ctx.exit(1)


def _documents(extractor: Extractor, files: Iterable[str], date: Any, failed: list[str]) -> Iterator[Document]:
    """Yields the document of each file; a file that fails is said on stderr and added to `failed`."""
    for name in files:
        try:
            yield extractor.extract(_read(name), date, id=None if name == "-" else name)
        except (KzPolicyError, OSError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            click.echo(f"kzpolicy: {'stdin' if name == '-' else name}: {reason}", err=True)
            failed.append(name)


def _read(name: str) -> str:
    """Returns the text of a file or of stdin, line ends as they are, a byte order mark left out.

    Raises:
        InputError: it isn't UTF-8; the message names the byte and what to do.
    """
    if name == "-":
        data = sys.stdin.buffer.read()
    else:
        with open(name, "rb") as file:
            data = file.read()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"not UTF-8 (byte 0x{data[error.start]:02x} at position {error.start}); "
            "if it is Windows-1251 (cp1251), convert it: iconv -f cp1251 -t utf-8"
        ) from None


def _write(
    document: Document, stream: IO[str], form: str, only: Sequence[str] | None, number: int, *, many: bool
) -> None:
    if form == "table":
        from .outputs.terminal import show

        show(document, stream, only=only)
        return
    import json

    text = json.dumps(document.to_dict(only=only), ensure_ascii=False, indent=2 if form == "json" else None)
    opening = ("[\n" if number == 0 else ",\n") if form == "json" and many else ""
    stream.write(opening + text + ("" if opening else "\n"))


@main.command(short_help="Show why a text has its targets and facts.")
@click.argument("text", required=False)
@click.option("--file", "name", metavar="FILE", help="Explain the text of a file.")
@click.option(
    "--date", metavar="YYYY-MM-DD", callback=_read_date, help="The date of the text; auto: its own date line."
)
@click.pass_context
def explain(ctx: click.Context, text: str | None, name: str | None, date: Any) -> None:
    """Show why TEXT has its targets and facts; without TEXT, or for -, the text on stdin.

    Each sentence comes with the value (=), the deadline (~) and the indicator (-) underlined, then the record, the
    words and rules that it rests on with their data files, and how likely it is right.
    """
    from .extractor import Extractor
    from .outputs.explain import explain as show

    if text is not None and name is not None:
        raise click.UsageError("give TEXT or --file, not both", ctx)
    if text is None and name is None and sys.stdin.isatty():
        raise click.UsageError("no text: give TEXT or --file, or pipe a text in", ctx)
    try:
        read = text if text not in (None, "-") else _read(name or "-")
        show(Extractor().extract(read or "", date), sys.stdout)
    except (KzPolicyError, OSError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        click.echo(f"kzpolicy: {name or 'stdin'}: {reason}", err=True)
        ctx.exit(1)


@main.command(short_help="Print the JSON Schema of a document.")
def schema() -> None:
    """Print the JSON Schema of a document as extract writes it; its `$comment` is the schema's version."""
    import json

    from .records import SCHEMA
    from .records import schema as of_document

    click.echo(json.dumps({"$comment": f"version {SCHEMA}", **of_document()}, ensure_ascii=False, indent=2))


@main.command(short_help="Say what is installed: versions, model, words.")
def info() -> None:
    """Say what is installed: versions, the names model and the words found, with their sizes."""
    import importlib.util
    import platform

    from .names.model_files import EMBEDDINGS, WEIGHTS

    here = os.path.dirname(os.path.abspath(__file__))
    click.echo(f"kzpolicy_nlp  {__version__}  {here}")
    click.echo(f"python        {platform.python_version()}  {sys.executable}")
    words = os.path.join(here, "words")
    click.echo(f"words         {len(os.listdir(words))} files, {_size(words)}")
    click.echo(f"names model   {WEIGHTS}, {_size(WEIGHTS)}")
    for title, package, part in (
        ("embeddings", "natasha", EMBEDDINGS),
        ("morphology", "pymorphy3_dicts_ru", "data"),
    ):
        spec = importlib.util.find_spec(package)
        place = os.path.join(next(iter(spec.submodule_search_locations or [""])), part) if spec else ""
        found = f"{place}, {_size(place)}" if os.path.exists(place) else f"not found: pip install {package}"
        click.echo(f"{title:<13} {found}")
    click.echo(f"packages      {', '.join(_versions())}")


def _versions() -> Iterator[str]:
    from importlib.metadata import PackageNotFoundError, version

    for name in ("razdel", "pymorphy3", "slovnet", "navec", "natasha", "numpy", "msgspec", "click", "rich"):
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            yield f"{name} not found"


def _size(path: str) -> str:
    """Returns the size of a file or of all files of a folder, in words."""
    files = [os.path.join(folder, name) for folder, _, names in os.walk(path) for name in names] or [path]
    size = float(sum(os.path.getsize(file) for file in files))
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{size / 1e3:.0f} kB"


if __name__ == "__main__":
    main(prog_name="kzpolicy")
