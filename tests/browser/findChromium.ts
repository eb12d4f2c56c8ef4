// Finds a Chromium to run the browser tests in, and starts it so that it talks to nobody but the
// page under test.
import { existsSync } from 'node:fs'
import { chromium, type Browser, type LaunchOptions } from 'playwright-core'

/**
 * CHROMIUM_PATH, else the one Playwright installed, else a usual place of a Linux system; null when
 * there is none.
 */
export function findChromium(): string | null {
  const places = [
    process.env['CHROMIUM_PATH'],
    chromium.executablePath(),
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ]
  return places.find((place) => place && existsSync(place)) ?? null
}

/**
 * Two pages of the browser's own beside every address bar, which nobody sees here, cost a third of
 * a start. Chromium hears only the last list of this name: what Playwright's says stands here too.
 */
const disabledFeatures = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
].join(',')

export function launchChromium({ args = [], ...options }: LaunchOptions = {}): Promise<Browser> {
  const executablePath = findChromium()
  if (!executablePath)
    throw new Error(
      'No Chromium found: set CHROMIUM_PATH, or run npx playwright-core install chromium',
    )
  const isRoot = process.getuid?.() === 0 // Chromium's sandbox does not start for root
  return chromium.launch({
    executablePath,
    ...options,
    args: [
      ...(isRoot ? ['--no-sandbox'] : []),
      '--disable-background-networking',
      '--no-first-run',
      '--disable-component-update',
      '--disable-sync',
      '--disable-quic',
      '--disable-gpu', // there is none, and pretending that there is costs a tenth of a run
      `--disable-features=${disabledFeatures}`,
      ...args,
    ],
  })
}
