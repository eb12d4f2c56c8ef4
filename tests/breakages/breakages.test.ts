import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { breakages } from './breakages.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

it.each(breakages)(
  'the patch still fits, and its tests are there: $name',
  ({ file, patch, tests }) => {
    const text = readFileSync(join(root, file), 'utf8')
    for (const [find, replace] of patch) {
      expect(text.split(find)).toHaveLength(2)
      expect(replace).not.toBe(find)
    }
    for (const test of tests) expect(existsSync(join(root, test))).toBe(true)
  },
)
