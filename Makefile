# Bridgehead · 桥头堡
#   make demo    read the samples and write a brief        make serve   open the office
#   make test    all tests        make lint   all checks   make bench   the tables of docs/zh/benchmarks.md
# Either of demo and test works first on a bare clone: the environment is made once, in .venv.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
WORK   ?= workspace
PYTEST ?=

export PIP_DISABLE_PIP_VERSION_CHECK := 1

COMPILE := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
           --no-annotate --no-header --quiet

.PHONY: demo test lint serve ocr bench lock docs shots clean
.DELETE_ON_ERROR:

# pip is slow, so the first thing the environment gets is uv, which installs the rest in seconds.
$(BIN)/uv: requirements/uv.txt
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("需要 Python 3.11 或更高版本：make PYTHON=python3.11  Python 3.11 or newer is needed")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements/uv.txt
	@touch $@

$(VENV)/ready: $(BIN)/uv requirements/lock.txt pyproject.toml
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes --no-deps --compile-bytecode -r requirements/lock.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

demo: $(VENV)/ready  ## read the made-up prefecture of Yunling and print what was found
	@$(BIN)/bridgehead run samples/yunling --workspace $(WORK)
	@echo
	@echo "打开工作台：make serve        Open the office: make serve"

serve: $(VENV)/ready
	@$(BIN)/bridgehead serve --workspace $(WORK)

test: $(VENV)/ready
	@$(BIN)/python -m pytest $(PYTEST)

lint: $(VENV)/ready
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/codespell
	@$(BIN)/python scripts/messages.py --check
	@$(BIN)/python scripts/reference.py --check

# Peers are measured in the same run and are needed for nothing else.
$(VENV)/peers: $(VENV)/ready requirements/peers.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes --no-deps -r requirements/peers.txt
	@touch $@

# The recognition of text in pictures, for those who want it and for the tests marked `ocr`.
$(VENV)/ocr: $(VENV)/ready requirements/ocr.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes --no-deps -r requirements/ocr.txt
	@touch $@

ocr: $(VENV)/ocr

bench: $(VENV)/peers
	@for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

# After a change to the dependencies. The lock files name packages and hashes, never an address.
lock: $(BIN)/uv
	@$(BIN)/uv pip compile pyproject.toml --extra office --extra ofd --extra statutes --group dev --excludes requirements/lock.excludes $(COMPILE) -o requirements/lock.txt
	@$(BIN)/uv pip compile requirements/peers.in $(COMPILE) -o requirements/peers.txt
	@$(BIN)/uv pip compile requirements/ocr.in -c requirements/lock.txt --override requirements/ocr.override $(COMPILE) -o requirements/ocr.txt
	@$(BIN)/uv pip compile requirements/uv.in $(COMPILE) -o requirements/uv.txt

# After a change to records, verbs or messages: the generated pages and catalogues.
docs: $(VENV)/ready
	@$(BIN)/python scripts/reference.py

# The pictures of the docs, taken of the workspace in WORK (Chromium is needed).
shots: $(VENV)/ready
	@$(BIN)/python scripts/screenshots.py $(WORK)

clean:
	@rm -rf $(VENV) $(WORK) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
