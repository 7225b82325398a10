import { expect, test } from "vitest";
import { deed } from "../../../firmware/mixer/chair/page/src/words/deeds";
import { refusalText } from "../../../firmware/mixer/chair/page/src/words/refusals";
import { en } from "../../../firmware/mixer/chair/page/src/words/en";
import { vi } from "../../../firmware/mixer/chair/page/src/words/vi";

test("a refusal is said in the page's language, with the names that are in it", () => {
    expect(refusalText("Xã Hồ Bốn is muted: unmute it first", "vi")).toBe("Xã Hồ Bốn đang bị tắt micrô; hãy mở lại micrô trước");
    expect(refusalText('there is no box "Xã $1"', "vi")).toBe("không có điểm cầu tên “Xã $1”");
    expect(refusalText("nobody waits", "en")).toBe("nobody waits");
});

test("a refusal that nobody has put into Vietnamese is shown as it came", () => {
    expect(refusalText("the moon is in the way", "vi")).toBe("the moon is in the way");
});

test("a line of the audit log is what was done and to what, said once", () => {
    const line = { serial: 1, at: 0, who: "lan", address: "", done: true };
    expect(deed({ ...line, what: "mute", text: "mute Xã Hồ Bốn" }, vi)).toBe("tắt micrô: Xã Hồ Bốn");
    expect(deed({ ...line, what: "close_meeting", text: "close_meeting" }, en)).toBe("closed the meeting");
    expect(deed({ ...line, what: "login", text: "" }, en)).toBe("log-in");
    expect(deed({ ...line, what: "dance", text: "slowly" }, en)).toBe("dance: slowly");
});
