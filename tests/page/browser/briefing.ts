import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** Where the daemons were built; empty when they were not, and then what needs them is left out. */
export const daemons = process.env["GIAOBAN_DAEMONS"] ?? "";

const program = fileURLToPath(new URL("../real/briefing.py", import.meta.url));

/** A box as the mixing box tells `giaobanctl meeting status --json` of it. */
export interface Row {
    box: number;
    name: string;
    presence: string;
    floor: string;
    place: number;
    time_left_ms: number | null;
    level_db: number;
    room: number;
    called: boolean;
    self_test: string;
    self_test_reason: string;
}

export interface Meeting {
    meeting: number;
    title: string;
    open: boolean;
    held: boolean;
    policy: string;
    time_limit_s: number;
    recording: boolean;
    self_test_running: boolean;
    boxes: Row[];
    queue: number[];
    replies: number[];
    speakers: number[];
    rooms: { room: number; title: string; boxes: number[]; speakers: number[]; recording: boolean }[];
}

/** What a box says of itself: `giaobanctl box status --json`. */
export interface BoxStatus {
    view: { floor: string; place: number; time_left_ms: number | null; policy: string };
    lamps: string;
    last_prompt: string;
    counters: Record<string, number>;
}

/** A briefing of real daemons, each box a process, held by real/briefing.py; what it knows is the truth of the tests. */
export class Briefing {
    private readonly lines: AsyncIterator<string>;
    private last: Promise<unknown> = Promise.resolve();

    private constructor(
        private readonly process: ChildProcess,
        lines: AsyncIterator<string>,
        readonly port: number,
        readonly password: string,
        private readonly folders: Record<string, { folder: string }>,
    ) {
        this.lines = lines;
    }

    static async begin(out: string, communes = 3): Promise<Briefing> {
        const process = spawn("/usr/bin/python3", [program, daemons, out, String(communes)], { stdio: ["pipe", "pipe", "inherit"] });
        if (process.stdout === null) throw new Error("no output of real/briefing.py");
        const lines = createInterface({ input: process.stdout })[Symbol.asyncIterator]();
        const first = await lines.next();
        const told = (first.done === true ? { refused: "real/briefing.py ended at once" } : JSON.parse(first.value)) as {
            refused?: string;
            port: number;
            password: string;
            boxes: Record<string, { folder: string }>;
        };
        if (told.refused !== undefined) throw new Error(told.refused);
        return new Briefing(process, lines, told.port, told.password, told.boxes);
    }

    get names(): string[] {
        return Object.keys(this.folders);
    }

    meeting(): Promise<Meeting> {
        return this.ask("meeting");
    }

    async row(name: string): Promise<Row> {
        const row = (await this.meeting()).boxes.find((one) => one.name === name);
        if (row === undefined) throw new Error(`${name} is not in the meeting`);
        return row;
    }

    box(name: string): Promise<BoxStatus> {
        return this.ask("box", name);
    }

    press(name: string, kind: "short" | "long" = "short"): Promise<void> {
        return this.ask("press", name, kind);
    }

    /** As `giaobanctl meeting` on the mixing box: a hand that is not the page's. */
    steer(...words: string[]): Promise<string> {
        return this.ask("steer", ...words);
    }

    control(...words: string[]): Promise<string> {
        return this.ask("control", ...words);
    }

    restartMixer(): Promise<void> {
        return this.ask("restart_mixer");
    }

    /** Whether the lamp of the floor burns at this very moment: the file that a box lights it by. */
    floorLamp(name: string): boolean {
        return readFileSync(`${this.folders[name]?.folder}/leds/floor/brightness`, "utf8").trim() === "1";
    }

    async end(): Promise<void> {
        const ended = new Promise((done) => this.process.once("exit", done));
        this.process.stdin?.end();
        await ended;
    }

    private ask<T>(what: string, ...words: unknown[]): Promise<T> {
        const answer = this.last.then(async () => {
            this.process.stdin?.write(`${JSON.stringify({ do: what, with: words })}\n`);
            const line = await this.lines.next();
            if (line.done === true) throw new Error(`real/briefing.py ended while it was asked for ${what}`);
            const told = JSON.parse(line.value) as { gave: T; refused?: string };
            if (told.refused !== undefined) throw new Error(told.refused);
            return told.gave;
        });
        this.last = answer.catch(() => undefined);
        return answer;
    }
}
