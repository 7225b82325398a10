import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { Stage } from "./stage";

let stage: Stage;
beforeAll(async () => {
    stage = await Stage.set();
});
afterAll(async () => {
    await stage.strike();
});
beforeEach(() => stage.again());

const banner = (page: Page) => page.getByRole("alert").filter({ hasText: "Mất kết nối với máy trung tâm" });

/** What changed while the page was cut off, and how long after the network's return it is seen, in ms. */
async function truthAfter(page: Page, mend: () => void | Promise<void>): Promise<number> {
    stage.server.meeting.request({ kind: "grant", name: "Xã Pá Lau" }, "hoa");
    stage.server.tick();
    const begun = performance.now();
    await mend();
    await page.locator('[data-speaker="10"]').waitFor({ timeout: 5000 });
    const took = performance.now() - begun;
    await banner(page).waitFor({ state: "detached" });
    await page.locator(".chip.link-live").waitFor();
    return took;
}

describe("a page that loses the network says so at once and shows the truth within 2 s of its return:", () => {
    test("the mixing box is switched off", async () => {
        const page = await stage.loggedIn("lan");
        const begun = performance.now();
        stage.relay.cut();
        await banner(page).waitFor();
        expect(performance.now() - begun).toBeLessThan(1000);
        expect(await page.getByRole("button", { name: "Mời người kế tiếp" }).isDisabled()).toBe(true);
        await page.waitForTimeout(6000);
        const took = await truthAfter(page, () => stage.relay.mend());
        console.log(`truth ${Math.round(took)} ms after the mixing box was back`);
        expect(took).toBeLessThan(2000);
        await stage.leave(page);
    });

    test("a switch on the way goes silent, and nothing says so", async () => {
        const page = await stage.loggedIn("lan");
        const begun = performance.now();
        stage.relay.silence();
        await banner(page).waitFor({ timeout: 10_000 });
        const noticed = performance.now() - begun;
        console.log(`silence noticed after ${Math.round(noticed)} ms`);
        expect(noticed).toBeLessThan(6000);
        await page.waitForTimeout(9000);
        const took = await truthAfter(page, () => stage.relay.mend());
        console.log(`truth ${Math.round(took)} ms after the switch was back`);
        expect(took).toBeLessThan(2000);
        await stage.leave(page);
    });

    test("the computer's own network goes away", async () => {
        const page = await stage.loggedIn("lan");
        const begun = performance.now();
        await page.context().setOffline(true);
        await banner(page).waitFor();
        expect(performance.now() - begun).toBeLessThan(1000);
        await page.waitForTimeout(3000);
        const took = await truthAfter(page, () => page.context().setOffline(false));
        expect(took).toBeLessThan(2000);
        await stage.leave(page);
    });

    test("over and over, and it is no slower the tenth time", async () => {
        const page = await stage.loggedIn("lan");
        for (let round = 0; round < 10; round += 1) {
            stage.relay.cut();
            await banner(page).waitFor();
            await page.waitForTimeout(400);
            const begun = performance.now();
            stage.relay.mend();
            await page.locator(".chip.link-live").waitFor();
            expect(performance.now() - begun).toBeLessThan(2000);
        }
        await stage.leave(page);
    });
});

test("a page that is opened while the mixing box is off waits for it, and says so", async () => {
    const page = await stage.loggedIn("lan");
    await page.route("**/api/me", (route) => route.abort());
    await page.reload();
    await banner(page).waitFor();
    await page.unroute("**/api/me");
    await page.locator(".chip.link-live").waitFor();
    await stage.leave(page);
});

test("an action whose answer is lost says that there was none", async () => {
    const page = await stage.loggedIn("lan");
    await page.route("**/api/action", (route) => route.abort());
    await page.getByRole("button", { name: "Tắt mọi micrô" }).click();
    await page.locator(".notice.bad", { hasText: "máy trung tâm không trả lời" }).waitFor();
    await stage.leave(page);
});
