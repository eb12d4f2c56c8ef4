// A device that speaks the protocol word by word, so that a test can say what no phone would.
import { gzipSync } from 'node:zlib'
import { takeInvite } from '#client/http/account.ts'
import { currentSchema } from '#domain/change.ts'
import { newId } from '#domain/newId.ts'
import type { Report } from '#domain/report.ts'
import type { PullPage, SyncRequest, SyncResponse, WholeRow } from '#protocol/messages.ts'
import { aNetwork, aReport, cast, type Cast, type World } from './world.ts'

export const uuid = (): string => newId(Date.now(), crypto)

type WholePull = Omit<NonNullable<SyncResponse['pull']>, 'pages'> & {
  pages: (Omit<PullPage, 'rows'> & { rows: WholeRow[] })[]
}

export type Envelope = { id: string; n: number } & Record<string, unknown>

export async function aProtocolClient(
  world: Pick<World, 'fetch' | 'invite'>,
  who: Cast,
  { device }: { device?: { id: string; secret: string } } = {},
) {
  const network = aNetwork(world)
  const grant = device
    ? null
    : await takeInvite(network, await world.invite(cast[who]), 'a protocol client')
  if (grant && !grant.ok) throw new Error(grant.fault.code)
  const credential = device ?? { id: grant!.value.deviceId, secret: grant!.value.deviceSecret }
  const me = cast[who].id
  let n = 0
  const client = {
    me,
    network,
    device: credential,
    install: uuid(),
    authorization: `Device ${credential.id}.${credential.secret}`,
    /** Any call with this device's credential and session. */
    call: async (
      method: string,
      path: string,
      body?: string | ArrayBuffer,
      headers: Record<string, string> = {},
    ): Promise<Response> =>
      network.send(path, {
        method,
        headers: { Authorization: client.authorization, ...headers },
        ...(body === undefined ? {} : { body }),
      }),
    request: (changes: Envelope[] = [], more: Partial<SyncRequest> = {}): SyncRequest => ({
      v: 1,
      app: 'test',
      req: uuid(),
      install: client.install,
      epoch: null,
      clock: { wall: Date.now(), zone: 'Asia/Shanghai' },
      push: { from: changes[0]?.n ?? 0, waiting: changes.length, oldest: null, changes },
      pull: null,
      photos: { waiting: 0, bytes: 0 },
      ...more,
    }),
    sync: async (
      changes: Envelope[] = [],
      more: Partial<SyncRequest> = {},
    ): Promise<SyncResponse> => {
      const answer = await client.call(
        'POST',
        '/api/sync/1',
        JSON.stringify(client.request(changes, more)),
      )
      if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`)
      return (await answer.json()) as SyncResponse
    },
    push: async (...changes: Envelope[]) => (await client.sync(changes)).push,
    /** A call that pushes nothing is answered with whole rows. */
    pull: async (cursors: Record<string, number> = {}, max = 4_000_000) =>
      (await client.sync([], { pull: { cursors, max } })).pull as WholePull | null,
    /** Everything this member is shown, from the beginning. */
    rows: async (): Promise<
      { t: string; id: string; v: number; f?: Record<string, unknown>; out?: 1 }[]
    > => ((await client.pull())?.pages ?? []).flatMap((page) => page.rows),
    /** Takes the next number. */
    envelope: (change: Record<string, unknown>): Envelope => ({
      id: uuid(),
      n: ++n,
      by: me,
      at: Date.now(),
      schema: currentSchema,
      t: 'report',
      ...change,
    }),
    creation: (
      report: Partial<Report> & Record<string, unknown> = {},
      more: Record<string, unknown> = {},
    ): Envelope => {
      const { id, steps: _steps, standing: _standing, ...set } = aReport(me, report)
      return client.envelope({ op: 'create', row: id, set, ...more })
    },
    patch: (row: unknown, change: Record<string, unknown>): Envelope =>
      client.envelope({ op: 'patch', row, ...change }),
    step: (
      row: unknown,
      type: string,
      from: string,
      to: string,
      more: Record<string, unknown> = {},
    ): Envelope =>
      client.patch(row, { step: { id: uuid(), type, by: me, at: Date.now(), from, to, ...more } }),
    zipped: async (text: string): Promise<Response> => {
      const zip = gzipSync(text)
      return client.call(
        'POST',
        '/api/sync/1',
        zip.buffer.slice(zip.byteOffset, zip.byteOffset + zip.byteLength),
        { 'Content-Encoding': 'gzip' },
      )
    },
  }
  return client
}

export type ProtocolClient = Awaited<ReturnType<typeof aProtocolClient>>

export const aVisit = {
  kind: 'visit',
  body: { visitKind: 'household', result: 'met', channel: 'door', slot: 'day' },
}
