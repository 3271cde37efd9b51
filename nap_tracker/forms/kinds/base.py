"""A question of the treaty's schema as a WTForms field: what was accepted, typed and refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from wtforms import Field as FormField
from wtforms.utils import unset_value

from nap_tracker.annex_c.definitions import Field, Level
from nap_tracker.annex_c.values import problems
from nap_tracker.forms.kinds.setting import Setting
from nap_tracker.forms.kinds.typed import Refusal, Refused, as_sent, refused
from nap_tracker.i18n import gettext

Pairs = list[tuple[str, str]]


class Option(NamedTuple):
    """One answer offered by a list, as the macros read it."""

    value: str
    label: str
    selected: bool


class Words(NamedTuple):
    """A label, as the macros read it."""

    text: str


@dataclass(frozen=True, slots=True)
class Unaccepted:
    """What the page says of an answer that was typed and could not be taken."""

    kept: str | Pairs
    """The last accepted answer, which the plan keeps; empty where there is none."""
    withdraw: str
    """Name of the tick that takes back what was typed."""


@dataclass(slots=True)
class Part:
    """One control of a compound answer, with what the macros ask of a field."""

    name: str
    label: Words
    description: str = ""
    text: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    groups: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    lang: str = ""
    dir: str = ""
    errors: list[str] = field(default_factory=list)
    render_kw: Mapping[str, str] | None = None
    type: str = "StringField"

    @property
    def id(self) -> str:
        return self.name

    @property
    def data(self) -> str:
        return self.text

    def _value(self) -> str:
        return self.text

    def iter_choices(self) -> Iterator[Option]:
        return _options(self.choices, self.text)

    def has_groups(self) -> bool:
        return bool(self.groups)

    def iter_groups(self) -> Iterator[tuple[str, list[Option]]]:
        for words, choices in self.groups.items():
            yield words, list(_options(choices, self.text))


def _options(choices: tuple[tuple[str, str], ...], chosen: str) -> Iterator[Option]:
    return (Option(value, words, value == chosen) for value, words in choices)


class KindField(FormField):
    """The base of every kind.

    `accepted` is the last good value and `start` what the control was opened with: the same, unless
    the page offered another one to choose (after a collision). `typed` is what the control holds,
    `data` the canonical value of it. Where `refusals` is not empty, `data` is no answer.
    A kind says how to show a value, how to collect what was sent, and how to parse it.
    """

    kind = ""
    worded = False
    """Whether what is typed belongs to one language."""

    def __init__(self, spec: Field, setting: Setting, **kwargs: Any) -> None:
        super().__init__(label=spec.label, description=spec.hint, **kwargs)
        self.spec = spec
        self.setting = setting
        self.offered: Mapping[str, Any] = {}
        self.optional = spec.level is Level.OPTIONAL
        self.audience = ""
        self.citation = ""
        self.errors: Any = ()
        self.clause = ""
        self.unaccepted: Unaccepted | None = None
        self.accepted: Any = None
        self.start: Any = None
        self.typed: Any = None
        self.data: Any = None
        self.refusals: tuple[Refusal, ...] = ()
        self.was_sent = False
        self.was_withdrawn = False
        self.lang = setting.language if self.worded else ""
        self.dir = setting.direction if self.worded else ""

    # What a kind defines.

    def show(self, value: Any) -> Any:
        """What the control holds for a value: a string, a list of strings, or {part: string}."""
        raise NotImplementedError

    def collect(self, formdata: Any) -> Any:
        """What was sent, in the shape of `show`; None where the field was not on the form."""
        return as_sent(formdata[self.name]) if self.name in formdata else None

    def parse(self, typed: Any) -> Any:
        """The canonical value, None for a blank. Raises Refused."""
        raise NotImplementedError

    def described(self, value: Any) -> str | Pairs:
        """An accepted value in a few words, to stand beside what was not accepted."""
        return str(self.show(value))

    @property
    def links(self) -> list[tuple[str, str]]:
        """(words, address) of pages that bring more to choose from."""
        link = self.setting.links.get(self.spec.register or "")
        return [link] if link else []

    # What all kinds share.

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Take the accepted value, then what was sent over it."""
        self.accepted = None if data is unset_value else data
        self.start = self.data = self.offered.get(self.spec.id, self.accepted)
        self.hold(self.show(self.start))
        sent = self.collect(formdata) if formdata is not None else None
        if sent is None:
            return
        self.was_sent = True
        self.was_withdrawn = bool(formdata.get(f"{self.name}-withdraw"))
        if self.was_withdrawn or self.is_as_shown(sent):
            return
        self.hold(sent)
        self.judge(sent)

    def is_as_shown(self, typed: Any) -> bool:
        """Whether nobody touched the control: then the accepted value keeps its very bytes."""
        return bool(typed == self.typed)

    def hold(self, typed: Any) -> None:
        """Put something into the control."""
        self.typed = typed

    def judge(self, typed: Any) -> None:
        """Take what was typed, or say why not."""
        try:
            value = self.parse(typed)
        except Refused as refusal:
            self.refuse(*refusal.refusals)
            return
        found = problems(self.spec, value)
        if found:
            self.refuse(*map(refused, found))
        else:
            self.data = value

    def refuse(self, *refusals: Refusal) -> None:
        """What was typed stays in the control, and the last accepted value stays the answer."""
        self.refusals = refusals
        self.data = self.accepted
        self.tell()

    def tell(self) -> None:
        """Bring the refusals before the macros."""
        self.unaccepted = Unaccepted(self._kept(), f"{self.name}-withdraw")
        self.errors = [self.words_of(one) for one in self.refusals]

    def words_of(self, refusal: Refusal) -> str:
        """The sentence with its question: the same at the field and at the head of the page."""
        return gettext("%(question)s: %(message)s", question=self.label.text, message=refusal.words)

    def _kept(self) -> str | Pairs:
        return self.described(self.accepted) if self.accepted is not None else ""

    def restore(self, pending: Mapping[str, Any]) -> None:
        """Bring back what was typed in an earlier sitting and not accepted then."""
        self.hold(pending["typed"])
        told = pending.get("problems") or [[pending["message"], pending.get("params", {}), ""]]
        self.refusals = tuple(Refusal(message, params, part) for message, params, part in told)
        self.tell()

    @property
    def has_answer(self) -> bool:
        """Whether `data` is what the person wants saved."""
        return self.was_sent and not self.refusals

    @property
    def pending(self) -> dict[str, Any] | None:
        """What is kept beside the accepted value, as the services store it."""
        if not self.refusals:
            return None
        first = self.refusals[0]
        kept: dict[str, Any] = {
            "typed": self.typed,
            "message": first.message,
            "params": dict(first.params),
        }
        if self.worded:
            kept["language"] = self.setting.language
        if len(self.refusals) > 1 or first.part:
            kept["problems"] = [[r.message, dict(r.params), r.part] for r in self.refusals]
        return kept

    @property
    def told(self) -> list[tuple[str, str]]:
        """(element id, message) for the error summary, in the order of the page."""
        return [(self.anchor(one.part), self.words_of(one)) for one in self.refusals]

    def anchor(self, part: str) -> str:
        """The element a message of this part leads to."""
        return self.id

    def _value(self) -> str:
        return str(self.typed)

    @property
    def typed_words(self) -> str:
        """What was typed, for a page that shows it without its control."""
        return self._value()


