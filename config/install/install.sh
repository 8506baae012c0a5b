# Read by ./svara: puts an unpacked package onto a Debian server with systemd, and takes it off again.
#
#   product   /opt/svara                 settings  /etc/svara (svara.yaml, exchange.keys, exchange/)
#   data      /var/lib/svara             logs      /var/log/svara and the journal
#   backups   /var/backups/svara         command   /usr/local/bin/svara
#
# Run again it upgrades: settings and data stay, tables are brought up to date at the next start.

OPT=/opt/svara ETC=/etc/svara LIB=/var/lib/svara LOG=/var/log/svara BACKUPS=/var/backups/svara
UNITS=/etc/systemd/system
COMMAND=/usr/local/bin/svara

as_root() {
    [ "$(id -u)" = 0 ] || missing "$1 needs root: run it with sudo"
    for c in systemctl useradd setpriv; do command -v "$c" >/dev/null || missing "$c is not here: Svara installs on Debian 12 and 13 with systemd"; done
}
# in an image or a chroot units are enabled, and nothing runs
booted() { [ -d /run/systemd/system ]; }
active() { booted && systemctl -q is-active "$1"; }

install_svara() {
    [ $# = 0 ] || { say "use: ./svara install"; exit 2; }
    as_root install
    [ -x "$SVARA_HOME/jre/bin/java" ] && [ -d "$SVARA_HOME/exchange" ] ||
        missing "$SVARA_HOME is not an unpacked package: make one with ./svara package, unpack it here and run its ./svara install"
    case $SVARA_HOME in
        "$OPT") say "applying the settings of $ETC" ;;
        *) put_product ;;
    esac
    id svara >/dev/null 2>&1 || useradd --system --user-group --home-dir "$LIB" --no-create-home --shell /usr/sbin/nologin svara
    install -d -o root -g svara -m 750 "$ETC"
    install -d -o svara -g svara -m 750 "$LIB" "$LOG" "$LOG/exchange" "$BACKUPS"
    put_settings
    put_exchange
    put_units
    say "settings: $ETC/svara.yaml and $ETC/exchange.keys; after a change of the latter: svara install"
    say "next: svara doctor"
}

put_product() {
    say "installing $(cat "$SVARA_HOME/VERSION") into $OPT"
    rm -rf "$OPT.new" "$OPT.old"
    cp -a "$SVARA_HOME" "$OPT.new"
    chown -R root:root "$OPT.new"
    chmod -R u+rwX,go+rX,go-w "$OPT.new"
    # calls go on: while the engine is away the exchange serves them by itself
    ENGINE_RAN=
    if active svara; then ENGINE_RAN=1; systemctl stop svara; fi
    [ ! -e "$OPT" ] || mv "$OPT" "$OPT.old"
    mv "$OPT.new" "$OPT"
    if [ -e "$OPT.old" ] && ! cmp -s "$OPT/exchange/PACKAGES" "$OPT.old/exchange/PACKAGES"; then
        say "the exchange is new too: systemctl restart svara-exchange when nobody talks"
    fi
    rm -rf "$OPT.old"
    cat > "$COMMAND" <<'RUN'
#!/bin/sh
# Svara's commands on this server. As root they run as Svara's own user, who owns its files.
SVARA_CONFIG=${SVARA_CONFIG:-/etc/svara/svara.yaml}
SVARA_CACHE=${SVARA_CACHE:-/var/lib/svara/cache}
export SVARA_CONFIG SVARA_CACHE
[ -e "$SVARA_CONFIG" ] && . /opt/svara/config/install/environment.sh
case ${1:-} in install|uninstall) exec /opt/svara/svara "$@" ;; esac
[ "$(id -u)" = 0 ] || exec /opt/svara/svara "$@"
HOME=/var/lib/svara exec setpriv --reuid=svara --regid=svara --init-groups /opt/svara/svara "$@"
RUN
    chmod 755 "$COMMAND"
}

