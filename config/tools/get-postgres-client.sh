#!/bin/sh
# get-postgres-client.sh MAJOR [DEST]
#
# Prints a folder that holds pg_dump, pg_restore and psql of PostgreSQL MAJOR, the server's own: the product's own folder
# (./svara package puts one there), the machine's own, or Debian's package unpacked into DEST (default: pg-client/MAJOR in
# the cache folder) without root and without touching the system. The unpacked ones run with the loader and libc they
# came with, so that Debian 12 runs those of a later release. Idempotent, and safe to run twice at once.
#
# Settings: SVARA_CACHE, SVARA_DEBIAN_MIRROR, OFFLINE (see debs.sh); SVARA_OWN_TOOLS=0 passes over the machine's own.
# Exit 3: cannot, with one line that says what is missing.
set -eu
ME=get-postgres-client
FORM=1 # of what is made below: raise it to have everything made anew
COMMANDS="pg_dump pg_restore psql"
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/debs.sh"

case ${1:-} in ''|*[!0-9]*) say "use: get-postgres-client.sh MAJOR [DEST]"; exit 2 ;; esac
MAJOR=$1

# whether FOLDER has all three, and of that version
fits() {
    for c in $COMMANDS; do
        case $("$1/$c" --version 2>/dev/null) in *" $MAJOR."*|*" $MAJOR") ;; *) return 1 ;; esac
    done
}
found() { echo "$1"; exit 0; }

if [ $# -lt 2 ]; then
    own=$(cd "$HERE/../.." && pwd)/pg-client/$MAJOR/bin
    fits "$own" && found "$own"
    if [ "${SVARA_OWN_TOOLS:-1}" = 1 ]; then
        fits "/usr/lib/postgresql/$MAJOR/bin" && found "/usr/lib/postgresql/$MAJOR/bin"
        onpath=$(command -v pg_dump || true)
        [ -z "$onpath" ] || ! fits "$(dirname "$onpath")" || found "$(dirname "$onpath")"
    fi
fi

DEST=${2:-$(svara_cache)/pg-client/$MAJOR}
case $DEST in /*) ;; *) DEST=$PWD/$DEST ;; esac
[ "$(cat "$DEST/.svara" 2>/dev/null)" = "$MAJOR $FORM" ] && found "$DEST/bin"
mkdir -p "$(dirname "$DEST")" 2>/dev/null || missing "cannot write beside $DEST"
exec 9>"$DEST.lock"; flock 9
[ "$(cat "$DEST/.svara" 2>/dev/null)" = "$MAJOR $FORM" ] && found "$DEST/bin"

NEW=$DEST.new
trap 'rm -rf "$NEW"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
rm -rf "$NEW"

P=postgresql-client-$MAJOR
VERSION=
for s in $(. /etc/os-release 2>/dev/null && [ "${ID:-}" = debian ] && echo "${VERSION_CODENAME:-}") bookworm trixie forky sid; do
    debs_open "$s"
    VERSION=$(debs_version "$P")
    [ -z "$VERSION" ] || break
done
[ -n "$VERSION" ] || missing "no Debian release has PostgreSQL $MAJOR's pg_dump: install $P of apt.postgresql.org, or put the three commands $COMMANDS on PATH"
say "installing $P $VERSION into $DEST (Debian $DEBS_SUITE, nothing on the system is changed)"
debs_unpack "$NEW" "$(debs_libs "$P") libreadline8" "" "$P" || exit $?
mkdir "$NEW/bin"
for c in $COMMANDS; do
    cat > "$NEW/bin/$c" <<'RUN'
#!/bin/sh
R=$(cd "$(dirname "$0")/.." && pwd)
for LD in "$R"/usr/lib64/ld-linux-*.so.* "$R"/lib64/ld-linux-*.so.* "$R"/usr/lib/*/ld-linux-*.so.* "$R"/lib/*/ld-linux-*.so.*; do
    [ -e "$LD" ] && break
done
LP=
for d in "$R"/usr/lib/*-linux-gnu "$R"/lib/*-linux-gnu "$R"/usr/lib; do [ -d "$d" ] && LP=$LP${LP:+:}$d; done
for C in "$R"/usr/lib/postgresql/*/bin/"${0##*/}"; do :; done
exec "$LD" --library-path "$LP" "$C" "$@"
RUN
    chmod 755 "$NEW/bin/$c"
done
fits "$NEW/bin" || missing "$P $VERSION was unpacked but does not start: $("$NEW/bin/pg_dump" --version 2>&1 | head -n 1)"
echo "$MAJOR $FORM" > "$NEW/.svara"
rm -rf "$DEST"; mv "$NEW" "$DEST"
echo "$DEST/bin"
