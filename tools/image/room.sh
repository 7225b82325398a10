# shellcheck shell=bash
# The room: a Debian 13 of its own under build/image/, in which all is built and QEMU runs, so that the machine's release
# has no say. Sourced by the scripts of this folder, which have set `tree`.

: "${tree:?}"
room=$tree/build/image/room
mirror=${GIAOBAN_MIRROR:-$("$tree/tools/mirror")}

say() { printf 'image: %s\n' "$*" >&2; }

# Goes on as a command in the room, with the tree at /giaoban/src: read-only, but for build/ and what builds the page, which
# are the room's own. The mounts are gone with the command.
exec_in_room() {
    # shellcheck disable=SC2016 # for the shell in there
    exec unshare --mount --propagation private sh -ec '
        room=$1 tree=$2
        shift 2
        mount -t proc proc "$room/proc"
        mount --bind /dev "$room/dev"
        mount --bind "$tree" "$room/giaoban/src"
        mount -o remount,bind,ro "$room/giaoban/src"
        mount --bind "$room/giaoban/build" "$room/giaoban/src/build"
        mount --bind "$room/giaoban/page" "$room/giaoban/src/firmware/mixer/chair/page/node_modules"
        exec chroot "$room" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 TMPDIR=/tmp \
            XDG_CACHE_HOME=/giaoban/cache CCACHE_DIR=/giaoban/cache/ccache DEBIAN_FRONTEND=noninteractive \
            ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} "$@"
    ' sh "$room" "$tree" "$@"
}
in_room() { (exec_in_room "$@"); }

# The room, from nothing where there is none; and the packages that the tree asks for, where they changed.
make_room() {
    local wanted made log
    if [ "$(id -u)" != 0 ]; then
        say "only root may make the Debian 13 that this works in: run it by sudo, or in a container"
        exit 1
    fi
    log=$tree/build/image/room.log
    if [ ! -e "$room/giaoban/made" ]; then
        "$tree/tools/install" image || exit 1
        rm -rf "$room"
        say "making a Debian 13 to work in"
        if ! mmdebstrap --quiet --mode=root --variant=apt --architectures=amd64,arm64 --include=ca-certificates,bash \
            trixie "$room" - >"$log" 2>&1 <<SOURCES; then
deb $mirror trixie main non-free-firmware
deb $mirror trixie-updates main non-free-firmware
deb $mirror trixie-backports main non-free-firmware
SOURCES
            tail -n 15 "$log" >&2
            say "mmdebstrap failed (above; all of it: $log)"
            exit 1
        fi
        mkdir -p "$room/giaoban"
        cp /etc/resolv.conf "$room/etc/resolv.conf"
        : >"$room/giaoban/made"
    fi
    mkdir -p "$room/giaoban"/{src,cache,work,in,build,page} "$tree/build" "$tree/firmware/mixer/chair/page/node_modules"
    # A machine behind an authority of its own: npm asks over HTTPS. (Packages do not: apt checks their signatures.)
    if compgen -G '/usr/local/share/ca-certificates/*.crt' >/dev/null &&
        ! diff -rq /usr/local/share/ca-certificates "$room/usr/local/share/ca-certificates" >/dev/null 2>&1; then
        mkdir -p "$room/usr/local/share/ca-certificates"
        cp /usr/local/share/ca-certificates/*.crt "$room/usr/local/share/ca-certificates/"
        in_room update-ca-certificates >/dev/null 2>&1
    fi
    # Where this machine takes lists that say they are out of date (its mirror stands still), so does the room; their signatures hold.
    apt-config dump Acquire::Check-Valid-Until >"$room/etc/apt/apt.conf.d/frozen"
    wanted=$(sha256sum <"$tree/tools/packages")
    made=$(cat "$room/giaoban/made")
    if [ "$wanted" != "$made" ]; then
        in_room /giaoban/src/tools/install imageroom arm64 || exit 1
        printf '%s\n' "$wanted" >"$room/giaoban/made"
    fi
}

# As 0.1.0-1a2b3c4d; with -changed behind where the tree is not the commit's.
version_of_tree() {
    local version
    version=$(sed -n 's/^project(giaoban VERSION \([0-9.]*\).*/\1/p' "$tree/CMakeLists.txt")
    printf '%s-%s%s\n' "$version" "$(git -C "$tree" rev-parse --short=8 HEAD)" \
        "$([ -z "$(git -C "$tree" status --porcelain)" ] || echo -changed)"
}
