import { computed, signal } from "@preact/signals";
import { en } from "./en";
import { vi, type Words } from "./vi";

export type Language = "vi" | "en";

const kept = "giaoban.language";

function first(): Language {
    try {
        return localStorage.getItem(kept) === "en" ? "en" : "vi";
    } catch {
        return "vi"; // a browser that keeps nothing
    }
}

/** The page's language on this computer: Vietnamese until somebody chooses otherwise. */
export const language = signal<Language>(first());

/** The page's words, in that language. */
export const words = computed<Words>(() => (language.value === "en" ? en : vi));

export function setLanguage(chosen: Language): void {
    language.value = chosen;
    document.documentElement.lang = chosen;
    try {
        localStorage.setItem(kept, chosen);
    } catch {
        // Then it lasts as long as this page.
    }
}
