// A recording for the page to play: Ogg Opus of silence, page by page. Source: RFC 3533 (Ogg), RFC 7845 (Opus in Ogg).

const crcTable = Array.from({ length: 256 }, (_, i) => {
    let value = i << 24;
    for (let bit = 0; bit < 8; bit += 1) value = value & 0x80000000 ? (value << 1) ^ 0x04c11db7 : value << 1;
    return value >>> 0;
});

function crc(bytes: Buffer): number {
    let value = 0;
    for (const byte of bytes) value = ((value << 8) ^ (crcTable[((value >>> 24) ^ byte) & 0xff] ?? 0)) >>> 0;
    return value;
}

function lacingOf(packet: Buffer): number[] {
    return [...Array<number>(Math.floor(packet.length / 255)).fill(255), packet.length % 255];
}

function page(packets: Buffer[], granule: number, sequence: number, flags: number, lacing = packets.flatMap(lacingOf)): Buffer {
    const head = Buffer.alloc(27);
    head.write("OggS", 0);
    head.writeUInt8(flags, 5);
    head.writeBigInt64LE(BigInt(granule), 6);
    head.writeUInt32LE(0x47424d31, 14); // serial number of the stream
    head.writeUInt32LE(sequence, 18);
    head.writeUInt8(lacing.length, 26);
    const whole = Buffer.concat([head, Buffer.from(lacing), ...packets]);
    whole.writeUInt32LE(crc(whole), 22);
    return whole;
}

/** 20 ms of silence: CELT, fullband, one frame (RFC 6716 section 3.1). */
const silence = Buffer.from([0xf8, 0xff, 0xfe]);
const frame = 960;
const framesAPage = 50;

/** A packet that may be longer than the 65,025 bytes of a page. */
function pagesOf(packet: Buffer, sequence: number): Buffer[] {
    const lacing = lacingOf(packet);
    const pages: Buffer[] = [];
    for (let from = 0; from < lacing.length; from += 255) {
        const some = lacing.slice(from, from + 255);
        const begun = from * 255;
        const bytes = some.reduce((sum, one) => sum + one, 0);
        const ended = from + 255 >= lacing.length;
        // A page on which no packet ends says -1 (RFC 3533 section 6).
        pages.push(page([packet.subarray(begun, begun + bytes)], ended ? 0 : -1, sequence + pages.length, from === 0 ? 0 : 1, some));
    }
    return pages;
}

export function silentRecording(seconds: number, comments: string[], kept = 0): Buffer {
    const head = Buffer.alloc(19);
    head.write("OpusHead", 0);
    head.writeUInt8(1, 8);
    head.writeUInt8(1, 9);
    head.writeUInt32LE(16_000, 12);
    const text = (value: string): Buffer => {
        const bytes = Buffer.from(value, "utf8");
        const length = Buffer.alloc(4);
        length.writeUInt32LE(bytes.length);
        return Buffer.concat([length, bytes]);
    };
    const count = Buffer.alloc(4);
    count.writeUInt32LE(comments.length);
    const tags = Buffer.concat([Buffer.from("OpusTags"), text("giaoban"), count, ...comments.map(text)]);
    const padded = Buffer.concat([tags, Buffer.alloc(Math.max(0, kept - tags.length))]);
    const pages = [page([head], 0, 0, 2), ...pagesOf(padded, 1)];
    const frames = seconds * 50;
    for (let done = 0, sequence = pages.length; done < frames; sequence += 1) {
        const now = Math.min(framesAPage, frames - done);
        done += now;
        pages.push(page(Array<Buffer>(now).fill(silence), done * frame, sequence, done === frames ? 4 : 0));
    }
    return Buffer.concat(pages);
}
