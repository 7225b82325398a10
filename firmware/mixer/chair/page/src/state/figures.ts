import type { Box, State } from "../api/types";

// What the figures of a box mean to a person.

/** Steps of the ladder (net/link/rung.h), told from 0 and shown from 1, the narrowest. */
export const stepCount = 6;

export function stepOf(rung: number): number {
    return Math.min(Math.max(0, Math.trunc(rung)), stepCount - 1) + 1;
}

/** How full a level's bar is, 0 to 1. Levels are told in eleven steps of 6 dB, below -60 dB to above -6 dB. */
export function levelPart(level: number): number {
    return Math.min(1, Math.max(0, level / 10));
}

export type Health = "good" | "fair" | "bad" | "away";

/** Loss of 5 % is heard, 20 % is what redundancy still covers; a delay above 400 ms is past good talk (ITU-T G.114). */
export function healthOf(box: Box): Health {
    if (box.presence !== "joined") return "away";
    const loss = Math.max(box.up.loss, box.down.loss);
    const delay = Math.max(box.up.delay, box.down.delay);
    if (loss >= 200 || delay >= 1000 || box.sound === "failing" || box.sound === "noCard") return "bad";
    if (loss >= 50 || delay >= 400 || box.problems.length > 0) return "fair";
    return "good";
}

/** Problems in words come from these codes; what `sound` says is one too, once. */
export function problemsOf(box: Box): string[] {
    const codes = [...box.problems];
    if (box.presence === "joined") {
        if (box.sound === "noCard" && !codes.includes("no_card")) codes.push("no_card");
        if (box.sound === "failing" && !codes.includes("sound_failing")) codes.push("sound_failing");
    }
    return codes;
}

/** Those that a tile must say in words; the others it shows already, as its state, its chip or its test's result. */
export function tileProblems(box: Box): string[] {
    const shown = ["link_lost", "behind", "self_test_failed"];
    return problemsOf(box).filter((code) => !shown.includes(code));
}

export type TileFilter = "all" | "asking" | "troubled" | "away";

export function passes(box: Box, filter: TileFilter): boolean {
    if (filter === "asking") return box.floor === "waiting";
    if (filter === "away") return box.presence !== "joined";
    if (filter === "troubled") return problemsOf(box).length > 0 || healthOf(box) === "bad";
    return true;
}

/** Keys of the boxes in the order in which they are always shown, so that a tile is found where it was: the chair's
 *  first, then by name as a reader of that language would look it up. */
export function tileOrder(boxes: State["boxes"], locale: string): string[] {
    const compare = new Intl.Collator(locale, { numeric: true }).compare;
    return Object.entries(boxes)
        .sort(([, a], [, b]) => (a.role === b.role ? compare(a.name, b.name) : a.role === "chair" ? -1 : 1))
        .map(([key]) => key);
}

/** Where the self-test of all stands: of those that are here, or were asked. */
export function selfTestSummary(boxes: State["boxes"]): { running: number; ok: number; failed: number; of: number } {
    const count = { running: 0, ok: 0, failed: 0, of: 0 };
    for (const box of Object.values(boxes)) {
        if (box.selfTest.state === "none") continue;
        count.of += 1;
        count[box.selfTest.state] += 1;
    }
    return count;
}
