#!/bin/sh
# Makes the installers of this system: by default the .deb and the .rpm, from a release build. With --debug it packs the
# debug build, which the tests install. --target TRIPLE and --bundles LIST are for the release workflow.
set -eu
cd "$(dirname "$0")/.."

profile=release
flags=--release
bundles=deb,rpm
target=
while [ $# -gt 0 ]; do
    case "$1" in
    --debug)
        profile=debug
        flags=
        bundles=deb
        ;;
    --target)
        target=$2
        shift
        ;;
    --bundles)
        bundles=$2
        shift
        ;;
    *)
        echo "usage: scripts/package.sh [--debug] [--target TRIPLE] [--bundles LIST]" >&2
        exit 2
        ;;
    esac
    shift
done

# shellcheck disable=SC2086 # empty means none
cargo build $flags ${target:+--target "$target"}
built=target/${target:+$target/}$profile
program=$built/arxiv-llm-daily
[ -x "$program.exe" ] && program=$program.exe

# What the packages carry beside the program, made by the program itself.
out=target/package
rm -rf "$out" && mkdir -p "$out"
if "$program" man >"$out/page" 2>/dev/null; then
    gzip -9n <"$out/page" >"$out/arxiv-llm-daily.1.gz"
    "$program" completions bash >"$out/arxiv-llm-daily.bash"
    "$program" completions zsh >"$out/_arxiv-llm-daily"
    "$program" completions fish >"$out/arxiv-llm-daily.fish"
    "$program" completions powershell >"$out/arxiv-llm-daily.ps1"
fi

debug=
[ "$profile" = release ] || debug=--debug
# Older packages of this folder are not what was asked for.
rm -rf "$built/bundle"
# shellcheck disable=SC2086
npx --yes @tauri-apps/cli@2.12.5 bundle $debug ${target:+--target "$target"} --bundles "$bundles"
