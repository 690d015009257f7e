# Two commands do everything on a fresh machine: make lecture, make test.
LANGUAGE ?= ja
SLOW ?=
FULL ?=
PYTHON_IN_VENV := .venv/bin/python
PYTEST_MARKS := $(if $(SLOW),,-m "not slow")

.PHONY: lecture test lint docs records bench clean

## lecture: set up, then render the lecture (LANGUAGE=ja, en, or all that it is written in)
lecture:
	@tools/setup.sh lecture
	@$(PYTHON_IN_VENV) render.py --language $(LANGUAGE)

## test: set up, then style, types and tests (SLOW=1 adds the slow checks)
test:
	@tools/setup.sh $(if $(SLOW),slow,test)
	@$(MAKE) --no-print-directory lint
	@CHAINREEL_SLOW=$(SLOW) $(PYTHON_IN_VENV) -m pytest -q -n 2 --dist loadgroup $(PYTEST_MARKS)

lint:
	@echo "ruff"; $(PYTHON_IN_VENV) -m ruff check . && $(PYTHON_IN_VENV) -m ruff format --check .
	@echo "mypy"; $(PYTHON_IN_VENV) -m mypy

## docs: the documentation's site, in out/site
docs:
	@tools/setup.sh docs
	@$(PYTHON_IN_VENV) tools/site.py

## records: run every experiment again and write what was accepted
records:
	@tools/setup.sh test
	@.venv/bin/chainreel measure --accept

## bench: what a film costs beside plain manim and x264 alone (FULL=1 for the whole lecture, JOBS=2 for two subjects side by side)
bench:
	@tools/setup.sh lecture
	@$(PYTHON_IN_VENV) -m bench $(if $(FULL),--full) $(if $(JOBS),--jobs $(JOBS))

## clean: remove what can be made again
clean:
	rm -rf .cache out
