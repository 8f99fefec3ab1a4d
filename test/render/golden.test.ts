import test from 'ava';
import { renderPreview } from '../../src/render/preview.js';
import { render } from '../../src/render/render.js';
import { tellingFleet, tellingFleets } from '../fleets.js';
import { isGolden } from '../golden.js';

for (const name of tellingFleets) {
  test(`the stacks of the fleet ${name} are as they were reviewed`, async t => {
    const { stacks } = await render(await tellingFleet(name));
    for (const { path, body } of stacks) isGolden(t, `renders/${name}/${path}`, body);
  });

  test(`the fleet ${name} renders to the same bytes when its documents stand in another order`, async t => {
    const fleet = await tellingFleet(name);
    const turned = { ...fleet, clusters: fleet.clusters.toReversed() };
    const files = async (of: typeof fleet) => {
      const preview = renderPreview(of, await render(of));
      return preview
        .filter(({ path }) => path !== 'index.json')
        .map(({ path, body }) => `${path}\n${body}`)
        .sort();
    };
    t.deepEqual(await files(turned), await files(fleet));
  });
}
