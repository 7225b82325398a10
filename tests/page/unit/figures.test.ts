import { describe, expect, test } from "vitest";
import { chapterAt, chaptersFromTurns, chaptersIn, commentBytes } from "../../../firmware/mixer/chair/page/src/state/chapters";
import { extended, paths, sampleOf, samplesKept, type Curve } from "../../../firmware/mixer/chair/page/src/state/curve";
import { healthOf, levelPart, passes, problemsOf, selfTestSummary, stepOf, tileOrder, tileProblems } from "../../../firmware/mixer/chair/page/src/state/figures";
import { routeOf } from "../../../firmware/mixer/chair/page/src/state/route";
import { communes } from "../mock/communes";
import { meetingRecord, recording } from "../mock/records";

const boxes = communes(15, 0);
const box = (key: string) => structuredClone(boxes[key] ?? Object.values(boxes)[0]!);

describe("a link's curve", () => {
    const sample = { loss: 20, delay: 80, here: true };

    test("keeps three minutes and no more", () => {
        let curve: Curve = [];
        for (let i = 0; i < 3 * samplesKept; i += 1) curve = extended(curve, { ...sample, delay: i });
        expect(curve).toHaveLength(samplesKept);
        expect(curve[samplesKept - 1]?.delay).toBe(3 * samplesKept - 1);
    });

    test("shows the worse direction", () => {
        const one = box("2");
        one.up = { ...one.up, loss: 10, delay: 300 };
        one.down = { ...one.down, loss: 90, delay: 40 };
        expect(sampleOf(one)).toMatchObject({ loss: 90, delay: 300 });
    });

    test("ends at the right edge, higher for what is worse, inside its field", () => {
        const drawn = paths([sample, { ...sample, loss: 400, delay: 5000 }], 160, 30);
        expect(drawn.delay).toMatch(/^M158\.2 [\d.]+L160 1$/);
        expect(drawn.loss).toMatch(/^M.*Z$/);
        expect(drawn.loss + drawn.delay).not.toMatch(/NaN|-\d/);
    });

    test("is broken where the box was away", () => {
        const drawn = paths([sample, { ...sample, here: false }, sample], 160, 30);
        expect(drawn.delay.match(/M/g)).toHaveLength(2);
        expect(drawn.loss.match(/Z/g)).toHaveLength(2);
    });

    test("of nothing is nothing", () => {
        expect(paths([], 160, 30)).toEqual({ loss: "", delay: "" });
    });
});

describe("a box's figures", () => {
    test("a rung is one of six steps, whatever is told", () => {
        expect([0, 1, 2, 3, 4, 5].map(stepOf)).toEqual([1, 2, 3, 4, 5, 6]);
        expect([-1, 99].map(stepOf)).toEqual([1, 6]);
    });

    test("a level is between nothing and full", () => {
        expect([-3, 0, 5, 10, 12].map(levelPart)).toEqual([0, 0, 0.5, 1, 1]);
    });

    test("health goes from what is heard to what is not", () => {
        const one = { ...box("2"), problems: [], sound: "well" as const };
        const with_ = (loss: number, delay: number) => healthOf({ ...one, up: { ...one.up, loss, delay } });
        expect(with_(0, 50)).toBe("good");
        expect(with_(60, 50)).toBe("fair");
        expect(with_(0, 450)).toBe("fair");
        expect(with_(250, 50)).toBe("bad");
        expect(healthOf({ ...one, presence: "lost" })).toBe("away");
    });

    test("what is wrong with the sound is a problem, told once", () => {
        expect(problemsOf({ ...box("2"), problems: ["no_card"], sound: "noCard" })).toEqual(["no_card"]);
        expect(problemsOf({ ...box("2"), problems: [], sound: "failing" })).toEqual(["sound_failing"]);
    });

    test("a tile says in words only what it does not show already", () => {
        expect(tileProblems({ ...box("2"), problems: ["behind", "loss_up", "link_lost"], sound: "well" })).toEqual(["loss_up"]);
    });

    test("the order of tiles is the chair's first, then by name as Vietnamese is looked up", () => {
        const order = tileOrder(boxes, "vi").map((key) => boxes[key]?.name);
        expect(order[0]).toBe("Trung tâm huyện Trạm Tấu");
        expect(order.indexOf("Xã Bản Công")).toBeLessThan(order.indexOf("Xã Hát Lừu"));
        expect(order).toHaveLength(15);
    });

    test("filters find who asks, who is away, who has trouble", () => {
        expect(passes({ ...box("2"), floor: "waiting" }, "asking")).toBe(true);
        expect(passes({ ...box("2"), presence: "lost" }, "away")).toBe(true);
        expect(passes({ ...box("2"), problems: ["loss_up"] }, "troubled")).toBe(true);
        expect(passes({ ...box("2"), problems: [] }, "troubled")).toBe(false);
    });

    test("a self-test counts those that were asked", () => {
        const tested = { "1": { ...box("2"), selfTest: { state: "ok" as const } }, "2": { ...box("3"), selfTest: { state: "running" as const } }, "3": box("4") };
        expect(selfTestSummary(tested)).toEqual({ running: 1, ok: 1, failed: 0, of: 2 });
    });
});

