// How an archive of tiles begins (PMTiles, version 3): its header and its directories, as bytes.
// Not TypeScript, and without anything beside it: the cutter hands this very text to a child
// process that sees no file of the server's (server/basemaps/cutter.ts). Types: tileArchive.d.mts.

export const headerBytes = 127
/** With the header, what a reader fetches first. */
const rootBytes = 16_384 - headerBytes
const usualLeafEntries = 4096

/** As the header numbers them. */
export const tileTypes = { mvt: 1, png: 2, jpeg: 3, webp: 4, avif: 5, mlt: 6 }
export const compressions = { none: 1, gzip: 2, brotli: 3, zstd: 4 }

/**
 * Sevens of bits, the lowest first; by division, because numbers of tiles are larger than 32 bits.
 */
function putVarint(bytes, number) {
  let left = number
  for (; left >= 128; left = Math.floor(left / 128)) bytes.push((left % 128) + 128)
  bytes.push(left)
}

function directory(entries, gzip) {
  const bytes = []
  putVarint(bytes, entries.length)
  for (const [i, { id }] of entries.entries()) putVarint(bytes, id - (entries[i - 1]?.id ?? 0))
  for (const { run } of entries) putVarint(bytes, run)
  for (const { length } of entries) putVarint(bytes, length)
  for (const [i, { offset }] of entries.entries()) {
    const before = entries[i - 1]
    putVarint(bytes, before && before.offset + before.length === offset ? 0 : offset + 1)
  }
  return gzip(Uint8Array.from(bytes))
}

export function directoriesOf(entries, gzip, leafEntries) {
  if (leafEntries === undefined || entries.length <= leafEntries) {
    const root = directory(entries, gzip)
    if (root.length <= rootBytes) return { root, leaves: [] }
  }
  for (let perLeaf = leafEntries ?? usualLeafEntries; ; perLeaf *= 2) {
    const leaves = []
    const roots = []
    let offset = 0
    for (let at = 0; at < entries.length; at += perLeaf) {
      const leaf = directory(entries.slice(at, at + perLeaf), gzip)
      roots.push({ id: entries[at].id, run: 0, offset, length: leaf.length })
      leaves.push(leaf)
      offset += leaf.length
    }
    const root = directory(roots, gzip)
    if (root.length <= rootBytes) return { root, leaves }
  }
}

export function headerOf({ sections, counts, tileCompression, tileType, zooms, bounds }) {
  const bytes = new Uint8Array(headerBytes)
  const header = new DataView(bytes.buffer)
  bytes.set([...'PMTiles'].map((letter) => letter.charCodeAt(0)))
  bytes[7] = 3
  let at = headerBytes
  for (const [i, length] of sections.entries()) {
    header.setBigUint64(8 + i * 16, BigInt(at), true)
    header.setBigUint64(16 + i * 16, BigInt(length), true)
    at += length
  }
  for (const [i, count] of counts.entries()) header.setBigUint64(72 + i * 8, BigInt(count), true)
  // Clustered: tiles lie in the order of their ids.
  bytes.set([1, compressions.gzip, tileCompression, tileType, ...zooms], 96)
  const putDegrees = (where, degrees) => header.setInt32(where, Math.round(degrees * 1e7), true)
  const [west, south, east, north] = bounds
  for (const [i, degrees] of bounds.entries()) putDegrees(102 + i * 4, degrees)
  bytes[118] = zooms[1]
  putDegrees(119, (west + east) / 2)
  putDegrees(123, (south + north) / 2)
  return bytes
}
