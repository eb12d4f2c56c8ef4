export const devices = {
  title: 'Phones',
  titleOpen: 'Phones ({count} open incident) | Phones ({count} open incidents)',
  tabs: 'Members and phones',
  members: 'Members',
  list: 'Everyone’s phones',
  listText: 'Most urgent first',
  none: 'Nobody has bound a phone yet',
  incidents: 'Incidents',
  incidentsNone: 'No incidents',
  incidentsNoneText:
    'Phones that are lost or revoked with work unsent appear here, and work that could not be imported.',
  closed: 'Closed in the last 30 days',
  incidentsFailed: 'Incidents could not be loaded',
  bring: 'Send for someone',
  attention: {
    unsent: 'Unsent work',
    silent: 'Silent for over a day',
    unreadable: 'Unreadable photos',
    notPersisted: 'Storage not protected',
    clockOff: 'Clock is off',
    revoked: 'Revoked',
  },
  fact: {
    member: 'Used by',
    label: 'Phone',
    seen: 'Last contact',
    waits: 'Not yet sent',
    since: 'Since',
    persisted: 'Storage protected',
    installed: 'On the home screen',
    app: 'App version',
    clock: 'Phone clock',
    unreadable: 'Unreadable photos',
    bound: 'Bound',
    wipeAsked: 'Remote wipe requested',
    wiped: 'Erased',
    yes: 'Yes',
    no: 'No',
    unsaid: 'Not reported',
    clockRight: 'Accurate',
    clockFast: '{duration} fast',
    clockSlow: '{duration} slow',
  },
  newInvite: 'New phone: show an invite',
  wipe: {
    act: 'Erase this phone after it has sent',
    title: 'Erase this phone of {name}?',
    text: 'At its next contact the phone first sends everything unsent and then deletes all of this member’s data on it. For a phone that is lost or a member who leaves.',
    done: 'It will erase itself when it next connects',
  },
  incident: {
    unsentLeft: { title: '{name}’s phone may still hold {waits}' },
    revoked: '“{label}” was revoked{since}.',
    replaced: 'They have a new phone; the previous one is “{label}”{since}.',
    since: '; its work waits since {when}',
    lostRange: {
      title: '{name}’s phone has lost {count} record | {name}’s phone has lost {count} records',
      text: 'Numbers {from}–{to} cannot be found on the phone, and the server never received them.',
    },
    wipedUnsent: {
      title: '{name}’s phone was erased before everything was sent',
      text: 'Before “{label}” erased itself it could not send: records {changes}, photos {photos}, drafts {drafts}.',
    },
    photoUnreadable: {
      title:
        '{name}’s phone has {count} unreadable photo | {name}’s phone has {count} unreadable photos',
      text: 'The words are safe; the photos are damaged on the phone.',
    },
    photoRotten: {
      title: 'A photo on the server is damaged',
      text: 'An intact copy is being requested from the backup and the phones.',
    },
    databaseOlder: {
      title: 'The server’s database was an older copy',
      text: 'Phones are sending again what they still hold. What no phone holds any more may be missing.',
    },
    rescueSetAside: {
      title:
        '{count} part of {name}’s exported file could not be imported | {count} parts of {name}’s exported file could not be imported',
      text: '{reason} The server keeps them unchanged; nothing is lost.',
    },
    memberOver: {
      title: '{name} is sending more than the server accepts from one person',
      text: 'Beyond the limit: {account}. Nothing is lost: what has no room yet stays on the phone and is sent later.',
    },
    account: {
      changes: 'records and steps in one day',
      parked: 'work that waits for a ruling',
      photos: 'photos in one day',
      uploads: 'photos begun and not finished',
      quarantine: 'photos that cannot be shown',
      rescue: 'parts of exported files that cannot be imported',
      devices: 'phones and desks in use',
      bindings: 'phones and desks bound in one hour',
      other: 'something this app does not know yet',
    },
    reason: {
      damaged: 'The file is damaged.',
      noOwner: 'Nobody can tell which phone exported it.',
      contentMissing: 'The phone holds more than the server received.',
      notAnImage: 'Something in it is not a photo.',
    },
    other: { title: 'Something about {name}’s phone', text: 'Update the app to see what it is.' },
    nobody: 'Someone',
    at: 'Detected {when}',
    todo: {
      unsentLeft:
        'If the phone is there: open Gridwalk on it with a connection, or export its unsent work under Me and import it here. If not, ask the person to report again. It closes automatically once everything has arrived.',
      lostRange:
        'Ask the person to report again from memory. It closes automatically if the phone finds the numbers.',
      wipedUnsent:
        'Ask the person to report again from memory. If they exported their work before, import it here. Close this once it is dealt with.',
      photoUnreadable:
        'Ask the person to take the photos again or to explain. It closes automatically once the phone has none left.',
      photoRotten:
        'It closes automatically once the photo is restored; if it is not, contact whoever reported it.',
      databaseOlder:
        'Ask whoever runs the server whether a newer copy exists. If not, look through the last days’ records and ask people to report again what is missing, then close this.',
      rescueSetAside:
        'Ask for a fresh export and import it. It closes automatically once everything is here.',
      memberOver:
        'Ask whether the person knows of it. If a month’s work is arriving at once, it continues automatically. If not, the phone may be in other hands: revoke it. Where work waits for a ruling, ruling on it frees room. Close this once it is clear.',
      other: 'Ask whoever uses the phone.',
    },
    note: 'What was done',
    noteHint: 'for example: phone broken, 7 records reported again in person',
    needsNote: 'Please say in a sentence what was done',
    close: 'Close',
    closedDone: 'Closed',
    closedBy: 'Closed by {name}, {when}',
    closedItself: 'Closed automatically {when}: the work has arrived',
  },
}
