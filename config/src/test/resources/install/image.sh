#!/bin/sh
# image.sh DIR CHECKOUT JDK: builds the Dockerfile of CHECKOUT with Debian's buildah, without a Docker engine or a
# registry: in a fresh Debian in DIR/machine, from a base made of another one and JDK under the name that FROM has.
# Leaves the image's files in DIR/machine/work/image and its configuration in DIR/machine/work/config.json.
set -eu
DIR=$1 CHECKOUT=$2 JDK=$3
HERE=$(cd "$(dirname "$0")" && pwd)
M=$DIR/machine
mkdir -p "$DIR"
sh "$HERE/clean-root.sh" "$M" "$CHECKOUT/config" bookworm
install -d "$M/work"
cp /etc/resolv.conf "$M/etc/resolv.conf"
cp -a --one-file-system "$M" "$DIR/base"
apt() { chroot "$1" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive sh -c "apt-get -q update && apt-get -q -y --no-install-recommends install $2" >&2; }
apt "$DIR/base" "ca-certificates curl"
apt "$M" "buildah ca-certificates golang-github-containers-common"
# a network that opens TLS has authorities of its own: who builds here trusts whom this machine trusts
cp /etc/ssl/certs/ca-certificates.crt "$DIR/base/etc/ssl/certs/ca-certificates.crt"
rm -rf "$DIR"/base/dev "$DIR/base/work" "$DIR"/base/var/cache/apt/*; mkdir "$DIR/base/dev"
mv "$DIR/base" "$M/work/base"
cp -aL "$JDK" "$M/work/jdk"
mkdir "$M/work/src"
git -C "$CHECKOUT" archive HEAD | tar -x -C "$M/work/src"
cat > "$M/work/build.sh" <<'EOF'
set -eu
export BUILDAH_ISOLATION=chroot STORAGE_DRIVER=vfs HOME=/root
base=docker.io/library/eclipse-temurin
c=$(buildah from scratch)
buildah copy -q "$c" /work/base / > /dev/null
buildah copy -q "$c" /work/jdk /opt/java/openjdk > /dev/null
buildah config --env JAVA_HOME=/opt/java/openjdk --env PATH=/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$c"
buildah commit -q --rm "$c" "$base:25-jdk"
buildah tag "$base:25-jdk" "$base:25-jre"
buildah bud --pull-never --format docker -t svara /work/src
buildah inspect --type image svara > /work/config.json
c=$(buildah from --pull-never svara)
cp -a "$(buildah mount "$c")" /work/image
EOF
# its own root in earnest: buildah makes mounts private from the root down, which a chroot's is not
unshare -m -p -u -i --fork --kill-child sh -c '
set -eu
mount --bind "$1" "$1"
mount -t proc proc "$1/proc"
mount -t sysfs -o ro sysfs "$1/sys"
mount --rbind /dev "$1/dev"
mount -t tmpfs tmpfs "$1/run"
cd "$1"; mkdir -p mnt; pivot_root . mnt
exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin chroot . sh -c "umount -l /mnt; exec sh /work/build.sh"' image "$M" >&2
