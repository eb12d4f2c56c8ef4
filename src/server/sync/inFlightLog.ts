// Remembers, outside the database, which changes a process is at this moment deciding on: so that
// after it was killed by one of them (P4 of the fault matrix) the next start knows whom to suspect.
// A few bytes written into an open file, never waited for on disk: a killed process leaves them
// behind, and a machine without power had no poison to blame.
import { randomBytes } from 'node:crypto'
import { closeSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { DeviceId, ClientId } from '#domain/ids.ts'
import type { Storage } from '../storage/port/storage.ts'

export interface Work {
  install: ClientId
  deviceId: DeviceId
  /** The highest number of the changes in work. */
  to: number
}

export interface InFlightLog {
  /** Returns the way to say that the work has ended, well or badly. */
  begin(work: Work): () => void
  close(): void
}

/** Each push under way has a line of this length; ended ones are written over. */
const slotBytes = 256
const free = Buffer.alloc(slotBytes, ' ')

/** Of this process: its number alone comes back, the first of a container always does. */
const ownNames = `${process.pid}-${Math.round(performance.timeOrigin)}-`

/** One file a server; call `suspectLeftovers` before. */
export async function openInFlightLog(folder: string): Promise<InFlightLog> {
  await mkdir(folder, { recursive: true })
  const path = join(folder, `${ownNames}${randomBytes(4).toString('hex')}.in-work`)
  const file = openSync(path, 'w')
  const freed: number[] = []
  let slots = 0
  return {
    begin: (work) => {
      const at = freed.pop() ?? slots++ * slotBytes
      const line = Buffer.from(free)
      line.write(JSON.stringify(work))
      writeSync(file, line, 0, slotBytes, at)
      return () => {
        writeSync(file, free, 0, slotBytes, at)
        freed.push(at)
      }
    },
    close: () => {
      closeSync(file)
      rmSync(path, { force: true })
    },
  }
}

/**
 * What processes that are no more were at when they ended: their client logs are taken one change
 * at a time from now on. Returns how many.
 */
export async function suspectLeftovers(folder: string, storage: Storage): Promise<number> {
  let suspected = 0
  for (const name of readdirIfThere(folder)) {
    const pid = Number(/^(\d+)-\d+-\w+\.in-work$/.exec(name)?.[1])
    if (!pid || name.startsWith(ownNames) || (pid !== process.pid && isAlive(pid))) continue
    for (const work of worksIn(readFileSync(join(folder, name), 'utf8'))) {
      await storage.write((tx) => tx.suspect(work.install, work.deviceId, work.to))
      suspected++
    }
    rmSync(join(folder, name), { force: true })
  }
  return suspected
}

function readdirIfThere(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

function worksIn(text: string): Work[] {
  const lines = text.match(/\{[^}]*\}/g) ?? []
  return lines.flatMap((line) => {
    try {
      return [JSON.parse(line) as Work]
    } catch {
      return [] // a line that was cut off while it was written: its work had not begun
    }
  })
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
