import type { Language } from "./language";

// Numbers and times as people read them. Nothing here asks the clock.

const locale = { vi: "vi-VN", en: "en-GB" } as const;

/** `4:05`, or `1:02:03` from an hour on: a clock that counts. */
export function clock(seconds: number): string {
    const whole = Math.max(0, Math.floor(seconds));
    const two = (n: number): string => String(n).padStart(2, "0");
    const hours = Math.floor(whole / 3600);
    const minutes = Math.floor(whole / 60) % 60;
    return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** `12 giây`, `4 phút`, `2 giờ 5 phút`, `3 ngày`: how long something has lasted, in at most two units. */
export function lasting(seconds: number, language: Language): string {
    const whole = Math.max(0, Math.floor(seconds));
    const unit = language === "vi" ? ["giây", "phút", "giờ", "ngày"] : ["s", "min", "h", "d"];
    if (whole < 60) return `${whole} ${unit[0]}`;
    if (whole < 3600) return `${Math.floor(whole / 60)} ${unit[1]}`;
    if (whole < 86_400) {
        const minutes = Math.floor(whole / 60) % 60;
        return `${Math.floor(whole / 3600)} ${unit[2]}${minutes > 0 ? ` ${minutes} ${unit[1]}` : ""}`;
    }
    return `${Math.floor(whole / 86_400)} ${unit[3]}`;
}

/** Parts of 1,000 as per cent: `0 %`, `2,5 %`, `37 %`. */
export function percent(permille: number, language: Language): string {
    const value = permille / 10;
    const digits = value > 0 && value < 10 ? 1 : 0;
    return `${value.toLocaleString(locale[language], { minimumFractionDigits: 0, maximumFractionDigits: digits })} %`;
}

export function milliseconds(ms: number, language: Language): string {
    if (ms < 1000) return `${Math.round(ms)} ms`;
    return `${(ms / 1000).toLocaleString(locale[language], { maximumFractionDigits: 1 })} s`;
}

/** Bytes in units of 1,000, as disks are sold. */
export function bytes(count: number, language: Language): string {
    const units = ["B", "kB", "MB", "GB", "TB"];
    let value = count;
    let unit = 0;
    while (value >= 1000 && unit < units.length - 1) {
        value /= 1000;
        unit += 1;
    }
    const digits = unit > 0 && value < 10 ? 1 : 0;
    return `${value.toLocaleString(locale[language], { maximumFractionDigits: digits })} ${units[unit]}`;
}

export function bitRate(bps: number, language: Language): string {
    return `${(bps / 1000).toLocaleString(locale[language], { maximumFractionDigits: bps < 10_000 ? 1 : 0 })} kbit/s`;
}

/** `23/11/2026`. */
export function day(unixMs: number, language: Language): string {
    return new Date(unixMs).toLocaleDateString(locale[language], { day: "2-digit", month: "2-digit", year: "numeric" });
}

/** `14:05`. */
export function timeOfDay(unixMs: number, language: Language): string {
    return new Date(unixMs).toLocaleTimeString(locale[language], { hour: "2-digit", minute: "2-digit", hour12: false });
}

export function timeWithSeconds(unixMs: number, language: Language): string {
    return new Date(unixMs).toLocaleTimeString(locale[language], {
        hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false,
    });
}

export function dayAndTime(unixMs: number, language: Language): string {
    return `${day(unixMs, language)} ${timeOfDay(unixMs, language)}`;
}

/** What a box says it runs, without the list of all that its Opus library can: `giaoban 0.1.0 (libopus 1.6.1)`. */
export function software(text: string): string {
    return text.replace(/^([^(]*\([^,)]*),.*$/, "$1)");
}

/** For searching by names as they are typed without marks: `Tà Si Láng` becomes `ta si lang`, `Đ` becomes `d`. */
export function plain(text: string): string {
    return text
        .normalize("NFD")
        .replace(/[\u0300-\u036f]/g, "")
        .replace(/đ/gi, "d")
        .toLowerCase();
}
