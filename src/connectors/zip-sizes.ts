const [endMark, entryMark] = [0x06054b50, 0x02014b50]
const [endBytes, entryBytes, longestComment] = [22, 46, 65_535]

/** The unpacked size of every file that an archive's directory names; null where it is no ZIP archive (APPNOTE 4.3). */
export function unpackedSizes(bytes: Buffer): ReadonlyMap<string, number> | null {
  for (let end = bytes.length - endBytes; end >= Math.max(0, bytes.length - endBytes - longestComment); end--) {
    if (bytes.readUInt32LE(end) === endMark) return entriesOf(bytes, end)
  }
  return null
}

function entriesOf(bytes: Buffer, end: number): ReadonlyMap<string, number> | null {
  const sizes = new Map<string, number>()
  let at = bytes.readUInt32LE(end + 16)
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    if (at + entryBytes > bytes.length || bytes.readUInt32LE(at) !== entryMark) return null
    const [name, extra, comment] = [28, 30, 32].map((field) => bytes.readUInt16LE(at + field))
    const from = at + entryBytes
    sizes.set(bytes.toString('utf8', from, from + (name ?? 0)), bytes.readUInt32LE(at + 24))
    at = from + (name ?? 0) + (extra ?? 0) + (comment ?? 0)
  }
  return sizes
}
