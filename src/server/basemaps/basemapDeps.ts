// What making and altering base maps needs of the server.
import type { Instant, ScopeId } from '#domain/ids.ts'
import type { AssetStore } from '../assets/assetStore.ts'
import type { Storage } from '../storage/port/storage.ts'
import type { Cutter } from './cutter.ts'

export interface BasemapDeps {
  storage: Storage
  assets: AssetStore
  cutter: Cutter
  /** Archives on the server's disk. */
  mapArchives?: readonly string[]
  hints: { publish(scopes: readonly ScopeId[]): void }
  backup?: { wake(): void }
  now: () => Instant
}
