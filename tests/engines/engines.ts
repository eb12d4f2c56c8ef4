// Whose engines these are.
import { launchFirefox } from './firefox.ts'
import { launchWebKit } from './webKit.ts'

export const engines = [
  ['WebKit', launchWebKit],
  ['Firefox', launchFirefox],
] as const
