import type { ComponentChildren } from "preact";
import type { Action } from "../api/types";
import { act, keyOf, underway } from "../state/actions";
import { linkState } from "../state/store";
import { Icon, type IconName } from "./icons";

interface Look {
    icon?: IconName;
    kind?: "plain" | "main" | "danger" | "quiet";
    small?: boolean;
    /** What a screen reader says, where the visible words alone do not tell which one is meant. It begins with them. */
    label?: string;
    children: ComponentChildren;
}

export function classOf({ kind, small }: Pick<Look, "kind" | "small">): string {
    return `button ${kind ?? "plain"}${small ? " small" : ""}`;
}

interface ButtonProps extends Look {
    onClick?: () => void;
    disabled?: boolean;
    submit?: boolean;
    busy?: boolean;
    pressed?: boolean;
    why?: string;
}

export function Button(props: ButtonProps) {
    return (
        <button
            type={props.submit ? "submit" : "button"}
            class={classOf(props)}
            onClick={props.onClick}
            disabled={props.disabled}
            aria-label={props.label}
            aria-busy={props.busy ? "true" : undefined}
            aria-pressed={props.pressed}
            title={props.why}
        >
            {props.icon && <Icon name={props.icon} />}
            <span>{props.children}</span>
        </button>
    );
}

/** A button that is one action of the chair: busy until the mixing box has answered, dead while the link is lost. */
export function ActionButton(props: Look & { action: Action; disabled?: boolean; after?: () => void; why?: string }) {
    const { action, after, ...look } = props;
    const busy = underway.value.has(keyOf(action));
    return (
        <Button
            {...look}
            busy={busy}
            disabled={(props.disabled ?? false) || linkState.value === "lost"}
            onClick={() => void act(action).then((done) => done && after?.())}
        />
    );
}
