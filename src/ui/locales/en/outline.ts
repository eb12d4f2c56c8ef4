export const outline = {
  kind: { border: 'Draw a grid border', outline: 'Draw an outline', line: 'Draw a path' },
  map: 'Map to draw on. Arrow keys move it, Enter sets a corner in the middle, [ and ] go to the corners.',
  tools: 'Drawing tools',
  undo: 'Undo',
  redo: 'Redo',
  remove: 'Remove corner',
  removeNumber: 'Remove corner {number}',
  addInMiddle: 'Corner in the middle',
  done: 'Done',
  area: 'Area',
  length: 'Length',
  squareMetres: '{size} m²',
  hectares: '{size} ha',
  metres: '{size} m',
  corners: '{count} corner | {count} corners',
  list: 'Coordinates of the corners',
  lat: 'Latitude of corner {number}',
  lon: 'Longitude of corner {number}',
  unreadable: 'Cannot be read. Write it in degrees, such as 30.5901234',
  before: 'Previous 50',
  after: 'Next 50',
  corner: 'Corner {number} of {count}',
  sharedCorner: 'Corner {number} of {count}, shared with {names}',
  insert: 'Set a corner between {from} and {to}',
  closeHere: 'Corner 1: tap to close the ring',
  hint: {
    draw: 'Tap the map to set one corner after another, then press Done.',
    alter:
      'Drag a corner to move it, or a small circle on an edge to add one. By keyboard: [ and ] change corner, arrow keys move it, Delete removes it.',
  },
  fault: {
    tooFew: 'Not done yet: at least {least} different corners are needed.',
    crosses:
      'Not done yet: edges {first} and {second} cross. Move them apart at the exclamation mark.',
    neighbourCrosses:
      'Not done yet: the border of “{name}” beside it now crosses itself. Move it apart at the exclamation mark.',
  },
}
