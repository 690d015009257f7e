#!/bin/sh
# Set up this machine for Chainreel: system packages (Debian), a virtual environment, pinned packages.
#   tools/setup.sh lecture    what rendering needs
#   tools/setup.sh test       that, the runs (PyTorch) and the tests
#   tools/setup.sh docs       what the documentation's site is built with
#   tools/setup.sh slow       all of that, and the programs that the slow tests open what was made with
# What is there already is left alone: a second run does nothing.
set -eu
cd "$(dirname "$0")/.."
goal=${1:-lecture}
case $goal in
    lecture) files="requirements/lecture.txt" ;;
    test) files="requirements/lecture.txt requirements/measure.txt requirements/test.txt" ;;
    docs) files="requirements/lecture.txt requirements/docs.txt" ;;
    slow) files="requirements/lecture.txt requirements/measure.txt requirements/test.txt requirements/docs.txt requirements/slow.txt" ;;
    *) echo "setup: unknown goal '$goal'; known: lecture, test, docs, slow" >&2; exit 2 ;;
esac
venv=.venv
case $goal in
    docs) from_npm=requirements/docs-npm.txt ;;
    slow) from_npm="requirements/docs-npm.txt requirements/slow-npm.txt" ;;
    *) from_npm="" ;;
esac
wanted=$(cat $files $from_npm pyproject.toml | cksum | cut -d' ' -f1)
stamp="$venv/.ready-$goal"
[ "$(cat "$stamp" 2>/dev/null || true)" = "$wanted" ] && exit 0

say() { printf 'setup: %s\n' "$*"; }

python=${PYTHON:-python3}
needed="python3-venv python3-dev build-essential pkg-config libcairo2-dev libpango1.0-dev"
if [ "$goal" = slow ]; then
    needed="$needed libreoffice-impress chromium poppler-utils ffmpeg mediainfo"
    command -v java >/dev/null 2>&1 || needed="$needed default-jre-headless"
fi
if [ -n "$from_npm" ]; then
    command -v npm >/dev/null 2>&1 || needed="$needed nodejs npm"
fi
if command -v dpkg-query >/dev/null 2>&1; then
    missing=""
    for package in $needed; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
    done
    if [ -n "$missing" ]; then
        if [ "$(id -u)" = 0 ]; then as_root=""
        elif command -v sudo >/dev/null 2>&1; then as_root="sudo"
        else
            say "these system packages are missing:$missing" >&2
            say "ask an administrator to run: apt-get install$missing" >&2
            exit 2
        fi
        say "installing system packages:$missing"
        $as_root apt-get update -qq
        DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
    fi
fi
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
    say "Python 3.11 or newer is needed; name one with PYTHON=/path/to/python3.11" >&2
    exit 2
}
if [ ! -x "$venv/bin/python" ]; then
    say "making a virtual environment in $venv"
    "$python" -m venv "$venv"
fi
for file in $files; do
    say "installing $file (a few minutes the first time)"
    "$venv/bin/python" -m pip install --disable-pip-version-check -q -r "$file"
done
for list in $from_npm; do  # each in a folder of its own: npm takes away what a list does not name
    say "installing $list"
    npm install --prefix "$venv/$(basename "$list" -npm.txt)" --no-save --no-fund --no-audit \
        --loglevel=error $(cat "$list") >/dev/null
done
"$venv/bin/python" -m pip install --disable-pip-version-check -q --no-deps -e .
echo "$wanted" > "$stamp"
say "ready"
