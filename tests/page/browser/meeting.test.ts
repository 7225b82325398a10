import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { passwords } from "../mock/server";
import { password, Stage } from "./stage";

let stage: Stage;
beforeAll(async () => {
    stage = await Stage.set();
});
afterAll(async () => {
    await stage.strike();
});
beforeEach(() => stage.again());
afterEach(() => {
    expect(stage.faults).toEqual([]);
});

const tile = (page: Page, id: number) => page.locator(`[data-box="${id}"]`);
const speaker = (page: Page, id: number) => page.locator(`[data-speaker="${id}"]`);
const said = (page: Page, text: string) => page.locator(".notice", { hasText: text }).first().waitFor();

async function openMeeting(page: Page, title = "Giao ban thử"): Promise<void> {
    await page.getByRole("button", { name: "Mở cuộc họp" }).click();
    await page.getByLabel("Tên cuộc họp").fill(title);
    await page.getByRole("dialog").getByRole("button", { name: "Mở cuộc họp" }).click();
    await page.getByRole("heading", { level: 1, name: title }).waitFor();
}

describe("logging in", () => {
    test("a wrong password is refused in words, and too many attempts are held back", async () => {
        const page = await stage.window();
        await page.goto(stage.address);
        for (let attempt = 1; attempt <= 6; attempt += 1) {
            await page.getByLabel("Tên tài khoản").fill("lan");
            await page.getByLabel("Mật khẩu").fill(`wrong ${attempt}`);
            await page.getByRole("button", { name: "Đăng nhập" }).click();
            const words = attempt < 6 ? "Tên hoặc mật khẩu không đúng" : "Thử quá nhiều lần";
            await page.getByRole("alert").filter({ hasText: words }).waitFor();
        }
        await stage.leave(page);
    });

    test("works with the keyboard alone, and the language changes with one key", async () => {
        const page = await stage.window();
        await page.goto(stage.address);
        await page.getByLabel("Tên tài khoản").waitFor();
        expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).name)).toBe("name");
        await page.keyboard.type("lan");
        await page.keyboard.press("Tab");
        await page.keyboard.type(password);
        await page.keyboard.press("Enter");
        await page.locator(".chip.link-live").waitFor();
        await page.getByRole("button", { name: "English" }).focus();
        await page.keyboard.press("Enter");
        await page.getByRole("heading", { name: "Speaking now" }).waitFor();
        expect(await page.evaluate(() => document.documentElement.lang)).toBe("en");
        await page.reload();
        await page.getByRole("heading", { name: "Speaking now" }).waitFor(); // both the session and the language are kept
        await page.getByRole("button", { name: "Log out" }).click();
        await page.getByLabel("Password").waitFor();
        await stage.leave(page);
    });

    test("a session that has ended leads to the log-in page and says why", async () => {
        const page = await stage.loggedIn("lan");
        stage.server.expire();
        await page.getByText("Phiên làm việc đã kết thúc").waitFor();
        await stage.leave(page);
    });
});

