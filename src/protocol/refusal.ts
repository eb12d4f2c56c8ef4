// What the server answers when it does not do what it was asked (SPEC.md, A rules): a fault, in
// every refusal and beside every change that was parked.
import * as v from 'valibot'
import { type Fault, type FaultCode, faultCodes } from '#domain/fault.ts'
import { text } from './scalars.ts'

const isFaultCode = (code: string): code is FaultCode =>
  (faultCodes as readonly string[]).includes(code)

/**
 * A later server may name a fault that this app has no words for: it stays a fault, a general one
 * (C7).
 */
export const FaultSchema = v.pipe(
  v.object({
    code: text(60),
    detail: v.optional(v.record(v.string(), v.union([v.string(), v.number()]))),
  }),
  v.transform(({ code, detail }): Fault =>
    isFaultCode(code)
      ? { code, ...(detail ? { detail } : {}) }
      : { code: 'internal', detail: { ...detail, told: code } },
  ),
)

export const Refusal = v.object({
  v: v.literal(1),
  req: v.optional(v.string()),
  fault: FaultSchema,
})
export type Refusal = v.InferOutput<typeof Refusal>
