#!/bin/sh
# The tests on SQLite, then those of the database again on PostgreSQL, on a throw-away server.
# --quick leaves out the browser and PostgreSQL; NAP_TEST_REQUIRE=postgresql,… forbids skipping.
set -eu
cd "$(dirname "$0")/.."

pytest() {
    .venv/bin/python -m pytest --numprocesses auto --dist worksteal "$@"
}

if [ "${1:-}" = --quick ]; then
    shift
    pytest -m 'not browser' "$@"
    exit
fi

# What fails on SQLite does not hide what fails on PostgreSQL: one run tells of both.
failed=0
pytest "$@" || failed=$?

if command -v pg_virtualenv >/dev/null; then
    echo 'The tests of the database again, on PostgreSQL:'
    # The locale decides the encoding of the new server; without one it would be SQL_ASCII.
    LC_ALL=C.UTF-8 pg_virtualenv -o fsync=off sh -c '
        NAP_TEST_DATABASE_URL="postgresql://$PGUSER:$PGPASSWORD@$PGHOST:$PGPORT/$PGDATABASE"
        export NAP_TEST_DATABASE_URL
        exec .venv/bin/python -m pytest --numprocesses auto --dist worksteal -m database "$@"
    ' pytest "$@" || failed=$?
    exit "$failed"
fi

case ",${NAP_TEST_REQUIRE:-}," in
*,postgresql,*)
    echo 'FAILED: PostgreSQL is required (NAP_TEST_REQUIRE), but there is no pg_virtualenv.' >&2
    exit 1
    ;;
esac
echo 'SKIPPED: the tests on PostgreSQL; there is no pg_virtualenv (Debian: apt-get install postgresql).'
exit "$failed"
