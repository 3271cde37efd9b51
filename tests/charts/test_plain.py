"""A picture that was kept as data is the same picture."""

from __future__ import annotations

import json
from typing import Any

import pytest

from nap_tracker.charts.plain import KINDS, AnyPicture, from_data, to_data
from nap_tracker.content.canonical import dumps
from tests.charts.pictures import every

PICTURES = pytest.mark.parametrize("picture", every(), ids=lambda picture: picture.kind)


@PICTURES
def test_a_picture_comes_back_from_its_data_as_it_was(picture: AnyPicture):
    kept: dict[str, Any] = json.loads(dumps(to_data(picture)))
    assert from_data(kept) == picture


def test_every_kind_of_picture_can_be_kept():
    assert {one.kind for one in every()} == set(KINDS)


def test_another_kind_is_refused():
    with pytest.raises(KeyError):
        from_data({"kind": "pie"})
