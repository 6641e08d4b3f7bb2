# What people who work on the project do. `make setup` first; each target uses its environment, or another one: make test VENV=/opt/venv
VENV ?= .venv
PYTHON ?= python3
RUN = $(VENV)/bin/python
PINS = $(VENV)/bin/uv pip compile --quiet --universal --no-deps --no-annotate --python-version 3.11 --custom-compile-command "make pins"

.PHONY: help setup run test browser lint format renew goldens screenshots pins bench

help:            ## List the targets.
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

setup:           ## Make the environment, with the command campaign-reach in it.
	test -x $(RUN) || $(PYTHON) -m venv $(VENV)
	$(RUN) -m pip install --quiet --requirement requirements-dev.txt
	$(RUN) -m pip install --quiet --no-deps --editable .

run:             ## Open the dashboard.
	$(RUN) -m streamlit run app.py

test:            ## Run the tests, all but those in a browser.
	$(RUN) -m pytest

browser:         ## Walk through the dashboard in a real browser.
	$(RUN) -m pytest -m browser

lint:            ## Check the code: ruff, its format, mypy.
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy

format:          ## Write the code in the project's format.
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

renew:           ## Write anew what is made from the code: translation files, docs/metrics.md, docs/formats.md, blank sheets, the copy of the sample.
	$(RUN) -m tools.renew

goldens:         ## Write anew what the formats are expected to make of their examples. Read the difference.
	$(RUN) -m pytest -n0 -m 'not browser' tests/formats --renew

screenshots:     ## Take the pictures of the docs anew, in Chromium over the sample.
	$(RUN) -m tools.screenshots

pins:            ## Write requirements*.txt from pyproject.toml; pins stay unless a bound forbids them. UPGRADE=1 takes the newest.
	$(PINS) $(if $(UPGRADE),--upgrade) --output-file requirements.txt pyproject.toml
	$(PINS) $(if $(UPGRADE),--upgrade) --extra dev --constraints requirements.txt --output-file requirements-dev.txt pyproject.toml

bench:           ## Measure how fast imports, reading, pages, reach and charts are.
	$(RUN) benchmarks/import.py
	$(RUN) benchmarks/reading.py
	$(RUN) benchmarks/pages.py
	$(RUN) benchmarks/reach.py
	$(RUN) benchmarks/charts.py
