#!/bin/sh
# faults-line.sh FILE
#
# Adds up what the faults' test has written, a pair of a fault and a call's state a line, in one line.
set -eu
awk 'function n(k) { return match($0, "\"" k "\":[0-9]+") ? substr($0, RSTART + length(k) + 3, RLENGTH - length(k) - 3) : 0 }
    { pairs++; a += n("acknowledged"); m += n("missing"); d += n("doubled"); o += n("doubleOwned") }
    END { printf "faults %d, acknowledged %d, missing %d, doubled %d, double-owned %d\n", pairs, a, m, d, o }' "$1"
