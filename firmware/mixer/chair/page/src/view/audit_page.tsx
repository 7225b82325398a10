import { useSignal } from "@preact/signals";
import { call } from "../api/http";
import type { ActionLine } from "../api/types";
import { tell, why } from "../state/actions";
import { deed } from "../words/deeds";
import { timeWithSeconds, day } from "../words/format";
import { language, words } from "../words/language";
import { Button } from "./button";
import { Loading, useLoaded } from "./loaded";

export function AuditPage() {
    const w = words.value.audit;
    const lines = useLoaded<{ actions: ActionLine[] }>("api/audit");
    return (
        <div class="page">
            <h1>{w.title}</h1>
            <p class="hint">{w.hint}</p>
            <Loading of={lines}>{(answer) => <Table first={answer.actions} />}</Loading>
        </div>
    );
}

/** As many lines as the mixing box tells at once. */
const atOnce = 200;

function Table({ first }: { first: readonly ActionLine[] }) {
    const w = words.value.audit;
    const older = useSignal<readonly ActionLine[]>([]);
    const ended = useSignal(first.length < atOnce);
    const lines = [...first, ...older.value];
    if (lines.length === 0) return <p class="hint">{w.none}</p>;

    async function more(): Promise<void> {
        try {
            const answer = await call<{ actions: ActionLine[] }>(`api/audit?before=${lines[lines.length - 1]?.serial ?? 0}`);
            older.value = [...older.value, ...answer.actions];
            ended.value = answer.actions.length < atOnce;
        } catch (fault) {
            tell(words.value.refused(why(fault)), true);
        }
    }

    return (
        <>
        <div class="scroll" tabIndex={0} role="region" aria-label={w.title}>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{w.time}</th>
                        <th scope="col">{w.who}</th>
                        <th scope="col">{w.what}</th>
                        <th scope="col">{w.done}</th>
                        <th scope="col">{w.from}</th>
                    </tr>
                </thead>
                <tbody>
                    {lines.map((line) => (
                        <tr key={line.serial}>
                            <td class="number">
                                {day(line.at, language.value)} {timeWithSeconds(line.at, language.value)}
                            </td>
                            <td>{line.who}</td>
                            <td>{deed(line, words.value)}</td>
                            <td>{!line.done ? <span class="problem-line">{w.refused}</span> : w.ok}</td>
                            <td class="number">{line.address}</td>
                        </tr>
                    ))}
                </tbody>
            </table>
        </div>
        {!ended.value && <Button onClick={() => void more()}>{w.older}</Button>}
        </>
    );
}
