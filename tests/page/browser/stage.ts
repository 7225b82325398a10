import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from "playwright-core";
import { MockServer } from "../mock/server";
import { Relay } from "./relay";

// What every test in a browser needs: the page, a mixing box behind it, and a cable between the two.

const root = fileURLToPath(new URL("../../..", import.meta.url));
export const built = process.env["GIAOBAN_PAGE_OUT"] ?? `${root}/build/page`;
export const results = `${root}/build/page-tests`;
export const pictures = `${results}/pictures`;
export const password = "mot cau de nho";

export class Stage {
    readonly faults: string[] = [];
    private readonly contexts: BrowserContext[] = [];

    private constructor(
        readonly browser: Browser,
        private readonly own: MockServer | undefined,
        readonly relay: Relay,
        readonly address: string,
    ) {}

    static async set(boxes = 15): Promise<Stage> {
        const server = new MockServer(built, boxes);
        return Stage.before(Number(new URL(await server.listen()).port), server);
    }

    /** The same before a mixing box that listens already. */
    static async before(port: number, server?: MockServer): Promise<Stage> {
        mkdirSync(pictures, { recursive: true });
        const relay = new Relay(port);
        const address = `https://localhost:${await relay.listen()}/`;
        const browser = await chromium.launch({
            executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
            // Root may not sandbox; no sound card is there to play to.
            args: ["--no-sandbox", "--disable-gpu", "--autoplay-policy=no-user-gesture-required"],
        });
        return new Stage(browser, server, relay, address);
    }

    get server(): MockServer {
        if (this.own === undefined) throw new Error("this stage has another mixing box");
        return this.own;
    }

    async strike(): Promise<void> {
        await this.browser.close();
        await this.relay.close();
        await this.own?.close();
    }

    /** A fresh meeting for the next test; who is logged in stays so. */
    again(): void {
        this.faults.length = 0;
        this.server.begin();
        this.relay.mend();
    }

    /** A window of somebody's own browser. What the console complains of is kept in `faults`. */
    async window(options: BrowserContextOptions = {}): Promise<Page> {
        const context = await this.browser.newContext({
            ignoreHTTPSErrors: true,
            viewport: { width: 1440, height: 900 },
            locale: "vi-VN",
            timezoneId: "Asia/Ho_Chi_Minh",
            acceptDownloads: true,
            ...options,
        });
        this.contexts.push(context);
        const page = await context.newPage();
        page.setDefaultTimeout(8000);
        page.on("pageerror", (error) => this.faults.push(String(error)));
        page.on("console", (message) => {
            if (message.type() === "error" && /Content Security Policy|Uncaught|TypeError/.test(message.text())) this.faults.push(message.text());
        });
        return page;
    }

    async loggedIn(name: string, options: BrowserContextOptions = {}, at = "", secret = password): Promise<Page> {
        const page = await this.window(options);
        await page.goto(this.address + at);
        await page.getByLabel("Tên tài khoản").fill(name);
        await page.getByLabel("Mật khẩu").fill(secret);
        await page.getByRole("button", { name: "Đăng nhập" }).click();
        await page.locator(".chip.link-live, .hall").first().waitFor();
        return page;
    }

    async leave(page: Page): Promise<void> {
        await page.context().close();
    }
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds against WCAG 2.1 AA and good practice, in words; empty when nothing. */
export async function axe(page: Page): Promise<string[]> {
    await page.evaluate(axeSource);
    return page.evaluate(async () => {
        interface Found {
            violations: { id: string; help: string; nodes: { target: string[]; failureSummary: string }[] }[];
        }
        const run = (window as unknown as { axe: { run(options: unknown): Promise<Found> } }).axe.run;
        const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
        const found = await run({ runOnly: { type: "tag", values: tags } });
        return found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${one.help}: ${node.target.join(" ")}: ${node.failureSummary}`));
    });
}

export async function picture(page: Page, name: string, whole = false): Promise<void> {
    await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: whole, animations: "disabled" });
}

/** The folder of the guide's pictures, when they are to be taken anew (`tests/page/run guide`). */
export const guide = process.env["GIAOBAN_GUIDE"] ?? "";

/** A picture for the guide: without answers of a moment ago, and small (WebP; a PNG of the same has twice the bytes). */
export async function guidePicture(page: Page, name: string): Promise<void> {
    await page.evaluate(() => document.querySelectorAll<HTMLButtonElement>(".notice .round").forEach((one) => one.click()));
    await page.mouse.move(0, 0);
    await picture(page, `guide-${name}`);
    if (guide === "") return;
    const session = await page.context().newCDPSession(page);
    const taken = await session.send("Page.captureScreenshot", { format: "webp", quality: 70 });
    writeFileSync(`${guide}/${name}.webp`, Buffer.from(taken.data, "base64"));
}
