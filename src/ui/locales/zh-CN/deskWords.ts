// The words of the desk, loaded when somebody goes there.
import { basemaps } from './basemaps.ts'
import { desk } from './desk.ts'
import { deskFault } from './deskFault.ts'
import { devices } from './devices.ts'
import { labels } from './labels.ts'
import { me } from './me.ts'
import { notDone } from './notDone.ts'
import { outline } from './outline.ts'
import { parkedWhy } from './parkedWhy.ts'
import { pictures } from './pictures.ts'
import { plan } from './plan.ts'
import { rescue } from './rescue.ts'
import { syncLog } from './syncLog.ts'

export const deskWords = {
  basemaps,
  desk,
  deskFault,
  devices,
  labels,
  me,
  notDone,
  outline,
  parkedWhy,
  pictures,
  plan,
  rescue,
  syncLog,
}
