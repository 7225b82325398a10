"""Speech for microphones, and WAV files in and out.

Microphones of a briefing are WAV files at 16 kHz: Vietnamese by espeak-ng, another voice and another
text for every box, so that a judge can tell who is heard; or any recording that is given.
"""
import subprocess
import wave
from pathlib import Path

import numpy as np

RATE = 16_000

# What each box says. Different sentences: a judge that correlates must not take one for another.
SENTENCES = [
    "Kính thưa các đồng chí, hôm nay chúng ta giao ban về công tác phòng chống lụt bão, "
    "đề nghị các xã báo cáo tình hình mưa lũ, đường sá và lương thực.",
    "Xã chúng tôi đêm qua mưa rất to, suối dâng cao một mét rưỡi, đã di dời hai mươi bảy hộ dân "
    "lên điểm trường, không có thiệt hại về người.",
    "Báo cáo trung tâm, đường lên bản bị sạt lở ở ba điểm, xe máy không qua được, "
    "chúng tôi cần một máy xúc và hai trăm bao xi măng.",
    "Trạm y tế xã đã tiêm phòng cho một trăm bốn mươi cháu, còn thiếu thuốc hạ sốt "
    "và nước sạch cho khu tái định cư.",
    "Trường tiểu học hôm nay nghỉ học, mái lớp học số bốn bị tốc, phụ huynh đang cùng thầy cô "
    "sửa chữa, dự kiến thứ hai học lại.",
    "Vụ lúa mùa đã gặt được sáu mươi phần trăm, bà con đang phơi trong nhà, "
    "đề nghị cho mượn thêm hai máy sấy.",
]
VOICES = ["vi", "vi-vn-x-central", "vi-vn-x-south"]


class SpeechUnavailable(RuntimeError):
    """espeak-ng is missing or failed; the message says what to do."""


def read_wav(path: Path) -> tuple[np.ndarray, int]:
    """Samples as float32 in -1..1 (first channel) and the rate. A file still being written is read as far as it goes."""
    with wave.open(str(path), "rb") as file:
        if file.getsampwidth() != 2:
            raise ValueError(f"{path}: {8 * file.getsampwidth()} bits a sample; 16-bit PCM is needed "
                             f"(sox {path} -b 16 out.wav)")
        raw = file.readframes(file.getnframes())
        channels, rate = file.getnchannels(), file.getframerate()
    usable = len(raw) // (2 * channels) * 2 * channels
    samples = np.frombuffer(raw[:usable], dtype="<i2").reshape(-1, channels)[:, 0]
    return samples.astype(np.float32) / 32768.0, rate


def write_wav(path: Path, samples: np.ndarray, rate: int = RATE) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())


def resample(samples: np.ndarray, rate: int, to: int = RATE) -> np.ndarray:
    """Band-limited by way of the spectrum: exact enough for judging and for a microphone that is a file."""
    if rate == to:
        return samples
    length = int(round(len(samples) * to / rate))
    spectrum = np.fft.rfft(samples)
    wanted = np.zeros(length // 2 + 1, dtype=complex)
    kept = min(len(spectrum), len(wanted))
    wanted[:kept] = spectrum[:kept]
    return (np.fft.irfft(wanted, length) * (length / len(samples))).astype(np.float32)


def synthesize(index: int, path: Path) -> Path:
    """Speaks sentence `index` into `path`: 16 kHz, peak at half of full scale, 0.3 s of pause at the end."""
    raw = path.with_suffix(".espeak.wav")
    command = ["espeak-ng", "-v", VOICES[index % len(VOICES)], "-s", str(150 + 9 * (index % 4)),
               "-p", str(35 + 12 * (index % 5)), "-w", str(raw), SENTENCES[index % len(SENTENCES)]]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except FileNotFoundError:
        raise SpeechUnavailable("espeak-ng is not installed: apt-get install espeak-ng") from None
    except subprocess.CalledProcessError as error:
        raise SpeechUnavailable(f"espeak-ng failed: {error.stderr.strip()}") from None
    samples, rate = read_wav(raw)
    raw.unlink()
    samples = resample(samples, rate)
    samples *= 0.5 / max(1e-9, float(np.max(np.abs(samples))))
    write_wav(path, whole_loop(samples, pause=0.3))
    return path


def whole_loop(samples: np.ndarray, pause: float) -> np.ndarray:
    """Ends in a pause, and is a multiple of 0.25 s long: such lengths have small factors, which a judge's FFT needs."""
    step = RATE // 4
    length = -(-(len(samples) + int(pause * RATE)) // step) * step
    return np.concatenate([samples, np.zeros(length - len(samples), dtype=np.float32)])


def adopt(recording: Path, path: Path) -> Path:
    """Makes a microphone of any recording: one channel, 16 kHz."""
    samples, rate = read_wav(recording)
    write_wav(path, whole_loop(resample(samples, rate), pause=0.0))
    return path
