import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { AssetHash } from '#domain/ids.ts'
import { fetchMap } from '#client/tiles/fetchMap.ts'
import type { MapPart } from '#client/tiles/mapPart.ts'

const archive = Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7919) % 251)
const hash = createHash('sha256').update(archive).digest('hex') as AssetHash
const map = { hash, bytes: archive.length }

function aPart(have = 0, room = Infinity) {
  const told = { isFinished: false, restarts: 0 }
  let bytes = archive.slice(0, have)
  const part: MapPart = {
    get size() {
      return bytes.length
    },
    append: async (more) => {
      if (bytes.length + more.length > room) throw new DOMException('full', 'QuotaExceededError')
      bytes = Uint8Array.from([...bytes, ...more])
    },
    restart: async () => {
      told.restarts++
      bytes = new Uint8Array()
    },
    read: async () => new Blob([bytes]),
    finish: async () => void (told.isFinished = true),
    close: () => undefined,
  }
  return { part, told, bytes: () => bytes }
}

/** Gives so many bytes and breaks off, as a link does. */
function cutAfter(bytes: Uint8Array<ArrayBuffer>, count: number, headers = {}, status = 206) {
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (count < bytes.length) {
        controller.enqueue(bytes.slice(0, count))
        count = bytes.length
        bytes = new Uint8Array()
      } else if (bytes.length === 0) controller.error(new TypeError('cut'))
      else {
        controller.enqueue(bytes)
        controller.close()
      }
    },
  })
  return new Response(stream, { status, headers })
}

const restFrom = (from: number, cutAt = Infinity): Response =>
  cutAfter(archive.slice(from), cutAt, {
    'Content-Range': `bytes ${from}-${archive.length - 1}/${archive.length}`,
  })
const whole = (cutAt = Infinity): Response => cutAfter(archive.slice(), cutAt, {}, 200)

type Answer = (from: number) => Response | Promise<Response>

function play(answers: Answer[], to = aPart()) {
  const asked: (string | null)[] = []
  const waits: number[] = []
  const steps: number[] = []
  const end = fetchMap(map, {
    part: to.part,
    transport: {
      send: async (path, { headers }) => {
        expect(path).toBe(`/api/assets/${hash}`)
        const range = new Headers(headers).get('Range')
        asked.push(range)
        const answer = answers.shift()
        if (!answer) throw new Error('asked once too often')
        return answer(Number(/\d+/.exec(range ?? '0')?.[0]))
      },
    },
    wait: async (ms) => void waits.push(ms),
    told: (bytes) => steps.push(bytes),
  })
  return { end, asked, waits, steps, ...to }
}

const noLink = () => Promise.reject(new TypeError('no link'))

