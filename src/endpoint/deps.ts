// What the endpoint is made of. One composition root (main.ts), and tests with parts of their own.
import type { Logger } from 'pino'
import type { Auth } from './auth/auth.ts'
import type { Hints } from './hints.ts'
import type { InWork } from './inWork.ts'
import type { Metrics } from './metrics.ts'
import type { ImageInspector } from './photos/imageInspector.ts'
import type { Ledger } from './ledger/ledger.ts'
import type { PhotoStore } from './photos/photoStore.ts'
import type { Backup } from './secondPlace/backup.ts'
import type { SecondPlace } from './secondPlace/secondPlace.ts'
import type { RateLimiter } from './rateLimits.ts'
import type { Replica } from './replica.ts'
import type { Storage } from './storage/storage.ts'
import type { Outside } from './verifyAudit.ts'

export interface EndpointDeps {
  storage: Storage
  /** Where pulls may be read instead. */
  replica?: Replica
  photos: PhotoStore
  images: ImageInspector
  /** Where a spoilt photo is mended from. */
  place?: SecondPlace | null
  /** What is free on the disk of the data folder. */
  freeBytes?: () => Promise<number>
  /** What was noted of the audit trail outside the database, and the key that signs it. */
  auditOutside?: () => Promise<Outside>
  /** Absent: nobody is held back. */
  limits?: RateLimiter
  /** Absent: the one with the limits that stand (ledger/limits.ts). */
  ledger?: Ledger
  /** Absent where no process can be killed by a change, as in tests of one process. */
  inWork?: InWork
  auth: Auth
  hints: Hints
  /** Absent where neither a second place nor a witness is kept. */
  backup?: Backup
  /** Milliseconds since 1970; the only clock of the endpoint. */
  now: () => number
  /** Absent: nobody counts. */
  metrics?: Metrics
  log: Pick<Logger, 'info' | 'warn' | 'error'>
  /** Where people reach it, without a trailing slash. */
  publicUrl: string
}
