// Every word of this language that a phone needs in the field, one file an area; those of the desk
// are in deskWords.ts.
import { capture } from './capture.ts'
import { fault } from './fault.ts'
import { field } from './field.ts'
import { history } from './history.ts'
import { map } from './map.ts'
import { member } from './member.ts'
import { parked } from './parked.ts'
import { parts } from './parts.ts'
import { phone } from './phone.ts'
import { report } from './report.ts'
import { voice } from './voice.ts'

export const words = {
  capture,
  fault,
  field,
  history,
  map,
  parked,
  parts,
  phone,
  voice,
  ...member,
  ...report,
}
