"""A Word file or a pasted text: the file, the tracked changes, where its parts go, its tables."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, RadioField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import InputRequired

from nap_tracker.annex_c.definitions import Field, Register, Schema
from nap_tracker.forms.parts import Form, OneOf, offer
from nap_tracker.forms.work_plan_imports import OFFERED
from nap_tracker.i18n import N_, gettext, labelled, language_name
from nap_tracker.imports import register_rows
from nap_tracker.imports.problems import letters
from nap_tracker.imports.sheet import Sheet
from nap_tracker.imports.word.choices import ABOVE, ELSEWHERE, LEAVE, UNPLACED, WORK_PLAN, Choices
from nap_tracker.imports.word.decisions import Shown
from nap_tracker.imports.word.placement import Placed, Placement
from nap_tracker.imports.word.placing import targets
from nap_tracker.text import normalise
from nap_tracker.text.markup import from_markup

ACCEPT, REJECT = "accept", "reject"
ADD, REPLACE = "add", "replace"
_SAID = {ACCEPT: True, REJECT: False}


class LanguageForm(Form):
    """In which of the plan's languages the text is written."""

    language = SelectField(
        N_("Language of the text"), validate_choice=False, validators=[OneOf(OFFERED)]
    )

    def offer(self, languages: Iterable[str]) -> None:
        """The languages of the plan."""
        self.language.choices = offer((tag, language_name(tag)) for tag in languages)


class FileForm(LanguageForm):
    """One document from the person's computer."""

    file = FileField(
        N_("Word file"),
        description=N_("DOCX or ODT. Nothing is added to the plan yet."),
        validators=[FileRequired(N_("Choose a Word file from your computer"))],
    )


