// All pages stand in the document only while it is printed, by the button or by the browser's own
// command, and beside the app: what pages are broken in must be no grid and nothing that scrolls.
import { h, onBeforeUnmount, onMounted, render } from 'vue'
import type { CodePictures } from './codePictures.ts'
import type { LabelSheet } from './labelSheets.ts'
import type { PlaceLabel } from './placeLabels.ts'
import PrintedLabels from './PrintedLabels.vue'

export interface Printed {
  pages: readonly (readonly PlaceLabel[])[]
  sheet: LabelSheet
  pictures: CodePictures
}

export function usePrintedLabels(what: () => Printed): void {
  const host = document.createElement('div')
  host.className = 'gw-printed-labels-host'

  // At once: the browser takes what stands there when the event has been heard.
  function put(): void {
    render(h(PrintedLabels, { ...what() }), host)
    document.querySelector('body')?.append(host)
  }
  function take(): void {
    host.remove()
    render(null, host)
  }
  onMounted(() => {
    window.addEventListener('beforeprint', put)
    window.addEventListener('afterprint', take)
  })
  onBeforeUnmount(() => {
    window.removeEventListener('beforeprint', put)
    window.removeEventListener('afterprint', take)
    take()
  })
}
