"""From the TOML files of an edition to a validated Schema; the only reader of TOML.

The files of `v1/` hold structure and English words; `v1/<language>/` repeats the same ids with the
words of another language and nothing else. A fault stops the program and names the file and the id.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nap_tracker.annex_c.build import build
from nap_tracker.annex_c.definitions import Schema
from nap_tracker.annex_c.faults import SchemaFault

ROOT = Path(__file__).parent
SOURCE_LANGUAGE = "en"
STRUCTURE = frozenset({"sections", "registers"})
"""Folders of an edition that hold structure; every other folder is a language."""
WORDS = frozenset(
    {
        "citation",
        "guidance",
        "hint",
        "label",
        "name",
        "paraphrase",
        "singular",
        "symbol",
        "task",
        "title",
    }
)
"""The only keys an overlay may carry."""
OPEN = frozenset({"citation", "choice", "option"})
"""Tables whose keys are ids and whose values are words themselves."""

Raw = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Files:
    """The tables of many files as one, and which file each id came from."""

    raw: Raw
    sources: Mapping[str, str]


def editions(root: Path = ROOT) -> tuple[int, ...]:
    """Editions present, oldest first."""
    return tuple(sorted(int(path.name[1:]) for path in root.glob("v[0-9]*") if path.is_dir()))


def languages(edition: int, root: Path = ROOT) -> tuple[str, ...]:
    """English and every language with an overlay."""
    folders = (path.name for path in (root / f"v{edition}").iterdir() if path.is_dir())
    return (SOURCE_LANGUAGE, *sorted(name for name in folders if name not in STRUCTURE))


def load(edition: int, language: str = SOURCE_LANGUAGE, root: Path = ROOT) -> Schema:
    """The edition in a language; words the overlay lacks stay English.

    Raises KeyError for an edition that does not exist, SchemaFault for a faulty file.
    """
    if edition not in editions(root):
        raise KeyError(edition)
    folder = root / f"v{edition}"
    base = _read(folder, [p for p in _files(folder) if _is_structure(p.relative_to(folder))])
    raw = base.raw
    if language != SOURCE_LANGUAGE:
        overlay = _read(folder, _files(folder / language))
        _only_words(overlay, raw)
        raw = merged(raw, overlay.raw)
    return build(raw, edition=edition, language=language, sources=base.sources)


def overlay_words(edition: int, language: str, root: Path = ROOT) -> Raw:
    """The words of one overlay as nested tables, for tests of completeness."""
    folder = root / f"v{edition}"
    return _read(folder, _files(folder / language)).raw


def base_words(edition: int, root: Path = ROOT) -> Raw:
    """The English words alone, as nested tables of the same shape as an overlay."""
    folder = root / f"v{edition}"
    files = [p for p in _files(folder) if _is_structure(p.relative_to(folder))]
    return _words_of(_read(folder, files).raw)


def merged(base: Mapping[str, Any], overlay: Mapping[str, Any]) -> Raw:
    """The base with the overlay's values in place of its own, at any depth, in the base's order."""
    result: Raw = dict(base)
    for key, value in overlay.items():
        if isinstance(value, Mapping) and isinstance(base.get(key), Mapping):
            result[key] = merged(base[key], value)
        else:
            result[key] = value
    return result


def _files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.toml"))


def _is_structure(path: Path) -> bool:
    return len(path.parts) == 1 or path.parts[0] in STRUCTURE


def _read(folder: Path, paths: list[Path]) -> Files:
    raw: Raw = {}
    sources: dict[str, str] = {}
    for path in paths:
        name = path.relative_to(folder.parent).as_posix()
        try:
            content = tomllib.loads(path.read_text("utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise SchemaFault(name, "", str(error)) from error
        _add(raw, content, name, sources)
    return Files(raw, sources)


def _add(raw: Raw, content: Raw, name: str, sources: dict[str, str]) -> None:
    for table, entries in content.items():
        if not isinstance(entries, dict):
            raise SchemaFault(name, table, "stands outside any table")
        home = raw.setdefault(table, {})
        for id, value in entries.items():
            path = f"{table}.{id}"
            if path in sources:
                raise SchemaFault(name, path, f"is already in {sources[path]}")
            sources[path] = name
            home[id] = value


def _only_words(overlay: Files, base: Raw) -> None:
    for table, entries in overlay.raw.items():
        for id, value in entries.items():
            path = f"{table}.{id}"
            name = overlay.sources[path]
            if id not in base.get(table, {}):
                raise SchemaFault(name, path, "does not exist in the English files")
            _same_shape(value, base[table][id], path, name)


def _same_shape(value: Any, base: Any, path: str, name: str) -> None:
    """An overlay may only replace words that exist, never structure."""
    if isinstance(value, str) and isinstance(base, str):
        table, _, key = path.rpartition(".")
        if key not in WORDS and table.partition(".")[0] not in OPEN:
            raise SchemaFault(name, path, "is structure; an overlay holds words only")
        return
    if not (isinstance(value, dict) and isinstance(base, dict)):
        raise SchemaFault(name, path, "is not of the shape it has in the English files")
    for key, inner in value.items():
        if key not in base:
            raise SchemaFault(name, f"{path}.{key}", "does not exist in the English files")
        _same_shape(inner, base[key], f"{path}.{key}", name)


def _words_of(raw: Raw, open_table: bool = False) -> Raw:
    words: Raw = {}
    for key, value in raw.items():
        if isinstance(value, dict):
            words[key] = _words_of(value, open_table or key in OPEN)
        elif isinstance(value, str) and (open_table or key in WORDS):
            words[key] = value
    return words


def words_beside(name: str, language: str = SOURCE_LANGUAGE, root: Path = ROOT) -> Raw:
    """The tables of a file of guidance beside the editions; nothing in a language it lacks."""
    tag = "" if language == SOURCE_LANGUAGE else f".{language}"
    path = root / f"{name}{tag}.toml"
    return tomllib.loads(path.read_text("utf-8")) if path.exists() else {}
