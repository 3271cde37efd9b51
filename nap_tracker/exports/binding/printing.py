"""One document printed in parts by several processes: what is drawn already is taken from before.

Whatever is out of the ordinary (a complaint of the library, a character without a font, a drawing
that a record has no place for) raises NotBound: then the whole is printed in one piece, which says
what is wrong in its own words.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from nap_tracker import fence
from nap_tracker.exports.binding.bind import NotBound, Studio, bind
from nap_tracker.exports.binding.crew import Crew, Unfinished
from nap_tracker.exports.binding.draw import NotRecordable
from nap_tracker.exports.binding.record import RecordedPart, from_json
from nap_tracker.exports.binding.replay import NotReplayable
from nap_tracker.exports.parts import Pieces, file_of
from nap_tracker.exports.pdf import VARIANT, Complaints, OnlyOurPictures, Printed
from nap_tracker.exports.pictures import Pictures, address


class Printing:
    """One document on its way; `folder` is the only place that its processes can reach."""

    def __init__(self, folder: Path, pieces: Pieces, pictures: Pictures) -> None:
        self.folder, self.pieces, self.pictures = folder, pieces, pictures
        self.recorded: dict[int, RecordedPart] = {}
        self._studio: Studio | None = None
        for place in range(len(pieces.parts)):
            path = folder / file_of(place)
            known = from_json(path.read_text("utf-8")) if path.exists() else None
            if known is not None:
                self.recorded[place] = known
        missing = [place for place in range(len(pieces.parts)) if place not in self.recorded]
        missing.sort(key=lambda place: -len(pieces.parts[place].html))
        self.crew = Crew(self.draw, missing)

    @property
    def studio(self) -> Studio:
        """Made in each process for itself: fonts cannot be shared between them."""
        if self._studio is None:
            self._studio = Studio(self.pieces, OnlyOurPictures(self.pictures), VARIANT)
        return self._studio

    def begin(self) -> None:
        """Start the other processes, which is forbidden once the walls stand."""
        self.crew.call(lambda: fence.fence(self.folder))

    def draw(self, place: int) -> None:
        """Draw one part and leave its record in the folder. Raises NotBound."""
        with Complaints() as complaints:
            try:
                record = self.studio.record(self.pieces.parts[place])
            except NotRecordable as reason:
                raise NotBound(str(reason)) from reason
        if complaints.lines or complaints.missing:
            raise NotBound("the whole says what is wrong")
        (self.folder / file_of(place)).write_text(record.to_json(), "utf-8")

    def finish(self) -> Printed:
        """The bound document. Raises NotBound."""
        try:
            self.crew.finish()
            self._read()
            with Complaints() as complaints:
                names = {_id(address(name)): address(name) for name in self.pictures}
                data, pages = bind(self.studio, self.recorded, names)
        except (NotReplayable, Unfinished) as reason:
            raise NotBound(str(reason)) from reason
        if complaints.lines or complaints.missing:
            raise NotBound("the whole says what is wrong")
        return Printed(data, pages, ())

    def _read(self) -> None:
        for place in range(len(self.pieces.parts)):
            if place not in self.recorded:
                known = from_json((self.folder / file_of(place)).read_text("utf-8"))
                if known is None:
                    raise NotBound("a part was recorded by another program")
                self.recorded[place] = known


def _id(url: str) -> str:
    """The library's own name of a picture."""
    return hashlib.md5(url.encode(), usedforsecurity=False).hexdigest()
