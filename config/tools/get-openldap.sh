#!/bin/sh
# get-openldap.sh [DEST]
#
# Prints a folder that holds OpenLDAP's server, unpacked from the Debian packages of the running release into DEST
# (default: openldap in the cache folder) without touching the system. For tests against a real directory; the product
# needs none of it. Idempotent, and safe to run twice at once. Settings: see debs.sh.
# Exit 3: cannot, with one line that says what is missing.
set -eu
ME=get-openldap
FORM=1 # of what is made below: raise it to have everything made anew
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/debs.sh"

DEST=${1:-$(svara_cache)/openldap}
case $DEST in /*) ;; *) DEST=$PWD/$DEST ;; esac
[ -e "$DEST/.made-$FORM" ] && { echo "$DEST"; exit 0; }
mkdir -p "$(dirname "$DEST")" 2>/dev/null || missing "cannot write to $(dirname "$DEST")"
exec 9>"$DEST.lock"; flock 9
[ -e "$DEST/.made-$FORM" ] && { echo "$DEST"; exit 0; }

# It runs with the machine's own C library, which is of the same release
SYSTEM="libc6 libc-bin libgcc-s1 libstdc++6 debconf perl perl-base adduser tzdata locales ucf lsb-base sensible-utils
    init-system-helpers psmisc coreutils"
debs_open "$(debs_release OpenLDAP)"
V=$(debs_version slapd)
[ -n "$V" ] || missing "Debian $DEBS_SUITE at $DEBS_MIRROR has no slapd"
say "unpacking slapd $V (Debian $DEBS_SUITE) into $DEST, nothing on the system is changed"
rm -rf "$DEST" "$DEST.new"
debs_unpack "$DEST.new" slapd "$SYSTEM" ""
mv "$DEST.new" "$DEST"
: > "$DEST/.made-$FORM"
echo "$DEST"
