// What the screens looked like when a test failed. A setup file: it is heard in each test file,
// also where files share what has been loaded.
import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach } from 'vitest'
import { people } from './people.ts'

const shots = process.env['GRIDWALK_SHOTS'] ?? join(tmpdir(), 'gridwalk-shots')

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return
  await mkdir(shots, { recursive: true })
  let n = 0
  for (const { page } of people) {
    if (page.isClosed()) continue
    await page
      .screenshot({
        path: join(shots, `${task.name.replace(/\W+/g, '-').slice(0, 60)}-${n++}.png`),
        timeout: 5000,
      })
      .catch(() => undefined)
  }
})
afterAll(() => people.clear())
