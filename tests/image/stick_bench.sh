# A mixing box's card on files, and a stick, for tests/image/stick, which sources this: keys, bundles, what the card's scripts call
# (played), and words for what happens to it. Wants `tree`, `work` (the folder that it is in) and `check`.
# shellcheck shell=bash
# shellcheck disable=SC2016 # what the played programs do is written as it stands
# shellcheck disable=SC2154 # tree, work
shared=$tree/board/image/root/usr/lib/giaoban own=$tree/board/image/root-mixer/usr/lib/giaoban
not() { ! "$@"; }

for who in ours theirs; do "$tree/tools/image/update-key" --out "$work/$who" >/dev/null || exit 1; done
mkdir image bundles strange
head -c 200000 /dev/urandom >image/root.erofs
head -c 100000 /dev/urandom >image/boot.vfat
bundle() { # whose, role, release, folder
    "$tree/tools/image/bundle" --key "$1/update-key.pem" --cert "$1/update-cert.pem" --from "$work/image" --version "$3" --role "$2" --out "$4" \
        >/dev/null 2>&1
}
for release in 1.0 2.0 3.0; do
    check "a bundle of $release for boxes" bundle ours box $release bundles
    check "and for mixing boxes" bundle ours mixer $release bundles
done
bundle theirs box 2.0 strange
bundle theirs mixer 2.0 strange

# A mixing box that runs slot A with release 1.0, and a stick with one partition.
mkdir -p run rauc etc/rauc etc/giaoban lib bin net dev sys state/updates devices/block/sda/sda1 medium
sed -e 's/@ROLE@/mixer/' -e "s#/etc/rauc/update-cert.pem#$work/ours/update-cert.pem#" -e "s#/data/rauc#$work/rauc#" \
    -e "s#/usr/lib/giaoban/slots#$work/lib/slots#" "$tree/board/image/root/etc/rauc/system.conf" >etc/rauc/system.conf
cp etc/rauc/system.conf good.conf
truncate -s 8M dev/mmcblk0 dev/sda dev/sda1
number() { printf '%b' "$2" | dd of="dev/$1" bs=1 seek=440 conv=notrunc 2>/dev/null; }
number mmcblk0 'cbig'
number sda 'else'
ln -s "$work/dev/mmcblk0" run/card
ln -s "$work/devices/block/sda" sys/sda
echo 16384 | tee devices/block/sda/size >devices/block/sda/sda1/size
echo 1 >devices/block/sda/sda1/partition

printf '#!/bin/sh\nCARD=%s/dev/mmcblk0 TMPDIR=%s exec sh %s/slots "$@"\n' "$work" "$work" "$shared" >lib/slots
printf '#!/bin/sh\necho "$@" >>%s/faults\n' "$work" >lib/fault
for word in trial update; do printf '#!/bin/sh\nexec sh %s/%s "$@"\n' "$shared" $word >lib/$word; done
for word in stick stick-words; do ln -s "$own/$word" lib/$word; done
played() { # name; what it does comes in, with W for the folder
    { printf '#!/bin/sh\nW=%s\n' "$work" && cat; } >"bin/$1"
}
played giaobanctl <<'PLAYED'
[ ! -e $W/silent ] || exit 3
case "$1 $2" in
"update status")
    if [ "$3" != --json ]; then echo "BOX RUNS" && exec cat $W/boxes; fi
    echo "{\"offered\":\"$(cat $W/offered 2>/dev/null)\",\"boxes\":[{\"box\":1,\"release\":\"0.9\"}]}"
    ;;
"update offer")
    [ "$4 $5" = "--state-dir $W/state" ] && [ -s "$3" ] && [ ! -e $W/unwilling ] || { echo "the mixing box does not want it" && exit 1; }
    basename "$3" .raucb >$W/offered
    ;;
