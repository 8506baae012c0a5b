#!/bin/sh
# get-promtool.sh [DEST]
#
# Prints a folder that holds Prometheus' own checker of alarms, unpacked from the Debian package of the running release
# into DEST (default: promtool in the cache folder) without touching the system. For tests of the alarms; the product
# needs none of it. Idempotent, and safe to run twice at once. Settings: see debs.sh.
# Exit 3: cannot, with one line that says what is missing.
set -eu
ME=get-promtool
FORM=1 # of what is made below: raise it to have everything made anew
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/debs.sh"

DEST=${1:-$(svara_cache)/promtool}
case $DEST in /*) ;; *) DEST=$PWD/$DEST ;; esac
[ -e "$DEST/.made-$FORM" ] && { echo "$DEST"; exit 0; }
mkdir -p "$(dirname "$DEST")" 2>/dev/null || missing "cannot write to $(dirname "$DEST")"
exec 9>"$DEST.lock"; flock 9
[ -e "$DEST/.made-$FORM" ] && { echo "$DEST"; exit 0; }

debs_open "$(debs_release Prometheus)"
V=$(debs_version prometheus)
[ -n "$V" ] || missing "Debian $DEBS_SUITE at $DEBS_MIRROR has no prometheus"
say "unpacking prometheus $V (Debian $DEBS_SUITE) into $DEST, nothing on the system is changed"
rm -rf "$DEST" "$DEST.new"
# it is linked with nothing but the C library; what else it depends on are the pages that it serves
debs_unpack "$DEST.new" "" "" prometheus
mv "$DEST.new" "$DEST"
: > "$DEST/.made-$FORM"
echo "$DEST"
