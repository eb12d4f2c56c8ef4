// The page's half of outline.test.ts: the outline editor alone, over two grids that share an edge.
import '#parts/tokens.css'
import '#parts/base.css'
import '#ui/shell/trustedTypes.ts'
import { createApp, h, reactive } from 'vue'
import { createI18n } from 'vue-i18n'
import type { Ring } from '#domain/grid.ts'
import type { Neighbour } from '#geo/sharedCorners.ts'
import { deskWords } from '#ui/locales/en/deskWords.ts'
import { words } from '#ui/locales/en/words.ts'
import OutlineEditor from '#ui/desk/plan/OutlineEditor.vue'
import type { OutlineKind } from '#ui/desk/plan/useOutline.ts'

export interface Told {
  ring: Ring
  done: { ring: Ring; altered: { id: string; ring: Ring }[] } | null
}

declare global {
  interface Window {
    /** Puts an editor on the page; what it says is in `told`. */
    edit(kind: OutlineKind, ring: Ring, neighbours: Neighbour[]): void
    told: Told
  }
}

let close = (): void => undefined
window.edit = (kind, ring, neighbours) => {
  close()
  window.told = reactive<Told>({ ring, done: null })
  const host = document.createElement('main')
  document.body.append(host)
  const app = createApp({
    render: () =>
      h(OutlineEditor, {
        kind,
        neighbours,
        modelValue: window.told.ring,
        'onUpdate:modelValue': (now: Ring) => (window.told.ring = now),
        onDone: (ended: Ring, altered: { id: string; ring: Ring }[]) =>
          (window.told.done = { ring: ended, altered }),
      }),
  })
  app.use(createI18n({ legacy: false, locale: 'en', messages: { en: { ...words, ...deskWords } } }))
  app.mount(host)
  close = () => {
    app.unmount()
    host.remove()
  }
}
