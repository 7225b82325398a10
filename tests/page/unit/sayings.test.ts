import { describe, expect, test } from "vitest";
import { deed } from "../../../firmware/mixer/chair/page/src/words/deeds";
import { en } from "../../../firmware/mixer/chair/page/src/words/en";
import { software } from "../../../firmware/mixer/chair/page/src/words/format";
import { saying } from "../../../firmware/mixer/chair/page/src/words/sayings";
import { vi } from "../../../firmware/mixer/chair/page/src/words/vi";

const inVietnamese = (kind: string, text: string, room = 0): string => saying({ kind, text, room }, "vi", vi);

describe("what the mixing box writes down is read in the page's language:", () => {
    test("how a turn ended", () => {
        expect(inVietnamese("spoke", "done")).toBe("phát biểu xong");
        expect(inVietnamese("spoke", "interrupted")).toBe("phát biểu xong: chủ trì ngắt lời");
        expect(saying({ kind: "spoke", text: "time_limit", room: 0 }, "en", en)).toContain(en.minutes.endings["time_limit"] ?? "?");
    });
    test("who came, and where to", () => {
        expect(inVietnamese("joined", "member")).toBe("vào họp");
        expect(inVietnamese("joined", "member", 1)).toBe("vào phòng riêng");
        expect(inVietnamese("log", "moved to another room")).toBe("được chuyển phòng");
    });
    test("calls, holds and self-tests, with their figures", () => {
        expect(inVietnamese("log", "call ended: no answer")).toBe("không trả lời cuộc gọi");
        expect(inVietnamese("policy", "all others held")).toBe("tạm giữ hàng chờ");
        expect(inVietnamese("log", "self-test ended: 12 well, 1 failed")).toBe("tự kiểm tra xong: 12 tốt, 1 hỏng");
    });
    test("and what is new to the page is shown as it came", () => {
        expect(inVietnamese("note", "the roof leaks")).toBe("ghi chú: the roof leaks");
        expect(inVietnamese("flew", "")).toBe("flew");
    });
});

test("what the chair did stands as a deed, though the minutes have it as what became of a box", () => {
    const line = { serial: 1, at: 0, who: "lan", address: "", done: true };
    expect(deed({ ...line, what: "muted", text: "Tri Lễ" }, vi)).toBe("tắt micrô: Tri Lễ");
    expect(deed({ ...line, what: "time_limit", text: "Tri Lễ" }, vi)).toBe("thêm thời gian: Tri Lễ");
    expect(deed({ ...line, what: "policy", text: "open" }, vi)).toBe("đổi cách cho phát biểu: Mở micrô tự do");
    expect(deed({ ...line, what: "policy", text: "all others held" }, vi)).toBe("tạm giữ hàng chờ");
});

test("of a box's software the library is told, not all that it can", () => {
    expect(software("giaoban 0.1.0 (libopus 1.6.1, with deep redundancy (DRED), deep ")).toBe("giaoban 0.1.0 (libopus 1.6.1)");
    expect(software("giaoban 0.1.0")).toBe("giaoban 0.1.0");
});
