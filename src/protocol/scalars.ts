// The plain values that messages are made of, each with the bounds that hold for it everywhere.
import * as v from 'valibot'

export const text = (max: number) => v.pipe(v.string(), v.maxLength(max))
export const id = v.pipe(v.string(), v.minLength(1), v.maxLength(80), v.regex(/^[\w:.-]+$/))
export const uuid = v.pipe(v.string(), v.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/))
export const photoHash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
export const instant = v.pipe(v.number(), v.minValue(-8.64e15), v.maxValue(8.64e15))

/** A name of its own kind; whoever reads an answer believes the kind, never the characters. */
export const named = <T extends string>() =>
  v.pipe(
    v.string(),
    v.transform((name) => name as T),
  )
