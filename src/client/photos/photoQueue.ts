// Stands between the page and the photo worker: one photo at a time (a decoded one takes tens of
// megabytes), and a worker that crashed or hangs is replaced, with a fault for the photo it held.
import { fault } from '#domain/fault.ts'
import { fail, type Result } from '#domain/result.ts'
import type { PhotoAnswer, PhotoRequest, PreparedPhoto } from './photoRequest.ts'

/** The few members of Worker that are used here. */
export interface PhotoWorkerPort {
  onmessage: ((event: MessageEvent<PhotoAnswer>) => void) | null
  onerror: ((event: ErrorEvent) => void) | null
  onmessageerror: ((event: MessageEvent) => void) | null
  postMessage(request: PhotoRequest): void
  terminate(): void
}

/** `startWorker` may throw where the browser has no module workers. */
export function photoQueue({
  startWorker,
  timeoutMs = 30_000,
}: {
  startWorker: () => PhotoWorkerPort
  timeoutMs?: number
}) {
  let worker: PhotoWorkerPort | null = null
  let last: Promise<unknown> = Promise.resolve()

  function discardWorker(): void {
    worker?.terminate()
    worker = null
  }

  function ask(request: PhotoRequest): Promise<PhotoAnswer> {
    return new Promise((resolve) => {
      const giveUp = (reason: string): void => {
        clearTimeout(timer)
        discardWorker()
        resolve(fail(fault('photoUnreadable', { reason })))
      }
      const timer = setTimeout(() => giveUp('tookTooLong'), timeoutMs)
      try {
        worker ??= startWorker()
        worker.onmessage = ({ data }) => {
          clearTimeout(timer)
          resolve(data)
        }
        worker.onerror = (event) => {
          event.preventDefault()
          giveUp('workerCrashed')
        }
        worker.onmessageerror = () => giveUp('workerCrashed')
        worker.postMessage(request)
      } catch {
        giveUp('browserTooOld')
      }
    })
  }

  return (request: PhotoRequest): Promise<Result<PreparedPhoto>> => {
    const answer = last.then(() => ask(request))
    last = answer
    return answer
  }
}