class Compound(KindField):
    """An answer of several controls; `typed` is {part: string} and `parts` holds their order."""

    def __init__(self, spec: Field, setting: Setting, **kwargs: Any) -> None:
        super().__init__(spec, setting, **kwargs)
        self.parts: dict[str, Part] = {}
        for key, part in self.make_parts():
            self.parts[key] = part
            setattr(self, key, part)

    def make_parts(self) -> Iterator[tuple[str, Part]]:
        """The controls, empty."""
        raise NotImplementedError

    def part(self, key: str, label: str, **kwargs: Any) -> tuple[str, Part]:
        """One control named after the field."""
        return key, Part(f"{self.name}-{key}", Words(label), **kwargs)

    def note(self, key: str, label: str, **kwargs: Any) -> tuple[str, Part]:
        """A control for words in the language that is edited."""
        lang, dir = self.setting.language, self.setting.direction
        return self.part(key, label, lang=lang, dir=dir, **kwargs)

    def collect(self, formdata: Any) -> dict[str, str] | None:
        """Parts that were not sent are as they were."""
        if not any(part.name in formdata for part in self.parts.values()):
            return None
        return {
            key: as_sent(formdata.get(part.name, part.text)) for key, part in self.parts.items()
        }

    def hold(self, typed: Any) -> None:
        super().hold(typed)
        for key, part in self.parts.items():
            part.text = str(typed.get(key, ""))

    def tell(self) -> None:
        """A message of a part stands at the part, the others at the whole."""
        super().tell()
        whole = [self.words_of(r) for r in self.refusals if r.part not in self.parts]
        self.errors = {None: whole}
        for one in self.refusals:
            if one.part in self.parts:
                self.parts[one.part].errors.append(self.words_of(one))

    def words_of(self, refusal: Refusal) -> str:
        """Names the part too, where the same is wrong with another one."""
        alike = [one for one in self.refusals if one.message == refusal.message]
        if len(alike) < 2 or refusal.part not in self.parts:
            return super().words_of(refusal)
        return gettext(
            "%(question)s (%(part)s): %(message)s",
            question=self.label.text,
            part=gettext(self.parts[refusal.part].label.text),
            message=refusal.words,
        )

    def anchor(self, part: str) -> str:
        return self.parts[part].id if part in self.parts else self.id

    @property
    def typed_words(self) -> str:
        return "; ".join(part.text for part in self.parts.values() if part.text)

    def described(self, value: Any) -> str | Pairs:
        return self.pairs(value)

    def pairs(self, value: Any) -> Pairs:
        """Each part that holds something, under its own label."""
        shown = self.show(value)
        return [
            (part.label.text, self._words_of(part, shown[key]))
            for key, part in self.parts.items()
            if shown.get(key)
        ]

    @staticmethod
    def _words_of(part: Part, text: str) -> str:
        return next((words for value, words in part.choices if value == text), text)
