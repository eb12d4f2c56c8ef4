// The words of the desk, loaded when somebody goes there.
import { desk } from './desk.ts'
import { devices } from './devices.ts'

export const deskWords = { desk, devices }
