import { expect, it } from 'vitest'
import { leastChunkBytes, mostChunkBytes, newArchiveChunk } from '#client/tiles/archiveChunk.ts'
import { type BegunArchive, sendArchive } from '#client/tiles/sendArchive.ts'

const archive = Buffer.from(Uint8Array.from({ length: 2_600_000 }, (_, i) => (i * 7919) % 251))
const url = '/api/basemaps/uploads/a'
const begunBefore = { upload: 'a', url }

/** What becomes of one PATCH: so many bytes of it arrive, then its link is cut, or all is well. */
type Trouble = { arrive: number; then: 'cut' } | { status: number; body?: object }

/** A server of uploads that keeps what has come, behind a link that does as it is told. */
function aServer({ has = 0, isKnown = true } = {}) {
  let bytes = archive.subarray(0, has)
  const troubles: Trouble[] = []
  const asked: string[] = []
  let isOffline = 0
  const headers = () => ({ 'Upload-Offset': String(bytes.length) })
  return {
    troubles,
    asked,
    bytes: () => bytes.length,
    hasAll: () => bytes.equals(archive),
    goOffline: (requests: number) => (isOffline = requests),
    moveTo: (at: number) => (bytes = archive.subarray(0, at)),
    send: async (path: string, { method = '', headers: told, body }: RequestInit) => {
      const from = new Headers(told).get('Upload-Offset')
      asked.push(`${method}${from === null ? '' : ` ${from}`}`)
      if (isOffline-- > 0) throw new TypeError('no link')
      if (method === 'POST') {
        expect(path).toBe('/api/basemaps/uploads')
        isKnown = true
        bytes = Buffer.alloc(0)
        return Response.json({ v: 1, upload: 'a', url })
      }
      expect(path).toBe(url)
      if (!isKnown) return new Response(null, { status: 404 })
      if (method === 'HEAD') return new Response(null, { headers: headers() })
      const chunk = new Uint8Array(await new Response(body).arrayBuffer())
      const trouble = troubles.shift()
      if (trouble && 'status' in trouble)
        return trouble.status === 204
          ? new Response(null, { status: 204, headers: headers() })
          : Response.json(trouble.body ?? {}, { status: trouble.status })
      if (Number(from) !== bytes.length) return new Response(null, { status: 409 })
      bytes = Buffer.concat([bytes, chunk.slice(0, trouble?.arrive)])
      if (trouble) throw new TypeError('cut')
      return new Response(null, { status: 204, headers: headers() })
    },
  }
}

function sendTo(server: ReturnType<typeof aServer>, given: BegunArchive | null = null) {
  const stop = new AbortController()
  const waits: number[] = []
  const steps: [bytes: number, isWaiting: boolean][] = []
  const begun: BegunArchive[] = []
  const doing = { onStep: (): void => undefined }
  const end = sendArchive(new Blob([archive]), given, {
    transport: server,
    wait: async (ms) => void waits.push(ms),
    told: (bytes, isWaiting) => {
      steps.push([bytes, isWaiting])
      doing.onStep()
    },
    begun: (one) => begun.push(one),
    stop: stop.signal,
    now: () => 0,
  })
  return { end, waits, steps, begun, stop, doing }
}

it('sends an archive in chunks and tells how far it is', async () => {
  const server = aServer()
  const { end, steps, begun } = sendTo(server)
  expect(await end).toEqual({ ok: true, value: begunBefore })
  expect(begun).toEqual([begunBefore])
  expect(server.hasAll()).toBe(true)
  expect(server.asked).toEqual(['POST', 'PATCH 0', 'PATCH 1048576', 'PATCH 2097152'])
  expect(steps).toEqual([
    [1_048_576, false],
    [2_097_152, false],
    [2_600_000, false],
  ])
})

