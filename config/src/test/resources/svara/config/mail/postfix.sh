#!/bin/sh
# postfix.sh SERVERS FOLDER PORT FAR: a real Postfix on 127.0.0.1, in the foreground; needs root. helpdesk@example.se is
# FOLDER/mail, eva.lund@example.se FOLDER/eva (Maildirs), and gone@example.org lives at a server (port FAR) that takes
# nobody: what is sent there comes back.
set -eu
if [ "${5:-}" != inside ]; then exec unshare -m sh "$0" "$1" "$2" "$3" "$4" inside; fi
W=$2
mount -t overlay overlay -o "lowerdir=$1/postfix/usr:/usr" /usr
mkdir -p "$W/etc" "$W/queue" "$W/data" "$W/eva"
cp -r "$1"/postfix/etc/postfix/* "$W/etc/"
# two users that the machine need not have, for this process and its children alone
for f in passwd group; do grep -v '^postfix:\|^postdrop:' "/etc/$f" > "$W/$f"; done
echo 'postfix:x:64999:64999::/:/bin/false' >> "$W/passwd"
printf 'postfix:x:64999:\npostdrop:x:64998:\n' >> "$W/group"
mount --bind "$W/passwd" /etc/passwd; mount --bind "$W/group" /etc/group
N=$(id -u nobody) G=$(id -g nobody)
chown "$N:$G" "$W/eva"; chown 64999 "$W/data"; chmod 755 "$W"
cat > "$W/etc/main.cf" <<CONF
compatibility_level = 3.6
queue_directory = $W/queue
data_directory = $W/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
shlib_directory = /usr/lib/postfix
meta_directory = $W/etc
mail_owner = postfix
setgid_group = postdrop
maillog_file = $W/postfix.log
maillog_file_prefixes = $W
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
myhostname = mx.example.se
mydestination =
alias_maps =
alias_database =
smtpd_tls_security_level = none
virtual_mailbox_domains = example.se
virtual_mailbox_base = $W
virtual_mailbox_maps = inline:{ helpdesk@example.se=mail/, eva.lund@example.se=eva/ }
virtual_uid_maps = static:$N
virtual_gid_maps = static:$G
virtual_minimum_uid = 100
relay_domains = example.org
relay_transport = smtp:[127.0.0.1]:$4
CONF
cat > "$W/etc/master.cf" <<CONF
127.0.0.1:$3 inet n - n - - smtpd
127.0.0.1:$4 inet n - n - - smtpd
  -o myhostname=far.example.org
  -o smtpd_recipient_restrictions=reject
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
CONF
exec /usr/sbin/postfix -c "$W/etc" start-fg
