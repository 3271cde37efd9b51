"""The only door to argon2: hashing and checking passwords, and refusing obvious ones."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from nap_tracker.i18n import N_

SHORTEST = 12
LONGEST = 256
"""Characters; hashing a book would keep the processor busy."""
MOST_LETTERS = 3
MOST_DIGITS = 8
"""Obvious words with at most so many other letters, and a year or a date, stay obvious."""

hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""OWASP's parameters: 19 MiB and two passes, some 40 ms; tests replace it by a cheap one."""

DECOY = (
    "$argon2id$v=19$m=19456,t=2,p=1$Z5v3nVO8QIsIMEdsQDlMOw"
    "$zw07Pqo7ZTJU/5a3x4D0HdChm1kyg/hcKsaj580K39s"
)
"""Checked where there is no account, so that the answer takes as long as where there is one."""

_OBVIOUS = """
    123 1234 12345 123456 1234567 12345678 123456789 1234567890 111 000 abc abcd abcdef abc123
    access action admin administrator adminadmin annexc asgm asdf asdfgh asdfghjkl azerty
    azertyuiop baseball batman batterystaple change changeme charlie computer convention
    correcthorse cheval daniel default demo dragon environment environnement flower football
    freedom gold guest hello hockey iloveyou internet jesus jordan killer letmein liverpool
    login love lovely loveyou master mercure mercury michael minamata ministere ministry monkey
    motdepasse mustang nap naptracker officer pass passe passer password passwort pepper plan
    planetgold princess qazwsx qwer qwerty qwertyuiop qwertz qwertzuiop sample secret secure
    shadow soccer starwars summer sunshine superman temp temporary test tester testing thomas
    tracker trustno winter spring autumn user username welcome bienvenue whatever zaq1 zxcvbn
    zxcvbnm
"""
OBVIOUS = frozenset(_OBVIOUS.split())
RUNS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertyuiopasdfghjklzxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "qwertzuiopasdfghjklyxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik",
)
LEET = str.maketrans("013457@$!", "oieastasi")


def weakness(password: str, about: Iterable[str] = ()) -> str | None:
    """Why a password cannot be taken (a message marked with N_), or None.

    `about` is what others know of the person: the address, the name, the Party.
    """
    if len(password) < SHORTEST:
        return N_("Choose a password of at least 12 characters. A sentence is easy to remember.")
    if len(password) > LONGEST:
        return N_("Choose a password of at most 256 characters.")
    if is_obvious(password, about):
        return N_("This password is among the first that somebody would try. Choose another one.")
    return None


def hash_password(password: str) -> str:
    """What is stored in place of a password."""
    return hasher.hash(_bytes(password))


def matches(password: str, stored: str | None) -> bool:
    """Whether it is the password that was stored; without one it takes as long and is not."""
    try:
        return hasher.verify(stored or DECOY, _bytes(password)) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(stored: str) -> bool:
    """Whether a stored hash was made with other parameters than those of today."""
    return hasher.check_needs_rehash(stored)


def is_obvious(password: str, about: Iterable[str] = ()) -> bool:
    """Made of few characters, of a run on the keyboard, or of words anybody would try."""
    folded = "".join(unicodedata.normalize("NFKC", password).casefold().split())
    letters = "".join(c for c in folded if c.isalnum())
    words = OBVIOUS | set(_parts(about))
    return (
        _repeats(folded)
        or _is_run(letters)
        or any(_rest(text, words) <= MOST_LETTERS for text in _readings(folded, letters))
    )


def _readings(folded: str, letters: str) -> Iterator[str]:
    """The word itself, without a few digits, and with digits read as the letters they stand for."""
    yield letters
    words = "".join(c for c in letters if not c.isdigit())
    if len(letters) - len(words) <= MOST_DIGITS:
        yield words
    stem = folded.rstrip("0123456789!?.,-_")
    for text in (folded, stem if len(folded) - len(stem) <= MOST_DIGITS else folded):
        yield "".join(c for c in text.translate(LEET) if c.isalnum())


def _parts(about: Iterable[str]) -> Iterator[str]:
    for text in about:
        spaced = "".join(c if c.isalnum() else " " for c in text.casefold())
        yield from (part for part in spaced.split() if len(part) > 2)


def _repeats(text: str) -> bool:
    """'aaaaaaaaaaaa', 'abcabcabcabc': few different characters, or one unit again and again."""
    if len(set(text)) <= 4:
        return True
    return any(text == (text[:n] * len(text))[: len(text)] for n in range(1, len(text) // 2 + 1))


def _is_run(text: str) -> bool:
    """Neighbours in the alphabet, among the digits or on a keyboard, forwards or backwards."""
    return any(text in run * 2 or text in (run * 2)[::-1] for run in RUNS)


def _rest(text: str, words: frozenset[str] | set[str]) -> int:
    """How many characters are left when as much as possible is covered by the words."""
    left = [0] * (len(text) + 1)
    for end in range(1, len(text) + 1):
        shorter = (left[end - len(w)] for w in words if text.endswith(w, 0, end))
        left[end] = min(left[end - 1] + 1, *shorter, len(text))
    return left[-1]


def _bytes(password: str) -> bytes:
    """One byte form for what looks the same: keyboards differ in how they compose letters."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
