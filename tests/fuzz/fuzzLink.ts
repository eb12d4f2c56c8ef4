// The network between a phone and the nodes: does to one call what the act says, and keeps every
// request for a late delivery.
import type { Transport } from '#client/http/transport.ts'
import type { MemberId } from '#domain/ids.ts'
import {
  cutAnswer,
  type ForeignAnswer,
  loginPage,
  proxysOwn413,
  reset,
  underFault,
  type WholeFault,
  wrongReq,
} from '../networkFault.ts'
import { origin } from '../world.ts'
import type { Trouble } from './acts.ts'
import type { FuzzNode } from './mortalDriver.ts'
import type { WatchedFactory } from './watchedFactory.ts'

/** A request as it lies in some buffer on the way. */
export interface SentRequest {
  path: string
  init: RequestInit
}

export interface LinkPlan {
  trouble: Trouble
  /** Which call of the sync it befalls. */
  call: number
  /**
   * Runs while the first request is under way: after it was decided, before its answer is heard.
   */
  meanwhile: () => Promise<void>
  /** Asks for the smallest pages there are. */
  isSlow: boolean
}

export const calm: LinkPlan = {
  trouble: 'none',
  call: 0,
  meanwhile: () => Promise.resolve(),
  isSlow: false,
}

export interface LinkEnds {
  node: FuzzNode
  factory: WatchedFactory
  /** The session that goes along, if there is one. */
  session: MemberId | null
  sent: SentRequest[]
  heard(answer: unknown): Promise<void>
}

/** A request without any change passes, one with a long note does not. */
const smallProxyBytes = 4_000

const refusal = (status: number, code: string): ForeignAnswer => ({
  status,
  headers: { 'Content-Type': 'application/json', 'Retry-After': '1' },
  body: JSON.stringify({ v: 1, fault: { code } }),
})

const networkFaults: Partial<Record<Trouble, WholeFault>> = {
  dropRequest: 'dropRequest',
  dropAnswer: 'dropAnswer',
  deliverTwice: 'deliverTwice',
  loginPage,
  cutAnswer,
  wrongReq,
  tooLarge: proxysOwn413,
  slowDown: refusal(429, 'tooManyRequests'),
  unavailable: refusal(503, 'serverBusy'),
}

export function openLink(ends: LinkEnds, plan: LinkPlan): Transport {
  let calls = 0
  return {
    send: async (path, init) => {
      const isFirst = calls === 0
      const trouble = plan.trouble === 'offline' || calls++ === plan.call ? plan.trouble : 'none'
      if (ends.factory.isDead || trouble === 'offline') reset()
      const request = asSent(path, init, plan.isSlow, ends.session)
      ends.sent.push(request)
      // Not one call but the whole sync: whatever is longer than it likes is refused.
      if (
        plan.trouble === 'smallProxy' &&
        path === '/api/sync/1' &&
        sizeOf(request.init.body) > smallProxyBytes
      )
        return underFault(refusal(413, 'tooLarge'), reset)
      if (trouble === 'cutRequest') {
        if (init.method === 'PATCH')
          await deliver(ends.node, halved(request)).catch(() => undefined)
        reset()
      }
      if (trouble === 'nodeDiesBeforeCommit') ends.node.dieAt('beforeCommit')
      if (trouble === 'nodeDiesAfterCommit') ends.node.dieAt('afterCommit')
      if (trouble === 'diskFull') ends.node.dieAt('diskFull')
      const call = async (): Promise<Response> => {
        const answer = await deliver(ends.node, request)
        if (isFirst) await plan.meanwhile()
        if (ends.node.isDead() || ends.factory.isDead || trouble === 'dropAnswer') reset()
        const text = answer.status === 204 ? null : await answer.text()
        if (path === '/api/sync/1' && answer.status === 200) await ends.heard(JSON.parse(text!))
        return new Response(text, answer)
      }
      return underFault(networkFaults[trouble], call, () => deliver(ends.node, request))
    },
  }
}

export const deliver = (node: FuzzNode, { path, init }: SentRequest): Promise<Response> =>
  node.fetch(new Request(origin + path, init))

const sizeOf = (body: BodyInit | null | undefined): number =>
  typeof body === 'string'
    ? Buffer.byteLength(body)
    : ((body as ArrayBuffer | undefined)?.byteLength ?? 0)

function asSent(
  path: string,
  init: RequestInit,
  isSlow: boolean,
  session: MemberId | null,
): SentRequest {
  const headers = new Headers(init.headers)
  let body = init.body
  if (path === '/api/sync/1' && isSlow) body = (body as string).replace(/"max":\d+/, '"max":1')
  headers.set('Origin', origin)
  headers.set('Content-Length', String(sizeOf(body)))
  if (session) headers.set('Cookie', session)
  return { path, init: { ...init, body, headers } }
}

function halved({ path, init }: SentRequest): SentRequest {
  const body = (init.body as ArrayBuffer).slice(0, sizeOf(init.body) >> 1)
  const headers = new Headers(init.headers)
  headers.set('Content-Length', String(body.byteLength))
  return { path, init: { ...init, body, headers } }
}
