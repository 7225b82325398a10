# Chooses the slot to start. The state is a U-Boot environment with a check sum, twice, outside all file systems: 16
# sectors from 0x1000 and 16 from 0x1040. What it says is described in usr/lib/giaoban/slots, which writes it as well.
#
# A slot that is `good` has no counter: no number of power cuts in a row can take it away. One that is on trial loses a
# try at each start, and is left alone at none.
# The card is an SD card's; on an emulated board it may be another kind of disk (devtype, as U-Boot's own search sets it).
if test -z "${devtype}"; then setenv devtype mmc; fi
if test -z "${dev}"; then setenv dev ${devnum}; fi
${devtype} dev ${dev}
# Nothing is there before the slot's first root is loaded.
setenv state_addr ${ramdisk_addr_r}
setenv state none
for sector in 1000 1040; do
    if test ${state} = none; then
        if ${devtype} read ${state_addr} ${sector} 10 && env import -c ${state_addr} 2000 order A B why; then
            setenv state ${sector}
        fi
    fi
done
if test ${state} = none; then
    setenv order "A B"
    setenv A good
    setenv B good
    setenv why "the boot state was unreadable"
fi

setenv keep "env export -c -s 2000 ${state_addr} order A B why && ${devtype} write ${state_addr} 1000 10 && ${devtype} write ${state_addr} 1040 10"
fdt addr ${fdt_addr}
fdt get value given /chosen bootargs

# Twice: should both be used up, the second round takes them as they come.
for round in first last; do
    for slot in ${order}; do
        if test ${slot} = A; then setenv part 2; setenv root 5; setenv left ${A}; else setenv part 3; setenv root 6; setenv left ${B}; fi
        setenv try no
        if test ${round} = last || test "${left}" = good; then setenv try yes; fi
        if test ${round} = first && test "${left}" = 3; then setenv try yes; setenv left 2; setenv ${slot} 2; run keep; fi
        if test ${round} = first && test ${try} = no && test "${left}" = 2; then setenv try yes; setenv ${slot} 1; run keep; fi
        if test ${round} = first && test ${try} = no && test "${left}" = 1; then setenv try yes; setenv ${slot} 0; run keep; fi
        if test ${try} = yes; then
            setenv bootargs "panic=10 quiet lsm=landlock,yama ${given} root=${root} giaoban.slot=${slot} rauc.slot=${slot}"
            if load ${devtype} ${dev}:${part} ${kernel_addr_r} linux && setenv kernel_comp_size ${filesize} && load ${devtype} ${dev}:${part} ${ramdisk_addr_r} initrd; then
                booti ${kernel_addr_r} ${ramdisk_addr_r}:${filesize} ${fdt_addr}
            fi
            echo "slot ${slot} does not start"
            # On trial it will not do so next time either: what was there before is told so at once.
            if test ${round} = first && test "${left}" != good; then setenv ${slot} 0; setenv why "its kernel does not start"; run keep; fi
        fi
    done
done
