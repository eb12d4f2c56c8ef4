declare const __APP_VERSION__: string

interface Window {
  /**
   * Set by an observer outside the page, if there is one: called for each receipt that is drawn
   * (parts/GwReceiptMark.vue).
   */
  gridwalkTick?: (drawn: { id: string; state: string }) => void
}

declare module '*.wasm?url' {
  const url: string
  export default url
}

/** For tools that read TypeScript alone; vue-tsc sees the real components. */
declare module '*.vue' {
  import type { DefineComponent } from 'vue'
  const component: DefineComponent
  export default component
}
