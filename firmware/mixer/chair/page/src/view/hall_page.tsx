import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { why } from "../state/actions";
import { route } from "../state/route";
import { checked, logInByToken } from "../state/session";
import { account, linkState, serverNow, state } from "../state/store";
import { clock, timeOfDay } from "../words/format";
import { language, words } from "../words/language";
import { endingMs, timeLeftOf, WaitingTime } from "./box_parts";
import { Icon } from "./icons";
import { LanguageButton, LinkBanner } from "./top_bar";

/** Comes in by the projector's link. The token leaves the address at once, so that nobody reads it off the wall. */
export function HallEntrance({ token }: { token: string }) {
    const fault = useSignal("");
    useEffect(() => {
        history.replaceState(null, "", "#/hall");
        logInByToken(token).then(
            () => {
                checked.value = true;
                route.value = { page: "hall" };
            },
            (refusal: unknown) => (fault.value = why(refusal)),
        );
    }, []);
    const w = words.value;
    return (
        <main class="hall empty">
            <h1>{w.hall.title}</h1>
            {fault.value === "" ? <p role="status">{w.link.connecting}</p> : <p role="alert">{w.login.linkUsed}</p>}
        </main>
    );
}

/** As many of the queue as stand on a screen that is read from 5 m. */
const nextShown = 4;

/** What the hall sees: who speaks, how long still, who is next, and whether it is recorded. */
export function HallPage() {
    const now = state.value;
    const w = words.value;
    if (now === null) {
        return (
            <main class="hall empty">
                <LinkBanner />
                <h1>{w.hall.title}</h1>
                <p role="status">{w.link.connecting}</p>
            </main>
        );
    }
    const next = now.queue.slice(0, nextShown);
    return (
        <div class={linkState.value === "lost" ? "hall stale" : "hall"}>
            <LinkBanner />
            <header class="hall-head">
                <h1>{now.meeting.open ? now.meeting.title : w.meeting.none}</h1>
                <time class="hall-clock">{serverNow.value > 0 && timeOfDay(serverNow.value, language.value)}</time>
            </header>
            <main class="hall-main" id="content" tabIndex={-1}>
                <section aria-labelledby="hall-speaking">
                    <h2 id="hall-speaking">{w.floor.title}</h2>
                    {now.speakers.length === 0 ? (
                        <p class="hall-nobody">{w.hall.nobody}</p>
                    ) : (
                        <ul class={now.speakers.length > 2 ? "hall-speakers many" : "hall-speakers"}>
                            {now.speakers.map((id) => (
                                <HallSpeaker key={id} id={String(id)} />
                            ))}
                        </ul>
                    )}
                </section>
                <section aria-labelledby="hall-next" class="hall-queue">
                    <h2 id="hall-next">
                        {w.hall.next}
                        {now.queue.length > nextShown && ` (${now.queue.length})`}
                    </h2>
                    {next.length === 0 ? (
                        <p class="hall-none">{w.floor.queueEmpty}</p>
                    ) : (
                        <ol>
                            {next.map((line) => (
                                <li key={line.box}>
                                    <span>{now.boxes[String(line.box)]?.name ?? line.box}</span>
                                    <WaitingTime since={line.since} />
                                </li>
                            ))}
                        </ol>
                    )}
                </section>
            </main>
            <footer class="hall-foot">
                <span>
                    <b>
                        {now.counts.joined}/{now.counts.enrolled}
                    </b>{" "}
                    {w.meeting.presentShort}
                </span>
                <span class={now.recording.on ? "recording on" : "recording"}>
                    <Icon name="record" /> {now.recording.on ? w.recording.on : w.recording.off}
                </span>
                <span class="hall-tools">
                    <LanguageButton />
                    <button type="button" class="button quiet on-dark" onClick={() => void fullScreen()}>
                        <span>{w.hall.full}</span>
                    </button>
                    {account.value?.role !== "viewer" && (
                        <a class="button quiet on-dark" href="#/">
                            <span>{w.hall.exit}</span>
                        </a>
                    )}
                </span>
            </footer>
        </div>
    );
}

function HallSpeaker({ id }: { id: string }) {
    const box = state.value?.boxes[id];
    const name = box?.name ?? id;
    const left = box && timeLeftOf(box);
    return (
        <li>
            <strong>{name}</strong>
            {left !== undefined && (
                <span class={left < endingMs ? "hall-left ending" : "hall-left"}>
                    {clock(left / 1000)} <small>{words.value.floor.left}</small>
                </span>
            )}
        </li>
    );
}

async function fullScreen(): Promise<void> {
    try {
        if (document.fullscreenElement !== null) await document.exitFullscreen();
        else await document.documentElement.requestFullscreen();
    } catch {
        // A browser that may not: the view is the same, with the browser's own bars around it.
    }
}
