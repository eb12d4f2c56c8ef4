// The words of the desk, loaded when somebody goes there.
import { desk } from './desk.ts'
import { devices } from './devices.ts'
import { labels } from './labels.ts'
import { outline } from './outline.ts'
import { plan } from './plan.ts'

export const deskWords = { desk, devices, labels, outline, plan }
