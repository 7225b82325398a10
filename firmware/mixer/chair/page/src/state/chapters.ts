import type { MeetingRecord } from "../api/types";

export interface Chapter {
    at: number; // ms from the recording's beginning
    title: string;
}

/** How much of a recording its comments can take: the mixing box keeps 64 KiB for them at the file's beginning, and the
 *  pages' own headers come to 1 in 255. */
export const commentBytes = 68 * 1024;

/**
 * The chapters that stand in the comments of an Ogg Opus file, from the file's beginning. Empty where it has none, or is no
 * such file.
 *
 * Source: RFC 3533 section 6 (pages), RFC 7845 section 5.2 (OpusTags), Vorbis comments CHAPTERnnn and CHAPTERnnnNAME.
 */
export function chaptersIn(file: Uint8Array): Chapter[] {
    const tags = secondPacket(file);
    if (tags === undefined || latin(tags, 0, 8) !== "OpusTags") return [];
    const times = new Map<string, number>();
    const names = new Map<string, string>();
    for (const comment of comments(tags)) {
        const found = /^CHAPTER(\d{3,4})(NAME)?=(.*)$/is.exec(comment);
        if (found === null) continue;
        const [, number = "", name, value = ""] = found;
        if (name !== undefined) names.set(number, value);
        else {
            const at = /^(\d+):(\d\d):(\d\d(?:\.\d+)?)$/.exec(value);
            if (at !== null) times.set(number, Math.round((Number(at[1]) * 3600 + Number(at[2]) * 60 + Number(at[3])) * 1000));
        }
    }
    return [...times].map(([number, at]) => ({ at, title: names.get(number) ?? number })).sort((a, b) => a.at - b.at);
}

/** The second packet of the first stream, or as much of it as is there. */
function secondPacket(file: Uint8Array): Uint8Array | undefined {
    const parts: Uint8Array[] = [];
    let packet = 0;
    for (let at = 0; at + 27 <= file.length && latin(file, at, 4) === "OggS"; ) {
        const segments = file[at + 26] ?? 0;
        let body = at + 27 + segments;
        for (let i = 0; i < segments; i += 1) {
            const length = file[at + 27 + i] ?? 0;
            if (packet === 1) parts.push(file.subarray(body, body + length));
            body += length;
            if (length === 255) continue;
            if (packet === 1) return joined(parts);
            packet += 1;
        }
        at = body;
    }
    return packet === 1 ? joined(parts) : undefined;
}

function* comments(tags: Uint8Array): Generator<string> {
    const view = new DataView(tags.buffer, tags.byteOffset, tags.byteLength);
    let at = 8;
    const length = (): number | undefined => {
        if (at + 4 > tags.length) return undefined;
        at += 4;
        return view.getUint32(at - 4, true);
    };
    const vendor = length();
    if (vendor === undefined) return;
    at += vendor;
    const count = length() ?? 0;
    for (let i = 0; i < count; i += 1) {
        const size = length();
        if (size === undefined || at + size > tags.length) return;
        yield new TextDecoder().decode(tags.subarray(at, at + size));
        at += size;
    }
}

function latin(bytes: Uint8Array, from: number, length: number): string {
    return String.fromCharCode(...bytes.subarray(from, from + length));
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
        whole.set(part, at);
        at += part.length;
    }
    return whole;
}

/** What stands in for chapters in a file that has none: the turns, counted from when recording was first asked for. */
export function chaptersFromTurns(record: MeetingRecord): Chapter[] {
    const begun = record.actions.filter((action) => action.what === "record" && action.done).map((action) => action.at);
    if (begun.length === 0) return [];
    const start = Math.min(...begun);
    return record.turns
        .map((turn) => ({ at: turn.from - start, title: turn.name }))
        .filter((chapter) => chapter.at >= 0)
        .sort((a, b) => a.at - b.at);
}

/** Which chapter is heard at that time; -1 before the first. */
export function chapterAt(chapters: readonly Chapter[], seconds: number): number {
    let found = -1;
    // A seek ends on a packet's edge, up to 20 ms before what was asked for.
    chapters.forEach((chapter, i) => {
        if (chapter.at / 1000 <= seconds + 0.05) found = i;
    });
    return found;
}
