#!/bin/bash
# installed.sh ROOT ARCHIVE SIPP: in a network namespace of its own with nothing but the loopback, installs the archive in
# a clean Debian root, starts it by its units' own commands, calls, upgrades, uninstalls. Prints what it sees, a line each.
set -u
R=$1 ARCHIVE=$2 SIPP=$3
ip link set lo up
mount -t proc proc "$R/proc"; mount --rbind /dev "$R/dev"; mount -t tmpfs tmpfs "$R/dev/shm"
root() { chroot "$R" "$@"; }
property() { sed -n "s/^$2=//p" "$R/etc/systemd/system/$1.service"; }
# as systemd would: the unit's user, environment and command
unit() {
    local environment
    mapfile -t environment < <(property "$1" Environment)
    # in its place, so that a signal reaches it
    exec chroot "$R" setpriv --reuid="$(property "$1" User)" --regid="$(property "$1" Group)" --init-groups env "${environment[@]}" $(property "$1" ExecStart)
}
start() {
    unit svara > "$R/tmp/engine.log" 2>&1 & ENGINE=$!
    # the exchange last: they may start in any order
    unit svara-exchange > "$R/tmp/exchange.log" 2>&1 & EXCHANGE=$!
    for _ in $(seq 1 180); do grep -q '^READY ' "$R/tmp/engine.log" && { echo ready; return; }; sleep 1; done
    echo "not ready"; cat "$R/tmp/engine.log" "$R/tmp/exchange.log" >&2
}
stop() { kill -TERM "$ENGINE" "$EXCHANGE"; wait "$ENGINE" "$EXCHANGE"; echo stopped; }
call() { timeout 60 "$SIPP" -sn uac -s 100 -d 1500 -m 1 -i 127.0.0.1 -p 5099 127.0.0.1:5060 >/dev/null 2>&1; echo "called $?"; }
unpack() { rm -rf "$R/root/new"; mkdir "$R/root/new"; tar -xzf "$ARCHIVE" -C "$R/root/new" --strip-components=1; }

unpack
root /root/new/svara install; echo "installed $?"
echo "enabled $(root systemctl is-enabled svara svara-exchange | sort -u)"
start; call
root /usr/local/bin/svara doctor; echo "doctor $?"
root /usr/local/bin/svara verify; echo "verified $?"
stop
echo '# of the operator' >> "$R/etc/svara/svara.yaml"
unpack
root /root/new/svara install; echo "upgraded $?"
echo "settings $(tail -n 1 "$R/etc/svara/svara.yaml")"
start; call
root /usr/local/bin/svara backup /var/backups/svara/a.backup 2>/dev/null; echo "backed up $?"
root /usr/local/bin/svara verify; echo "verified $?"
stop
root /usr/local/bin/svara uninstall; echo "uninstalled $?"
for f in /opt/svara /etc/systemd/system/svara.service /usr/local/bin/svara /etc/svara/svara.yaml /var/lib/svara/postgres/cluster /var/backups/svara/a.backup; do
    [ -e "$R$f" ] && echo "there $f" || echo "gone $f"
done
