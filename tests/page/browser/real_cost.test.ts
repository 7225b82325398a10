import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Briefing, daemons } from "./briefing";
import { results, Stage } from "./stage";

// What the page costs at the real mixing box, and how long a click takes to the lamp of a box. The figures are printed, and
// README.md of the page has them from a machine that did nothing else; the bounds here only catch what is badly wrong, since
// a machine that tests has other work. Traffic does not depend on that: its bound is what is asked for.

const rounds = 25;
const name = "Nậm Cắn";

function inWords(times: number[]): string {
    const sorted = [...times].sort((a, b) => a - b);
    return `median ${Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0)} ms, at most ${Math.round(sorted[sorted.length - 1] ?? 0)} ms of ${times.length}`;
}

describe.skipIf(daemons === "")("at the real mixing box", () => {
    let stage: Stage;
    let briefing: Briefing;
    beforeAll(async () => {
        briefing = await Briefing.begin(`${results}/cost`);
        stage = await Stage.before(briefing.port);
        await briefing.steer("open", "Giao ban");
    }, 120_000);
    afterAll(async () => {
        await stage?.strike();
        await briefing?.end();
    }, 30_000);

    const logIn = async (who: string): Promise<Page> => {
        const page = await stage.loggedIn(who, {}, "", briefing.password);
        await page.locator("[data-box]").first().waitFor();
        return page;
    };

    test("the page comes over the wire in less than 80 kB, TLS and headers included, and can be used within a second", async () => {
        const times: number[] = [];
        const bytes: number[] = [];
        for (let round = 0; round < 7; round += 1) {
            const page = await stage.window(); // a browser that has never seen it: nothing is in its cache
            const before = stage.relay.bytesDown;
            await page.goto(stage.address, { waitUntil: "commit" });
            await page.getByLabel("Tên tài khoản").waitFor();
            // Interactive: the form is there and the event loop answers.
            times.push(await page.evaluate(() => new Promise<number>((done) => setTimeout(() => done(performance.now()), 0))));
            await page.waitForLoadState("networkidle");
            bytes.push(stage.relay.bytesDown - before);
            await stage.leave(page);
        }
        console.log(`FIGURE page over the wire, with TLS and headers: ${Math.max(...bytes)} bytes`);
        console.log(`FIGURE time to interactive: ${inWords(times)}`);
        expect(Math.max(...bytes)).toBeLessThan(80_000);
        expect(Math.min(...times)).toBeLessThan(5000);
    }, 60_000);

    test("a viewer of a meeting in which nothing happens takes at most 5 kbit/s", async () => {
        const page = await logIn("xem");
        await page.waitForTimeout(8_000); // the links' figures come to rest after the boxes have joined
        const before = stage.relay.bytesDown;
        const seconds = 15;
        await page.waitForTimeout(1000 * seconds);
        const kbit = ((stage.relay.bytesDown - before) * 8) / 1000 / seconds;
        console.log(`FIGURE an idle viewer: ${kbit.toFixed(2)} kbit/s to the page, TLS included`);
        expect(kbit).toBeLessThanOrEqual(5);
        await stage.leave(page);
    }, 90_000);

    test("a click in the page lights the lamp of a box, and puts it out", async () => {
        const page = await logIn("lan");
        await page.locator("[data-box]", { hasText: name }).click();
        const dialog = page.getByRole("dialog");
        /** Clicks, and waits for the lamp; both moments by the clock of this machine. */
        const toLamp = async (button: string, lit: boolean): Promise<number> => {
            await dialog.getByRole("button", { name: button }).waitFor();
            const seen = new Promise<number>((done, failed) => {
                const until = Date.now() + 10_000;
                const look = (): void => {
                    const now = performance.timeOrigin + performance.now();
                    if (briefing.floorLamp(name) === lit) done(now);
                    else if (now > until) failed(new Error(`the lamp of ${name} is not ${lit ? "lit" : "out"} 10 s after the click`));
                    else setTimeout(look, 1);
                };
                look();
            });
            const clicked = await dialog.getByRole("button", { name: button }).evaluate((element: HTMLElement) => {
                const now = performance.timeOrigin + performance.now();
                element.click();
                return now;
            });
            return (await seen) - clicked;
        };
        const on: number[] = [];
        const off: number[] = [];
        for (let round = 0; round < rounds; round += 1) {
            on.push(await toLamp("Mời phát biểu", true));
            off.push(await toLamp("Kết thúc lời", false));
            await page.evaluate(() => document.querySelectorAll<HTMLButtonElement>(".notice .round").forEach((one) => one.click()));
        }
        console.log(`FIGURE click to lamp on a box, over loopback (1 ms of link each way): ${inWords([...on, ...off])}`);
        console.log(`FIGURE of these, lit: ${inWords(on)}; put out: ${inWords(off)}`);
        expect(on.length).toBe(rounds);
        await stage.leave(page);
    }, 120_000);

    test("an action is answered by the mixing box, as the page measures it", async () => {
        const page = await logIn("lan");
        const times = await page.evaluate(async (count) => {
            const me = (await (await fetch("api/me")).json()) as { csrf: string };
            const headers = { "X-CSRF": me.csrf, "Content-Type": "application/json" };
            const took: number[] = [];
            for (let i = 0; i < count; i += 1) {
                const begun = performance.now();
                await fetch("api/action", { method: "POST", headers, body: JSON.stringify({ kind: i % 2 === 0 ? "hold" : "unhold" }) });
                took.push(performance.now() - begun);
            }
            return took;
        }, rounds);
        console.log(`FIGURE answer of the mixing box to an action: ${inWords(times)}`);
        expect(times.sort((a, b) => a - b)[Math.floor(rounds / 2)]).toBeLessThan(1000);
        await stage.leave(page);
    }, 60_000);
});
