# make demo | test | check: each needs only python3 with venv, and Debian for system packages.
.DELETE_ON_ERROR:
.PHONY: demo test check clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/stamps
SAMPLE := resources/samples/street-festival.txt
# What make check leaves out.
HEAVY := models or slow or samples or alone
REQUIRED := SLMSUM_REQUIRE_MODELS=1 $(if $(wildcard ../shared),SLMSUM_REQUIRE_SAMPLES=1)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install

demo: $(STAMPS)/installed
	$(BIN)/slmsum models fetch
	$(BIN)/slmsum $(SAMPLE)

test: check
	$(BIN)/slmsum models fetch
	$(REQUIRED) $(BIN)/python -m pytest -n 2 --dist loadfile -m "($(HEAVY)) and not alone"
	$(REQUIRED) $(BIN)/python -m pytest -m "alone"

check: $(STAMPS)/system $(STAMPS)/test
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_import_rules.py
	$(BIN)/python -m pytest -q -n 2 --dist loadfile -m "not ($(HEAVY))"

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
