// How long a request may wait for the database in all: a phone gives up after 20 s and must have
// heard "busy" before that. Given by createServer.ts, kept by postgresDriver.ts. Only time at the
// database counts: a slow link may take what it takes.
import { AsyncLocalStorage } from 'node:async_hooks'

interface WaitingTime {
  leftMs: number
}

const ofRequest = new AsyncLocalStorage<WaitingTime>()

export async function withWaitingTime<T>(ms: number, work: () => Promise<T>): Promise<T> {
  const waiting = { leftMs: ms }
  try {
    return await ofRequest.run(waiting, work)
  } finally {
    // What a request has set going behind its answer has a time of its own.
    waiting.leftMs = Infinity
  }
}

/** Undefined where nobody waits for an answer: at the start, in commands, in the copying. */
export const waitingTime = (): WaitingTime | undefined => ofRequest.getStore()
