// What may befall one request on its way: one vocabulary for every network of the tests. The one in
// this process (world.ts) and the one of the stories (fuzz/fuzzLink.ts) do what is not about single
// bytes, by `underFault`; the proxy on TCP (faults/kit/proxy.ts) does all of it.
import { newId } from '#domain/newId.ts'

/** An answer of somebody who is not the server. */
export interface ForeignAnswer {
  status: number
  headers?: Record<string, string>
  body?: string
}

export type NetworkFault = WholeFault | ByteFault

/** Whole requests and answers. */
export type WholeFault =
  /** It never reaches the server. */
  | 'dropRequest'
  /** Carried out by the server, and the answer is lost. */
  | 'dropAnswer'
  /** The server gets it a second time. */
  | 'deliverTwice'
  /** Somebody else answers, and the server hears nothing. */
  | ForeignAnswer
  /** The answer's text is altered and sent with a right length. */
  | { alterAnswer: (text: string) => string }

/** What only a network of bytes and sockets can do. */
export type ByteFault =
  /** Taken and never answered. */
  | 'neverAnswer'
  /** Delivered to another node at the same time. */
  | { deliverAlsoTo: number }
  | { cutAfter: number; direction: 'up' | 'down' }
  /** So many bytes of the answer, then silence on an open connection. */
  | { silentAfter: number }

export const loginPage: ForeignAnswer = {
  status: 200,
  headers: { 'Content-Type': 'text/html' },
  body: '<h1>Please log in</h1>',
}

/** What a proxy says that thinks the request too large. */
export const proxysOwn413: ForeignAnswer = {
  status: 413,
  headers: { 'Content-Type': 'text/html' },
  body: '<h1>Request Entity Too Large</h1>',
}

export const cutAnswer = {
  alterAnswer: (text: string): string => text.slice(0, text.length >> 1),
}

/** The answer to another request, as a cache gives it. */
export const wrongReq = {
  alterAnswer: (text: string): string =>
    text.replace(/"req":"[^"]+"/, `"req":"${newId(0, crypto)}"`),
}

export const isForeign = (fault: NetworkFault | undefined): fault is ForeignAnswer =>
  typeof fault === 'object' && 'status' in fault

export const reset = (): never => {
  throw new TypeError('reset')
}

/**
 * One call to the server with this fault, in this process.
 *
 * @param again how it is delivered the other time, if that is to be done otherwise.
 */
export async function underFault(
  fault: WholeFault | undefined,
  call: () => Promise<Response>,
  again = call,
): Promise<Response> {
  if (fault === 'dropRequest') reset()
  if (isForeign(fault))
    return new Response(fault.body ?? (fault.status === 204 ? null : ''), {
      status: fault.status,
      headers: fault.headers,
    })
  if (fault === 'deliverTwice') await (await again()).arrayBuffer()
  const answer = await call()
  if (fault === 'dropAnswer') {
    await answer.arrayBuffer()
    reset()
  }
  return typeof fault === 'object' && 'alterAnswer' in fault && answer.status !== 204
    ? new Response(fault.alterAnswer(await answer.text()), answer)
    : answer
}
