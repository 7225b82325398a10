import { signal } from "@preact/signals";
import { call, Refusal } from "../api/http";
import type { Action } from "../api/types";
import { language, words } from "../words/language";
import { refusalText } from "../words/refusals";
import { linkState, state } from "./store";

// What the chair does: asked of the mixing box, answered in words, and taken back where that is possible.

export interface Notice {
    id: number;
    text: string;
    bad: boolean;
    undo?: Action;
}

/** Newest last; a good one leaves by itself, a refusal stays until it is read or three more came. */
export const notices = signal<readonly Notice[]>([]);
/** Actions that wait for their answer, by a key that their button knows. */
export const underway = signal<ReadonlySet<string>>(new Set());

const noticesKept = 4;
/** Long enough to read twelve words and reach "Undo" by keyboard (WCAG 2.2.1 is met by the list of what happened). */
const goodStaysMs = 8000;
let lastId = 0;

export function tell(text: string, bad = false, undo?: Action): void {
    lastId += 1;
    const id = lastId;
    const notice: Notice = undo === undefined ? { id, text, bad } : { id, text, bad, undo };
    notices.value = [...notices.value, notice].slice(-noticesKept);
    if (!bad) setTimeout(() => dismiss(id), goodStaysMs);
}

export function dismiss(id: number): void {
    notices.value = notices.value.filter((notice) => notice.id !== id);
}

/** Codes that say only of what kind a refusal is. */
const saysMore = new Set(["refused", "conflict", "bad_request"]);

/** Why something was refused, in the page's language where it has the words, else in the mixing box's own. */
export function why(fault: unknown): string {
    if (!(fault instanceof Refusal)) return words.value.errors["failed"] ?? "";
    const known = words.value.errors[fault.code];
    // What the meeting refuses it says best itself; for the rest the page's own words are plainer.
    const own = fault.message !== "" && (known === undefined || saysMore.has(fault.code));
    const text = own ? refusalText(fault.message, language.value) : (known ?? words.value.errors["failed"] ?? fault.code);
    return fault.retryAfter === undefined ? text : `${text} (${Math.ceil(fault.retryAfter)} s)`;
}

export function keyOf(action: Action): string {
    return [action.kind, action.name ?? "", action.room ?? 0].join(" ");
}

/** The action that takes this one back, from how the meeting is before it; undefined where there is none. */
export function inverseOf(action: Action): Action | undefined {
    const now = state.value;
    if (now === null) return undefined;
    const room = action.room === undefined ? {} : { room: action.room };
    const named = action.name === undefined ? {} : { name: action.name };
    switch (action.kind) {
        case "mute":
            return { kind: "unmute", ...named, ...room };
        case "unmute":
            return { kind: "mute", ...named, ...room };
        case "revoke":
            return { kind: "grant", ...named, ...room };
        case "hold":
            return { kind: "unhold", ...room };
        case "unhold":
            return { kind: "hold", ...room };
        case "set_time_limit":
            return { kind: "set_time_limit", seconds: now.timeLimit, ...room };
        case "set_policy":
            if (action.room) return undefined;
            return { kind: "set_policy", policy: now.policy, openMicrophones: now.openMicrophones, queueGrants: now.queueGrants };
        case "move_to_room": {
            const box = Object.values(now.boxes).find((one) => one.name === action.name);
            return box === undefined ? undefined : { kind: "move_to_room", ...named, room: box.room };
        }
        default:
            return undefined;
    }
}

/** Asks for the action; answers whether it was done. The screen changes when the mixing box says so, never before. */
export async function act(action: Action, quiet = false): Promise<boolean> {
    const key = keyOf(action);
    if (underway.value.has(key)) return false; // the second press of a doubled click
    if (linkState.value === "lost") {
        tell(words.value.refused(words.value.errors["offline"] ?? ""), true);
        return false;
    }
    const undo = inverseOf(action);
    underway.value = new Set([...underway.value, key]);
    try {
        await call<unknown>("api/action", { method: "POST", body: action });
        if (!quiet) tell(words.value.did[action.kind]?.(action.name ?? "") ?? "", false, undo);
        return true;
    } catch (fault) {
        tell(words.value.refused(why(fault)), true);
        return false;
    } finally {
        const left = new Set(underway.value);
        left.delete(key);
        underway.value = left;
    }
}

export async function takeBack(notice: Notice): Promise<void> {
    dismiss(notice.id);
    if (notice.undo !== undefined && (await act(notice.undo, true))) tell(words.value.did["undone"]?.("") ?? "");
}
