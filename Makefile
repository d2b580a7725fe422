# The two commands that a newcomer needs are `make run` and `make test`; each sets up what is missing.
.PHONY: help run test test-full bench bench-readme screenshots

help:
	@echo 'make run          the demo: sign-in page, backend, a simulated Mac and an example app; Ctrl-C ends it'
	@echo 'make test         formatting, lints, documentation, unit, HTTP and browser tests, page weight'
	@echo 'make test-full    the same with every combination of screen, language and theme'
	@echo 'make bench        benchmarks: evaluations, sign-ins on SQLite and PostgreSQL, memory, our page beside Okta’s widget'
	@echo 'make bench-readme the last of these alone, and writes it into the README'
	@echo 'make screenshots  takes the pictures in docs/images again'

run:
	@scripts/run.sh

test:
	@scripts/test.sh

test-full:
	@DOORSTEP_TEST=full scripts/test.sh

bench:
	@scripts/bench.sh

bench-readme:
	@DOORSTEP_BENCH_README=1 scripts/side-by-side.sh

screenshots:
	@scripts/screenshots.sh
