// Before the first stage: a folder for what the stages draw once in each process. Those processes
// are ended without a goodbye, so it is taken away here.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    roomForDemos: string
  }
}

export default async function roomForDemos(project: TestProject): Promise<() => Promise<void>> {
  const room = await mkdtemp(join(tmpdir(), 'gridwalk-demos-'))
  project.provide('roomForDemos', room)
  return () => rm(room, { recursive: true, force: true })
}