describe('a download', () => {
  it('that is cut three times goes on at the byte, and only forwards', async () => {
    const played = play([
      () => whole(30_000),
      (from) => restFrom(from, 20_000),
      (from) => restFrom(from, 10_000),
      (from) => restFrom(from),
    ])
    expect(await played.end).toEqual({ ok: true, value: hash })
    expect(played.asked).toEqual([null, 'bytes=30000-', 'bytes=50000-', 'bytes=60000-'])
    expect(played.steps).toEqual([...played.steps].sort((a, b) => a - b))
    expect(played.told).toEqual({ isFinished: true, restarts: 1 })
    expect(played.bytes()).toEqual(archive)
  })

  it('goes on with what another page left', async () => {
    const played = play([(from) => restFrom(from)], aPart(23_300))
    expect((await played.end).ok).toBe(true)
    expect(played.asked).toEqual(['bytes=23300-'])
    expect(played.told.restarts).toBe(0)
  })

  it('asks for nothing where all of it is there', async () => {
    const played = play([], aPart(archive.length))
    expect((await played.end).ok).toBe(true)
    expect(played.asked).toEqual([])
  })

  it('begins anew where it is answered with the whole', async () => {
    const played = play([() => whole()], aPart(40_000))
    expect((await played.end).ok).toBe(true)
    expect(played.told.restarts).toBe(1)
    expect(played.bytes()).toEqual(archive)
  })

  it('begins anew where the answer begins elsewhere than asked', async () => {
    const played = play([() => restFrom(0)], aPart(40_000))
    expect((await played.end).ok).toBe(true)
    expect(played.bytes()).toEqual(archive)
  })

  it('waits longer each time nothing comes, at most a minute', async () => {
    const played = play([...Array<Answer>(8).fill(noLink), () => whole()])
    expect((await played.end).ok).toBe(true)
    expect(played.waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60].map((seconds) => seconds * 1000))
  })

  it('waits a second again once something has come', async () => {
    const played = play([noLink, noLink, () => whole(10_000), (from) => restFrom(from)])
    expect((await played.end).ok).toBe(true)
    expect(played.waits).toEqual([1000, 2000, 1000])
  })

  it('is no map where its bytes have another name', async () => {
    const spoilt = archive.slice()
    spoilt[99_999]! ^= 1
    const played = play([() => cutAfter(spoilt, Infinity, {}, 200)])
    expect(await played.end).toEqual({ ok: false, fault: { code: 'mapSpoilt' } })
    expect(played.told.isFinished).toBe(false)
  })

  it('that brings more than there is of it ends, and is no map', async () => {
    const longer = Uint8Array.from([...archive, 1, 2, 3])
    const played = play([() => cutAfter(longer, Infinity, {}, 200)])
    expect(await played.end).toEqual({ ok: false, fault: { code: 'mapSpoilt' } })
  })

  it('ends where there is no room, and gives back what it has taken', async () => {
    const played = play([() => whole(30_000), (from) => restFrom(from)], aPart(0, 30_000))
    expect(await played.end).toEqual({ ok: false, fault: { code: 'storageFull' } })
    expect(played.bytes().length).toBe(0)
  })

  it('ends before it takes the room of photos that came meanwhile, and keeps what it has', async () => {
    const large = { hash, bytes: 20_000_000 }
    let size = 0
    const asked: number[] = []
    const ended = await fetchMap(large, {
      part: {
        ...aPart().part,
        get size() {
          return size
        },
        append: async ({ length }) => void (size += length),
        restart: async () => void (size = 0),
      },
      transport: { send: async () => new Response(new Uint8Array(large.bytes)) },
      wait: async () => undefined,
      told: () => undefined,
      missing: async (bytes) => {
        asked.push(bytes)
        return 7
      },
    })
    expect(ended).toEqual({ ok: false, fault: { code: 'storageFull', detail: { missing: 7 } } })
    expect(asked).toEqual([large.bytes - size])
    expect(size).toBeGreaterThan(0)
  })

  it('takes a page of somebody else for no answer, and loses nothing by it', async () => {
    const portal = () =>
      new Response('<html>sign in</html>', { headers: { 'Content-Type': 'text/html' } })
    const played = play([portal, (from) => restFrom(from)], aPart(40_000))
    expect((await played.end).ok).toBe(true)
    expect([played.asked, played.told.restarts]).toEqual([['bytes=40000-', 'bytes=40000-'], 0])
  })

  it('ends where the server refuses, and says why', async () => {
    const refused = () => Response.json({ v: 1, fault: { code: 'signedOut' } }, { status: 401 })
    const played = play([refused], aPart(10))
    expect(await played.end).toMatchObject({ ok: false, fault: { code: 'signedOut' } })
    expect(played.bytes().length).toBe(10)
  })

  it('takes a refusal by somebody else for no answer', async () => {
    const portal = () => new Response('<html>sign in</html>', { status: 403 })
    const played = play([portal, () => whole()])
    expect((await played.end).ok).toBe(true)
    expect(played.waits).toEqual([1000])
  })

  it('begins anew where what it has is longer than the map', async () => {
    const to = aPart(archive.length)
    await to.part.append(new Uint8Array([1]))
    const played = play([() => whole()], to)
    expect((await played.end).ok).toBe(true)
    expect(played.bytes()).toEqual(archive)
  })
})