describe("chapters", () => {
    test("are read from the recording's own comments, whatever room is kept for more", () => {
        const expected = [5000, 40_000, 95_000, 150_000];
        expect(chaptersIn(recording.subarray(0, commentBytes)).map((chapter) => chapter.at)).toEqual(expected);
        expect(chaptersIn(recording.subarray(0, commentBytes))[1]?.title).toBe("Xã Bản Công");
    });

    test("of a file cut anywhere, or of no recording at all, are as many as can be read", () => {
        const whole = recording.subarray(0, 1000);
        for (let length = 0; length <= whole.length; length += 1) expect(chaptersIn(whole.subarray(0, length)).length).toBeLessThanOrEqual(4);
        let seed = 7;
        for (let round = 0; round < 300; round += 1) {
            const broken = Uint8Array.from(whole);
            for (let i = 0; i < 8; i += 1) {
                seed = (seed * 1103515245 + 12345) % 2147483648;
                broken[seed % broken.length] = (seed >> 8) & 255;
            }
            expect(Array.isArray(chaptersIn(broken))).toBe(true);
        }
        expect(chaptersIn(new Uint8Array())).toEqual([]);
        expect(chaptersIn(new TextEncoder().encode("not a recording"))).toEqual([]);
    });

    test("are made from the turns since it was recorded, where the file has none", () => {
        const record = meetingRecord();
        record.turns[0]!.from = record.opened;
        expect(chaptersFromTurns(record)).toEqual([
            { at: 40_000, title: "Xã Bản Công" },
            { at: 95_000, title: "Xã Túc Đán" },
            { at: 150_000, title: "Xã Trạm Tấu" },
        ]);
        expect(chaptersFromTurns({ ...record, actions: [] })).toEqual([]);
    });

    test("the one that is heard is the last that has begun", () => {
        const chapters = chaptersIn(recording);
        expect([0, 4.97, 39, 40, 500].map((at) => chapterAt(chapters, at))).toEqual([-1, 0, 0, 1, 3]);
    });
});

test("an address says where one is, and an unknown one is the meeting", () => {
    expect(routeOf("")).toEqual({ page: "meeting" });
    expect(routeOf("#/minutes")).toEqual({ page: "minutes" });
    expect(routeOf("#/minutes/2026-11-16%2F1")).toEqual({ page: "minutes", id: "2026-11-16/1" });
    expect(routeOf("#/hall/abc")).toEqual({ page: "hall", token: "abc" });
    expect(routeOf("#link=aF3-_x")).toEqual({ page: "hall", token: "aF3-_x" });
    expect(routeOf("#/nothing/%E0%A4%A")).toEqual({ page: "meeting" });
    expect(routeOf("#/minutes/%E0%A4%A")).toEqual({ page: "minutes", id: "%E0%A4%A" });
});