class PastedField(TextAreaField):
    """Formatted text from the clipboard: HTML of the editor, or light markup without scripts."""

    kind = "longtext"
    """Templates draw it as they draw long texts of a plan."""

    is_html = False

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        """The control says beside the text in which form it was sent."""
        self.is_html = bool(formdata) and formdata.get(f"{self.name}-format") == "html"
        super().process(formdata, *args, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Raises ValueError for characters that cannot be stored."""
        self.data = "".join(valuelist)
        try:
            normalise.refuse_controls(self.data)
        except normalise.RefusedCharacter as error:
            raise ValueError(gettext(error.message, **error.params)) from None

    @property
    def markup(self) -> str:
        """What was typed, to be shown again."""
        return "" if self.is_html else self.data or ""

    @property
    def html(self) -> str:
        """The same as HTML."""
        text = "" if self.errors else self.data or ""
        return text if self.is_html else from_markup(normalise.clean(text), "")


class PasteForm(LanguageForm):
    """A text from anywhere else."""

    text = PastedField(
        N_("Text"),
        description=N_("Paste it here. Its headings say where the parts belong."),
        validators=[InputRequired(N_("Paste the text"))],
    )


class ChangesForm(Form):
    """Whether tracked changes are accepted: all of them, but for those decided one by one."""

    seen = HiddenField()
    all = RadioField(
        N_("What becomes of the tracked changes?"),
        choices=[],
        validate_choice=False,
        validators=[OneOf(OFFERED)],
    )
    numbers: Sequence[int] = ()

    @property
    def each(self) -> list[Any]:
        """A field a change."""
        return [self[f"change_{number}"] for number in self.numbers]

    def chosen(self, before: Choices) -> tuple[bool | None, dict[int, bool]]:
        """For all, and one by one; what stands on other pages stays."""
        said = {n: _SAID.get(self[f"change_{n}"].data) for n in self.numbers}
        kept = {n: value for n, value in before.changes.items() if n not in said}
        return _SAID.get(self.all.data), kept | {n: v for n, v in said.items() if v is not None}


def changes_form(shown: Sequence[Shown], choices: Choices, seen: str) -> ChangesForm:
    """The form for some of the changes of a file."""
    fields = {
        f"change_{each.number}": RadioField(
            _heading(each), description=_around(each), validate_choice=False,
            validators=[OneOf(OFFERED)],
        )
        for each in shown
    }  # fmt: skip
    numbers = tuple(each.number for each in shown)
    made = type("MadeChangesForm", (ChangesForm,), {**fields, "numbers": numbers})
    names = {True: ACCEPT, False: REJECT, None: ""}
    said = {f"change_{n}": names[choices.changes.get(n)] for n in numbers}
    form: ChangesForm = made(data={"seen": seen, "all": names[choices.accept_all], **said})
    form.all.choices = offer(
        [
            (ACCEPT, gettext("Accept all: the text reads as it was changed")),
            (REJECT, gettext("Reject all: the text reads as before the changes")),
            ("", gettext("I decide on each of them below")),
        ]
    )
    for field in form.each:
        field.choices = offer(
            [
                ("", gettext("As said for all")),
                (ACCEPT, gettext("Accept")),
                (REJECT, gettext("Reject")),
            ]
        )
    return form


class PartsForm(Form):
    """Where some of the parts of a file go."""

    seen = HiddenField()
    places: Sequence[int] = ()

    @property
    def parts(self) -> list[Any]:
        """A select a part."""
        return [self[f"part_{place}"] for place in self.places]

    @property
    def chosen(self) -> dict[int, str]:
        """Place of a part -> where it goes."""
        return {place: self[f"part_{place}"].data for place in self.places}


def parts_form(
    placed: Sequence[tuple[str, Placed]],
    schema: Schema,
    seen: str,
    *,
    within: Collection[str] | None = None,
) -> PartsForm:
    """The form for the parts of one page, each with its number in the file.

    Only the sections `within` are offered, and all of the plan where that is None.
    """
    fields = {
        f"part_{each.part.place}": SelectField(
            _title(number, each.part.title),
            description=described(each, schema),
            validate_choice=False,
            validators=[OneOf(OFFERED)],
        )
        for number, each in placed
    }
    places = tuple(each.part.place for _, each in placed)
    made = type("MadePartsForm", (PartsForm,), {**fields, "places": places})
    said = {f"part_{each.part.place}": each.choice for _, each in placed}
    form: PartsForm = made(data={"seen": seen, **said})
    choices = _places(schema, within)
    for field, (_, each) in zip(form.parts, placed, strict=True):
        field.choices = [_elsewhere(), *choices] if each.is_elsewhere else choices
    return form


class ResultForm(Form):
    """How fields that have a text already take the new one, and what else is kept."""

    seen = HiddenField()
    fingerprint = HiddenField()
    counters = HiddenField()
    keeps_unplaced = BooleanField(
        N_("Keep what is not placed as a text file of the plan"),
    )
    keeps_original = BooleanField(
        N_("Keep the Word file itself among the files of the plan"),
    )
    names: Sequence[str] = ()

    @property
    def modes(self) -> list[Any]:
        """A question for each field that has a text already."""
        return [self[f"mode_{name}"] for name in self.names]

    def said(self, before: Choices) -> Choices:
        """What was chosen before, and here."""
        chosen = {name for name in self.names if self[f"mode_{name}"].data == REPLACE}
        return replace(
            before,
            replaces=(before.replaces - frozenset(self.names)) | chosen,
            keeps_unplaced=self.keeps_unplaced.data,
            keeps_original=self.keeps_original.data,
        )


def result_form(modes: Mapping[str, str], choices: Choices, data: Mapping[str, str]) -> ResultForm:
    """`modes` is field -> words for it, of the fields that have a text already."""
    fields = {
        f"mode_{name}": RadioField(words, validate_choice=False, validators=[OneOf(OFFERED)])
        for name, words in modes.items()
    }
    made = type("MadeResultForm", (ResultForm,), {**fields, "names": tuple(modes)})
    said = {f"mode_{n}": REPLACE if n in choices.replaces else ADD for n in modes}
    kept = {"keeps_unplaced": choices.keeps_unplaced, "keeps_original": choices.keeps_original}
    form: ResultForm = made(data={**data, **said, **kept})
    for name in modes:
        form[f"mode_{name}"].choices = offer(
            [
                (ADD, gettext("Add the new text behind the present one")),
                (REPLACE, gettext("Replace the present text")),
            ]
        )
    return form


class TableForm(Form):
    """What becomes of a table."""

    seen = HiddenField()
    becomes = RadioField(
        N_("What becomes of this table?"),
        choices=[],
        validate_choice=False,
        validators=[OneOf(OFFERED)],
    )

    def offer(
        self, schema: Schema, *, with_work_plan: bool, within: Collection[str] | None
    ) -> None:
        """A table of the text, or rows of a register that can take them in these sections."""
        kinds = [("", gettext("It stays a table in the text"))]
        if with_work_plan:
            kinds.append((WORK_PLAN, gettext("Rows of the work plan: activities and their costs")))
        for name in register_rows.REGISTERS:
            if within is not None and schema.home(name).id not in within:
                continue
            title = schema.register(name).title
            kinds.append((name, gettext("Rows of “%(table)s”", table=title)))
        self.becomes.choices = offer(kinds)


class RowsForm(Form):
    """What the columns of a table hold, for one register."""

    seen = HiddenField()
    places: Sequence[int] = ()

    @property
    def columns(self) -> list[Any]:
        """A select a column."""
        return [self[f"column_{place}"] for place in self.places]

    @property
    def meanings(self) -> dict[int, str]:
        """Place of a column -> field; columns that are not read are not in it."""
        said = {place: self[f"column_{place}"].data for place in self.places}
        return {place: name for place, name in said.items() if name}

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field from one column only, and one of them names the row."""
        if not super().validate(extra_validators):
            return False
        seen: set[str] = set()
        for field in self.columns:
            if field.data and field.data in seen:
                field.errors = [gettext("Another column holds this already")]
            seen.add(field.data)
        if self.label.id not in seen:
            words = gettext("Say which column holds “%(field)s”", field=self.label.label)
            self.columns[0].errors = [words]
        return not self.errors

    label: Field


def rows_form(sheet: Sheet, register: Register, columns: Mapping[int, str], seen: str) -> RowsForm:
    """A select for each column of a table."""
    places = tuple(range(len(sheet.headers)))
    fields: dict[str, Any] = {
        f"column_{place}": SelectField(
            f"{letters(place)}: {heading or gettext('no heading')}",
            validate_choice=False,
            validators=[OneOf(OFFERED)],
        )
        for place, heading in enumerate(sheet.headers)
    }
    label = register.field(register.label_field)
    made = type("MadeRowsForm", (RowsForm,), {**fields, "places": places, "label": label})
    said = {f"column_{place}": name for place, name in columns.items()}
    form: RowsForm = made(data={"seen": seen, **said})
    meanings = [("", gettext("Not read"))]
    meanings += [(field.id, field.label) for field in register_rows.fields_of(register)]
    for field in form.columns:
        field.choices = offer(meanings)
    return form


def described(placed: Placed, schema: Schema) -> str:
    """Section and field a part goes to, its beginning, and how long it is."""
    part = placed.part
    words = gettext("Nothing stands under this heading.")
    if not part.says_nothing:
        said = {"beginning": part.beginning, "n": part.words}
        words = gettext("%(beginning)s (words: %(n)s)", **said)
    if placed.target is None:
        return words
    section = schema.section(placed.target.section)
    field = section.field(placed.target.field).label
    place = gettext("%(section)s: %(field)s", section=section.title, field=field)
    return gettext("Goes to “%(place)s”. %(words)s", place=place, words=words)


def _title(number: str, title: str) -> str:
    """A heading with its number: its own, or else the one it has in the list."""
    if title[:1].isdecimal():
        return title
    return f"{number} {title or gettext('Before the first heading')}"


def numbered(placement: Placement) -> list[tuple[str, Placed]]:
    """The parts with a number each that shows how they stand under each other: 2.1."""
    counts: list[int] = []
    found = []
    for placed in placement.parts:
        level = max(placed.part.level, 1)
        counts = [*counts[:level], *[0] * (level - len(counts))]
        counts[level - 1] += 1
        found.append((".".join(map(str, counts)), placed))
    return found


def _elsewhere() -> SelectChoice:
    words = gettext("Belongs to a section others draft: it does not come in")
    return SelectChoice(ELSEWHERE, words, optgroup=gettext("Without a place of its own"))


def _places(schema: Schema, within: Collection[str] | None) -> list[SelectChoice]:
    group = gettext("Without a place of its own")
    choices = [
        SelectChoice(ABOVE, gettext("With the part above"), optgroup=group),
        SelectChoice(UNPLACED, gettext("Not decided: keep it aside"), optgroup=group),
        SelectChoice(LEAVE, gettext("Leave it out"), optgroup=group),
    ]
    for section, fields in targets(schema):
        if within is not None and section.id not in within:
            continue
        choices += [
            SelectChoice(f"{section.id}.{f.id}", f.label, optgroup=section.title) for f in fields
        ]
    return choices


def _heading(change: Shown) -> str:
    who = {"author": change.author or gettext("somebody"), "date": change.date}
    if change.kind == "ins":
        words = gettext("%(n)s. Put in by %(author)s %(date)s", n=change.number, **who)
    else:
        words = gettext("%(n)s. Taken out by %(author)s %(date)s", n=change.number, **who)
    return f"{labelled(words)} “{change.words}”" if change.words else words


def _around(change: Shown) -> str:
    if not change.words:
        return gettext("The end of a paragraph, a row or a picture.")
    return f"… {change.before} [{change.words}] {change.after} …"
