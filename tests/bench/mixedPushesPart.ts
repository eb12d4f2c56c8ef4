// What the server's process holds after many pushes of mixed sizes: nothing of one is kept once
// it is answered.
import { setTimeout as sleep } from 'node:timers/promises'
import { deviceHeader } from '#client/http/transport.ts'
import { newId } from '#domain/newId.ts'
import { countingLedger } from '#server/ledger/ledger.ts'
import type { SyncRequest } from '#protocol/messages.ts'
import { aWorld, aPhone, cast, type Phone, type World } from '../world.ts'
import type { Figure } from './figures.ts'
import { sampleCreate } from './sampleReport.ts'

const counts = [0, 2000, 4000, 6000, 8000, 10_000] as const
const sizes = [1, 2, 3, 5, 7, 9, 13, 21] as const
const megabyte = 1024 * 1024

export async function mixedPushesPart(): Promise<Figure[]> {
  const world = await aWorld()
  // More than one member may have stored in a day.
  world.deps.ledger = countingLedger
  try {
    const phone = await aPhone(world, 'worker')
    const figures: Figure[] = []
    const pushing = { install: newId<string>(Date.now(), crypto), pushes: 0, n: 0 }
    // What is compiled and cached at first is no growth.
    await pushUpTo(world, phone, pushing, 200)
    for (const count of counts) {
      await pushUpTo(world, phone, pushing, 200 + count)
      // What a collection finds unused of the engine's own (statements, rows) is given back in a
      // turn of its own.
      for (let i = 0; i < 4; i++) {
        globalThis.gc?.()
        await sleep(50)
      }
      figures.push({
        what: `memory of the process after ${count.toLocaleString('en')} pushes of 1 to 21 records`,
        unit: 'MB',
        ours: [process.memoryUsage().rss / megabyte],
      })
    }
    return figures
  } finally {
    await world.close()
  }
}

async function pushUpTo(
  world: World,
  phone: Phone,
  pushing: { install: string; pushes: number; n: number },
  count: number,
): Promise<void> {
  for (; pushing.pushes < count; pushing.pushes++) {
    const size = sizes[pushing.pushes % sizes.length]!
    const changes = Array.from({ length: size }, () => ({
      ...sampleCreate(cast.worker.id, pushing.n),
      n: ++pushing.n,
    }))
    const request: SyncRequest = {
      v: 1,
      app: 'bench',
      req: newId(Date.now(), crypto),
      install: pushing.install,
      epoch: null,
      clock: { wall: Date.now(), zone: 'Asia/Shanghai' },
      push: { from: changes[0]!.n, waiting: size, oldest: null, changes },
      pull: null,
      photos: { waiting: 0, bytes: 0 },
    }
    const answer = await phone.network.send('/api/sync/1', {
      method: 'POST',
      headers: { ...deviceHeader(phone.session.device), 'Content-Type': 'application/json' },
      body: JSON.stringify(request),
    })
    if (answer.status !== 200)
      throw new Error(`push ${pushing.pushes} was answered ${answer.status}`)
    await answer.arrayBuffer()
  }
}
