"""NAP Tracker: National Action Plans under the Minamata Convention. Composition root."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import StrictUndefined

import config
from nap_tracker import database, keys, links, logs, mail, models, web
from nap_tracker.exports import press
from nap_tracker.exports.screen import kept
from nap_tracker.extensions import compress, csrf, db, login_manager, migrate
from nap_tracker.files import storage
from nap_tracker.queue import queue

ROOT = Path(__file__).resolve().parent.parent


def create_app(settings: Mapping[str, Any] | None = None) -> Flask:
    """The application; settings come from the environment unless given (tests, benchmarks)."""
    # 1. The application and what it was told.
    app = Flask(__name__, template_folder=str(ROOT / "templates"), static_folder=None)
    app.config.update(settings if settings is not None else config.load())
    logs.configure(messages=app.config["DEBUG"])
    # 2. Templates: an unknown name is an error, not an empty string.
    app.jinja_options = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    # 3. Extensions; every table is declared once `models` is imported.
    assert models
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    csrf.init_app(app)
    login_manager.init_app(app)
    compress.init_app(app)
    # 4. What lies outside: the database, stored files, the queue, links in mail.
    app.config["INSTANCE"].mkdir(mode=0o700, parents=True, exist_ok=True)  # drafts lie there
    with app.app_context():
        database.prepare(db.engine)
    storage.configure(app.config["STORAGE_URL"])
    queue.configure(app.config["QUEUE_URL"])
    press.configure(
        megabytes=app.config["PDF_MEGABYTES"],
        seconds=app.config["PDF_SECONDS"],
        store=app.config["INSTANCE"] / "printed-parts",
    )
    kept.configure(app.config["INSTANCE"] / "read-pages")
    links.configure(app.config["BASE_URL"], app.config["SECRET_KEY"])
    keys.configure(app.config["SECRET_KEY"])
    mail.configure(app.config["MAIL_URL"], app.config["MAIL_FROM"])
    # 5. The door: pages. The command line comes in through `__main__`.
    web.init_app(app)
    return app
