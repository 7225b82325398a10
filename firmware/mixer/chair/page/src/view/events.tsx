import type { Entry } from "../api/types";
import { account, entries } from "../state/store";
import { timeWithSeconds } from "../words/format";
import { language, words } from "../words/language";
import { saying } from "../words/sayings";
import type { Words } from "../words/vi";

/** One line of the minutes in words: who, what, and by whom where it was the chair's doing. */
export function told(entry: Entry, w: Words): string {
    const what = saying(entry, language.value, w);
    const text = entry.name === "" ? capital(what) : `${entry.name} ${what}`;
    const by = entry.who === "" || entry.who === account.value?.name ? "" : ` (${w.events.by(entry.who)})`;
    return `${text}${by}`;
}

function capital(text: string): string {
    return text.charAt(0).toUpperCase() + text.slice(1);
}

export function Events() {
    const w = words.value;
    const shown = entries.value.slice(0, 30);
    return (
        <section class="panel" aria-labelledby="events-title">
            <h2 id="events-title">{w.events.title}</h2>
            {shown.length === 0 ? (
                <p class="hint">{w.events.none}</p>
            ) : (
                <ol class="events" tabIndex={0} aria-labelledby="events-title">
                    {shown.map((entry) => (
                        <li key={entry.serial}>
                            <time>{timeWithSeconds(entry.at, language.value)}</time>
                            <span>{told(entry, w)}</span>
                        </li>
                    ))}
                </ol>
            )}
        </section>
    );
}
