#!/bin/sh
# Checks the types of everything for Windows and macOS on a Linux machine. Nothing is linked or run: what is C there (SQLite,
# ring, the notifications of macOS) is left to a stand-in that writes empty objects. Windows also wants resources, which
# windres of MinGW makes (Debian: binutils-mingw-w64-x86-64).
set -eu
cd "$(dirname "$0")/.."

stand_in=$PWD/target/elsewhere
mkdir -p "$stand_in"
cat >"$stand_in/cc" <<'END'
#!/bin/sh
out=
while [ $# -gt 0 ]; do
    case "$1" in
    -o) out=$2 && shift ;;
    -E) exit 0 ;;
    esac
    shift
done
[ -z "$out" ] || : >"$out"
END
cat >"$stand_in/ar" <<'END'
#!/bin/sh
for name in "$@"; do
    case "$name" in *.a) : >"$name" ;; esac
done
END
chmod +x "$stand_in/cc" "$stand_in/ar"

for target in x86_64-pc-windows-gnu aarch64-apple-darwin; do
    rustup target add "$target"
    name=$(echo "$target" | tr - _)
    env "CC_$name=$stand_in/cc" "CXX_$name=$stand_in/cc" "AR_$name=$stand_in/ar" \
        cargo check --target "$target" --features updater "$@"
done
