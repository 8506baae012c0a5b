#!/bin/sh
# container.sh ROOT USER FOLDER [KEY=VALUE ...] COMMAND...: runs COMMAND with the files of an image as its root, as USER,
# from FOLDER, with no other variables; on the host's network. To be called in a mount namespace of its own.
set -eu
R=$1 U=$2 F=$3; shift 3
mount --make-rprivate /
mount -t proc proc "$R/proc"
mount --rbind /dev "$R/dev"
mount -t tmpfs tmpfs "$R/tmp"
exec chroot --userspec="$U" "$R" env -i -C "$F" "$@"
