# `make report` runs the main job, `make test` the tests, `make notebooks` and `make docs` the tutorials and the pages, `make model` the shipped model;
# each makes its own environment in .venv from nothing but Python 3.11+.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SOURCE ?= exempelkommuner
OUT ?= out

.PHONY: report test model notebooks docs clean

report: $(VENV)/report.stamp
	$(BIN)/kfi analyse $(SOURCE) -o $(OUT)

test: $(VENV)/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2 --dist loadfile

model: $(VENV)/report.stamp
	$(BIN)/python -c "from kfi_analysis.coding.shipped import make_model; print(make_model().made_of['quality'])"

notebooks: docs/notebooks/stamp

docs: docs/notebooks/stamp
	$(BIN)/python -m sphinx -b html -W --keep-going -q docs docs/_build/html
	@echo "docs/_build/html/index.html"

docs/notebooks/stamp: $(VENV)/docs.stamp docs/run_notebooks.py $(wildcard notebooks/*.ipynb) $(shell find kfi_analysis corpora -type f -not -name '*.pyc')
	$(BIN)/python docs/run_notebooks.py notebooks docs/notebooks
	touch $@

$(VENV)/report.stamp: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/test.stamp: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[test]"
	touch $@

$(VENV)/docs.stamp: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[docs]"
	touch $@

clean:
	rm -rf $(VENV) $(OUT) docs/_build docs/notebooks docs/reference/generated dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
