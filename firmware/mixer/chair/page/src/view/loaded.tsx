import type { ComponentChildren } from "preact";
import { useCallback, useEffect, useState } from "preact/hooks";
import { call } from "../api/http";
import { why } from "../state/actions";
import { linkState } from "../state/store";
import { words } from "../words/language";
import { Button } from "./button";

export interface Loaded<T> {
    value: T | null;
    fault: string;
    again: () => void;
}

/** Something that is asked for once, and again when the link came back after it could not be had. */
export function useLoaded<T>(path: string): Loaded<T> {
    const [value, setValue] = useState<T | null>(null);
    const [fault, setFault] = useState("");
    const [round, setRound] = useState(0);
    const again = useCallback(() => setRound((n) => n + 1), []);
    useEffect(() => {
        let wanted = true;
        call<T>(path).then(
            (answer) => {
                if (!wanted) return;
                setFault("");
                setValue(answer);
            },
            (refusal: unknown) => wanted && setFault(why(refusal)),
        );
        return () => {
            wanted = false;
        };
    }, [path, round]);
    const live = linkState.value === "live";
    useEffect(() => {
        if (live && fault !== "") again();
    }, [live]);
    return { value, fault, again };
}

export function Loading<T>({ of, children }: { of: Loaded<T>; children: (value: T) => ComponentChildren }) {
    if (of.value !== null) return <>{children(of.value)}</>;
    if (of.fault === "") {
        return (
            <p class="hint" role="status">
                {words.value.loading}
            </p>
        );
    }
    return (
        <div class="note bad" role="alert">
            <span>{words.value.refused(of.fault)}</span>
            <Button small onClick={of.again}>
                {words.value.retry}
            </Button>
        </div>
    );
}
