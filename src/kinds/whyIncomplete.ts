// What the server asks of a report before it is accepted: records/decide.ts hands it the report.
import type { Fault } from '#domain/fault.ts'
import type { Kind } from './kind.ts'
import type { Content } from './missing.ts'

/** Why a report of this kind is refused as it is; null when nothing is missing. */
export const whyIncomplete = (kind: Kind, content: Content): Fault | null =>
  kind.missing?.(content).find(({ fault }) => fault)?.fault ?? null
