import type { ActionLine } from "../api/types";
import { language } from "./language";
import { saying } from "./sayings";
import type { Words } from "./vi";

/** Entries of the minutes that are somebody's deed, by the deed's own name: `mute Nậm Cắn` and not `Nậm Cắn was muted`. */
const deedOf: Readonly<Record<string, string>> = {
    meeting_opened: "open_meeting",
    meeting_closed: "close_meeting",
    muted: "mute",
    unmuted: "unmute",
    called: "call",
    room_opened: "open_room",
    room_closed: "close_room",
};

/** A line of the audit log, or of what the chair did, in words: what was done, and to what. */
export function deed(line: ActionLine, w: Words): string {
    const done = line.what === "time_limit" && line.text !== "" ? "more_time" : (deedOf[line.what] ?? line.what);
    const what = w.deeds[done];
    if (what === undefined) return saying({ kind: line.what, text: line.text, room: 0 }, language.value, w);
    // The mixing box's text begins with the action's own word; the page has said that already.
    const text = line.text.startsWith(`${line.what} `) ? line.text.slice(line.what.length + 1) : line.text === line.what ? "" : line.text;
    return text === "" ? what : `${what}: ${text}`;
}
