import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { abilities, roles } from '#domain/member.ts'
import { statuses, stepTypes } from '#domain/step.ts'
import { hazardTypes } from '#kinds/hazard/hazardTypes.ts'
import { kindOf, kinds, plainKind } from '#kinds/kinds.ts'
import { keysOf } from '#kinds/table.ts'
import { en, wordOf, zh } from '../everyWord.ts'

const pathsOf = (node: unknown, path = ''): string[] =>
  typeof node === 'string'
    ? [path]
    : Object.entries(node as object).flatMap(([key, value]) =>
        pathsOf(value, path ? `${path}.${key}` : key),
      )

describe('the list of kinds', () => {
  it('knows each kind by one key', () => {
    expect(kinds.map((kind) => kind.key)).toEqual(['hazard', 'visit'])
    expect(kindOf('dream')).toBeUndefined()
  })

  it('carries a kind of a later version untouched and lets a note be added', () => {
    expect(v.parse(plainKind.schema, { dream: { depth: 3 } })).toEqual({ dream: { depth: 3 } })
    expect(Object.keys(plainKind.workflow)).toEqual(['note'])
    expect(wordOf(zh, plainKind.titleKey({}))).toBeTypeOf('string')
  })
})

describe('the words of the kinds', () => {
  const pathsOfKinds = (messages: Record<string, unknown>): string[] =>
    kinds.flatMap(({ words }) => pathsOf(messages[words], words))

  it('are the same set in both languages, none empty', () => {
    expect(pathsOfKinds(zh)).toEqual(pathsOfKinds(en))
    for (const messages of [zh, en])
      for (const path of pathsOfKinds(messages)) expect(wordOf(messages, path), path).not.toBe('')
  })

  it('name every status, step, role, ability and type', () => {
    expect(Object.keys(zh.status).sort()).toEqual([...statuses].sort())
    expect(Object.keys(zh.step).sort()).toEqual([...stepTypes].sort())
    expect(Object.keys(zh.stepDone).sort()).toEqual([...stepTypes].sort())
    expect(Object.keys(zh.role).sort()).toEqual([...roles].sort())
    expect(Object.keys(zh.ability).sort()).toEqual([...abilities].sort())
    expect(Object.keys(wordOf(zh, 'hazard.types') as object)).toEqual(keysOf(hazardTypes))
  })

  it('use the same placeholders in both languages and no stray sign', () => {
    const placeholders = (text: string): string[] =>
      [...new Set(text.match(/\{\w+\}/g) ?? [])].sort()
    for (const path of pathsOfKinds(zh)) {
      const [one, other] = [wordOf(zh, path) as string, wordOf(en, path) as string]
      expect(placeholders(one), path).toEqual(placeholders(other))
      for (const text of [one, other])
        expect(text.replace(/\{\w+\}/g, ''), path).not.toMatch(
          text.includes('{count}') ? /[@{}]/ : /[@{}|]/,
        )
    }
  })
})
