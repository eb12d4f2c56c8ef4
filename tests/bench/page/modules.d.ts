// What the pages of the bench load that brings no types.
declare module 'leaflet.markercluster'

declare module '*.css?inline' {
  const css: string
  export default css
}
