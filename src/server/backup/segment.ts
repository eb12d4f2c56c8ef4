// What lies in the backup, as files: parts of the journal and of the hand-ins as zipped
// lines, reference rows and devices as one zipped whole. Written by copyWork.ts, read by restore/.
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { DeviceId, Instant } from '#domain/ids.ts'
import type { Row } from '#domain/row.ts'
import { sha256Of } from '../objectStore/objectNames.ts'
import type { Deposit } from '../storage/port/durability.ts'
import type { Device } from '../storage/port/storage.ts'
import type { Accepted } from '../storage/port/journal.ts'

/** Everything that is needed to accept the change once more as it was accepted then. */
export interface JournalLine extends Accepted {
  deviceId: DeviceId
}

export interface Reference {
  rows: Row[]
  devices: Pick<
    Device,
    'id' | 'memberId' | 'secretHash' | 'label' | 'createdAt' | 'boundBy' | 'revokedAt'
  >[]
  /** Without them rescue files that are still on their way could not be opened. */
  sealKeys: JsonWebKey[]
}

export const folders = {
  journal: 'journal/',
  deposits: 'deposits/',
  reference: 'reference/',
  snapshots: 'snapshots/',
} as const

const zip = promisify(gzip)
const unzip = promisify(gunzip)

/**
 * By time, so that a listing is in order; and by content, so that two nodes never write different
 * things under one name.
 */
export const segmentName = (folder: string, at: Instant, text: string): string => {
  const time = new Date(at).toISOString()
  return `${folder}${time.slice(0, 10)}/${time.slice(11, 23).replace(/\D/g, '')}-${sha256Of(text).slice(0, 16)}.ndjson.gz`
}
export const referenceName = (at: Instant, text: string): string =>
  `${folders.reference}${stampOf(at)}-${sha256Of(text).slice(0, 16)}.json.gz`
export const snapshotName = (at: Instant): string => `${folders.snapshots}${stampOf(at)}.db.gz`
export const snapshotTime = (name: string): Instant =>
  Number(/(\d{15})\.db\.gz$/.exec(name)?.[1] ?? 0)
const stampOf = (at: Instant): string => String(at).padStart(15, '0')

export const linesOf = (values: readonly object[]): string =>
  values.map((value) => JSON.stringify(value)).join('\n')
export const zipped = async (text: string): Promise<Uint8Array> => zip(text)

/** Throws where the file is damaged. */
export async function readLines<T extends JournalLine | Deposit>(bytes: Uint8Array): Promise<T[]> {
  const text = (await unzip(bytes)).toString('utf8')
  return text === '' ? [] : text.split('\n').map((line) => JSON.parse(line) as T)
}
export const readReference = async (bytes: Uint8Array): Promise<Reference> =>
  JSON.parse((await unzip(bytes)).toString('utf8')) as Reference
