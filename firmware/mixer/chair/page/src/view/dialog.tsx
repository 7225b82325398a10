import type { ComponentChildren } from "preact";
import { signal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import { words } from "../words/language";
import { Button } from "./button";
import { Icon, type IconName } from "./icons";
import { Notices } from "./notices";

/** How many windows are open. What lies behind one can be neither read nor reached: the answers are then shown in it. */
export const openDialogs = signal(0);

/** A window over the page. The browser keeps the focus inside, closes it on Escape and puts the focus back. */
export function Dialog(props: { title: string; onClose: () => void; wide?: boolean; children: ComponentChildren }) {
    const element = useRef<HTMLDialogElement>(null);
    const title = useId();
    useEffect(() => {
        const dialog = element.current;
        if (dialog !== null && !dialog.open) dialog.showModal();
        openDialogs.value += 1;
        return () => {
            openDialogs.value -= 1;
            dialog?.close();
        };
    }, []);
    return (
        <dialog ref={element} class={props.wide ? "dialog wide" : "dialog"} aria-labelledby={title} onClose={props.onClose}>
            <header class="dialog-head">
                <h2 id={title}>{props.title}</h2>
                <button type="button" class="button quiet round" aria-label={words.value.close} onClick={() => element.current?.close()}>
                    <Icon name="close" />
                </button>
            </header>
            <div class="dialog-body">{props.children}</div>
            <Notices />
        </dialog>
    );
}

/** Asks before what cannot be taken back. */
export function Confirm(props: {
    title: string;
    text: string;
    sure: string;
    icon?: IconName;
    onClose: () => void;
    onSure: () => void;
}) {
    return (
        <Dialog title={props.title} onClose={props.onClose}>
            <p>{props.text}</p>
            <div class="row end">
                <Button onClick={props.onClose}>{words.value.cancel}</Button>
                <Button kind="danger" onClick={props.onSure} {...(props.icon ? { icon: props.icon } : {})}>
                    {props.sure}
                </Button>
            </div>
        </Dialog>
    );
}
