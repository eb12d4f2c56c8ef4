// The page's door to the worker that downloads a map.
import { fault } from '#domain/fault.ts'
import type { AssetHash } from '#domain/ids.ts'
import { fail, type Result } from '#domain/result.ts'
import type { DownloadAnswer, DownloadRequest } from './downloadMessages.ts'
import type { MapToFetch } from './fetchMap.ts'
import { missingRoom } from './roomForMap.ts'

export interface Download {
  /** Never resolves once it was stopped. Faults: those of fetchMap, `offline` without a worker. */
  end: Promise<Result<AssetHash>>
  /** The connection is back: it need not wait any longer. */
  tryNow(): void
  /** What is there stays, and is gone on with. */
  stop(): void
}

const startWorker = (): Worker =>
  new Worker(new URL('./downloadWorker.ts', import.meta.url), { type: 'module', name: 'map' })

/** @param have bytes that are here already. */
export async function downloadMap(
  { hash, bytes }: MapToFetch,
  have: number,
  told: (bytes: number, isWaiting: boolean) => void,
  storage: Pick<StorageManager, 'estimate'> | undefined = globalThis.navigator?.storage,
  start = startWorker,
): Promise<Result<Download>> {
  const missing = missingRoom(bytes - have, (await storage?.estimate?.().catch(() => null)) ?? {})
  if (missing > 0) return fail(fault('storageFull', { missing }))
  const worker = start()
  const ask = (request: DownloadRequest): void => worker.postMessage(request)
  const end = new Promise<Result<AssetHash>>((resolve) => {
    worker.onmessage = ({ data }: MessageEvent<DownloadAnswer>) => {
      if (data.tell === 'bytes') return told(data.bytes, data.isWaiting)
      worker.terminate()
      resolve(data.end)
    }
    // Its script could not be loaded: nothing else tells so.
    worker.onerror = () => {
      worker.terminate()
      resolve(fail(fault('offline')))
    }
  })
  ask({ ask: 'fetch', map: { hash, bytes } })
  return {
    ok: true,
    value: { end, tryNow: () => ask({ ask: 'tryNow' }), stop: () => worker.terminate() },
  }
}
