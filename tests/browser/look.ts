// Pictures of a screen as it stands, for whoever wants to look: made only where GRIDWALK_LOOKS
// names a folder.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'

export async function look(page: Page, name: string): Promise<void> {
  const folder = process.env['GRIDWALK_LOOKS']
  if (!folder) return
  await mkdir(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`) })
}
