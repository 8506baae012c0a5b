#!/bin/sh
# get-tools.sh DEST TOOL...
#
# Makes DEST/bin hold a command for each TOOL: the machine's own where it has a usable one, else one from the Debian
# packages of the running release (12 or 13), unpacked into DEST/TOOL without root. Idempotent, and safe to run twice at
# once. Says one line for each tool it installs. Settings: see debs.sh. Exit 3: cannot, with one line that says why.
#
#   sipp        plays phones. Sends keys by SIP INFO; its RFC 4733 recordings want raw sockets, which means root
#   espeak-ng   makes the prompts' speech
#   sox         makes 8 kHz sound files of it
#   chromium    shows the console to tests
#   postgresql  Debian's own server and client programs: initdb pg_ctl postgres psql pg_dump pg_restore pg_basebackup pgbench
set -eu
ME=get-tools
ALL="sipp espeak-ng sox chromium postgresql"
FORM=2 # of what is made below: raise it to have everything made anew
PG_COMMANDS="initdb pg_ctl postgres psql pg_dump pg_restore pg_basebackup pgbench"
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/debs.sh"

[ $# -ge 2 ] || { say "use: get-tools.sh DEST TOOL... ($ALL)"; exit 2; }
DEST=$1; shift
case $DEST in /*) ;; *) DEST=$PWD/$DEST ;; esac

commands() { [ "$1" = postgresql ] && echo "$PG_COMMANDS" || echo "$1"; }
# made before, and every command still there (the machine's own may have been removed since)
made() {
    [ -e "$DEST/.$1-$FORM" ] || return 1
    for c in $(commands "$1"); do [ -x "$DEST/bin/$c" ] || return 1; done
}
at_least() { dpkg --compare-versions "${1:-0}" ge "$2"; }

# the machine's own command when its version will do, as its full path
own() {
    o=$(command -v "$1") && case $o in "$DEST"/*) return 1 ;; /*) ;; *) return 1 ;; esac
    at_least "$("$o" "$2" 2>&1 | grep -o '[0-9][0-9]*\.[0-9.]*' | head -n 1)" "$3" && echo "$o"
}
own_postgresql() {
    for d in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV) $(dirname "$(command -v postgres || echo none/none)"); do
        for c in $PG_COMMANDS; do [ -x "$d/$c" ] || continue 2; done
        at_least "$("$d/postgres" --version | grep -o '[0-9][0-9.]*' | head -n 1)" 15 && echo "$d" && return 0
    done
    return 1
}
link_own() {
    [ "${SVARA_OWN_TOOLS:-1}" = 1 ] || return 1
    case $1 in
        sipp) o=$(own sipp -v 3.6) ;;
        espeak-ng) o=$(own espeak-ng --version 1.50) ;;
        sox) o=$(own sox --version 14.4) ;;
        chromium) o=$(own chromium --version 110) ;;
        postgresql) o=$(own_postgresql) ;;
    esac || return 1
    if [ "$1" = postgresql ]; then for c in $PG_COMMANDS; do ln -sfn "$o/$c" "$DEST/bin/$c"; done
    else ln -sfn "$o" "$DEST/bin/$1"; fi
}

# The programs run with the machine's own C library, which is of the same release; all else comes with them.
SYSTEM="libc6 libc-bin libgcc-s1 libstdc++6 debconf perl perl-base adduser tzdata locales ucf lsb-base sensible-utils init-system-helpers"
roots() {
    case $1 in
        sipp) echo sip-tester ;;
        chromium) echo "chromium fonts-dejavu-core" ;;
        postgresql)
            p=$(debs_apt apt-cache show --no-all-versions postgresql | sed -n 's/^Depends: .*\(postgresql-[0-9][0-9]*\).*/\1/p')
            echo "$p" ;;
        *) echo "$1" ;;
    esac
}
# what packages name and nothing here uses: sound cards, desktops, scripts around the server, its compiler for queries
spared() {
    case $1 in
        sox) echo "libsox-fmt-alsa" ;;
        chromium) echo "xdg-desktop-portal-gtk xdg-utils libgl1-mesa-dri dbus dbus-session-bus systemd libpam-systemd adwaita-icon-theme hicolor-icon-theme shared-mime-info" ;;
        postgresql) echo "postgresql-common postgresql-client-common ssl-cert $(debs_libs "$2" | tr ' ' '\n' | grep libllvm || true)" ;;
    esac
}

