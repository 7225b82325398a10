import { computed, signal } from "@preact/signals";
import type { LinkState } from "../api/live_link";
import type { Account, Entry, LiveMessage, Role, State } from "../api/types";
import { extended, sampleOf, type Curve } from "./curve";
import { mergePatch } from "./merge_patch";
import { clockAfter, type ServerClock } from "./server_clock";

// All that the page knows, as signals: a view reads what it shows and is drawn again when just that changes.

export const account = signal<Account | null>(null);
export const linkState = signal<LinkState>("connecting");
/** When the link was lost, by performance.now(). */
export const lostAt = signal(0);
export const state = signal<State | null>(null);
export const serverClock = signal<ServerClock>(undefined);
export const curves = signal<ReadonlyMap<string, Curve>>(new Map());
/** The latest entries of the minutes that came while this page was open, newest first. */
export const entries = signal<readonly Entry[]>([]);
/** This computer's steady time, told anew four times a second for what counts on the screen. */
export const clockNow = signal(0);

/** As many as a list on a screen can use; the minutes have them all. */
export const entriesKept = 100;

export const boxKeys = computed(() => Object.keys(state.value?.boxes ?? {}));

/** The unix time by the mixing box's clock, which the minutes are written by; 0 until it was told. */
export const serverNow = computed(() => (serverClock.value === undefined ? 0 : serverClock.value + clockNow.value));

export function take(message: LiveMessage, at: number): void {
    if (message.type === "event") {
        takeEntry(message.entry);
        return;
    }
    const before = state.value;
    if (message.type === "patch" && before === null) return; // nothing to patch; the state comes first
    const after = message.type === "state" ? message.state : (mergePatch(before, message.patch) as State);
    if (after.now !== before?.now) serverClock.value = clockAfter(serverClock.value, after.now, at);
    state.value = after;
}

function takeEntry(entry: Entry): void {
    if (entries.value.some((known) => known.serial === entry.serial)) return;
    entries.value = [entry, ...entries.value].slice(0, entriesKept);
}

/** One more point of every box's curve. */
export function sampleCurves(): void {
    const boxes = state.value?.boxes;
    if (boxes === undefined || linkState.value !== "live") return;
    const next = new Map<string, Curve>();
    for (const [key, box] of Object.entries(boxes)) next.set(key, extended(curves.value.get(key) ?? [], sampleOf(box)));
    curves.value = next;
}

export function forget(): void {
    account.value = null;
    state.value = null;
    serverClock.value = undefined;
    curves.value = new Map();
    entries.value = [];
}

/** What a role may do; the mixing box decides again for itself. */
const may: Record<Role, readonly Right[]> = {
    viewer: ["see"],
    secretary: ["see", "minutes", "record", "invite"],
    chair: ["see", "minutes", "record", "floor", "call", "test", "audit", "invite"],
    technician: ["see", "boxes", "test", "call", "accounts", "audit"],
};
export type Right = "see" | "minutes" | "record" | "floor" | "call" | "boxes" | "test" | "accounts" | "audit" | "invite";

export function can(right: Right): boolean {
    const role = account.value?.role;
    if (role === undefined) return false;
    return may[role].includes(right);
}
