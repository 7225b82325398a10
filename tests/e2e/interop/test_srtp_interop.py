#!/usr/bin/python3
"""A third party's SRTP understands ours, and we understand theirs: GStreamer's srtpdec and srtpenc.

test_srtp_interop.py [BUILD]: BUILD is the build folder (GIAOBAN_BUILD, or build/release). Prints `PASS name` or
`FAIL name: why` for each case; the exit code is 0 if all passed.

Packets go from one end to the other through pipes, framed as in RFC 4571, so that nothing is lost on the way, no port
is needed and the end of the stream is the end of the test.
"""
import os
import shutil
import struct
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
SSRC = 0xCAFEBABE
OPUS = 111
SECONDS_ALLOWED = 60


@dataclass(frozen=True)
class Profile:
    name: str  # as srtp_stream has it
    cipher: str  # as GStreamer has it
    auth: str
    key: str  # master key and salt


# Key and salt of RFC 3711 appendix B.3, as long as each profile wants them.
PROFILES = (
    Profile("aes-cm", "aes-128-icm", "hmac-sha1-80", "e1f97a0d3e018be0d64fa32c06de4139" "0ec675ad498afeebb6960b3aabe6"),
    Profile("aes-128-gcm", "aes-128-gcm", "null", "e1f97a0d3e018be0d64fa32c06de4139" "0ec675ad498afeebb6960b3a"),
    Profile("aes-256-gcm", "aes-256-gcm", "null", "e1f97a0d3e018be0d64fa32c06de4139" * 2 + "0ec675ad498afeebb6960b3a"),
)


class InteropFailed(Exception):
    pass


def frame(packets: list) -> bytes:
    return b"".join(struct.pack("!H", len(packet)) + packet for packet in packets)


def unframe(stream: bytes) -> list:
    packets = []
    while stream:
        (length,) = struct.unpack("!H", stream[:2])
        packets.append(stream[2 : 2 + length])
        stream = stream[2 + length :]
    return packets


def rtp_packets() -> list:
    """Two minutes of speech as far as numbers go: lengths of 3 to 400 bytes, once around the sequence numbers."""
    packets = []
    for i in range(40):
        sequence = (0x7000 + i * 0x800) & 0xFFFF
        marker = 0x80 if i == 0 else 0
        header = struct.pack("!BBHII", 0x80, marker | OPUS, sequence, i * 960 * 0x800 & 0xFFFFFFFF, SSRC)
        packets.append(header + bytes((i * 7 + j) & 0xFF for j in range(3 + i * 10)))
    return packets


