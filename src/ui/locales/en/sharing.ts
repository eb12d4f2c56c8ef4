export const sharing = {
  title: '{count} shared photo | {count} shared photos',
  until: 'You can report with them. What is not used is deleted on {when}.',
  bindFirst: 'Kept on this phone. Bind it, then you can report with them.',
  mayNot: 'Your role cannot report, so there is no use for these photos.',
  discard: 'Discard',
  leftOut: {
    notPhotos:
      '{count} more file is no photo and was left out. | {count} more files are no photos and were left out.',
    tooLarge:
      '{count} more is over {size} and was left out. | {count} more are over {size} and were left out.',
    beyondLimit:
      'A record holds {limit} photos; {count} more was left out. | A record holds {limit} photos; {count} more were left out.',
    noRoom:
      'Too many photos are waiting; {count} more was left out. | Too many photos are waiting; {count} more were left out.',
  },
  refused: {
    empty: 'No photo arrived. Go back to the gallery or chat and share again.',
    noPhotos:
      'The {count} shared file is no photo and was left out. | None of the {count} shared files is a photo; they were left out.',
    notKept:
      'There is no room on this phone: none of the shared photos was kept. Make room, then share them again.',
    tooMany:
      'Too many shares are waiting: these photos were not kept. Report or discard those first, then share again.',
    notReady: 'The app was not ready yet: the shared photos were not kept. Share them again.',
  },
}
