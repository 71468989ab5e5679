/** Beyond this, to look at each byte here takes longer than what it saves. */
const mostLookedAt = 1024;

const quote = 0x22;
const backslash = 0x5c;

/** Of each byte, 1 where it may not stand for itself in a JSON string, as all printable ASCII but two does. */
const needsMore = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte < 0x20 || byte > 0x7e || byte === quote || byte === backslash ? 1 : 0,
);

/** Text in UTF-8 as a JSON string. Most short texts need no escapes, and are only put between quotes. */
export function bytesAsJson(bytes: Buffer): string {
  return isPlain(bytes) ? `"${bytes.toString('latin1')}"` : JSON.stringify(bytes.toString());
}

/** Looks at eight bytes at a time: to look at each by itself would take half as long again. */
function isPlain(bytes: Buffer): boolean {
  const { length } = bytes;
  if (length > mostLookedAt) return false;
  let index = 0;
  for (; index + 8 <= length; index += 8) {
    const others =
      isOther(bytes, index) |
      isOther(bytes, index + 1) |
      isOther(bytes, index + 2) |
      isOther(bytes, index + 3) |
      isOther(bytes, index + 4) |
      isOther(bytes, index + 5) |
      isOther(bytes, index + 6) |
      isOther(bytes, index + 7);
    if (others !== 0) return false;
  }
  for (; index < length; index++) if (isOther(bytes, index) !== 0) return false;
  return true;
}

const isOther = (bytes: Buffer, index: number): number => needsMore[bytes[index] as number] as number;
