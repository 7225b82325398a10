import type { Action, State } from "../api/types";
import { act } from "../state/actions";
import { selfTestSummary } from "../state/figures";
import { can, linkState, state } from "../state/store";
import { words } from "../words/language";
import { ActionButton } from "./button";
import { Icon } from "./icons";
import { HallLink } from "./hall_link";

type PolicyChoice = "queue" | "automatic" | "open" | "chair";

export function policyChoice(now: Pick<State, "policy" | "queueGrants">): PolicyChoice {
    return now.policy === "queue" && now.queueGrants === "automatic" ? "automatic" : now.policy;
}

export function policyAction(choice: PolicyChoice): Action {
    if (choice === "automatic") return { kind: "set_policy", policy: "queue", queueGrants: "automatic" };
    if (choice === "queue") return { kind: "set_policy", policy: "queue", queueGrants: "chair" };
    return { kind: "set_policy", policy: choice };
}

/** Times of a turn that can be chosen, in minutes; one that was set elsewhere is added to them. */
const limits = [0, 1, 2, 3, 5, 10, 15, 20, 30];
const mostMicrophones = 6;

/** How the meeting is run: who may speak, how long, everybody's microphone, the test of all boxes. */
export function Settings() {
    const w = words.value;
    const now = state.value;
    if (now === null) return null;
    const dead = linkState.value === "lost";
    const minutes = now.timeLimit / 60;
    const choices = limits.includes(minutes) ? limits : [...limits, minutes].sort((a, b) => a - b);
    return (
        <section class="panel settings" aria-labelledby="settings-title">
            <h2 id="settings-title">{w.floor.settings}</h2>
            {can("floor") && (
                <>
                    <label class="field">
                        <span>{w.floor.policy}</span>
                        <select
                            name="policy"
                            disabled={dead}
                            value={policyChoice(now)}
                            onChange={(event) => void choose(event.currentTarget, policyAction(event.currentTarget.value as PolicyChoice), policyChoice(now))}
                        >
                            {Object.entries(w.floor.policies).map(([value, text]) => (
                                <option key={value} value={value}>
                                    {text}
                                </option>
                            ))}
                        </select>
                    </label>
                    {now.policy === "open" && (
                        <label class="field">
                            <span>{w.floor.microphones}</span>
                            <select
                                name="microphones"
                                disabled={dead}
                                value={String(now.openMicrophones)}
                                onChange={(event) =>
                                    void choose(
                                        event.currentTarget,
                                        { kind: "set_policy", policy: "open", openMicrophones: Number(event.currentTarget.value) },
                                        String(now.openMicrophones),
                                    )
                                }
                            >
                                {Array.from({ length: Math.max(mostMicrophones, now.openMicrophones) }, (_, i) => (
                                    <option key={i} value={String(i + 1)}>
                                        {i + 1}
                                    </option>
                                ))}
                            </select>
                        </label>
                    )}
                    <label class="field">
                        <span>{w.floor.limit}</span>
                        <select
                            name="limit"
                            disabled={dead}
                            value={String(minutes)}
                            onChange={(event) =>
                                void choose(
                                    event.currentTarget,
                                    { kind: "set_time_limit", seconds: Math.round(Number(event.currentTarget.value) * 60) },
                                    String(minutes),
                                )
                            }
                        >
                            {choices.map((choice) => (
                                <option key={choice} value={String(choice)}>
                                    {choice === 0 ? w.floor.limitNone : w.floor.minutes(choice)}
                                </option>
                            ))}
                        </select>
                    </label>
                    <ActionButton icon="muted" action={{ kind: "mute_all" }}>
                        {w.floor.muteAll}
                    </ActionButton>
                </>
            )}
            {can("test") && <SelfTest />}
            {can("invite") && <HallLink />}
        </section>
    );
}

/** Sends the choice; a refused one jumps back to what holds, since the mixing box changed nothing. */
async function choose(select: HTMLSelectElement, action: Action, holds: string): Promise<void> {
    if (!(await act(action))) select.value = holds;
}

export function SelfTest() {
    const w = words.value.selfTest;
    const count = selfTestSummary(state.value?.boxes ?? {});
    const done = count.of - count.running;
    return (
        <div class="self-test">
            <ActionButton icon="pulse" action={{ kind: "self_test" }} disabled={count.running > 0} why={w.hint}>
                {w.start}
            </ActionButton>
            <p role="status" class={count.failed > 0 ? "test-result bad" : "test-result"}>
                {count.running > 0 ? (
                    <>
                        <progress value={done} max={count.of} aria-label={w.running(done, count.of)} />
                        {w.running(done, count.of)}
                    </>
                ) : count.of > 0 ? (
                    <>
                        <Icon name={count.failed > 0 ? "warning" : "check"} /> {w.result(count.ok, count.failed)}
                    </>
                ) : (
                    w.hint
                )}
            </p>
        </div>
    );
}
