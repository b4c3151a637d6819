#!/bin/sh
# For the release workflow: scripts/collect.sh TRIPLE FOLDER puts what was bundled for a target into FOLDER, under names that
# have no spaces and differ between targets.
set -eu
cd "$(dirname "$0")/.."
target=$1
out=$2
mkdir -p "$out"
find "target/$target/release/bundle" -type f \( -name '*.deb' -o -name '*.rpm' -o -name '*.AppImage' -o -name '*.dmg' \
    -o -name '*.msi' -o -name '*-setup.exe' -o -name '*.app.tar.gz' -o -name '*.sig' \) | while IFS= read -r file; do
    name=$(basename "$file" | tr ' ' -)
    # Of macOS's two only the architecture differs.
    case "$name" in *.app.tar.gz*) name=${target%%-*}-$name ;; esac
    cp "$file" "$out/$name"
done
[ -n "$(ls "$out")" ] || { echo "Nothing was bundled for $target." >&2; exit 1; }
ls -l "$out"
