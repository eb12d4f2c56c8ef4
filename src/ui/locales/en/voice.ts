export const voice = {
  note: 'Voice note',
  nth: 'Voice note {index}',
  record: 'Record a voice note',
  stop: 'Stop recording',
  recording: 'Recording',
  left: '{count} second left | {count} seconds left',
  remove: 'Remove {name}',
  removed: 'Voice note taken out',
  notKept: 'Nothing was recorded',
  dictation: 'The microphone on the keyboard writes what you say.',
}
