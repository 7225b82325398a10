import type { Box } from "../api/types";

// The link's last minutes, kept by the page itself: the mixing box tells only how it is now.

/** One sample each 2 s: a patch may come four times a second, a link's figures move in seconds. */
export const sampleEveryMs = 2000;
/** 90 samples of 2 s are the last 3 minutes, as long as what a box may have missed and still hear. */
export const samplesKept = 90;

export interface Sample {
    loss: number; // parts of 1,000, the worse direction
    delay: number; // ms, the worse direction
    here: boolean;
}

export type Curve = readonly Sample[];

export function sampleOf(box: Box): Sample {
    return {
        loss: Math.max(box.up.loss, box.down.loss),
        delay: Math.max(box.up.delay, box.down.delay),
        here: box.presence === "joined",
    };
}

/** The curve with one more sample, the oldest left out when it is full. */
export function extended(curve: Curve, sample: Sample): Curve {
    const kept = curve.length >= samplesKept ? curve.slice(curve.length - samplesKept + 1) : curve;
    return [...kept, sample];
}

/** Full height: half the packets lost is past understanding; 1 s of delay is past conversation. */
const fullLoss = 500;
const fullDelay = 1000;

/** Root scale: 1 % of loss is 14 % of the height, so that what is small can still be told from nothing. */
function height(value: number, full: number): number {
    return Math.sqrt(Math.min(1, Math.max(0, value) / full));
}

export interface Paths {
    loss: string; // a closed area
    delay: string; // a line, broken where the box was away
}

/** SVG paths in a field of `width` by `tall`, the newest sample at the right edge. */
export function paths(curve: Curve, width: number, tall: number): Paths {
    const step = width / (samplesKept - 1);
    const first = width - (curve.length - 1) * step;
    const round = (n: number): string => String(Math.round(n * 10) / 10);
    const x = (i: number): string => round(first + i * step);
    const y = (part: number): string => round(tall - part * (tall - 1));
    let loss = "";
    let delay = "";
    let open = false;
    curve.forEach((sample, i) => {
        if (!sample.here) {
            if (open) loss += `V${tall}Z`;
            open = false;
            return;
        }
        loss += open ? "" : `M${x(i)} ${tall}`;
        loss += `L${x(i)} ${y(height(sample.loss, fullLoss))}`;
        delay += `${open ? "L" : "M"}${x(i)} ${y(height(sample.delay, fullDelay))}`;
        open = true;
    });
    if (open) loss += `V${tall}Z`;
    return { loss, delay };
}
