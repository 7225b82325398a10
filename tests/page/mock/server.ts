import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { WebSocketServer, type WebSocket } from "ws";
import type { Account, Action, ActionLine, Entry, Role, State } from "../../../firmware/mixer/chair/page/src/api/types";
import { diff } from "./diff";
import { MockMeeting, Refused } from "./meeting";
import { document, meetingLines, meetingRecord, pin, recording } from "./records";

/** The policy of the real mixing box, word for word: what breaks it must break here. */
export const contentSecurityPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
    "media-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

export const passwords: Record<string, { password: string; role: Role }> = {
    lan: { password: "mot cau de nho", role: "chair" },
    hoa: { password: "mot cau de nho", role: "chair" },
    thu: { password: "mot cau de nho", role: "secretary" },
    minh: { password: "mot cau de nho", role: "technician" },
};

interface Session {
    account: Account;
}

/** Speaks the mixing box's API over a meeting without sound, and serves the built page beside it. */
export class MockServer {
    meeting: MockMeeting;
    readonly audit: ActionLine[] = [];
    private readonly server: Server;
    private readonly sockets = new Set<WebSocket>();
    private readonly sessions = new Map<string, Session>();
    private readonly tokens = new Set<string>();
    private readonly accounts = structuredClone(passwords);
    private sent: State;
    private failures = 0;
    private timer: NodeJS.Timeout | undefined;

    constructor(
        private readonly files: string,
        private readonly boxes: number,
    ) {
        this.meeting = this.fresh();
        this.sent = structuredClone(this.meeting.state);
        this.server = createServer(ownCertificate(files), (request, response) => void this.answer(request, response));
        const live = new WebSocketServer({ noServer: true });
        this.server.on("upgrade", (request, socket, head) => {
            if (request.url !== "/api/live" || this.sessionOf(request) === undefined) {
                socket.end("HTTP/1.1 401 Unauthorized\r\n\r\n");
                return;
            }
            live.handleUpgrade(request, socket, head, (client) => {
                this.sockets.add(client);
                client.on("close", () => this.sockets.delete(client));
                client.on("error", () => this.sockets.delete(client));
                client.send(JSON.stringify({ type: "state", state: this.whole() }));
            });
        });
    }

    private fresh(): MockMeeting {
        return new MockMeeting(this.boxes, Date.now(), (entry) => this.event(entry));
    }

    /** Begins again with a meeting in which nothing has happened. */
    begin(): void {
        this.meeting = this.fresh();
        this.failures = 0;
        this.tick();
    }

    /** Listens on that port of this machine alone (0: any); answers the address. */
    async listen(port = 0): Promise<string> {
        await new Promise<void>((done) => this.server.listen(port, "127.0.0.1", done));
        this.timer = setInterval(() => this.tick(), 250);
        return `https://localhost:${(this.server.address() as AddressInfo).port}/`;
    }

    async close(): Promise<void> {
        clearInterval(this.timer);
        for (const client of this.sockets) client.terminate();
        this.server.closeAllConnections();
        await new Promise<void>((done) => this.server.close(() => done()));
    }

    /** Every session is at its end, as after a long night. */
    expire(): void {
        this.sessions.clear();
        for (const client of this.sockets) client.terminate();
    }

    tick(): void {
        this.meeting.tick(Date.now());
        const patch = diff(this.sent, this.meeting.state);
        if (patch === undefined) return;
        this.sent = structuredClone(this.meeting.state);
        this.tellAll({ type: "patch", patch: { ...(patch as object), now: Date.now() } });
    }

    /** The state as it was told last, at this moment of the clock. */
    private whole(): State {
        return { ...this.sent, now: Date.now() };
    }

    private event(entry: Entry): void {
        this.tellAll({ type: "event", entry });
    }

    private tellAll(message: unknown): void {
        const text = JSON.stringify(message);
        for (const client of this.sockets) client.send(text);
    }

    private sessionOf(request: IncomingMessage): Session | undefined {
        const cookie = /(?:^|; )session=([0-9a-f]+)/.exec(request.headers.cookie ?? "");
        return cookie === null ? undefined : this.sessions.get(cookie[1] ?? "");
    }

    private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
        const url = new URL(request.url ?? "/", "https://localhost");
        try {
            if (url.pathname.startsWith("/api/")) await this.api(request, response, url.pathname.slice(5));
            else this.file(request, response, url.pathname);
        } catch (fault) {
            if (fault instanceof Refused) return json(response, statusOf(fault.code), { error: { code: fault.code, message: fault.message } });
            json(response, 500, { error: { code: "failed", message: String(fault) } });
        }
    }

    private file(request: IncomingMessage, response: ServerResponse, path: string): void {
        const name = normalize(path === "/" ? "/index.html" : path);
        const whole = join(this.files, name);
        const types: Record<string, string> = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };
        const type = types[extname(name)];
        if (type === undefined || !existsSync(whole)) throw new Refused("not_found", "there is no such file");
        const zipped = existsSync(`${whole}.gz`) && String(request.headers["accept-encoding"]).includes("gzip");
        response.writeHead(200, {
            "Content-Type": type,
            "Content-Security-Policy": contentSecurityPolicy,
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": name === "/index.html" ? "no-cache" : "max-age=31536000, immutable",
            ...(zipped ? { "Content-Encoding": "gzip" } : {}),
        });
        response.end(readFileSync(zipped ? `${whole}.gz` : whole));
    }

    private async api(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
        const method = request.method ?? "GET";
        const body = method === "GET" ? {} : await bodyOf(request);
        if (path === "login" && method === "POST") return this.login(response, body);
        const session = this.sessionOf(request);
        if (session === undefined) throw new Refused("not_signed_in", "nobody is signed in here, or not any more");
        const { account } = session;
        if (method !== "GET" && request.headers["x-csrf"] !== account.csrf) throw new Refused("csrf", "the CSRF token is missing");
        const allow = (...roles: Role[]): void => {
            if (!roles.includes(account.role)) throw new Refused("forbidden", `a ${account.role} may not do that`);
        };
        const [head = "", id = "", part = ""] = path.split("/").map(decodeURIComponent);
        switch (`${method} ${head}`) {
            case "GET me":
                return json(response, 200, account);
            case "POST logout":
                for (const [key, one] of this.sessions) if (one === session) this.sessions.delete(key);
                return json(response, 200, {});
            case "GET state":
                return json(response, 200, this.whole());
            case "POST action":
                return this.action(response, account, body as unknown as Action);
            case "GET meetings":
                if (id === "") { allow("secretary", "chair"); return json(response, 200, { meetings: meetingLines() }); }
                if (part === "") return json(response, 200, meetingRecord());
                if (part === "recording.opus") return ranged(request, response, recording);
                return download(response, part.split(".")[1] ?? "json");
            case "PUT meetings":
                pin(body["pinned"] === true);
                return json(response, 200, {});
            case "GET report":
                return download(response, id.split(".")[1] ?? "json");
            case "GET audit":
                allow("chair", "technician");
                return json(response, 200, { actions: [...this.audit].reverse() });
            case "POST viewer-link": {
                allow("secretary", "chair", "technician");
                const token = randomBytes(16).toString("hex");
                this.tokens.add(token);
                return json(response, 201, { token, path: `/#link=${token}`, expires: 900 });
            }
            case "POST cards":
                allow("technician");
                return json(response, 201, { card: `# The card of ${String(body["name"])}\nname = "${String(body["name"])}"\nsecret = "one-time"\n` });
            case "POST boxes":
                allow("technician");
                this.meeting.replace(id, account.name);
                return json(response, 201, { card: "name = \"the same\"\nsecret = \"another\"\n" });
            default:
                if (method === "POST" && head === "accounts" && part === "password" && id === account.name) return this.ownPassword(response, account, body);
                allow("technician");
                return this.accountCalls(response, method, id, part, body);
        }
    }

    private login(response: ServerResponse, body: Record<string, unknown>): void {
        const name = String(body["name"] ?? "");
        const known = this.accounts[name];
        let account: Account | undefined;
        if (typeof body["token"] === "string" && this.tokens.delete(body["token"])) account = { name: "projector", role: "viewer", csrf: "" };
        else if (known !== undefined && known.password === body["password"]) account = { name, role: known.role, csrf: "" };
        if (account === undefined) {
            this.failures += 1;
            if (this.failures > 5) {
                response.setHeader("Retry-After", "30");
                throw new Refused("throttled", "too many attempts");
            }
            throw new Refused(body["token"] === undefined ? "wrong_password" : "wrong_link", "wrong name or password");
        }
        this.failures = 0;
        const key = randomBytes(16).toString("hex");
        account.csrf = randomBytes(8).toString("hex");
        this.sessions.set(key, { account });
        response.setHeader("Set-Cookie", `session=${key}; Path=/; Secure; HttpOnly; SameSite=Strict`);
        json(response, 200, account);
    }

    private action(response: ServerResponse, account: Account, action: Action): void {
        const rights: Record<Role, boolean> = {
            viewer: false,
            secretary: action.kind === "record",
            chair: true,
            technician: ["self_test", "call"].includes(action.kind),
        };
        if (!rights[account.role]) throw new Refused("forbidden", `a ${account.role} may not do that`);
        const line = this.note(account.name, action.kind, action.name ?? action.text ?? "");
        try {
            this.meeting.request(action, account.name);
        } catch (fault) {
            line.done = false;
            throw fault;
        }
        json(response, 200, { done: true });
        this.tick();
    }

    note(who: string, what: string, text: string): ActionLine {
        const line = { serial: this.audit.length + 1, at: Date.now(), who, what, address: "127.0.0.1", text: `${what} ${text}`.trim(), done: true };
        this.audit.push(line);
        return line;
    }

    /** One's own password: the one until now is asked for, and a new session begins. */
    private ownPassword(response: ServerResponse, account: Account, body: Record<string, unknown>): void {
        const known = this.accounts[account.name];
        if (known === undefined || body["current"] !== known.password) {
            json(response, 403, { error: { code: "wrong_password", message: "`current` must be the password until now" } });
            return;
        }
        known.password = String(body["password"]);
        this.login(response, { name: account.name, password: known.password });
    }

    private accountCalls(response: ServerResponse, method: string, name: string, part: string, body: Record<string, unknown>): void {
        if (method === "GET") return json(response, 200, { accounts: Object.entries(this.accounts).map(([key, { role }]) => ({ name: key, role })) });
        if (method === "POST" && name === "") {
            const wanted = String(body["name"]);
            if (this.accounts[wanted] !== undefined) throw new Refused("conflict", "there is an account of this name already");
            this.accounts[wanted] = { password: String(body["password"]), role: body["role"] as Role };
        } else if (this.accounts[name] === undefined) throw new Refused("not_found", "there is no such account");
        else if (method === "POST" && part === "password") this.accounts[name].password = String(body["password"]);
        else if (method === "DELETE") delete this.accounts[name];
        json(response, 200, {});
    }
}

function statusOf(code: string): number {
    const known: Record<string, number> = { not_signed_in: 401, wrong_password: 401, wrong_link: 401, csrf: 403, forbidden: 403, not_found: 404, throttled: 429 };
    return known[code] ?? 409;
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const text = Buffer.concat(parts).toString("utf8");
    return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
}

function json(response: ServerResponse, status: number, value: unknown): void {
    response.writeHead(status, { "Content-Type": "application/json", "Cache-Control": "no-store" });
    response.end(JSON.stringify(value));
}

function download(response: ServerResponse, kind: string): void {
    const types: Record<string, string> = { pdf: "application/pdf", csv: "text/csv; charset=utf-8" };
    response.writeHead(200, { "Content-Type": types[kind] ?? "application/json", "Content-Disposition": `attachment; filename="minutes.${kind}"` });
    response.end(document(kind));
}

/** RFC 9110 section 14: one range of bytes, as a browser asks for when it seeks. */
function ranged(request: IncomingMessage, response: ServerResponse, whole: Buffer): void {
    const asked = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "");
    const from = asked === null ? 0 : Number(asked[1]);
    const until = asked === null || asked[2] === "" ? whole.length - 1 : Math.min(Number(asked[2]), whole.length - 1);
    response.writeHead(asked === null ? 200 : 206, {
        "Content-Type": "audio/ogg",
        "Accept-Ranges": "bytes",
        "Content-Length": until - from + 1,
        ...(asked === null ? {} : { "Content-Range": `bytes ${from}-${until}/${whole.length}` }),
    });
    response.end(whole.subarray(from, until + 1));
}

/** A certificate as the mixing box makes one for itself at its first start. */
function ownCertificate(files: string): { cert: Buffer; key: Buffer } {
    const folder = join(files, "..", "page-tests");
    const cert = join(folder, "certificate.pem");
    const key = join(folder, "key.pem");
    if (!existsSync(cert)) {
        mkdirSync(folder, { recursive: true });
        execFileSync(
            "openssl",
            ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "3650", "-subj", "/CN=localhost", "-keyout", key, "-out", cert],
            { stdio: "ignore" },
        );
    }
    return { cert: readFileSync(cert), key: readFileSync(key) };
}
