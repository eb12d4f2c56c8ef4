// What passes between the page and the worker that downloads a map.
import type { AssetHash } from '#domain/ids.ts'
import type { Result } from '#domain/result.ts'
import type { MapToFetch } from './fetchMap.ts'

export type DownloadRequest = { ask: 'fetch'; map: MapToFetch } | { ask: 'tryNow' }

export type DownloadAnswer =
  { tell: 'bytes'; bytes: number; isWaiting: boolean } | { tell: 'end'; end: Result<AssetHash> }
