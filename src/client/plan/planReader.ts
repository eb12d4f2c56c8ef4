// Stands between the page and the plan worker: one question at a time, and a worker that cannot
// start or breaks is told as such instead of being waited for.
import type { PlanAnswers, PlanRequest } from './planRequest.ts'

export interface PlanReader {
  /** Rejects where the worker cannot be started or broke off. */
  ask<K extends keyof PlanAnswers>(
    request: Extract<PlanRequest, { ask: K }>,
  ): Promise<PlanAnswers[K]>
  close(): void
}

export function openPlanReader(): PlanReader {
  const worker = new Worker(new URL('./planWorker.ts', import.meta.url), {
    type: 'module',
    name: 'plan',
  })
  let last: Promise<unknown> = Promise.resolve()
  const askNow = <K extends keyof PlanAnswers>(
    request: Extract<PlanRequest, { ask: K }>,
  ): Promise<PlanAnswers[K]> =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<PlanAnswers[K]>) => resolve(data)
      worker.onerror = (event) => {
        event.preventDefault()
        reject(new Error(event.message || 'the plan worker did not start'))
      }
      worker.postMessage(request)
    })
  return {
    ask: (request) => {
      const answer = last.then(() => askNow(request))
      last = answer.catch(() => undefined)
      return answer
    },
    close: () => worker.terminate(),
  }
}
