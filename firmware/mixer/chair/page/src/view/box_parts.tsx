import type { Box, Direction } from "../api/types";
import { paths } from "../state/curve";
import { levelPart, stepCount, stepOf } from "../state/figures";
import { msUntil, secondsSince } from "../state/server_clock";
import { curves, serverNow } from "../state/store";
import { clock, lasting, milliseconds, percent } from "../words/format";
import { language, words } from "../words/language";

// Small parts that show one figure of one box.

/** How loud the box's microphone is. For the eye alone: a screen reader would never come to an end with it. */
export function Level({ box }: { box: Box }) {
    const part = box.floor === "speaking" ? levelPart(box.level) : 0;
    return (
        <svg class="level" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
            <rect class="level-field" width="100" height="6" rx="3" />
            <rect class={part > 0.97 ? "level-now high" : "level-now"} width={Math.round(part * 100)} height="6" rx="3" />
        </svg>
    );
}

const curveWidth = 160;
const curveHeight = 30;

export function LinkCurve({ id, box }: { id: string; box: Box }) {
    const w = words.value;
    const drawn = paths(curves.value.get(id) ?? [], curveWidth, curveHeight);
    const loss = percent(Math.max(box.up.loss, box.down.loss), language.value);
    const delay = milliseconds(Math.max(box.up.delay, box.down.delay), language.value);
    return (
        <svg
            class="curve"
            viewBox={`0 0 ${curveWidth} ${curveHeight}`}
            preserveAspectRatio="none"
            role="img"
            aria-label={w.box.curve(loss, delay)}
        >
            <path class="curve-ground" d={`M0 ${curveHeight - 0.5}H${curveWidth}`} />
            <path class="curve-loss" d={drawn.loss} />
            <path class="curve-delay" d={drawn.delay} />
        </svg>
    );
}

/** A rung as bars that rise, as a telephone shows its reception. */
export function Rung({ way, of }: { way: "up" | "down"; of: Direction }) {
    const w = words.value.box;
    const step = stepOf(of.rung);
    return (
        <span class="rung" role="img" aria-label={`${w[way]}: ${w.rung(step)}`}>
            <span class="rung-way" aria-hidden="true">
                {way === "up" ? "↑" : "↓"}
            </span>
            <svg viewBox={`0 0 ${stepCount * 5 - 1} 14`} aria-hidden="true">
                {Array.from({ length: stepCount }, (_, i) => (
                    <rect
                        key={i}
                        x={i * 5}
                        y={11 - i * 2}
                        width="4"
                        height={3 + i * 2}
                        class={i < step ? "bar" : "bar empty"}
                    />
                ))}
            </svg>
        </span>
    );
}

/** The worse direction's loss and delay, and both rungs. The figures are read out with the curve. */
export function LinkFigures({ box }: { box: Box }) {
    return (
        <span class="link-figures">
            <span class="link-numbers" aria-hidden="true">
                <span class="loss-number">{percent(Math.max(box.up.loss, box.down.loss), language.value)}</span>
                <span class="delay-number">{milliseconds(Math.max(box.up.delay, box.down.delay), language.value)}</span>
            </span>
            <span class="rungs">
                <Rung way="up" of={box.up} />
                <Rung way="down" of={box.down} />
            </span>
        </span>
    );
}

/** "có mặt 42 phút" */
export function Since({ box }: { box: Box }) {
    const w = words.value.box;
    if (box.presence === "never") return <>{w.presence.never}</>;
    if (box.since === undefined) return <>{w.presence[box.presence]}</>;
    return <>{w.since(w.presence[box.presence], lasting(secondsSince(box.since, serverNow.value), language.value))}</>;
}

export function WaitingTime({ since }: { since: number }) {
    return <span class="waiting-time">{words.value.floor.waiting(clock(secondsSince(since, serverNow.value)))}</span>;
}

/** Milliseconds left of a speaker's turn, or undefined where there is no limit. */
export function timeLeftOf(box: Box): number | undefined {
    return msUntil(box.until, serverNow.value);
}

/** The last 30 s of a turn are shown as an end that comes; the box itself warns at 10 s. */
export const endingMs = 30_000;
