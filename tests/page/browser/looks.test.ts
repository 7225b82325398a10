import type { BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { axe, picture, Stage } from "./stage";

let stage: Stage;
beforeAll(async () => {
    stage = await Stage.set(15);
});
afterAll(async () => {
    await stage.strike();
});
beforeEach(() => {
    stage.again();
    const { meeting } = stage.server;
    meeting.request({ kind: "open_meeting", text: "Giao ban ngày 23/11/2026" }, "lan");
    meeting.request({ kind: "record", on: true }, "thu");
    for (const key of ["2", "5", "9", "6"]) meeting.press(key);
    meeting.request({ kind: "grant_next" }, "lan");
    meeting.longPress("12");
    meeting.request({ kind: "open_room", names: ["Xã Làng Nhì", "Xã Hát Lừu"], text: "Tiếp dân", policy: "open" }, "lan");
    meeting.request({ kind: "call", name: "Xã Sùng Đô" }, "lan");
    meeting.request({ kind: "mute", name: "Xã Suối Giàng" }, "lan");
});

const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };
const projector: BrowserContextOptions = { viewport: { width: 1920, height: 1080 } };
const desk: BrowserContextOptions = {};

/** Every page that the role sees, and the dialogs on it. */
const places: { name: string; who: string; at: string; ready: string; open?: (page: Page) => Promise<void> }[] = [
    { name: "meeting", who: "lan", at: "", ready: "[data-speaker]" },
    { name: "box", who: "lan", at: "", ready: "[data-speaker]", open: (page) => page.locator('[data-box="5"]').click() },
    { name: "room", who: "lan", at: "", ready: "[data-speaker]", open: (page) => page.locator(".rooms .panel-head button").click() },
    { name: "close", who: "lan", at: "", ready: "[data-speaker]", open: (page) => page.locator(".meeting-bar .danger").click() },
    { name: "minutes", who: "thu", at: "#/minutes", ready: "[data-meeting]" },
    { name: "record", who: "thu", at: "#/minutes/1", ready: ".chapter" },
    { name: "boxes", who: "minh", at: "#/devices", ready: "tbody tr" },
    { name: "accounts", who: "minh", at: "#/accounts", ready: "tbody tr" },
    { name: "audit", who: "lan", at: "#/audit", ready: "tbody tr" },
    { name: "hall", who: "lan", at: "#/hall", ready: ".hall-speakers" },
];

async function inLanguage(page: Page, language: "vi" | "en"): Promise<void> {
    await page.addInitScript((chosen) => localStorage.setItem("giaoban.language", chosen), language);
    await page.reload();
}

/** How far something sticks out of the page, or of the window that is open over it. */
async function sideways(page: Page): Promise<number> {
    return page.evaluate(() => Math.max(...[document.documentElement, ...document.querySelectorAll("dialog[open]")].map((one) => one.scrollWidth - one.clientWidth)));
}

// On the wide screen the length of words matters to nothing: one language will do.
describe.each([
    ["desk", desk, ["vi", "en"]],
    ["phone", phone, ["vi", "en"]],
    ["projector", projector, ["vi"]],
] as const)("on a %s", (device, options, languages) => {
    test.each(languages)("nothing is found by axe and nothing sticks out, in %s", async (language) => {
        stage.server.note("hoa", "mute", "Xã Bản Công").done = false;
        const found: string[] = [];
        for (const who of ["lan", "thu", "minh"]) {
            const page = await stage.loggedIn(who, options);
            await inLanguage(page, language);
            for (const place of places.filter((one) => one.who === who)) {
                await page.goto(`${stage.address}${place.at === "" ? "#/" : place.at}`);
                await page.locator(place.ready).first().waitFor();
                // For the curves to begin.
                if (place.name === "meeting" && device !== "projector" && language === "vi") await page.waitForTimeout(3000);
                await place.open?.(page);
                await page.waitForTimeout(150);
                await picture(page, `${device}-${place.name}-${language}`, place.open === undefined && place.name !== "hall");
                found.push(...(await axe(page)).map((text) => `${device} ${place.name} ${language}: ${text}`));
                const out = await sideways(page);
                if (out > 0) found.push(`${device} ${place.name} ${language}: ${out} px stick out to the side`);
                if (place.open !== undefined) await page.keyboard.press("Escape");
            }
            await stage.leave(page);
        }
        expect(found).toEqual([]);
    }, 120_000);
});

test("the log-in page, a refusal and a lost link look as they should, and axe finds nothing there either", async () => {
    const page = await stage.window();
    await page.goto(stage.address);
    await page.getByLabel("Tên tài khoản").waitFor();
    await picture(page, "desk-login-vi");
    const found = await axe(page);
    await stage.leave(page);
    const chair = await stage.loggedIn("lan");
    stage.server.meeting.press("14");
    await chair.locator('[data-box="13"]').click();
    await chair.getByRole("dialog").getByRole("button", { name: "Mời phát biểu" }).click();
    await chair.locator(".notice.bad").waitFor();
    await chair.keyboard.press("Escape");
    stage.relay.cut();
    await chair.locator(".banner").waitFor();
    await chair.waitForTimeout(1200);
    await picture(chair, "desk-lost-vi");
    found.push(...(await axe(chair)));
    await stage.leave(chair);
    expect(found).toEqual([]);
});

test("at 320 px, which is 1280 at 400 %, all is there without scrolling sideways", async () => {
    const page = await stage.loggedIn("lan", { viewport: { width: 320, height: 640 } });
    await page.locator("[data-speaker]").waitFor();
    expect(await sideways(page)).toBe(0);
    await page.locator('[data-box="5"]').click();
    expect(await sideways(page)).toBe(0);
    await stage.leave(page);
});

test("with the keyboard alone: skip to the content, open a box, act, and come back to where one was", async () => {
    const page = await stage.loggedIn("lan");
    await page.locator("[data-speaker]").waitFor();
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Tới nội dung chính");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("content");
    await page.locator('[data-box="9"]').focus();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "Xã Túc Đán" }).waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Mời phát biểu" }).focus();
    await page.keyboard.press("Enter");
    await page.locator('[data-speaker="9"]').waitFor();
    await page.keyboard.press("Escape");
    expect(await page.evaluate(() => document.activeElement?.getAttribute("data-box"))).toBe("9");
    // What is said aloud of it without being looked at.
    await expect.poll(() => page.locator('.notices [role="status"]').textContent()).toContain("Đã mời Xã Túc Đán phát biểu");
    await stage.leave(page);
});
