// The page's door to the worker that draws the base map.
import type {
  ArchiveFacts,
  BaseMapAnswer,
  BaseMapLook,
  BaseMapRequest,
  BaseMapTrouble,
  TileAddress,
} from './baseMapMessages.ts'

export interface BaseMapEvents {
  opened(facts: ArchiveFacts): void
  stale(at: readonly TileAddress[]): void
  /** Told once; nothing more is drawn. */
  failed(trouble: BaseMapTrouble): void
}

export interface BaseMapPainter {
  /** The way to cancel it. Null is told where it cannot be drawn. */
  ask(at: TileAddress, drawn: (picture: ImageBitmap | null) => void): () => void
  restyle(look: BaseMapLook): void
  close(): void
}

/** Where workers come from, and go when their map is closed. */
export interface WorkerPool {
  take(): Worker
  leave(worker: Worker): void
}

let idle: Worker | null = null
/** The last one waits for the next map: started and compiled, it draws its first tile sooner. */
const oneWorker: WorkerPool = {
  take() {
    const worker =
      idle ??
      new Worker(new URL('./baseMapWorker.ts', import.meta.url), {
        type: 'module',
        name: 'base map',
      })
    idle = null
    return worker
  },
  leave(worker) {
    idle?.terminate()
    idle = worker
  },
}

/** Never told twice, whichever map it was for. */
let lastId = 0

export function baseMapPainter(
  archive: Blob,
  look: BaseMapLook,
  events: BaseMapEvents,
  pool = oneWorker,
): BaseMapPainter {
  const waiting = new Map<number, (picture: ImageBitmap | null) => void>()
  let hasFailed = false
  const worker = pool.take()
  const ask = (request: BaseMapRequest): void => worker.postMessage(request)

  function fail(trouble: BaseMapTrouble): void {
    if (hasFailed) return
    hasFailed = true
    for (const drawn of waiting.values()) drawn(null)
    waiting.clear()
    events.failed(trouble)
  }
  function settle(id: number, picture: ImageBitmap | null): void {
    const drawn = waiting.get(id)
    waiting.delete(id)
    if (drawn) drawn(picture)
    else picture?.close()
  }

  worker.onmessage = ({ data }: MessageEvent<BaseMapAnswer>) => {
    if (data.tell === 'opened') events.opened(data.facts)
    else if (data.tell === 'stale') events.stale(data.at)
    else if (data.tell === 'tile') settle(data.id, data.picture)
    else if (data.id === undefined || data.trouble === 'gone') fail(data.trouble)
    else settle(data.id, null)
  }
  // A script that does not load tells so here and nowhere else.
  worker.onerror = () => fail('noWorker')
  ask({ ask: 'open', archive, look })

  return {
    ask(at, drawn) {
      const id = ++lastId
      if (hasFailed) {
        drawn(null)
        return () => undefined
      }
      waiting.set(id, drawn)
      ask({ ask: 'tile', id, at })
      return () => {
        if (waiting.delete(id)) ask({ ask: 'cancel', id })
      }
    },
    restyle: (next) => ask({ ask: 'look', look: next }),
    close() {
      waiting.clear()
      worker.onmessage = worker.onerror = null
      if (hasFailed) worker.terminate()
      else pool.leave(worker)
    },
  }
}
