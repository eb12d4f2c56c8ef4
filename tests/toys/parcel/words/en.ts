export const words = {
  parcel: {
    name: 'Parcel',
    page: 'Parcel',
    title: 'A parcel left behind',
    amendTitle: 'Amend the parcel',
    amendOwnTitle: 'Amend the parcel',
    noteHint: 'Where it stands (optional)',
    restoredOther: 'There is an unfinished parcel',
    here: 'A parcel stands here',
    size: { small: 'Small parcel', large: 'Large parcel' },
    field: { recipient: 'Recipient', size: 'Size' },
    missing: { recipient: 'whom it is for' },
  },
}
