// How this phone shows things: language, text size, light. Kept beside the databases and applied to
// the page's root.
import { defineStore } from 'pinia'
import { ref, watchEffect } from 'vue'
import { useDevice } from './device.ts'

export type Locale = 'zh-CN' | 'en'
export type TextSize = 100 | 115 | 130 | 150
export type Theme = 'system' | 'light' | 'dark' | 'outdoor'

const key = 'gridwalk.settings'

interface Kept {
  locale?: Locale
  textSize?: TextSize
  theme?: Theme
  stampPhotos?: boolean
  isAwakeOnPatrol?: boolean
  knowsDictation?: boolean
}

export const useSettings = defineStore('settings', () => {
  const { local } = useDevice().environment
  const kept = read(local.getItem(key))
  const locale = ref<Locale>(kept.locale ?? (navigator.language.startsWith('zh') ? 'zh-CN' : 'en'))
  const textSize = ref<TextSize>(kept.textSize ?? 100)
  const theme = ref<Theme>(kept.theme ?? 'system')
  const stampPhotos = ref(kept.stampPhotos ?? false)
  /** The screen stays on while a patrol is walked. */
  const isAwakeOnPatrol = ref(kept.isAwakeOnPatrol ?? false)
  /** It has been said that the keyboard writes what is spoken. */
  const knowsDictation = ref(kept.knowsDictation ?? false)

  watchEffect(() => {
    const root = document.documentElement
    root.lang = locale.value
    root.dataset.theme = theme.value
    root.dataset.text = String(textSize.value)
    local.setItem(
      key,
      JSON.stringify({
        locale: locale.value,
        textSize: textSize.value,
        theme: theme.value,
        stampPhotos: stampPhotos.value,
        isAwakeOnPatrol: isAwakeOnPatrol.value,
        knowsDictation: knowsDictation.value,
      }),
    )
  })

  return { locale, textSize, theme, stampPhotos, isAwakeOnPatrol, knowsDictation }
})

function read(text: string | null): Kept {
  try {
    return (JSON.parse(text ?? '{}') as Kept | null) ?? {}
  } catch {
    return {}
  }
}
