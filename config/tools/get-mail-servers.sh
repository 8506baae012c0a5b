#!/bin/sh
# get-mail-servers.sh [DEST]
#
# Prints a folder that holds Dovecot and Postfix, unpacked from the Debian packages of the running release into DEST
# (default: mail-servers in the cache folder) without touching the system. For tests against real mail servers; the
# product needs none of it. Idempotent, and safe to run twice at once. Settings: see debs.sh.
# Exit 3: cannot, with one line that says what is missing.
set -eu
ME=get-mail-servers
FORM=1 # of what is made below: raise it to have everything made anew
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/debs.sh"

DEST=${1:-$(svara_cache)/mail-servers}
case $DEST in /*) ;; *) DEST=$PWD/$DEST ;; esac
[ -e "$DEST/.made-$FORM" ] && { echo "$DEST"; exit 0; }
mkdir -p "$DEST" 2>/dev/null || missing "cannot write to $DEST"
exec 9>"$DEST.lock"; flock 9
[ -e "$DEST/.made-$FORM" ] && { echo "$DEST"; exit 0; }

# The servers run with the machine's own C library, which is of the same release
SYSTEM="libc6 libc-bin libgcc-s1 libstdc++6 debconf perl perl-base adduser tzdata locales ucf lsb-base sensible-utils init-system-helpers
    openssl ssl-cert libpam-runtime systemd netbase cpio e2fsprogs"
debs_open "$(debs_release Dovecot and Postfix)"
for s in dovecot:dovecot-imapd postfix:postfix; do
    V=$(debs_version "${s#*:}")
    [ -n "$V" ] || missing "Debian $DEBS_SUITE at $DEBS_MIRROR has no ${s#*:}"
    say "unpacking ${s#*:} $V (Debian $DEBS_SUITE) into $DEST, nothing on the system is changed"
    rm -rf "$DEST/${s%:*}" "$DEST/${s%:*}.new"
    debs_unpack "$DEST/${s%:*}.new" "${s#*:}" "$SYSTEM" ""
    mv "$DEST/${s%:*}.new" "$DEST/${s%:*}"
done
: > "$DEST/.made-$FORM"
echo "$DEST"