test("a chair holds a whole meeting: open, grant, interrupt, more time, room, record, close, minutes", async () => {
    const page = await stage.loggedIn("lan");
    await openMeeting(page, "Giao ban ngày 23/11/2026");

    for (const id of [2, 5, 9]) stage.server.meeting.press(String(id));
    await page.locator('[data-waiting="9"]').waitFor();
    await page.getByRole("button", { name: "Mời người kế tiếp" }).click();
    await speaker(page, 2).getByText("Còn 4:5").waitFor();
    await tile(page, 2).getByText("đang phát biểu").waitFor();

    await speaker(page, 2).getByRole("button", { name: "+1 phút" }).click();
    await speaker(page, 2).getByText("Còn 5:5").waitFor();

    // Interrupts: granting another ends the turn, since only one speaks at a time.
    await page.locator('[data-waiting="9"]').getByRole("button").click();
    await speaker(page, 9).waitFor();
    expect(await speaker(page, 2).count()).toBe(0);

    // From a tile, with the floor taken away and given back.
    await tile(page, 9).click();
    await page.getByRole("dialog").getByRole("button", { name: "Kết thúc lời" }).click();
    await said(page, "Đã kết thúc lời");
    await page.keyboard.press("Escape");
    await page.locator(".notice", { hasText: "Đã kết thúc lời" }).getByRole("button", { name: "Hoàn tác" }).click();
    await speaker(page, 9).waitFor();

    await tile(page, 3).click();
    await page.getByRole("dialog").getByRole("button", { name: "Gọi điểm cầu" }).click();
    await tile(page, 3).getByText("đang gọi").waitFor();
    await page.keyboard.press("Escape");

    await page.getByRole("button", { name: "Tạm giữ" }).click();
    await page.getByText("Hàng chờ đang tạm giữ").waitFor();
    await page.getByRole("button", { name: "Bỏ tạm giữ" }).click();

    await page.getByLabel("Cách cho phát biểu").selectOption("open");
    await page.getByLabel("Số micrô mở cùng lúc").selectOption("4");
    await page.getByLabel("Thời gian mỗi lượt").selectOption("3");
    await expect.poll(() => stage.server.meeting.state.timeLimit).toBe(180);
    expect(stage.server.meeting.state).toMatchObject({ policy: "open", openMicrophones: 4 });

    await page.getByRole("button", { name: "Bắt đầu ghi âm" }).click();
    await page.locator(".meeting-bar .recording.on").waitFor();

    await page.getByRole("button", { name: "Mở phòng riêng" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Mở phòng riêng" }).click();
    await dialog.getByText("Hãy chọn ít nhất hai điểm cầu.").waitFor();
    await dialog.getByLabel("Trung tâm huyện Trạm Tấu").check();
    await dialog.getByLabel("Xã Hát Lừu").check();
    await dialog.getByLabel("Tên phòng").fill("Tiếp dân: bà Giàng Thị Mỷ");
    await dialog.getByRole("button", { name: "Mở phòng riêng" }).click();
    const room = page.locator('[data-room="1"]');
    await room.getByText("Tiếp dân: bà Giàng Thị Mỷ").waitFor();
    await tile(page, 7).getByText("Tiếp dân").waitFor();
    await room.getByRole("button", { name: "Về họp chung: Xã Hát Lừu" }).click();
    await expect.poll(() => tile(page, 7).getByText("Tiếp dân").count()).toBe(0);
    await room.getByRole("button", { name: /Đóng phòng/ }).click();
    await room.waitFor({ state: "detached" });

    await page.getByRole("button", { name: "Tự kiểm tra tất cả" }).click();
    await page.getByText("Đang kiểm tra").first().waitFor();
    await page.getByText("12 tốt, 1 hỏng").waitFor();
    await tile(page, 10).getByText("chưa cắm loa hội nghị", { exact: false }).first().waitFor();

    await page.getByRole("button", { name: "Kết thúc họp" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Kết thúc cuộc họp" }).click();
    await page.getByRole("heading", { level: 1, name: "Chưa mở cuộc họp" }).waitFor();

    await page.getByRole("link", { name: "Biên bản" }).click();
    const saved = page.waitForEvent("download");
    await page.locator("[data-meeting]").first().getByRole("link", { name: /^PDF/ }).click();
    expect(readFileSync(await (await saved).path(), "latin1").slice(0, 5)).toBe("%PDF-");
    await stage.leave(page);
});

test("the secretary plays the recording from a turn on, and keeps it", async () => {
    const page = await stage.loggedIn("thu");
    await page.getByRole("link", { name: "Biên bản" }).click();
    await page.getByRole("link", { name: "Giao ban ngày 16/11/2026", exact: true }).click();
    await page.getByText("Nguyên vẹn: không dòng nào bị sửa.").waitFor();
    const audio = page.locator("audio");
    const at = (): Promise<number> => audio.evaluate((element: HTMLAudioElement) => element.currentTime);
    await expect.poll(() => audio.evaluate((element: HTMLAudioElement) => Math.round(element.duration))).toBe(180);
    await page.getByRole("button", { name: /Xã Túc Đán/ }).click();
    await expect.poll(at).toBeGreaterThan(95.2);
    expect(await at()).toBeLessThan(100);
    await page.locator('.chapter[aria-current="true"]', { hasText: "Xã Túc Đán" }).waitFor();
    await page.getByLabel("Giữ bản ghi âm").check();
    await page.reload();
    await expect.poll(() => page.getByLabel("Giữ bản ghi âm").isChecked()).toBe(true);
    const saved = page.waitForEvent("download");
    await page.getByRole("link", { name: /Bản ghi âm \(Opus\)/ }).click();
    expect(readFileSync(await (await saved).path(), "latin1").slice(0, 4)).toBe("OggS");
    await stage.leave(page);
});

describe("two chairs at once", () => {
    test("see the same, and hear in words who did what", async () => {
        const lan = await stage.loggedIn("lan");
        const hoa = await stage.loggedIn("hoa");
        await openMeeting(lan);
        await hoa.getByRole("heading", { level: 1, name: "Giao ban thử" }).waitFor();
        stage.server.meeting.press("6");
        await Promise.all([lan, hoa].map((page) => page.locator('[data-waiting="6"]').waitFor()));
        await hoa.getByRole("button", { name: "Mời người kế tiếp" }).click();
        await Promise.all([lan, hoa].map((page) => speaker(page, 6).waitFor()));
        await lan.locator(".events").getByText("được mời phát biểu (bởi hoa)").waitFor();
        await stage.leave(lan);
        await stage.leave(hoa);
    });

    test("who both give the floor to the next give it once; the slower one is told why not", async () => {
        const lan = await stage.loggedIn("lan");
        const hoa = await stage.loggedIn("hoa");
        stage.server.meeting.press("6");
        await Promise.all([lan, hoa].map((page) => page.locator('[data-waiting="6"]').waitFor()));
        const next = (page: Page) => page.getByRole("button", { name: "Mời người kế tiếp" }).dispatchEvent("click");
        await Promise.all([next(lan), next(hoa)]);
        await Promise.all([lan, hoa].map((page) => speaker(page, 6).waitFor()));
        expect(stage.server.meeting.state.speakers).toEqual([6]);
        const refusals = (await Promise.all([lan, hoa].map((page) => page.locator(".notice.bad").allTextContents()))).flat();
        expect(refusals.filter((text) => !text.includes("không có ai chờ phát biểu"))).toEqual([]);
        await stage.leave(lan);
        await stage.leave(hoa);
    });
});

test("an action that cannot be done is refused in words, and a chosen setting goes back to what holds", async () => {
    const page = await stage.loggedIn("lan");
    await tile(page, 8).click();
    expect(await page.getByRole("dialog").getByRole("button", { name: "Mời phát biểu" }).isDisabled()).toBe(true);
    await page.keyboard.press("Escape");
    await tile(page, 2).click();
    await page.getByRole("dialog").getByRole("button", { name: "Tắt micrô" }).click();
    await tile(page, 2).getByText("đã tắt micrô").waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Mời phát biểu" }).click();
    await said(page, "Không thực hiện được: Xã Tà Xi Láng đang bị tắt micrô");
    await page.keyboard.press("Escape");
    stage.server.meeting.request = () => {
        throw new Error("the disk is gone");
    };
    await page.getByLabel("Thời gian mỗi lượt").selectOption("10");
    await said(page, "máy trung tâm gặp lỗi");
    expect(await page.getByLabel("Thời gian mỗi lượt").inputValue()).toBe("5");
    await stage.leave(page);
});

describe("who may do what", () => {
    test("the secretary records and keeps the minutes, and has no hand in the floor", async () => {
        const page = await stage.loggedIn("thu");
        await page.getByRole("heading", { name: "Điểm cầu" }).waitFor();
        expect(await page.getByRole("button", { name: "Mời người kế tiếp" }).count()).toBe(0);
        expect(await page.getByRole("button", { name: "Mở cuộc họp" }).count()).toBe(0);
        expect(await page.getByRole("button", { name: "Bắt đầu ghi âm" }).count()).toBe(1);
        expect(await page.getByRole("link", { name: "Tài khoản" }).count()).toBe(0);
        await stage.leave(page);
    });

    test("the technician makes a card, replaces a box and keeps the accounts", async () => {
        const page = await stage.loggedIn("minh");
        await page.getByRole("link", { name: "Thiết bị" }).click();
        await page.getByLabel("Tên điểm cầu").fill("Xã Mới");
        await page.getByRole("button", { name: "Làm thẻ" }).click();
        await page.getByRole("dialog").getByText('name = "Xã Mới"').waitFor();
        const saved = page.waitForEvent("download");
        await page.getByRole("button", { name: "Tải tệp thẻ" }).click();
        expect((await saved).suggestedFilename()).toBe("xa-moi.toml");
        await page.keyboard.press("Escape");
        await page.getByRole("button", { name: "Thay thiết bị: Xã Làng Nhì" }).click();
        await page.getByRole("dialog").getByRole("button", { name: "Thay thiết bị" }).click();
        await page.getByRole("dialog", { name: "Thẻ của Xã Làng Nhì" }).waitFor();
        await page.keyboard.press("Escape");

        await page.getByRole("link", { name: "Tài khoản" }).click();
        await page.getByLabel("Tên tài khoản").fill("tam");
        await page.getByLabel("Mật khẩu mới").fill("một câu đủ dài");
        await page.getByRole("button", { name: "Thêm tài khoản" }).click();
        await page.getByRole("row", { name: /^tam/ }).waitFor();
        await page.getByRole("button", { name: "Đổi mật khẩu: tam" }).click();
        await page.getByRole("dialog").getByLabel("Mật khẩu mới").fill("một câu dài hơn nữa");
        await page.getByRole("dialog").getByRole("button", { name: "Đổi mật khẩu" }).click();
        await said(page, "Đã đổi mật khẩu của tam");
        await page.getByRole("button", { name: "Xoá: tam" }).click();
        await page.getByRole("dialog").getByRole("button", { name: "Xoá tài khoản tam" }).click();
        await page.getByRole("row", { name: /^tam/ }).waitFor({ state: "detached" });
        await stage.leave(page);
    });

    test("the hall's projector comes in by a link that is good once and for seeing alone", async () => {
        const chair = await stage.loggedIn("lan");
        await openMeeting(chair, "Giao ban chiếu");
        await chair.getByRole("button", { name: "Tạo liên kết màn chiếu" }).click();
        const link = await chair.locator("input[name=hall-link]").inputValue();
        const hall = await stage.window();
        await hall.goto(link);
        await hall.getByRole("heading", { name: "Giao ban chiếu" }).waitFor();
        expect(hall.url()).not.toContain(link.split("=").pop());
        stage.server.meeting.request({ kind: "grant", name: "Xã Phình Hồ" }, "lan");
        await hall.locator(".hall-speakers").getByText("Xã Phình Hồ").waitFor();
        const answer = await hall.evaluate(async () => {
            const me = (await (await fetch("api/me")).json()) as { csrf: string };
            const headers = { "X-CSRF": me.csrf, "Content-Type": "application/json" };
            return (await fetch("api/action", { method: "POST", headers, body: JSON.stringify({ kind: "mute_all" }) })).status;
        });
        expect(answer).toBe(403);
        const second = await stage.window();
        await second.goto(link);
        await second.getByText("Liên kết màn chiếu đã dùng hoặc đã hết hạn").waitFor();
        for (const page of [chair, hall, second]) await stage.leave(page);
    });

    test("what everybody did stands in the audit log", async () => {
        const page = await stage.loggedIn("lan");
        stage.server.note("hoa", "mute", "Xã Bản Công");
        await page.getByRole("link", { name: "Nhật ký" }).click();
        await page.getByRole("row", { name: /hoa tắt micrô: Xã Bản Công/ }).waitFor();
        await stage.leave(page);
    });
});

test("names are text, whatever is in them", async () => {
    const page = await stage.loggedIn("lan");
    stage.server.meeting.box("3").name = '<img src=x onerror="document.title=1"> & "Xã"';
    await tile(page, 3).getByText('<img src=x onerror="document.title=1"> & "Xã"').waitFor();
    expect(await tile(page, 3).locator("img").count()).toBe(0);
    await stage.leave(page);
});

test("no other host is ever asked for anything, on any page", async () => {
    const page = await stage.window();
    const others: string[] = [];
    page.on("request", (request) => {
        if (!request.url().startsWith(stage.address) && !/^(data|blob):/.test(request.url())) others.push(request.url());
    });
    await page.goto(stage.address);
    await page.getByLabel("Tên tài khoản").fill("minh");
    await page.getByLabel("Mật khẩu").fill(passwords["minh"]?.password ?? "");
    await page.getByRole("button", { name: "Đăng nhập" }).click();
    for (const at of ["", "devices", "accounts", "audit", "hall"]) {
        await page.goto(`${stage.address}#/${at}`);
        await page.waitForTimeout(300);
    }
    expect(others).toEqual([]);
    await stage.leave(page);
});
