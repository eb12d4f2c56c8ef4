// The one way into a room: unknown data becomes a typed value or a fault, never an exception.
import * as v from 'valibot'
import { fault } from '#domain/fault.ts'
import { fail, type Result, succeed } from '#domain/result.ts'

/** What an answer must look like to be believed. */
export type AnswerSchema<T> = v.GenericSchema<unknown, T>

export function parse<S extends v.GenericSchema>(
  schema: S,
  input: unknown,
): Result<v.InferOutput<S>> {
  const parsed = v.safeParse(schema, input, { abortEarly: true })
  if (parsed.success) return succeed(parsed.output)
  const issue = parsed.issues[0]
  return fail(
    fault('malformed', {
      at: v.getDotPath(issue) ?? '',
      expected: (issue.expected ?? '').slice(0, 80),
    }),
  )
}

/**
 * Deeper than any honest message; what walks a value by recursion would run out of stack further
 * down.
 */
const mostNested = 64

function isTooDeep(json: string): boolean {
  let depth = 0
  let isInText = false
  for (let i = 0; i < json.length; i++) {
    const code = json.charCodeAt(i)
    if (isInText) {
      if (code === 0x5c) i++
      else if (code === 0x22) isInText = false
    } else if (code === 0x22) isInText = true
    else if (code === 0x5b || code === 0x7b) {
      if (++depth > mostNested) return true
    } else if (code === 0x5d || code === 0x7d) depth--
  }
  return false
}

export function parseJson<S extends v.GenericSchema>(
  schema: S,
  body: string,
): Result<v.InferOutput<S>> {
  if (isTooDeep(body)) return fail(fault('malformed', { at: '', expected: 'JSON' }))
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    return fail(fault('malformed', { at: '', expected: 'JSON' }))
  }
  return parse(schema, json)
}
