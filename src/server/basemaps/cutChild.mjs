// The programme of the child process that reads an archive of tiles (PMTiles, version 3) and cuts a
// box out of it, run by cutter.ts from this very text (`?raw`): so it needs no build step of its
// own. Stands alone: handed to it are the library of the format, asked for the numbers of tiles
// only, and the text of domain/tileArchive.mjs, which says how an archive begins. Tiles are copied
// as they lie there, unpacked only to look at a few.
import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { gunzipSync, gzipSync } from 'node:zlib'

const [, libraryUrl, writerUrl, limitsJson] = process.argv
const limits = JSON.parse(limitsJson)
const { tileIdToZxy, zxyToTileId } = await import(libraryUrl)
const { directoriesOf, headerBytes, headerOf } = await import(writerUrl)

/** Whoever asked sees the end and judges. */
function endIfTooLarge() {
  if (process.memoryUsage.rss() > limits.rssBytes) process.kill(process.pid, 'SIGKILL')
}
setInterval(endIfTooLarge, 20)
process.on('disconnect', () => process.exit())

class Refusal extends Error {
  constructor(code, detail) {
    super(code)
    this.fault = { code, ...(detail ? { detail } : {}) }
  }
}
const damaged = () => new Refusal('mapNotPmtiles')
const megabytes = (bytes) =>
  bytes / 1e6 < 10 ? (bytes / 1e6).toFixed(2) : String(Math.round(bytes / 1e6))

const tileTypes = ['', 'mvt', 'png', 'jpeg', 'webp', 'AVIF', 'MLT']
const compressions = ['', 'none', 'gzip', 'brotli', 'zstd']

// ---- reading

async function readExactly(file, offset, length) {
  endIfTooLarge()
  const bytes = Buffer.alloc(length)
  for (let at = 0; at < length;) {
    const { bytesRead } = await file.read(bytes, at, length - at, offset + at)
    if (bytesRead === 0) throw damaged()
    at += bytesRead
  }
  return bytes
}

async function readHeader(file) {
  const { size } = await file.stat()
  const bytes = await readExactly(file, 0, Math.min(size, headerBytes))
  const magic = bytes.toString('latin1', 0, 7)
  // The first two versions had a magic of two bytes, then the number.
  if (magic.startsWith('PM') && (bytes[2] === 1 || bytes[2] === 2) && bytes[3] === 0)
    throw new Refusal('mapOldVersion', { version: bytes[2] })
  if (magic !== 'PMTiles') throw damaged()
  if (bytes[7] < 3) throw new Refusal('mapOldVersion', { version: bytes[7] })
  if (bytes[7] > 3) throw new Refusal('mapUnsupported', { what: `PMTiles ${bytes[7]}` })
  if (bytes.length < headerBytes) throw truncated(headerBytes, size)
  const whole = (at) => Number(bytes.readBigUInt64LE(at))
  const section = (at) => ({ offset: whole(at), length: whole(at + 8) })
  const degrees = (at) => bytes.readInt32LE(at) / 1e7
  const header = {
    root: section(8),
    metadata: section(24),
    leaves: section(40),
    data: section(56),
    tiles: whole(72),
    packed: compressions[bytes[97]],
    tilePacked: compressions[bytes[98]],
    tileType: tileTypes[bytes[99]],
    minZoom: bytes[100],
    maxZoom: bytes[101],
    bounds: [102, 106, 110, 114].map(degrees),
  }
  const { root, metadata, leaves, data } = header
  for (const { offset, length } of [root, metadata, leaves, data])
    if (length > 0 && (offset < headerBytes || offset + length > Number.MAX_SAFE_INTEGER))
      throw damaged()
  const end = Math.max(
    ...[root, metadata, leaves, data].map(({ offset, length }) => offset + length),
  )
  if (end > size) throw truncated(end, size)
  if (root.length === 0 || root.length > limits.directoryBytes) throw damaged()
  refuseUnreadable(header)
  return header
}

