"""Turning an uploaded PDF into pictures in a process of its own."""

from __future__ import annotations

import pytest

from nap_tracker.exports import press
from nap_tracker.exports.annexes import NotRasterised, Scanning
from tests.exports.test_annexes import pdf


def test_pages_come_back_as_pictures() -> None:
    pictures = press.scan(pdf(2), Scanning(dots_per_inch=36))
    assert [(p.media_type, p.width, p.height) for p in pictures] == [("image/jpeg", 298, 421)] * 2
    assert pictures[0].data.startswith(b"\xff\xd8")


def test_the_reason_of_a_refusal_comes_back_in_words() -> None:
    with pytest.raises(NotRasterised) as refusal:
        press.scan(pdf(3), Scanning(pages=2))
    assert str(refusal.value) == "This PDF has 3 pages; at most 2 are printed with a plan."


def test_a_pdf_that_takes_too_much_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "_limits", [press.Limits(memory=150 * 1024**2)])
    with pytest.raises(NotRasterised) as refusal:
        press.scan(pdf(1, 14_000, 14_000), Scanning(pixels=400_000_000))
    assert "time or memory" in str(refusal.value) or "cannot be shown" in str(refusal.value)
