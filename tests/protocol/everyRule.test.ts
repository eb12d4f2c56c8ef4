import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { SyncRequest, SyncResponse } from '#protocol/messages.ts'

/** The names of all fields in a schema, however deep. */
function fieldsIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const { entries, wrapped, item, options } = schema as {
    entries?: Record<string, unknown>
    wrapped?: unknown
    item?: unknown
    options?: unknown[]
  }
  const own = Object.entries(entries ?? {}).flatMap(([name, inner]) => [name, ...fieldsIn(inner)])
  return [...own, ...[wrapped, item, ...(options ?? [])].flatMap(fieldsIn)]
}

const root = new URL('../..', import.meta.url).pathname

it('every rule of the wire is held by a test that names it', async () => {
  const spec = await readFile(join(root, 'src/protocol/SPEC.md'), 'utf8')
  const rules = [...spec.matchAll(/^\* \*\*([A-Z]\d+)\*\*/gm)].map((match) => match[1]!)
  expect(rules.length).toBeGreaterThan(30)
  const files = (await readdir(join(root, 'tests'), { recursive: true })).filter((file) =>
    file.endsWith('.test.ts'),
  )
  const titled = await Promise.all(
    files.map(async (file) => {
      const source = await readFile(join(root, 'tests', file), 'utf8')
      return [...source.matchAll(/\bit(?:\.each\([\s\S]*?\))?\(\s*['"`]([A-Z]\d+) /g)].map(
        (match) => ({ file, id: match[1]! }),
      )
    }),
  )
  const titles = titled.flat()
  expect(rules.filter((rule) => !titles.some(({ id }) => id === rule))).toEqual([])
  // Elsewhere an id may also be that of a fault (tests/faults/matrix.ts).
  expect(
    titles.filter(({ file, id }) => file.startsWith('protocol') && !rules.includes(id)),
  ).toEqual([])
})

it('every field of a sync call and its answer stands in a rule', async () => {
  const spec = await readFile(join(root, 'src/protocol/SPEC.md'), 'utf8')
  const told = new Set(
    [...spec.matchAll(/`([^`]+)`/g)].flatMap((span) => span[1]!.match(/\w+/g) ?? []),
  )
  const fields = [...new Set([...fieldsIn(SyncRequest), ...fieldsIn(SyncResponse)])]
  expect(fields).toEqual(
    expect.arrayContaining(['oldest', 'persisted', 'cursors', 'rowV', 'fv', 'missing', 'code']),
  )
  expect(fields.filter((field) => !told.has(field))).toEqual([])
})
