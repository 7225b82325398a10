import { signal } from "@preact/signals";

// Where in the page one is: the part of the address after #, so that the mixing box serves one file whatever it says.

export type Route =
    | { page: "meeting" }
    | { page: "minutes"; id?: string }
    | { page: "devices" }
    | { page: "accounts" }
    | { page: "audit" }
    | { page: "hall"; token?: string };

export function routeOf(hash: string): Route {
    const link = /^#?link=(.+)$/.exec(hash); // the projector's link, as the mixing box writes it
    if (link !== null) return { page: "hall", token: decode(link[1] ?? "") };
    const [page = "", rest = ""] = hash.replace(/^#?\/?/, "").split("/", 2);
    switch (page) {
        case "minutes":
            return rest === "" ? { page } : { page, id: decode(rest) };
        case "hall":
            return rest === "" ? { page } : { page, token: decode(rest) };
        case "devices":
        case "accounts":
        case "audit":
            return { page };
        default:
            return { page: "meeting" };
    }
}

function decode(part: string): string {
    try {
        return decodeURIComponent(part);
    } catch {
        return part;
    }
}

export const route = signal<Route>(routeOf(typeof location === "undefined" ? "" : location.hash));

export function followAddress(): void {
    addEventListener("hashchange", () => {
        route.value = routeOf(location.hash);
    });
}
