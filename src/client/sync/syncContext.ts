// What a round of sync is given and what it hands back; made by syncLoop.ts and by those who
// deposit for others, read by every step of the round.
import type { Fault } from '#domain/fault.ts'
import type { CacheDb } from '../db/cacheDb.ts'
import type { CaptureDb } from '../db/captureDb.ts'
import type { Transport } from '../http/transport.ts'
import type { SendWindow } from './sendWindow.ts'

export interface SyncContext {
  capture: CaptureDb
  /** Null for one who only deposits: nothing is asked for and nothing is shown. */
  cache: CacheDb | null
  transport: Transport
  device: { id: string; secret: string }
  app: string
  now: () => number
  onPhotosLeft?: (left: number) => void
  /** How many changes this link takes at once; kept from round to round. */
  sendWindow?: SendWindow
  /** What the browser promises for this phone's storage. */
  storage?: () => { persisted: boolean | null; installed: boolean }
}

export interface SyncDone {
  pushed: number
  /** The rows they belong to, each once. */
  rowsSent: string[]
  pulledRows: number
  photosSent: number
  /** False when the user session has ended: work goes out, news does not come in. */
  isReading: boolean
  /** The server wants this phone to hand everything in and then erase itself (wipe.ts). */
  order?: 'wipe'
  /**
   * The server has no room for what waits yet: it stays here and is resent when the answer
   * says (S13).
   */
  later?: Fault
  /** When something that its author may still take back is to leave. */
  nextInMs?: number
}
