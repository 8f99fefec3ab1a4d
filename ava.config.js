/** `npm test` runs everything but test/slow; `npm run test:slow` runs only that, with real programs and kill -9. */
const slow = process.env.SUITE === 'slow';

export default {
  files: slow ? ['test/slow/**/*.test.ts'] : ['test/**/*.test.ts', '!test/slow/**'],
  nodeArguments: ['--enable-source-maps'],
  timeout: slow ? '10m' : '2m',
  concurrency: slow ? 1 : 2,
  typescript: {
    rewritePaths: { 'src/': 'dist/src/', 'test/': 'dist/test/' },
    compile: false,
  },
};
