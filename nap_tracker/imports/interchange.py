"""A plan's JSON file on its way in: checked whole, every problem by path, nothing stored here."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jsonschema import Draft202012Validator

from nap_tracker.annex_c.definitions import Kind, Owner, Schema
from nap_tracker.annex_c.schema import treaty
from nap_tracker.content.door import admitted
from nap_tracker.content.interchange import FORMAT, VERSION, entry_content
from nap_tracker.content.json_schema import json_schema, owner_schema
from nap_tracker.content.tree import (
    SECTION,
    EntryContent,
    FileContent,
    PartyContent,
    PlanContent,
)
from nap_tracker.errors import InvalidFile, PathProblem
from nap_tracker.i18n import N_
from nap_tracker.imports.consistency import content_problems, plan_problems, value_problems
from nap_tracker.text.normalise import RefusedCharacter, line

LARGEST = 200 * 1024 * 1024
MOST_PROBLEMS = 200
"""More than anybody reads; the file is refused at the first."""
REFUSED = N_(
    "This file cannot be taken, and nothing of it was stored. Number of problems found: %(count)s."
)


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A file carried by the JSON, with its bytes."""

    content: FileContent
    data: bytes


@dataclass(frozen=True, slots=True)
class Incoming:
    """A plan that may be stored as it is."""

    plan: PlanContent
    files: tuple[IncomingFile, ...]


def read(data: bytes) -> Incoming:
    """The plan in a JSON file. Raises InvalidFile with every problem found, by path."""
    document = _upgraded(_parsed(data))
    schema = _edition(document)
    shape = list(_shape_problems(document, schema))
    _refuse([*shape, *_problems_beside(document, schema, shape)] if shape else [])
    document = _normalised(document, schema)
    files = [_file(one) for one in document.get("files", ())]
    plan = _plan(document, [file.content for file in files])
    _refuse(
        [
            *plan_problems(document["plan"]),
            *_file_problems(files),
            *content_problems(plan, schema),
        ]
    )
    return Incoming(plan, tuple(files))


def _refuse(problems: list[PathProblem]) -> None:
    if problems:
        count = str(len(problems)) if len(problems) < MOST_PROBLEMS else f"{MOST_PROBLEMS}+"
        raise InvalidFile(REFUSED, {"count": count}, problems=tuple(problems[:MOST_PROBLEMS]))


def _parsed(data: bytes) -> dict[str, Any]:
    """JSON without floats, without repeated keys, with an object at the top."""
    if len(data) > LARGEST:
        _refuse([PathProblem("$", N_("The file is larger than 200 MB."))])
    try:
        document = json.loads(
            data.decode("utf-8-sig"),
            object_pairs_hook=_once,
            parse_float=_no_float,
            parse_constant=_no_float,
        )
    except UnicodeDecodeError:
        _refuse([PathProblem("$", N_("The file is not UTF-8 text."))])
    except RecursionError:
        _refuse([PathProblem("$", N_("The file is nested too deeply."))])
    except ValueError as error:
        _refuse([PathProblem("$", N_("The file is not JSON: %(why)s"), {"why": str(error)})])
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        _refuse([PathProblem("$.format", N_("The file is not a plan of NAP Tracker."))])
    return dict(document)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {twice!r} stands twice in one object")
    return found


def _no_float(text: str) -> Any:
    raise ValueError(f"{text} must be written as a string, so that it keeps its decimals")


UPGRADES: Mapping[int, Any] = {}
"""From a version of the form to the next; kept for ever, so that old files can always come in."""


def _upgraded(document: dict[str, Any]) -> dict[str, Any]:
    version = document.get("version")
    while isinstance(version, int) and version in UPGRADES:
        document = UPGRADES[version](document)
        version = document.get("version")
    if version != VERSION:
        words = N_("This is version %(found)s of the form; this program reads up to %(known)s.")
        _refuse([PathProblem("$.version", words, {"found": version, "known": VERSION})])
    return document


