import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recording } from "../mock/records";
import { daemons } from "./briefing";
import { built, Stage } from "./stage";

// The page at the real server of the mixing box (firmware/mixer/chair), with a meeting that is made up behind it.
// Where the daemons are not built these tests are left out.

const program = `${daemons}/bin/fake_mixer`;

describe.skipIf(daemons === "")("at the mixing box's own server", () => {
    let stage: Stage;
    let server: ChildProcess;
    const folder = mkdtempSync(join(tmpdir(), "giaoban-page-"));

    beforeAll(async () => {
        writeFileSync(join(folder, "mix.opus"), recording);
        server = spawn(program, ["--page", built, "--state", join(folder, "state"), "--port", "0", "--quiet", "--recording", join(folder, "mix.opus")]);
        const line = await new Promise<string>((told, failed) => {
            server.stdout?.once("data", (part: Buffer) => told(part.toString()));
            server.once("exit", (code) => failed(new Error(`fake_mixer ended with ${code}`)));
        });
        stage = await Stage.before(Number(new URL(line.split(" ")[0] ?? "").port));
    }, 240_000); // four passwords are hashed first, slowly by design
    afterAll(async () => {
        await stage?.strike();
        server?.kill();
        rmSync(folder, { recursive: true, force: true });
    });

    const logIn = async (role: string): Promise<Page> => {
        const page = await stage.loggedIn(role, {}, "", `giaoban-${role}`);
        await page.locator("[data-box]").first().waitFor();
        return page;
    };
    const said = (page: Page, text: string) => page.locator(".notice", { hasText: text }).first().waitFor();

    test("a chair holds a meeting, and a second page sees it", async () => {
        const chair = await logIn("chair");
        const secretary = await logIn("secretary");
        await chair.getByRole("button", { name: "Mở cuộc họp" }).click();
        await chair.getByRole("dialog").getByRole("button", { name: "Mở cuộc họp" }).click();
        await secretary.getByRole("heading", { level: 1, name: /Giao ban ngày/ }).waitFor();

        await chair.locator('[data-box="2"]').click();
        await chair.getByRole("dialog").getByRole("button", { name: "Mời phát biểu" }).click();
        await secretary.locator('[data-speaker="2"]').getByText(/Còn 4:5|Còn 5:00/).waitFor();
        await chair.getByRole("dialog").getByRole("button", { name: "+1 phút" }).click();
        await secretary.locator('[data-speaker="2"]').getByText("Còn 5:5").waitFor();
        await chair.getByRole("dialog").getByRole("button", { name: "Tắt micrô" }).click();
        await chair.locator('[data-box="2"]').getByText("đã tắt micrô").waitFor();
        await chair.getByRole("dialog").getByRole("button", { name: "Mời phát biểu" }).click();
        await said(chair, "đang bị tắt micrô; hãy mở lại micrô trước");
        await chair.keyboard.press("Escape");

        await secretary.getByRole("button", { name: "Bắt đầu ghi âm" }).click();
        await chair.locator(".meeting-bar .recording.on").waitFor();
        await chair.getByLabel("Cách cho phát biểu").selectOption("automatic");
        await chair.getByLabel("Thời gian mỗi lượt").selectOption("10");
        await said(chair, "Đã đổi thời gian mỗi lượt");

        await chair.getByRole("button", { name: "Mở phòng riêng" }).click();
        const dialog = chair.getByRole("dialog");
        await dialog.getByLabel("Xã Yên Hoa").check();
        await dialog.getByLabel("Xã Khau Tinh").check();
        await dialog.getByRole("button", { name: "Mở phòng riêng" }).click();
        await secretary.locator("[data-room]").getByText("Tiếp dân").waitFor();
        await chair.getByRole("button", { name: /Đóng phòng/ }).click();
        await secretary.locator("[data-room]").waitFor({ state: "detached" });

        await chair.getByRole("button", { name: "Tự kiểm tra tất cả" }).click();
        await secretary.getByText("Tự kiểm tra: tốt").first().waitFor({ timeout: 15_000 });
        await chair.getByRole("button", { name: "Kết thúc họp" }).click();
        await chair.getByRole("dialog").getByRole("button", { name: "Kết thúc cuộc họp" }).click();
        await secretary.getByRole("heading", { level: 1, name: "Chưa mở cuộc họp" }).waitFor();
        await chair.getByRole("link", { name: "Nhật ký" }).click();
        await chair.locator("tbody tr").first().waitFor();
        for (const page of [chair, secretary]) await stage.leave(page);
        expect(stage.faults).toEqual([]);
    }, 90_000);

    test("the secretary reads, plays, keeps and takes home the minutes", async () => {
        const page = await logIn("secretary");
        await page.getByRole("link", { name: "Biên bản" }).click();
        await page.locator('[data-meeting="1"] a').first().click();
        await page.getByText("Nguyên vẹn").waitFor();
        await page.locator(".chapter").nth(3).waitFor();
        await page.getByRole("button", { name: /Xã Túc Đán/ }).click();
        await expect.poll(() => page.locator("audio").evaluate((element: HTMLAudioElement) => element.currentTime)).toBeGreaterThan(95);
        const saved = page.waitForEvent("download");
        await page.getByRole("link", { name: /Biên bản \(PDF\)/ }).click();
        expect((await saved).suggestedFilename()).toMatch(/\.pdf$/);
        await page.getByLabel("Giữ bản ghi âm").check();
        await page.reload();
        await expect.poll(() => page.getByLabel("Giữ bản ghi âm").isChecked()).toBe(true);
        await stage.leave(page);
        expect(stage.faults).toEqual([]);
    }, 60_000);

    test("the technician makes a card and an account; the projector comes in by its link", async () => {
        const page = await logIn("technician");
        await page.getByRole("link", { name: "Thiết bị" }).click();
        await page.getByLabel("Tên điểm cầu").fill("Xã Mới");
        await page.getByRole("button", { name: "Làm thẻ" }).click();
        await page.getByRole("dialog").getByText('name = "Xã Mới"').waitFor();
        await page.keyboard.press("Escape");
        await page.getByRole("link", { name: "Tài khoản" }).click();
        await page.getByLabel("Tên tài khoản").fill("tam");
        await page.getByLabel("Mật khẩu mới").fill("một câu đủ dài");
        await page.getByRole("button", { name: "Thêm tài khoản" }).click();
        await page.getByRole("row", { name: /^tam/ }).waitFor({ timeout: 20_000 });
        await stage.leave(page);

        const chair = await logIn("chair");
        await chair.getByRole("button", { name: "Tạo liên kết màn chiếu" }).click();
        const link = new URL(await chair.locator("input[name=hall-link]").inputValue());
        const hall = await stage.window();
        await hall.goto(`${stage.address}${link.hash}`);
        await hall.locator(".hall-main").waitFor();
        for (const one of [chair, hall]) await stage.leave(one);
        expect(stage.faults).toEqual([]);
    }, 90_000);

    test("a link that breaks is noticed, and the truth is there within 2 s of its return", async () => {
        const page = await logIn("chair");
        stage.relay.cut();
        await page.locator(".banner").waitFor();
        await page.waitForTimeout(3000);
        const begun = performance.now();
        stage.relay.mend();
        await page.locator(".chip.link-live").waitFor();
        expect(performance.now() - begun).toBeLessThan(2000);
        await stage.leave(page);
    }, 60_000);
});
