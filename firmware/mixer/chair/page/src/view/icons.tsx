// Line icons of one weight on a field of 20. They stand beside words, never instead of them, and are not read out.

const drawings = {
    microphone: "M10 2.5a2.5 2.5 0 0 1 2.5 2.5v4a2.5 2.5 0 0 1-5 0V5A2.5 2.5 0 0 1 10 2.5zM5 9a5 5 0 0 0 10 0M10 14v3.5M7 17.5h6",
    muted: "M10 2.5a2.5 2.5 0 0 1 2.5 2.5v4a2.5 2.5 0 0 1-5 0V5A2.5 2.5 0 0 1 10 2.5zM5 9a5 5 0 0 0 10 0M10 14v3.5M3 3l14 14",
    hand: "M6 10V5.2a1.2 1.2 0 0 1 2.4 0V9V3.8a1.2 1.2 0 0 1 2.4 0V9V4.8a1.2 1.2 0 0 1 2.4 0V10V7a1.2 1.2 0 0 1 2.4 0v5.5a5 5 0 0 1-5 5h-1a5 5 0 0 1-4-2l-3-4a1.2 1.2 0 0 1 1.8-1.6z",
    next: "M4 4l7 6-7 6zM14 4v12",
    pause: "M7 4v12M13 4v12",
    play: "M6 4l10 6-10 6z",
    stop: "M5 5h10v10H5z",
    record: "M10 5a5 5 0 1 0 0 10a5 5 0 1 0 0-10",
    phone: "M5 3h2.5l1.5 4-2 1.3a9 9 0 0 0 4.700 4.700L13 11l4 1.500V15a2 2 0 0 1-2 2A12 12 0 0 1 3 5a2 2 0 0 1 2-2z",
    lock: "M5 9h10v8H5zM7 9V6a3 3 0 0 1 6 0v3M10 12v2",
    check: "M3.500 10.500l4 4 9-9",
    warning: "M10 3l8 14H2zM10 8v4M10 14.500v.2",
    close: "M5 5l10 10M15 5L5 15",
    door: "M5 17V3h7v14M3 17h14M9.500 10v.2",
    plus: "M10 4v12M4 10h12",
    list: "M7 5h10M7 10h10M7 15h10M3 5h.2M3 10h.2M3 15h.2",
    screen: "M2.500 4h15v10h-15zM7 17h6M10 14v3",
    pulse: "M2 10h4l2-5 4 10 2-5h4",
    download: "M10 3v10M6 9.500l4 4 4-4M3 17h14",
    back: "M12 4l-6 6 6 6",
    up: "M10 16V4M5.500 8.500L10 4l4.500 4.500",
    down: "M10 4v12M5.500 11.500L10 16l4.500-4.500",
    reply: "M8 5L3 10l5 5M3 10h8a5 5 0 0 1 5 5v1",
    search: "M9 3.500a5.500 5.500 0 1 0 0 11a5.500 5.500 0 1 0 0-11M13 13l4 4",
    chair: "M10 3l2.200 4.500 4.800.7-3.500 3.400.9 4.900-4.400-2.300-4.400 2.300.9-4.900L3 8.200l4.800-.7z",
    clock: "M10 3a7 7 0 1 0 0 14a7 7 0 1 0 0-14M10 6v4l3 2",
} as const;

export type IconName = keyof typeof drawings;

export function Icon({ name }: { name: IconName }) {
    return (
        <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
            <path d={drawings[name]} />
        </svg>
    );
}
