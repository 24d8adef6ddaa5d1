"""Label Studio: a JSON list of tasks, whose predictions are to be corrected, and the labelling configuration for it.

A record is a region with its kind as label, its pieces further regions that relations tie to it. Fields that choose
from few words are choices of the region, the others stand as JSON in the region's note (`meta.text`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import quoteattr

from ..errors import InputError
from .pages import KINDS, Mark, Page, choices, choices_and_fields, part_names


def dumps(pages: Iterable[Page]) -> str:
    """Returns pages as the JSON that Label Studio imports."""
    tasks = []
    for page in pages:
        data: dict[str, Any] = {**page.head, "text": page.text}
        tasks.append({"data": data, "predictions": [{"result": _result(page)}]})
    return json.dumps(tasks, ensure_ascii=False, indent=1) + "\n"


def _result(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for number, mark in enumerate(page.marks):
        region = _region(page.text, f"m{number}", mark.kind, mark.start, mark.end)
        chosen = choices_and_fields(mark.kind) if mark.kind in KINDS else {}
        if noted := {n: value for n, value in mark.fields.items() if not chosen.get(n)}:
            region["meta"] = {"text": [json.dumps(noted, ensure_ascii=False)]}
        found.append(region)
        for name in (n for n in mark.fields if chosen.get(n)):
            place = {key: region["value"][key] for key in ("start", "end", "text")}
            choice = {"from_name": name, "type": "choices", "value": {**place, "choices": [mark.fields[name]]}}
            found.append({**region, **choice})
            found[-1].pop("meta", None)
        for name, part in mark.parts.items():
            found.append(_region(page.text, f"m{number}-{name}", name, *part))
            ends = {"from_id": f"m{number}", "to_id": f"m{number}-{name}"}
            found.append({"type": "relation", **ends, "direction": "right", "labels": [name]})
    return found


def _region(text: str, key: str, label: str, start: int, end: int) -> dict[str, Any]:
    value = {"start": start, "end": end, "text": text[start:end], "labels": [label]}
    return {"id": key, "from_name": "label", "to_name": "text", "type": "labels", "value": value}


def loads(written: str, name: str = "") -> list[Page]:
    """Returns the pages of an export (Label Studio's «JSON») or of what `dumps` wrote.

    Of a task the last annotation counts that was not cancelled; without one, the first prediction.

    Raises:
        InputError: it is not such JSON, or a region speaks of another text.
    """
    try:
        tasks = json.loads(written)
        return [_page(task, f"{name} task {number}") for number, task in enumerate(tasks, 1)]
    except InputError:
        raise
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise InputError(f"{name}: no JSON export of Label Studio ({error!r})") from None


def _page(task: dict[str, Any], where: str) -> Page:
    head = dict(task["data"])
    page = Page(text=head.pop("text"), head=head)
    made = [a for a in task.get("annotations", []) if not a.get("was_cancelled")] or task.get("predictions", [])[:1]
    marks: dict[str, Mark] = {}
    pieces: set[str] = set()
    results = made[-1]["result"] if made else []
    for item in (r for r in results if r["type"] == "labels"):
        start, end = _place(item["value"], page.text, where)
        kind, *more = item["value"]["labels"]
        if more:
            raise InputError(
                f"{where}: «{page.text[start:end]}» has several labels ({kind}, {', '.join(more)}); leave one"
            )
        mark = Mark(kind=kind, start=start, end=end, where=where)
        note = item.get("meta", {}).get("text") or []
        for text in [note] if isinstance(note, str) else note:
            mark.fields |= _fields(text, where, mark.kind)
        marks[item["id"]] = mark
    for item in results:
        if item["type"] == "choices":
            marks[item["id"]].fields[item["from_name"]] = item["value"]["choices"][0]
        elif item["type"] == "relation":
            part = marks[item["to_id"]]
            marks[item["from_id"]].parts[item["labels"][0]] = (part.start, part.end)
            pieces.add(item["to_id"])
    page.marks = [mark for key, mark in marks.items() if key not in pieces]
    return page


def _fields(note: str, where: str, kind: str) -> dict[str, Any]:
    try:
        return dict(json.loads(note))
    except ValueError:
        raise InputError(f"{where}: the note of a {kind} is no JSON object: {note!r}") from None


def _place(value: dict[str, Any], text: str, where: str) -> tuple[int, int]:
    """Returns a region's place; Label Studio before 1.6 counted a character beyond U+FFFF as two."""
    start, end, said = value["start"], value["end"], value.get("text")
    if said is None or text[start:end] == said:
        return start, end
    units = text.encode("utf-16-le")
    first, last = (len(units[: 2 * n].decode("utf-16-le", "ignore")) for n in (start, end))
    if text[first:last] == said:
        return first, last
    raise InputError(f"{where}: at {start}:{end} the text has {text[start:end]!r}, not {said!r}")


def config(pages: Iterable[Page] = ()) -> str:
    """Returns the labelling configuration for the kinds of records, and for any others that pages have."""
    pages = list(pages)
    kinds = dict.fromkeys([*KINDS, *(mark.kind for page in pages for mark in page.marks)])
    parts = dict.fromkeys(p for k in KINDS for p in part_names(k))
    parts |= dict.fromkeys(p for page in pages for mark in page.marks for p in mark.parts)
    labels = "".join(f"    <Label value={quoteattr(label)}/>\n" for label in (*kinds, *parts))
    relations = "".join(f"    <Relation value={quoteattr(part)}/>\n" for part in parts)
    chosen = "".join(
        f'  <Choices name="{name}" toName="text" perRegion="true" choice="single" whenTagName="label" '
        f'whenLabelValue="{",".join(sorted(kinds_of))}">\n'
        + "".join(f"    <Choice value={quoteattr(word)}/>\n" for word in words)
        + "  </Choices>\n"
        for name, (kinds_of, words) in choices().items()
    )
    marked = f'  <Labels name="label" toName="text">\n{labels}  </Labels>\n  <Text name="text" value="$text"/>\n'
    return f"<View>\n{marked}  <Relations>\n{relations}  </Relations>\n{chosen}</View>\n"