def _edition(document: Mapping[str, Any]) -> Schema:
    plan = document.get("plan")
    edition = plan.get("edition") if isinstance(plan, dict) else None
    if not isinstance(edition, int) or isinstance(edition, bool):
        _refuse([PathProblem("$.plan.edition", N_("Give the edition of the form, such as 1."))])
    try:
        return treaty(edition)  # type: ignore[arg-type]
    except KeyError:
        words = N_("Edition %(edition)s of the form is not known here.")
        _refuse([PathProblem("$.plan.edition", words, {"edition": edition})])
        raise


def _shape_problems(document: Mapping[str, Any], schema: Schema) -> Iterator[PathProblem]:
    """Sections and rows are checked each against its own schema, so that paths are exact."""
    whole = json_schema(schema)
    for name in ("sections", "registers"):
        whole["properties"][name] = {"type": "array" if name == "sections" else "object"}
    yield from _against(whole, document, "$")
    known = {section.id: owner_schema(section) for section in schema.sections}
    for index, entry in enumerate(_list(document.get("sections"))):
        path = f"$.sections[{index}]"
        named = entry.get("section") if isinstance(entry, dict) else None
        if not isinstance(named, str) or named not in known:
            yield PathProblem(f"{path}.section", N_("There is no such section."))
        else:
            yield from _against(known[named], entry, path)
    registers = {register.id: register for register in schema.registers}
    for name, rows in _object(document.get("registers")).items():
        path = f"$.registers.{name}"
        if name not in registers or not isinstance(rows, list):
            yield PathProblem(path, N_("There is no such register."))
            continue
        rules = Draft202012Validator(owner_schema(registers[name]))
        for index, row in enumerate(rows):
            yield from _errors(rules, row, f"{path}[{index}]")


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _problems_beside(
    document: Mapping[str, Any], schema: Schema, shape: list[PathProblem]
) -> Iterator[PathProblem]:
    """What is wrong with the values of the plan, entries and files whose shape is right.

    References wait until every shape is right: a row that was not read may well be there.
    """
    faulty = tuple(problem.path for problem in shape)
    for path, owner, entry in _known_entries(document, schema):
        if any(fault == path or fault.startswith(path + ".") for fault in faulty):
            continue
        problems: list[PathProblem] = []
        answers = _clean_entry(owner, entry, path, problems)["answers"]
        yield from problems
        for field in owner.fields:
            if field.id in answers:
                where = f"{path}.answers.{field.id}"
                yield from value_problems(field, answers[field.id], where)
    if not any(fault.startswith("$.plan") for fault in faulty):
        yield from plan_problems(document["plan"])
    if not any(fault.startswith("$.files") for fault in faulty):
        yield from _file_problems([_file(one) for one in document.get("files", ())])


def _known_entries(
    document: Mapping[str, Any], schema: Schema
) -> Iterator[tuple[str, Owner, dict[str, Any]]]:
    sections = {section.id: section for section in schema.sections}
    registers = {register.id: register for register in schema.registers}
    for index, entry in enumerate(_list(document.get("sections"))):
        section = sections.get(str(_object(entry).get("section")))
        if section is not None:
            yield f"$.sections[{index}]", section, entry
    for name, rows in _object(document.get("registers")).items():
        for index, row in enumerate(_list(rows) if name in registers else []):
            yield f"$.registers.{name}[{index}]", registers[name], row


def _against(rules: Mapping[str, Any], value: Any, path: str) -> Iterator[PathProblem]:
    yield from _errors(Draft202012Validator(rules), value, path)


def _errors(validator: Any, value: Any, path: str) -> Iterator[PathProblem]:
    for error in validator.iter_errors(value):
        yield PathProblem(path + error.json_path[1:], "%(why)s", {"why": error.message[:300]})


