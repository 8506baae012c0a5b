# Read by other scripts (. debs.sh): Debian packages fetched and unpacked into a folder, without root and without
# touching the machine's own package state. Callers set ME (name in messages) first.
#
#   svara_cache                 prints the cache folder, makes it when needed
#   debs_open SUITE             takes the lock of that suite's private apt and freshens its package lists
#   debs_version PACKAGE        prints the version the suite offers, nothing when it has none
#   debs_unpack DEST ROOTS FAKES LOOSE
#                               unpacks ROOTS ("": none) with all they depend on, and LOOSE without; FAKES count as installed
#   debs_libs PACKAGE           prints the libraries it names itself
#
# SVARA_CACHE=dir          where packages and what is made of them are kept
# SVARA_DEBIAN_MIRROR=url  another Debian mirror than the one in /etc/apt, also a dated snapshot of the archive
# OFFLINE=1                use only what the cache holds
# SVARA_KEEP_COPYRIGHT=1   leaves the packages' copyright files in what is unpacked, for what is given on to others

umask 022  # a part that drops root must be able to read what root fetched
say() { echo "$ME: $*" >&2; }
# 3: something is missing here; the line says what and the remedy
missing() { say "$*"; exit 3; }

svara_cache() {
    if [ -n "${SVARA_CACHE:-}" ]; then c=$SVARA_CACHE
    elif [ "$(id -u)" = 0 ]; then c=/var/cache/svara  # parts that drop root must be able to read it; /root they cannot
    else c=${XDG_CACHE_HOME:-${HOME:-}/.cache}/svara
    fi
    mkdir -p "$c" 2>/dev/null && [ -w "$c" ] || missing "cannot write to the cache folder $c: set SVARA_CACHE to one you can write to"
    (cd "$c" && pwd)
}

