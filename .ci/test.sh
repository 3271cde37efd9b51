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
    # The locale decides the encoding of the new server; without one it would be SQL_ASCII. What
    # pytest found is kept aside: where its command fails, pg_virtualenv prints the server's whole
    # log after it, and the names of the failed tests would stand far above the end.
    found=$(mktemp)
    LC_ALL=C.UTF-8 pg_virtualenv -o fsync=off sh -c '
        NAP_TEST_DATABASE_URL="postgresql://$PGUSER:$PGPASSWORD@$PGHOST:$PGPORT/$PGDATABASE"
        export NAP_TEST_DATABASE_URL
        found=$1
        shift
        .venv/bin/python -m pytest --numprocesses auto --dist worksteal -m database "$@" ||
            echo "$?" >"$found"
    ' pytest "$found" "$@" || failed=$?
    [ ! -s "$found" ] || failed=$(cat "$found")
    rm -f "$found"
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
