export const app = {
  name: 'Gridwalk',
  superseded: 'The app was updated. Open this page again; everything saved is safe.',
  reload: 'Open again',
}
