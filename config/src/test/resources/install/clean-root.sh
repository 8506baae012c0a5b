#!/bin/sh
# clean-root.sh DIR CONFIG SUITE: a fresh Debian of that suite in DIR, with systemd and nothing that Svara brings itself.
# CONFIG is the folder config of the checkout.
set -eu
ME=clean-root
DIR=$1
. "$2/tools/debs.sh"
SUITE=$3
debs_open "$SUITE"
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
(cd "$T" && debs_apt apt-get download debootstrap)
dpkg-deb -x "$T"/debootstrap_*.deb "$T/d"
unset APT_CONFIG
DEBOOTSTRAP_DIR=$T/d/usr/share/debootstrap "$T/d/usr/sbin/debootstrap" --variant=minbase --include=systemd "$SUITE" "$DIR" "$DEBS_MIRROR" >&2