it('cut in the middle of a chunk, it asks how far it has come and goes on from there', async () => {
  const server = aServer()
  server.troubles.push({ arrive: 500_000, then: 'cut' })
  const { end, waits, steps } = sendTo(server)
  expect((await end).ok).toBe(true)
  expect(server.hasAll()).toBe(true)
  expect(server.asked.slice(0, 4)).toEqual(['POST', 'PATCH 0', 'HEAD', 'PATCH 500000'])
  expect(waits).toEqual([1000])
  expect(steps.slice(0, 2)).toEqual([
    [0, true],
    [500_000, false],
  ])
})

it('without a connection it waits, longer each time, and goes on by itself', async () => {
  const server = aServer({ has: 1_000_000 })
  server.goOffline(7)
  const { end, waits } = sendTo(server, begunBefore)
  expect((await end).ok).toBe(true)
  expect(server.hasAll()).toBe(true)
  expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
  expect(server.asked).toContain('PATCH 1000000')
  expect(server.asked).not.toContain('POST')
})

it('where it stands elsewhere than was thought, it is asked anew at once', async () => {
  const server = aServer()
  const { end, waits, doing } = sendTo(server)
  doing.onStep = () => {
    doing.onStep = () => undefined
    server.moveTo(700_000)
  }
  expect((await end).ok).toBe(true)
  expect(server.hasAll()).toBe(true)
  expect(server.asked.slice(1, 5)).toEqual(['PATCH 0', 'PATCH 1048576', 'HEAD', 'PATCH 700000'])
  expect(waits).toEqual([])
})

it('a conflict that does not end is waited for, not asked about without a pause', async () => {
  const server = aServer()
  server.troubles.push({ status: 409 }, { status: 409 }, { status: 409 })
  const { end, waits } = sendTo(server)
  expect((await end).ok).toBe(true)
  expect(waits).toEqual([2000, 4000])
})

it('an answer of somebody else, or one by which it came no further, is waited for', async () => {
  const server = aServer()
  server.troubles.push({ status: 502 }, { status: 204 })
  const { end, waits } = sendTo(server)
  expect((await end).ok).toBe(true)
  expect(waits).toEqual([1000, 2000])
})

it('an upload that the server knows no more is begun anew', async () => {
  const server = aServer({ isKnown: false })
  const { end, begun } = sendTo(server, begunBefore)
  expect((await end).ok).toBe(true)
  expect(begun).toHaveLength(1)
  expect(server.asked.slice(0, 3)).toEqual(['HEAD', 'POST', 'PATCH 0'])
})

it('stopped, it ends after the chunk under way; with what was begun it goes on', async () => {
  const server = aServer()
  const first = sendTo(server)
  first.doing.onStep = () => first.stop.abort()
  expect(await first.end).toEqual({ ok: true, value: null })
  expect(server.bytes()).toBe(1_048_576)
  expect((await sendTo(server, first.begun[0]).end).ok).toBe(true)
  expect(server.hasAll()).toBe(true)
  expect(server.asked).toEqual(['POST', 'PATCH 0', 'HEAD', 'PATCH 1048576', 'PATCH 2097152'])
})

it('a full server ends it, and what it has stays there', async () => {
  const server = aServer()
  server.troubles.push({ status: 503, body: { v: 1, fault: { code: 'serverFull' } } })
  expect(await sendTo(server).end).toEqual({ ok: false, fault: { code: 'serverFull' } })
})

it('a chunk shrinks on a bad link and grows again on a good one', () => {
  const chunk = newArchiveChunk()
  for (let i = 0; i < 9; i++) chunk.broke()
  expect(chunk.length()).toBe(leastChunkBytes)
  chunk.arrived(500)
  expect(chunk.length()).toBe(leastChunkBytes * 2)
  for (let i = 0; i < 9; i++) chunk.arrived(500)
  expect(chunk.length()).toBe(mostChunkBytes)
  chunk.arrived(9_000)
  expect(chunk.length()).toBe(mostChunkBytes / 2)
})