put_settings() {
    if [ ! -e "$ETC/svara.yaml" ]; then
        sed -e "s|^data: data\$|data: $LIB|" -e "s|^    folder: data/postgres\$|    folder: $LIB/postgres|" \
            -e "0,/^    numbers: \[\]\$/s|^    numbers: \[\]\$|    numbers: [100]|" \
            "$OPT/config/svara.yaml" > "$ETC/svara.yaml"
    fi
    [ -e "$ETC/exchange.keys" ] || cp "$OPT/config/install/exchange.keys" "$ETC/exchange.keys"
    chown root:svara "$ETC/svara.yaml" "$ETC/exchange.keys"
    chmod 640 "$ETC/svara.yaml" "$ETC/exchange.keys"
}

# The exchange's folder keeps its database and secrets; its configuration is made anew from exchange.keys. What is
# written by hand stands in exchange/local/own-*.conf.
put_exchange() {
    X=$LIB/exchange
    install -d -o svara -g svara -m 700 "$X"
    install -d -o root -g svara -m 750 "$ETC/exchange" "$ETC/exchange/local"
    [ -e "$X/etc" ] || ln -s "$ETC/exchange" "$X/etc"
    [ -e "$X/log" ] || ln -s "$LOG/exchange" "$X/log"
    rm -f "$ETC"/exchange/svara/dialplan.d/* "$ETC"/exchange/svara/queues.d/*
    "$OPT/config/asterisk/make-instance.sh" "$OPT/exchange" "$X" SOUNDS="$OPT/sounds" $(keys '[A-Z_]*=') >/dev/null
    grep '^queue ' "$ETC/exchange.keys" | while read -r _ words; do
        "$OPT/config/asterisk/make-queue.sh" "$X/etc" $words
    done
    # a trunk whose line is gone goes too
    rm -f "$ETC"/exchange/local/pjsip-*.conf "$ETC"/exchange/local/modules-*.conf
    grep '^trunk ' "$ETC/exchange.keys" | while read -r _ words; do
        "$OPT/config/asterisk/make-trunk.sh" "$X/etc" $words || { say "the trunk ($words) is not set up"; exit 2; }
    done
    chown -R svara:svara "$X"; chown -h svara:svara "$X/etc" "$X/log"
    chown -R root:svara "$ETC/exchange"
    chmod -R u+rwX,g+rX,g-w,o-rwx "$ETC/exchange"
    if active svara-exchange; then "$OPT/exchange/usr/bin/asterisk-run" -C "$ETC/exchange/asterisk.conf" -rx "core reload" >/dev/null || true; fi
}
keys() { sed -n "s/^\($1.*\)\$/\1/p" "$ETC/exchange.keys" | sed 's/[[:space:]]*$//'; }

put_units() {
    cp "$OPT/config/install/svara.service" "$OPT/config/install/svara-exchange.service" "$UNITS/"
    cp "$OPT/config/install/logrotate" /etc/logrotate.d/svara 2>/dev/null || true
    systemctl -q enable svara-exchange.service svara.service
    booted || return 0
    systemctl daemon-reload
    # nobody is called by surprise: a first start is the operator's own
    if [ -n "${ENGINE_RAN:-}" ]; then systemctl start svara && say "the engine runs again"; fi
}

uninstall_svara() {
    [ $# = 0 ] || { say "use: ./svara uninstall"; exit 2; }
    as_root uninstall
    if booted; then systemctl stop svara svara-exchange 2>/dev/null || true; fi
    systemctl -q disable svara.service svara-exchange.service 2>/dev/null || true
    rm -rf "$UNITS/svara.service" "$UNITS/svara-exchange.service" /etc/logrotate.d/svara "$COMMAND" "$OPT" "$OPT.new" "$OPT.old"
    if booted; then systemctl daemon-reload; fi
    say "Svara is off this server; kept: $ETC $LIB $LOG $BACKUPS and the user svara"
}
