import { dismiss, notices, takeBack } from "../state/actions";
import { entries } from "../state/store";
import { words } from "../words/language";
import { Icon } from "./icons";
import { told } from "./events";

/** What the mixing box answered, in words. A refusal is an alert; what went well is only a status. */
export function Notices() {
    const good = notices.value.filter((notice) => !notice.bad);
    const bad = notices.value.filter((notice) => notice.bad);
    const w = words.value;
    const line = (notice: (typeof good)[number]) => (
        <li key={notice.id} class={notice.bad ? "notice bad" : "notice"}>
            <Icon name={notice.bad ? "warning" : "check"} />
            <span>{notice.text}</span>
            {notice.undo && (
                <button type="button" class="button quiet on-dark small" onClick={() => void takeBack(notice)}>
                    <span>{w.undo}</span>
                </button>
            )}
            <button type="button" class="button quiet on-dark round small" aria-label={w.dismiss} onClick={() => dismiss(notice.id)}>
                <Icon name="close" />
            </button>
        </li>
    );
    return (
        <div class="notices">
            <div role="alert">
                <ul>{bad.map(line)}</ul>
            </div>
            <div role="status">
                <ul>{good.map(line)}</ul>
            </div>
        </div>
    );
}

/** What a chair who does not look at the screen must still hear of; the rest is in the list of what happened. */
const announced = new Set(["asked", "lost", "returned", "meeting_opened", "meeting_closed", "recording_on", "recording_off"]);

export function Announcer() {
    const latest = entries.value.find((entry) => announced.has(entry.kind));
    return (
        <p class="unseen" aria-live="polite">
            {latest && told(latest, words.value)}
        </p>
    );
}
