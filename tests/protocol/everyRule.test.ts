import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = new URL('../..', import.meta.url).pathname

it('every rule of the wire is held by a test that names it', async () => {
  const spec = await readFile(join(root, 'src/protocol/SPEC.md'), 'utf8')
  const rules = [...spec.matchAll(/^\* \*\*([A-Z]\d+)\*\*/gm)].map((match) => match[1]!)
  expect(rules.length).toBeGreaterThan(30)
  const files = (await readdir(join(root, 'tests'), { recursive: true })).filter((file) => file.endsWith('.test.ts'))
  const sources = await Promise.all(files.map((file) => readFile(join(root, 'tests', file), 'utf8')))
  const titles = sources.flatMap((source) => [...source.matchAll(/\bit(?:\.each\([\s\S]*?\))?\(\s*['"`]([A-Z]\d+) /g)].map((match) => match[1]!))
  expect(rules.filter((rule) => !titles.includes(rule))).toEqual([])
  expect(titles.filter((rule) => !rules.includes(rule))).toEqual([])
})
