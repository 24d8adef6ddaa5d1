"""The command `kzpolicy convert`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .errors import InputError, KzPolicyError

if TYPE_CHECKING:
    from .records import Document

_FORMS = {".jsonl": "jsonl", ".json": "label-studio", ".conll": "conll", "": "brat"}


@click.command(short_help="Convert records to forms of annotation tools and back.")
@click.argument("source", metavar="IN", type=click.Path(exists=True, path_type=Path))
@click.option("-o", "--output", metavar="OUT", required=True, type=click.Path(path_type=Path), help="What to write.")
@click.pass_context
def convert(ctx: click.Context, source: Path, output: Path) -> None:
    """Convert the documents of IN to OUT; the names tell the forms.

    NAME.jsonl is what extract writes, NAME.json tasks of Label Studio, NAME.conll tokens with BIO tags, and a NAME
    without an end a folder for brat.
    """
    from . import standoff

    kinds = [_form(ctx, path) for path in (source, output)]
    try:
        documents = list(_read_lines(source)) if kinds[0] == "jsonl" else standoff.read(source, kinds[0])
        if kinds[1] == "jsonl":
            with output.open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(json.dumps(d.to_dict(), ensure_ascii=False) + "\n" for d in documents)
        else:
            standoff.write(documents, output, kinds[1])
    except (KzPolicyError, OSError, UnicodeDecodeError) as error:
        raise click.ClickException(str(error)) from None


def _form(ctx: click.Context, path: Path) -> str:
    form = "brat" if path.is_dir() else _FORMS.get(path.suffix)
    if form is None:
        raise click.UsageError(f"{path}: name a file in .jsonl, .json or .conll, or a folder", ctx)
    return form


def _read_lines(source: Path) -> Iterator[Document]:
    from .records import Document

    with source.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                yield Document.from_dict(json.loads(line))
            except ValueError as error:  # InputError is one
                raise InputError(f"{source}:{number}: {error}") from None
