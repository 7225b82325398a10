// The mixing box tells moments by its own clock, once; what counts on the screen counts from them here. The computer at the
// page may be wrong by hours, so only its steady clock is used, and only for how much time has gone by.

/** The mixing box's clock minus this computer's steady one, in ms; undefined until it was told. */
export type ServerClock = number | undefined;

/** A message is late by what the network took, so the greatest difference seen is the truest. A clock that falls behind by
 *  more was set anew on the mixing box. */
const setAnewMs = 1500;

export function clockAfter(clock: ServerClock, told: number, at: number): ServerClock {
    const difference = told - at;
    if (clock === undefined || difference < clock - setAnewMs) return difference;
    return Math.max(clock, difference);
}

/** Seconds since a moment, never below 0; 0 where it is not known. */
export function secondsSince(moment: number | undefined, now: number): number {
    return moment === undefined || now === 0 ? 0 : Math.max(0, now - moment) / 1000;
}

/** Milliseconds until a moment, never below 0; undefined where there is none. */
export function msUntil(moment: number | undefined, now: number): number | undefined {
    return moment === undefined || now === 0 ? undefined : Math.max(0, moment - now);
}
