// What every answer carries. A stored script here could read months of a household's data, so
// nothing inline and nothing foreign runs.

/** @param tiles origins that the operator lets pictures of maps come from; none by default. */
const contentSecurityPolicy = (tiles: readonly string[]): string =>
  [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'", // the code scanner is WebAssembly
    "style-src 'self'",
    ["img-src 'self' blob: data:", ...tiles].join(' '),
    "connect-src 'self'",
    "font-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "media-src 'self' blob:",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
    // Vue writes its own static markup; ui/shell/trustedTypes.ts is the other policy.
    "require-trusted-types-for 'script'",
    'trusted-types vue default',
  ].join('; ')

/** What a walk needs, and nothing else a browser could give away. */
const permissions = [
  'camera=(self)',
  'microphone=(self)',
  'geolocation=(self)',
  // Together they are the compass: which way a photo looks.
  'accelerometer=(self)',
  'gyroscope=(self)',
  'magnetometer=(self)',
  'publickey-credentials-get=(self)',
  'publickey-credentials-create=(self)',
  'screen-wake-lock=(self)',
  'clipboard-write=(self)',
  'fullscreen=(self)',
  ...[
    'autoplay',
    'clipboard-read',
    'display-capture',
    'hid',
    'idle-detection',
    'local-fonts',
    'midi',
    'payment',
    'picture-in-picture',
    'serial',
    'usb',
    'window-management',
    'xr-spatial-tracking',
  ].map((name) => `${name}=()`),
].join(', ')

export function securityHeaders(
  isHttps: boolean,
  tiles: readonly string[] = [],
): Record<string, string> {
  return {
    'Content-Security-Policy': contentSecurityPolicy(tiles),
    'Permissions-Policy': permissions,
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    ...(isHttps ? { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' } : {}),
  }
}
