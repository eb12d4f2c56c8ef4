// What the endpoint is made of. One composition root (main.ts), and tests with parts of their own.
import type { Logger } from 'pino'
import type { Auth } from './auth/auth.ts'
import type { Hints } from './hints.ts'
import type { PhotoStore } from './photos/photoStore.ts'
import type { Storage } from './storage/storage.ts'

export interface EndpointDeps {
  storage: Storage
  photos: PhotoStore
  auth: Auth
  hints: Hints
  /** Milliseconds since 1970; the only clock of the endpoint. */
  now: () => number
  log: Pick<Logger, 'info' | 'warn' | 'error'>
  /** Where people reach it, without a trailing slash. */
  publicUrl: string
}
