import js from '@eslint/js'
import vue from 'eslint-plugin-vue'
import ts from 'typescript-eslint'

/** Imports point down (README, "The map"): what each folder of src may not reach. */
const layers = [
  [
    'src/shared/tensor/**',
    ['**/flow/**', '**/catalogue/**', '**/document/**', '**/learn/**', '**/rpc/**', '**/engine/**'],
  ],
  [
    'src/shared/expression/**',
    ['**/flow/**', '**/catalogue/**', '**/document/**', '**/learn/**', '**/rpc/**', '**/engine/**'],
  ],
  ['src/shared/flow/**', ['**/backends/**', '**/learn/**', '**/rpc/**', '**/engine/**']],
  ['src/shared/catalogue/**', ['**/tensor/**', '**/learn/**', '**/rpc/**', '**/engine/**']],
  ['src/shared/document/**', ['**/tensor/**', '**/flow/**', '**/learn/**', '**/rpc/**', '**/engine/**']],
  ['src/shared/learn/**', ['**/backends/**', '**/rpc/**', '**/engine/**']],
  ['src/shared/rpc/**', ['**/tensor/**', '**/flow/**', '**/learn/**', '**/engine/**']],
  ['src/shared/engine/**', ['**/backends/**']],
  ['src/renderer/**', ['**/tensor/**', '**/flow/**', '**/learn/**', '**/engine/**', 'electron']],
]

export default ts.config(
  {
    ignores: [
      'out/**',
      'dist/**',
      '.cache/**',
      '.tsbuild/**',
      'node_modules/**',
      'test-results/**',
      'playwright-report/**',
      'test/fixtures/**',
    ],
  },
  js.configs.recommended,
  ...ts.configs.strict,
  ...ts.configs.stylistic,
  ...vue.configs['flat/recommended'],
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: ts.parser } },
  },
  {
    files: ['**/*.ts', '**/*.vue'],
    rules: {
      'no-undef': 'off', // the type checker knows better
      '@typescript-eslint/consistent-indexed-object-style': 'off', // mapped types over ops are this project's tables
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'vue/multi-word-component-names': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/require-default-prop': 'off',
      'vue/attributes-order': 'off',
    },
  },
  ...layers.map(([files, group]) => ({
    files: [files],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group, message: 'Imports point down: see the map of src in README.md.' }] },
      ],
    },
  })),
  {
    files: ['src/shared/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Randomness is an argument.' },
      ],
    },
  },
)
