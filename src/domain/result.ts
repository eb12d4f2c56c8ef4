// Expected failure is data: what crosses a room's border is a Result, what nobody expects is
// thrown.
import type { Fault } from './fault.ts'

export type Result<T> = { ok: true; value: T } | { ok: false; fault: Fault }

export const succeed = <T>(value: T): Result<T> => ({ ok: true, value })
export const fail = (fault: Fault): { ok: false; fault: Fault } => ({ ok: false, fault })
