import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { framesIn, readRescueHeader, rescueHeaderBytes } from '#protocol/rescueFile.ts'
import { aRescueFile, flipped, glued, partsOf } from '../aRescueFile.ts'
import { aProtocolClient, type ProtocolClient } from '../aProtocolClient.ts'
import { aWorld, aPhone, type World } from '../world.ts'

const seed = Number(process.env['GRIDWALK_SEED'] ?? 20_261_120)
const rounds = Number(process.env['GRIDWALK_ROUNDS'] ?? 60)

/** Numbers from 0 below 1, the same for the same seed. */
function dice(from: number): () => number {
  let state = from >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

describe(`damaged rescue files (seed ${seed})`, () => {
  let world: World
  let carrier: ProtocolClient
  let file: Uint8Array<ArrayBuffer>
  beforeAll(async () => {
    world = await aWorld()
    const phone = await aPhone(world, 'worker')
    await phone.sync()
    for (let i = 0; i < 6; i++)
      await phone.report({ note: `第${i}条`, photos: [await phone.photo(i, 6_000)] })
    file = await aRescueFile(phone)
    carrier = await aProtocolClient(world, 'volunteer')
  })
  afterAll(() => world.close())

  const bring = async (
    body: Uint8Array<ArrayBuffer>,
  ): Promise<{ status: number; setAside?: number; fault?: { code: string } }> => {
    const answer = await carrier.call('POST', '/api/rescue', body.buffer, {
      'Content-Type': 'application/octet-stream',
    })
    return { ...((await answer.json()) as object), status: answer.status }
  }

  it('are answered with figures or a clear fault, and lose nothing that the whole file then brings', async () => {
    const roll = dice(seed)
    const below = (n: number): number => Math.floor(roll() * n)
    const { header, frames } = partsOf(file)
    const damages: Record<string, () => Uint8Array<ArrayBuffer>> = {
      cut: () => file.slice(0, below(file.length)),
      flipped: () => flipped(file, below(file.length), below(8)),
      flippedTwice: () =>
        flipped(flipped(file, below(file.length), below(8)), below(file.length), below(8)),
      flippedInHeads: () => flipped(file, below(header.length + frames[0]!.length + 200), below(8)),
      reordered: () => glued(header, ...[...frames].sort(() => roll() - 0.5)),
      repeated: () => glued(header, ...frames, ...frames),
      missing: () => glued(header, ...frames.filter(() => roll() < 0.6)),
      anotherIndex: () =>
        glued(header, frames[0]!, renamed(frames[1 + below(frames.length - 1)]!, below(40))),
      giantLength: () => glued(header, frames[0]!, stretched(frames[1]!), ...frames.slice(2)),
      stuffed: () =>
        glued(header, ...frames.flatMap((frame) => [frame, new Uint8Array(below(60)).fill(0x47)])),
    }
    for (let round = 0; round < rounds; round++) {
      const kinds = Object.keys(damages)
      const kind = kinds[round % kinds.length]!
      const answer = await bring(damages[kind]!())
      expect([kind, answer.status, answer.fault?.code].join(' ')).toMatch(
        / 200 $| 422 rescue(NotAFile|Foreign)$/,
      )
    }
    expect((await bring(file)).setAside).toBe(0)
    const rows = await world.deps.storage.read((tx) => tx.rows('report'))
    expect(rows.map((row) => row.f.note).sort()).toEqual([0, 1, 2, 3, 4, 5].map((i) => `第${i}条`))
    expect(rows.every((row) => (row.f.arrived as string[]).length === 2)).toBe(true)
    expect(world.errors).toEqual([])
  }, 120_000)

  it('are read to their end, whatever stands in them', () => {
    const roll = dice(seed + 1)
    for (let round = 0; round < 300; round++) {
      const noise = Uint8Array.from({ length: Math.floor(roll() * 3000) }, () =>
        Math.floor(roll() * 256),
      )
      expect(readRescueHeader(noise)).toBeNull()
      expect([
        ...framesIn(glued(file.slice(0, rescueHeaderBytes), noise), rescueHeaderBytes),
      ]).toEqual([])
    }
  })
})

/** Says of itself that it is another record. */
function renamed(frame: Uint8Array<ArrayBuffer>, index: number): Uint8Array<ArrayBuffer> {
  const copy = frame.slice()
  const view = new DataView(copy.buffer)
  const length = view.getUint32(8)
  const check = view.getUint32(4) ^ length ^ view.getUint32(12)
  view.setUint32(4, index)
  view.setUint32(12, (index ^ length ^ check) >>> 0)
  return copy
}

function stretched(frame: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const copy = frame.slice()
  const view = new DataView(copy.buffer)
  const check = view.getUint32(4) ^ view.getUint32(8) ^ view.getUint32(12)
  view.setUint32(8, 0xffff_fff0)
  view.setUint32(12, (view.getUint32(4) ^ 0xffff_fff0 ^ check) >>> 0)
  return copy
}
