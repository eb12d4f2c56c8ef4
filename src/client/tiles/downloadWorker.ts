// Downloads one map and ends. A worker, because only there a file can be written piece by piece,
// and because a hundred megabytes are hashed at its end. Ended by whoever started it: what is
// written by then stays.
import { fault } from '#domain/fault.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import type { AssetHash } from '#domain/ids.ts'
import { fetchTransport } from '../http/transport.ts'
import type { DownloadAnswer, DownloadRequest } from './downloadMessages.ts'
import { fetchMap, type MapToFetch } from './fetchMap.ts'
import { mapDatabase } from './mapDatabase.ts'
import { canKeepFiles, mapFolder } from './mapFolder.ts'
import { mapLock } from './phoneMaps.ts'
import { missingRoom } from './roomForMap.ts'

declare const self: DedicatedWorkerGlobalScope

/** A person sees no more than this of a bar; the last of them is told too. */
const tellEveryMs = 250
const tell = (answer: DownloadAnswer): void => self.postMessage(answer)

let tryNow = (): void => undefined
const wait = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    tryNow = () => {
      clearTimeout(timer)
      resolve()
    }
  })

let latest: DownloadAnswer
let isTelling = false
function told(bytes: number, isWaiting: boolean): void {
  latest = { tell: 'bytes', bytes, isWaiting }
  if (isTelling) return
  isTelling = true
  setTimeout(() => {
    isTelling = false
    tell(latest)
  }, tellEveryMs)
}

const missing = async (bytes: number): Promise<number> =>
  missingRoom(bytes, (await navigator.storage.estimate?.().catch(() => null)) ?? {})

async function download(map: MapToFetch): Promise<Result<AssetHash>> {
  const place = (await canKeepFiles(navigator.storage))
    ? mapFolder(navigator.storage)
    : mapDatabase()
  // Another window may be at it: then it is done when this one comes to it.
  return navigator.locks.request(mapLock(map.hash), async () => {
    if (await place.open(map.hash)) return succeed(map.hash)
    const part = await place.begin(map.hash)
    const end = await fetchMap(map, {
      transport: fetchTransport,
      part,
      wait,
      told,
      missing,
    }).finally(() => part.close())
    if (!end.ok && end.fault.code === 'mapSpoilt') await place.remove(map.hash)
    return end
  })
}

self.onmessage = ({ data }: MessageEvent<DownloadRequest>) => {
  if (data.ask === 'tryNow') return tryNow()
  download(data.map)
    .catch((error: unknown) => {
      console.warn('map', error)
      return fail(fault('storageRefused'))
    })
    .then((end) => tell({ tell: 'end', end }))
    .catch(() => undefined)
}