const truncated = (expected, here) =>
  new Refusal('mapTruncated', { expected: megabytes(expected), here: megabytes(here) })

/** What phones cannot unpack or draw. */
function refuseUnreadable({ packed, tilePacked, tileType }) {
  const isReadable = (name) => name === 'none' || name === 'gzip'
  if (!isReadable(packed)) throw new Refusal('mapUnsupported', { what: packed || '?' })
  if (!['mvt', 'png', 'jpeg', 'webp'].includes(tileType))
    throw new Refusal('mapUnsupported', { what: tileType || '?' })
  const isPicture = tileType !== 'mvt'
  if (!isReadable(tilePacked) && !(isPicture && tilePacked === ''))
    throw new Refusal('mapUnsupported', { what: tilePacked || '?' })
}

/** All directories together may not become larger than a limit. */
function opener(packed) {
  let left = limits.directoryBytes
  return (bytes) => {
    try {
      const plain = packed === 'gzip' ? gunzipSync(bytes, { maxOutputLength: left }) : bytes
      left -= plain.length
      return plain
    } catch {
      throw damaged()
    }
  }
}

/** Ids ascend; an entry stands for a run of tiles, or for a leaf directory where that is 0. */
function readDirectory(bytes) {
  let at = 0
  // By multiplication: ids of tiles are larger than 32 bits.
  const next = () => {
    let value = 0
    for (let weight = 1; ; weight *= 128) {
      const byte = bytes[at++]
      if (byte === undefined || weight > 2 ** 49) throw damaged()
      value += (byte & 127) * weight
      if (byte < 128) return value
    }
  }
  const count = next()
  if (count * 4 > bytes.length) throw damaged()
  const column = () => Float64Array.from({ length: count }, next)
  const ids = column()
  for (let i = 1; i < count; i++) ids[i] += ids[i - 1]
  const [runs, lengths, offsets] = [column(), column(), column()]
  for (let i = 0; i < count; i++) {
    if (offsets[i] > 0) offsets[i] -= 1
    else if (i > 0) offsets[i] = offsets[i - 1] + lengths[i - 1]
    else throw damaged()
  }
  return { count, ids, runs, lengths, offsets }
}

// ---- which tiles

const clamp = (value, low, high) => Math.min(high, Math.max(low, value))

