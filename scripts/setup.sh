#!/bin/sh
# Checks what is needed to build, and installs what can be installed. Called by `make run` and `make test`.
# With `test` as its argument it also wants what only the tests use.
set -eu
cd "$(dirname "$0")/.."

fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

# at_least HAVE WANTED: whether a dotted version is at least another.
at_least() {
    [ "$(printf '%s\n%s\n' "$2" "$1" | sort -t. -k1,1n -k2,2n -k3,3n | head -n 1)" = "$2" ]
}

# --- Rust and Node: never installed behind your back, but the command is printed --------------------------------------
rust=$(rustc --version 2>/dev/null | cut -d' ' -f2 || true)
if [ -z "$rust" ]; then
    fail "Rust is missing (1.90 or later is needed). Install it with:" \
        "    curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh" \
        "On Windows: winget install Rustlang.Rustup"
fi
if ! at_least "${rust%%-*}" 1.90; then
    if command -v rustup >/dev/null; then
        fail "Rust $rust is too old (1.90 or later is needed). Update it with:" "    rustup update stable"
    fi
    fail "Rust $rust is too old (1.90 or later is needed). Install a newer one beside it with:" \
        "    curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh"
fi
if [ "${1:-}" = test ] && ! { cargo fmt --version && cargo clippy --version; } >/dev/null 2>&1; then
    fail "rustfmt or clippy is missing. Install them with:" "    rustup component add rustfmt clippy"
fi

node=$(node --version 2>/dev/null | tr -d v || true)
if [ -z "$node" ] || ! at_least "$node" 20.19 || ! command -v npm >/dev/null; then
    case "$(uname -s)" in
    Darwin) how="brew install node" ;;
    MINGW* | MSYS* | CYGWIN*) how="winget install OpenJS.NodeJS.LTS" ;;
    *) how="curl -fsSL https://deb.nodesource.com/setup_22.x | sudo -E bash - && sudo apt-get install -y nodejs   # or your system's own package" ;;
    esac
    fail "Node.js 20.19 or later with npm is needed (found: Node.js ${node:-none}, npm $(npm --version 2>/dev/null || echo none))." \
        "Install it with:" "    $how"
fi

# --- system libraries --------------------------------------------------------------------------------------------------
build="build-essential ca-certificates pkg-config libwebkit2gtk-4.1-dev libgtk-3-dev librsvg2-dev"
tests="webkit2gtk-driver xvfb dbus libfaketime fonts-noto-cjk fonts-noto-color-emoji imagemagick ruby-kramdown python3-venv dunst appstream"
wanted=$build
[ "${1:-}" = test ] && wanted="$build $tests"

case "$(uname -s)" in
Linux)
    if command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; then
        missing=
        for package in $wanted; do
            dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
        done
        if [ -n "$missing" ]; then
            sudo=
            [ "$(id -u)" = 0 ] || sudo=sudo
            if [ -n "$sudo" ] && ! command -v sudo >/dev/null; then
                fail "System packages are missing, and there is no sudo. As root, run:" "    apt-get install -y$missing"
            fi
            echo "Installing system packages:$missing"
            $sudo apt-get update -qq || echo "apt-get update failed; trying with the lists that are here" >&2
            # shellcheck disable=SC2086 # a list of words is meant
            $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null ||
                fail "The system packages could not be installed. Try it yourself:" "    $sudo apt-get install -y$missing"
        fi
    elif ! pkg-config --exists webkit2gtk-4.1 2>/dev/null; then
        fail "WebKitGTK 4.1 with its headers is missing. Install it with your system's package manager:" \
            "    Fedora:    sudo dnf install webkit2gtk4.1-devel gtk3-devel librsvg2-devel gcc pkgconf" \
            "    Arch:      sudo pacman -S --needed webkit2gtk-4.1 gtk3 librsvg base-devel" \
            "    openSUSE:  sudo zypper install webkit2gtk3-devel gtk3-devel librsvg-devel gcc"
    fi
    ;;
Darwin)
    xcode-select -p >/dev/null 2>&1 || fail "Apple's command line tools are missing. Install them with:" "    xcode-select --install"
    ;;
MINGW* | MSYS* | CYGWIN*)
    command -v cl >/dev/null || command -v link >/dev/null ||
        fail "Microsoft's C++ build tools are missing. Install them with:" \
            "    winget install Microsoft.VisualStudio.2022.BuildTools   # choose \"Desktop development with C++\"" \
            "WebView2 comes with Windows 10 (1803) and later."
    ;;
esac

# --- npm packages, when the lock file is newer than what is installed --------------------------------------------------
if [ ! -f ui/node_modules/.package-lock.json ] || [ ui/package-lock.json -nt ui/node_modules/.package-lock.json ]; then
    npm --prefix ui ci --no-audit --no-fund --loglevel=error ||
        fail "The npm packages could not be installed. Check the network, then try:" "    npm --prefix ui ci"
    touch ui/node_modules/.package-lock.json
fi

# --- programs that read our citations back: without them the tests that use them say that they are skipped --------------
if [ "${1:-}" = test ]; then
    readers="pybtex==0.26.1 rispy==0.10.0 citeproc-py==0.11.1"
    place=target/citation-readers
    if [ "$(cat $place/installed 2>/dev/null || true)" != "$readers" ]; then
        rm -rf $place
        # shellcheck disable=SC2086 # a list of words is meant
        { python3 -m venv $place && $place/bin/python -m pip install --quiet --disable-pip-version-check $readers; } >/dev/null 2>&1 &&
            echo "$readers" >$place/installed ||
            echo "The programs that read citations back ($readers) could not be installed: their tests are skipped." >&2
    fi
fi
