// A change as it came, typed: of a type that this release knows, and whole. What it does to its row
// is decided apart from that (decide.ts).
import type { Change } from '#domain/change.ts'
import { type Result, succeed } from '#domain/result.ts'
import { changeBody } from '#protocol/messages.ts'
import { parse } from '#protocol/parse.ts'
import { rowTypes } from './recordTypeOf.ts'

const schema = changeBody(rowTypes)

export function parseChange(input: unknown): Result<Change> {
  const read = parse(schema, input)
  // The schema has checked the shape; ids are branded and steps named by the types alone.
  return read.ok ? succeed(read.value as unknown as Change) : read
}
