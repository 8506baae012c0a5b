#!/bin/sh
# dovecot.sh SERVERS FOLDER PORT: a real Dovecot in front of FOLDER/mail (Maildir), on 127.0.0.1, in the foreground.
# Its programs look for each other under /usr, so they are laid over it in a mount namespace of their own; an ordinary
# user needs a user namespace for that. Whoever is root gives it to nobody.
set -eu
if [ "${4:-}" != inside ]; then
    [ "$(id -u)" = 0 ] && exec unshare -m sh "$0" "$1" "$2" "$3" inside
    exec unshare --map-current-user --keep-caps -m sh "$0" "$1" "$2" "$3" inside
fi
W=$2
mount -t overlay overlay -o "lowerdir=$1/dovecot/usr:/usr" /usr
rm -rf "$W/run" # what one that was killed has left there would be taken for one that lives
mkdir -p "$W/run" "$W/mail/new" "$W/mail/cur" "$W/mail/tmp"
U=$(id -un) G=$(id -gn) AS=
if [ "$(id -u)" = 0 ]; then
    U=nobody G=$(id -gn nobody) AS="setpriv --reuid=$(id -u nobody) --regid=$(id -g nobody) --clear-groups"
    chmod 755 "$W"; : > "$W/dovecot.log"; chown -R "$U:$G" "$W/run" "$W/mail" "$W/dovecot.log"
fi
cat > "$W/dovecot.conf" <<CONF
base_dir = $W/run
state_dir = $W/run
default_internal_user = $U
default_internal_group = $G
default_login_user = $U
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
log_path = $W/dovecot.log
first_valid_uid = 1
last_valid_uid = 0
mail_location = maildir:$W/mail
passdb {
  driver = static
  args = password={PLAIN}hemligt
}
userdb {
  driver = static
  args = uid=$U gid=$G home=$W
}
service imap-login {
  chroot =
  inet_listener imap {
    port = $3
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
CONF
exec $AS /usr/sbin/dovecot -F -c "$W/dovecot.conf"
