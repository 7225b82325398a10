import type { Waiting } from "../api/types";
import { can, state } from "../state/store";
import { words } from "../words/language";
import { WaitingTime } from "./box_parts";
import { ActionButton } from "./button";
import { Icon } from "./icons";

/** Who waits to speak, in order; and, apart from them, who asks to reply to the one that speaks. */
export function Queue() {
    const w = words.value.floor;
    const now = state.value;
    if (now === null) return null;
    return (
        <>
            <section class="panel" aria-labelledby="queue-title">
                <h2 id="queue-title">
                    {w.queue} <span class="count">{now.queue.length}</span>
                </h2>
                {now.held && (
                    <p class="note">
                        <Icon name="pause" /> <span>{w.held}</span>
                    </p>
                )}
                {can("floor") && (
                    <div class="row wrap">
                        <ActionButton kind="main" icon="next" action={{ kind: "grant_next" }} disabled={now.queue.length + now.replies.length === 0}>
                            {w.next}
                        </ActionButton>
                        {now.held ? (
                            <ActionButton icon="play" action={{ kind: "unhold" }}>
                                {w.unhold}
                            </ActionButton>
                        ) : (
                            <ActionButton icon="pause" action={{ kind: "hold" }}>
                                {w.hold}
                            </ActionButton>
                        )}
                    </div>
                )}
                <Lines lines={now.queue} empty={w.queueEmpty} />
            </section>
            <section class="panel" aria-labelledby="replies-title">
                <h2 id="replies-title">
                    {w.replies} <span class="count">{now.replies.length}</span>
                </h2>
                <Lines lines={now.replies} empty={w.repliesEmpty} />
            </section>
        </>
    );
}

function Lines({ lines, empty }: { lines: readonly Waiting[]; empty: string }) {
    const w = words.value.floor;
    if (lines.length === 0) return <p class="hint">{empty}</p>;
    return (
        <ol class="waiting-list">
            {lines.map((line) => {
                const name = state.value?.boxes[String(line.box)]?.name ?? String(line.box);
                return (
                    <li key={line.box} data-waiting={line.box}>
                        <span class="waiting-name">{name}</span>
                        <WaitingTime since={line.since} />
                        {can("floor") && (
                            <ActionButton small icon="microphone" label={w.grantTo(name)} action={{ kind: "grant", name }}>
                                {w.grantShort}
                            </ActionButton>
                        )}
                    </li>
                );
            })}
        </ol>
    );
}
