import { describe, expect, test } from "vitest";
import { bitRate, bytes, clock, day, lasting, milliseconds, percent, plain } from "../../../firmware/mixer/chair/page/src/words/format";
import { en } from "../../../firmware/mixer/chair/page/src/words/en";
import { vi } from "../../../firmware/mixer/chair/page/src/words/vi";

function keys(value: unknown, at = ""): string[] {
    if (typeof value !== "object" || value === null) return [at];
    return Object.entries(value).flatMap(([key, part]) => keys(part, `${at}.${key}`));
}

function texts(value: unknown): string[] {
    if (typeof value === "string") return [value];
    if (typeof value !== "object" || value === null) return [];
    return Object.values(value).flatMap(texts);
}

describe("the words", () => {
    test("are the same in both languages, to the last key", () => {
        expect(keys(en).sort()).toEqual(keys(vi).sort());
    });

    test("are written as composed characters, which every font draws and every search finds", () => {
        for (const text of texts(vi)) expect(text).toBe(text.normalize("NFC"));
    });

    test("leave no sentence empty", () => {
        for (const text of [...texts(vi), ...texts(en)]) expect(text.trim()).not.toBe("");
    });
});

describe("figures are written as people read them:", () => {
    test("clocks", () => {
        expect([0, 5.9, 65, 3599, 3600, 36_061, -4].map(clock)).toEqual(["0:00", "0:05", "1:05", "59:59", "1:00:00", "10:01:01", "0:00"]);
    });
    test("how long something has lasted", () => {
        expect([12, 250, 3600, 7500, 260_000].map((s) => lasting(s, "vi"))).toEqual(["12 giây", "4 phút", "1 giờ", "2 giờ 5 phút", "3 ngày"]);
        expect(lasting(7500, "en")).toBe("2 h 5 min");
    });
    test("parts and sizes, with the comma of the language", () => {
        expect([percent(0, "vi"), percent(25, "vi"), percent(370, "vi"), percent(25, "en")]).toEqual(["0 %", "2,5 %", "37 %", "2.5 %"]);
        expect([bytes(999, "vi"), bytes(1_500, "vi"), bytes(14_400_000, "en"), bytes(0, "en")]).toEqual(["999 B", "1,5 kB", "14 MB", "0 B"]);
        expect([milliseconds(84.4, "vi"), milliseconds(1540, "vi")]).toEqual(["84 ms", "1,5 s"]);
        expect([bitRate(9_800, "vi"), bitRate(31_000, "en")]).toEqual(["9,8 kbit/s", "31 kbit/s"]);
    });
    test("days, the day first", () => {
        expect(day(Date.UTC(2026, 10, 3, 5), "vi")).toBe("03/11/2026");
    });
    test("names are found when they are typed without marks", () => {
        expect(plain("Xã Đồng Khê")).toBe("xa dong khe");
        expect(plain("Tà Xi Láng")).toBe("ta xi lang");
    });
});
