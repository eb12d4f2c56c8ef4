// The fault matrix is whole: every row has a test, or says why none can be made here; no test names
// a row that is not there, and no two rows say the same.
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { notHere, rowIds, testedRows } from '../faults/matrix.ts'

const tested = testedRows()
const impossible = notHere.map(({ id }) => id)

it('every row of the fault matrix has a test or a reason', () => {
  const there = new Set([...tested.map(({ id }) => id), ...impossible])
  expect(rowIds.filter((id) => !there.has(id))).toEqual([])
})

it('no fault test names a row that is not there, or one that is said to be impossible', () => {
  const possible = new Set(rowIds.filter((id) => !impossible.includes(id)))
  expect(tested.map(({ id }) => id).filter((id) => !possible.has(id))).toEqual([])
})

it('every fault test says its sentence where it stands, and each row has one', () => {
  const folder = new URL('../faults/', import.meta.url)
  const calls = readdirSync(folder)
    .filter((name) => name.endsWith('.test.ts'))
    .flatMap((name) => [
      ...readFileSync(new URL(name, folder), 'utf8').matchAll(
        /\b(?:row|waitingRow|onBothEngines)\((?!\.\.\.)/g,
      ),
    ])
  expect(tested.length).toBe(calls.length)
  const rows = [...tested, ...notHere]
  expect(rows.length).toBe(rowIds.length)
  expect(new Set(rows.map(({ fault, holds }) => `${fault}: ${holds}`)).size).toBe(rows.length)
})

it('the matrix has ninety rows', () => {
  expect(rowIds.length).toBe(90)
})
