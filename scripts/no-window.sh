#!/bin/sh
# The build for servers must not need WebKit or GTK.
set -eu
cd "$(dirname "$0")/.."
cargo build --no-default-features
app=target/debug/arxiv-llm-daily
if command -v ldd >/dev/null; then
    if ldd "$app" | grep -iE 'webkit|gtk|gdk|javascriptcore'; then
        echo "FAILED: the build without the window links the libraries above" >&2
        exit 1
    fi
    echo "the build without the window links: $(ldd "$app" | awk '{print $1}' | xargs)"
fi
env -u DISPLAY -u WAYLAND_DISPLAY "$app" --sample show | grep -q '^# Arxiv LLM' || {
    echo "FAILED: the build without the window does not show the sample day" >&2
    exit 1
}
