# `make demo` shows Kefu and serves its workbench, `make test` checks it; both make their own environment in .venv first.
# Without make (Windows, or any system): see "Start" in README.md.

PYTHON ?= python3
FOLDER ?= demo-company
BIN := .venv/bin
READY := .venv/ready

.PHONY: demo test test-spark bench docs gallery lock clean

demo: $(READY)
	$(BIN)/kefu demo $(FOLDER)
	$(BIN)/kefu serve --project $(FOLDER)

test: $(READY)
	$(BIN)/pytest
	$(BIN)/mypy
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports

# The whole catalogue on DuckDB and on Spark, also on a master with two workers on loopback. Needs Java 17.
test-spark: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[spark]'
	$(BIN)/pytest -m spark -n 0

# The pages of docs/reference that are made from the code.
docs: $(READY)
	$(BIN)/python docs/metrics_reference.py

# Every page of every kind of report as a picture, in gallery/; needs LibreOffice, pdftoppm and Chromium on the path.
gallery: $(READY)
	$(BIN)/python docs/gallery.py $(FOLDER)

bench: $(READY)
	$(BIN)/python -m bench

# Needs uv on the PATH. No addresses: where packages come from is for the machine that installs to say.
lock:
	uv pip compile pyproject.toml --extra dev --extra workbench --universal --python-version 3.11 --upgrade --quiet \
	  --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" --output-file requirements.lock

# What is made here and can be made again; a demo folder stays, because somebody may have put files of their own there.
clean:
	rm -rf .venv dist gallery bench/work .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find src tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

# Newer than the environment and the files that say what belongs into it: a second run installs nothing.
$(READY): $(BIN)/python pyproject.toml $(wildcard requirements.lock)
	if [ -f requirements.lock ]; then \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e . ; \
	else \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,workbench]' ; \
	fi
	touch $(READY)

$(BIN)/python:
	$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }
