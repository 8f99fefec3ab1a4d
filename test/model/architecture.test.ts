import test from 'ava';
import { architectureOf, runsLinux } from '../../src/model/architecture.js';

const arm64 =
  'a1.large t4g.nano m7g.large m8gd.metal-24xl c6gn.xlarge c7gn.large r8gd.large im4gn.large is4gen.large x2gd.large x8g.large hpc7g.4xlarge i8ge.large g5g.xlarge p6e-gb200.36xlarge';
const amd64 =
  't3.micro m5.large m6i.xlarge m7a.large c7i-flex.large r5dn.large g4dn.xlarge g4ad.xlarge g5.xlarge g6.xlarge g6e.xlarge gr6.4xlarge p5.48xlarge p6-b200.48xlarge u-6tb1.metal u7i-12tb.224xlarge x2iedn.xlarge i7ie.large trn2.48xlarge inf2.xlarge';

test('Graviton and Grace families are arm64, everything else is amd64, GPUs of Intel and AMD machines included', t => {
  t.deepEqual(
    arm64.split(' ').filter(type => architectureOf(type) !== 'arm64'),
    [],
  );
  t.deepEqual(
    amd64.split(' ').filter(type => architectureOf(type) !== 'amd64'),
    [],
  );
});

test('Mac instances do not run Linux', t => {
  t.deepEqual(['mac1.metal', 'mac2-m2pro.metal', 'mac-m4.metal', 'm6i.large'].map(runsLinux), [
    false,
    false,
    false,
    true,
  ]);
});
