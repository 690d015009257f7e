#!/bin/sh
# Write requirements/*.txt anew from the ranges in pyproject.toml.
set -eu
export LC_ALL=C
cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
python3 -m venv "$scratch/venv"
pip="$scratch/venv/bin/pip --disable-pip-version-check -q"
freeze() { $pip freeze --exclude-editable --exclude setuptools --exclude pip | grep -iv '^torch==\|^chainreel' | sort; }
$pip install -e .
freeze > requirements/lecture.txt
$pip install -e '.[measure]'
{ freeze | comm -13 requirements/lecture.txt -; echo 'torch>=2.9,<2.14'; } > "$scratch/measure.txt"
freeze > "$scratch/measured.txt"
$pip install -e '.[test]'
freeze | comm -13 "$scratch/measured.txt" - > requirements/test.txt
echo 'setuptools>=77' >> requirements/test.txt  # what builds the wheel; frozen with no other pins
freeze > "$scratch/tested.txt"
$pip install -e '.[docs]'
freeze | comm -13 "$scratch/tested.txt" - > requirements/docs.txt
freeze > "$scratch/documented.txt"
$pip install -e '.[slow]'
freeze | comm -13 "$scratch/documented.txt" - > requirements/slow.txt
mv "$scratch/measure.txt" requirements/measure.txt
# What only other Pythons need than the one that pins stands as a range, which this one skips.
grep -o '"[^"]*; python_version[^"]*"' pyproject.toml | tr -d '"' >> requirements/lecture.txt
