#!/bin/sh
# Fuzzes every target for FUZZ_SECONDS (default 900), or only the targets that are named. Needs a nightly toolchain and
# cargo-fuzz; no clang. Seeds come from the recorded answers in REAL_DATA_DIR, when it is set, and from fuzz/regressions. A
# crash is left in fuzz/artifacts: mend it, and move the file to fuzz/regressions/TARGET, which the engine's tests replay.
set -eu
cd "$(dirname "$0")/.."
command -v cargo-fuzz >/dev/null || { echo "cargo-fuzz is missing: cargo install cargo-fuzz --locked"; exit 2; }
rustup toolchain list | grep -q '^nightly' || { echo "A nightly toolchain is missing: rustup toolchain install nightly"; exit 2; }

# Whole documents, but small ones, because a long seed slows every turn: of a long one the first three records, closed again.
shorten='
    if (length > 24000 && /^(.*?(<record>|<entry>|<item[ >]))/s) {
        my ($head) = $1 =~ /^(.*)<[^<]*$/s;
        my @records = /(<(record|entry|item)[ >].*?<\/\2>)/gs;
        my ($list) = $head =~ /<(ListRecords|channel)>/;
        my ($root) = $head =~ /<(?![?!])([\w:-]+)/;
        $_ = join "\n", $head, @records[0, 2, 4], ($list ? "</$list>" : ()), "</$root>";
    }'

seed() { # TARGET FILE...
    target=$1
    shift
    mkdir -p "fuzz/corpus/$target"
    for file in "$@"; do
        [ -f "$file" ] || continue
        name=$(basename "$file" | tr -c 'A-Za-z0-9._\n' _)
        perl -0777 -pe "$shorten" "$file" >"fuzz/corpus/$target/$name"
    done
}

data=${REAL_DATA_DIR:-/nonexistent}
seed feed "$data"/arxiv-rss/*.xml src-tauri/engine/src/source/feed/*.xml
seed api "$data"/arxiv-api/*
seed oai "$data"/arxiv-oai/*
mkdir -p fuzz/corpus/id fuzz/corpus/settings
for id in 2601.03479 2601.03479v2 math.GT/0309136v1 arXiv:cs/9902017 oai:arXiv.org:hep-th/9901001 \
    https://arxiv.org/pdf/2601.03479v2.pdf "Jos\\'e Mu{\\~n}oz" 'Petr Ho\v{r}ava'; do
    printf %s "$id" >"fuzz/corpus/id/$(printf %s "$id" | cksum | cut -d' ' -f1)"
done
printf '60\n[judge]\nmax_papers = 12 # a dozen\n' >fuzz/corpus/settings/one
printf '["cs.CL"]\n[arxiv]\ncategories = []\n[future]\nkey = 1\n' >fuzz/corpus/settings/two
printf 'socks5://127.0.0.1:1\nnetwork = { proxy = "none" }\n' >fuzz/corpus/settings/three

for target in ${*:-feed api oai id settings}; do
    mkdir -p "fuzz/regressions/$target"
    cp "fuzz/regressions/$target"/* "fuzz/corpus/$target/" 2>/dev/null || true
    dictionary=
    case $target in feed | api | oai) dictionary=-dict=fuzz/xml.dict ;; esac
    # A parser that needs more than 10 s or 1 GiB for a few kilobytes is as broken as one that panics.
    nice -n 19 cargo +nightly fuzz run -s none "$target" -- $dictionary \
        -max_total_time="${FUZZ_SECONDS:-900}" -timeout=10 -rss_limit_mb=1024 -print_final_stats=1
done
