// The fault matrix is whole: every row has a test, or says why none can be made here; no test names
// a row that is not there.
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { matrix } from '../faults/matrix.ts'

const folder = new URL('../faults/', import.meta.url)
const tested = readdirSync(folder)
  .filter((name) => name.endsWith('.test.ts'))
  .flatMap((name) =>
    [
      ...readFileSync(new URL(name, folder), 'utf8').matchAll(
        /^\s*(?:row|waitingRow|onBothEngines)\(\s*'([A-Z]\d+)'/gm,
      ),
    ].map((match) => match[1]!),
  )

it('every row of the fault matrix has a test or a reason', () => {
  expect(
    matrix.filter(({ id, notHere }) => !notHere && !tested.includes(id)).map(({ id }) => id),
  ).toEqual([])
})

it('no fault test names a row that is not there, or one that is said to be impossible', () => {
  const possible = new Set(matrix.filter((row) => !row.notHere).map(({ id }) => id))
  expect([...new Set(tested)].filter((id) => !possible.has(id))).toEqual([])
})

it('the matrix holds its eighty-eight rows, each once', () => {
  const sizes = { N: 16, C: 16, S: 14, P: 10, D: 10, K: 4, U: 18 }
  const expected = Object.entries(sizes).flatMap(([letter, size]) =>
    Array.from({ length: size }, (_, i) => `${letter}${i + 1}`),
  )
  expect(matrix.map(({ id }) => id)).toEqual(expected)
})
