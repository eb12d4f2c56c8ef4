// The words of what is one’s own: settings, this phone, unsent work carried by hand.
import { me } from './me.ts'
import { rescue } from './rescue.ts'
import { syncLog } from './syncLog.ts'

export const meWords = { me, rescue, syncLog }
