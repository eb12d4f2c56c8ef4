// Whether a map may come onto this phone: photos that are still to be taken go first.

/** For photos; about six hundred of them. */
const keptFreeBytes = 200_000_000
/** A file and what a browser keeps beside it. */
const overhead = 1.2

/** How many bytes are wanting; 0 where there is room, and where the browser does not say. */
export function missingRoom(bytes: number, { quota, usage }: StorageEstimate): number {
  if (quota === undefined || usage === undefined) return 0
  return Math.max(0, Math.ceil(bytes * overhead + keptFreeBytes - (quota - usage)))
}
