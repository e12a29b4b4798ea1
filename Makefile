# make demo | test | check: each needs only python3 with venv, and Debian for system packages.
.DELETE_ON_ERROR:
.PHONY: demo test check clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/stamps
SAMPLE := resources/samples/street-festival.txt
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install

demo: $(STAMPS)/installed
	$(BIN)/slmsum models fetch
	$(BIN)/slmsum $(SAMPLE)

test: check
	$(BIN)/slmsum models fetch
	SLMSUM_REQUIRE_MODELS=1 $(if $(wildcard ../shared),SLMSUM_REQUIRE_SAMPLES=1) \
		$(BIN)/python -m pytest

check: $(STAMPS)/system $(STAMPS)/test
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_import_rules.py
	$(BIN)/python -m pytest -q -m "not models and not slow and not samples"

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(STAMPS)/installed: pyproject.toml | $(BIN)/python
	$(PIP) --editable .
	touch $@

$(STAMPS)/test: pyproject.toml | $(BIN)/python
	$(PIP) --editable '.[test]'
	touch $@ $(STAMPS)/installed

$(STAMPS)/system: packaging/debian-packages.txt | $(BIN)/python
	packaging/install-debian-packages.sh $<
	touch $@

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)
	mkdir -p $(STAMPS)
