"""Passwords are long, not obvious, and never stored."""

import pytest

from nap_tracker import passwords


@pytest.mark.parametrize(
    "password",
    [
        "elevenchars",
        "password1234",
        "Passw0rd!Passw0rd!",
        "P@$$w0rd2026",
        "mercury2026!!",
        "Minamata-NAP-Tracker",
        "aaaaaaaaaaaaaaaa",
        "abababababababab",
        "123456789012",
        "098765432109",
        "qwertyuiopas",
        "azertyuiopqs",
        "abcdefghijklm",
        "correcthorsebatterystaple",
        "amina.diallo@env.example",
        "Diallo-Amina-1978",
        "motdepasse123",
        "a" * 257,
    ],
)
def test_a_short_or_obvious_password_is_refused(password: str) -> None:
    assert passwords.weakness(password, ("amina.diallo@env.example", "Amina Diallo"))


@pytest.mark.parametrize(
    "password",
    [
        "seven herons over wet slate",
        "kleine braune Fledermaus",
        "ນ້ຳຕົກ ຕາດ ກວາງຊີ ງາມ",
        "7f3k9q2m8x1z",
        "trois-pirogues-vertes",
    ],
)
def test_a_long_password_needs_no_special_characters(password: str) -> None:
    assert passwords.weakness(password, ("amina.diallo@env.example", "Amina Diallo")) is None


def test_what_is_stored_is_argon2_with_the_parameters_of_owasp(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.undo()
    stored = passwords.hash_password("seven herons over wet slate")
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert not passwords.is_outdated(stored)
    assert not passwords.is_outdated(passwords.DECOY), "the decoy must take as long"


def test_a_password_matches_only_itself_however_its_letters_are_composed() -> None:
    stored = passwords.hash_password("sept hérons sur l'ardoise")
    assert passwords.matches("sept he\u0301rons sur l'ardoise", stored)
    assert not passwords.matches("sept herons sur l'ardoise", stored)


def test_nothing_matches_where_nothing_or_nonsense_is_stored() -> None:
    assert not passwords.matches("seven herons over wet slate", None)
    assert not passwords.matches("seven herons over wet slate", "not a hash")


def test_an_old_hash_is_seen_as_outdated(monkeypatch: pytest.MonkeyPatch) -> None:
    stored = passwords.hash_password("seven herons over wet slate")
    monkeypatch.undo()
    assert passwords.is_outdated(stored)
