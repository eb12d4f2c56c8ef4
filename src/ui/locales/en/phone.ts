export const phone = {
  backup: {
    at: 'Last backed up: {when}',
    none: 'The server keeps a backup',
  },
  free: {
    maps: 'Offline maps take {size}. Delete them first to make room for photos; they can be downloaded again.',
    mapsAct: 'Delete offline maps',
    offer:
      '{count} photo is backed up on the server and can go from this phone, which frees about {size}. It can still be seen when online. | {count} photos are backed up on the server and can go from this phone, which frees about {size}. They can still be seen when online.',
    act: 'Free {size}',
    done: '{size} freed, you can continue taking photos',
  },
  clock: {
    slow: 'This phone’s clock is about {duration} slow',
    fast: 'This phone’s clock is about {duration} fast',
    text: 'Records are saved and sent as always, and times are shown corrected. Please switch on automatic time in the phone’s settings.',
    days: '{count} day | {count} days',
    hours: '{count} hour | {count} hours',
    minutes: '{count} minute | {count} minutes',
  },
  loss: {
    title: 'Something went wrong with this phone’s storage',
    asking:
      '{count} entry (number {range}) cannot be found on this phone any more. Once online, the server is asked whether it has it. Everything else is here, and you can continue working. | {count} entries (numbers {range}) cannot be found on this phone any more. Once online, the server is asked whether it has them. Everything else is here, and you can continue working.',
    received:
      '{count} entry (number {range}) cannot be found on this phone any more, but the server has received it. Nothing is lost. | {count} entries (numbers {range}) cannot be found on this phone any more, but the server has received them all. Nothing is lost.',
    lost: 'This phone has lost {count} entry (number {range}), and the server never received it. Your supervisor has been told. Please report it again from memory; everything else is here, and you can continue working. | This phone has lost {count} entries (numbers {range}), and the server never received them. Your supervisor has been told. Please report them again from memory; everything else is here, and you can continue working.',
    range: '{from}–{to}',
  },
  trouble: {
    emptied: {
      title: 'The browser has cleared what was stored here',
      text: 'Browsing data may have been cleared, or the phone ran out of space. Records and photos that reached the server are safe.',
      cost: 'When last counted, {changes} records and {photos} photos had not been sent. They cannot be recovered on this phone; please tell your supervisor.',
      costWithVoice:
        'When last counted, {changes} records, {photos} photos and {voice} voice notes had not been sent. They cannot be recovered on this phone; please tell your supervisor.',
      noCost: 'When last counted, everything that was saved had been sent.',
      todo: 'Please ask your supervisor for a new invite and bind this phone again. What you were just writing will be restored if possible; the photos must be taken again.',
      act: 'Bind again',
    },
    closed: {
      title: 'The storage on this phone cannot be opened',
      text: 'Nothing has been deleted: records and photos are still on the phone, they just cannot be read now.',
      todo: 'First tap “Try again”. If that fails, close the browser, restart the phone and open the app again. If it still fails, save what can be read to a file for your supervisor, then start with new storage and continue working.',
      retry: 'Try again',
      save: 'Save what can be read to a file',
      nothing:
        'Nothing can be read now. Please do not clear browsing data; restart the phone and try again.',
      saved: 'Saved to a file; please hand it to your supervisor',
      replace: 'Start with new storage',
      replaceText:
        'The storage that cannot be opened stays as it is and is not deleted. To use the new one, bind this phone again with a new invite.',
    },
    silent: {
      title: 'The storage on this phone does not answer',
      text: 'Nothing has been deleted, and nothing looks damaged: records and photos are on the phone, the browser just cannot get to them at the moment.',
      todo: 'First tap “Try again”. If that fails, close the browser completely and open it again.',
    },
    blocked: {
      title: 'Another page still has the old version open',
      text: 'Everything is here. Close the other Gridwalk pages, and this one continues automatically.',
      act: 'Reopen',
    },
    full: {
      title: 'The phone is full',
      text: 'Records and photos that were saved are safe, but the app cannot open now. Delete some photos or apps you do not need, then tap “Try again”. Do not clear the browser’s data.',
    },
  },
}