function tilesOf([west, south, east, north], z) {
  const side = 2 ** z
  const column = (lon) => clamp(Math.floor(((lon + 180) / 360) * side), 0, side - 1)
  const row = (lat) => {
    const sine = Math.sin((clamp(lat, -85.0511, 85.0511) * Math.PI) / 180)
    return clamp(
      Math.floor((0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * side),
      0,
      side - 1,
    )
  }
  return { left: column(west), right: column(east), top: row(north), low: row(south) }
}

const countOf = ({ left, right, top, low }) => (right - left + 1) * (low - top + 1)

const quarters = [
  [0, 0],
  [0, 1],
  [1, 1],
  [1, 0],
]

/**
 * Ids of all tiles of the box at this zoom, as ranges: a square of the pyramid that lies within it
 * whole is one range, because the curve fills it before it leaves it.
 */
function rangesAt(z, box) {
  const { left, right, top, low } = tilesOf(box, z)
  const ranges = []
  const descend = (level, x, y) => {
    const size = 2 ** (z - level)
    const [x0, y0] = [x * size, y * size]
    const [x1, y1] = [x0 + size - 1, y0 + size - 1]
    if (x0 > right || x1 < left || y0 > low || y1 < top) return
    if (x0 >= left && x1 <= right && y0 >= top && y1 <= low) {
      const index = zxyToTileId(level, x, y) - zxyToTileId(level, 0, 0)
      const start = zxyToTileId(z, 0, 0) + index * size * size
      ranges.push({ start, end: start + size * size })
      return
    }
    for (const [column, row] of quarters) descend(level + 1, x * 2 + column, y * 2 + row)
  }
  descend(0, 0, 0)
  return ranges.sort((a, b) => a.start - b.start)
}

/** Entries of the tiles asked for, in the order of their ids; runs are cut at the box's edge. */
async function pick(file, header, ranges) {
  const unpack = opener(header.packed)
  const picked = []
  let tiles = 0
  let at = 0
  const add = (id, run, offset, length) => {
    if (length === 0 || offset + length > header.data.length) throw damaged()
    const before = picked.at(-1)
    tiles += run
    if (before?.offset === offset && before.id + before.run === id) before.run += run
    else picked.push({ id, run, offset, length })
    if (picked.length > limits.entries) throw tooLarge(likelyBytes(header, picked.length))
  }
  const walk = async ({ offset, length }, depth) => {
    if (depth > limits.depth) throw damaged()
    const { count, ids, runs, lengths, offsets } = readDirectory(
      unpack(await readExactly(file, offset, length)),
    )
    for (let i = 0; i < count; i++) {
      const end = runs[i] > 0 ? ids[i] + runs[i] : i + 1 < count ? ids[i + 1] : Infinity
      while (at < ranges.length && ranges[at].end <= ids[i]) at++
      if (at === ranges.length) return
      if (ranges[at].start >= end) continue
      if (runs[i] > 0)
        for (let j = at; j < ranges.length && ranges[j].start < end; j++) {
          const start = Math.max(ids[i], ranges[j].start)
          add(start, Math.min(end, ranges[j].end) - start, offsets[i], lengths[i])
        }
      else {
        if (lengths[i] === 0 || offsets[i] + lengths[i] > header.leaves.length) throw damaged()
        await walk({ offset: header.leaves.offset + offsets[i], length: lengths[i] }, depth + 1)
      }
    }
  }
  await walk(header.root, 1)
  return { picked, tiles }
}

/** So many tiles of this archive, as large as they are on the average. */
const likelyBytes = ({ data, tiles }, count) => (count * data.length) / Math.max(1, tiles)

const tooLarge = (bytes) =>
  new Refusal('mapTooLarge', { megabytes: megabytes(bytes), limit: megabytes(limits.mapBytes) })

// ---- what it is

const layerNames = new Set(
  'boundaries buildings earth landcover landuse mask natural physical_line physical_point places pois roads transit water'.split(
    ' ',
  ),
)

/** Names of layers and of what is said in them. Throws where it is no vector tile. */
function wordsIn(tile, words) {
  for (const [id, layer] of fieldsOf(tile)) {
    if (id !== 3) continue
    const fields = [...fieldsOf(layer)]
    const named = fields.find(([field]) => field === 1)
    if (!named) throw damaged()
    words.layers.add(named[1].toString('utf8'))
    for (const [field, bytes] of fields) if (field === 3) words.keys.add(bytes.toString('utf8'))
  }
}

/** Fields of one protocol buffer that hold bytes; numbers are passed over. */
function* fieldsOf(bytes) {
  let at = 0
  const next = () => {
    let value = 0
    for (let weight = 1; ; weight *= 128) {
      const byte = bytes[at++]
      if (byte === undefined || weight > 2 ** 63) throw damaged()
      value += (byte & 127) * weight
      if (byte < 128) return value
    }
  }
  while (at < bytes.length) {
    const key = next()
    const wire = key % 8
    if (wire === 0) next()
    else if (wire === 1) at += 8
    else if (wire === 5) at += 4
    else if (wire === 2) {
      const length = next()
      if (at + length > bytes.length) throw damaged()
      yield [Math.floor(key / 8), bytes.subarray(at, at + length)]
      at += length
    } else throw damaged()
  }
  if (at > bytes.length) throw damaged()
}

const pictureBegins = { png: '89504e47', jpeg: 'ffd8ff', webp: '52494646' }

/** A few tiles are looked at, the one in the middle of the highest zoom first. */
async function lookAtTiles(file, header, picked, box, words) {
  const { z } = zxyOf(picked.at(-1).id)
  const { left, right, top, low } = tilesOf(box, z)
  const middle = zxyToTileId(z, Math.floor((left + right) / 2), Math.floor((top + low) / 2))
  const nearest = picked.reduce((best, each) =>
    Math.abs(each.id - middle) < Math.abs(best.id - middle) ? each : best,
  )
  const step = Math.max(1, Math.floor(picked.length / limits.looks))
  for (const { offset, length } of [nearest, ...picked.filter((_, i) => i % step === 0)]) {
    if (length > limits.tileBytes) throw damaged()
    const raw = await readExactly(file, header.data.offset + offset, length)
    let tile = raw
    try {
      if (header.tilePacked === 'gzip')
        tile = gunzipSync(raw, { maxOutputLength: limits.tileBytes })
    } catch {
      throw damaged()
    }
    const begins = pictureBegins[header.tileType]
    if (begins === undefined) wordsIn(tile, words)
    else if (!tile.toString('hex', 0, 4).startsWith(begins)) throw damaged()
  }
}

function schemaOf({ layers, keys }) {
  if (![...layers].some((name) => layerNames.has(name))) return 'other'
  if ([...keys].some((key) => key.startsWith('pmap:'))) return 'protomapsOld'
  return keys.has('kind') ? 'protomaps4' : 'other'
}

const zxyOf = (id) => {
  const [z, x, y] = tileIdToZxy(id)
  return { z, x, y }
}

async function readMetadata(file, header) {
  if (header.metadata.length === 0) return {}
  if (header.metadata.length > limits.metadataBytes) throw damaged()
  const raw = await readExactly(file, header.metadata.offset, header.metadata.length)
  try {
    const plain =
      header.packed === 'gzip' ? gunzipSync(raw, { maxOutputLength: limits.metadataBytes }) : raw
    const metadata = JSON.parse(plain.toString('utf8'))
    return typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata)
      ? metadata
      : {}
  } catch {
    throw damaged()
  }
}

