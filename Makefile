# `make` alone prints what there is. Written for any make since 3.81 (macOS) and a plain /bin/sh.

SHELL = /bin/sh
.DEFAULT_GOAL = help
.PHONY: help run test check format docs messages lock bench coverage mutation clean
python = .venv/bin/python

help: ## Print this list
	@awk 'BEGIN { FS = ":.*## " } /^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

run: ## Serve at http://127.0.0.1:8000, after making all it needs (PORT=, HOST=, DEMO=0, ADMIN_EMAIL=, DATABASE_URL=)
	@scripts/environment.sh run
	@$(python) manage.py serve

test: ## Run every test, on SQLite and on PostgreSQL, with what they need installed first (ARGS="-k word")
	@scripts/test.sh $(ARGS)

check: ## Format, lint, types, imports, templates, translations, generated docs, deployment
	@scripts/check.sh

format: ## Write Python as ruff formats it
	@scripts/environment.sh dev
	@$(python) -m ruff format .
	@$(python) -m ruff check --fix .

docs: ## Write the generated pages of docs/ anew
	@scripts/environment.sh dev
	@$(python) manage.py write_permission_docs
	@$(python) manage.py write_rule_docs
	@$(python) manage.py write_claims
	@$(python) -m tests.calendar_app.rules.signals

messages: ## Gather what is to be translated into locale/, keeping what is translated
	@scripts/environment.sh dev
	@$(python) manage.py update_messages

lock: ## Lock the newest dependencies that pyproject.toml allows, with their hashes
	@scripts/environment.sh dev
	@scripts/lock.sh

bench: ## Measure the budgets of speed, as ratios within one run (DATABASE_URL= for PostgreSQL)
	@scripts/environment.sh dev
	@$(python) -m tests.bench

coverage: ## Fail unless tests take every branch of rules and plan
	@scripts/environment.sh dev
	@$(python) -m coverage run -m pytest -q tests/calendar_app/rules tests/calendar_app/plan
	@$(python) -m coverage report

mutation: ## Change the rules in one place at a time and see whether a test falls (SHARE=5 for one in twenty; two hours otherwise)
	@scripts/environment.sh dev
	@scripts/mutation.sh $(SHARE)

clean: ## Remove caches and the environment; what people wrote (var/) stays
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
