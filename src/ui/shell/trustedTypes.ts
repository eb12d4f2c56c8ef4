// The page's policy for Trusted Types (server/securityHeaders.ts demands them): text never
// becomes markup or a script's address, so that a stored script has no way in even where a library
// would let it. Loaded before everything else; browsers that know none of it go without.

interface PolicyFactory {
  createPolicy(
    name: string,
    rules: {
      createHTML(text: string): string | null
      createScriptURL(text: string): string | null
    },
  ): unknown
}

/** Leaflet asks once whether the browser draws SVG, by this very text. */
const harmlessMarkup = '<svg/>'

const isOwn = (address: string): boolean =>
  new URL(address, window.location.href).origin === window.location.origin

const { trustedTypes } = window as { trustedTypes?: PolicyFactory }
// Named `default`, it is asked wherever a library hands over plain text; null refuses.
trustedTypes?.createPolicy('default', {
  createHTML: (text) => (text === harmlessMarkup ? text : null),
  createScriptURL: (address) => (isOwn(address) ? address : null),
})