const textOf = (value) =>
  typeof value === 'string'
    ? value
        .replace(/<[^>]*>/g, '')
        .replaceAll('&copy;', '©')
        .replaceAll('&amp;', '&')
        .replace(/\s+/g, ' ')
        .trim()
        .slice(0, 200)
    : ''

/** As planetiler says it, or as it stood in the name before. */
function dateOf({ name, ...metadata }) {
  const said = metadata['planetiler:osm:osmosisreplicationtime'] ?? name
  const [text = ''] = /\d{4}-\d{2}-\d{2}T[\d:.]+Z/.exec(String(said)) ?? []
  const at = Date.parse(text)
  return Number.isFinite(at) && at > 0 ? at : null
}

const overlap = (a, b) => [
  Math.max(a[0], b[0]),
  Math.max(a[1], b[1]),
  Math.min(a[2], b[2]),
  Math.min(a[3], b[3]),
]

const isBox = ([west, south, east, north]) => west < east && south < north

/** Kilometres from the middle of one box to the nearest of the other, at least 1. */
function kilometresApart([west, south, east, north], there) {
  const radians = Math.PI / 180
  const [lon, lat] = [(west + east) / 2, (south + north) / 2]
  const [toLon, toLat] = [clamp(lon, there[0], there[2]), clamp(lat, there[1], there[3])]
  const half = (degrees) => Math.sin((degrees * radians) / 2) ** 2
  const chord =
    half(toLat - lat) + Math.cos(lat * radians) * Math.cos(toLat * radians) * half(toLon - lon)
  return Math.max(1, Math.round(12_742 * Math.asin(Math.sqrt(chord))))
}

// ---- writing

/** In the order in which they are met, each source offset once. */
function laidOut(picked) {
  const places = new Map()
  const blobs = []
  let bytes = 0
  const entries = picked.map(({ id, run, offset, length }) => {
    let place = places.get(offset)
    if (place === undefined) {
      place = bytes
      places.set(offset, place)
      blobs.push({ offset, length })
      bytes += length
    }
    return { id, run, offset: place, length }
  })
  return { entries, blobs, bytes }
}

