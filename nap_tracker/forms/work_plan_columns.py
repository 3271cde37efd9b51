"""What the columns of a spreadsheet mean, and what the file itself does not say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wtforms import HiddenField, RadioField, SelectChoice, SelectField, StringField
from wtforms.validators import ValidationError

from nap_tracker.annex_c.codes import CURRENCIES
from nap_tracker.annex_c.schema import treaty
from nap_tracker.forms.parts import Form, OneOf, offer, one_line
from nap_tracker.forms.work_plan_imports import OFFERED
from nap_tracker.i18n import N_, currency_name, gettext, labelled, language_name
from nap_tracker.imports import items
from nap_tracker.imports.columns import LABELS, Column
from nap_tracker.imports.figures import Notation
from nap_tracker.imports.options import Columns, Options, RowFilter, Zero
from nap_tracker.imports.problems import MESSAGES, letters
from nap_tracker.imports.sheet import Sheet

MOST_NAMES = 60
"""Names of items that one page asks about."""
MOST_VALUES = 60
"""A column with more different texts is no country or component to choose rows by."""
SHOWN = 3
LONGEST = 60


class ColumnsForm(Form):
    """What the columns mean, and what the file does not say. One select a column, see `make`."""

    seen = HiddenField()
    zero = RadioField(
        N_("What does a cost of 0 mean in this file?"),
        description=N_("Free and not costed are different answers, and the file cannot tell."),
        choices=[],
        validate_choice=False,
        validators=[OneOf(OFFERED)],
    )
    currency = SelectField(
        N_("Currency of amounts that name none"),
        validate_choice=False,
        validators=[OneOf(OFFERED)],
    )
    language = SelectField(
        N_("Language of the texts"), validate_choice=False, validators=[OneOf(OFFERED)]
    )
    only = SelectField(
        N_("Rows to bring in"),
        description=N_("A file that holds several countries or plans can be cut down to one."),
        validate_choice=False,
        validators=[OneOf(OFFERED)],
    )
    default_items = StringField(
        N_("Annex C items of rows that name none"),
        description=N_("For example 1(c), 1(e). Leave it empty to decide later, row by row."),
        filters=[one_line],
    )
    notation = RadioField(
        N_("Which sign starts the decimals?"),
        choices=[],
        validate_choice=False,
        validators=[OneOf(OFFERED)],
    )
    day_first = RadioField(
        N_("Which comes first in dates such as 03/04/2026?"),
        choices=[],
        validate_choice=False,
        validators=[OneOf(OFFERED)],
    )
    scale = RadioField(
        N_("In what are the costs given?"),
        choices=[],
        validate_choice=False,
        validators=[OneOf(OFFERED)],
    )

    places: Sequence[int] = ()
    names: Sequence[str] = ()

    def offer(self, table: Sheet, languages: Iterable[str]) -> None:
        """Fill in what can be chosen, in the language in force."""
        found = ("", gettext("Find out from the file"))
        meanings = [("", gettext("Not read")), *((c, gettext(LABELS[c])) for c in Column)]
        for field in self.columns:
            field.choices = offer(meanings)
        self.zero.choices = offer(
            [
                (Zero.FREE, gettext("It costs nothing")),
                (Zero.NOT_COSTED, gettext("Nobody has worked out the cost yet")),
                (Zero.ASK, gettext("I cannot say yet: show me the rows")),
            ]
        )
        self.currency.choices = offer([("", gettext("None")), *map(_currency, sorted(CURRENCIES))])
        self.language.choices = offer((tag, language_name(tag)) for tag in languages)
        self.notation.choices = offer(
            [
                found,
                (Notation.POINT, gettext("The point, as in 1,234.50")),
                (Notation.COMMA, gettext("The comma, as in 1.234,50")),
            ]
        )
        self.day_first.choices = offer(
            [found, ("day", gettext("The day")), ("month", gettext("The month"))]
        )
        self.scale.choices = offer(
            [
                ("", gettext("As the headings say; ask me if they speak of thousands or millions")),
                ("1", gettext("In whole units: leave the figures as they are")),
                ("1000", gettext("In thousands")),
                ("1000000", gettext("In millions")),
            ]
        )
        self.only.choices = _values(table)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """The columns stand first on the page."""
        first = {field.id for field in (*self.columns, *self.item_names)}
        return sorted(super().problems, key=lambda problem: problem[0] not in first)

    @property
    def columns(self) -> list[SelectField]:
        """One field a column, in file order."""
        return [self[f"column_{place}"] for place in self.places]

    @property
    def item_names(self) -> list[StringField]:
        """One field for each name of the file that is not clear."""
        return [self[f"item_{place}"] for place in range(len(self.names))]

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Each meaning once, but for costs; and an activity somewhere."""
        is_valid = bool(super().validate(extra_validators))
        chosen = [field.data for field in self.columns]
        for field in self.columns:
            if field.data and field.data != Column.COST and chosen.count(field.data) > 1:
                name = gettext(LABELS[Column(field.data)])
                twice = MESSAGES["column_twice"]
                field.errors = [gettext(twice, name=name)]
                is_valid = False
        if self.columns and Column.ACTIVITY not in chosen:
            self.columns[0].errors = [MESSAGES["no_activity_column"]]
            is_valid = False
        return is_valid

    @property
    def meanings(self) -> Columns:
        """What was chosen for the columns."""
        chosen = zip(self.places, self.columns, strict=True)
        return {place: Column(field.data) for place, field in chosen if field.data}

    @property
    def options(self) -> Options:
        """What was said of the whole file."""
        place, _, value = (self.only.data or "").partition("=")
        return Options(
            language=self.language.data,
            zero=Zero(self.zero.data),
            currency=self.currency.data or None,
            notation=Notation(self.notation.data) if self.notation.data else None,
            day_first={"day": True, "month": False}.get(self.day_first.data),
            scale=int(self.scale.data) if self.scale.data else None,
            item_map={
                name: cited.keys
                for name, field in zip(self.names, self.item_names, strict=True)
                if (cited := items.read(field.data or "")).keys
            },
            default_items=items.read(self.default_items.data or "").keys,
            only=RowFilter(int(place), value) if place else None,
        )

    def validate_default_items(self, field: StringField) -> None:
        """Only items of Annex C."""
        only_items(self, field)


