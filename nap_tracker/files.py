"""The one door to stored bytes: a local folder, or an S3-compatible store by setting.

Content-addressed by SHA-256 under the Party: the same bytes in two Parties are two objects, so
that nobody learns from storage what another Party holds.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

from nap_tracker.errors import NotFound, NotReady
from nap_tracker.i18n import N_

try:
    import boto3
except ImportError:  # an optional extra: only s3:// needs it
    boto3 = None

MISSING = N_("This file is missing from storage. Tell your administrator.")
SAFE = re.compile(r"[0-9a-zA-Z-]+")


class Backend(Protocol):
    """What a store must do; `put` is durable when it returns."""

    def put(self, key: str, data: bytes) -> None: ...

    def get(self, key: str) -> bytes: ...

    def has(self, key: str) -> bool: ...

    def delete(self, key: str) -> None: ...

    def older_than(self, moment: datetime) -> Iterator[str]: ...


class Folder:
    """Files below one folder: written under a temporary name, synced, then renamed."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, key: str, data: bytes) -> None:
        path = self.root / key
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".new-", delete=False) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def get(self, key: str) -> bytes:
        try:
            return (self.root / key).read_bytes()
        except FileNotFoundError:
            raise NotFound(
                N_("This file is missing from storage. Tell your administrator.")
            ) from None

    def has(self, key: str) -> bool:
        return (self.root / key).exists()

    def delete(self, key: str) -> None:
        (self.root / key).unlink(missing_ok=True)

    def older_than(self, moment: datetime) -> Iterator[str]:
        for path in sorted(self.root.glob("*/*/*")):
            if path.stat().st_mtime < moment.timestamp():
                yield path.relative_to(self.root).as_posix()


class Bucket:
    """Objects in an S3-compatible bucket; credentials come from the usual AWS_ variables."""

    def __init__(self, bucket: str, prefix: str, endpoint: str | None) -> None:
        if boto3 is None:
            raise NotReady("NAP_STORAGE_URL begins with s3://: install boto3 (see the README).")
        self.client: Any = boto3.client("s3", endpoint_url=endpoint)
        self.bucket = bucket
        self.prefix = f"{prefix}/" if prefix else ""

    def put(self, key: str, data: bytes) -> None:
        self.client.put_object(Bucket=self.bucket, Key=self.prefix + key, Body=data)

    def get(self, key: str) -> bytes:
        try:
            found = self.client.get_object(Bucket=self.bucket, Key=self.prefix + key)
        except self.client.exceptions.NoSuchKey:
            raise NotFound(
                N_("This file is missing from storage. Tell your administrator.")
            ) from None
        return bytes(found["Body"].read())

    def has(self, key: str) -> bool:
        found = self.client.list_objects_v2(Bucket=self.bucket, Prefix=self.prefix + key, MaxKeys=1)
        return bool(found.get("KeyCount"))

    def delete(self, key: str) -> None:
        self.client.delete_object(Bucket=self.bucket, Key=self.prefix + key)

    def older_than(self, moment: datetime) -> Iterator[str]:
        pages = self.client.get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=self.bucket, Prefix=self.prefix):
            for one in page.get("Contents", ()):
                if one["LastModified"] < moment:
                    yield one["Key"].removeprefix(self.prefix)


class Storage:
    """The store in use; `configure` chooses it once at start."""

    backend: Backend

    def configure(self, url: str) -> None:
        """`file:///folder` or `s3://bucket/prefix?endpoint=https://…`."""
        parts = urlsplit(url)
        if parts.scheme == "file":
            self.backend = Folder(Path(parts.netloc + parts.path))
        elif parts.scheme == "s3":
            endpoint = parse_qs(parts.query).get("endpoint", [None])[0]
            self.backend = Bucket(parts.netloc, parts.path.strip("/"), endpoint)
        else:
            raise NotReady("NAP_STORAGE_URL must be file:///folder or s3://bucket/prefix.")


storage = Storage()


def store(party_id: str, data: bytes) -> str:
    """Keep bytes for a Party; returns their SHA-256.

    Bytes that are there already are written again: their new date keeps the sweep away until
    the row that points at them is committed.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    storage.backend.put(_key(party_id, sha256), data)
    return sha256


def read(party_id: str, sha256: str) -> bytes:
    """The bytes again. Raises NotFound when storage has lost them."""
    return storage.backend.get(_key(party_id, sha256))


def delete(party_id: str, sha256: str) -> None:
    """Forget bytes at once; nothing happens where they are gone already."""
    storage.backend.delete(_key(party_id, sha256))


@contextlib.contextmanager
def all_or_none() -> Iterator[Callable[[str, bytes], str]]:
    """A `store` whose new objects are taken back when the block fails."""
    added: list[str] = []

    def store_(party_id: str, data: bytes) -> str:
        key = _key(party_id, hashlib.sha256(data).hexdigest())
        if not storage.backend.has(key):
            added.append(key)
        return store(party_id, data)

    try:
        yield store_
    except BaseException:
        for key in added:
            storage.backend.delete(key)
        raise


def sweep(kept: set[tuple[str, str]], older_than: datetime) -> int:
    """Delete old bytes that no row points at any more; `kept` holds (Party id, SHA-256).

    Young ones stay: their row may be about to be committed.
    """
    known = {_key(party_id, sha256) for party_id, sha256 in kept}
    orphans = [key for key in storage.backend.older_than(older_than) if key not in known]
    for key in orphans:
        storage.backend.delete(key)
    return len(orphans)


def _key(party_id: str, sha256: str) -> str:
    if not (SAFE.fullmatch(party_id) and SAFE.fullmatch(sha256)):
        raise ValueError("a storage key is made of ids only")
    return f"{party_id}/{sha256[:2]}/{sha256}"
