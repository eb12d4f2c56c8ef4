// What a record carries beside its words: photos and voice notes. Both are bytes named by their
// SHA-256 and go one way: kept, sent, resumed, received, backed up and read alike.
import type { PhotoHash } from './ids.ts'
import type { PhotoRef } from './photo.ts'
import type { VoiceRef } from './voice.ts'

export type Attachment = PhotoRef | VoiceRef

/** Fields of a record and of a step that hold attachments; their elements go by their hash. */
export const attachmentFields = ['photos', 'voice'] as const
export type AttachmentField = (typeof attachmentFields)[number]

export const isAttachmentField = (field: string): field is AttachmentField =>
  (attachmentFields as readonly string[]).includes(field)

/** A record, a step or a form; an older one knows no voice notes. */
export interface Attached {
  photos?: readonly PhotoRef[]
  voice?: readonly VoiceRef[]
}

export const attachmentsOf = ({ photos = [], voice = [] }: Attached): Attachment[] => [
  ...photos,
  ...voice,
]

/** Every blob a reference names: a photo, its thumbnail and its stamped copy; a voice note. */
export const blobsOf = (attachment: Attachment): { hash: PhotoHash; bytes: number }[] => [
  ...('thumb' in attachment ? [attachment.thumb] : []),
  { hash: attachment.hash, bytes: attachment.bytes },
  ...('thumb' in attachment && attachment.stamped ? [attachment.stamped] : []),
]

/** What of it can be asked for: nobody has checked it, so what is no attachment is left out. */
export const readAttachments = (given: { [field in AttachmentField]?: unknown }): Attachment[] => [
  ...elementsOf<PhotoRef>(given.photos).filter((photo) => photo.hash && photo.thumb?.hash),
  ...elementsOf<VoiceRef>(given.voice).filter((voice) => voice.hash),
]

const elementsOf = <T>(list: unknown): T[] =>
  Array.isArray(list) ? list.filter((each): each is T => typeof each === 'object' && !!each) : []
