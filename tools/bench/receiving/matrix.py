"""Words understood: a closed matrix test. Sentences of five words, each of ten, spoken by flite and heard by
pocketsphinx, whose grammar holds these sentences and no others."""
import random
import shutil
import subprocess
import wave
from pathlib import Path

from runs import RunFailed

# Chosen so that some are close to others: an ear that is perfect on all of them would not notice a worse sound.
COLUMNS = [
    "Anna Ben Dan Glen Jim Kate Lucy Pete Sue Tom".split(),
    "bought brought found held kept lost sold told took used".split(),
    "two three four five six seven eight nine ten twelve".split(),
    "big black blue cold dark gold green grey red white".split(),
    "bags bells boats books boxes caps cards cups maps tables".split(),
]
VOICES = ["slt", "rms", "awb", "kal16"]
HZ = 16000
# Room between sentences, so that a sentence that is heard late does not run into the next.
PAUSE = 0.6
# What is cut out is longer than what was spoken by this at both ends.
AROUND = 0.25

MODEL = Path("/usr/share/pocketsphinx/model/en-us")


def is_there() -> bool:
    return bool(shutil.which("flite") and shutil.which("pocketsphinx_batch") and MODEL.exists())


def read_wav(path: Path) -> bytes:
    with wave.open(str(path), "rb") as file:
        if (file.getframerate(), file.getnchannels(), file.getsampwidth()) != (HZ, 1, 2):
            raise RunFailed(f"{path}: 16 kHz, one channel, 16 bit is expected")
        return file.readframes(file.getnframes())


def write_wav(path: Path, sound: bytes) -> None:
    with wave.open(str(path), "wb") as file:
        file.setframerate(HZ)
        file.setnchannels(1)
        file.setsampwidth(2)
        file.writeframes(sound)


class Matrix:
    """All sentences as one recording, and how many of their words are heard in what became of it."""

    def __init__(self, folder: Path, sentences: int, seed: int):
        chance = random.Random(seed)
        self.folder = folder
        self.spoken = [[chance.choice(words) for words in COLUMNS] for _ in range(sentences)]
        self.wav = folder / "matrix.wav"
        self.places = []  # seconds from, until
        sound = bytearray(2 * int(HZ * PAUSE))
        for number, sentence in enumerate(self.spoken):
            path = folder / "sentence.wav"
            subprocess.run(["flite", "-voice", VOICES[number % len(VOICES)], "-t", " ".join(sentence) + ".",
                            "-o", str(path)], check=True, capture_output=True)
            begin = len(sound) / 2 / HZ
            sound += read_wav(path)
            self.places.append((begin, len(sound) / 2 / HZ))
            sound += bytes(2 * int(HZ * PAUSE))
        write_wav(self.wav, bytes(sound))
        grammar = ["#JSGF V1.0;", "grammar matrix;",
                   "public <sentence> = " + " ".join(f"<c{index}>" for index in range(len(COLUMNS))) + ";"]
        grammar += [f"<c{index}> = {' | '.join(word.lower() for word in words)};" for index, words in enumerate(COLUMNS)]
        (folder / "matrix.gram").write_text("\n".join(grammar) + "\n", encoding="ascii")

    def score_spoken(self) -> float:
        """In percent, of what was spoken itself."""
        return self._score(read_wav(self.wav), [(begin - AROUND, end + AROUND) for begin, end in self.places])

    def score(self, heard: Path, ticks: list, origin_ms: float) -> float:
        """In percent, of what was heard; `ticks` says when what was spoken was heard."""
        first = ticks[0]["at_ms"]
        known = [((tick["at_ms"] + 20 - tick["delay_ms"] - origin_ms) / 1000, (tick["at_ms"] - first) / 1000)
                 for tick in ticks if tick["delay_ms"] is not None]
        cuts = []
        for begin, end in self.places:
            inside = [at for spoken, at in known if begin - AROUND <= spoken <= end + AROUND]
            cuts.append((inside[0], inside[-1] + 0.02) if inside else (0, 0))
        return self._score(read_wav(heard), cuts)

    def _score(self, sound: bytes, cuts: list) -> float:
        parts = self.folder / "parts"
        shutil.rmtree(parts, ignore_errors=True)
        parts.mkdir()
        for number, (begin, end) in enumerate(cuts):
            cut = sound[2 * int(HZ * max(begin, 0)):2 * int(HZ * end)]
            write_wav(parts / f"{number}.wav", cut or bytes(HZ // 5))
        (parts / "list").write_text("".join(f"{number}\n" for number in range(len(cuts))), encoding="ascii")
        done = subprocess.run(
            ["pocketsphinx_batch", "-hmm", MODEL / "en-us", "-dict", MODEL / "cmudict-en-us.dict", "-jsgf",
             self.folder / "matrix.gram", "-adcin", "yes", "-adchdr", "44", "-cepdir", parts, "-cepext", ".wav",
             "-ctl", parts / "list", "-hyp", parts / "heard", "-logfn", "/dev/null"], capture_output=True, check=False)
        if done.returncode != 0:
            raise RunFailed(f"pocketsphinx_batch: {done.returncode}")
        heard = {}
        for line in (parts / "heard").read_text(encoding="ascii").splitlines():
            words, _, rest = line.rpartition("(")
            heard[int(rest.split()[0].rstrip(")"))] = words.split()
        right = sum(a.lower() == b for number, sentence in enumerate(self.spoken)
                    for a, b in zip(sentence, heard.get(number, [])))
        return 100 * right / (len(self.spoken) * len(COLUMNS))
