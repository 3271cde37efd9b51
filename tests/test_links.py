"""Tokens of links can be made again by us and by nobody else."""

import pytest
from flask import Flask

from nap_tracker import links


@pytest.fixture
def _restored(app: Flask):
    yield
    links.configure(app.config["BASE_URL"], app.config["SECRET_KEY"])


@pytest.mark.usefixtures("_restored")
def test_a_token_is_the_same_each_time_and_differs_by_purpose_subject_and_secret() -> None:
    links.configure("https://nap.example", "one secret")
    token = links.token("invitation", "a")
    assert token == links.token("invitation", "a")
    others = {links.token("password", "a"), links.token("invitation", "b")}
    links.configure("https://nap.example", "another secret")
    others.add(links.token("invitation", "a"))
    assert len({token, *others}) == 4
    assert len(token) == 43


@pytest.mark.usefixtures("_restored")
def test_an_address_is_whole() -> None:
    links.configure("https://nap.example/", "one secret")
    token = links.token("password", "a")
    assert links.address("password", "a") == f"https://nap.example/passwords/{token}"
    assert links.address("party", "a") == "https://nap.example/parties/a"
    assert links.home() == "https://nap.example/"


@pytest.mark.usefixtures("_restored")
def test_no_token_is_made_without_a_secret() -> None:
    links.configure("https://nap.example", "")
    with pytest.raises(RuntimeError):
        links.token("password", "a")
