#!/bin/sh
# Makes the .deb and the .rpm. With --debug it packs the debug build, which the tests install.
set -eu
cd "$(dirname "$0")/.."

profile=release
flags=--release
bundles=deb,rpm
if [ "${1:-}" = --debug ]; then
    profile=debug
    flags=
    bundles=deb
fi

# shellcheck disable=SC2086 # empty means none
cargo build $flags
program=target/$profile/arxiv-llm-daily
out=target/package
rm -rf "$out" && mkdir -p "$out"
"$program" man | gzip -9n >"$out/arxiv-llm-daily.1.gz"
"$program" completions bash >"$out/arxiv-llm-daily.bash"
"$program" completions zsh >"$out/_arxiv-llm-daily"
"$program" completions fish >"$out/arxiv-llm-daily.fish"
"$program" completions powershell >"$out/arxiv-llm-daily.ps1"

debug=
[ "$profile" = release ] || debug=--debug
# shellcheck disable=SC2086
ui/node_modules/.bin/tauri bundle $debug --bundles "$bundles"
ls -l target/$profile/bundle/*/*.deb target/$profile/bundle/*/*.rpm 2>/dev/null || true
