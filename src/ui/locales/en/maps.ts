export const maps = {
  title: 'Offline maps',
  about: 'Streets and water below the plan, kept on this phone and there without a network.',
  none: 'Your community has no base map yet',
  noneText:
    'The plan is enough: it has the buildings, lamp-posts and grids. Once a supervisor adds a base map, it can be downloaded here.',
  dated: 'Map of {date}',
  old: 'This map is more than a year old; new roads may be missing.',
  retired: 'Your community offers this map no longer; it can be used until you delete it.',
  state: {
    absent: 'Not on this phone',
    part: '{percent}% on this phone, can go on',
    here: 'On this phone',
    gone: 'Cleared away by the phone',
    loading: 'Downloading: {percent}%',
    waiting: 'Waiting for a network: {percent}%',
    queued: 'Waits its turn; starts when the one before is done',
  },
  keepOpen: 'Keep the app open while it downloads. If it is cut off, it goes on from where it was.',
  progress: '{loaded} of {total}',
  downloading: 'Downloading the map',
  download: 'Download',
  resume: 'Go on',
  stop: 'Pause',
  again: 'Download again',
  remove: 'Delete',
  removeTitle: 'Delete this map?',
  removeText:
    'That frees {size}. The plan and your records stay, and the map can be downloaded again.',
  keep: 'Keep it',
  use: 'Use this one',
  used: 'In use',
  online: 'Online map: {name}',
  onlineText:
    'There only with a network; nothing of it stays on this phone. Its provider learns which area you look at.',
  planAlone: 'Plan only',
  noRoom:
    'Not enough room on this phone: {size} short. Photos need their room; delete maps or other things you do not need first.',
  goneTitle: 'The phone has cleared the map away',
  goneText: 'Only the plan is shown now. To download it again takes {size}.',
  goneSeen: 'All right',
  noDrawing:
    'The base map cannot be drawn this time; the plan is shown. Open the app again to retry.',
}
