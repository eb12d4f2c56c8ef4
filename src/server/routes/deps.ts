// What the server is made of. One composition root (main.ts), and tests with parts of their own.
import type { OnlineMap } from '#domain/onlineMap.ts'
import type { Auth } from '../auth/auth.ts'
import type { Hints } from '../sync/hints.ts'
import type { InFlightLog } from '../sync/inFlightLog.ts'
import type { Metrics } from '../operations/metrics.ts'
import type { ImageInspector } from '../photos/imageInspector.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { PhotoStore } from '../photos/photoStore.ts'
import type { AssetStore } from '../assets/assetStore.ts'
import type { Cutter } from '../basemaps/cutter.ts'
import type { Backup } from '../backup/backup.ts'
import type { ObjectStore } from '../objectStore/objectStore.ts'
import type { RateLimiter } from '../http/rateLimits.ts'
import type { Replica } from '../storage/replica.ts'
import type { Storage } from '../storage/port/storage.ts'
import type { Log } from '../settings/log.ts'
import type { Outside } from '../audit/verifyAudit.ts'

export interface ServerDeps {
  storage: Storage
  /** Where pulls may be read instead. */
  replica?: Replica
  photos: PhotoStore
  images: ImageInspector
  assets: AssetStore
  cutter: Cutter
  /** Archives of maps that the operator has laid on the disk. */
  mapArchives?: readonly string[]
  /** Maps of other providers; absent, nothing is fetched from another host. */
  onlineMaps?: readonly OnlineMap[]
  /** Where a spoilt photo is repaired from. */
  backupStore?: ObjectStore | null
  /** What is free on the disk of the data folder. */
  freeBytes?: () => Promise<number>
  /** What was noted of the audit trail outside the database, and the key that signs it. */
  auditOutside?: () => Promise<Outside>
  /** Absent: nobody is rate-limited. */
  limits?: RateLimiter
  /** Absent: the one with the limits that stand (ledger/limits.ts). */
  ledger?: Ledger
  /** Absent where no process can be killed by a change, as in tests of one process. */
  inFlightLog?: InFlightLog
  auth: Auth
  hints: Hints
  /** Absent where neither a backup nor a watermark is kept. */
  backup?: Backup
  /** Milliseconds since 1970; the only clock of the server. */
  now: () => number
  /** Absent: nobody counts. */
  metrics?: Metrics
  log: Log
  /** Where people reach it, without a trailing slash. */
  publicUrl: string
}
