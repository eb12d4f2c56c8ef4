// What can still be read of a database that cannot be opened, for the recovery screen alone: it
// comes with that, and no start waits for it.
import { exportReadable } from '#client/rescue/exportReadable.ts'
import { useDevice } from './device.ts'

export function useReadableExport(): () => Promise<Blob | null> {
  const { environment } = useDevice()
  return () => exportReadable(environment)
}
