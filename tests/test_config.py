"""The start is refused where it would endanger drafts, and the message says how to mend it."""

from pathlib import Path

import pytest

import config

SECRET = "s" * config.SHORTEST_SECRET
PRODUCTION = {"NAP_SECRET_KEY": SECRET}


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({}, "NAP_SECRET_KEY must hold a secret"),
        ({"NAP_SECRET_KEY": SECRET[1:]}, "NAP_SECRET_KEY must hold a secret"),
        ({"NAP_SECRET_KEY": config.DEMO_SECRET}, "NAP_SECRET_KEY must hold a secret"),
        (PRODUCTION | {"NAP_DEBUG": "1"}, "unset NAP_DEBUG"),
        (PRODUCTION | {"FLASK_DEBUG": "1"}, "unset NAP_DEBUG and FLASK_DEBUG"),
        (PRODUCTION | {"NAP_BASE_URL": "http://nap.example.org"}, "must begin with https://"),
        (PRODUCTION | {"NAP_BASE_URL": "nap.example.org"}, "must be a whole address"),
        (PRODUCTION | {"NAP_DATABASE_URL": "nap.db"}, "must begin with sqlite:///"),
        (PRODUCTION | {"NAP_DATABASE_URL": "mysql://host/nap"}, "or postgresql://"),
        (PRODUCTION | {"NAP_PORT": "five"}, "NAP_PORT is 'five'"),
        (PRODUCTION | {"NAP_THREADS": "0"}, "a whole number from 1"),
        ({"NAP_MODE": "development"}, "production, demo, testing"),
    ],
)
def test_an_unsafe_or_mistaken_setting_stops_the_start(environ: dict[str, str], words: str) -> None:
    with pytest.raises(config.ConfigError, match=words):
        config.load(environ)


def test_production_is_the_default_and_sends_real_mail() -> None:
    settings = config.load(PRODUCTION)

    assert settings["MODE"] == "production"
    assert settings["MAIL_URL"].startswith("smtp://")
    assert settings["SECRET_KEY"] == SECRET
    assert not settings["DEBUG"]


@pytest.mark.parametrize("mode", ["demo", "testing"])
def test_other_modes_start_without_settings_and_send_no_mail(mode: str) -> None:
    settings = config.load({"NAP_MODE": mode})

    assert settings["MAIL_URL"] == "console:"
    assert settings["TESTING"] is (mode == "testing")


def test_an_empty_variable_means_the_default() -> None:
    assert config.load({"NAP_MODE": "demo", "NAP_PORT": ""})["PORT"] == 5000


def test_everything_stored_locally_follows_the_instance_folder(tmp_path: Path) -> None:
    settings = config.load({"NAP_MODE": "demo", "NAP_INSTANCE": str(tmp_path)})

    assert settings["SQLALCHEMY_DATABASE_URI"] == f"sqlite:///{tmp_path}/nap-tracker.db"
    assert settings["QUEUE_URL"] == f"sqlite:///{tmp_path}/queue.db"
    assert settings["STORAGE_URL"] == f"file://{tmp_path}/files"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_is_spoken_to_through_psycopg_3(scheme: str) -> None:
    url = f"{scheme}://u:p@host/nap"

    settings = config.load({"NAP_MODE": "demo", "NAP_DATABASE_URL": url})

    assert settings["SQLALCHEMY_DATABASE_URI"] == "postgresql+psycopg://u:p@host/nap"


@pytest.mark.parametrize(
    ("address", "secure"), [("https://nap.example.org/", True), ("http://127.0.0.1:5000", False)]
)
def test_cookies_need_tls_wherever_the_address_has_it(address: str, secure: bool) -> None:
    settings = config.load(PRODUCTION | {"NAP_BASE_URL": address})

    assert settings["SESSION_COOKIE_SECURE"] is secure
    assert settings["SESSION_COOKIE_NAME"].startswith("__Host-") is secure
    assert settings["SESSION_COOKIE_HTTPONLY"]
    assert settings["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert not settings["BASE_URL"].endswith("/")


def test_the_table_has_a_row_for_every_setting_and_no_path_of_this_checkout() -> None:
    table = config.settings_table()

    assert all(f"| `{setting.variable}` |" in table for setting in config.SETTINGS)
    assert str(config.ROOT) not in table
