"""Who heard whom in a briefing that was played on a stage."""
from dataclasses import dataclass

import judge
import speech
from stage import Stage

# A talker's voice is recognised in nearly all windows on a good link and in half of them while a bad one stalls;
# a stranger's in none but those that hold hardly more than one short sound.
HEARD_SHARE = 0.5
OWN_SHARE = 0.1
OWN_WINDOWS = 5  # half a second: a box that heard itself would for the whole turn
SETTLE = 1.5   # seconds after a turn began or ended that belong to prompts and to sound under way


@dataclass
class Hearing:
    speaker: str
    listener: str
    verdict: judge.Verdict
    ok: bool


def takes(stage: Stage) -> dict:
    """Of each box by its name: what was spoken into it, and what it played."""
    found = {}
    for name, box in stage.boxes.items():
        microphone, rate = speech.read_wav(box.microphone)
        played, out_rate = speech.read_wav(box.speaker)
        found[name] = (judge.Talker(judge.Take(speech.resample(microphone, rate), box.origin())),
                       judge.Take(speech.resample(played, out_rate), box.origin()))
    return found


def heard_between(stage: Stage, speaker: str, listener: str, begin: float, end: float, **how) -> judge.Verdict:
    taken = takes(stage)
    return judge.judge(taken[speaker][0], taken[listener][1], begin, end, **how)


def hearings(stage: Stage) -> list[Hearing]:
    found = []
    taken = takes(stage)
    for speaker, begin, end in stage.turns:
        for listener in stage.boxes:
            talker, played = taken[speaker][0], taken[listener][1]
            verdict = judge.judge(talker, played, begin + SETTLE, end - SETTLE)
            if listener == speaker:
                ok = verdict.heard <= OWN_SHARE or verdict.heard * verdict.windows < OWN_WINDOWS
            else:
                ok = verdict.windows >= 5 and verdict.heard >= HEARD_SHARE
            found.append(Hearing(speaker, listener, verdict, ok))
    return found


def table(found: list[Hearing]) -> str:
    lines = [f"{'speaker':<14}{'listener':<14}{'heard':>7}{'delay':>9}{'p95':>9}{'gap':>8}{'level':>9}"]
    for one in found:
        v = one.verdict
        if one.speaker == one.listener:
            lines.append(f"{one.speaker:<14}{'(itself)':<14}{v.heard:>6.0%}{'':>35}"
                         f"{'' if one.ok else '  HEARS ITSELF'}")
        else:
            lines.append(f"{one.speaker:<14}{one.listener:<14}{v.heard:>6.0%}{v.delay_ms:>6.0f} ms"
                         f"{v.delay_p95_ms:>6.0f} ms{v.longest_gap_ms:>5.0f} ms{v.level_db:>6.1f} dB"
                         f"{'' if one.ok else '  NOT HEARD'}")
    return "\n".join(lines)
