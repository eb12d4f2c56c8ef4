// Every word of the app, those of the desk and of the kinds among them.
import { wordsOfKinds } from '#kinds/forms.ts'
import { deskWords as enDesk } from '#ui/locales/en/deskWords.ts'
import { enrolWords as enEnrol } from '#ui/locales/en/enrolWords.ts'
import { mapsWords as enMaps } from '#ui/locales/en/mapsWords.ts'
import { patrolWords as enPatrol } from '#ui/locales/en/patrolWords.ts'
import { meWords as enMe } from '#ui/locales/en/meWords.ts'
import { sharing as enSharing } from '#ui/locales/en/sharing.ts'
import { words as enField } from '#ui/locales/en/words.ts'
import { deskWords as zhDesk } from '#ui/locales/zh-CN/deskWords.ts'
import { enrolWords as zhEnrol } from '#ui/locales/zh-CN/enrolWords.ts'
import { mapsWords as zhMaps } from '#ui/locales/zh-CN/mapsWords.ts'
import { patrolWords as zhPatrol } from '#ui/locales/zh-CN/patrolWords.ts'
import { meWords as zhMe } from '#ui/locales/zh-CN/meWords.ts'
import { sharing as zhSharing } from '#ui/locales/zh-CN/sharing.ts'
import { words as zhField } from '#ui/locales/zh-CN/words.ts'

export const en = {
  ...enField,
  ...enEnrol,
  ...enMaps,
  ...enPatrol,
  ...enMe,
  sharing: enSharing,
  ...enDesk,
  ...(await wordsOfKinds('en')),
}
export const zh = {
  ...zhField,
  ...zhEnrol,
  ...zhMaps,
  ...zhPatrol,
  ...zhMe,
  sharing: zhSharing,
  ...zhDesk,
  ...(await wordsOfKinds('zh-CN')),
}

/** Undefined where there is none at this key. */
export const wordOf = (messages: object, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], messages)
