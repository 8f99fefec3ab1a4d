import { AwsFault } from '../fault.js';
import { requiredText, requiredTexts, violation } from '../json-input.js';
import type { JsonAction } from '../json-protocol.js';
import type { World } from '../world.js';
import { saveSsm, ssmState } from './state.js';

/** A deleted parameter is gone with all its versions; one that is made anew begins with version 1. */
export function deleteActions(world: World): Readonly<Record<string, JsonAction>> {
  return {
    async DeleteParameter(input, { caller, region }) {
      const place = { accountId: caller.accountId, region };
      const name = requiredText(input, 'Name');
      const { parameters } = ssmState(world, place);
      if (!Object.hasOwn(parameters, name)) throw new AwsFault('ParameterNotFound', '');
      delete parameters[name];
      await saveSsm(world, place);
      return {};
    },
    async DeleteParameters(input, { caller, region }) {
      const place = { accountId: caller.accountId, region };
      const names = requiredTexts(input, 'Names');
      if (names.length < 1 || names.length > 10) {
        throw violation("Value at 'names' failed to satisfy constraint: Member must have length between 1 and 10");
      }
      const { parameters } = ssmState(world, place);
      const deleted = names.filter(name => Object.hasOwn(parameters, name));
      for (const name of deleted) delete parameters[name];
      await saveSsm(world, place);
      return { DeletedParameters: deleted, InvalidParameters: names.filter(name => !deleted.includes(name)) };
    },
  };
}