debs_mirror() {
    m=${SVARA_DEBIAN_MIRROR:-}
    [ -n "$m" ] || m=$(sed -n 's/^URIs:[[:space:]]*\([^[:space:]]*\/debian\)\/*[[:space:]]*$/\1/p' \
        /etc/apt/sources.list.d/*.sources 2>/dev/null | head -n 1)
    [ -n "$m" ] || m=$(sed -n 's/^deb \(\[[^]]*\] \)\{0,1\}\([^ ]*\/debian\)\/* .*/\2/p' \
        /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null | head -n 1)
    [ -n "$m" ] || missing "no Debian mirror named in /etc/apt: set SVARA_DEBIAN_MIRROR to its address"
    echo "$m"
}

debs_release() {
    r=$(. /etc/os-release 2>/dev/null && [ "${ID:-}" = debian ] && echo "${VERSION_CODENAME:-}") || r=
    [ -n "$r" ] || missing "this is not Debian: install $* yourself, so that the commands are on PATH"
    echo "$r"
}

debs_open() {
    DEBS_SUITE=$1
    for c in apt-get apt-cache dpkg dpkg-deb flock; do
        command -v "$c" >/dev/null || missing "$c is not here: Svara fetches what it needs on Debian 12 or 13"
    done
    DEBS_ARCH=$(dpkg --print-architecture)
    DEBS_MIRROR=$(debs_mirror) || exit $?
    DEBS_APT=$(svara_cache)/apt/$DEBS_SUITE || exit $?
    mkdir -p "$DEBS_APT/etc/sources.list.d" "$DEBS_APT/etc/preferences.d" "$DEBS_APT/lists/partial" "$DEBS_APT/archives/partial"
    exec 8>"$DEBS_APT/lock"; flock 8
    : > "$DEBS_APT/status"
    cat > "$DEBS_APT/etc/sources.list.d/debian.sources" <<END
Types: deb
URIs: $DEBS_MIRROR
Suites: $DEBS_SUITE
Components: main
Architectures: $DEBS_ARCH
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
END
    cat > "$DEBS_APT/apt.conf" <<END
Dir::Etc::main "/etc/apt/apt.conf";
Dir::Etc::parts "/etc/apt/apt.conf.d";
Dir::Etc::sourcelist "/dev/null";
Dir::Etc::sourceparts "$DEBS_APT/etc/sources.list.d";
Dir::Etc::preferencesparts "$DEBS_APT/etc/preferences.d";
Dir::State "$DEBS_APT";
Dir::State::lists "$DEBS_APT/lists";
Dir::State::status "$DEBS_APT/status";
Dir::Cache "$DEBS_APT";
Dir::Cache::archives "$DEBS_APT/archives";
APT::Architecture "$DEBS_ARCH";
APT::Architectures { "$DEBS_ARCH"; };
APT::Get::Assume-Yes "true";
Acquire::Languages "none";
Acquire::IndexTargets::deb::DEP-11 { DefaultEnabled "false"; };
Acquire::PDiffs "false";
Acquire::Retries "3";
Acquire::http::Timeout "20";
Acquire::https::Timeout "20";
END
    export APT_CONFIG="$DEBS_APT/apt.conf"
    [ "${OFFLINE:-0}" = 1 ] && return 0
    if ! debs_apt apt-get update >"$DEBS_APT/update.log" 2>&1 || grep -q '^[WE]: Failed to fetch' "$DEBS_APT/update.log"; then
        set -- "$DEBS_APT"/lists/*_Packages
        [ -e "$1" ] || missing "no answer from the Debian mirror $DEBS_MIRROR and nothing kept in $DEBS_APT: connect to the network, or set SVARA_DEBIAN_MIRROR to a mirror that answers"
        say "no answer from the Debian mirror $DEBS_MIRROR: going on with the packages kept in $DEBS_APT"
    fi
}

# Said on the command line because the machine's own apt.conf.d is read after our file and would win. Dates are not
# checked so that a dated snapshot can be used; signatures are.
debs_apt() {
    c=$1; shift
    "$c" -qq -o APT::Install-Recommends=false -o APT::Sandbox::User=root -o APT::Update::Post-Invoke= \
        -o Acquire::Check-Valid-Until=false -o Acquire::Check-Date=false -o Acquire::GzipIndexes=false \
        -o Dir::Cache::pkgcache=pkgcache.bin -o Dir::Cache::srcpkgcache=srcpkgcache.bin -o Dir::Etc::preferences=/dev/null \
        -o Dir::State::status="$DEBS_APT/status" "$@" 8>&-
}

debs_version() { debs_apt apt-cache show --no-all-versions "$1" 2>/dev/null | sed -n 's/^Version: //p' | head -n 1; }

debs_libs() {
    debs_apt apt-cache show --no-all-versions "$1" | sed -n 's/^Depends: //p' | head -n 1 | tr ',' '\n' |
        sed 's/^ *//; s/[ (|].*//' | grep '^lib' | tr '\n' ' '
}

debs_fake() {
    for p in $1; do
        printf 'Package: %s\nStatus: install ok installed\nMulti-Arch: allowed\nVersion: 99:1\nArchitecture: %s\nProvides: %s\n\n' \
            "$p" "$DEBS_ARCH" "$([ "$p" = debconf ] && echo debconf-2.0 || echo "$p-here")"
    done > "$DEBS_APT/status"
}

# DEST must be a new folder; DEST/PACKAGES lists what went into it
debs_unpack() {
    debs_fake "$3"
    none=$DEBS_APT/none; mkdir -p "$none/partial"
    files=
    if [ -n "$2" ]; then
        # asked with an empty archive folder so that it names every file of this resolution and no older ones that are kept
        files=$(debs_apt apt-get install --print-uris -o Dir::Cache::archives="$none" $2 2>"$DEBS_APT/error.log" | awk '{print $2}') \
            && [ -n "$files" ] || missing "$DEBS_SUITE of $DEBS_MIRROR has not all of $2 ($(debs_reason))"
        debs_apt apt-get install --download-only $2 >/dev/null 2>"$DEBS_APT/error.log" || debs_gone
    fi
    if [ -n "${4:-}" ]; then
        files="$files $(debs_apt apt-get download --print-uris $4 2>/dev/null | awk '{print $2}')"
        (cd "$DEBS_APT/archives" && debs_apt apt-get download $4) >/dev/null 2>"$DEBS_APT/error.log" || debs_gone
    fi
    mkdir -p "$1"
    for f in $files; do
        [ -e "$DEBS_APT/archives/$f" ] || debs_gone "$f"
        dpkg-deb -x "$DEBS_APT/archives/$f" "$1" || missing "$f cannot be unpacked into $1: is the disk full?"
        echo "$f"
    done | sort > "$1/PACKAGES" || exit $?
    # nothing here is read at run time
    if [ "${SVARA_KEEP_COPYRIGHT:-0}" = 1 ]; then find "$1/usr/share/doc" \( -type f -o -type l \) ! -name copyright -delete 2>/dev/null || true
    else rm -rf "$1/usr/share/doc"; fi
    rm -rf "$1/usr/share/man" "$1/usr/share/locale" "$1/usr/share/lintian"
}

debs_reason() { sed -n 's/^[WE]: *//p' "$DEBS_APT/error.log" | head -n 1 | cut -c1-160; }

debs_gone() {
    missing "cannot fetch ${1:-a package} ($(debs_reason)): if the mirror has moved on, run again to read its new lists; if it is out of reach, connect to the network or set SVARA_DEBIAN_MIRROR"
}
