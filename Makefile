# The two that you need: `make run` and `make test`. `make help` lists the rest.

.PHONY: help run test build types lint ui no-window elsewhere engine outside access package screens pictures torture bench bench-window bench-desktop eval audit dev clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-13s %s\n", $$1, $$2}'

run: build ## build and open the window on today's digest (SAMPLE=1: on the sample day)
	@scripts/run.sh

test: ## everything that CI runs: lints, the UI, the build without a window, the engine, the app from outside
	scripts/setup.sh test
	$(MAKE) ui lint no-window engine outside

build: ## the debug build of the app
	scripts/setup.sh
	npm --prefix ui run build --silent -- --logLevel warn
	cargo build

ui: ## check, test and build the web UI
	npm --prefix ui run check --silent
	npm --prefix ui run test --silent
	npm --prefix ui run build --silent -- --logLevel warn

lint: ## formatting and clippy
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings

elsewhere: ## check the types for Windows and macOS, from Linux (wants rustup, and windres of MinGW)
	scripts/elsewhere.sh

no-window: ## the build for servers links no WebKit or GTK
	scripts/no-window.sh

engine: ## the engine's own tests
	cargo test -p engine

outside: ## the app from outside: headless, crash, real window, notifications, the installed package
	scripts/package.sh --debug
	cargo test -p arxiv-llm-daily

access: ## axe-core in the real window in all four looks; `make test` has two of them
	AXE_ALL=1 cargo test -p arxiv-llm-daily --test outside access::

package: ## the .deb and the .rpm, in target/release/bundle, and a test that installs the .deb
	scripts/setup.sh test
	npm --prefix ui run build --silent -- --logLevel warn
	scripts/package.sh
	PACKAGE_PROFILE=release cargo test -p arxiv-llm-daily --test outside the_package_installs

torture: ## kill -9 at random moments, KILLS=1000 more of them; counts add up in target/torture.json
	TORTURE_KILLS=$(or $(KILLS),1000) cargo test -p arxiv-llm-daily --test outside torture::torture -- --ignored --exact --nocapture

types: ## write what the window takes from the engine: ui/src/host/api.ts and ui/src/i18n/common.ts
	UPDATE_TYPES=1 cargo test -p engine typescript

screens: ## pictures of every view into ui/screens: sizes, light and dark, Chinese and English
	scripts/setup.sh test
	npm --prefix ui run gallery --silent
	npm --prefix ui run screens --silent

pictures: build ## the README's pictures anew, into docs
	cargo test -p arxiv-llm-daily --test outside pictures::pictures -- --ignored --exact

bench: ## timings as ratios against something in the same run (see BENCHMARKS.md)
	cargo bench -p engine --bench bench

bench-window: ## the same for the window: waits, start and memory, among 100,000 stored papers (needs REAL_DATA_DIR once)
	scripts/setup.sh test
	npm --prefix ui run build --silent -- --logLevel warn
	test -f target/bench-window/search.sqlite || BENCH_FILL=$(CURDIR)/target/bench-window cargo bench -p engine --bench bench -- search
	test -f target/tmp/ten-years/whole || cargo bench -p engine --bench bench -- years
	cargo build --release
	cargo build --release --manifest-path benches/empty-window/Cargo.toml --target-dir target
	cargo test -p arxiv-llm-daily --test outside speeds::speeds -- --ignored --exact --nocapture

bench-desktop: ## what the app costs hidden: half an hour of a real clock, on the release build
	cargo build --release
	cargo build --release --manifest-path benches/empty-window/Cargo.toml --target-dir target
	cargo test -p arxiv-llm-daily --test outside resources:: -- --ignored --nocapture

eval: ## the built-in judge against known verdicts in REAL_DATA_DIR, beside the methods it has to beat
	@test -n "$(REAL_DATA_DIR)" || { echo "Set REAL_DATA_DIR to the folder with verdicts.jsonl and papers.jsonl.gz."; exit 2; }
	cargo run --release --no-default-features -- --data-dir target/eval --profile finance-ai eval \
		--labels $(REAL_DATA_DIR)/verdicts.jsonl --papers $(REAL_DATA_DIR)/papers.jsonl.gz

audit: ## long checks: the parsers against a fuzzer, FUZZ_SECONDS each (default 3600)
	FUZZ_SECONDS=$(or $(FUZZ_SECONDS),3600) scripts/fuzz.sh

dev: ## the window with hot reload of the UI
	scripts/setup.sh
	npx --yes @tauri-apps/cli@2.12.5 dev --config '{"build":{"devUrl":"http://localhost:1420","beforeDevCommand":"npm --prefix ui run dev"}}'

clean: ## remove what was built
	cargo clean
	rm -rf ui/dist ui/dist-gallery ui/screens
