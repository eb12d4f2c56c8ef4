import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = new URL('../..', import.meta.url).pathname

it('every rule of the wire is held by a test that names it', async () => {
  const spec = await readFile(join(root, 'src/protocol/SPEC.md'), 'utf8')
  const rules = [...spec.matchAll(/^\* \*\*([A-Z]\d+)\*\*/gm)].map((match) => match[1]!)
  expect(rules.length).toBeGreaterThan(30)
  const files = (await readdir(join(root, 'tests'), { recursive: true })).filter((file) => file.endsWith('.test.ts'))
  const titled = await Promise.all(files.map(async (file) => {
    const source = await readFile(join(root, 'tests', file), 'utf8')
    return [...source.matchAll(/\bit(?:\.each\([\s\S]*?\))?\(\s*['"`]([A-Z]\d+) /g)].map((match) => ({ file, id: match[1]! }))
  }))
  const titles = titled.flat()
  expect(rules.filter((rule) => !titles.some(({ id }) => id === rule))).toEqual([])
  // Elsewhere an id may also be that of a fault (tests/faults/matrix.ts).
  expect(titles.filter(({ file, id }) => file.startsWith('protocol') && !rules.includes(id))).toEqual([])
})
