import type { ActionLine } from "../api/types";
import type { Words } from "./vi";

/** A line of the audit log in words: what was done, and to what. */
export function deed(line: ActionLine, w: Words): string {
    const what = w.deeds[line.what] ?? line.what;
    // The mixing box's text begins with the action's own word; the page has said that already.
    const text = line.text.startsWith(`${line.what} `) ? line.text.slice(line.what.length + 1) : line.text === line.what ? "" : line.text;
    return text === "" ? what : `${what}: ${text}`;
}
