import { useComputed } from "@preact/signals";
import type { Box } from "../api/types";
import { can, state } from "../state/store";
import { clock } from "../words/format";
import { words } from "../words/language";
import { endingMs, Level, timeLeftOf } from "./box_parts";
import { ActionButton } from "./button";
import { Icon } from "./icons";

/** Who speaks, and the time they have left. */
export function Speakers() {
    const w = words.value.floor;
    const speakers = state.value?.speakers ?? [];
    return (
        <section class="panel speakers" aria-labelledby="speakers-title">
            <h2 id="speakers-title">{w.title}</h2>
            {speakers.length === 0 ? (
                <p class="nobody">{w.nobody}</p>
            ) : (
                <ul>
                    {speakers.map((id) => (
                        <Speaker key={id} id={String(id)} />
                    ))}
                </ul>
            )}
        </section>
    );
}

function Speaker({ id }: { id: string }) {
    const of = useComputed(() => state.value?.boxes[id]);
    const box = of.value;
    if (box === undefined) return null;
    const w = words.value.floor;
    return (
        <li class="speaker" data-speaker={id}>
            <div class="speaker-head">
                <Icon name="microphone" />
                <strong>{box.name}</strong>
                <TimeLeft box={box} />
            </div>
            <Level box={box} />
            {can("floor") && (
                <div class="row wrap">
                    <ActionButton small kind="danger" icon="stop" label={w.endOf(box.name)} action={{ kind: "revoke", name: box.name }}>
                        {w.end}
                    </ActionButton>
                    <ActionButton small icon="clock" label={`${w.more}: ${box.name}`} action={{ kind: "more_time", name: box.name, seconds: 60 }}>
                        {w.more}
                    </ActionButton>
                    <ActionButton small icon="muted" label={w.muteOf(box.name)} action={{ kind: "mute", name: box.name }}>
                        {w.mute}
                    </ActionButton>
                </div>
            )}
        </li>
    );
}

function TimeLeft({ box }: { box: Box }) {
    const w = words.value.floor;
    const left = timeLeftOf(box);
    if (left === undefined) return <span class="time-left none">{w.noLimit}</span>;
    return <span class={left < endingMs ? "time-left ending" : "time-left"}>{w.timeLeft(clock(left / 1000))}</span>;
}
