// The shift that is recorded of every release: each kind of change and call a phone of that release
// makes. Released recordings are never made anew; a later release may walk a longer shift.
import sharp from 'sharp'
import { sha256 } from '#client/photos/sha256.ts'
import { deviceHeader } from '#client/http/transport.ts'
import type { PatrolId } from '#domain/ids.ts'
import { newId } from '#domain/newId.ts'
import type { PhotoRef } from '#domain/photo.ts'
import { cast, type Phone, type World, aPhone } from '../world.ts'

/**
 * One call as it left the phone; bodies as base64 of the inflated bytes, so that any release can be
 * read.
 */
export interface RecordedCall {
  /** Its place among the calls of all phones. */
  turn: number
  method: string
  path: string
  contentType: string | null
  authorization: 'device' | null
  /** Of a piece of a photo; absent is 0. */
  uploadOffset?: string
  body: string | null
}

export interface RecordedPhone {
  member: string
  device: { id: string; secret: string }
  install: string
  calls: RecordedCall[]
  /** The capture database as the release left it, with work that never went out. */
  capture: { version: number; stores: Record<string, string>; rows: Record<string, unknown[]> }
  /** Ids of every change a person was told is saved, sent or not. */
  saved: string[]
}

export interface RecordedShift {
  version: string
  phones: RecordedPhone[]
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

async function inflated(body: ArrayBuffer | string, isGzip: boolean): Promise<Uint8Array> {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : new Uint8Array(body)
  if (!isGzip) return bytes
  return new Uint8Array(
    await new Response(
      new Blob([bytes as BlobPart]).stream().pipeThrough(new DecompressionStream('gzip')),
    ).arrayBuffer(),
  )
}

function listenTo(phone: Phone, takeTurn: () => number): RecordedCall[] {
  const calls: RecordedCall[] = []
  const { send } = phone.network
  phone.network.send = async (path, init) => {
    const headers = new Headers(init.headers)
    const body = init.body as ArrayBuffer | string | undefined
    const uploadOffset = headers.get('Upload-Offset')
    calls.push({
      turn: takeTurn(),
      method: init.method ?? 'GET',
      path,
      contentType: headers.get('Content-Type'),
      authorization:
        headers.get('Authorization') === deviceHeader(phone.session.device).Authorization
          ? 'device'
          : null,
      ...(uploadOffset === null ? {} : { uploadOffset }),
      body:
        body === undefined
          ? null
          : base64(await inflated(body, headers.get('Content-Encoding') === 'gzip')),
    })
    return send(path, init)
  }
  return calls
}

/** JSON with the bytes of photos as `{ base64 }`. */
const dumped = (rows: readonly unknown[]): unknown[] =>
  JSON.parse(
    JSON.stringify(rows, (_key, value: unknown) =>
      value instanceof ArrayBuffer ? { base64: base64(new Uint8Array(value)) } : value,
    ),
  ) as unknown[]

/** A picture that every decoder reads, taken as the form takes one. */
async function takePhoto({ session }: Phone, side: number): Promise<PhotoRef> {
  const keep = async (part: 'photo' | 'thumb', size: number) => {
    const noise = { type: 'gaussian' as const, mean: 128, sigma: 40 }
    const picture = await sharp({
      create: { width: size, height: size, channels: 3, background: '#808080', noise },
    })
      .jpeg({ quality: 80 })
      .toBuffer()
    const bytes = Uint8Array.from(picture).buffer
    const hash = await sha256(bytes)
    await session.capture.photo.put({
      hash,
      part,
      size: bytes.byteLength,
      state: 'draft',
      savedAt: Date.now(),
    })
    await session.capture.photoBytes.put({ hash, bytes })
    return { hash, bytes: bytes.byteLength }
  }
  return {
    ...(await keep('photo', side)),
    thumb: await keep('thumb', 32),
    width: side,
    height: side,
    role: 'near',
    takenAt: Date.now(),
  }
}

async function recorded(phone: Phone, calls: RecordedCall[]): Promise<RecordedPhone> {
  const { capture, device, memberId } = phone.session
  const tables = await Promise.all(
    capture.tables.map(async (table) => [table.name, dumped(await table.toArray())] as const),
  )
  const stores = capture.tables.map(
    ({ name, schema }) =>
      [name, [schema.primKey, ...schema.indexes].map((index) => index.src).join(', ')] as const,
  )
  const outbox = await capture.outbox.toArray()
  return {
    member: memberId,
    device,
    install: (await capture.meta.get('install'))!.value as string,
    calls,
    capture: {
      version: capture.verno,
      stores: Object.fromEntries(stores),
      rows: Object.fromEntries(tables),
    },
    saved: outbox.map((entry) => entry.id),
  }
}

export async function walkShift(world: World, version: string): Promise<RecordedShift> {
  const worker = await aPhone(world, 'worker')
  const desk = await aPhone(world, 'supervisor')
  let turn = 0
  const calls = [worker, desk].map((phone) => listenTo(phone, () => ++turn))

  const hazard = await worker.report({
    photos: [await takePhoto(worker, 96), await takePhoto(worker, 480)],
    note: '二楼灯不亮',
  })
  await worker.report({
    kind: 'visit',
    body: { visitKind: 'household', result: 'met', channel: 'door', slot: 'day' },
    note: '一切安好',
  })
  const patrol = newId<PatrolId>(Date.now(), crypto)
  await worker.capture({
    t: 'patrol',
    row: patrol,
    op: 'create',
    set: { by: cast.worker.id, gridId: 'g-1', startedAt: Date.now(), pauses: [], checks: [] },
  })
  await worker.capture({
    t: 'patrol',
    row: patrol,
    op: 'patch',
    add: { checks: [{ id: 'c-1', placeId: 'p-1', at: Date.now(), outcome: 'fine' } as never] },
  })
  await worker.sync()

  await desk.sync()
  await desk.step(await desk.view(hazard), 'return', {
    comment: '补一张远景',
    marks: { fields: ['note'], photos: [] },
  })
  await desk.sync()
  await worker.sync()
  const returned = await worker.view(hazard)
  const photo = await takePhoto(worker, 96)
  await worker.step(returned, 'amend', {}, { note: '二楼拐角灯不亮' })
  await worker.capture({ row: hazard, op: 'patch', add: { photos: [photo] } }, [photo])
  await worker.sync()
  await desk.sync()
  const amended = await desk.view(hazard)
  await desk.step(amended, 'accept')
  // Its status has moved by then: this one parks.
  await desk.step(amended, 'return', { comment: '晚了一步' })
  await desk.sync()

  // What a phone in a drawer still holds.
  worker.network.goOffline()
  await worker.report({ photos: [await takePhoto(worker, 96)], note: '充电线挂出窗外' })
  await worker.report({ note: '消防通道堵塞' })
  await worker.sync()
  return {
    version,
    phones: await Promise.all([worker, desk].map((phone, i) => recorded(phone, calls[i]!))),
  }
}
