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

type Altered = { id: string; ring: Ring }[]

export interface Told {
  ring: Ring
  done: { ring: Ring; altered: Altered; holes: Ring[] } | null
  split: { parts: [Ring[], Ring[]]; altered: Altered } | null
  join: Ring[] | null
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
  window.told = reactive<Told>({ ring, done: null, split: null, join: null })
  const host = document.createElement('main')
  document.body.append(host)
  const app = createApp({
    render: () =>
      h(OutlineEditor, {
        kind,
        neighbours,
        modelValue: window.told.ring,
        'onUpdate:modelValue': (now: Ring) => (window.told.ring = now),
        maySplit: true,
        mayJoin: true,
        onDone: (ended: Ring, altered: Altered, holes: Ring[]) =>
          (window.told.done = { ring: ended, altered, holes }),
        onSplit: (parts: [Ring[], Ring[]], altered: Altered) =>
          (window.told.split = { parts, altered }),
        onJoin: (rings: Ring[]) => (window.told.join = rings),
      }),
  })
  app.use(createI18n({ legacy: false, locale: 'en', messages: { en: { ...words, ...deskWords } } }))
  app.mount(host)
  close = () => {
    app.unmount()
    host.remove()
  }
}
