import fc from 'fast-check'
import { expect, it } from 'vitest'
import { jsonText, RawJson } from '#server/sync/rawJson.ts'

it('plain values are written as JSON.stringify writes them', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      expect(jsonText(value)).toBe(JSON.stringify(value))
    }),
  )
})

it('what is undefined is left out of an object, and null in a list', () => {
  const value = { a: undefined, b: [1, undefined], c: { d: undefined } }
  expect(jsonText(value)).toBe(JSON.stringify(value))
})

it('text that is JSON already goes out as it is, wherever it stands', () => {
  const row = new RawJson('{"t":"report",  "f":{"note":"三楼"}}')
  expect(jsonText({ rows: [row, row], one: row })).toBe(
    '{"rows":[{"t":"report",  "f":{"note":"三楼"}},{"t":"report",  "f":{"note":"三楼"}}],"one":{"t":"report",  "f":{"note":"三楼"}}}',
  )
})
