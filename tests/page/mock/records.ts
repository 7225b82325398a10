import type { ActionLine, MeetingLine, MeetingRecord } from "../../../firmware/mixer/chair/page/src/api/types";
import { communes } from "./communes";
import { silentRecording } from "./ogg_opus";

// One meeting that was held, with its minutes and its recording.

export const recordingSeconds = 180;
export const chapterStarts = [5, 40, 95, 150];
const opened = Date.UTC(2026, 10, 16, 1, 0, 0); // 08:00 in Viet Nam
const closed = opened + 3_900_000;
const boxes = communes(15, opened);
const speakers = [2, 5, 9, 12];
const nameOf = (box: number | undefined): string => boxes[String(box)]?.name ?? "";

/** With as many bytes kept for chapters as the real mixing box keeps. */
export const recording = silentRecording(
    recordingSeconds,
    chapterStarts.flatMap((at, i) => [
        `CHAPTER00${i + 1}=00:0${Math.floor(at / 60)}:${String(at % 60).padStart(2, "0")}.000`,
        `CHAPTER00${i + 1}NAME=${nameOf(speakers[i])}`,
    ]),
    64 * 1024,
);

let pinned = false;
export function pin(on: boolean): void {
    pinned = on;
}

export function meetingLines(): MeetingLine[] {
    const { roll: _roll, turns, actions: _actions, verified: _verified, ...line } = meetingRecord();
    return [{ ...line, turns: turns.length }];
}

export function meetingRecord(): MeetingRecord {
    const recorded = opened + 60_000;
    const action = (serial: number, at: number, who: string, what: string, text: string): ActionLine => ({
        serial, at, who, what, text: text === "" ? what : `${what} ${text}`, address: "10.0.0.5", done: true,
    });
    return {
        id: 1,
        title: "Giao ban ngày 16/11/2026",
        opened,
        closed,
        boxes: 14,
        pinned,
        recordingBytes: recording.length,
        roll: Object.entries(boxes).map(([key, box]) => ({
            box: Number(key),
            name: box.name,
            stays:
                box.presence === "never"
                    ? []
                    : box.presence === "lost"
                      ? [{ from: opened - 240_000, to: opened + 900_000 }, { from: opened + 960_000, to: closed }]
                      : [{ from: opened - 240_000, to: closed }],
            drops: box.presence === "lost" ? 1 : 0,
        })),
        turns: chapterStarts.map((at, i) => ({
            box: speakers[i] ?? 1,
            name: nameOf(speakers[i]),
            asked: recorded + at * 1000 - 42_000,
            from: recorded + at * 1000,
            to: recorded + at * 1000 + 30_000,
            ended: ["done", "time", "revoked", "done"][i] ?? "done",
        })),
        actions: [
            action(1, opened, "lan", "open_meeting", "Giao ban ngày 16/11/2026"),
            action(2, recorded, "thu", "record", "on"),
            action(9, recorded + 125_000, "lan", "revoke", nameOf(9)),
            action(12, closed, "lan", "close_meeting", ""),
        ],
        verified: { holds: true, text: "every entry is as it was written" },
    };
}

/** A document of the right kind, small as can be: the tests look at names, types and beginnings. */
export function document(kind: string): Buffer {
    if (kind === "pdf") return Buffer.from("%PDF-1.5\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");
    if (kind === "csv") return Buffer.from("name,from,until\nXã Tà Xi Láng,08:00,09:05\n");
    return Buffer.from(JSON.stringify(meetingRecord()));
}
