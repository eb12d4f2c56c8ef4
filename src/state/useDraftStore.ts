// The half-filled forms of whoever uses this phone, with the local fallback beside them.
import { type DraftStore, draftStore } from '#client/phone/draftStore.ts'
import { useDevice } from './device.ts'
import { useSession } from './useSession.ts'

export function useDraftStore(): DraftStore {
  const { local } = useDevice().environment
  const session = useSession()
  return draftStore(() => session.current, local)
}
