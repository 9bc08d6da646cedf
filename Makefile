# Two commands: `make build` sets everything up and builds manuscript/; `make test` proves it. See CONTRIBUTING.md.
PYTHON ?= python3
VENV := .venv/bin
MANUSCRIPTS := $(patsubst %/,%,$(sort $(dir $(wildcard manuscript/*/publish.yaml)))) $(filter-out manuscript/README.md,$(sort $(wildcard manuscript/*.md)))

# Programs are started hundreds of times in a test run, and should not be compiled as often.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: build test coverage proof bench lock clean
.NOTPARALLEL:

build: ## every publication under manuscript/ into output/
	@$(PYTHON) -m tools.bootstrap build
	@$(VENV)/publish build $(MANUSCRIPTS)

test: ## what decides: style, types, layers, the suite
	@$(PYTHON) -m tools.bootstrap test
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	$(VENV)/mypy
	$(VENV)/lint-imports
	$(VENV)/pytest -n 2 --dist loadfile -m "not slow"

coverage: ## which lines and branches the suite runs; tracing them takes a third as long again
	@$(PYTHON) -m tools.bootstrap test
	$(VENV)/pytest -n 2 --dist loadfile -m "not slow" --cov --cov-report=term:skip-covered

proof: ## the long sweeps, fuzzing and big books; properties with examples of their own
	@$(PYTHON) -m tools.bootstrap test
	$(VENV)/pytest -n 2 -m "slow or hypothesis" --hypothesis-profile=explore --timeout=3000

bench: ## publish beside its peers, in the same run
	@$(PYTHON) -m tools.bootstrap build
	@$(VENV)/python -m benchmarks

lock: ## the newest locks that pyproject.toml allows
	@$(PYTHON) -m tools.bootstrap build
	@$(VENV)/python -m tools.lock

clean: ## everything that can be made again
	rm -rf .venv .cache .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage .coverage.* build dist
	find output -mindepth 1 ! -name .gitkeep -delete
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
