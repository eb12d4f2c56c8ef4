// The port's part for uploads under way. The bytes lie in the photo store; how many of them count
// is written here, so that all nodes agree.
import type { Instant, MemberId } from '#domain/ids.ts'

export interface Staged {
  /** As announced. */
  bytes: number
  received: number
  /** When it last came further. */
  touchedAt: Instant
}

export interface StagingReads {
  staged(upload: string): Promise<Staged | undefined>
  /** Names of its parts, in order. */
  stagedParts(upload: string): Promise<string[]>
  lastStagedPart(upload: string): Promise<{ begins: number; name: string } | undefined>
  stagedUploads(): Promise<string[]>
  /** What the member has announced and not finished. */
  stagedBy(member: MemberId): Promise<{ items: number; bytes: number }>
}

export interface StagingWrites {
  putStaged(upload: string, bytes: number, at: Instant): Promise<void>
  /**
   * False where the upload does not stand at `from` any more: another was faster, and this part
   * counts for nothing. One that begins where a part lies already holds that one too, and takes its
   * place.
   */
  addStagedPart(
    upload: string,
    part: { begins: number; from: number; to: number; name: string; at: Instant },
  ): Promise<boolean>
  dropStaged(upload: string): Promise<void>
  /** Those that have not come further since, and what was noted of whose they were. */
  dropStagedBefore(at: Instant): Promise<void>
}
