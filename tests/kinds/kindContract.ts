// What every kind must keep, run once for each: a new kind calls this with a builder of its body.
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { abilities } from '#domain/member.ts'
import { statuses, type Status, stepTypes } from '#domain/step.ts'
import type { Kind } from '#kinds/kind.ts'
import { kindOf } from '#kinds/kinds.ts'
import { en, wordOf, zh } from '../everyWord.ts'

export function kindContract<Body extends Record<string, unknown>>(
  kind: Kind<Body>,
  aBody: () => Body,
  everyBody: () => Body[],
): void {
  describe(`the kind ${kind.key}`, () => {
    it('is in the list under its key', () => expect(kindOf(kind.key)).toBe(kind))

    it('accepts the body of its builder and keeps fields it does not know', () => {
      expect(v.parse(kind.schema, { ...aBody(), fromALaterVersion: [1] })).toEqual({
        ...aBody(),
        fromALaterVersion: [1],
      })
    })

    it.each([null, undefined, 7, 'text', [], {}])('refuses %j as a body', (junk) => {
      expect(v.is(kind.schema, junk)).toBe(false)
    })

    it('moves only between statuses that exist', () => {
      for (const rule of Object.values(kind.workflow)) {
        for (const from of rule.from) expect(statuses).toContain(from)
        expect([...statuses, 'same']).toContain(rule.to)
        expect([...abilities, 'author', 'assignee']).toContain(rule.by)
      }
    })

    it('can reach every status a step starts from', () => {
      const reached = new Set<Status>(everyBody().map((body) => kind.firstStatus(body)))
      for (let grew = true; grew;) {
        grew = false
        for (const rule of Object.values(kind.workflow)) {
          if (
            rule.to !== 'same' &&
            !reached.has(rule.to) &&
            rule.from.some((from) => reached.has(from))
          )
            grew = Boolean(reached.add(rule.to))
        }
      }
      for (const [type, rule] of Object.entries(kind.workflow)) {
        if (type === 'note') continue
        for (const from of rule.from) expect(reached, `${type} from ${from}`).toContain(from)
      }
    })

    it('has a title in both languages, an icon and an urgency for every body', () => {
      for (const body of everyBody()) {
        expect(wordOf(zh, kind.titleKey(body))).toMatch(/\p{Script=Han}/u)
        expect(wordOf(en, kind.titleKey(body))).toMatch(/[a-z]/)
        expect(kind.icon(body)).toMatch(/^[a-z0-9-]+$/)
        expect([1, 2, 3]).toContain(kind.urgency(body))
      }
    })

    it('has the words that every kind has, and those of its fields, in both languages', () => {
      const own = ['name', 'page', 'title', 'amendTitle', 'amendOwnTitle', 'noteHint']
      const keys = [
        ...own,
        'restoredOther',
        'here',
        ...kind.markable.map((name) => `field.${name}`),
      ]
      for (const messages of [zh, en])
        for (const key of keys)
          expect(wordOf(messages, `${kind.words}.${key}`), key).toBeTypeOf('string')
    })

    it('has words for each of its steps in both languages', () => {
      for (const type of Object.keys(kind.workflow)) {
        expect(stepTypes).toContain(type)
        for (const messages of [zh, en]) {
          expect(wordOf(messages, `step.${type}`)).toBeTypeOf('string')
          expect(wordOf(messages, `stepDone.${type}`)).toBeTypeOf('string')
        }
      }
    })
  })
}
