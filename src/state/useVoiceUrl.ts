// An address an <audio> can play a voice note from, wherever its bytes are.
import type { MaybeRefOrGetter } from 'vue'
import { playable } from '#client/photos/playable.ts'
import type { PhotoHash } from '#domain/ids.ts'
import { usePhotoUrl } from './usePhotoUrl.ts'

export const useVoiceUrl = (hash: MaybeRefOrGetter<PhotoHash | undefined>) =>
  usePhotoUrl(hash, { medium: 'voice', made: playable })
