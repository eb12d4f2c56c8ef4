// Every word of this language, one file an area.
import { capture } from './capture.ts'
import { desk } from './desk.ts'
import { devices } from './devices.ts'
import { fault } from './fault.ts'
import { field } from './field.ts'
import { history } from './history.ts'
import { kinds } from './kinds.ts'
import { map } from './map.ts'
import { me } from './me.ts'
import { parked } from './parked.ts'
import { parts } from './parts.ts'
import { patrol } from './patrol.ts'
import { phone } from './phone.ts'
import { rescue } from './rescue.ts'
import { syncLog } from './syncLog.ts'
import { visit } from './visit.ts'

export const words = {
  capture,
  desk,
  devices,
  fault,
  field,
  history,
  map,
  me,
  parked,
  parts,
  patrol,
  phone,
  rescue,
  syncLog,
  visit,
  ...kinds,
}
