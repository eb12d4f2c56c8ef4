// How a rescue file is laid out (SPEC.md, R rules). Written by client/rescue, forwarded piecewise
// by any other phone, opened by server/rescue. Everything but the layout is sealed: whoever
// carries the file can neither read it nor put anything into it.
import { toHex } from '#domain/toHex.ts'
import * as v from 'valibot'
import { ChangeEnvelope } from './messages.ts'

const ascii = (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0))
const magic = ascii('GRIDWALK')
const marker = ascii('GWRF')
const version = 1

/** magic 8, version 1, key id 8, file id 16, ephemeral public key 65 */
export const rescueHeaderBytes = 98
/** marker 4, index 4, length 4, check 4 */
export const frameHeadBytes = 16

export const rescueLimits = {
  /** Sealed bytes of one record: the largest photo and a little more. */
  recordBytes: 10_100_000,
  /** Bytes of records in one request, unless a single one is larger. */
  requestBytes: 1_000_000,
  /** Changes of one record. */
  changesPerRecord: 100,
} as const

/**
 * What the seal is derived with: ECDH on P-256, HKDF-SHA-256 with the header as salt, AES-256-GCM.
 */
export const sealInfo = new Uint8Array(ascii('gridwalk rescue 1'))

export interface RescueHeader {
  /** Names the organisation's key: the first 8 bytes of the SHA-256 of it, in hex. */
  keyId: string
  /** Names the file, in hex. */
  file: string
  ephemeralKey: Uint8Array<ArrayBuffer>
  bytes: Uint8Array<ArrayBuffer>
}

export interface Frame {
  index: number
  sealed: Uint8Array<ArrayBuffer>
}

const fromHex = (hex: string): number[] =>
  Array.from({ length: hex.length / 2 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16))
const begins = (bytes: Uint8Array, at: number, with_: readonly number[]): boolean =>
  with_.every((byte, i) => bytes[at + i] === byte)

export const writeRescueHeader = (
  keyId: string,
  file: string,
  ephemeralKey: Uint8Array,
): Uint8Array<ArrayBuffer> =>
  new Uint8Array([...magic, version, ...fromHex(keyId), ...fromHex(file), ...ephemeralKey])

/** Null where it is no rescue file, or one of a later version. */
export function readRescueHeader(bytes: Uint8Array): RescueHeader | null {
  if (bytes.length < rescueHeaderBytes || !begins(bytes, 0, magic) || bytes[8] !== version)
    return null
  return {
    keyId: toHex(bytes.slice(9, 17)),
    file: toHex(bytes.slice(17, 33)),
    ephemeralKey: new Uint8Array(bytes.slice(33, rescueHeaderBytes)),
    bytes: new Uint8Array(bytes.slice(0, rescueHeaderBytes)),
  }
}

/** Notices a damaged head before its length is believed. */
const check = (index: number, length: number): number => (index ^ length ^ 0x5eed_f11e) >>> 0

export function writeFrame({ index, sealed }: Frame): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(frameHeadBytes + sealed.length)
  const view = new DataView(bytes.buffer)
  bytes.set(marker, 0)
  view.setUint32(4, index)
  view.setUint32(8, sealed.length)
  view.setUint32(12, check(index, sealed.length))
  bytes.set(sealed, frameHeadBytes)
  return bytes
}

/** The head of a record at this place, or null where none begins. */
export function readFrameHead(
  bytes: Uint8Array,
  at: number,
): { index: number; length: number } | null {
  if (at + frameHeadBytes > bytes.length || !begins(bytes, at, marker)) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, frameHeadBytes)
  const [index, length] = [view.getUint32(4), view.getUint32(8)]
  return length <= rescueLimits.recordBytes && view.getUint32(12) === check(index, length)
    ? { index, length }
    : null
}

/** Where the next record may begin, or -1. */
export function nextMarker(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(marker[0]!, from); at >= 0; at = bytes.indexOf(marker[0]!, at + 1)) {
    if (begins(bytes, at, marker)) return at
  }
  return -1
}

/** The records of a piece that is whole in memory; damaged stretches are stepped over. */
export function* framesIn(bytes: Uint8Array, from: number): Generator<Frame> {
  for (let at = from; at >= 0 && at < bytes.length;) {
    const head = readFrameHead(bytes, at)
    const end = head && at + frameHeadBytes + head.length
    if (head && end! <= bytes.length) {
      yield { index: head.index, sealed: new Uint8Array(bytes.slice(at + frameHeadBytes, end!)) }
      at = end!
    } else at = nextMarker(bytes, at + 1)
  }
}

/**
 * One key seals one file, so the index alone makes the nonce unique; it is also what the record is
 * bound to.
 */
export function nonceOf(index: number): Uint8Array<ArrayBuffer> {
  const nonce = new Uint8Array(12)
  new DataView(nonce.buffer).setUint32(8, index)
  return nonce
}

/**
 * First byte of an opened record. A copy is a thumbnail or a stamped copy: taken in like a photo,
 * and not counted as one.
 */
export const rescueRecordTypes = {
  head: 0,
  changes: 1,
  photo: 2,
  aside: 3,
  end: 4,
  copy: 5,
} as const

const text = (max: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(max))
const uuid = v.pipe(v.string(), v.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/))
const count = v.pipe(v.number(), v.integer(), v.minValue(0))

/** Whose work it is, and the device's own secret: only that device could have written it. */
export const RescueHead = v.object({
  v: v.literal(1),
  install: uuid,
  deviceId: text(80),
  deviceSecret: text(100),
  madeAt: v.number(),
  app: text(40),
  changes: count,
  photos: count,
})
export type RescueHead = v.InferOutput<typeof RescueHead>

export const RescuedChanges = v.pipe(
  v.array(ChangeEnvelope),
  v.maxLength(rescueLimits.changesPerRecord),
)
/** All that the file holds, so that it can be said whether all of it has arrived. */
export const RescueEnd = v.object({
  changes: v.pipe(v.array(uuid), v.maxLength(100_000)),
  photos: v.pipe(v.array(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))), v.maxLength(100_000)),
})
export type RescueEnd = v.InferOutput<typeof RescueEnd>

const tally = {
  changes: count,
  changesKnown: count,
  parked: count,
  photos: count,
  photosKnown: count,
  setAside: count,
}
/**
 * What became of the records of one request: new, there already, parked; photos; and those the
 * server could not take in and keeps sealed.
 */
export const RescueTally = v.object(tally)
export type RescueTally = v.InferOutput<typeof RescueTally>
export const RescueAnswer = v.object({ v: v.literal(1), ...tally })
