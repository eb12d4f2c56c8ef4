// A zip's entries by its directory. What it would inflate to is known before anything is inflated,
// and what is inflated is of the length and the checksum that the directory says.
import { inflateSync } from 'fflate'
import { crc32 } from './crc32.ts'
import { decode, encodingOf } from './encoding.ts'
import { inMegabytes, limits } from './limits.ts'
import { PlanFault } from './planFault.ts'

export interface ZipEntry {
  /** With `/` between folders. */
  name: string
  /** Inflated anew at each call. Throws a `PlanFault`: `zipBroken`. */
  read(): Uint8Array
}

/**
 * Folders and what macOS adds are left out. Throws a `PlanFault`: `zipBroken` (also for a name that
 * leads out of the zip), `zipTooLarge`, `zipLocked`.
 */
export function openZip(bytes: Uint8Array): ZipEntry[] {
  const records = directoryOf(bytes)
  if (records.some(({ isLocked }) => isLocked)) throw new PlanFault('zipLocked')
  const inflated = records.reduce((sum, { length }) => sum + length, 0)
  const most = Math.min(
    limits.inflatedBytes,
    Math.max(limits.inflatedAnyway, limits.inflatedTimes * bytes.length),
  )
  if (inflated > most)
    throw new PlanFault('zipTooLarge', {
      megabytes: inMegabytes(inflated),
      most: inMegabytes(most),
    })
  return records
    .filter(({ name }) => !name.endsWith('/') && !name.startsWith('__MACOSX/'))
    .map((record) => ({ name: record.name, read: () => inflate(bytes, record) }))
}

/** `packed` and `length` in bytes: as it lies in the zip, and inflated. */
interface DirectoryRecord {
  name: string
  isLocked: boolean
  method: number
  checksum: number
  packed: number
  length: number
  localAt: number
}

const endSignature = 0x06054b50
const recordSignature = 0x02014b50
const localSignature = 0x04034b50

function directoryOf(bytes: Uint8Array): DirectoryRecord[] {
  const view = viewOf(bytes)
  const end = endOf(view)
  const count = view.getUint16(end + 10, true)
  if (count > limits.zipEntries)
    throw new PlanFault('zipTooLarge', { entries: count, most: limits.zipEntries })
  const records: DirectoryRecord[] = []
  let at = view.getUint32(end + 16, true)
  for (let index = 0; index < count; index++) {
    if (at + 46 > end || view.getUint32(at, true) !== recordSignature)
      throw new PlanFault('zipBroken')
    const flags = view.getUint16(at + 8, true)
    const nameLength = view.getUint16(at + 28, true)
    records.push({
      name: nameOf(bytes.subarray(at + 46, at + 46 + nameLength), (flags & 0x800) !== 0),
      isLocked: (flags & 1) !== 0,
      method: view.getUint16(at + 10, true),
      checksum: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      length: view.getUint32(at + 24, true),
      localAt: view.getUint32(at + 42, true),
    })
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return records
}

/** It is followed by a comment of up to 64 kB. */
function endOf(view: DataView): number {
  const least = Math.max(0, view.byteLength - 22 - 0xffff)
  for (let at = view.byteLength - 22; at >= least; at--)
    if (view.getUint32(at, true) === endSignature) return at
  throw new PlanFault('zipBroken')
}

/** Chinese names are in GBK where the zip does not say that they are UTF-8. */
function nameOf(bytes: Uint8Array, isUtf8: boolean): string {
  const name = decode(bytes, isUtf8 ? 'utf-8' : encodingOf(bytes)).replaceAll('\\', '/')
  if (name.startsWith('/') || name.split('/').includes('..'))
    throw new PlanFault('zipBroken', { entry: name })
  return name
}

function inflate(bytes: Uint8Array, record: DirectoryRecord): Uint8Array {
  const view = viewOf(bytes)
  const { localAt, packed, length, name } = record
  const broken = new PlanFault('zipBroken', { entry: name })
  if (localAt + 30 > bytes.length || view.getUint32(localAt, true) !== localSignature) throw broken
  const from =
    localAt + 30 + view.getUint16(localAt + 26, true) + view.getUint16(localAt + 28, true)
  if (from + packed > bytes.length) throw broken
  const content = unpack(bytes.subarray(from, from + packed), record)
  if (content?.length !== length || crc32(content) !== record.checksum) throw broken
  return content
}

/** Never more than the length it should have; null where it cannot be unpacked. */
function unpack(packed: Uint8Array, { method, length }: DirectoryRecord): Uint8Array | null {
  if (method === 0) return packed
  if (method !== 8) return null
  try {
    return inflateSync(packed, { out: new Uint8Array(length) })
  } catch {
    return null
  }
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