def rtcp_packets() -> list:
    """Sender reports with a name (RFC 3550 sections 6.4.1 and 6.5)."""
    packets = []
    for i in range(5):
        report = struct.pack("!BBHIIIIII", 0x80, 200, 6, SSRC, 3_900_000_000 + i, 0, i * 48000, i * 50, i * 2000)
        name = b"\x01\x04hong" + bytes(2)
        packets.append(report + struct.pack("!BBHI", 0x81, 202, 1 + len(name) // 4, SSRC) + name)
    return packets


def run(command: list, stdin: bytes) -> bytes:
    try:
        done = subprocess.run(command, input=stdin, capture_output=True, timeout=SECONDS_ALLOWED)
    except subprocess.TimeoutExpired:
        raise InteropFailed(f"{command[0]} did not end within {SECONDS_ALLOWED} s") from None
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise InteropFailed(f"{command[0]} ended with {done.returncode}: {said[-1] if said else 'it said nothing'}")
    return done.stdout


def gstreamer(pipeline: str, stdin: bytes) -> bytes:
    return run(["gst-launch-1.0", "-q", *pipeline.split()], stdin)


def srtp_caps(profile: Profile, ssrc: int, kind: str) -> str:
    ciphers = ",".join(
        f"{layer}-cipher=(string){profile.cipher},{layer}-auth=(string){profile.auth}" for layer in ("srtp", "srtcp")
    )
    return f"application/x-{kind}-stream,ssrc=(uint){ssrc},payload=(int){OPUS},srtp-key=(buffer){profile.key},{ciphers}"


def they_open(profile: Profile, packets: list, ssrc: int = SSRC) -> list:
    """What GStreamer's srtpdec makes of SRTP packets."""
    source = f"fdsrc fd=0 ! {srtp_caps(profile, ssrc, 'srtp')} ! rtpstreamdepay"
    return unframe(gstreamer(f"{source} ! srtpdec ! rtpstreampay ! fdsink fd=1 sync=false", frame(packets)))


def they_open_rtcp(profile: Profile, packets: list, ssrc: int = SSRC) -> list:
    source = f"fdsrc fd=0 ! {srtp_caps(profile, ssrc, 'srtcp')} ! rtpstreamdepay"
    sink = "decoder.rtcp_src ! rtpstreampay ! fdsink fd=1 sync=false"
    return unframe(gstreamer(f"{source} ! decoder.rtcp_sink srtpdec name=decoder {sink}", frame(packets)))


def srtpenc(profile: Profile) -> str:
    layers = " ".join(f"{layer}-cipher={profile.cipher} {layer}-auth={profile.auth}" for layer in ("rtp", "rtcp"))
    return f"srtpenc name=encoder key={profile.key} {layers}"


def they_protect(profile: Profile, packets: list) -> list:
    caps = f"application/x-rtp-stream,media=audio,clock-rate=48000,encoding-name=OPUS,payload={OPUS},ssrc=(uint){SSRC}"
    source = f"fdsrc fd=0 ! {caps} ! rtpstreamdepay"
    return unframe(gstreamer(f"{source} ! {srtpenc(profile)} ! rtpstreampay ! fdsink fd=1 sync=false", frame(packets)))


def they_protect_rtcp(profile: Profile, packets: list) -> list:
    source = f"fdsrc fd=0 ! application/x-rtcp-stream,ssrc=(uint){SSRC} ! rtpstreamdepay ! encoder.rtcp_sink_0"
    sink = "encoder.rtcp_src_0 ! rtpstreampay ! fdsink fd=1 sync=false"
    return unframe(gstreamer(f"{source} {srtpenc(profile)} {sink}", frame(packets)))


def expect(got: list, wanted: list, whose: str) -> None:
    if got != wanted:
        raise InteropFailed(f"{whose} opened {len(got)} of {len(wanted)} packets, or not as they were")


def cases(profile: Profile, ours: Path):
    def we(what: str, packets: list) -> list:
        return unframe(run([str(ours), what, profile.name, str(SSRC), profile.key], frame(packets)))

    def they_understand_us() -> None:
        expect(they_open(profile, we("protect", rtp_packets())), rtp_packets(), "srtpdec")

    def they_understand_our_reports() -> None:
        expect(they_open_rtcp(profile, we("protect", rtcp_packets())), rtcp_packets(), "srtpdec")

    def they_notice_a_change() -> None:
        protected = we("protect", rtp_packets())
        protected[7] = protected[7][:-1] + bytes([protected[7][-1] ^ 1])
        expect(they_open(profile, protected), rtp_packets()[:7] + rtp_packets()[8:], "srtpdec")

    def we_understand_them() -> None:
        protected = they_protect(profile, rtp_packets())
        if any(plain[12:] in packet for plain, packet in zip(rtp_packets()[2:], protected[2:])):
            raise InteropFailed("srtpenc let packets through as they were")
        expect(we("open", protected), rtp_packets(), "srtp_stream")

    def we_understand_their_reports() -> None:
        expect(we("open", they_protect_rtcp(profile, rtcp_packets())), rtcp_packets(), "srtp_stream")

    return (
        they_understand_us,
        they_understand_our_reports,
        they_notice_a_change,
        we_understand_them,
        we_understand_their_reports,
    )


def main(arguments: list) -> int:
    build = Path(arguments[0] if arguments else os.environ.get("GIAOBAN_BUILD", ROOT / "build" / "release"))
    ours = build / "bin" / "srtp_stream"
    if not ours.exists():
        print(f"FAIL srtp_interop: {ours} is not built: build the target srtp_stream")
        return 1
    if shutil.which("gst-launch-1.0") is None:
        print("FAIL srtp_interop: gst-launch-1.0 is missing: install the packages of tools/packages")
        return 1
    failed = 0
    for profile in PROFILES:
        for case in cases(profile, ours):
            name = f"{case.__name__}_{profile.name}"
            try:
                case()
                print(f"PASS {name}", flush=True)
            except InteropFailed as failure:
                failed += 1
                print(f"FAIL {name}: {failure}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
