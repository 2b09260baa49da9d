# Every target makes .venv by itself when it is missing or older than the lock.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.DEFAULT_GOAL := help
.PHONY: help setup demo test check kernels coverage branches mutants lowest newest moto azurite fuzz format bench bench-long torture sbom audit evaluation notebooks golden package docs clean

help:  ## Show what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

setup: $(READY)  ## Make .venv with the versions of constraints.txt

$(READY): constraints.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "stsdetect needs Python 3.11 or later: make PYTHON=python3.11 setup"; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing the locked packages into .venv (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r constraints.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

demo: $(READY)  ## Run the main job on sample_ais/ and show the ranked list
	@echo "The first run compiles its kernels, half a minute or so; later ones start at once."
	@$(BIN)/stsdetect run sample_ais/ --out demo_out

# Each process of a fresh checkout would compile the kernels, while the checks take one processor.
test: $(READY)  ## Run the checks and every test, a process per processor
	@$(MAKE) --no-print-directory moto || echo "no S3 server to be had: its tests are skipped"
	@$(MAKE) --no-print-directory -j 2 check kernels
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

kernels: $(READY)  ## Compile the kernels by a run of sample_ais/; at once where they are
	@$(BIN)/stsdetect run sample_ais/ --out build/kernels --quiet > /dev/null

check: $(READY)  ## Lint, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

# numba's machine code can't be traced: the kernels run as Python, with all their tests.
coverage: $(READY)  ## Show that tests take every branch of kernels and schema; 3 min or so
	NUMBA_DISABLE_JIT=1 $(BIN)/python -m coverage run --source=stsdetect.kernels,stsdetect.schema \
	  -m pytest -q tests/kernels tests/schema tests/ingest/test_nmea.py \
	  tests/ingest/test_reference_time.py
	$(BIN)/python -m coverage combine --quiet
	$(BIN)/python -m coverage report --show-missing --skip-covered --fail-under=100

branches: $(READY)  ## Tell by package what the whole suite takes, kernels apart; 20 min or so
	$(BIN)/python -m coverage run --omit='*/kernels/*' -m pytest -q -n auto --dist loadfile --no-loadscope-reorder
	$(BIN)/python -m coverage combine --quiet
	$(BIN)/python scripts/tell_coverage.py

mutants: $(READY)  ## Change one operator or number at a time, tell what no test sees; hours
	$(BIN)/python benchmarks/mutants.py kernels --number 150
	$(BIN)/python benchmarks/mutants.py scoring --number 150

# matplotlib of that time meets a pyparsing of today, which warns of what it calls.
lowest: .lowest/.ready  ## Run every test with the oldest versions that pyproject.toml allows
	.lowest/bin/python -m pytest -n auto --dist loadfile --no-loadscope-reorder -W ignore::DeprecationWarning

newest: .newest/.ready  ## Run every test with the newest versions there are today
	.newest/bin/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

.lowest/.ready: RESOLUTION := lowest-direct
.newest/.ready: RESOLUTION := highest
.lowest/.ready .newest/.ready: pyproject.toml
	@$(PYTHON) -m venv $(@D)
	@$(@D)/bin/python -m pip install --quiet --disable-pip-version-check uv
	@$(@D)/bin/uv pip install --quiet --upgrade --python $(@D)/bin/python --resolution $(RESOLUTION) -e '.[dev,docs,scale]'
	@touch $@

moto: .moto/.ready  ## Make .moto, servers of s3:// and gs:// that tests start

.moto/.ready: Makefile
	@$(PYTHON) -m venv .moto
	@.moto/bin/python -m pip install --quiet --disable-pip-version-check --retries 1 --timeout 20 \
	  'moto[server,s3]>=5.2' 'gcp-storage-emulator>=2026.7'
	@touch .moto/.ready

# Three hundred packages, minutes where npm is slow: asked for, and no part of make test.
azurite: .azurite/.ready  ## Make .azurite, a server of az:// that tests start; needs npm

.azurite/.ready: Makefile
	@npm install --prefix .azurite --silent --no-audit --no-fund --fetch-retries=1 --fetch-timeout=20000 azurite@3
	@touch .azurite/.ready

format: $(READY)  ## Format the code
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

bench: $(READY)  ## Print speed ratios to named baselines, with peak memory
	$(BIN)/python benchmarks/run.py

bench-long: $(READY)  ## Run 10, 30 and 100 million positions, and tell how time and memory grow; an hour
	$(BIN)/python benchmarks/large.py 10 30 100

# Of its own only what guides the changes; all else is that of .venv.
fuzz: .fuzz/.ready  ## Feed each parser what coverage leads to, for a minute each
	$(BIN)/python benchmarks/torture/run.py guided

.fuzz/.ready: $(READY)
	@$(BIN)/python -m venv .fuzz
	@.fuzz/bin/python -m pip install --quiet --disable-pip-version-check --no-deps 'atheris>=3.0'
	@$(BIN)/python -c 'import site; print(*site.getsitepackages(), sep="\n")' > .fuzz/beside
	@mv .fuzz/beside "$$(.fuzz/bin/python -c 'import site; print(site.getsitepackages()[0])')/beside.pth"
	@touch .fuzz/.ready

# Bounded: 50 min for each of some 80 parsers, two at a time, of which a fifth needs them all: 8 h;
# a minute each by coverage, 0.7 h; 300 days of a watch, 1.7 h; kills and rows, 1 h. Added up
# from rates of parts, on two processors of their own; no clock ran from end to end.
torture: $(READY)  ## Kill runs and fuzz parsers, renew docs/reliability.md; half a day or so
	$(BIN)/python benchmarks/torture/run.py --page docs/reliability.md

sbom: $(READY)  ## Write what is inside as CycloneDX
	$(BIN)/python scripts/write_sbom.py build/sbom.cdx.json

audit: $(READY)  ## Look for known faults of the locked packages; needs a network
	$(PYTHON) -m venv build/audit
	build/audit/bin/python -m pip install --quiet pip-audit bandit
	build/audit/bin/bandit --quiet --recursive src --severity-level medium
	build/audit/bin/pip-audit --strict --requirement constraints.txt --require-hashes --disable-pip || \
	  { echo "Faults are listed above; if it says 'could not be audited', no advisories can be reached from here:"; \
	    echo "ask again where they can, what was not audited is not known to be sound."; exit 1; }

evaluation: $(READY)  ## Renew docs/evaluation.md on the worlds that judge; an hour or so
	$(BIN)/stsdetect evaluate --out evaluation --page docs/evaluation.md --workers 2

notebooks: $(READY)  ## Run the notebooks in place
	$(BIN)/python scripts/run_notebooks.py

golden: $(READY)  ## Renew tests/golden from the sample; show the change in review
	$(BIN)/python scripts/renew_golden.py

package: $(READY)  ## Build wheel and sdist, install and use each apart
	$(BIN)/python scripts/check_package.py

docs: $(READY)  ## Generate pages from the code, build the site into site/
	$(BIN)/python scripts/write_tables.py
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

clean:  ## Remove what was made
	rm -rf .venv .moto .azurite .lowest .newest .fuzz demo_out bench_out build dist site .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
