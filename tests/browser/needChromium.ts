// Before the first browser test: finds a Chromium, or installs Debian's where this may be done.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { findChromium } from './findChromium.ts'

export default function needChromium(): void {
  if (findChromium()) return
  const mayInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  if (!mayInstall)
    throw new Error(
      'No Chromium found. Install one (Debian: apt-get install chromium) or name it in CHROMIUM_PATH.',
    )
  console.log('No Chromium found: installing Debian’s chromium (about 100 MB) …')
  execFileSync('apt-get', ['update', '-qq'], { stdio: 'inherit' })
  execFileSync(
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'],
    { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } },
  )
}
