// Keeps the assets of every build that was served in the last 90 days: a page of an earlier build,
// still open on somebody's desk, goes on asking for its own files (C12). Called by openServer.ts
// at each start and once a day; served by routes/appRoutes.ts.
import { copyFile, mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import type { Instant } from '#domain/ids.ts'

const keptForMs = 90 * 24 * 3_600_000

/**
 * Copies, not links: the program and its data often lie on two disks. When a file was last part of
 * the served build is its time of change.
 */
export async function keepAssets(
  appFolder: string,
  keptFolder: string,
  now: Instant,
): Promise<void> {
  const served = join(appFolder, 'assets')
  await mkdir(keptFolder, { recursive: true })
  for (const entry of await readdir(served, { withFileTypes: true })) {
    if (!entry.isFile()) continue
    const kept = join(keptFolder, entry.name)
    // Its name is that of its content: what is there is the same.
    if (!(await stat(kept).catch(() => null))) await copyWhole(join(served, entry.name), kept)
    await utimes(kept, now / 1000, now / 1000)
  }
  for (const name of await readdir(keptFolder)) {
    const kept = join(keptFolder, name)
    if ((await stat(kept)).mtimeMs < now - keptForMs) await rm(kept)
  }
}

/** Under its name at once and whole, also where the process ends in between. */
async function copyWhole(from: string, to: string): Promise<void> {
  await copyFile(from, `${to}.part`)
  await rename(`${to}.part`, to)
}