def columns_form(
    table: Sheet, columns: Columns, options: Options, *, languages: Iterable[str], seen: str
) -> ColumnsForm:
    """The form for one file: a select for each of its columns, a line for each unclear item."""
    names = _unclear(table, columns, options)
    fields: dict[str, Any] = {
        f"column_{place}": SelectField(
            f"{letters(place)}: {_short(heading) or gettext('no heading')}",
            validate_choice=False,
            validators=[OneOf(OFFERED)],
        )
        for place, heading in enumerate(table.headers)
    }
    fields |= {
        f"item_{place}": StringField(
            f"“{_short(name)}”",
            description=_read_as(name),
            filters=[one_line],
            validators=[only_items],
        )
        for place, name in enumerate(names)
    }
    places = tuple(range(len(table.headers)))
    made = type("MadeColumnsForm", (ColumnsForm,), {**fields, "places": places, "names": names})
    form: ColumnsForm = made(data={**_said(columns, options, names), "seen": seen})
    form.offer(table, languages)
    return form


def only_items(_form: Any, field: StringField) -> None:
    """Whether every item cited is one of Annex C."""
    unknown = MESSAGES["unknown_item"]
    for piece in items.read(field.data or "").unknown:
        raise ValidationError(gettext(unknown, value=piece))


def examples(table: Sheet, place: int) -> str:
    """The first different texts of a column."""
    texts = dict.fromkeys(row[place] for row in table.sample if place < len(row) and row[place])
    return " · ".join(_short(" ".join(text.split())) for text in list(texts)[:SHOWN])


def _said(columns: Columns, options: Options, names: Sequence[str]) -> dict[str, Any]:
    """What was said before, as the fields hold it."""
    only = options.only
    day_first = {True: "day", False: "month", None: ""}[options.day_first]
    return {
        **{f"column_{place}": str(column) for place, column in columns.items()},
        **{
            f"item_{place}": cited(options.item_map.get(name, ()))
            for place, name in enumerate(names)
        },
        "zero": str(options.zero),
        "currency": options.currency or "",
        "language": options.language,
        "only": f"{only.column}={only.value}" if only else "",
        "default_items": cited(options.default_items),
        "notation": str(options.notation or ""),
        "day_first": day_first,
        "scale": str(options.scale or ""),
    }


def cited(keys: Iterable[str]) -> str:
    """Items as people write them."""
    return ", ".join(treaty().item(key).citation.removeprefix("Annex C ") for key in keys)


def _unclear(table: Sheet, columns: Columns, options: Options) -> tuple[str, ...]:
    """What the column of items says that is no item, or several; and what was settled before."""
    names = dict.fromkeys(options.item_map)
    for place, column in columns.items():
        for text in table.values(place) if column is Column.ITEMS else ():
            found = items.read(text)
            if found.unknown or found.broad:
                names[text] = None
    return tuple(names)[:MOST_NAMES]


def _read_as(name: str) -> str:
    keys = items.read(name).keys
    return gettext("Otherwise read as %(items)s.", items=cited(keys)) if keys else ""


def _values(table: Sheet) -> list[SelectChoice]:
    """Columns with few different texts, and those texts, to choose rows by."""
    every = gettext("Every row")
    choices = [SelectChoice("", every, optgroup=gettext("No choice of rows"))]
    for place, heading in enumerate(table.headers):
        values = table.values(place)
        if 1 < len(values) <= MOST_VALUES:
            group = f"{labelled(letters(place))} {_short(heading)}"
            choices += [SelectChoice(f"{place}={v}", _short(v), optgroup=group) for v in values]
    return choices


def _currency(code: str) -> tuple[str, str]:
    return code, f"{code} – {currency_name(code)}"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()}…"
