#!/bin/sh
# get-asterisk.sh [DEST]
#
# Puts an Asterisk 22 that runs on this machine into DEST (default: asterisk in the cache folder): its Debian packages
# and the libraries they name, unpacked without root and without touching the system. Idempotent, and safe to run twice
# at once. DEST/usr/bin/asterisk-run starts it with DEST's own loader and libc, so DEST can be moved and works on
# Debian 12 and 13 alike.
#
# Settings: SVARA_CACHE, SVARA_DEBIAN_MIRROR, OFFLINE (see config/tools/debs.sh); SVARA_ASTERISK_SUITE, the Debian suites
# looked in, in order (default "forky sid"). Exit 3: cannot, with one line that says what is missing.
set -eu
ME=get-asterisk
# The pin: deadlocks and security holes are mended in 22.10.1; 23 and later are another exchange until tried.
MAJOR=22
LEAST=22.10.1
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/../tools/debs.sh"

# upstream part of a Debian version: 1:22.10.1+dfsg+~cs6.17-1 -> 22.10.1
upstream() { echo "$1" | sed 's/^[0-9]*://; s/[^0-9.].*//'; }
fits() {
    u=$(upstream "$1")
    [ "${u%%.*}" = $MAJOR ] && dpkg --compare-versions "$u" ge $LEAST
}

CACHE=$(svara_cache)
DEST=${1:-$CACHE/asterisk}
case $DEST in /*) ;; *) DEST=$PWD/$DEST ;; esac
# the stamp is written last: its presence means whole and tried
[ "$(cat "$DEST/.svara" 2>/dev/null)" = "$MAJOR $LEAST 2" ] && exit 0
mkdir -p "$(dirname "$DEST")" 2>/dev/null || missing "cannot write beside $DEST"
exec 9>"$DEST.lock"; flock 9
[ "$(cat "$DEST/.svara" 2>/dev/null)" = "$MAJOR $LEAST 2" ] && exit 0

NEW=$DEST.new
trap 'rm -rf "$NEW"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
rm -rf "$NEW"

SUITES=${SVARA_ASTERISK_SUITE:-forky sid}
SEEN=
VERSION=
for s in $SUITES; do
    debs_open "$s"
    v=$(debs_version asterisk)
    if [ -n "$v" ] && fits "$v"; then VERSION=$v; break; fi
    SEEN="$SEEN${SEEN:+, }$s has ${v:-none}"
done
[ -n "$VERSION" ] || missing "no Asterisk $MAJOR from $LEAST on $DEBS_MIRROR ($SEEN): the mirror has moved on; set SVARA_DEBIAN_MIRROR to Debian's snapshot service at a day when forky had it, or copy the cache folder of a machine that has it here and set OFFLINE=1"
say "installing Asterisk $(upstream "$VERSION") into $DEST (Debian $DEBS_SUITE, nothing on the system is changed)"

# The libraries the daemon names; not asterisk-modules' own list, which is the union over 350 modules (140 packages,
# 250 MB). libgsm1 is what the modules of a call need beyond, libsrtp2-1 what an encrypted trunk does. Whatever changes
# here raises the stamp's last number, so that what an older script has fetched is fetched anew.
debs_unpack "$NEW" "$(debs_libs asterisk) libgsm1 libsrtp2-1" "" "asterisk asterisk-modules asterisk-core-sounds-en-gsm"
# what the package's own script would link: sounds of language en
ln -sfn en_US_f_Allison "$NEW/usr/share/asterisk/sounds/en"
rm -rf "$NEW/etc/asterisk"
cat > "$NEW/usr/bin/asterisk-run" <<'END'
#!/bin/sh
# Starts this folder's asterisk with this folder's loader and libraries. --list FILE: the libraries FILE finds.
R=$(cd "$(dirname "$0")/../.." && pwd)
for LD in "$R"/usr/lib64/ld-linux-*.so.* "$R"/lib64/ld-linux-*.so.* "$R"/usr/lib/*/ld-linux-*.so.* "$R"/lib/*/ld-linux-*.so.*; do
    [ -e "$LD" ] && break
done
LP=
for d in "$R"/usr/lib/*-linux-gnu "$R"/lib/*-linux-gnu "$R"/usr/lib; do [ -d "$d" ] && LP=$LP${LP:+:}$d; done
[ "${1:-}" = --list ] && exec "$LD" --library-path "$LP" --list "$2"
exec "$LD" --library-path "$LP" "$R/usr/sbin/asterisk" "$@"
END
chmod 755 "$NEW/usr/bin/asterisk-run"
SAID=$("$NEW/usr/bin/asterisk-run" -V 2>&1) || missing "the unpacked Asterisk does not start here: $SAID"
# the modules a call needs are there and find their libraries
for m in chan_pjsip res_pjsip res_pjsip_dtmf_info res_rtp_asterisk res_agi res_musiconhold codec_gsm codec_ulaw codec_alaw \
         format_wav app_controlplayback app_dial app_queue func_lock func_groupcount res_srtp; do
    so=$(find "$NEW/usr/lib" -path "*/asterisk/modules/$m.so" | head -n 1)
    [ -n "$so" ] || missing "Asterisk $VERSION of $DEBS_SUITE comes without $m.so: set SVARA_ASTERISK_SUITE to another suite"
    if "$NEW/usr/bin/asterisk-run" --list "$so" | grep -q 'not found'; then
        missing "$m.so of Asterisk $VERSION lacks a library: set SVARA_ASTERISK_SUITE to another suite"
    fi
done
echo "$MAJOR $LEAST 2" > "$NEW/.svara"
rm -rf "$DEST"
mv "$NEW" "$DEST"
say "$SAID: $(wc -l < "$DEST/PACKAGES") packages, $(du -sm "$DEST" | cut -f1) MB"
