import globals from 'globals'
import vue from 'eslint-plugin-vue'
import a11y from 'eslint-plugin-vuejs-accessibility'
import ts from 'typescript-eslint'

// An ability holds in a grid. Whoever decides about a row asks canIn; an ability as such only opens
// the door to a screen.
const aboutARow =
  'Ask canIn (domain/member.ts): an ability holds in the grid of the row. Where there is no row, this config names the file.'
const notImporting = (importNames) => ({
  'no-restricted-imports': [
    'error',
    { patterns: [{ regex: '/member\\.ts$', importNames, message: aboutARow }] },
  ],
})
const withoutARow = {
  hasAbility: [
    'src/state/useSession.ts',
    'src/ui/shell/NotAllowedScreen.vue',
    'src/ui/shell/router.ts',
    'src/ui/routes/homeOf.ts',
    'src/ui/shell/{DeskFrame,FieldFrame}.vue',
    'src/ui/desk/people/useDeskIncidents.ts',
    'src/ui/notices/SharedPhotos.vue',
    'src/ui/field/*/{MapScreen,MeScreen,OpenDrafts,RecordsScreen,TodayScreen}.vue',
    'src/server/routes/{incidentRoutes,members,quarantineRoutes}.ts',
    'src/server/auth/sessionLibrary.ts',
    'src/server/sync/auditOfReading.ts',
  ],
  canSomewhere: [
    'src/domain/workflow.ts',
    'src/records/readRights.ts',
    'src/records/*/*.ts',
    'src/server/auth/whyNotManage.ts',
    'src/server/routes/planRoutes.ts',
    'src/server/routes/basemapRoutes.ts',
    'src/state/useRights.ts',
  ],
}

const projects = ['anywhere', 'browser', 'worker', 'node'].map(
  (name) => new URL(`tsconfig.${name}.json`, import.meta.url).pathname,
)

export default ts.config(
  { ignores: ['**/dist/**', '**/node_modules/**', 'tests/architecture/*.{js,cjs}'] },
  ...ts.configs.recommendedTypeChecked,
  ...vue.configs['flat/recommended'],
  ...a11y.configs['flat/recommended'],
  {
    languageOptions: {
      globals: { ...globals.browser, ...globals.node },
      parserOptions: {
        parser: ts.parser,
        project: projects,
        extraFileExtensions: ['.vue'],
        tsconfigRootDir: new URL('../..', import.meta.url).pathname,
      },
    },
    rules: {
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/no-non-null-assertion': 'off',
      // objects here are made of closures; none reads `this`
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      // The formatter breaks code; what it cannot break and a reader can, a comment, is held here.
      'vue/max-len': [
        'error',
        {
          code: 100,
          template: 100,
          comments: 100,
          ignoreUrls: true,
          ignoreStrings: true,
          ignoreTemplateLiterals: true,
          ignoreRegExpLiterals: true,
          ignoreHTMLAttributeValues: true,
          ignoreHTMLTextContents: true,
        },
      ],
      'vue/html-self-closing': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/attributes-order': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/require-default-prop': 'off',
      'vue/no-v-html': 'error',
      'vue/no-static-inline-styles': 'error',
      // a label may wrap its control or point at it; axe judges the page
      'vuejs-accessibility/label-has-for': 'off',
      // forms and dialogs listen for keys of what is inside them; axe judges the page
      'vuejs-accessibility/no-static-element-interactions': 'off',
      // a form that a key has opened takes the focus it was opened for
      'vuejs-accessibility/no-autofocus': 'off',
    },
  },
  {
    files: ['src/**'],
    ignores: [...withoutARow.hasAbility, ...withoutARow.canSomewhere],
    rules: {
      ...notImporting(['hasAbility', 'canSomewhere']),
      'no-restricted-syntax': [
        'error',
        { selector: "MemberExpression[property.name='hasAbility']", message: aboutARow },
      ],
      'vue/no-restricted-syntax': [
        'error',
        { selector: "MemberExpression[property.name='hasAbility']", message: aboutARow },
      ],
    },
  },
  { files: withoutARow.canSomewhere, rules: notImporting(['hasAbility']) },
  { files: withoutARow.hasAbility, rules: notImporting(['canSomewhere']) },
  {
    // What a template ref is, vue-tsc knows from the template; here it would only look like `any`.
    files: ['**/*.vue', 'src/ui/routes/useGoBack.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  // Runs as it stands, so no compiler sees it.
  { files: ['**/*.mjs'], ...ts.configs.disableTypeChecked },
  {
    files: ['src/domain/**'],
    rules: {
      'no-restricted-globals': [
        'error',
        'Date.now',
        'window',
        'document',
        'fetch',
        'setTimeout',
        'process',
      ],
    },
  },
  {
    files: ['tests/**'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
)
