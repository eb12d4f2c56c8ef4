// Every word of this language, one file an area.
import { capture } from './capture.ts'
import { desk } from './desk.ts'
import { fault } from './fault.ts'
import { field } from './field.ts'
import { kinds } from './kinds.ts'
import { map } from './map.ts'
import { me } from './me.ts'
import { parts } from './parts.ts'
import { patrol } from './patrol.ts'
import { syncLog } from './syncLog.ts'
import { visit } from './visit.ts'

export const words = { capture, desk, fault, field, map, me, parts, patrol, syncLog, visit, ...kinds }
