/**
 * `npm test` runs everything but the suites: `npm run test:slow` runs test/slow, with real programs and kill -9, and
 * `npm run contract` test/contract, against any endpoint, which may be as slow as a real account, and
 * `npm run test:kubernetes` test/kubernetes, against a real API server that test/programs/kubernetes/build has built.
 */
const suite = process.env.SUITE;
const isAws = process.env.CONTRACT_ENDPOINT === 'aws';

const suites = {
  slow: { files: ['test/slow/**/*.test.ts'], timeout: '10m', concurrency: 1 },
  kubernetes: { files: ['test/kubernetes/**/*.test.ts'], timeout: '5m', concurrency: 1 },
  contract: { files: ['test/contract/**/*.test.ts'], timeout: isAws ? '60m' : '2m', concurrency: 2 },
};
const everyday = {
  files: ['test/**/*.test.ts', '!test/slow/**', '!test/contract/**', '!test/kubernetes/**'],
  timeout: '2m',
  concurrency: 2,
};

export default {
  ...(suites[suite] ?? everyday),
  nodeArguments: ['--enable-source-maps'],
  typescript: {
    rewritePaths: { 'src/': 'dist/src/', 'test/': 'dist/test/' },
    compile: false,
  },
};
