#!/bin/sh
# Makes the installers of this system: by default the .deb and the .rpm, from a release build. With --debug it packs the
# debug build, which the tests install. --target TRIPLE and --bundles LIST are for the release workflow, as are UPDATER_PUBKEY
# and UPDATER_URL: with both set the app looks for new versions there, and the bundler signs with TAURI_SIGNING_PRIVATE_KEY.
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

# A secret that the workflow does not have is an empty variable, which the bundler takes for a broken one.
for name in $(env | sed -nE 's/^(APPLE_[A-Z_]*|TAURI_SIGNING_[A-Z_]*)=$/\1/p'); do
    unset "$name"
done

config='{}'
if [ -n "${UPDATER_PUBKEY:-}" ] && [ -n "${UPDATER_URL:-}" ]; then
    flags="$flags --features updater"
    config=$(printf '{"bundle":{"createUpdaterArtifacts":true},"plugins":{"updater":{"pubkey":"%s","endpoints":["%s"],"requireSignedVersion":true}}}' \
        "$UPDATER_PUBKEY" "$UPDATER_URL")
    # Read by the build, which puts it into the program.
    export TAURI_CONFIG="$config"
fi

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
npx --yes @tauri-apps/cli@2.12.5 bundle $debug ${target:+--target "$target"} --bundles "$bundles" --config "$config"
