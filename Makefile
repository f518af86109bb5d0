# `make demo` shows Kefu, `make test` checks it; both make their own environment in .venv first.
# Without make (Windows, or any system): see "Start" in README.md.

PYTHON ?= python3
FOLDER ?= demo-company
BIN := .venv/bin
READY := .venv/ready

.PHONY: demo test bench docs lock clean

demo: $(READY)
	$(BIN)/kefu demo $(FOLDER)

test: $(READY)
	$(BIN)/pytest
	$(BIN)/mypy
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports

# The pages of docs/reference that are made from the code.
docs: $(READY)
	$(BIN)/python docs/metrics_reference.py

bench: $(READY)
	$(BIN)/python -m bench

# Needs uv on the PATH. No addresses: where packages come from is for the machine that installs to say.
lock:
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --upgrade --quiet \
	  --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" --output-file requirements.lock

# What is made here and can be made again; a demo folder stays, because somebody may have put files of their own there.
clean:
	rm -rf .venv dist bench/work .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find src tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

# Newer than the environment and the files that say what belongs into it: a second run installs nothing.
$(READY): $(BIN)/python pyproject.toml $(wildcard requirements.lock)
	if [ -f requirements.lock ]; then \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e . ; \
	else \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]' ; \
	fi
	touch $(READY)

$(BIN)/python:
	$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }
