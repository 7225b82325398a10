import { call, setCsrf, whenLoggedOut } from "../api/http";
import { browserPorts } from "../api/browser_ports";
import { LiveLink } from "../api/live_link";
import type { Account } from "../api/types";
import { words } from "../words/language";
import { tell } from "./actions";
import { sampleEveryMs } from "./curve";
import { account, clockNow, forget, linkState, lostAt, sampleCurves, take } from "./store";
import { batch, signal } from "@preact/signals";

// Who is logged in at this page, and the live link that lasts as long as they are.

export const checked = signal(false); // whether the mixing box was asked who this is
export const ended = signal(false); // a session that was there is no more

const link = new LiveLink(browserPorts, {
    link(next) {
        const before = linkState.value;
        if (next === "lost" && before !== "lost") lostAt.value = performance.now();
        if (next === "live" && before === "lost") tell(words.value.link.back);
        linkState.value = next;
    },
    message(message) {
        batch(() => take(message, performance.now()));
    },
    loggedOut: dropOut,
});

function dropOut(): void {
    if (account.value === null) return;
    link.stop();
    forget();
    ended.value = true;
}

function enter(who: Account): void {
    setCsrf(who.csrf);
    ended.value = false;
    account.value = who;
    linkState.value = "connecting";
    link.start();
}

/** Asks who is logged in; a mixing box that does not answer is asked again until it does. */
export async function resume(): Promise<void> {
    whenLoggedOut(dropOut);
    try {
        enter(await call<Account>("api/me", { login: true }));
    } catch (fault) {
        const status = (fault as { status?: number }).status ?? 0;
        if (status !== 401 && status !== 403) {
            linkState.value = "lost";
            setTimeout(() => void resume(), 800);
            return;
        }
    }
    linkState.value = account.value === null ? "connecting" : linkState.value;
    checked.value = true;
}

/** After one's own password has changed the mixing box has begun a new session, which the cookie is of already. */
export function renewed(answer: unknown): void {
    const who = answer as Account;
    if (typeof who.csrf === "string") enter(who);
}

export async function logIn(name: string, password: string): Promise<void> {
    enter(await call<Account>("api/login", { method: "POST", body: { name, password }, login: true, patience: 15_000 }));
}

/** The projector's link: a token that is good once. */
export async function logInByToken(token: string): Promise<void> {
    enter(await call<Account>("api/login", { method: "POST", body: { token }, login: true }));
}

export async function logOut(): Promise<void> {
    await call<unknown>("api/logout", { method: "POST", body: {} }).catch(() => undefined);
    link.stop();
    forget();
    setCsrf("");
}

/** The page's clocks and what the browser says of its network; once, from main. */
export function beginClocks(): void {
    const tick = (): void => {
        clockNow.value = performance.now();
    };
    tick();
    setInterval(tick, 250);
    setInterval(sampleCurves, sampleEveryMs);
    addEventListener("offline", () => account.value && link.networkWent());
    addEventListener("online", () => account.value && link.networkCame());
    document.addEventListener("visibilitychange", () => {
        if (document.visibilityState === "visible") link.ask();
    });
}
