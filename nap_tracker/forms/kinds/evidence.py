"""Evidence: files picked from the plan's own, and links, each with a title."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, NamedTuple

from nap_tracker.annex_c.definitions import Field
from nap_tracker.annex_c.problems import MESSAGES
from nap_tracker.annex_c.values import problems
from nap_tracker.forms.kinds.base import KindField, Pairs, Part, Words
from nap_tracker.forms.kinds.references import GONE
from nap_tracker.forms.kinds.setting import Setting
from nap_tracker.forms.kinds.typed import Refusal, Refused, as_sent
from nap_tracker.forms.kinds.words import cleaned, with_text
from nap_tracker.i18n import N_, gettext
from nap_tracker.text import normalise

NEITHER = N_("Choose a file or enter a link to go with the title")


class Tick(NamedTuple):
    """A checkbox, as the macros read it."""

    id: str
    name: str
    data: bool


class Piece(NamedTuple):
    """One piece that was accepted before, with its controls."""

    uid: str
    name: str
    url: str
    title: Part
    remove: Tick


class EvidenceField(KindField):
    """The pieces there are, each to be renamed or removed, and controls for one more.

    `typed` is {"new": id of the next piece, "file", "link", "title", "<id>-title", "<id>-remove"}.
    A new piece that is refused does not hold up what was done to the others.
    """

    kind = "evidence"

    def __init__(self, spec: Field, setting: Setting, **kwargs: Any) -> None:
        super().__init__(spec, setting, **kwargs)
        lang, dir = setting.language, setting.direction
        self.file = Part(
            f"{self.name}-file", Words(N_("File of this plan")), choices=self._choices()
        )
        self.link = Part(f"{self.name}-link", Words(N_("Or a link")))
        self.title = Part(f"{self.name}-title", Words(N_("Title")), lang=lang, dir=dir)
        self.parts = {"file": self.file, "link": self.link, "title": self.title}

    def _choices(self) -> tuple[tuple[str, str], ...]:
        return (("", ""), *((file.uid, file.name) for file in self.setting.files))

    def show(self, value: Any) -> dict[str, str]:
        held = {"new": str(uuid.uuid4()), "file": "", "link": "", "title": ""}
        for piece in value or ():
            held[f"{piece['id']}-title"] = self._title(piece)
            held[f"{piece['id']}-remove"] = ""
        return held

    def _title(self, piece: Mapping[str, Any]) -> str:
        return str((piece.get("title") or {}).get(self.setting.language, ""))

    def collect(self, formdata: Any) -> dict[str, str] | None:
        if f"{self.name}-new" not in formdata:
            return None
        keys = [key for key in self.typed if key == "new" or not key.endswith("-remove")]
        sent = {key: as_sent(formdata.get(f"{self.name}-{key}", self.typed[key])) for key in keys}
        removes = [key for key in self.typed if key.endswith("-remove")]
        return {**sent, **{key: formdata.get(f"{self.name}-{key}", "") for key in removes}}

    def is_as_shown(self, typed: Mapping[str, str]) -> bool:
        is_known = any(piece["id"] == typed["new"] for piece in self.start or ())
        return not is_known and {**typed, "new": ""} == {**self.typed, "new": ""}

    def judge(self, typed: Mapping[str, str]) -> None:
        """The pieces there are, then the new one: what is wrong with it stops only itself."""
        refusals: list[Refusal] = []
        pieces = self._take(lambda: self._kept_pieces(typed), refusals)
        new = self._take(lambda: self._new_piece(typed), refusals)
        if pieces is None:
            pieces = list(self.start or ())
        value = [*pieces, *([new] if new else [])] or None
        if refusals:
            self.refuse(*refusals)
        self.data = value

    @staticmethod
    def _take(parse: Any, refusals: list[Refusal]) -> Any:
        try:
            return parse()
        except Refused as refused:
            refusals.extend(refused.refusals)
            return None

    @property
    def has_answer(self) -> bool:
        return self.was_sent

    def _kept_pieces(self, typed: Mapping[str, str]) -> list[dict[str, Any]]:
        """But the one that a page added before, by itself, and still shows as the new one."""
        return [
            self._renamed(piece, typed.get(f"{piece['id']}-title", ""))
            for piece in self.start or ()
            if piece["id"] != typed["new"] and not typed.get(f"{piece['id']}-remove")
        ]

    def _renamed(self, piece: Mapping[str, Any], title: str) -> dict[str, Any]:
        if title == self._title(piece):
            return dict(piece)
        words = with_text(
            piece.get("title"),
            self.setting.language,
            cleaned(title, normalise.line, f"{piece['id']}-title"),
        )
        renamed = {**piece, "title": words} if words else {**piece}
        if not words:
            renamed.pop("title", None)
        self._check(renamed, f"{piece['id']}-title")
        return renamed

    def _new_piece(self, typed: Mapping[str, str]) -> dict[str, Any] | None:
        file, link, title = (typed[key].strip() for key in ("file", "link", "title"))
        if not (file or link or title):
            return None
        if file and link:
            raise Refused(Refusal(MESSAGES["file_or_link"], part="link"))
        if not (file or link):
            raise Refused(Refusal(NEITHER, part="file"))
        if file and file not in dict(self._choices()):
            raise Refused(Refusal(GONE, part="file"))
        piece: dict[str, Any] = {"id": _id(typed["new"]), **_place(file, link)}
        words = cleaned(title, normalise.line, "title")
        if words:
            piece["title"] = {self.setting.language: words}
        self._check(piece, "")
        return piece

    def _check(self, piece: Mapping[str, Any], part: str) -> None:
        found = problems(self.spec, [piece])
        if found:
            raise Refused(
                *(Refusal(one.message, dict(one.params), part or _inner(one.part)) for one in found)
            )

    def hold(self, typed: Mapping[str, str]) -> None:
        super().hold(dict(typed))
        for key, part in self.parts.items():
            part.text = typed.get(key, "")

    def restore(self, pending: Mapping[str, Any]) -> None:
        """Only what was refused comes back: the other pieces may have changed since."""
        super().restore({**pending, "typed": {**self.typed, **pending["typed"]}})

    @property
    def pending(self) -> dict[str, Any] | None:
        kept = super().pending
        if kept is None:
            return None
        refused = {one.part for one in self.refusals}
        keys = refused | ({"new", *self.parts} if refused & {"", *self.parts} else set())
        return {**kept, "typed": {key: self.typed[key] for key in keys if key in self.typed}}

    def tell(self) -> None:
        super().tell()
        whole = [self.words_of(r) for r in self.refusals if r.part not in self.parts]
        self.errors = {None: whole}
        for one in self.refusals:
            if one.part in self.parts:
                self.parts[one.part].errors.append(self.words_of(one))

    def anchor(self, part: str) -> str:
        return f"{self.name}-{part}" if part else self.id

    def described(self, value: Any) -> str | Pairs:
        return "; ".join(self._name(piece) for piece in value)

    @property
    def typed_words(self) -> str:
        return "; ".join(part.text for part in self.parts.values() if part.text)

    @property
    def rows(self) -> list[Piece]:
        """The accepted pieces, for the macro."""
        return [self._row(piece) for piece in self.start or ()]

    @property
    def new_uid(self) -> str:
        """The id the next piece will have, so that sending a form twice adds it once."""
        return str(self.typed["new"])

    def _row(self, piece: Mapping[str, Any]) -> Piece:
        uid, name = piece["id"], self._name(piece)
        remove = f"{self.name}-{uid}-remove"
        title = Part(
            f"{self.name}-{uid}-title",
            Words(gettext("Title of %(name)s", name=name)),
            text=self.typed.get(f"{uid}-title", self._title(piece)),
            lang=self.setting.language,
            dir=self.setting.direction,
            errors=[self.words_of(r) for r in self.refusals if r.part == f"{uid}-title"],
        )
        tick = Tick(remove, remove, bool(self.typed.get(f"{uid}-remove")))
        return Piece(uid, name, self._url(piece), title, tick)

    def _name(self, piece: Mapping[str, Any]) -> str:
        if "link" in piece:
            return str(piece["link"])
        names = {file.uid: file.name for file in self.setting.files}
        return names.get(piece["file"], gettext("(file removed from the plan)"))

    def _url(self, piece: Mapping[str, Any]) -> str:
        if "link" in piece:
            return str(piece["link"])
        return next((f.url for f in self.setting.files if f.uid == piece["file"]), "")

    @property
    def links(self) -> list[tuple[str, str]]:
        link = self.setting.links.get("file")
        return [link] if link else []


def _place(file: str, link: str) -> dict[str, str]:
    return {"file": file} if file else {"link": link}


def _inner(part: str) -> str:
    """'0.title.en' is the part 'title' of the one piece that was looked at."""
    return [*part.split("."), ""][1]


def _id(sent: str) -> str:
    """The id the form carried; another one where it is none."""
    try:
        return str(uuid.UUID(sent))
    except ValueError:
        return str(uuid.uuid4())
