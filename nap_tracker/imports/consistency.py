"""Whether what a plan's JSON file says fits together: references, ids, dates, values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from nap_tracker.annex_c.definitions import Field, Kind, Schema
from nap_tracker.annex_c.validity import date_problems
from nap_tracker.annex_c.values import problems
from nap_tracker.content.tree import SECTION, EntryContent, PlanContent
from nap_tracker.errors import PathProblem
from nap_tracker.i18n import N_
from nap_tracker.text.files import files_in

NO_FILE = N_("The file it names is not among the files.")


def content_problems(plan: PlanContent, schema: Schema) -> Iterator[PathProblem]:
    """What entries say that does not fit the rest of the file, or the question they answer."""
    kinds: dict[str, str] = {}
    sections: set[str] = set()
    for path, entry in _placed(plan):
        if entry.uid in kinds:
            yield PathProblem(f"{path}.id", N_("This id stands twice in the file."))
        kinds[entry.uid] = entry.kind
        if entry.section is not None and entry.section in sections:
            yield PathProblem(f"{path}.section", N_("This section stands twice in the file."))
        sections.add(entry.section or "")
    files = {file.uid for file in plan.files}
    if plan.party.emblem and plan.party.emblem not in files:
        yield PathProblem("$.party.emblem", NO_FILE)
    for path, entry in _placed(plan):
        owner = schema.owner(entry.kind, entry.section)
        for field in owner.fields:
            if field.id in entry.answers:
                where = f"{path}.answers.{field.id}"
                yield from _answer_problems(field, entry.answers[field.id], where, kinds, files)


def plan_problems(plan: Mapping[str, Any]) -> Iterator[PathProblem]:
    """What is wrong with title, languages and period of a plan whose shape is right."""
    if not plan["title"].get(plan["language"]):
        words = N_("The title is missing in the plan's own language.")
        yield PathProblem("$.plan.title", words)
    if plan["language"] not in plan.get("languages", [plan["language"]]):
        words = N_("The languages do not include the plan's own.")
        yield PathProblem("$.plan.languages", words)
    start, end = plan.get("period_start"), plan.get("period_end")
    for part, when in (("period_start", start), ("period_end", end)):
        for problem in date_problems(when) if when else ():
            yield PathProblem(f"$.plan.{part}", problem.message, problem.params)
    if start and end and start[: len(end)] > end[: len(start)]:
        yield PathProblem("$.plan.period_end", N_("The period ends before it starts."))


def _answer_problems(
    field: Field, value: Any, path: str, kinds: Mapping[str, str], files: set[str]
) -> Iterator[PathProblem]:
    yield from value_problems(field, value, path)
    for uid in _targets(field, value):
        if kinds.get(uid) != field.register:
            words = N_("It points at a row of “%(register)s” that is not in the file.")
            yield PathProblem(path, words, {"register": field.register})
    for uid in _files_named(field, value):
        if uid not in files:
            yield PathProblem(path, NO_FILE)


def value_problems(field: Field, value: Any, path: str) -> Iterator[PathProblem]:
    """What keeps one value from being an answer to its question."""
    for problem in problems(field, value):
        where = f"{path}.{problem.part}" if problem.part else path
        yield PathProblem(where, problem.message, problem.params)


def _targets(field: Field, value: Any) -> Iterable[str]:
    if field.kind is Kind.REF:
        return [value]
    return value if field.kind is Kind.REFS else ()


def _files_named(field: Field, value: Any) -> Iterable[str]:
    if field.kind is Kind.EVIDENCE:
        return [one["file"] for one in value if "file" in one]
    if field.kind is Kind.LONGTEXT:
        return [uid for html in value.values() for uid in files_in(html)]
    return ()


def _placed(plan: PlanContent) -> Iterator[tuple[str, EntryContent]]:
    for entry in plan.entries:
        if entry.kind == SECTION:
            yield f"$.sections[{entry.position}]", entry
        else:
            yield f"$.registers.{entry.kind}[{entry.position - 1}]", entry
