// The one way into a room: unknown data becomes a typed value or a fault, never an exception.
import * as v from 'valibot'
import { fault } from '#domain/fault.ts'
import { fail, type Result, succeed } from '#domain/result.ts'

export function parse<S extends v.GenericSchema>(schema: S, input: unknown): Result<v.InferOutput<S>> {
  const parsed = v.safeParse(schema, input, { abortEarly: true })
  if (parsed.success) return succeed(parsed.output)
  const issue = parsed.issues[0]
  return fail(fault('malformed', { at: v.getDotPath(issue) ?? '', expected: (issue.expected ?? '').slice(0, 80) }))
}

export function parseJson<S extends v.GenericSchema>(schema: S, body: string): Result<v.InferOutput<S>> {
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    return fail(fault('malformed', { at: '', expected: 'JSON' }))
  }
  return parse(schema, json)
}
