// Archives to cut from: one that was uploaded, or one of those that the operator has laid on the
// server's disk, which are called by the name of their file.
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { fault } from '#domain/fault.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import type { AssetStore } from '../assets/assetStore.ts'

export interface Archive {
  /** On this machine. */
  path: string
  name: string
}

export type ArchiveSource = { upload: string } | { archive: string }

/** Those that can be read, each with its size in bytes. */
export async function archivesOnDisk(
  files: readonly string[],
): Promise<{ name: string; bytes: number }[]> {
  const found = await Promise.all(
    files.map(async (path) => {
      const file = await stat(path).catch(() => null)
      return file?.isFile() ? [{ name: basename(path), bytes: file.size }] : []
    }),
  )
  return found.flat()
}

/** `mapMissing`: it is not there, or has not come whole. */
export async function archiveFrom(
  source: ArchiveSource,
  assets: AssetStore,
  files: readonly string[],
): Promise<Result<Archive>> {
  if ('archive' in source) {
    const path = files.find((each) => basename(each) === source.archive)
    return path ? succeed({ path, name: source.archive }) : fail(fault('mapMissing'))
  }
  const path = await assets.uploadedFile(source.upload)
  return path ? succeed({ path, name: 'upload' }) : fail(fault('mapMissing'))
}
