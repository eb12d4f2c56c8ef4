import { describe, expect, it, vi } from 'vitest'
import { fault } from '#domain/fault.ts'
import { fail } from '#domain/result.ts'
import { photoQueue, type PhotoWorkerPort } from '#client/photos/photoQueue.ts'
import type { PhotoAnswer, PhotoRequest } from '#client/photos/photoRequest.ts'

class TestWorker implements PhotoWorkerPort {
  onmessage: PhotoWorkerPort['onmessage'] = null
  onerror: PhotoWorkerPort['onerror'] = null
  onmessageerror: PhotoWorkerPort['onmessageerror'] = null
  asked: PhotoRequest[] = []
  isTerminated = false
  postMessage(request: PhotoRequest): void {
    this.asked.push(request)
  }
  terminate(): void {
    this.isTerminated = true
  }
  answer(): void {
    this.onmessage?.({ data: emptyAnswer } as MessageEvent<PhotoAnswer>)
  }
  crash(): void {
    this.onerror?.({ preventDefault: () => {} } as ErrorEvent)
  }
}

const emptyAnswer = fail(fault('photoEmpty'))
const aRequest = (at = 1): PhotoRequest => ({ file: new Blob(), origin: { source: 'camera', at } })
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

function aQueue(timeoutMs?: number) {
  const workers: TestWorker[] = []
  const startWorker = (): TestWorker => {
    const worker = new TestWorker()
    workers.push(worker)
    return worker
  }
  return { workers, ask: photoQueue({ startWorker, ...(timeoutMs && { timeoutMs }) }) }
}

describe('the queue before the photo worker', () => {
  it('hands over one photo at a time to one worker, in order', async () => {
    const { ask, workers } = aQueue()
    const answers = [ask(aRequest(1)), ask(aRequest(2))]
    await settle()
    expect(workers[0]!.asked.map((request) => request.origin.at)).toEqual([1])
    workers[0]!.answer()
    await settle()
    expect(workers[0]!.asked.map((request) => request.origin.at)).toEqual([1, 2])
    workers[0]!.answer()
    expect(await Promise.all(answers)).toEqual([emptyAnswer, emptyAnswer])
    expect(workers).toHaveLength(1)
  })

  it('replaces a worker that crashed and goes on with the next photo', async () => {
    const { ask, workers } = aQueue()
    const [first, second] = [ask(aRequest(1)), ask(aRequest(2))]
    await settle()
    workers[0]!.crash()
    expect(await first).toEqual(fail(fault('photoUnreadable', { reason: 'workerCrashed' })))
    await settle()
    expect(workers[0]!.isTerminated).toBe(true)
    workers[1]!.answer()
    expect(await second).toEqual(emptyAnswer)
  })

  it('replaces a worker that does not answer in time', async () => {
    vi.useFakeTimers()
    try {
      const { ask, workers } = aQueue()
      const answer = ask(aRequest())
      await vi.advanceTimersByTimeAsync(30_000)
      expect(await answer).toEqual(fail(fault('photoUnreadable', { reason: 'tookTooLong' })))
      expect(workers[0]!.isTerminated).toBe(true)
    } finally {
      vi.useRealTimers()
    }
  })

  it('refuses the photo where the browser cannot start a worker', async () => {
    const ask = photoQueue({
      startWorker: () => {
        throw new TypeError('no module workers')
      },
    })
    expect(await ask(aRequest())).toEqual(
      fail(fault('photoUnreadable', { reason: 'browserTooOld' })),
    )
  })
})
