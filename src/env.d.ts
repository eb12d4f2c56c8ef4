declare const __APP_VERSION__: string

/** For tools that read TypeScript alone; vue-tsc sees the real components. */
declare module '*.vue' {
  import type { DefineComponent } from 'vue'
  const component: DefineComponent
  export default component
}