# where TOOL's COMMAND is under its folder $R, and what it must be told
program() {
    case $1 in
        chromium) echo usr/lib/chromium/chromium ;;
        postgresql) (cd "$R" && ls -d usr/lib/postgresql/*/bin/"$2") ;;
        *) echo "usr/bin/$2" ;;
    esac
}
surroundings() {
    case $1 in
        espeak-ng) echo "export ESPEAK_DATA_PATH='$(dirname "$(ls -d "$R"/usr/lib/*/espeak-ng-data)")'" ;;
        chromium) echo "export FONTCONFIG_FILE='$R/fonts.conf'" ;;
    esac
}
wrap() {
    LP=
    for d in "$R"/usr/lib/*-linux-gnu "$R"/lib/*-linux-gnu "$R"/usr/lib/*-linux-gnu/pulseaudio; do [ -d "$d" ] && LP=$LP${LP:+:}$d; done
    for c in $(commands "$1"); do
        { echo '#!/bin/sh'
          echo "export LD_LIBRARY_PATH='$LP'"
          surroundings "$1"
          echo "exec '$R/$(program "$1" "$c")' \"\$@\""
        } > "$DEST/bin/.$c"
        chmod 755 "$DEST/bin/.$c"; mv "$DEST/bin/.$c" "$DEST/bin/$c"
    done
}
runs() {
    case $1 in
        # without arguments and with -v alike it ends with a status of its own
        sipp) "$DEST/bin/sipp" -v 2>&1 | grep -q 'SIPp v' ;;
        postgresql) for c in $PG_COMMANDS; do "$DEST/bin/$c" --version >/dev/null 2>&1 || return 1; done ;;
        *) "$DEST/bin/$1" --version >/dev/null 2>&1 ;;
    esac
}

install() {
    SUITE=$(debs_release "$1") || exit $?
    [ "${DEBS_SUITE:-}" = "$SUITE" ] || debs_open "$SUITE"
    ROOTS=$(roots "$1")
    V=$(debs_version "${ROOTS%% *}")
    [ -n "$V" ] || missing "Debian $SUITE at $DEBS_MIRROR has no ${ROOTS:-$1}: install it yourself, so that it is on PATH"
    say "installing $1 (Debian $SUITE, ${ROOTS%% *} $V) into $DEST, nothing on the system is changed"
    R=$DEST/$1
    rm -rf "$R.new"
    debs_unpack "$R.new" "$ROOTS" "$SYSTEM $(spared "$1" "${ROOTS%% *}")" ""
    rm -rf "$R"; mv "$R.new" "$R"
    # without its compiler the server would stumble over the part that calls it
    [ "$1" = postgresql ] && rm -f "$R"/usr/lib/postgresql/*/lib/llvmjit.so
    [ "$1" = chromium ] && cat > "$R/fonts.conf" <<END
<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>$R/usr/share/fonts</dir><dir>/usr/share/fonts</dir><cachedir prefix="xdg">fontconfig</cachedir></fontconfig>
END
    wrap "$1"
    runs "$1" || missing "$1 of Debian $SUITE was unpacked but does not start: install it yourself, so that it is on PATH"
}

for t in "$@"; do
    case " $ALL " in *" $t "*) ;; *) say "no such tool: $t (there are $ALL)"; exit 2 ;; esac
done
LACKING=
for t in "$@"; do made "$t" || LACKING="$LACKING $t"; done
[ -n "$LACKING" ] || exit 0
mkdir -p "$DEST/bin" 2>/dev/null || missing "cannot write to $DEST"
exec 9>"$DEST/.lock"; flock 9
for t in $LACKING; do
    made "$t" && continue
    rm -f "$DEST/.$t-"*
    link_own "$t" || install "$t"
    : > "$DEST/.$t-$FORM"
done
