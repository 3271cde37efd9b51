#!/bin/sh
# Runs inside a clean root (bare.py). `root`: everything is brought by the commands themselves.
# `user`: the set-up names what an administrator must install, which is done, and then both work.
set -eu
cd "$(dirname "$0")/.."
port=5123

answers() {
    python3 -c 'import sys, urllib.request as r; r.urlopen(sys.argv[1], timeout=5).read()' \
        "http://127.0.0.1:$port/" 2>/dev/null
}

# Starts, waits for an answer, tries a second start on the same port, stops; $1 is the log.
start_and_stop() {
    begun=$(date +%s)
    make run PORT=$port >"$1" 2>&1 &
    make=$!
    until answers; do
        kill -0 $make 2>/dev/null || { cat "$1"; echo 'make run ended before it answered'; exit 1; }
        sleep 0.2
    done
    echo "make run answers after $(($(date +%s) - begun)) s"
    if make run PORT=$port >"$1.second" 2>&1; then
        echo 'a second start shared the port'; exit 1
    fi
    grep "Port $port is in use" "$1.second" || { cat "$1.second"; exit 1; }
    kill -TERM $make
    wait $make || true
    if answers; then
        echo 'the server outlived make run'; exit 1
    fi
}

both_commands() {
    start_and_stop /tmp/first.log
    cat /tmp/first.log
    start_and_stop /tmp/again.log
    if grep '^set-up' /tmp/again.log; then
        echo 'the second make run installed something'; exit 1
    fi
    make test
    begun=$(date +%s)
    if make setup-test | grep '^set-up'; then
        echo 'a second set-up of the tests installed something'; exit 1
    fi
    echo "second set-up of the tests: $(($(date +%s) - begun)) s"
    test -z "$(git status --porcelain)" || { git status --short; exit 1; }
}

case $1 in
root | both)
    both_commands
    ;;
user)
    useradd --create-home officer
    chown -R officer .
    code=0
    su officer -c 'python3 .ci/setup.py run' 2>/tmp/refusal || code=$?
    cat /tmp/refusal
    test $code -eq 2
    sed -n 's/^    sudo \(.*\) && sudo \(.*\)/\1 \&\& \2/p' /tmp/refusal >/tmp/administrator
    test -s /tmp/administrator
    DEBIAN_FRONTEND=noninteractive sh -e /tmp/administrator >/dev/null
    exec su officer -c 'sh .ci/bare-inside.sh both'
    ;;
esac
