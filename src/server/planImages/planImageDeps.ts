// What making and altering plan pictures needs of the server.
import type { Instant, ScopeId } from '#domain/ids.ts'
import type { AssetStore } from '../assets/assetStore.ts'
import type { ImageInspector } from '../photos/imageInspector.ts'
import type { Storage } from '../storage/port/storage.ts'

export interface PlanImageDeps {
  storage: Storage
  assets: AssetStore
  images: ImageInspector
  hints: { publish(scopes: readonly ScopeId[]): void }
  backup?: { wake(): void }
  now: () => Instant
}