/** Blobs that lie side by side are read together. Answers the SHA-256 of all that was written. */
async function write(from, data, parts, blobs, path) {
  const hash = createHash('sha256')
  const to = await open(path, 'wx')
  const put = async (bytes) => {
    hash.update(bytes)
    await to.writeFile(bytes)
  }
  try {
    for (const part of parts) await put(part)
    for (let i = 0; i < blobs.length;) {
      const { offset } = blobs[i]
      let length = 0
      do length += blobs[i++].length
      while (
        i < blobs.length &&
        blobs[i].offset === offset + length &&
        length + blobs[i].length <= limits.readBytes
      )
      await put(await readExactly(from, data.offset + offset, length))
    }
    await to.sync()
  } finally {
    await to.close()
  }
  return hash.digest('hex')
}

// ---- the task

/** @param out where the cut is written; null where only what it would be is asked. */
async function cut({ path, name, box: asked, maxZoom: wished, out }) {
  const file = await open(path, 'r')
  try {
    const header = await readHeader(file)
    const metadata = await readMetadata(file, header)
    const box = asked ?? header.bounds
    const top = Math.min(wished ?? limits.zoom, header.maxZoom, limits.zoom)
    const zooms = []
    for (let z = header.minZoom; z <= top; z++) zooms.push(z)
    const askedTiles = zooms.reduce((sum, z) => sum + countOf(tilesOf(box, z)), 0)
    if (askedTiles > limits.tiles) throw tooLarge(likelyBytes(header, askedTiles))
    const { picked, tiles } = await pick(
      file,
      header,
      zooms.flatMap((z) => rangesAt(z, box)),
    )
    // A tile of zoom 0 shows every box; what counts is the highest.
    if (picked.length === 0 || zxyOf(picked.at(-1).id + picked.at(-1).run - 1).z < top)
      throw new Refusal('mapElsewhere', { km: kilometresApart(box, header.bounds) })
    const words = { layers: new Set(), keys: new Set() }
    await lookAtTiles(file, header, picked, box, words)
    const { entries, blobs, bytes } = laidOut(picked)
    const { root, leaves } = directoriesOf(entries, gzipSync)
    const leafBytes = leaves.reduce((sum, { length }) => sum + length, 0)
    const packedMetadata = gzipSync(
      JSON.stringify({ ...metadata, 'gridwalk:cutFrom': { name, bounds: header.bounds } }),
    )
    const within = overlap(box, header.bounds)
    const facts = {
      bounds: isBox(within) ? within : box,
      minZoom: zxyOf(picked[0].id).z,
      maxZoom: top,
    }
    const sections = [root.length, packedMetadata.length, leafBytes, bytes]
    const size = sections.reduce((sum, length) => sum + length, headerBytes)
    if (size > limits.mapBytes) throw tooLarge(size)
    const isVector = header.tileType === 'mvt'
    const answer = {
      state: 'done',
      ...facts,
      kind: isVector ? 'vector' : 'raster',
      schema: isVector ? schemaOf(words) : 'other',
      attribution: textOf(metadata.attribution),
      dataDate: dateOf(metadata),
      bytes: size,
      tiles,
      sourceBounds: header.bounds,
      sourceMaxZoom: header.maxZoom,
    }
    if (out === null) return answer
    const head = headerOf({
      sections,
      counts: [tiles, entries.length, blobs.length],
      tileCompression: compressions.indexOf(header.tilePacked),
      tileType: tileTypes.indexOf(header.tileType),
      zooms: [facts.minZoom, facts.maxZoom],
      bounds: facts.bounds,
    })
    const parts = [head, root, packedMetadata, ...leaves]
    return { ...answer, hash: await write(file, header.data, parts, blobs, out) }
  } finally {
    await file.close()
  }
}

process.on('message', (task) => {
  cut(task)
    .catch((error) =>
      error instanceof Refusal
        ? { state: 'refused', fault: error.fault }
        : { state: 'failed', error: String(error?.code ?? error?.name) },
    )
    .then((answer) => process.send(answer))
})
process.send({ state: 'ready' })
