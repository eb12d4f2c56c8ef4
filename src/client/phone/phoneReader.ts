// All that a live question of a screen may read: rows as the server told them, this phone's own
// work, and what the phone knows of its own state. Reads only.
import type { Patrol } from '#domain/patrol.ts'
import type { Row, RowType } from '#domain/row.ts'
import { type CachedRow, cachedRow, cachedRows } from '../db/cacheDb.ts'
import { readClockOff } from '../db/clockOff.ts'
import type { HandedOver } from '../db/meta.ts'
import { openDrafts } from '../drafts/openDrafts.ts'
import type { Draft } from '../db/tables.ts'
import { type Freeable, freeable } from '../photos/freeSpace.ts'
import { localPatrols } from '../queries/localPatrols.ts'
import { type OnPhone, onPhone } from '../queries/onPhone.ts'
import { type Carried, carriedFiles, readHandedOver } from '../rescue/importedFiles.ts'
import { type FirstPull, isKnownWhole, readFirstPull } from '../sync/firstPull.ts'
import { type OutboxReader, outboxReader } from './outbox.ts'
import { type SealedSession, unsealed } from './sealedSession.ts'

export interface PhoneReader extends OutboxReader {
  rows<T extends RowType>(t: T): Promise<CachedRow<T>[]>
  /** Not whole: what is not among them may be missing (firstPull.ts). */
  wholeRows<T extends RowType>(t: T): Promise<{ isWhole: boolean; rows: CachedRow<T>[] }>
  row<T extends RowType>(t: T, id: string): Promise<Row<T> | null>
  firstPull(): Promise<FirstPull>
  onPhone(): Promise<OnPhone>
  /** Newest first, own changes on top. */
  patrols(): Promise<{ isWhole: boolean; all: Patrol[] }>
  /** Forms of new reports that were begun and not ended, the last written first. */
  openDrafts(): Promise<Draft[]>
  /** Milliseconds to add to this phone's clock. */
  clockOff(): Promise<number>
  /** How much room a person can make at once. */
  freeable(): Promise<Freeable>
  /** Other phones' rescue files, newest first. */
  carriedFiles(): Promise<Carried[]>
  handedOver(): Promise<HandedOver | null>
}

export function phoneReader(session: SealedSession): PhoneReader {
  const { capture, cache } = unsealed(session)
  return {
    ...outboxReader(session),
    rows: (t) => cachedRows(cache, t),
    // Asked first: rows that are read after it are all there.
    wholeRows: async (t) => ({
      isWhole: isKnownWhole(cache) || (await readFirstPull(cache)).isWhole,
      rows: await cachedRows(cache, t),
    }),
    row: async (t, id) => (await cachedRow(cache, t, id)) ?? null,
    firstPull: () => readFirstPull(cache),
    onPhone: () => onPhone(capture),
    patrols: async () => ({
      isWhole: isKnownWhole(cache) || (await readFirstPull(cache)).isWhole,
      all: localPatrols(await cachedRows(cache, 'patrol'), await onPhone(capture)),
    }),
    openDrafts: () => openDrafts(capture),
    clockOff: () => readClockOff(capture),
    freeable: () => freeable(capture),
    carriedFiles: () => carriedFiles(capture),
    handedOver: () => readHandedOver(capture),
  }
}
