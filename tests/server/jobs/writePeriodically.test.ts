// The note that follows the database: what a full disk does to it, and what it never does to the
// server.
import { expect, it } from 'vitest'
import { writePeriodically } from '#server/jobs/writePeriodically.ts'

const failing = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }))

it('lets the server start on a full disk, and writes the note when there is room', async () => {
  const kept: string[] = []
  let keep: (text: string) => Promise<void> = failing('ENOSPC')
  const notes = await writePeriodically(
    () => Promise.resolve('how far'),
    (text) => keep(text),
  )
  keep = (text) => Promise.resolve(void kept.push(text))
  await notes.close()
  expect(kept).toEqual(['how far'])
})

it('stops the start for anything else: a folder that may not be written, a database that cannot be read', async () => {
  await expect(
    writePeriodically(() => Promise.resolve('how far'), failing('EACCES')),
  ).rejects.toThrow('EACCES')
  await expect(
    writePeriodically(failing('SQLITE_CORRUPT'), () => Promise.resolve()),
  ).rejects.toThrow('SQLITE_CORRUPT')
})
