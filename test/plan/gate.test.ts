import test from 'ava';
import { changeClasses } from '../../src/plan/change-class.js';
import { gateOf } from '../../src/plan/gate.js';

test('creating, in-place changes and rolls pass by themselves, everything else is refused with a reason', t => {
  for (const changeClass of changeClasses) {
    const { verdict, reason } = gateOf(changeClass);
    const passes = ['create', 'in-place', 'roll'].includes(changeClass);
    t.is(verdict, passes ? 'auto' : 'refused', changeClass);
    t.is(reason === undefined, passes, changeClass);
  }
});
