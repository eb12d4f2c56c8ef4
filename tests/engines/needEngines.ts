// Before the first test: says which packages are missing, by their Debian names.
import { spawnSync } from 'node:child_process'

const needs = [
  ['firefox-esr', ['firefox-esr', '--version']],
  ['webkit2gtk-driver', ['WebKitWebDriver', '--version']],
  ['xvfb', ['Xvfb', '-help']],
  [
    'python3-gi gir1.2-webkit2-4.1',
    ['/usr/bin/python3', '-c', "import gi; gi.require_version('WebKit2', '4.1')"],
  ],
] as const

export default function needEngines(): void {
  const missing = needs.filter(([, [program, ...words]]) => {
    const ran = spawnSync(program, words, { stdio: 'ignore' })
    return ran.error !== undefined || (program === '/usr/bin/python3' && ran.status !== 0)
  })
  if (missing.length > 0)
    throw new Error(`Missing here: apt-get install ${missing.map(([name]) => name).join(' ')}`)
}
