// What runs once a day is done when the server says that it has stopped.
import { expect, it } from 'vitest'
import { startDailyWork } from '#server/startDailyWork.ts'

it('a sweep in hand is waited for, so that nothing is asked of what is closed after it', async () => {
  const did: string[] = []
  let swept!: () => void
  const photos = {
    sweep: async () => {
      await new Promise<void>((resolve) => (swept = resolve))
      did.push('swept')
    },
  }
  const assets = { sweep: () => Promise.resolve(void did.push('swept too')) }
  const stop = await startDailyWork(
    { photos, assets, appFolder: undefined, keptAssets: '' },
    { now: () => 0, log: { warn: () => undefined } as never },
  )
  const stopped = stop().then(() => did.push('stopped'))
  await Promise.resolve()
  swept()
  await stopped
  expect(did).toEqual(['swept', 'swept too', 'stopped'])
})
