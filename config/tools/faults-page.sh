#!/bin/sh
# faults-page.sh FILE COMMIT
#
# Writes the document that shows what a whole run of faults has found, from what its tests wrote.
set -eu
cat <<END
# What faults have cost

What phones and senders were told, held against calls, tickets, promises and the journal after each fault. Written by
the suite \`faults\` when it runs with \`--all\`; this run was of commit $2.

| fault | acknowledged | missing | doubled | double-owned |
|---|---|---|---|---|
END
awk 'function n(k) { return match($0, "\"" k "\":[0-9]+") ? substr($0, RSTART + length(k) + 3, RLENGTH - length(k) - 3) : 0 }
    { name = match($0, /"name":"[^"]*"/) ? substr($0, RSTART + 8, RLENGTH - 9) : "?"
      printf "| %s | %d | %d | %d | %d |\n", name, n("acknowledged"), n("missing"), n("doubled"), n("doubleOwned") }' "$1" | sort -V
printf '\n`%s`\n' "$("$(dirname "$0")/faults-line.sh" "$1")"