"meeting status") cat $W/meeting ;;
esac
PLAYED
played mount <<'PLAYED'
echo "$*" >>$W/mounts
case $* in
*remount,rw*) [ ! -e $W/protected ] ;;
*remount*) ;;
"-t $(cat $W/system) "*"$W/dev/sda1 $W/run/stick") rmdir $W/run/stick && ln -s $W/medium $W/run/stick ;;
*) exit 32 ;;
esac
PLAYED
played umount <<'PLAYED'
[ ! -L $W/run/stick ] || rm $W/run/stick
PLAYED
played cp <<'PLAYED'
case $1 in */medium/*.raucb | */stick/*.raucb) echo "$1" >>$W/copied ;; *) exec /bin/cp "$@" ;; esac
if [ -e $W/pulls ] || [ -e $W/power-goes ]; then
    head -c 100000 "$1" >"$2"
    [ ! -e $W/power-goes ] || { kill -9 $PPID && exit 1; }
    rm -f $W/sys/sda1 $W/run/stick $W/pulls
    exit 1
fi
exec /bin/cp "$@"
PLAYED
played systemctl <<'PLAYED'
if [ "$1" = -q ]; then [ -e $W/runs ]; else echo "$@" >>$W/systemctl; fi
PLAYED
played sleep <<'PLAYED'
echo "$1" >>$W/slept
[ ! -e $W/meanwhile ] || . $W/meanwhile
PLAYED
played chown <<'PLAYED'
echo "$*" >>$W/chowned
PLAYED
played df <<'PLAYED'
echo "Filesystem 1K-blocks Used Available Use% Mounted"
echo "card 400000 0 $(cat $W/free) 0% /data"
PLAYED
printf 'exit 0\n' | played ip
rauc=$(command -v rauc)
{
    printf 'if [ "$1" != install ]; then exec %s "$@"; fi\n' "$rauc"
    printf '%s --conf=$W/etc/rauc/system.conf info "$2" >/dev/null || exit 1\n' "$rauc"
    cat <<'PLAYED'
[ ! -e $W/rauc-fails ] || { echo "no space" && exit 1; }
[ ! -e $W/power-goes ] || kill -9 $PPID
$W/lib/slots set-primary "$([ "$(cat $W/run/slot)" = A ] && echo B || echo A)"
PLAYED
} | played rauc
chmod 755 lib/slots lib/fault lib/trial lib/update bin/*
export PATH=$work/bin:$PATH GIAOBAN_LIB=$work/lib GIAOBAN_RUN=$work/run GIAOBAN_RAUC=$work/rauc GIAOBAN_ETC=$work/etc \
    GIAOBAN_STATE=$work/state GIAOBAN_DEV=$work/dev GIAOBAN_SYS=$work/sys GIAOBAN_UPTIME=$work/uptime GIAOBAN_NET=$work/net \
    GIAOBAN_UPDATE=$work/state/update

meeting() { # open, rooms, speakers
    echo "{\"policy\":\"queue\",\"title\":\"\",\"open\":$1,\"boxes\":[{\"box\":1,\"presence\":\"joined\"}],\"queue\":[],\"speakers\":[$3],\"rooms\":[$2]}" >meeting
}
starts() { # which slot, [which release]: the mixing box, with what it keeps
    echo "$1" >run/slot
    echo "VERSION=${2:-1.0}" >etc/giaoban/release
    rm -f run/stick* systemctl slept mounts copied meanwhile faults
    echo 40.5 60.1 >uptime
    lib/update settle >/dev/null
}
fresh() {
    rm -rf rauc state/updates medium offered silent unwilling protected pulls power-goes rauc-fails runs chowned
    mkdir rauc medium state/updates
    cp good.conf etc/rauc/system.conf
    echo vfat >system
    echo 300000 >free
    echo "Ban Mu 1.0" >boxes
    meeting false '' ''
    lib/slots reset
    if [ "${1:-A}" = B ]; then lib/slots set-primary B && lib/slots set-state B good; fi
    starts "${1:-A}"
    echo 7000.5 60.1 >uptime
    ln -sfn "$work/devices/block/sda/sda1" sys/sda1
}
holds() { rm -f medium/* && for file in "$@"; do /bin/cp -p "$file" medium/; done; } # the stick
plug() { # in while it runs; what waits does not
    rm -f copied mounts systemctl
    ln -sfn "$work/devices/block/sda/sda1" sys/sda1
    lib/stick once sda1
}
left_in() { # as it starts, until nothing has to wait or somebody pulls the stick
    rm -f copied mounts systemctl slept
    echo 'rm -f $W/sys/sda1' >meanwhile
    lib/stick look sda1
    rm -f meanwhile
    ln -sfn "$work/devices/block/sda/sda1" sys/sda1
}
result() { grep -q "$1" medium/giaoban-RESULT.txt || { cat medium/giaoban-RESULT.txt && return 1; }; }
told() { lib/stick words | grep -q "$1" || { lib/stick words && return 1; }; }
says() { [ "$(cat rauc/outcome 2>&1)" = "$1" ] || { echo "it says: $(cat rauc/outcome), not: $1" && return 1; }; }
nothing_new() { [ -z "$(find state rauc -name '*.raucb' -o -name '*.new')" ]; }
slots_say() { lib/slots show | grep -qx "$1" || { lib/slots show && return 1; }; }
code() { # wanted, command…
    local wanted=$1 got=0
    shift
    "$@" || got=$?
    [ "$got" = "$wanted" ] || { echo "exit code $got" && return 1; }
}
