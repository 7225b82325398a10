import { useComputed, useSignal } from "@preact/signals";
import { call, longPatienceMs } from "../api/http";
import { tell, why } from "../state/actions";
import { problemsOf, tileOrder } from "../state/figures";
import { can, state } from "../state/store";
import { plain, software } from "../words/format";
import { language, words } from "../words/language";
import { Since } from "./box_parts";
import { Button } from "./button";
import { Confirm, Dialog } from "./dialog";
import { SelfTest } from "./settings";
import { problemText, reasonOf } from "./tile";

interface Card {
    name: string;
    text: string;
}

/** The boxes as the technician sees them: tests, versions, cards. */
export function DevicesPage() {
    const w = words.value;
    const made = useSignal<Card | null>(null);
    return (
        <div class="page">
            <h1>{w.devices.title}</h1>
            {can("test") && (
                <section class="panel" aria-labelledby="test-title">
                    <h2 id="test-title">{w.selfTest.title}</h2>
                    <SelfTest />
                </section>
            )}
            <section class="panel" aria-labelledby="boxes-title">
                <h2 id="boxes-title">{w.devices.table}</h2>
                <BoxTable onCard={(card) => (made.value = card)} />
            </section>
            {can("boxes") && <NewCard onCard={(card) => (made.value = card)} />}
            {made.value !== null && <CardDialog card={made.value} onClose={() => (made.value = null)} />}
        </div>
    );
}

function BoxTable({ onCard }: { onCard: (card: Card) => void }) {
    const w = words.value;
    const keys = useComputed(() => tileOrder(state.value?.boxes ?? {}, language.value).join(" "));
    const replacing = useSignal<string | null>(null);
    if (keys.value === "") return <p class="hint">{w.box.noBoxes}</p>;

    async function replace(key: string, name: string): Promise<void> {
        replacing.value = null;
        try {
            const answer = await call<{ card?: string }>(`api/boxes/${encodeURIComponent(key)}/replace`, { method: "POST", body: {}, patience: longPatienceMs });
            tell(w.did["replace_box"]?.(name) ?? "");
            if (answer.card !== undefined) onCard({ name, text: answer.card });
        } catch (fault) {
            tell(w.refused(why(fault)), true);
        }
    }

    const asked = replacing.value === null ? undefined : state.value?.boxes[replacing.value];
    return (
        <div class="scroll" tabIndex={0} role="group" aria-labelledby="boxes-title">
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{w.minutes.commune}</th>
                        <th scope="col">{w.devices.state}</th>
                        <th scope="col">{w.selfTest.title}</th>
                        <th scope="col">{w.box.software}</th>
                        {can("boxes") && <th scope="col">{w.devices.replace}</th>}
                    </tr>
                </thead>
                <tbody>
                    {keys.value.split(" ").map((key) => (
                        <BoxLine key={key} id={key} onReplace={() => (replacing.value = key)} />
                    ))}
                </tbody>
            </table>
            {asked !== undefined && (
                <Confirm
                    title={w.devices.replaceTitle(asked.name)}
                    text={w.devices.replaceText}
                    sure={w.devices.replaceSure}
                    onClose={() => (replacing.value = null)}
                    onSure={() => void replace(replacing.value ?? "", asked.name)}
                />
            )}
        </div>
    );
}

function BoxLine({ id, onReplace }: { id: string; onReplace: () => void }) {
    const box = useComputed(() => state.value?.boxes[id]).value;
    if (box === undefined) return null;
    const w = words.value;
    const problems = problemsOf(box).map(problemText).join("; ");
    return (
        <tr>
            <th scope="row">
                {box.name} {box.role === "chair" && <span class="tag chair">{w.box.chair}</span>}
            </th>
            <td>
                <Since box={box} />
                {problems !== "" && <span class="problem-line">{problems}</span>}
            </td>
            <td>{box.selfTest.state === "failed" ? <span class="problem-line">{reasonOf(box.selfTest.reason)}</span> : w.selfTest.states[box.selfTest.state]}</td>
            <td>{software(box.software) || w.none}</td>
            {can("boxes") && (
                <td>
                    <Button small label={`${w.devices.replace}: ${box.name}`} onClick={onReplace}>
                        {w.devices.replace}
                    </Button>
                </td>
            )}
        </tr>
    );
}

function NewCard({ onCard }: { onCard: (card: Card) => void }) {
    const w = words.value.devices;
    const name = useSignal("");
    const chair = useSignal(false);
    const busy = useSignal(false);

    async function make(event: Event): Promise<void> {
        event.preventDefault();
        const wanted = name.value.trim();
        busy.value = true;
        try {
            const answer = await call<{ card: string }>("api/cards", { method: "POST", body: { name: wanted, chair: chair.value }, patience: longPatienceMs });
            onCard({ name: wanted, text: answer.card });
            name.value = "";
            chair.value = false;
        } catch (fault) {
            tell(words.value.refused(why(fault)), true);
        } finally {
            busy.value = false;
        }
    }

    return (
        <section class="panel" aria-labelledby="card-title">
            <h2 id="card-title">{w.card}</h2>
            <form class="row wrap end-aligned" onSubmit={(event) => void make(event)}>
                <label class="field inline">
                    <span>{w.cardName}</span>
                    <input name="card-name" required maxLength={40} value={name.value} onInput={(event) => (name.value = event.currentTarget.value)} />
                </label>
                <label class="choice">
                    <input type="checkbox" checked={chair.value} onChange={(event) => (chair.value = event.currentTarget.checked)} />
                    <span>{w.cardChair}</span>
                </label>
                <Button kind="main" icon="plus" submit busy={busy.value}>
                    {w.cardMake}
                </Button>
            </form>
        </section>
    );
}

/** The card's text, which the mixing box tells once. It is kept nowhere in the page. */
function CardDialog({ card, onClose }: { card: Card; onClose: () => void }) {
    const w = words.value.devices;
    function save(): void {
        const address = URL.createObjectURL(new Blob([card.text], { type: "application/toml" }));
        const link = document.createElement("a");
        link.href = address;
        link.download = `${plain(card.name).replace(/[^a-z0-9]+/g, "-")}.toml`;
        link.click();
        setTimeout(() => URL.revokeObjectURL(address), 10_000);
    }
    return (
        <Dialog title={w.cardMade(card.name)} onClose={onClose}>
            <p class="note">{w.cardOnce}</p>
            <pre class="card-text" tabIndex={0}>
                {card.text}
            </pre>
            <div class="row end">
                <Button kind="main" icon="download" onClick={save}>
                    {w.cardSave}
                </Button>
            </div>
        </Dialog>
    );
}