def _normalised(document: dict[str, Any], schema: Schema) -> dict[str, Any]:
    """Every text through the one door: NFC, no control characters, long text sanitised."""
    problems: list[PathProblem] = []
    sections = [
        _clean_entry(schema.section(entry["section"]), entry, f"$.sections[{i}]", problems)
        for i, entry in enumerate(document.get("sections", ()))
    ]
    registers = {
        name: [
            _clean_entry(schema.register(name), row, f"$.registers.{name}[{i}]", problems)
            for i, row in enumerate(rows)
        ]
        for name, rows in document.get("registers", {}).items()
    }
    rest = {k: v for k, v in document.items() if k not in ("sections", "registers", "files")}
    rest = {key: _clean(Kind.TEXT, part, f"$.{key}", problems) for key, part in rest.items()}
    _refuse(problems)
    files = document.get("files", ())
    return {**rest, "sections": sections, "registers": registers, "files": files}


def _clean_entry(
    owner: Owner, entry: Mapping[str, Any], path: str, problems: list[PathProblem]
) -> dict[str, Any]:
    answers = {}
    for name, value in entry.get("answers", {}).items():
        cleaned = _clean(owner.field(name).kind, value, f"{path}.answers.{name}", problems)
        if cleaned is not None:
            answers[name] = cleaned
    return {**entry, "answers": answers}


def _clean(kind: Kind, value: Any, path: str, problems: list[PathProblem]) -> Any:
    try:
        return admitted(kind, value)
    except RefusedCharacter as error:
        problems.append(PathProblem(path, "%(why)s", {"why": str(error)}))
        return None


def _plan(document: Mapping[str, Any], files: list[FileContent]) -> PlanContent:
    party, plan = document["party"], document["plan"]
    return PlanContent(
        uid=plan["id"],
        party=PartyContent(
            code=party["code"],
            name=party["name"],
            emblem=party.get("emblem"),
            sample=party.get("sample", False),
            authentic=party.get("authentic", {}),
        ),
        title=plan["title"],
        short_title=plan.get("short_title", {}),
        language=plan["language"],
        languages=tuple(plan.get("languages", [plan["language"]])),
        period_start=plan.get("period_start"),
        period_end=plan.get("period_end"),
        version=plan.get("number", 1),
        edition=plan["edition"],
        sample=plan.get("sample", False),
        entries=tuple(_entries(document)),
        files=tuple(files),
        answered_warnings={
            one["key"]: one["reason"] for one in document.get("answered_warnings", ())
        },
    )


def _entries(document: Mapping[str, Any]) -> Iterator[EntryContent]:
    for position, entry in enumerate(document["sections"]):
        yield entry_content(SECTION, position, entry)
    for register, rows in document["registers"].items():
        for position, row in enumerate(rows, start=1):
            yield entry_content(register, position, row)


def _file(one: Mapping[str, Any]) -> IncomingFile:
    try:
        data = base64.b64decode(one["data"], validate=True)
    except (binascii.Error, ValueError):
        data = b""
    content = FileContent(
        uid=one["id"],
        name=one["name"],
        media_type=one.get("media_type", ""),
        size=len(data),
        sha256=one["sha256"],
        audience=one["audience"],
    )
    return IncomingFile(content, data)


def _file_problems(files: Iterable[IncomingFile]) -> Iterator[PathProblem]:
    seen: set[str] = set()
    for index, file in enumerate(files):
        path = f"$.files[{index}]"
        try:
            line(file.content.name)
        except RefusedCharacter as error:
            yield PathProblem(f"{path}.name", error.message, error.params)
        if hashlib.sha256(file.data).hexdigest() != file.content.sha256:
            yield PathProblem(f"{path}.data", N_("The bytes do not fit their SHA-256."))
        if file.content.uid in seen:
            yield PathProblem(f"{path}.id", N_("This id stands twice in the file."))
        seen.add(file.content.uid)
