#!/bin/sh
# `make run`: the window on today's digest; without a display the same job in the terminal.
set -eu
cd "$(dirname "$0")/.."
app=target/debug/arxiv-llm-daily
sample=
[ -n "${SAMPLE:-}" ] && sample=--sample

case "$(uname -s)" in
Linux) display="${DISPLAY:-}${WAYLAND_DISPLAY:-}" ;;
*) display=yes ;;
esac
if [ -n "$display" ]; then
    status=0
    errors=$(mktemp)
    "$app" $sample 2>"$errors" || status=$?
    cat "$errors" >&2
    # A display that is named but does not answer is as good as none.
    if ! grep -q 'There is no display' "$errors"; then
        rm -f "$errors"
        exit "$status"
    fi
    rm -f "$errors"
fi

echo "There is no display, so this runs in the terminal." >&2
if [ -z "$sample" ]; then
    status=0
    "$app" run || status=$?
    # 3: the digest is there, but some papers could not be judged.
    if [ "$status" = 0 ] || [ "$status" = 3 ]; then
        "$app" show || "$app" --sample show
        echo "Settings and digests are beside $("$app" config path)" >&2
        exit "$status"
    fi
    # 1: there is no network. Anything else, such as a settings file that is broken, has been said and is to be mended.
    [ "$status" = 1 ] || exit "$status"
    "$app" config list >/dev/null || exit 1
    echo "Here is the sample day instead: its papers are invented." >&2
fi
"$app" --sample show
echo "(sample day: invented papers, nothing was stored)" >&2
