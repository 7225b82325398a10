import { describe, expect, test } from "vitest";
import { clockAfter, msUntil, secondsSince } from "../../../firmware/mixer/chair/page/src/state/server_clock";

const noon = 1_795_000_000_000;

describe("the mixing box's clock, seen from a page whose own may be wrong", () => {
    test("goes on between two messages", () => {
        const clock = clockAfter(undefined, noon, 1000) ?? 0;
        expect(clock + 61_000).toBe(noon + 60_000);
    });

    test("is not set back by a message that was long on its way", () => {
        const clock = clockAfter(undefined, noon, 1000);
        expect(clockAfter(clock, noon + 1000, 2900)).toBe(clock);
    });

    test("is set forward by one that was faster than all before", () => {
        const slow = clockAfter(undefined, noon, 1400) ?? 0;
        expect(clockAfter(slow, noon + 1000, 2050)).toBe(noon - 1050);
    });

    test("follows when the mixing box's clock was set, either way", () => {
        const clock = clockAfter(undefined, noon, 1000);
        expect(clockAfter(clock, noon - 3_600_000, 2000)).toBe(noon - 3_602_000);
        expect(clockAfter(clock, noon + 3_600_000, 2000)).toBe(noon + 3_598_000);
    });

    test("counts from moments and to them, never below nothing", () => {
        expect(secondsSince(noon - 12_500, noon)).toBe(12.5);
        expect(secondsSince(noon + 500, noon)).toBe(0);
        expect(secondsSince(undefined, noon)).toBe(0);
        expect(msUntil(noon + 9000, noon)).toBe(9000);
        expect(msUntil(noon - 1, noon)).toBe(0);
        expect(msUntil(undefined, noon)).toBeUndefined();
    });
});
