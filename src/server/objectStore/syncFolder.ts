// Makes a new name in a folder outlast a power cut: the file's own fsync does not cover the folder
// that names it.
import { open } from 'node:fs/promises'

export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
