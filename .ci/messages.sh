#!/bin/sh
# Extracts every word of the interface and brings the catalogues up to date; translations stay.
set -eu
cd "$(dirname "$0")/.."
here=nap_tracker/translations
words=$(mktemp)
trap 'rm -f "$words"' EXIT
.venv/bin/pybabel -q extract -F "$here/babel.cfg" -k _ -k N_ -k gettext -k ngettext:1,2 \
    --add-location=never --sort-output --no-wrap --project='NAP Tracker' -o "$words" .
for catalogue in "$here"/*/LC_MESSAGES/messages.po; do
    [ -e "$catalogue" ] || continue
    language=$(basename "$(dirname "$(dirname "$catalogue")")")
    .venv/bin/pybabel -q update -i "$words" -o "$catalogue" -l "$(echo "$language" | tr - _)" \
        --no-fuzzy-matching --ignore-obsolete --no-wrap --ignore-pot-creation-date
done
