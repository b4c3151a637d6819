#!/bin/sh
# For the release workflow: scripts/latest.sh VERSION FOLDER URL prints what the app reads to find a new version: for each
# kind of package the signed one in FOLDER, which is downloaded from URL/NAME. Needs jq.
set -eu
version=${1#v}
folder=$2
url=$3

platform() { # NAME PATTERN
    for signature in "$folder"/$2.sig; do
        [ -f "$signature" ] || continue
        package=$(basename "$signature" .sig)
        jq -n --arg name "$1" --arg url "$url/$package" --rawfile signature "$signature" \
            '{($name): {$signature, $url}}'
    done
}

{
    platform linux-x86_64-appimage '*.AppImage'
    platform linux-x86_64-deb '*.deb'
    platform linux-x86_64-rpm '*.rpm'
    platform darwin-aarch64-app 'aarch64-*.app.tar.gz'
    platform darwin-x86_64-app 'x86_64-*.app.tar.gz'
    platform windows-x86_64-nsis '*-setup.exe'
    platform windows-x86_64-msi '*.msi'
} | jq -s --arg version "$version" '{$version, platforms: (add // {})}'
